from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimmwerk.presets import Equaliser
from stimmwerk.signal.average_speech import (
    BANDS_HZ,
    LTASS_DB,
    average_spectrum,
    distance_db,
    equaliser_curve,
)
from stimmwerk.signal.tone import tone_filter
from stimmwerk.signal.waveform import resample
from stimmwerk.speech import Samples

RATE = 22050


def noise(tilt_db: np.ndarray | list[float] | float = 0.0, seconds: float = 6.0, rate: int = RATE) -> Samples:
    """Noise with the spectrum of average speech, and so many dB more in each band."""
    random = np.random.default_rng(7)
    size = int(seconds * rate)
    hertz = np.fft.rfftfreq(size, 1 / rate)
    wanted = LTASS_DB - 10 * np.log10(BANDS_HZ) + np.asarray(tilt_db)
    gains = np.interp(np.log(np.maximum(hertz, 1)), np.log(BANDS_HZ), wanted)
    gains[hertz < 80] = -100
    sound = np.fft.irfft(np.fft.rfft(random.standard_normal(size)) * 10 ** (gains / 20), size)
    return (0.1 * sound / sound.std()).astype(np.float32)[:, np.newaxis]


def test_average_speech_is_where_it_should_be() -> None:
    found = average_spectrum([(noise(), RATE)])
    shape = found - LTASS_DB
    assert np.abs(shape - shape.mean()).max() < 0.8
    assert distance_db(found) < 0.4
    assert np.abs(equaliser_curve([(noise(), RATE)], Equaliser())).max() <= 0.4


def test_the_distance_is_that_of_the_shape() -> None:
    steep = np.linspace(6, -6, len(BANDS_HZ))
    counted = steep[(BANDS_HZ >= 160) & (BANDS_HZ <= 5000)]
    assert distance_db(LTASS_DB + steep) == pytest.approx(counted.std(), rel=0.1)
    assert distance_db(LTASS_DB + 20) == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("strength", [0.3, 0.6, 1.0])
@pytest.mark.parametrize("slope", [-4.0, 4.0])
def test_a_voice_comes_nearer_by_the_part_of_the_way_that_is_asked(strength: float, slope: float) -> None:
    sound = noise(slope * np.log2(BANDS_HZ / 1000) / 2)
    before = distance_db(average_spectrum([(sound, RATE)]))
    curve = equaliser_curve([(sound, RATE)], Equaliser(strength=strength, most_up_db=12, most_down_db=18))
    after = distance_db(average_spectrum([(tone_filter(75.0, curve, RATE).centred(sound), RATE)]))
    assert after / before == pytest.approx(1 - strength, abs=0.15)


@given(
    tilt=st.lists(st.floats(-20, 20), min_size=len(BANDS_HZ), max_size=len(BANDS_HZ)),
    strength=st.floats(0, 1),
    up=st.floats(0, 12),
    down=st.floats(0, 18),
)
@settings(max_examples=20, deadline=None)
def test_no_voice_is_changed_by_more_than_the_limits(
    tilt: list[float], strength: float, up: float, down: float
) -> None:
    settings = Equaliser(strength=strength, most_up_db=up, most_down_db=down)
    curve = equaliser_curve([(noise(tilt, seconds=1.0), RATE)], settings)
    assert len(curve) == len(BANDS_HZ)
    assert all(-down - 0.051 <= gain <= up + 0.051 for gain in curve)
    assert all(gain == round(gain, 1) for gain in curve)
    assert curve[-1] <= 0


def test_the_voice_is_as_strong_as_before() -> None:
    sound = noise(4 * np.log2(BANDS_HZ / 1000) / 2)
    curve = equaliser_curve([(sound, RATE)], Equaliser())
    equalised = tone_filter(75.0, curve, RATE).centred(sound)
    assert 20 * np.log10(equalised.std() / sound.std()) == pytest.approx(0, abs=0.4)


def test_what_is_missing_is_not_raised() -> None:
    telephone = np.where((BANDS_HZ >= 315) & (BANDS_HZ <= 3150), 0.0, -60.0)
    curve = equaliser_curve([(noise(telephone), RATE)], Equaliser(strength=1.0, most_up_db=12))
    assert np.abs(curve).max() < 1
    assert len({*curve[:5]}) == 1


def test_the_gaps_between_the_harmonics_of_a_high_voice_are_not_filled() -> None:
    time = np.arange(4 * RATE) / RATE
    spectrum = np.interp(np.arange(230, 8000, 230), BANDS_HZ, LTASS_DB - 10 * np.log10(BANDS_HZ))
    voice = sum(
        10 ** (level / 20) * np.sin(2 * np.pi * 230 * (number + 1) * time + number**2)
        for number, level in enumerate(spectrum)
    )
    sound = (0.1 * voice / np.std(voice)).astype(np.float32)[:, np.newaxis]
    curve = equaliser_curve([(sound, RATE)], Equaliser(strength=1.0))
    # 315 Hz lies between two harmonics and holds nothing.
    assert abs(curve[5]) < 3
    assert max(curve) < 4


def test_the_level_the_rate_and_the_channels_make_no_difference() -> None:
    sound = noise(3 * np.log2(BANDS_HZ / 1000) / 2)
    curve = equaliser_curve([(sound, RATE)], Equaliser())
    assert equaliser_curve([(sound * np.float32(0.03), RATE)], Equaliser()) == curve
    assert equaliser_curve([(np.repeat(sound, 2, axis=1), RATE)], Equaliser()) == curve
    at_44100 = equaliser_curve([(resample(sound, RATE, 44100), 44100)], Equaliser())
    assert np.abs(np.array(at_44100) - curve).max() <= 0.3


def test_two_halves_are_the_whole() -> None:
    sound = noise(3 * np.log2(BANDS_HZ / 1000) / 2)
    halves = [(sound[: len(sound) // 2], RATE), (sound[len(sound) // 2 :], RATE)]
    whole = equaliser_curve([(sound, RATE)], Equaliser())
    assert np.abs(np.array(equaliser_curve(halves, Equaliser())) - whole).max() <= 0.2


def test_a_low_rate_has_no_upper_bands() -> None:
    found = average_spectrum([(noise(rate=8000), 8000)])
    assert np.isneginf(found[BANDS_HZ > 3500]).all()
    assert np.isfinite(found[BANDS_HZ < 3500]).all()
    curve = equaliser_curve([(noise(rate=8000), 8000)], Equaliser())
    assert np.isfinite(curve).all()


def test_silence_has_no_spectrum() -> None:
    with pytest.raises(ValueError, match="nothing is heard"):
        average_spectrum([(np.zeros((9000, 1), np.float32), RATE)])
    with pytest.raises(ValueError, match="nothing is heard"):
        equaliser_curve([], Equaliser())
