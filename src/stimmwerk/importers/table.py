"""The table of importers, and the choice between them."""

from __future__ import annotations

from collections.abc import Iterable

from stimmwerk.errors import SourceError, UsageError, Where, did_you_mean
from stimmwerk.importers import article, bare, script
from stimmwerk.importers.base import Imported, Importer, ShowFacts
from stimmwerk.script.markdown import DEFAULT_CUES

#: Every importer; the first of those that are equally sure is taken.
IMPORTERS: tuple[Importer, ...] = (script, bare, article)


def import_text(
    text: str,
    file: str,
    *,
    known_labels: Iterable[str] = (),
    cues: Iterable[str] = DEFAULT_CUES,
    format: str | None = None,  # noqa: A002 (what the command line calls it)
) -> Imported:
    """Reads a text of any family that the table knows.

    format: the name of an importer, None to judge by the content; known_labels: the cast's; cues: the show's sounds.
    Raises UsageError for an unknown format, SourceError or ScriptError for a text that cannot be read.
    """
    if not text.strip():
        raise SourceError("the text is empty", where=Where(file), hint="is this the right file?")
    facts = ShowFacts(known_labels=tuple(known_labels), cues=tuple(cues))
    return choose(text, format).read(text, file, facts)


def choose(text: str, name: str | None = None) -> Importer:
    """The importer of that name, or the one that is surest of the text.  Raises UsageError for an unknown name."""
    if name is None:
        return max(IMPORTERS, key=lambda importer: importer.recognise(text))
    for importer in IMPORTERS:
        if importer.name == name:
            return importer
    known = [importer.name for importer in IMPORTERS]
    raise UsageError(f"there is no importer {name!r}", hint=did_you_mean(name, known))
