"""Transcripts in columns (CSV, TSV), as programs that transcribe write them: a head, and a line for each piece."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers import jsonkeys as keys
from stimmwerk.importers.base import Imported, ShowFacts
from stimmwerk.importers.jsontree import Object
from stimmwerk.importers.services import tell

name = "csv"

_DELIMITERS = ("\t", ";", ",")
_LONGEST_HEAD = 500


def recognise(text: str) -> float:
    """Likely where the first line names columns for a text and for a speaker or a time."""
    head = text.lstrip().partition("\n")[0]
    return 0.85 if len(head) <= _LONGEST_HEAD and _delimiter(head) is not None else 0.0


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script in a table.  Raises SourceError for one without a transcript."""
    imported = tell(_Sheet(text, file), file, facts, name)
    if imported is None:
        raise SourceError(
            "there is no transcript in these columns",
            where=Where(file, 1),
            hint="a transcript has a column for the text, and one for the speaker or the time",
        )
    return imported


def _delimiter(head: str) -> str | None:
    """What stands between the columns, where the head has those of a transcript."""
    for delimiter in _DELIMITERS:
        columns = [keys.plain_key(column) for column in head.split(delimiter)]
        if any(c in keys.TEXT for c in columns) and any(c in (*keys.SPEAKER, *keys.START) for c in columns):
            return delimiter
    return None


class _Sheet:
    """The lines below the head as objects, each with its line as ``first``."""

    def __init__(self, text: str, file: str) -> None:
        above = len(text) - len(text.lstrip())
        before = text.count("\n", 0, above)
        try:
            self.root = list(_rows(text[above:], before))
        except csv.Error as error:
            raise SourceError(
                f"these columns cannot be read: {error}",
                where=Where(file),
                hint="export the transcript as JSON or WebVTT",
            ) from error

    def line(self, holder: Object, key: str) -> int:
        """The line on which a row begins; one line holds all of its columns."""
        return holder.first


def _rows(text: str, before: int) -> Iterator[Object]:
    lines = text.split("\n")
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=_delimiter(lines[0]) or ",")
    head = next(reader, [])
    begin = reader.line_num + 1
    for row in reader:
        # A cell without a column has words, too.
        names = [*head, *(f"text {n}" for n in range(len(row) - len(head)))]
        made = Object([])
        made.update(zip(names, row, strict=False))
        made.first = before + begin
        begin = reader.line_num + 1
        if any(row):
            yield made
