"""The table of importers, and the choice between them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from stimmwerk.errors import SourceError, UsageError, Where, did_you_mean
from stimmwerk.importers import article, markdown, page, script, services, sheet, subrip, substation, ttml, webvtt
from stimmwerk.importers.base import Caution, Imported, Importer, ShowFacts
from stimmwerk.importers.basics import clean
from stimmwerk.importers.decoding import decode_source
from stimmwerk.importers.people import settle_people
from stimmwerk.script.markdown import DEFAULT_CUES, decode

#: Every importer; the first of those that are equally sure is taken.
IMPORTERS: tuple[Importer, ...] = (
    script,
    webvtt,
    subrip,
    ttml,
    substation,
    services,
    page,
    sheet,
    markdown,
    article,
)


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
        return (
            settle_people(importer.read(text, file, facts), facts.speakers)
            if facts.speakers
            else importer.read(text, file, facts)
        )
    cleaned, removed = clean(text)
    imported = settle_people(importer.read(cleaned, file, facts), facts.speakers)
    if removed:
        message = f"{removed} control characters were taken out of the text"
        caution = Caution(line=None, code="control-characters", message=message)
        imported = replace(imported, warnings=(caution, *imported.warnings))
    return imported


def choose(text: str, name: str | None = None) -> Importer:
    """The importer of that name, or the one that is surest of the text.  Raises UsageError for an unknown name."""
    if name is None:
        best = max(IMPORTERS, key=lambda importer: importer.recognise(text))
        # What nobody knows, not even as a text with words, is no script that lost its top.
        return best if best.recognise(text) else article
    for importer in IMPORTERS:
        if importer.name == name:
            return importer
    known = [importer.name for importer in IMPORTERS]
    raise UsageError(f"there is no importer {name!r}", hint=did_you_mean(name, known))
