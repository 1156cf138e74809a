"""Small meters for a stream of sound: each is fed in pieces of any size and holds little of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from stimmwerk import units
from stimmwerk.manifest import PROFILE_SPAN_MS, PROFILE_STEP_MS
from stimmwerk.signal.loudness import Gate, Power, Weigher, loudness_of
from stimmwerk.signal.waveform import rms_profile
from stimmwerk.speech import Samples

#: Silence and the onset of sound are told in windows of so many milliseconds.
WINDOW_MS = 10

#: A sound has begun when so many windows in a row sound: a click is none.
WINDOWS_OF_SOUND = 3

#: The level before a mark is that of so many seconds, up to one millisecond before it (marks are rounded to that).
BEFORE_S = 0.1
_MARK_PRECISION_S = 0.001

#: A stretch of a stream of sound, or of its power.
Piece = TypeVar("Piece", Samples, Power)

#: As much of the highest sample counts as full scale.
FULL_SCALE = 0.999


class Stretches:
    """Cuts stretches out of a stream.

    spans: (first sample, first after the last), in any order; they may overlap, and those that are empty are never
    found.
    """

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        filled = [(index, start, stop) for index, (start, stop) in enumerate(spans) if start < stop]
        self._waiting = sorted(filled, key=lambda span: span[1], reverse=True)
        self._open: list[tuple[int, int, int]] = []
        self._at = 0

    def cut(self, block: Piece) -> Iterator[tuple[int, Piece, bool]]:
        """Of the stream's next block: the index of each stretch that it touches, the piece, whether it is the last."""
        at, stop = self._at, self._at + len(block)
        self._at = stop
        while self._waiting and self._waiting[-1][1] < stop:
            self._open.append(self._waiting.pop())
        for index, first, last in self._open:
            yield index, block[max(0, first - at) : last - at], last <= stop
        self._open = [stretch for stretch in self._open if stretch[2] > stop]


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnSound:
    """How a turn sounds, in the manifest's terms: see ``TurnRecord``."""

    lufs: float | None
    attack: tuple[float, ...]
    release: tuple[float, ...]


class TurnMeter:
    """Measures a turn; holds its first and its last 600 ms.  Its sound and its power come on ways of their own."""

    def __init__(self, rate: int, channels: int) -> None:
        self._rate = rate
        self._edge = units.samples(PROFILE_SPAN_MS / 1000, rate)
        self._gate = Gate(rate)
        self._first: Samples = np.zeros((0, channels), np.float32)
        self._last = self._first
        self._length = 0

    @classmethod
    def measure(cls, pieces: Iterable[Samples], rate: int, channels: int) -> TurnSound:
        """A whole turn, in pieces."""
        meter, weigher = cls(rate, channels), Weigher(rate, channels)
        for piece in pieces:
            meter.hear(piece)
            for power in weigher.add(piece):
                meter.weigh(power)
        meter.weigh(weigher.rest())
        return meter.result()

    def weigh(self, power: Power) -> None:
        """The K-weighted power of the turn's next frames."""
        self._gate.add(power)

    def hear(self, piece: Samples) -> None:
        """The next frames of the turn."""
        self._length += len(piece)
        self._first = np.concatenate((self._first, piece[: self._edge - len(self._first)]))
        self._last = np.concatenate((self._last, piece))[-self._edge :]

    def result(self) -> TurnSound:
        """Of all that was heard."""
        # A turn as short as this may need the rule for what is shorter than a gating block.
        short = self._length <= self._edge
        return TurnSound(
            lufs=loudness_of(self._first, self._rate) if short else self._gate.integrated(),
            attack=rms_profile(self._first, self._rate, PROFILE_STEP_MS),
            release=rms_profile(self._last, self._rate, PROFILE_STEP_MS),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkSound:
    """What is heard around a chapter's mark.

    before: RMS of the 100 ms before it in dBFS, None at the very start; onset: milliseconds after it at which sound
    begins, in whole windows, None where it does not within the time that was listened to.
    """

    before: float | None
    onset: int | None


class MarkMeter:
    """Measures what stands around marks: of each, 100 ms before it and as many windows after it as may matter."""

    def __init__(self, marks: Sequence[int], rate: int, channels: int, onset_s: float, silence_dbfs: float) -> None:
        self._rate = rate
        self._silence = silence_dbfs
        reach = units.samples(onset_s + WINDOWS_OF_SOUND * WINDOW_MS / 1000, rate)
        lead = units.samples(BEFORE_S + _MARK_PRECISION_S, rate)
        self._leads = [min(mark, lead) for mark in marks]
        self._stretches = Stretches([(max(0, mark - lead), mark + reach) for mark in marks])
        self._pieces: dict[int, Samples] = {}
        self._nothing: Samples = np.zeros((0, channels), np.float32)
        self.sounds: list[MarkSound | None] = [None] * len(marks)

    def add(self, block: Samples) -> None:
        """The next frames of the stream."""
        for index, piece, last in self._stretches.cut(block):
            self._pieces[index] = np.concatenate((self._pieces.get(index, self._nothing), piece))
            if last:
                self.sounds[index] = self._measure(self._pieces.pop(index), self._leads[index])

    def _measure(self, around: Samples, lead: int) -> MarkSound:
        before = around[: max(0, lead - units.samples(_MARK_PRECISION_S, self._rate))]
        power = float(np.square(before, dtype=np.float64).mean()) if len(before) else None
        sounding = [level >= self._silence for level in rms_profile(around[lead:], self._rate, WINDOW_MS)]
        onsets = range(len(sounding) - WINDOWS_OF_SOUND + 1)
        return MarkSound(
            before=None if power is None else units.db_from_power(power),
            onset=next((n * WINDOW_MS for n in onsets if all(sounding[n : n + WINDOWS_OF_SOUND])), None),
        )


class SilenceMeter:
    """Finds the longest run of silent windows.  Blocks are whole windows, but for the last."""

    def __init__(self, rate: int, silence_dbfs: float) -> None:
        self._rate = rate
        self._window = units.samples(WINDOW_MS / 1000, rate)
        self._silence = silence_dbfs
        self._windows = self._run = 0
        self._longest = self._longest_stop = 0

    def add(self, block: Samples) -> None:
        """The next frames of the stream."""
        levels = np.array(rms_profile(block, self._rate, WINDOW_MS))
        loud = np.flatnonzero(levels >= self._silence)
        edges = np.concatenate(([-1 - self._run], loud, [len(levels)]))
        gaps = np.diff(edges) - 1
        best = int(gaps.argmax())
        if gaps[best] > self._longest:
            self._longest, self._longest_stop = int(gaps[best]), self._windows + int(edges[best + 1])
        self._run = int(gaps[-1])
        self._windows += len(levels)

    def longest(self) -> tuple[int, int]:
        """The longest silence so far: first sample and the first after its last."""
        return (self._longest_stop - self._longest) * self._window, self._longest_stop * self._window


class LevelMeter:
    """Counts samples at full scale and sums up the mean of each channel."""

    def __init__(self, channels: int) -> None:
        self._sum = np.zeros(channels)
        self._length = 0
        self.full_scale = 0

    def add(self, block: Samples) -> None:
        """The next frames of the stream."""
        self._sum += block.sum(axis=0, dtype=np.float64)
        self._length += len(block)
        self.full_scale += int(np.count_nonzero(np.abs(block) >= FULL_SCALE))

    def mean(self) -> float:
        """The mean of the channel that lies furthest from zero."""
        means = self._sum / max(1, self._length)
        return float(means[np.abs(means).argmax()])
