"""Sound as levels: how strong it is in every cell of a few milliseconds, which is all that meters need to remember.

A cell divides an MPEG frame.  Everything in an episode begins on a frame, so the cells of a stretch are the same
wherever in the episode it has moved to, and what was measured of it once holds.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stimmwerk import units
from stimmwerk.signal.loudness import Gate, Power, is_gated, lufs_of
from stimmwerk.signal.waveform import QUIETEST_DBFS, SOUNDING_DB
from stimmwerk.speech import Samples

#: Samples in a cell: 3.3 ms at 44.1 kHz, an eighth of an MPEG-1 frame.
CELL = 144

#: The level against which silence is told is that of the loudest so many cells, about 20 ms.
_CELLS_OF_LEVEL = 6

Plain = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cells:
    """A stretch of sound.

    plain: the mean square of each cell over all channels, float32; a full-scale square wave is 1.
    weighted: its K-weighted power, all channels together (``loudness.Power``); as many.
    """

    plain: Plain
    weighted: Power

    def __len__(self) -> int:
        return len(self.plain)

    def __getitem__(self, part: slice) -> Cells:
        return Cells(plain=self.plain[part], weighted=self.weighted[part])


def joined(parts: list[Cells]) -> Cells:
    """Stretches one after the other."""
    if not parts:
        return Cells(plain=np.zeros(0, np.float32), weighted=np.zeros(0, np.float32))
    return Cells(
        plain=np.concatenate([part.plain for part in parts]), weighted=np.concatenate([part.weighted for part in parts])
    )


def mean_squares(samples: Samples) -> Plain:
    """The plain level of every cell of a sound; behind its end stands silence."""
    count = -(-len(samples) // CELL)
    channels = samples.shape[1]
    squares = np.zeros((count * CELL, channels), np.float32)
    np.square(samples, out=squares[: len(samples)])
    means: Plain = squares.reshape(count, CELL * channels).mean(axis=1)
    return means


def profile(plain: Plain, cells: int) -> tuple[float, ...]:
    """The level of every ``cells`` cells in dBFS; the last value covers what is left."""
    if not len(plain):
        return ()
    starts = np.arange(0, len(plain), cells)
    means = np.add.reduceat(plain, starts, dtype=np.float64) / np.diff(starts, append=len(plain))
    return tuple(units.db_from_power(float(mean)) for mean in means)


def sounding_cells(plain: Plain) -> tuple[int, int]:
    """The first cell in which something sounds and the first after the last, or (0, 0) for silence.

    The rule is that of ``waveform.sounding_range``, in cells.
    """
    if not len(plain):
        return 0, 0
    level = np.convolve(plain.astype(np.float64), np.ones(_CELLS_OF_LEVEL)).max() / _CELLS_OF_LEVEL
    sounding = np.flatnonzero(plain > max(level * 10 ** (SOUNDING_DB / 10), 10 ** (QUIETEST_DBFS / 10)))
    return (int(sounding[0]), int(sounding[-1]) + 1) if len(sounding) else (0, 0)


def loudness_of_cells(cells: Cells, rate: int) -> float | None:
    """As ``loudness.loudness_of``, of a sound in cells: without gates where it is too short for them."""
    start, stop = sounding_cells(cells.plain)
    if start == stop:
        return None
    if not is_gated((stop - start) * CELL, rate):
        return lufs_of(float(cells.weighted[start:stop].mean()))
    gate = Gate(rate, CELL)
    gate.add(cells.weighted)
    return gate.integrated()
