"""What is measured of decoded sound before any question is asked of it: cells, peaks and sums."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from stimmwerk.signal.cells import CELL, Cells, cells_of, joined, mean_squares
from stimmwerk.signal.loudness import Weigher
from stimmwerk.signal.true_peak import TruePeakMeter, peaks
from stimmwerk.speech import Samples

#: Raised whenever the same sound would be measured otherwise.
REVISION = 2

#: As much of the highest sample counts as full scale.
FULL_SCALE = 0.999

#: Samples before a stretch that its peaks look back on.
LOOK_BACK = CELL


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A stretch of sound, measured.

    true_peak: linear; full_scale: samples that reach full scale; sums: of the samples of each channel.
    """

    cells: Cells
    true_peak: float
    full_scale: int
    sums: tuple[float, ...]


def joined_measures(parts: Sequence[Measured]) -> Measured:
    """Stretches one after the other, at least one."""
    return Measured(
        cells=joined([part.cells for part in parts]),
        true_peak=max(part.true_peak for part in parts),
        full_scale=sum(part.full_scale for part in parts),
        sums=tuple(math.fsum(sums) for sums in zip(*(part.sums for part in parts), strict=True)),
    )


def measure(samples: Samples, rate: int, look_back: int) -> Measured:
    """A stretch in one go; its first ``look_back`` samples are what sounded before it."""
    heard = samples[look_back:]
    highest = float(np.abs(samples).max(initial=0.0))
    return Measured(
        cells=cells_of(heard, rate),
        # No silence is put around it: where the stretch is cut out of sound, that would ring.
        true_peak=float(peaks(samples, highest).max(initial=highest)),
        full_scale=int(np.count_nonzero(np.abs(heard) >= FULL_SCALE)),
        sums=tuple(float(value) for value in heard.sum(axis=0, dtype=np.float64)),
    )


class StreamMeasure:
    """Measures a stream that comes in pieces; a last cell that is not full is filled up with silence."""

    def __init__(self, rate: int, channels: int) -> None:
        self._weigher = Weigher(rate, channels, CELL)
        self._true_peak = TruePeakMeter(channels)
        self._waiting: list[Samples] = []
        self._channels = channels

    def add(self, samples: Samples) -> Iterator[Measured]:
        """The next frames of the stream; gives what is complete."""
        self._true_peak.add(samples)
        self._waiting.append(samples)
        for power in self._weigher.add(samples):
            yield self._complete(power, len(power) * CELL)

    def rest(self) -> Measured:
        """What is left at the end of the stream."""
        left = sum(map(len, self._waiting))
        if left % CELL:
            filling = np.zeros((-left % CELL, self._channels), np.float32)
            complete = [*self.add(filling)]
            assert not complete, "a filled cell completes no stretch but its own"
            left += len(filling)
        return self._complete(self._weigher.rest(), left)

    def _complete(self, power: np.ndarray, length: int) -> Measured:
        whole = np.concatenate([*self._waiting, np.zeros((0, self._channels), np.float32)])
        samples, rest = whole[:length], whole[length:]
        self._waiting = [rest.copy()]
        return Measured(
            cells=Cells(plain=mean_squares(samples), weighted=power),
            true_peak=self._true_peak.peak(),
            full_scale=int(np.count_nonzero(np.abs(samples) >= FULL_SCALE)),
            sums=tuple(float(value) for value in samples.sum(axis=0, dtype=np.float64)),
        )
