"""A show to measure in: a copy of the shipped one that holds a single episode, and what a producer changes in it."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from pathlib import Path

from stimmwerk.formats import FORMATS

ROOT = Path(__file__).parents[1]
EPISODE = "episode"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scratch:
    """A show's folder with one episode."""

    folder: Path

    @classmethod
    def make(cls, folder: Path, script: str) -> Scratch:
        """A new show in a folder that need not exist; what is there goes away."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copy(ROOT / "show.toml", folder)
        for name in ("voices", "audio"):
            shutil.copytree(ROOT / name, folder / name)
        (folder / "episodes").mkdir()
        scratch = cls(folder=folder)
        scratch.script.write_text(script, "utf-8")
        return scratch

    def twin(self, folder: Path) -> Scratch:
        """A show of the same inputs with nothing made."""
        twin = Scratch.make(folder, self.script.read_text("utf-8"))
        for path, text in self.inputs().items():
            (folder / path.relative_to(self.folder)).write_text(text, "utf-8")
        return twin

    @property
    def script(self) -> Path:
        """The episode's script."""
        return self.folder / "episodes" / f"{EPISODE}.md"

    @property
    def cast(self) -> Path:
        """The cast."""
        return self.folder / "voices/town-hall.toml"

    @property
    def show(self) -> Path:
        """show.toml."""
        return self.folder / "show.toml"

    @property
    def mp3(self) -> Path:
        """The result."""
        return self.folder / "build" / EPISODE / f"{EPISODE}.mp3"

    @property
    def manifest(self) -> Path:
        """What was made, and of what."""
        return self.mp3.with_name("manifest.json")

    def forget(self) -> None:
        """Moves everything that was made out of the way, until ``tidy``.

        It is not removed: where a thousand files went a moment ago, ext4 takes several times as long to make new ones,
        and that would count for the next build.
        """
        build, gone = self.folder / "build", self._gone
        if build.exists():
            gone.mkdir(exist_ok=True)
            build.rename(gone / str(len(list(gone.iterdir()))))

    def tidy(self) -> None:
        """Removes what was moved out of the way."""
        shutil.rmtree(self._gone, ignore_errors=True)

    @property
    def _gone(self) -> Path:
        return self.folder.with_name(f"{self.folder.name}-gone")

    def inputs(self) -> dict[Path, str]:
        """Everything that an edit changes, as it is now."""
        return {path: path.read_text("utf-8") for path in (self.script, self.cast, self.show)}

    def restore(self, inputs: dict[Path, str]) -> None:
        """Takes edits back."""
        for path, text in inputs.items():
            path.write_text(text, "utf-8")


def change_sentence(scratch: Scratch, number: int) -> None:
    """The first sentence behind the first label of the script is another, and longer."""
    new = f"Das hier ist in der Fassung mit der Nummer {number} ein anderer Satz als zuvor."
    _replace(scratch.script, r"^(\*\*[^*]+:\*\*) [^.?!]+[.?!]", rf"\1 {new}")


def change_voice(scratch: Scratch, number: int) -> None:
    """The guest, who speaks most, speaks faster."""
    _replace(scratch.cast, r"(\[roles\.altman\]\n(?:.+\n)*?rate = )\d+", rf"\g<1>{165 + number}")


def change_pause(scratch: Scratch, number: int) -> None:
    """The pause between speakers is another."""
    _replace(scratch.show, r"^(speaker = )[\d.]+", rf"\g<1>{0.8 + number / 20:.2f}")


def change_title(scratch: Scratch, number: int) -> None:
    """The episode's title is another; nobody reads it aloud."""
    _replace(scratch.script, r"^title: .*$", f'title: "Ein neuer Titel, Fassung {number}"')


def change_target(scratch: Scratch, number: int) -> None:
    """The show's loudness is another."""
    _replace(scratch.show, r"^(target_lufs = )[-\d.]+", rf"\g<1>{-16.5 - number / 2:.1f}")


def switch_exports_off(scratch: Scratch) -> None:
    """The show wants nothing but the MP3."""
    switches = "".join(f"{form.name} = false\n" for form in FORMATS)
    scratch.show.write_text(f"{scratch.show.read_text('utf-8')}\n[exports]\n{switches}", "utf-8")


def _replace(path: Path, pattern: str, new: str) -> None:
    text, count = re.subn(pattern, new, path.read_text("utf-8"), count=1, flags=re.MULTILINE)
    if count != 1:
        raise LookupError(f"{path} has nothing like {pattern}")
    path.write_text(text, "utf-8")
