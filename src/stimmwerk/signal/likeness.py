"""Whether a take is like the other takes of its voice: as long for its text, as high, and of the same timbre.

Compared is with medians, so that one take gone wrong, or a few, move nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stimmwerk.signal.soundness import Look

#: Fewer takes than these tell nothing of a voice; a shorter one than these is compared with none.
LEAST_TAKES = 8
LEAST_LETTERS = 12.0
LEAST_SECONDS = 0.8

#: A take so many times longer or shorter for its text than its voice speaks is doubtful, or cannot be right ...
DOUBTFUL_LENGTH = 1.8
WRONG_LENGTH = 3.0

#: ... so many octaves higher or lower, or of a spectrum that lies so many dB off, is doubtful.
#: Of eSpeak NG's, 472 takes of ten voices, none was more than 1.4 times, 0.33 octaves and 9.6 dB off.
DOUBTFUL_OCTAVES = 0.5
DOUBTFUL_DB = 18.0

#: What a voice's own takes vary by counts, too: nothing within so many times of that is out of the ordinary.
_DEVIATIONS = 5.0
_TO_SIGMA = 1.4826

#: A sound played at a wrong rate is higher by what it is shorter: by so many octaves at least, and as exactly.
_SHIFT_OCTAVES = 0.45
_SHIFT_MATCHES = 0.3

# A median of fewer values is none.
_LEAST_VALUES = 4

# What every utterance takes beside its letters, in letters: a begin and an end.
_ENDS = 4.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A take of a voice.  letters: how much text it is, in letters as they are spoken."""

    look: Look
    letters: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviations:
    """How a take differs from its voice.  faults: why it cannot be right; doubts: what should be heard; for people."""

    faults: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()

    @property
    def count(self) -> tuple[int, int]:
        """By which the better of two takes is told."""
        return len(self.faults), len(self.doubts)


class Ordinary:
    """What is ordinary for a voice."""

    def __init__(self, samples: Iterable[Sample]) -> None:
        usable = [sample for sample in samples if _is_telling(sample)]
        self._enough = len(usable) >= LEAST_TAKES
        self._length = _Centre([_pace(sample) for sample in usable])
        self._pitch = _Centre([s.look.pitch for s in usable if s.look.pitch is not None])
        bands = np.array([s.look.bands for s in usable if s.look.bands] or np.zeros((0, 1)))
        self._bands: Floats = _median(bands) if len(bands) else np.zeros(0)
        self._band_db = _Centre([_distance(row, self._bands) for row in bands])

    def deviations(self, sample: Sample) -> Deviations:
        """How a take differs from that; nothing where one of both tells too little."""
        if not self._enough or not _is_telling(sample):
            return Deviations()
        longer = self._length.off(_pace(sample)) / math.log(2)
        higher = 0.0 if sample.look.pitch is None else self._pitch.off(sample.look.pitch)
        if abs(higher) >= _SHIFT_OCTAVES <= abs(longer) and abs(higher + longer) <= _SHIFT_MATCHES:
            return Deviations(
                faults=(
                    f"it is {_times(higher, 'higher', 'lower')} and as much {'shorter' if higher > 0 else 'longer'} "
                    f"than the voice's other takes: its sample rate of {sample.look.sample_rate} Hz seems to be wrong",
                )
            )
        faults: list[str] = []
        doubts: list[str] = []
        if self._length.is_far(_pace(sample), math.log(DOUBTFUL_LENGTH)):
            found = f"it is {_times(longer, 'longer', 'shorter')} than the voice speaks so many words"
            (faults if abs(longer) > math.log2(WRONG_LENGTH) else doubts).append(found)
        if sample.look.pitch is not None and self._pitch.is_far(sample.look.pitch, DOUBTFUL_OCTAVES):
            doubts.append(f"it is {_times(higher, 'higher', 'lower')} than the voice's other takes")
        if sample.look.bands:
            off_db = _distance(np.array(sample.look.bands), self._bands)
            if off_db > max(DOUBTFUL_DB, _DEVIATIONS * self._band_db.middle) and not math.isnan(self._band_db.middle):
                doubts.append(f"its spectrum lies {off_db:.0f} dB off that of the voice's other takes")
        return Deviations(faults=tuple(faults), doubts=tuple(doubts))


class _Centre:
    """The median of some values, and how far they lie from it as a rule."""

    def __init__(self, values: Sequence[float]) -> None:
        known = len(values) >= _LEAST_VALUES
        self.middle = float(_median(np.array(values))) if known else math.nan
        self._spread = _TO_SIGMA * float(_median(np.abs(np.array(values) - self.middle))) if known else math.inf

    def off(self, value: float) -> float:
        return value - self.middle

    def is_far(self, value: float, least: float) -> bool:
        return abs(self.off(value)) > max(least, _DEVIATIONS * self._spread)


def _median(values: Floats) -> Floats:
    """Along the first axis, of one value at least.  NumPy's own imports all of ``numpy.ma``."""
    ordered = np.sort(values, axis=0)
    middle = (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2
    return np.asarray(middle, np.float64)


def _is_telling(sample: Sample) -> bool:
    return sample.letters >= LEAST_LETTERS and sample.look.seconds >= LEAST_SECONDS


def _pace(sample: Sample) -> float:
    """The logarithm of the seconds that a letter takes."""
    return math.log(sample.look.seconds / (sample.letters + _ENDS))


def _distance(bands: Floats, middle: Floats) -> float:
    return float(np.sqrt(np.mean(np.square(bands - middle)))) if len(bands) == len(middle) else 0.0


def _times(octaves: float, more: str, less: str) -> str:
    return f"{2 ** abs(octaves):.1f} times {more if octaves > 0 else less}"
