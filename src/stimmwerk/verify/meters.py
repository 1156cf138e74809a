"""Small meters for a stream of cells: each is fed in pieces of any size and holds little of it."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from stimmwerk import units
from stimmwerk.manifest import PROFILE_CELLS, PROFILE_STEP_CELLS
from stimmwerk.signal.cells import CELL, Cells, Plain, joined, loudness_of_cells, profile
from stimmwerk.signal.loudness import Gate

#: Silence and the onset of sound are told in windows of so many cells, about 10 ms.
WINDOW_CELLS = 3

#: A sound has begun when so many windows in a row sound: a click is none.
WINDOWS_OF_SOUND = 3

#: The level before a mark is that of so many seconds, but for the last cell: marks are rounded to milliseconds.
BEFORE_S = 0.1

#: The first sample or cell of a stretch and the first after its last.
Span = tuple[int, int]


def cells_of(span: Span) -> Span:
    """A span of samples as one of cells, those at its ends whole."""
    return span[0] // CELL, -(-span[1] // CELL)


class Stretches:
    """Cuts stretches out of a stream.

    spans: (first, first after the last), in any order; they may overlap, and those that are empty are never found.
    """

    def __init__(self, spans: Sequence[Span]) -> None:
        filled = [(index, start, stop) for index, (start, stop) in enumerate(spans) if start < stop]
        self._waiting = sorted(filled, key=lambda span: span[1], reverse=True)
        self._open: list[tuple[int, int, int]] = []
        self._at = 0

    def cut(self, length: int) -> Iterator[tuple[int, slice, bool]]:
        """Of the stream's next ``length`` values: the index of each stretch that they touch, which of them belong to
        it, and whether those are its last.
        """
        at, stop = self._at, self._at + length
        self._at = stop
        while self._waiting and self._waiting[-1][1] < stop:
            self._open.append(self._waiting.pop())
        for index, first, last in self._open:
            yield index, slice(max(0, first - at), min(length, last - at)), last <= stop
        self._open = [stretch for stretch in self._open if stretch[2] > stop]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnLevels:
    """How strong a turn is, in the manifest's terms: see ``TurnRecord``."""

    level: float
    attack: Sequence[float]
    release: Sequence[float]


class LevelMeter:
    """Measures a turn's levels; holds its first and its last 0.6 s."""

    def __init__(self) -> None:
        self._first: Plain = np.zeros(0, np.float32)
        self._last = self._first
        self._sum = 0.0
        self._count = 0

    def add(self, plain: Plain) -> None:
        """The next cells of the turn."""
        self._sum += float(plain.sum(dtype=np.float64))
        self._count += len(plain)
        if (missing := PROFILE_CELLS - len(self._first)) > 0:
            self._first = np.concatenate((self._first, plain[:missing]))
        self._last = np.concatenate((self._last, plain))[-PROFILE_CELLS:]

    def levels(self) -> TurnLevels:
        """Of all that was added."""
        return TurnLevels(
            level=units.db_from_power(self._sum / max(1, self._count)),
            # Of all turns, kept to the end: as objects they would take four times the memory.
            attack=array("d", profile(self._first, PROFILE_STEP_CELLS)),
            release=array("d", profile(self._last, PROFILE_STEP_CELLS)),
        )


