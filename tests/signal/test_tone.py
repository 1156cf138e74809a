from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from stimmwerk.signal.average_speech import BANDS_HZ
from stimmwerk.signal.tone import tone_filter
from stimmwerk.signal.waveform import Fir

FLAT: tuple[float, ...] = ()
#: As a voice has it: no two neighbours differ by more than 2 dB.
CURVE = (3.0, 3.0, 2.5, 2.0, 1.0, 0.5, 0.5, 0.0, -1.0, -2.0, -3.0, -4.0, -4.0, -3.0, -2.0, -1.0, 0.5, 1.0, 0.5, 0.0)


def impulse_response(fir: Fir) -> NDArray[np.float64]:
    pulse = np.zeros((2 * fir.taps - 1, 1), np.float32)
    pulse[fir.taps - 1] = 1
    return fir.centred(pulse)[:, 0].astype(np.float64)


def level_db(fir: Fir, frequency: float, rate: int) -> float:
    taps = impulse_response(fir)
    place = np.arange(len(taps)) / rate
    return float(20 * np.log10(abs((taps * np.exp(-2j * np.pi * frequency * place)).sum()) + 1e-9))


@pytest.mark.parametrize("rate", [22050, 44100, 48000])
@pytest.mark.parametrize(
    ("frequency", "least", "most"),
    [(0.01, -200, -100), (20, -60, -40), (50, -40, -28), (75, -6.3, -5.7), (120, -0.1, 0.1), (1000, -0.01, 0.01)],
)
def test_the_high_pass_takes_what_it_should(rate: int, frequency: float, least: float, most: float) -> None:
    assert least <= level_db(tone_filter(75.0, FLAT, rate), frequency, rate) <= most


@pytest.mark.parametrize("rate", [16000, 22050, 24000, 44100, 48000])
def test_the_curve_is_what_the_filter_does(rate: int) -> None:
    fir = tone_filter(75.0, CURVE, rate)
    for band, gain in zip(BANDS_HZ, CURVE, strict=True):
        if 160 <= band < rate / 2:
            assert level_db(fir, float(band), rate) == pytest.approx(gain, abs=0.6), band
    assert level_db(fir, 0.01, rate) < -80


def test_a_curve_of_zeros_is_none() -> None:
    flat, zeros = (tone_filter(75.0, curve, 22050) for curve in (FLAT, (0.0,) * len(BANDS_HZ)))
    assert np.array_equal(impulse_response(flat), impulse_response(zeros))


def test_a_curve_of_other_bands_is_refused() -> None:
    with pytest.raises(ValueError):
        tone_filter(75.0, (1.0, 2.0), 22050)


@given(curve=st.lists(st.floats(-8, 6), min_size=len(BANDS_HZ), max_size=len(BANDS_HZ)))
@settings(max_examples=20, deadline=None)
def test_any_curve_is_of_linear_phase_and_stays_between_its_extremes(curve: list[float]) -> None:
    fir = tone_filter(75.0, tuple(curve), 22050)
    taps = impulse_response(fir)
    assert np.allclose(taps, taps[::-1], atol=1e-6)
    assert int(np.abs(taps).argmax()) == len(taps) // 2
    levels = [level_db(fir, frequency, 22050) for frequency in np.geomspace(200, 9000, 30)]
    assert max(levels) <= max(*curve, 0) + 0.5
    assert min(levels) >= min(*curve, 0) - 0.5
