"""How a voice's average spectrum differs from that of people who speak, and the curve that brings it nearer.

The measure is the long-term average speech spectrum of Byrne et al., "An international comparison of long-term average
speech spectra", JASA 96 (1994): 12 languages, women and men together, in thirds of an octave.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from stimmwerk.presets import Equaliser
from stimmwerk.speech import Samples

Floats = NDArray[np.float64]

#: The middle of each band, in Hz: thirds of an octave.
BANDS_HZ: Floats = np.array(
    [100, 125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300, 8000.0]
)

#: The long-term average speech spectrum in these bands, in dB SPL, at 70 dB overall.
LTASS_DB: Floats = np.array(
    [54.4, 57.7, 56.8, 60.2, 60.3, 59.0, 62.1, 62.1, 60.5, 56.8, 53.7, 53.0, 52.0, 48.7, 48.1, 46.8, 45.6, 44.5, 44.3,
     43.7]
)  # fmt: skip

#: The bands that a distance counts: below, the pitch decides, above, the noise of consonants.
_COUNTED = (BANDS_HZ >= 160) & (BANDS_HZ <= 5000)

_FRAME_S = 0.09
_THIRD = 2 ** (1 / 6)

# Spectra are compared over about an octave: between the harmonics of a high voice there is nothing, which is its
# pitch and no want of bass.
_WEIGHTS = np.array([1.0, 2.0, 3.0, 2.0, 1.0])

# Bands so far below the others, beside average speech, are missing where they come first or last: below the pitch of
# a voice, above what a telephone carries.  Raising them would raise noise.
_MISSING_DB = -15.0

# From an octave below, what may be raised shrinks, and from here on it is nothing: it would be hiss.
_NO_LIFT_HZ = 8000


def average_spectrum(speeches: Iterable[tuple[Samples, int]]) -> Floats:
    """The power of speech in each of ``BANDS_HZ``, in dB of any reference; -inf where its sample rate ends below.

    speeches: (samples of any shape (frames, channels), rate in Hz) pairs, together one voice.  Raises ValueError where
    nothing is heard.
    """
    power = np.zeros(len(BANDS_HZ))
    for samples, rate in speeches:
        power += _band_power(samples.astype(np.float64).mean(axis=1), rate)
    if not power.any():
        raise ValueError("nothing is heard by which to measure a spectrum")
    with np.errstate(divide="ignore"):
        return 10 * np.log10(power)


def distance_db(spectrum: Floats) -> float:
    """How far a spectrum in dB lies from average speech: the RMS of the differences from 160 Hz to 5 kHz, in dB.

    Both are smoothed over about an octave, and the level does not count.  A rate of at least 11.3 kHz has all these
    bands.
    """
    off = (_smooth_db(10 ** (spectrum / 10)) - _smooth_db(10 ** (LTASS_DB / 10)))[_COUNTED]
    return float(np.sqrt(np.mean(np.square(off - off.mean()))))


def equaliser_curve(speeches: Iterable[tuple[Samples, int]], settings: Equaliser) -> tuple[float, ...]:
    """The gains in dB, one for each of ``BANDS_HZ``, that bring a voice nearer to average speech.

    speeches: (samples, rate) pairs, some 20 seconds of the voice.  The gains are rounded to tenths, so that what a
    library computes a little differently changes none; together they leave the voice's power as it is, but for what
    the limits take.  Raises ValueError where nothing is heard.
    """
    spectrum = average_spectrum(speeches)
    first, last = _present(spectrum)
    power = 10 ** (spectrum / 10)
    off = _smooth_db(power[first:last]) - _smooth_db(10 ** (LTASS_DB[first:last] / 10))
    gains = np.pad(-settings.strength * (off - np.median(off)), (first, len(BANDS_HZ) - last), mode="edge")
    most_up = settings.most_up_db * np.clip(np.log2(_NO_LIFT_HZ / BANDS_HZ), 0, 1)
    for _ in range(8):
        # The level first, then the limits, which move the level a little: a few rounds settle both.
        gains -= 10 * np.log10(np.sum(power * 10 ** (gains / 10)) / power.sum())
        gains = np.clip(gains, -settings.most_down_db, most_up)
    return tuple(float(gain) for gain in np.round(gains, 1) + 0.0)


def _band_power(mono: Floats, rate: int) -> Floats:
    """The power of each band, summed over all frames; frames overlap by half, and behind the end stands silence."""
    size = 1 << round(np.log2(_FRAME_S * rate))
    padded = np.pad(mono, (0, size + -len(mono) % (size // 2)))
    window = np.hanning(size + 1)[:-1]
    frames = sliding_window_view(padded, size)[:: size // 2]
    power = np.zeros(size // 2 + 1)
    for start in range(0, len(frames), 256):
        power += np.square(np.abs(np.fft.rfft(frames[start : start + 256] * window))).sum(axis=0)
    hertz = np.fft.rfftfreq(size, 1 / rate)
    edges = np.searchsorted(hertz, np.concatenate([BANDS_HZ / _THIRD, BANDS_HZ[-1:] * _THIRD]))
    sums = np.array([power[low:high].sum() for low, high in pairwise(edges)])
    whole = rate / 2 >= BANDS_HZ * _THIRD
    # Per sample, so that frames of different rates weigh alike.
    result: Floats = np.where(whole, sums / (size * rate), 0.0)
    return result


def _present(spectrum: Floats) -> tuple[int, int]:
    """The first band in which the voice has anything, and the first after the last."""
    off = spectrum - LTASS_DB
    present = np.flatnonzero(off > np.median(off[_COUNTED]) + _MISSING_DB)
    return int(present[0]), int(present[-1]) + 1


def _smooth_db(power: Floats) -> Floats:
    """Power over about an octave around each band, in dB; at the ends, over what there is."""
    shares = np.convolve(np.ones(len(power)), _WEIGHTS, "same")
    with np.errstate(divide="ignore"):
        return 10 * np.log10(np.convolve(power, _WEIGHTS, "same") / shares)
