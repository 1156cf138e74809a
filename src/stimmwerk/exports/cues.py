"""What is spoken, cut into cues: two short lines at a time, broken at sense units, never across turns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from stimmwerk.exports.breaking import BEFORE_CLAUSE, LEANING, pieces, width
from stimmwerk.exports.edition import Edition, SpokenTurn
from stimmwerk.exports.written import Unit, written_of

#: Cues of one turn are joined if each or one of them is short, the silence between them too, and all fit into one.
_SHORT_MS, _GAP_MS, _MOST_MS = 1500, 800, 6000
#: No cue is cut into shorter ones for the sake of its lines.
_LEAST_MS = 1000
#: So many columns away from the best place are as bad as one step of cost.
_COLUMNS_A_STEP = 5.0

_SPACES = re.compile(r"[ \t\n\r\f\v]+")
_LIKE_A_NAME = re.compile(r"[^:\n]{1,64}:(?=\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What a cue may hold: so many lines of so many columns.

    joins: short sentences of a turn may share one.  longest: milliseconds that one of several words may last;
    closes: where the next cue begins within so many milliseconds, one lasts until then.  named: where another speaks,
    and where the text could be taken for a name, the first line begins with the speaker's name, as ``name_before`` has
    it; such a line may have ``first`` columns.
    """

    columns: int
    lines: int = 2
    joins: bool = True
    longest: int | None = None
    closes: int = 0
    named: bool = False
    first: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """start, stop: milliseconds; named: the first line stands behind the speaker's name; lines: without that name.

    The first line is empty where a name leaves no room for a word behind it.
    """

    start: int
    stop: int
    speaker: str
    lines: tuple[str, ...]
    named: bool = False


def name_before(speaker: str, most: int) -> str:
    """A name with the colon and the space that part it from what is said, in so many columns.

    A longer one ends early, with an ellipsis; a colon of its own would end it, too, and is left out.
    """
    name = " ".join(speaker.replace(":", " ").split())
    room = most - 2
    if width(name) > room:
        fits = [stop for _, stop in pieces(name, room - 1) if width(name[:stop]) < room]
        name = f"{name[: max(fits)].rstrip(' ,-')}…"
    return f"{name}: "


def cues(edition: Edition, measure: Measure) -> Iterator[Cue]:
    """Every cue, by time.

    Times rise, cues do not overlap, and each lasts a millisecond at least.
    Raises ValueError for passages that are blank, shorter than a millisecond, out of order or overlapping.
    """
    check_order(edition)
    held: Cue | None = None
    for cue in _in_order(edition, measure):
        if held is not None:
            yield _lasting(held, cue.start, measure)
        held = cue
    if held is not None:
        yield held


def _in_order(edition: Edition, measure: Measure) -> Iterator[Cue]:
    """Every cue, from its first sound to its last."""
    written = written_of(edition)
    before, end = None, 0
    for turn in edition.turns:
        opens = measure.named and turn.speaker != before
        before = turn.speaker
        for cue in _Cutter(edition, turn, measure, written.of(turn, measure.columns)).cues(opens=opens):
            start = max(end, cue.start)
            end = max(cue.stop, start + 1)
            yield Cue(start=start, stop=end, speaker=cue.speaker, lines=cue.lines, named=cue.named)


def _lasting(cue: Cue, following: int, measure: Measure) -> Cue:
    """The cue up to the start of the one that follows, in milliseconds, where the gap between them is to be closed."""
    gap = following - cue.stop
    # A cue that was silent for longer than it was spoken would seem to be out of step.
    closes = gap < measure.closes and gap <= cue.stop - cue.start
    return replace(cue, stop=following) if closes and not _too_long(following - cue.start, measure) else cue


def _too_long(ms: int, measure: Measure) -> bool:
    return measure.longest is not None and ms > measure.longest


def check_order(edition: Edition) -> None:
    """Raises ValueError unless passages have text, last at least a millisecond, and follow one another."""
    passages = [passage for turn in edition.turns for passage in turn.passages]
    for passage in passages:
        if not passage.text.strip():
            raise ValueError(f"the passage at sample {passage.start} has no text")
        if edition.ms(passage.start) >= edition.ms(passage.stop):
            raise ValueError(f"the passage {passage.text!r} lasts from sample {passage.start} to {passage.stop}")
    for before, after in pairwise(passages):
        if after.start < before.stop:
            raise ValueError(f"the passage {after.text!r} begins before {before.text!r} ends")


