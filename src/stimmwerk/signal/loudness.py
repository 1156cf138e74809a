"""How loud sound is: integrated loudness by ITU-R BS.1770-4 and EBU R 128.

All figures are LUFS of the channels as they are; ``as_heard`` says what a mono programme is worth on two loudspeakers.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from stimmwerk import units
from stimmwerk.signal.waveform import Fir, sounding_range
from stimmwerk.speech import Samples

#: K-weighted power, all channels together: the mean over a cell of samples, one value a cell.
Power = NDArray[np.float32]

#: Blocks at or below this loudness, in LUFS, never count (BS.1770-4, absolute threshold).
ABSOLUTE_GATE_LUFS = -70.0

#: Blocks so far below the loudness of those that passed the absolute gate do not count either, in LU.
RELATIVE_GATE_LU = -10.0

#: A gating block lasts this many seconds and begins a quarter of its length after the last one.
BLOCK_SECONDS = 0.4

_STEPS_IN_BLOCK = 4
_STEPS_IN_SECOND = 10
_OFFSET_DB = -0.691  # makes 0 dBFS at 997 Hz in one channel measure -3.01 LUFS

# The response of the K-weighting falls below -140 dB of its first sample within this time.
_RESPONSE_SECONDS = 0.08

# Up to this bin the weighting is steep between two of them.
_STEEP_BINS = 16

# Weighted at once: enough samples to keep the FFT busy, few enough to hold in memory.
_AT_ONCE = 1 << 18


def as_heard(lufs: float, channels: int) -> float:
    """The loudness that a listener with two loudspeakers hears: mono comes from both and counts twice."""
    return lufs + (units.DUAL_MONO_LU if channels == 1 else 0.0)


def loudness_of(samples: Samples, rate: int) -> float | None:
    """The loudness of a whole sound in LUFS, or None for silence and whatever lies below the absolute gate.

    The standard has no answer for a sound that lasts less than one gating block (0.4 s), such as a "Ja.": for such a
    one this is the K-weighted mean over just the part that sounds (``sounding_range``), without gates.
    """
    start, stop = sounding_range(samples, rate)
    if is_gated(stop - start, rate):
        meter = LoudnessMeter(rate, samples.shape[1])
        meter.add(samples)
        return meter.integrated()
    return lufs_of(float(weighted_power(samples[start:stop], rate, stop - start)[0])) if start < stop else None


def is_gated(length: int, rate: int) -> bool:
    """Whether a sound of so many samples lasts as long as one gating block."""
    return length >= _STEPS_IN_BLOCK * _step(rate)


def lufs_of(power: float) -> float | None:
    """A mean K-weighted power as LUFS, without gates; None at and below the absolute gate."""
    lufs = _lufs(power)
    return lufs if lufs > ABSOLUTE_GATE_LUFS else None


def weighted_power(samples: Samples, rate: int, cell: int) -> Power:
    """The power of a whole sound, one value for every ``cell`` samples; a last cell that is not full does not count.

    Silence is taken to stand before it.
    """
    weigher = Weigher(rate, samples.shape[1], cell)
    return np.concatenate([*weigher.add(samples), weigher.rest()])


class Weigher:
    """The K-weighted power of a stream, cell by cell, so that several gates may share one weighting.

    Works in stretches of about 6 s, which it holds; so the values are the same whatever pieces the stream comes in.
    cell: samples in a value.
    Raises ValueError for more than two channels (those of a surround programme have weights) and for pieces of
    another number of channels.
    """

    def __init__(self, rate: int, channels: int, cell: int) -> None:
        if channels not in (1, 2):
            raise ValueError(f"loudness of {channels} channels; allowed are 1 and 2")
        self._weighting = k_weighting(rate)
        self._history = self._weighting.taps - 1
        self._cell = cell
        self._buffer = np.zeros((self._history + max(1, _AT_ONCE // cell) * cell, channels), np.float32)
        self._filled = self._history

    def add(self, samples: Samples) -> Iterator[Power]:
        """The next frames of the stream; gives the power of every stretch that is complete."""
        if samples.shape[1] != self._buffer.shape[1]:
            raise ValueError(f"{samples.shape[1]} channels for a meter of {self._buffer.shape[1]}")
        taken = 0
        while taken < len(samples):
            piece = samples[taken : taken + len(self._buffer) - self._filled]
            self._buffer[self._filled : self._filled + len(piece)] = piece
            self._filled += len(piece)
            taken += len(piece)
            if self._filled == len(self._buffer):
                yield self.rest()
                self._buffer[: self._history] = self._buffer[-self._history :]
                self._filled = self._history

    def rest(self) -> Power:
        """The power of the whole cells since the last complete stretch; the stream may go on."""
        complete = (self._filled - self._history) // self._cell
        weighted = self._weighting.valid(self._buffer[: self._history + complete * self._cell])
        np.square(weighted, out=weighted)
        # Summed by cells first: so many small values in a row keep their precision in float32.
        power: Power = weighted.reshape(complete, self._cell * weighted.shape[1]).sum(axis=1) / np.float32(self._cell)
        return power


class Gate:
    """The gates of BS.1770-4 over K-weighted power that comes in pieces; holds one energy for every 100 ms.

    cell: samples in a value of the power.  Where 100 ms are no whole number of cells, what a step takes of the cells
    at its ends is in proportion: exact for even sound, and within a hundredth of an LU for speech in cells of 3 ms.
    """

    def __init__(self, rate: int, cell: int) -> None:
        self._step = _step(rate)
        self._cell = cell
        self._energies: list[NDArray[np.float64]] = []
        self._begun = 0.0
        self._begun_samples = 0

    def add(self, power: Power) -> None:
        """The power of the next cells."""
        if not len(power):
            return
        places = self._begun_samples + self._cell * np.arange(len(power) + 1)
        sums = np.concatenate(([0.0], np.cumsum(power, dtype=np.float64))) * self._cell + self._begun
        borders = np.arange(self._step, places[-1] + 1, self._step)
        if len(borders):
            reached = np.interp(borders, places, sums)
            self._energies.append(np.diff(reached, prepend=0.0))
            self._begun = float(sums[-1] - reached[-1])
            self._begun_samples = int(places[-1] - borders[-1])
        else:
            self._begun, self._begun_samples = float(sums[-1]), int(places[-1])

    def short_term(self) -> tuple[float | None, ...]:
        """Short-term loudness (EBU Tech 3341: over 3 s, without gates) of everything so far, one value a second.

        In LUFS, to a tenth.  Each is of the three seconds that have its own in the middle, or of what there is of
        them; a last second that is not complete has none.  None at and below the absolute gate.
        """
        steps = np.concatenate(self._energies) if self._energies else np.zeros(0)
        seconds = len(steps) // _STEPS_IN_SECOND
        powers = steps[: seconds * _STEPS_IN_SECOND].reshape(seconds, _STEPS_IN_SECOND).sum(axis=1)
        around = np.concatenate(([0.0], np.cumsum(powers)))
        first, last = np.maximum(np.arange(seconds) - 1, 0), np.minimum(np.arange(seconds) + 2, seconds)
        means = np.maximum(around[last] - around[first], 0.0) / ((last - first) * _STEPS_IN_SECOND * self._step)
        found = (lufs_of(float(mean)) for mean in means)
        return tuple(None if lufs is None else round(lufs, 1) for lufs in found)

    def integrated(self) -> float | None:
        """LUFS of everything so far; None where that is shorter than 0.4 s or nowhere above the absolute gate.

        As in the standard, a last block that is not complete does not count.  The stream may go on afterwards.
        """
        steps = np.concatenate(self._energies) if self._energies else np.zeros(0)
        count = len(steps) - _STEPS_IN_BLOCK + 1
        if count < 1:
            return None
        energies = sum(steps[shift : shift + count] for shift in range(_STEPS_IN_BLOCK))
        powers = np.asarray(energies) / (_STEPS_IN_BLOCK * self._step)
        powers = powers[powers > _power(ABSOLUTE_GATE_LUFS)]
        if not len(powers):
            return None
        powers = powers[powers > powers.mean() * 10 ** (RELATIVE_GATE_LU / 10)]
        return _lufs(float(powers.mean()))


class LoudnessMeter:
    """Integrated loudness of a stream, in any number of pieces of any size: the result is the same for all of them.

    A ``Weigher`` and a ``Gate`` whose cells are the standard's steps; raises what they raise.
    """

    def __init__(self, rate: int, channels: int) -> None:
        self._weigher = Weigher(rate, channels, _step(rate))
        self._gate = Gate(rate, _step(rate))

    def add(self, samples: Samples) -> None:
        """The next frames of the stream."""
        for power in self._weigher.add(samples):
            self._gate.add(power)

    def integrated(self) -> float | None:
        """LUFS of everything so far; see ``Gate.integrated``."""
        gate = copy.deepcopy(self._gate)
        gate.add(self._weigher.rest())
        return gate.integrated()


@lru_cache(maxsize=8)
def k_weighting(rate: int) -> Fir:
    """The K-weighting of BS.1770-4 at a rate in Hz: a shelf for the head, then a high-pass.

    The standard gives two biquads for 48 kHz.  These are their analogue prototypes through the bilinear transform,
    warped to meet the prototypes at their own frequencies, so that every rate measures alike.
    """
    # Evaluated on a circle of this size the response does not wrap around: it has long died away.
    size = 1 << math.ceil(math.log2(rate))
    return Fir(np.fft.irfft(_response(rate, size), size)[: units.samples(_RESPONSE_SECONDS, rate)])


@lru_cache(maxsize=8)
def weighting_of_bins(rate: int, size: int) -> NDArray[np.float32]:
    """What the K-weighting makes of the energy in each bin of a real spectrum of ``size`` samples, an even number.

    For a transform that keeps the energy ("ortho"), of stretches cut out of the sound without a window.  Such a bin
    sees its neighbours, too; where the weighting is steep, at the low end, the values make up for that, so that a
    tone between two bins weighs what it should.  The bins that stand for two frequencies count twice.
    """
    weights = np.square(np.abs(_response(rate, size)))
    tones = np.arange(40 * size / rate, 2 * _STEEP_BINS, 0.125)
    shares = _shares(tones, size)
    fine = np.square(np.abs(_response(rate, 16 * size)))
    wanted = np.interp(tones, np.arange(len(fine)) / 16, fine)
    rest = wanted - shares[:, _STEEP_BINS:] @ weights[_STEEP_BINS:]
    weights[:_STEEP_BINS] = np.linalg.lstsq(shares[:, :_STEEP_BINS], rest, rcond=None)[0]
    weights[1:-1] *= 2
    return weights.astype(np.float32)


def _shares(tones: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """How the energy of tones, in bins, is shared out among all bins, on average over their phases."""
    bins = np.arange(size // 2 + 1)
    seen = sum(
        np.square(np.sinc(distance) / np.sinc(distance / size))
        for distance in (tones[:, np.newaxis] - bins, tones[:, np.newaxis] + bins)
    )
    shares: NDArray[np.float64] = np.asarray(seen) / 2
    shares[:, 1:-1] *= 2
    return shares


def _response(rate: int, size: int) -> NDArray[np.complex128]:
    z = np.exp(-2j * np.pi * np.arange(size // 2 + 1) / size)
    return _shelf(z, rate) * _high_pass(z, rate)


def _shelf(z: NDArray[np.complex128], rate: int) -> NDArray[np.complex128]:
    """About 4 dB above 1.7 kHz; ``z`` is the delay of one sample at each frequency."""
    warped, quality = math.tan(math.pi * 1681.974450955533 / rate), 0.7071752369554196
    high = 10 ** (3.999843853973347 / 20)
    middle = high**0.4996667741545416
    upper = _quadratic(z, high, middle * warped / quality, warped * warped)
    return upper / _quadratic(z, 1.0, warped / quality, warped * warped)


def _high_pass(z: NDArray[np.complex128], rate: int) -> NDArray[np.complex128]:
    """From 38 Hz on.  The numerator is the standard's 1, -2, 1 at every rate; only the denominator is normalised."""
    warped, quality = math.tan(math.pi * 38.13547087602444 / rate), 0.5003270373238773
    scale = 1 + warped / quality + warped * warped
    return scale * (1 - z) ** 2 / _quadratic(z, 1.0, warped / quality, warped * warped)


def _quadratic(z: NDArray[np.complex128], square: float, linear: float, constant: float) -> NDArray[np.complex128]:
    """The polynomial of these coefficients at s = (1 - z) / (1 + z), times (1 + z)²."""
    return square * (1 - z) ** 2 + linear * (1 - z * z) + constant * (1 + z) ** 2


def _step(rate: int) -> int:
    return units.samples(BLOCK_SECONDS / _STEPS_IN_BLOCK, rate)


def _lufs(power: float) -> float:
    return _OFFSET_DB + 10 * math.log10(power) if power > 0 else -math.inf


def _power(lufs: float) -> float:
    return float(10 ** ((lufs - _OFFSET_DB) / 10))
