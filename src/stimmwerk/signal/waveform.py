"""Sound as arrays of samples: rates, channels, filters, edges, and where in it something sounds."""

from __future__ import annotations

import numpy as np
import soxr
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from stimmwerk import units
from stimmwerk.speech import Samples

#: How far below its own level a sound may fall before it counts as over, in dB.
SOUNDING_DB = -50.0

#: Nothing below this counts as sound, however soft the rest: ten dB above the rounding noise of 16 bits.
QUIETEST_DBFS = -80.0

# A sound's edges are found to the width of a cell; its level is that of its loudest stretch.
_CELL_SECONDS = 0.002
_CELLS_OF_LEVEL = 10

# numpy transforms windows side by side in the lanes of the processor, more than twice as fast as one by one: always
# a multiple of the lanes, so that a window has the same bits whatever stands beside it; and so few that they stay in
# the cache.
_LANES = 4
_WINDOWS_AT_ONCE = 4

# Shorter windows cost more than they save.
_LEAST_WINDOW = 2048


def resample(samples: Samples, source_rate: int, target_rate: int) -> Samples:
    """The same sound at another rate, in Hz: soxr at its best quality, without delay.

    The length is that of the source times the ratio of the rates, to the nearest sample; halves go up.
    """
    if source_rate == target_rate:
        return samples
    length = (2 * len(samples) * target_rate + source_rate) // (2 * source_rate)
    sound: Samples = soxr.resample(samples, source_rate, target_rate, quality="VHQ")[:length]
    missing = length - len(sound)
    return np.pad(sound, ((0, missing), (0, 0))) if missing else sound


def to_channels(samples: Samples, channels: int) -> Samples:
    """The sound in so many channels: mono is copied into both of stereo, stereo becomes its mean.

    Raises ValueError for any other change.
    """
    found = samples.shape[1]
    if found == channels:
        return samples
    if (found, channels) == (1, 2):
        return np.repeat(samples, 2, axis=1)
    if (found, channels) == (2, 1):
        mean: Samples = samples.mean(axis=1, keepdims=True, dtype=np.float32)
        return mean
    raise ValueError(f"a sound of {found} channels cannot become one of {channels}; allowed are 1 and 2")


def to_int16(samples: Samples) -> NDArray[np.int16]:
    """Full scale as 32768 steps: rounded once, halves to the even step, and clipped at -32768 and 32767."""
    scaled = samples * np.float32(32768)
    np.clip(scaled, -32768, 32767, out=scaled)
    np.rint(scaled, out=scaled)
    steps: NDArray[np.int16] = scaled.astype(np.int16)
    return steps


def sounding_range(samples: Samples, rate: int, threshold_db: float = SOUNDING_DB) -> tuple[int, int]:
    """The first sample at which something sounds and the first after the last, or (0, 0) for silence.

    Something sounds where the RMS of 2 ms in any channel lies above ``threshold_db`` relative to the loudest 20 ms.
    Twenty milliseconds hold two periods of a deep voice, and a click of one sample, which would decide a reference by
    peak, raises them by little.  ``QUIETEST_DBFS`` is the least threshold.
    """
    if not len(samples):
        return 0, 0
    power = np.square(samples).max(axis=1)
    step = max(1, units.samples(_CELL_SECONDS, rate))
    energies, lengths = _cells(power, step)
    level = np.convolve(energies, np.ones(_CELLS_OF_LEVEL)).max() / (_CELLS_OF_LEVEL * step)
    threshold = max(level * 10 ** (threshold_db / 10), 10 ** (QUIETEST_DBFS / 10))
    sounding = np.flatnonzero(energies / lengths > threshold)
    if not len(sounding):
        return 0, 0
    return int(sounding[0]) * step, min(int(sounding[-1] + 1) * step, len(samples))


def trim_range(
    samples: Samples, rate: int, lead: float, tail: float, threshold_db: float = SOUNDING_DB
) -> tuple[int, int]:
    """``sounding_range`` with ``lead`` seconds kept before it and ``tail`` seconds after, as far as they exist."""
    start, stop = sounding_range(samples, rate, threshold_db)
    if start == stop:
        return 0, 0
    return max(0, start - units.samples(lead, rate)), min(len(samples), stop + units.samples(tail, rate))