class _Cutter:
    """One turn and what its cues may hold."""

    def __init__(self, edition: Edition, turn: SpokenTurn, measure: Measure, units: Sequence[Unit]) -> None:
        self._edition = edition
        self._turn = turn
        self._measure = measure
        self._units = units
        self._indent = width(name_before(turn.speaker, measure.first)) if measure.named else 0
        # Column of each unit's first and last sign, as if all stood on one line.
        self._from, self._to, at = [], [], 0
        for unit in self._units:
            at += unit.spaced
            self._from.append(at)
            at += unit.wide
            self._to.append(at)

    def cues(self, *, opens: bool) -> Iterator[Cue]:
        """opens: the first is named."""
        begin = 0
        for first, stop in list(self._joined()):
            yield from _evened(list(self._cut(first, stop, named=opens and first == begin)))

    def _joined(self) -> Iterator[tuple[int, int]]:
        """Passages, as (first, stop) of their units, short ones together with what follows."""
        first = begin = 0
        for at, unit in enumerate(self._units, 1):
            if not unit.closes:
                continue
            if first < begin and not self._may_join(first, begin, at):
                yield first, begin
                first = begin
            if unit.closes == 2 or at == len(self._units):
                yield first, at
                first = at
            begin = at

    def _may_join(self, first: int, middle: int, stop: int) -> bool:
        if not self._measure.joins:
            return False
        ms, parts = self._edition.ms, self._units
        start, one, two, end = (
            ms(sample)
            for sample in (parts[first].start, parts[middle - 1].stop, parts[middle].start, parts[stop - 1].stop)
        )
        if min(one - start, end - two) >= _SHORT_MS or two - one >= _GAP_MS or end - start >= _MOST_MS:
            return False
        return self._lines(first, stop, 0) is not None

    def _cut(self, first: int, stop: int, *, named: bool) -> Iterator[Cue]:
        indent = self._indent if named else 0
        lines = self._lines(first, stop, indent)
        if lines is not None and not self._in_two(first, stop, indent):
            if not named and self._measure.named and _LIKE_A_NAME.match(lines[0]):
                yield from self._cut(first, stop, named=True)
                return
            ms = self._edition.ms
            yield Cue(
                start=ms(self._units[first].start),
                stop=ms(self._units[stop - 1].stop),
                speaker=self._turn.speaker,
                lines=lines,
                named=named,
            )
            return
        middle = self._middle(first, stop, indent)
        yield from self._cut(first, middle, named=named)
        yield from self._cut(middle, stop, named=False)

    def _in_two(self, first: int, stop: int, indent: int) -> bool:
        """Whether what would fit into a cue is better divided: it lasts too long, or two cues break where it should."""
        lasts = self._edition.ms(self._units[stop - 1].stop) - self._edition.ms(self._units[first].start)
        return (stop - first > 1 and _too_long(lasts, self._measure)) or self._better_in_two(first, stop, indent)

    def _better_in_two(self, first: int, stop: int, indent: int) -> bool:
        """Whether a cue's lines would part what belongs together, and two cues would not and are long enough."""
        if self._to[stop - 1] - self._from[first] + indent <= self._measure.columns:
            return False
        at, ms = self._line_end(first, stop, indent), self._edition.ms
        if at is None or self._units[at - 1].ends < LEANING:
            return False
        middle = self._middle(first, stop, indent)
        between = ms(self._units[middle - 1].stop)
        lengths = between - ms(self._units[first].start), ms(self._units[stop - 1].stop) - between
        return self._units[middle - 1].ends <= BEFORE_CLAUSE and min(lengths) >= _LEAST_MS

    def _middle(self, first: int, stop: int, indent: int) -> int:
        """Where to divide what is too long for one cue."""
        columns = self._to[stop - 1] - self._from[first] + indent
        parts = max(2, -(-columns // (self._measure.columns * self._measure.lines)))
        best = self._from[first] - indent + columns * (parts // 2) / parts
        return min(
            range(first + 1, stop),
            key=lambda at: self._units[at - 1].ends + abs(self._to[at - 1] - best) / _COLUMNS_A_STEP,
        )

    def _lines(self, first: int, stop: int, indent: int) -> tuple[str, ...] | None:
        """The units as the lines of one cue, or None where they do not fit; indent: columns of the name before them."""
        most = self._measure.columns
        if self._to[stop - 1] - self._from[first] + indent <= (self._measure.first if indent else most):
            return (self._text(first, stop),)
        at = self._line_end(first, stop, indent)
        if at is None and indent and self._to[stop - 1] - self._from[first] <= most:
            at = first
        return None if at is None else (self._text(first, at), self._text(at, stop))

    def _line_end(self, first: int, stop: int, indent: int) -> int | None:
        """Where the second of two lines begins, or None where two do not suffice."""
        if self._measure.lines == 1:
            return None
        most, upper_most = self._measure.columns, self._measure.first if indent else self._measure.columns
        whole = self._to[stop - 1] - self._from[first] + indent
        best: tuple[float, int] | None = None
        for at in range(first + 1, stop):
            upper, lower = self._to[at - 1] - self._from[first] + indent, self._to[stop - 1] - self._from[at]
            if lower <= most and upper <= upper_most:
                # The lower line may be the longer one: it is read last.
                cost = self._units[at - 1].ends + abs(upper - whole * 0.47) / _COLUMNS_A_STEP
                best = min(best, (cost, at)) if best else (cost, at)
        return None if best is None else best[1]

    def _text(self, first: int, stop: int) -> str:
        words = (f" {unit.text}" if unit.spaced else unit.text for unit in self._units[first:stop])
        return _SPACES.sub(" ", "".join(words)).strip()


def _evened(made: list[Cue]) -> list[Cue]:
    """The cues of what was too long for one, none with less than half of the time that its share of the text would get.

    Of an address, say, hardly anything may be spoken.
    """
    if len(made) < 2:
        return made
    start, end = made[0].start, made[-1].stop
    wide = [max(1, sum(map(width, cue.lines))) for cue in made]
    least = [min(_LEAST_MS, (end - start) * share // sum(wide) // 2) for share in wide]
    if all(cue.stop - cue.start >= shortest for cue, shortest in zip(made, least, strict=True)):
        return made
    before, behind, evened = 0, sum(least), []
    for at, (cue, shortest) in enumerate(zip(made, least, strict=True)):
        # Not before all that precede it have had their time, nor so late that those behind it have none.
        begin = min(max(cue.start, start + before), end - behind)
        before, behind = max(before, begin - start) + shortest, behind - shortest
        evened.append(replace(cue, start=begin))
        if at:
            evened[at - 1] = replace(evened[at - 1], stop=begin)
    return evened
