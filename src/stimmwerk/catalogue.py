"""The episodes of a show that are made, found by their manifests: what the feed and the list of episodes offer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stimmwerk.errors import InputError
from stimmwerk.files import read_text, shown, write_bytes
from stimmwerk.folders import CACHE
from stimmwerk.manifest import FILE as MANIFEST_FILE
from stimmwerk.manifest import Manifest
from stimmwerk.show import Show


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A folder under build/ that is not offered; meant: because somebody wants it so, not for a fault."""

    folder: str
    why: str
    meant: bool

    def __str__(self) -> str:
        return f"build/{self.folder} is not listed: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """episodes: the manifests of what is offered, by name; left_out: what is not."""

    episodes: tuple[Manifest, ...]
    left_out: tuple[LeftOut, ...]


def catalogue_of(show: Show) -> Catalogue:
    """Everything that lies under build/."""
    chosen, left_out = [], []
    for path in sorted(show.build.glob(f"*/{MANIFEST_FILE}")):
        name = path.parent.name
        if name == CACHE:
            continue
        try:
            manifest = Manifest.from_json(read_text(path, InputError, "manifest"), shown(path))
        except InputError as error:
            left_out.append(LeftOut(folder=name, why=f"{error.message}; build it again", meant=False))
            continue
        if manifest.episode != Path(manifest.publication.script).stem:
            why = f"a version of {manifest.publication.script} under another name"
            left_out.append(LeftOut(folder=name, why=why, meant=True))
        elif manifest.episode != name:
            own = f"build/{manifest.episode}"
            why = f"it holds the episode {manifest.episode} under another name; {own} is where it belongs"
            left_out.append(LeftOut(folder=name, why=why, meant=False))
        elif missing := [file for file in manifest.outputs if not (path.parent / file).is_file()]:
            why = f"{missing[0]} is missing; build it again"
            left_out.append(LeftOut(folder=name, why=why, meant=False))
        else:
            chosen.append(manifest)
    return Catalogue(episodes=tuple(chosen), left_out=tuple(left_out))


def renewed(path: Path, data: bytes) -> bool:
    """Writes a file where it is not so already; gives whether it was another.  Raises OutputError."""
    try:
        if path.read_bytes() == data:
            return False
    except OSError:
        pass  # it is not there, or cannot be read: writing will tell
    write_bytes(path, data)
    return True
