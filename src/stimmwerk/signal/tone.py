"""The linear filters of a take as one: the high-pass and the equaliser, both without delay."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from stimmwerk import units
from stimmwerk.signal.average_speech import BANDS_HZ
from stimmwerk.signal.waveform import Fir

# Each half of the high-pass spans so many periods of its frequency; it then takes 30 dB at two thirds of it.
_PERIODS = 2

# Half of the equaliser's length: long enough for thirds of an octave at 200 Hz, too short to be heard as an echo.
_EQUALISER_S = 0.012

# The curve is drawn on so fine a grid that what is between two points is a straight line.
_GRID_S = 0.1


@lru_cache(maxsize=32)
def tone_filter(high_pass_hz: float, curve: tuple[float, ...], rate: int) -> Fir:
    """High-pass and equaliser, of linear phase; curve: dB for each of ``average_speech.BANDS_HZ``, empty is flat."""
    taps = _high_pass(high_pass_hz, rate)
    return Fir(np.convolve(taps, _equaliser(curve, rate)) if any(curve) else taps)


def _high_pass(frequency: float, rate: int) -> NDArray[np.float64]:
    """A sinc under a Hann window: -6 dB at ``frequency`` Hz and nothing left at 0 Hz."""
    half = units.samples(_PERIODS / frequency, rate)
    place = np.arange(-half, half + 1)
    low = np.sinc(2 * frequency / rate * place) * (0.5 + 0.5 * np.cos(np.pi * place / (half + 1)))
    taps: NDArray[np.float64] = -low / low.sum()
    taps[half] += 1
    return taps


def _equaliser(curve: tuple[float, ...], rate: int) -> NDArray[np.float64]:
    """The curve as a filter: straight in dB over the logarithm of the frequency, its corners rounded by the window.

    Below the first band and above the last, their gains hold.
    """
    half = units.samples(_EQUALISER_S, rate)
    size = 1 << (units.samples(_GRID_S, rate) - 1).bit_length()
    hertz = np.fft.rfftfreq(size, 1 / rate)
    gains = np.interp(np.log(np.maximum(hertz, BANDS_HZ[0])), np.log(BANDS_HZ), curve)
    taps = np.roll(np.fft.irfft(10 ** (gains / 20), size), half)[: 2 * half + 1]
    shaped: NDArray[np.float64] = taps * np.hanning(2 * half + 3)[1:-1]
    return shaped
