"""Tables in which somebody speaks: which column says who, which what, and what stands at the head of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from stimmwerk.importers import jsonkeys as keys
from stimmwerk.importers.names import announces, is_name
from stimmwerk.importers.times import is_time
from stimmwerk.script.model import fold_label

_LEAST_ROWS = 2
_MOSTLY = 0.8
#: Who speaks has fewer words to a row than what they say.
_MOST_WORDS_OF_SPEAKER = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """speaker, text: numbers of columns, from 0; headed: the first row names the columns."""

    speaker: int
    text: int
    headed: bool


def is_mark(cell: str) -> bool:
    """Whether a cell holds a time, a number or nothing."""
    bare = cell.strip(" .#")
    return not bare or is_time(cell) or bare.isdecimal()


def is_head(cells: Sequence[str]) -> bool:
    """Whether cells name the columns of a transcript: ``Speaker``, ``Text``."""
    plain = [keys.plain_key(cell) for cell in cells]
    speaks = any(cell in keys.SPEAKER or cell in _SPEAKER for cell in plain)
    return speaks and any(cell in keys.TEXT or cell in _TEXT for cell in plain)


_SPEAKER = frozenset(("name", "person", "wer", "qui", "quien", "sprecherin", "rolle", "nom", "nombre"))
_TEXT = frozenset(("was", "inhalt", "texte", "texto", "aussage", "dialogue", "transcript", "transkript", "words"))


def find_columns(rows: Sequence[Sequence[str]], *, ruled: bool) -> Columns | None:
    """The columns of a table of turns; None for any other table.

    ruled: a line parts the first row from the others, which as a rule means that it names the columns.
    """
    width = max((len(row) for row in rows), default=0)
    headed = bool(rows) and (ruled or is_head(rows[0]))
    body = rows[1:] if headed else rows
    if len(body) < _LEAST_ROWS or width < 2:
        return None
    columns = [[row[at] if at < len(row) else "" for row in body] for at in range(width)]
    worded = [at for at in range(width) if sum(is_mark(cell) for cell in columns[at]) < _MOSTLY * len(body)]
    if len(worded) != 2:
        return None
    speaker, text = worded
    names = [cell for cell in columns[speaker] if cell.strip()]
    count = Counter(fold_label(cell.strip(" :：*_")) for cell in names)
    named = sum(is_name(cell.strip(" :：*_")) and not announces(cell.strip(" :：*_")) for cell in names)
    words = sum(len(cell.split()) for cell in names)
    # Of two rows under a line, as every table in Markdown has one, nobody can tell whether names come again.
    recurs = len(count) < len(names) or (len(body) <= _LEAST_ROWS and not ruled) or is_head(rows[0])
    if named < len(names) or not names or not recurs or words > _MOST_WORDS_OF_SPEAKER * len(names):
        return None
    first = rows[0][speaker].strip(" :：*_") if headed and speaker < len(rows[0]) else ""
    # Some tables have a line below their first row although it is a turn.
    return Columns(speaker=speaker, text=text, headed=headed and fold_label(first) not in count)
