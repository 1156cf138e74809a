"""A private data folder for eSpeak NG: everything it has, by links, and the show's own voice variants beside it."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from stimmwerk.errors import CastError, EngineError, Where
from stimmwerk.scratch import TemporaryFolder

#: The folder of own variants inside a show's ``voices/``.
VARIANTS_FOLDER = "espeak"

#: eSpeak NG copies a variant's name into buffers of 40 bytes, together with a prefix.
LONGEST_VARIANT_NAME = 30

# eSpeak NG keeps the path of its data in 160 bytes and appends up to 40 of its own.
_LONGEST_PATH = 110
_VARIANTS = Path("voices", "!v")

#: What the library's own data are called beside the private folder.
_SHORT = "stock"

_FIT_NAME = re.compile(rf"[A-Za-z0-9][A-Za-z0-9_-]{{0,{LONGEST_VARIANT_NAME - 1}}}\Z")
_FIRST_LINE = re.compile(r"\s*language\s+variant\s*\Z")
_GENDER = re.compile(r"^\s*gender\s+(male|female)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """A voice variant of the show.  text: what stands in its file, as eSpeak NG reads it."""

    name: str
    text: str

    @property
    def digest(self) -> str:
        """SHA-256 of the text, in hexadecimal."""
        return hashlib.sha256(self.text.encode("ascii")).hexdigest()

    @property
    def gender(self) -> Literal["female", "male"] | None:
        """What the file says, or None."""
        found = _GENDER.search(self.text)
        if found is None:
            return None
        return "female" if found.group(1) == "female" else "male"


def read_variants(voices_folder: str | None) -> tuple[Variant, ...]:
    """The variants in ``<voices_folder>/espeak``, sorted by name; none where there is no such folder.

    Hidden files and ``*.md`` are left alone.  Raises CastError for a file that is no variant, or is named as
    eSpeak NG cannot take it.
    """
    if voices_folder is None:
        return ()
    folder = Path(voices_folder, VARIANTS_FOLDER)
    if not folder.is_dir():
        return ()
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(_read(file) for file in files if not file.name.startswith(".") and file.suffix != ".md")


def _read(file: Path) -> Variant:
    where = Where(f"{file.parent.parent.name}/{VARIANTS_FOLDER}/{file.name}")
    if not _FIT_NAME.match(file.name):
        raise CastError(
            f"{file.name!r} cannot be the name of a voice variant",
            where=where,
            hint=f"at most {LONGEST_VARIANT_NAME} of the characters A-Z a-z 0-9 _ -, a letter or digit first",
        )
    try:
        text = file.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as cause:
        raise CastError(f"the voice variant cannot be read: {cause}", where=where, hint="ASCII text only") from cause
    if not _FIRST_LINE.match(text.partition("\n")[0]):
        raise CastError(
            "not a voice variant of eSpeak NG", where=Where(where.file, 1), hint="its first line is `language variant`"
        )
    return Variant(name=file.name, text=text)


class PrivateData:
    """The folder.  It is temporary and goes with ``close``.

    path: what eSpeak NG is given; stock: the names of the library's own variants, sorted; own: the show's.
    Of the variants only the show's are there from the start: see ``bring``.
    """

    def __init__(self, source: Path, own: tuple[Variant, ...]) -> None:
        self.own = own
        self._source = source
        self.stock = tuple(sorted(file.name for file in (source / _VARIANTS).iterdir()))
        for variant in own:
            if variant.name in self.stock:
                raise CastError(
                    f"eSpeak NG has a variant {variant.name!r} already",
                    where=Where(f"voices/{VARIANTS_FOLDER}/{variant.name}"),
                    hint="give yours another name",
                )
        self._temporary = TemporaryFolder("espeak")
        self.path = Path(self._temporary.name, "data")
        self.path.mkdir()
        try:
            self._nearby = _nearby(source, self.beside)
            self._fill()
        except BaseException:
            self.close()
            raise

    def _fill(self) -> None:
        if len(str(self.path)) > _LONGEST_PATH:
            raise EngineError(
                f"the path of temporary files is too long for eSpeak NG: {self.path}",
                hint=f"let TMPDIR name a folder with a path under {_LONGEST_PATH - 30} characters",
            )
        variants = self.path / _VARIANTS
        variants.mkdir(parents=True)
        for entry in sorted(self._nearby.iterdir()):
            if entry.name != _VARIANTS.parts[0]:
                _link(entry, self.path / entry.name)
        for variant in self.own:
            (variants / variant.name).write_text(variant.text, encoding="ascii", newline="\n")

    @property
    def beside(self) -> Path:
        """The folder that holds this one, for other temporary files."""
        return self.path.parent

    @property
    def variants(self) -> tuple[str, ...]:
        """The names of all variants, the show's own first."""
        return (*(variant.name for variant in self.own), *self.stock)

    def bring(self, variant: str) -> None:
        """Puts one of the library's own variants there, if it is not: of a hundred an episode needs a few."""
        target = self.path / _VARIANTS / variant
        if variant in self.stock and not target.exists():
            _link(self._nearby / _VARIANTS / variant, target)

    def digest(self) -> str:
        """SHA-256, in hexadecimal, of all of the library's own that sound depends on: sound data, dictionaries, voices,
        variants.
        """
        files = {file.relative_to(self._source): file for file in self._source.rglob("*") if file.is_file()}
        seen = hashlib.sha256()
        for name in sorted(files):
            data = files[name].read_bytes()
            seen.update(f"{name.as_posix()} {len(data)}\n".encode())
            seen.update(hashlib.sha256(data).digest())
        return seen.hexdigest()

    def close(self) -> None:
        """Removes the folder; the library's own data stay."""
        self._temporary.cleanup()


def _nearby(source: Path, folder: Path) -> Path:
    """A short way to the library's data, by one link in ``folder``; where there are no links, the data themselves.

    Links to what lies close by are short.  A link of more than 59 bytes takes a block of a Linux file system, and
    removing it some milliseconds: for a hundred of them longer than all of the speech of a small edit.
    """
    short = folder / _SHORT
    try:
        short.symlink_to(source.absolute(), target_is_directory=True)
    except (OSError, NotImplementedError):
        return source
    return short


def _link(source: Path, target: Path) -> None:
    """Puts what lies at ``source`` at ``target``, too.

    A second name for a file takes some microseconds and may be had on Windows as well; a symbolic link of some file
    systems takes most of a millisecond, and there are more than a hundred.
    """
    try:
        if source.is_dir():
            target.symlink_to(_way(source, target), target_is_directory=True)
        else:
            # The name of a symbolic link would be one more link, to be followed from elsewhere.
            os.link(source.resolve() if source.is_symlink() else source, target)
    except (OSError, NotImplementedError, ValueError):
        _link_otherwise(source, target)


def _link_otherwise(source: Path, target: Path) -> None:
    """Where the file lies on another drive or belongs to somebody else, and where there are no such links."""
    try:
        target.symlink_to(_way(source, target), target_is_directory=source.is_dir())
    except (OSError, NotImplementedError, ValueError):
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copyfile(source, target)


def _way(source: Path, target: Path) -> str:
    return os.path.relpath(source, target.parent)
