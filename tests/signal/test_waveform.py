from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk import units
from stimmwerk.signal.waveform import (
    Fir,
    fade_edges,
    resample,
    rms_profile,
    sounding_range,
    to_channels,
    trim,
    trim_range,
)
from stimmwerk.speech import Samples

RATE = 44100


def sine(frequency: float, frames: int, rate: int = RATE, amplitude: float = 0.5) -> Samples:
    return (amplitude * np.sin(2 * np.pi * frequency * np.arange(frames) / rate)).astype(np.float32)[:, np.newaxis]


def silence(frames: int, channels: int = 1) -> Samples:
    return np.zeros((frames, channels), np.float32)


@given(
    st.integers(0, 3000),
    st.sampled_from([8000, 16000, 22050, 24000, 44100, 48000]),
    st.sampled_from([22050, 44100, 48000]),
)
def test_resampling_gives_exactly_the_length_that_the_ratio_asks_for(frames: int, source: int, target: int) -> None:
    sound = resample(silence(frames, 2), source, target)
    assert sound.shape == (int(frames * target / source + 0.5), 2)
    assert sound.dtype == np.float32


def test_resampling_neither_delays_nor_colours() -> None:
    found = resample(sine(1000, 22050, 22050), 22050, RATE)
    assert np.abs(found - sine(1000, 44100))[2000:-2000].max() < 1e-4


def test_resampled_silence_is_exact() -> None:
    assert not resample(silence(5000), 22050, RATE).any()


def test_mono_becomes_two_equal_channels_and_stereo_its_mean() -> None:
    mono = sine(440, 100)
    stereo = to_channels(mono, 2)
    assert stereo.shape == (100, 2)
    assert np.array_equal(stereo[:, :1], mono)
    assert np.array_equal(stereo[:, 1:], mono)
    assert np.array_equal(to_channels(np.hstack((mono, silence(100))), 1), mono / 2)
    assert to_channels(mono, 1) is mono


@pytest.mark.parametrize(("found", "wanted"), [(3, 1), (1, 3), (2, 6)])
def test_other_channels_are_refused(found: int, wanted: int) -> None:
    with pytest.raises(ValueError, match=f"{found} channels.*{wanted}"):
        to_channels(silence(10, found), wanted)


@pytest.mark.parametrize("amplitude", [0.9, 0.05])
def test_a_tone_between_silences_is_found_to_two_milliseconds(amplitude: float) -> None:
    sound = np.concatenate((silence(10000), sine(200, 20000, amplitude=amplitude), silence(7000)))
    start, stop = sounding_range(sound, RATE)
    cell = units.samples(0.002, RATE)
    assert 10000 - cell <= start <= 10000 + cell
    assert 30000 - cell <= stop <= 30000 + cell


def test_a_click_does_not_make_a_soft_voice_silent() -> None:
    voice = sine(200, 20000, amplitude=0.003)
    voice[10000] = 1.0
    start, stop = sounding_range(np.concatenate((silence(5000), voice, silence(5000))), RATE)
    assert start < 5100
    assert stop > 24900


def test_noise_below_the_threshold_is_not_sound() -> None:
    noise = np.random.default_rng(3).standard_normal((40000, 1)).astype(np.float32) * 2e-4
    noise[10000:30000] += sine(200, 20000)
    start, stop = sounding_range(noise, RATE)
    assert abs(start - 10000) < 100
    assert abs(stop - 30000) < 100


def test_sound_in_one_channel_counts() -> None:
    assert sounding_range(np.hstack((silence(5000), sine(200, 5000))), RATE) == (0, 5000)


@pytest.mark.parametrize("sound", [silence(0), silence(5000), sine(200, 5000, amplitude=3e-5)])
def test_silence_has_no_range_and_trims_to_nothing(sound: Samples) -> None:
    assert sounding_range(sound, RATE) == (0, 0)
    assert trim(sound, RATE, 0.1, 0.1).shape == (0, 1)


def test_trimming_keeps_what_it_is_told_to_as_far_as_there_is_something() -> None:
    sound = np.concatenate((silence(10000), sine(200, 20000), silence(1000)))
    start, stop = sounding_range(sound, RATE)
    assert trim_range(sound, RATE, 0.01, 0.5) == (start - 441, 31000)
    assert len(trim(sound, RATE, 0.01, 0.01)) == stop - start + 882


@given(st.integers(1, 50), st.integers(1, 80), st.integers(1, 80))
def test_faded_edges_are_exactly_zero(frames: int, fade_in: int, fade_out: int) -> None:
    sound = np.ones((frames, 2), np.float32)
    faded = fade_edges(sound, fade_in, fade_out)
    assert not faded[0].any()
    assert not faded[-1].any()
    assert (sound == 1).all()
    assert (faded <= 1).all()


def test_a_fade_is_a_raised_cosine_and_leaves_the_middle_alone() -> None:
    faded = fade_edges(np.ones((1000, 1), np.float32), 100, 0)
    assert faded[50, 0] == pytest.approx(0.5)
    assert faded[25, 0] == pytest.approx(0.5 - 0.5 * np.cos(np.pi / 4))
    assert (faded[100:] == 1).all()


def test_a_profile_is_the_level_of_every_step() -> None:
    sound = np.concatenate((sine(1000, 882), silence(882), 0.1 * np.ones((441, 1), np.float32)))
    profile = rms_profile(sound, RATE, 20)
    assert profile == pytest.approx((20 * np.log10(0.5) - 3.0103, units.SILENCE_DB, -20.0), abs=0.01)
    assert rms_profile(silence(0), RATE, 20) == ()


def test_a_profile_takes_all_channels_together() -> None:
    sound = np.hstack((np.ones((882, 1), np.float32), silence(882)))
    assert rms_profile(sound, RATE, 20) == pytest.approx((-3.0103,), abs=1e-3)


@given(st.integers(1, 60), st.integers(0, 700), st.integers(0, 2**32 - 1))
def test_a_filter_is_a_convolution(taps: int, frames: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    response = random.standard_normal(taps)
    sound = random.standard_normal((frames, 2)).astype(np.float32)
    found = Fir(response).valid(sound)
    assert found.shape == (max(0, frames - taps + 1), 2)
    for channel in range(2 if len(found) else 0):
        assert np.allclose(found[:, channel], np.convolve(sound[:, channel], response, "valid"), rtol=1e-4, atol=1e-4)


def test_a_centred_filter_keeps_length_and_place() -> None:
    sound = sine(300, 1000)
    identity = np.zeros(31)
    identity[15] = 1
    assert np.allclose(Fir(identity).centred(sound), sound, atol=1e-7)
    assert Fir(identity).centred(silence(0, 2)).shape == (0, 2)
    assert np.allclose(Fir(np.ones(31) / 31).centred(np.ones((50, 1), np.float32)), 1)
    with pytest.raises(ValueError, match="no middle"):
        Fir(np.ones(4)).centred(sound)
