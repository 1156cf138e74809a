"""The words of an episode as they are written, marks and all, with the times at which they are heard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stimmwerk.exports.breaking import SENTENCE, Breaks, first_letter, pieces, width
from stimmwerk.exports.edition import Edition, Passage, SpokenTurn

#: Words of more columns come in parts wherever they are wanted.
MOST_COLUMNS = 1000

# The words of longer episodes, in seconds, are found anew for every file: an hour of them takes some 2 MB.
_LONGEST_KEPT = 4 * 3600


@dataclass(frozen=True, slots=True)
class Unit:
    """A word as it is written, with its marks, or a part of a long one; start, stop: samples in the episode.

    spaced: white space stands before it; ends: cost of a line's end behind it; closes: it ends its passage, or even
    its paragraph (2); wide: its columns.
    """

    text: str
    start: int
    stop: int
    spaced: bool
    ends: float
    closes: int
    wide: int


class Written:
    """The units of every turn of an edition.  ``written_of`` gives it."""

    def __init__(self, edition: Edition) -> None:
        self._breaks = Breaks(edition.language)
        self._keeps = edition.length <= _LONGEST_KEPT * edition.sample_rate
        self._kept: dict[int, tuple[Unit, ...]] = {}

    def of(self, turn: SpokenTurn, columns: int = MOST_COLUMNS) -> Sequence[Unit]:
        """The units of a turn, none wider than so many columns."""
        found = self._kept.get(turn.number)
        if found is None:
            found = tuple(_units(turn, self._breaks, MOST_COLUMNS))
            if self._keeps:
                self._kept[turn.number] = found
        if all(unit.wide <= columns for unit in found):
            return found
        return tuple(_units(turn, self._breaks, columns))


def written_of(edition: Edition) -> Written:
    """The same for the same edition: several files are made of it."""
    found = edition.derived.get(Written)
    if found is None:
        found = edition.derived[Written] = Written(edition)
    assert isinstance(found, Written)
    return found


def _units(turn: SpokenTurn, breaks: Breaks, most: int) -> Iterator[Unit]:
    for passage, begin, end in turn.stretches():
        text = turn.text[begin:end]
        places = list(pieces(text, most))
        parts = [text[a:b] for a, b in places]
        times = _times(passage, passage.at - begin, len(text), [first_letter(text, a, b) for a, b in places])
        last = len(places) - 1
        paragraph = text.endswith("\n\n")
        for number, part in enumerate(parts):
            at = begin + places[number][0]
            if number == last:
                ends, closes = SENTENCE, 2 if paragraph else 1
            else:
                ends, closes = breaks.cost(part, parts[number + 1]), 0
            spaced = at > 0 and turn.text[at - 1].isspace()
            yield Unit(part, times[number], times[number + 1], spaced, ends, closes, width(part))


def _times(passage: Passage, offset: int, length: int, places: list[int]) -> list[int]:
    """When some characters of a stretch of text are heard, and, behind them, its end.

    offset: of the passage's text in the stretch; length: of the stretch.  What has no mark lies on a straight line
    between its neighbours'.
    """
    marks, times = [0], [passage.start]
    for word in passage.words:
        marks.append(word.at + offset)
        times.append(word.start)
    marks.append(max(length, marks[-1] + 1))
    times.append(passage.stop)
    found: list[int] = []
    right = 1
    for place in places:
        while marks[right] <= place:
            right += 1
        if not found and marks[right - 1] != place:
            found.append(passage.start)
            continue
        begin, span = marks[right - 1], marks[right] - marks[right - 1]
        found.append(times[right - 1] + (times[right] - times[right - 1]) * (place - begin) // span)
    return [*found, passage.stop]
