"""A show on disk: the one reader of show.toml, episodes/, voices/ and audio/."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from stimmwerk.casting.cast import Cast
from stimmwerk.casting.castfile import parse_cast
from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.lexiconfile import parse_lexicon
from stimmwerk.engines.table import engine_names
from stimmwerk.errors import CastError, LexiconError, ScriptError, ShowError, Where, did_you_mean
from stimmwerk.files import read_bytes, read_text, shown
from stimmwerk.folders import episodes, find_root, script_path
from stimmwerk.shipped import over_shipped
from stimmwerk.showfile import FILE, ShowSettings, drafted, parse_show


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What an episode is made from.  name: of its folder under build/; file: as a person would type it."""

    name: str
    path: Path
    file: str
    data: bytes

    @property
    def sha256(self) -> str:
        """That of the data, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """A show's folder and its settings.

    digests: true path -> SHA-256 of every text that was read so far, as it was then: it may be another by now.
    """

    root: Path
    settings: ShowSettings
    digests: dict[Path, str] = field(default_factory=dict, repr=False, compare=False)

    @property
    def voices(self) -> Path:
        """Where casts, lexicons and voice variants lie."""
        return self.root / "voices"

    @property
    def audio(self) -> Path:
        """Where the sounds and pictures of the show lie."""
        return self.root / "audio"

    @property
    def build(self) -> Path:
        """Where everything that is made goes."""
        return self.root / "build"

    @classmethod
    def find(cls, start: Path | None = None) -> Show:
        """The show that ``start`` (by default the working directory) lies in.  Raises ShowError where there is none."""
        root = find_root(start)
        digests: dict[Path, str] = {}
        text = read_text(root / FILE, ShowError, "show", digests=digests)
        return cls(root=root, settings=parse_show(text, shown(root / FILE)), digests=digests)

    def draft(self) -> Show:
        """The same show for a draft, which has fewer formats."""
        return replace(self, settings=drafted(self.settings))

    def episodes(self) -> tuple[str, ...]:
        """The names of the show's scripts, sorted."""
        return episodes(self.root)

    def casts(self) -> tuple[str, ...]:
        """The names of the show's casts, sorted."""
        lexicons = {file for _, file in self.settings.lexicons}
        return tuple(sorted(path.stem for path in self.voices.glob("*.toml") if path.name not in lexicons))

    def source(self, episode: str | None) -> Source:
        """The script of an episode, by its name in episodes/ or by the path of any file.

        None is the only episode of a show that has one.  Raises ScriptError with the nearest names.
        """
        path = script_path(self.root, episode)
        names = self.episodes()
        data = read_bytes(path, ScriptError, "script", hint=did_you_mean(path.stem, names))
        return Source(name=path.stem, path=path, file=shown(path), data=data)

    def cast(self, name: str | None = None) -> Cast:
        """A cast, by its name in voices/ or by the path of a TOML file; None is the show's own.

        Raises CastError with the nearest names.
        """
        name = name or self.settings.cast
        path = Path(name) if name.endswith(".toml") else self.voices / f"{name}.toml"
        hint = did_you_mean(name, self.casts())
        text = read_text(path, CastError, "cast", hint=hint, digests=self.digests)
        return parse_cast(text, name=path.stem, file=shown(path), engines=engine_names)

    def lexicons(self) -> Mapping[str, Lexicon]:
        """Language -> the show's lexicon over the one that we ship.

        They are read when the first is asked for, all of them, which raises LexiconError where one is wrong.
        """
        return _Lexicons(self)

    def cover(self) -> bytes | None:
        """The show's cover as it lies in audio/, None where it names none.  Raises ShowError where it is missing."""
        return self.picture(f"audio/{self.settings.cover}") if self.settings.cover else None

    def picture(self, name: str, where: Where | None = None) -> bytes:
        """A picture, by its path from the show's folder.  Raises ShowError where it is missing or lies outside."""
        path = (self.root / name).resolve()
        if not path.is_relative_to(self.root):
            raise ShowError(f"{name!r} lies outside the show", where=where, hint="copy it to audio/")
        return read_bytes(
            path,
            ShowError,
            "picture",
            hint="put the file there, or name another; without `cover` in show.toml one is drawn",
        )


class _Lexicons(Mapping[str, Lexicon]):
    """Lexicons, read when the first is asked for: they are long, and a plan that knows all its lines needs none."""

    def __init__(self, show: Show) -> None:
        self._show = show

    @cached_property
    def _read(self) -> Mapping[str, Lexicon]:
        found = {}
        for language, file in self._show.settings.lexicons:
            path = self._show.voices / file
            hint = f"it is named under [lexicons] in {FILE}"
            text = read_text(path, LexiconError, "lexicon", hint=hint, digests=self._show.digests)
            found[language] = parse_lexicon(text, shown(path))
        return over_shipped(found)

    def __getitem__(self, language: str) -> Lexicon:
        return self._read[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._read)

    def __len__(self) -> int:
        return len(self._read)
