"""The table of importers, and the choice between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from importlib import import_module
from typing import cast

from stimmwerk.errors import SourceError, UsageError, Where, did_you_mean
from stimmwerk.importers import script
from stimmwerk.importers.base import Caution, Imported, Importer, ShowFacts
from stimmwerk.importers.basics import clean
from stimmwerk.importers.decoding import decode_source
from stimmwerk.script.markdown import DEFAULT_CUES, decode

_CERTAIN = 1.0


@dataclass(frozen=True, slots=True)
class _Family:
    """An importer that is loaded when a text is shown to it: every build reads a script, and needs none of them.

    name: the importer's; module: where in this package it is.
    """

    name: str
    module: str

    def recognise(self, text: str) -> float:
        """See ``Importer``."""
        return self._importer().recognise(text)

    def read(self, text: str, file: str, facts: ShowFacts) -> Imported:
        """See ``Importer``."""
        return self._importer().read(text, file, facts)

    def _importer(self) -> Importer:
        return cast(Importer, import_module(f"{__package__}.{self.module}"))


_ARTICLE = _Family("article", "article")

#: Every importer; the first of those that are equally sure is taken.
IMPORTERS: tuple[Importer, ...] = (
    script,
    _Family("webvtt", "webvtt"),
    _Family("subrip", "subrip"),
    _Family("ttml", "ttml"),
    _Family("substation", "substation"),
    _Family("json", "services"),
    _Family("xml", "debates"),
    _Family("html", "page"),
    _Family("csv", "sheet"),
    _Family("wiki", "wiki"),
    _Family("markdown", "markdown"),
    _ARTICLE,
)

#: The formats that are read from bytes: a document of a word processor is a ZIP file.
DOCUMENTS = ("docx", "odt")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")


def import_bytes(
    data: bytes,
    file: str,
    *,
    known_labels: Iterable[str] = (),
    cues: Iterable[str] = DEFAULT_CUES,
    format: str | None = None,  # noqa: A002 (what the command line calls it)
    speakers: Iterable[tuple[str, str]] = (),
) -> Imported:
    """Reads the bytes of a file of any family that the table knows; see ``import_text``."""
    if data.startswith(_ZIP) or format in DOCUMENTS:
        from stimmwerk.importers.documents import import_document

        facts = ShowFacts(known_labels=tuple(known_labels), cues=tuple(cues), speakers=tuple(speakers))
        imported, removed = import_document(data, file, facts, format=format)
        return _told_of(removed, _settled(imported, facts))
    text, cautions = decode_source(data, file)
    if choose(text, format).name == script.name:
        # Our own format is UTF-8; what is not is an error at its line.
        text, cautions = decode(data, file), ()
    imported = import_text(text, file, known_labels=known_labels, cues=cues, format=format, speakers=speakers)
    return replace(imported, warnings=(*cautions, *imported.warnings)) if cautions else imported


def import_text(
    text: str,
    file: str,
    *,
    known_labels: Iterable[str] = (),
    cues: Iterable[str] = DEFAULT_CUES,
    format: str | None = None,  # noqa: A002 (what the command line calls it)
    speakers: Iterable[tuple[str, str]] = (),
) -> Imported:
    """Reads a text of any family that the table knows.

    format: the name of an importer, None to judge by the content; known_labels: the cast's; cues: the show's sounds;
    speakers: (label, name) that the user has settled, an empty name for a label that is none.
    Raises UsageError for an unknown format or label, SourceError or ScriptError for a text that cannot be read.
    """
    if not text.strip():
        raise SourceError("the text is empty", where=Where(file), hint="is this the right file?")
    facts = ShowFacts(known_labels=tuple(known_labels), cues=tuple(cues), speakers=tuple(speakers))
    importer = choose(text, format)
    if importer.name == script.name:
        # A control character in a script is an error at its line.
        imported = importer.read(text, file, facts)
        return _settled(imported, facts) if facts.speakers else imported
    cleaned, removed = clean(text)
    return _told_of(removed, _settled(importer.read(cleaned, file, facts), facts))


def _told_of(removed: int, imported: Imported) -> Imported:
    """What was imported, with a caution where characters were taken out of the text.  removed: how many."""
    if not removed:
        return imported
    message = f"{removed} control characters were taken out of the text"
    caution = Caution(line=None, code="control-characters", message=message)
    return replace(imported, warnings=(caution, *imported.warnings))


def _settled(imported: Imported, facts: ShowFacts) -> Imported:
    from stimmwerk.importers.people import settle_people

    return settle_people(imported, facts.speakers)


def choose(text: str, name: str | None = None) -> Importer:
    """The importer of that name, or the one that is surest of the text.  Raises UsageError for an unknown name."""
    if name is None:
        if script.recognise(text) >= _CERTAIN:
            return script
        best = max(IMPORTERS, key=lambda importer: importer.recognise(text))
        # What nobody knows, not even as a text with words, is no script that lost its top.
        return best if best.recognise(text) else _ARTICLE
    for importer in IMPORTERS:
        if importer.name == name:
            return importer
    known = [*(importer.name for importer in IMPORTERS), *DOCUMENTS]
    raise UsageError(f"there is no importer {name!r}", hint=did_you_mean(name, known))
