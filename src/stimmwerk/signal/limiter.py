"""A look-ahead limiter of finite reach: any stretch can be computed by itself and comes out the same, bit for bit.

The gain that every sample needs is held over its surroundings (a sliding minimum) and then smoothed by three running
means.  The mean of values that all suffice suffices, so the ceiling holds; three means make a bell, so the gain moves
without a corner.  Reductions are whole numbers in fixed point: sums of whole numbers are exact whatever their order,
which is what lets running sums begin anywhere.  Holding for 18 ms bridges the periods of a deep voice, so that the gain
does not follow single pulses and distort.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from stimmwerk.signal.true_peak import SAMPLES_BESIDE, peaks
from stimmwerk.speech import Samples

# Samples in one running mean; three of them see 768 samples, 17 ms at 44.1 kHz.
_MEAN = 257
_MEANS = 3
_SMOOTH = _MEANS * (_MEAN // 2)

# Held as far as the smoothing sees and over the samples that share in a point between two.
_HOLD = _SMOOTH + SAMPLES_BESIDE

# A peak turns down all samples within half of this on each side.
_SPAN = 2 * (_HOLD + _SMOOTH)

#: Samples of context that ``limit`` needs on each side.
REACH = SAMPLES_BESIDE + _HOLD + _SMOOTH

# A reduction to silence in fixed point; after the running sums it is still far below 2^63.
_FULL = 1 << 24


def limit(samples_with_context: Samples, ceiling: float) -> Samples:
    """The sound without its context of ``REACH`` frames at each end, its true peak at most ``ceiling`` (linear).

    All channels get the same gain.  Where nothing within reach goes over the ceiling the samples are left as they are,
    bit for bit.  The gain moves while it is applied, which may raise a peak between samples, by less than 0.1 dB.
    Raises ValueError for less than the context or a ceiling that is not above 0.
    """
    if len(samples_with_context) < 2 * REACH:
        raise ValueError(f"{len(samples_with_context)} frames are less than the context of {2 * REACH}")
    if not ceiling > 0:
        raise ValueError(f"a ceiling of {ceiling}; it must be above 0")
    sound = samples_with_context[REACH : len(samples_with_context) - REACH]
    highest = peaks(samples_with_context, ceiling)
    over = np.flatnonzero(highest > ceiling)
    if not len(over):
        return sound.copy()
    # Rounded up, so that no gain is above what is needed.
    needed = np.ceil((1 - ceiling / highest[over].astype(np.float64)) * _FULL).astype(np.int32)
    limited: Samples = sound.copy()
    for first, last in _clusters(over):
        start, stop = max(0, over[first] - _SPAN), min(len(sound), over[last] + 1)
        reduction = np.zeros(stop - start + _SPAN, np.int32)
        reduction[over[first : last + 1] - start] = needed[first : last + 1]
        limited[start:stop] *= _gain(reduction)[:, np.newaxis]
    return limited


def _clusters(places: NDArray[np.intp]) -> Iterator[tuple[int, int]]:
    """The first and last index of each run of places that lie close enough together to share in a gain."""
    ends = np.flatnonzero(np.diff(places) > _SPAN)
    yield from zip([0, *(ends + 1)], [*ends, len(places) - 1], strict=True)


def _gain(reduction: NDArray[np.int32]) -> NDArray[np.float32]:
    """The factors for reductions in fixed point: as many as there are, less ``_SPAN``."""
    total = _running_max(reduction, 2 * _HOLD + 1).astype(np.int64)
    for _ in range(_MEANS):
        total = _running_sum(total, _MEAN)
    gain: NDArray[np.float32] = (1 - total / (_FULL * _MEAN**_MEANS)).astype(np.float32)
    return gain


def _running_max(values: NDArray[np.int32], width: int) -> NDArray[np.int32]:
    """The greatest of every ``width`` values in a row, in as many steps as the width has binary digits."""
    span = 1
    while 2 * span <= width:
        values = np.maximum(values[:-span], values[span:])
        span *= 2
    rest = width - span
    return np.maximum(values[: len(values) - rest], values[rest:])


def _running_sum(values: NDArray[np.int64], width: int) -> NDArray[np.int64]:
    """The sum of every ``width`` values in a row."""
    sums = np.concatenate((np.zeros(1, np.int64), np.cumsum(values)))
    return sums[width:] - sums[:-width]
