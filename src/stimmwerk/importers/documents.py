"""Documents that word processors write: bytes, not text, from which a source is read."""

from __future__ import annotations

from importlib import import_module
from typing import Protocol, cast

from stimmwerk.errors import SourceError, UsageError, Where
from stimmwerk.importers.archive import MAGIC, Archive, Kind, kind_of
from stimmwerk.importers.base import Imported, ShowFacts
from stimmwerk.importers.decoding import decode_source
from stimmwerk.importers.source import Source
from stimmwerk.importers.text import read_source

_MODULES = {"docx": "word", "odt": "opendocument"}
_NAMES = {"docx": "a Word document", "odt": "an OpenDocument text"}


class _Reader(Protocol):
    """A module that reads documents of one format."""

    name: str

    def read_document(self, archive: Archive) -> tuple[Source, int]:
        """The document as lines, and how many characters that no script may hold were in it."""
        ...


def import_document(data: bytes, file: str, facts: ShowFacts, *, format: str | None) -> tuple[Imported, int]:  # noqa: A002
    """The script in a document, and how many characters that no script may hold were taken out of it.

    format: the one that was asked for, None for whichever it is.
    Raises SourceError for a file that is no text document, is damaged, or holds nothing to speak, and UsageError where
    it is not of the format that was asked for.
    """
    if not data.startswith(MAGIC):
        # A file that is no text either is called by its name.
        decode_source(data, file)
        raise UsageError(f"{file} is not {_NAMES[format or 'docx']}", hint="leave --format out")
    archive = Archive(data, file)
    kind = kind_of(archive)
    if format not in (None, kind):
        raise UsageError(f"{file} is {_NAMES[kind]}, not {format!r}", hint="leave --format out")
    source, removed = _reader(kind).read_document(archive)
    if not any(line.spoken for line in source.lines):
        raise SourceError("there is no text in this document", where=Where(file), hint="is this the right file?")
    return read_source(source, file, facts, format=kind), removed


def _reader(kind: Kind) -> _Reader:
    return cast(_Reader, import_module(f"{__package__}.{_MODULES[kind]}"))