def trim(samples: Samples, rate: int, lead: float, tail: float) -> Samples:
    """The sound without the silence around it, cut to ``trim_range``; no frames for silence."""
    start, stop = trim_range(samples, rate, lead, tail)
    return samples[start:stop]


def fade_edges(samples: Samples, fade_in: int, fade_out: int) -> Samples:
    """A copy that rises from zero over ``fade_in`` samples and falls to zero over ``fade_out``, as a raised cosine.

    The first and the last sample are exactly 0.  A fade longer than the sound takes the whole of it; 0 is no fade.
    """
    faded = samples.copy()
    first, last = (_rise(min(length, len(samples))) for length in (fade_in, fade_out))
    faded[: len(first)] *= first
    faded[len(faded) - len(last) :] *= last[::-1]
    return faded


def rms_profile(samples: Samples, rate: int, step_ms: int) -> tuple[float, ...]:
    """The level of every ``step_ms`` milliseconds in dBFS: RMS over all channels, a square wave of full scale is 0.

    The last value covers what is left; there is none for a sound without frames.
    """
    if not len(samples):
        return ()
    power = np.square(samples, dtype=np.float64).mean(axis=1)
    energies, lengths = _cells(power, units.samples(step_ms / 1000, rate))
    return tuple(units.db_from_power(float(mean)) for mean in energies / lengths)


class Fir:
    """A filter of finite length, applied through the FFT in windows of a fixed size (overlap-save), in float32.

    taps: float64, one dimension, the impulse response.
    """

    def __init__(self, taps: NDArray[np.float64]) -> None:
        self.taps = len(taps)
        # The least power of two that wastes no more than a third of a window on the overlap.
        self._size = max(_LEAST_WINDOW, 1 << (3 * self.taps - 1).bit_length())
        self._spectrum = np.fft.rfft(taps, self._size).astype(np.complex64)

    def valid(self, samples: Samples) -> Samples:
        """What the filter gives where it sees nothing but ``samples``: frames - taps + 1 frames."""
        length, channels = max(0, len(samples) - self.taps + 1), samples.shape[1]
        filtered: Samples = np.empty((length, channels), np.float32)
        hop = self._size - self.taps + 1
        for channel in range(channels):
            for start in range(0, length, _WINDOWS_AT_ONCE * hop):
                stop = min(start + _WINDOWS_AT_ONCE * hop, length)
                signal = samples[start : stop + self.taps - 1, channel]
                filtered[start:stop, channel] = self._windows(signal, -(-(stop - start) // hop), hop)[: stop - start]
        return filtered

    def _windows(self, signal: Samples, count: int, hop: int) -> Samples:
        """A stretch that ``count`` windows of the FFT's size cover, filtered; what lies behind it counts as silence."""
        rows = units.round_up(count, _LANES)
        padded: Samples = np.zeros(rows * hop + self.taps - 1, np.float32)
        padded[: len(signal)] = signal
        windows = sliding_window_view(padded, self._size)[::hop]
        # "ortho" both ways: any other scaling makes numpy transform float32 in double precision.
        spectra = np.fft.rfft(windows, axis=1, norm="ortho")
        spectra *= self._spectrum
        found = np.fft.irfft(spectra, self._size, axis=1, norm="ortho")[:, self.taps - 1 :]
        return found.astype(np.float32, copy=False).reshape(-1)

    def centred(self, samples: Samples) -> Samples:
        """The filtered sound, as long as it was and not delayed by a filter that is symmetrical about its middle tap.

        The first and the last frame are taken to go on for ever: an offset is then no step, and rings nowhere.
        Raises ValueError for an even number of taps: it has no middle.
        """
        if self.taps % 2 == 0:
            raise ValueError(f"{self.taps} taps have no middle")
        if not len(samples):
            return samples
        half = self.taps // 2
        return self.valid(np.pad(samples, ((half, half), (0, 0)), mode="edge"))


def _cells(power: NDArray[np.floating], step: int) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The sums of every ``step`` values, and how many each sum has: fewer in the last."""
    starts = np.arange(0, len(power), step)
    return np.add.reduceat(power, starts, dtype=np.float64), np.diff(starts, append=len(power))


def _rise(length: int) -> Samples:
    curve = 0.5 - 0.5 * np.cos(np.pi * np.arange(length) / max(1, length))
    return curve.astype(np.float32)[:, np.newaxis]