class LevelsOfTurns:
    """The levels of all turns of a stream; spans: theirs, in samples.  levels: None until a turn was heard whole."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._stretches = Stretches([cells_of(span) for span in spans])
        self._meters: dict[int, LevelMeter] = {}
        self.levels: list[TurnLevels | None] = [None] * len(spans)

    def add(self, plain: Plain) -> None:
        """The next cells of the stream."""
        for index, part, last in self._stretches.cut(len(plain)):
            meter = self._meters.setdefault(index, LevelMeter())
            meter.add(plain[part])
            if last:
                self.levels[index] = self._meters.pop(index).levels()


class LoudnessOfTurns:
    """The loudness of all turns of a stream, None for those too soft to have one.

    A turn that is too short for gates is held whole, and measured by the rule for such.
    """

    def __init__(self, spans: Sequence[Span], rate: int) -> None:
        self._rate = rate
        spans = [cells_of(span) for span in spans]
        self._short = {i for i, (a, b) in enumerate(spans) if b - a <= PROFILE_CELLS}
        self._stretches = Stretches(spans)
        self._held: dict[int, list[Cells]] = {}
        self._gates: dict[int, Gate] = {}
        self.lufs: list[float | None] = [None] * len(spans)

    def add(self, cells: Cells) -> None:
        """The next cells of the stream."""
        for index, part, last in self._stretches.cut(len(cells)):
            if index in self._short:
                self._held.setdefault(index, []).append(cells[part])
                if last:
                    self.lufs[index] = loudness_of_cells(joined(self._held.pop(index)), self._rate)
                continue
            gate = self._gates.setdefault(index, Gate(self._rate, CELL))
            gate.add(cells.weighted[part])
            if last:
                self.lufs[index] = self._gates.pop(index).integrated()


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSound:
    """What is heard around a chapter's mark.

    before: RMS of the 100 ms before it in dBFS, None at the very start; onset: milliseconds after it at which sound
    begins, to about 10 ms, None where it does not within the time that was listened to.
    """

    before: float | None
    onset: int | None


class MarkMeter:
    """Measures what stands around marks: of each, 100 ms before it and as many windows after it as may matter.

    marks: in samples.
    """

    def __init__(self, marks: Sequence[int], rate: int, onset_s: float, silence_dbfs: float) -> None:
        self._rate = rate
        self._silence = silence_dbfs
        places = [round(mark / CELL) for mark in marks]
        lead = -(-units.samples(BEFORE_S, rate) // CELL) + 1
        windows = units.samples(onset_s, rate) // (WINDOW_CELLS * CELL) + WINDOWS_OF_SOUND
        reach = windows * WINDOW_CELLS
        self._leads = [min(place, lead) for place in places]
        self._stretches = Stretches([(max(0, place - lead), place + reach) for place in places])
        self._pieces: dict[int, list[Plain]] = {}
        self.sounds: list[MarkSound | None] = [None] * len(marks)

    def add(self, plain: Plain) -> None:
        """The next cells of the stream."""
        for index, part, last in self._stretches.cut(len(plain)):
            self._pieces.setdefault(index, []).append(plain[part])
            if last:
                self.sounds[index] = self._measure(np.concatenate(self._pieces.pop(index)), self._leads[index])

    def _measure(self, around: Plain, lead: int) -> MarkSound:
        before = around[: max(0, lead - 1)]
        sounding = [level >= self._silence for level in profile(around[lead:], WINDOW_CELLS)]
        window_ms = 1000 * WINDOW_CELLS * CELL / self._rate
        onsets = range(len(sounding) - WINDOWS_OF_SOUND + 1)
        return MarkSound(
            before=units.db_from_power(float(before.mean(dtype=np.float64))) if len(before) else None,
            onset=next((round(n * window_ms) for n in onsets if all(sounding[n : n + WINDOWS_OF_SOUND])), None),
        )


class SilenceMeter:
    """Finds the longest run of silent windows."""

    def __init__(self, silence_dbfs: float) -> None:
        self._silence = 10 ** (silence_dbfs / 10)
        self._begun: Plain = np.zeros(0, np.float32)
        self._windows = self._run = 0
        self._longest = self._longest_stop = 0

    def add(self, plain: Plain) -> None:
        """The next cells of the stream; what is left of a window at its end does not count."""
        cells = np.concatenate((self._begun, plain))
        count = len(cells) // WINDOW_CELLS
        self._begun = cells[count * WINDOW_CELLS :]
        if not count:
            return
        levels = cells[: count * WINDOW_CELLS].reshape(count, WINDOW_CELLS).mean(axis=1)
        edges = np.concatenate(([-1 - self._run], np.flatnonzero(levels >= self._silence), [count]))
        gaps = np.diff(edges) - 1
        best = int(gaps.argmax())
        if gaps[best] > self._longest:
            self._longest, self._longest_stop = int(gaps[best]), self._windows + int(edges[best + 1])
        self._run = int(gaps[-1])
        self._windows += count

    def longest(self) -> Span:
        """The longest silence so far, in samples."""
        window = WINDOW_CELLS * CELL
        return (self._longest_stop - self._longest) * window, self._longest_stop * window
