"""Lines that are set with an empty one between any two, as copies of PDFs and typescripts have them, closed up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from stimmwerk.importers.ending import is_finished
from stimmwerk.importers.source import BLANK, Line, Source, is_divided

#: So many lines, at least, have to go on beyond an empty one, and so large a part of those behind which one stands.
_GOING_ON = 3
_GOING_ON_SHARE = 0.25
#: So large a part of the lines may stand close together all the same.
_CLOSE_SHARE = 0.02
#: Lines that are set to a width have so many characters.
_SHORTEST, _LONGEST = 30, 160
#: After so many lines close together it is known what a text is.
_SEEN_ENOUGH = 200


def closed_up(source: Source) -> Source:
    """The source without the empty lines of double spacing; a wider gap is one empty line then.

    Where paragraphs are single lines, hardly one of them goes on beyond the empty line in small letters; in a text
    that is set with double spacing a good part of its lines does.
    """
    lines = source.lines
    if not _is_double(lines):
        return source
    kept: list[Line] = []
    numbers: list[int] = []
    before = -1
    for at in _written(lines):
        if before >= 0 and at - before > 2:
            kept.append(BLANK)
            numbers.append(source.numbers[at - 1])
        kept.append(lines[at])
        numbers.append(source.numbers[at])
        before = at
    return replace(source, lines=kept, numbers=numbers)


def _written(lines: Sequence[Line]) -> Iterator[int]:
    return (index for index, line in enumerate(lines) if line.kind != "blank")


def _is_double(lines: Sequence[Line]) -> bool:
    count = single = going_on = close = 0
    for before, at in pairwise(_written(lines)):
        count += 1
        close += at - before == 1
        if close > _SEEN_ENOUGH and close > count / 2:
            return False
        if at - before == 2:
            single += 1
            going_on += _goes_on(lines[before].text, lines[at].text)
    return going_on >= max(_GOING_ON, _GOING_ON_SHARE * single) and close <= _CLOSE_SHARE * count


def _goes_on(text: str, following: str) -> bool:
    if not _SHORTEST <= len(text) <= _LONGEST:
        return False
    return is_divided(text, following) or (following[:1].islower() and not is_finished(text))
