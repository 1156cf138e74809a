"""The files in audio/ are made by our own code, the same bytes every time."""

import io
import wave
from pathlib import Path

import numpy as np
import pytest
import soundfile

from stimmwerk.assets import show_assets, wav_bytes
from stimmwerk.show import Show

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def assets():
    return dict(show_assets())


@pytest.mark.slow
def test_the_same_bytes_twice(assets):
    assert dict(show_assets()) == assets


def test_there_is_a_sound_for_every_place_in_our_show(assets):
    assert {sound.file for sound in Show.find(ROOT).settings.sounds} <= assets.keys()


def test_the_sounds_are_sounds(assets):
    for name in sorted(assets):
        samples, rate = soundfile.read(io.BytesIO(assets[name]), always_2d=True)
        assert rate == 44100
        assert 0.05 < np.abs(samples).max() < 1.0
        assert len(samples) > rate


@pytest.mark.parametrize("channels", [1, 2])
def test_a_wave_file_holds_its_samples(channels):
    samples = np.linspace(-0.5, 0.5, 1000 * channels, dtype=np.float32).reshape(-1, channels)
    with wave.open(io.BytesIO(wav_bytes(samples, 48000))) as reader:
        assert (reader.getnchannels(), reader.getframerate(), reader.getsampwidth()) == (channels, 48000, 2)
        found = np.frombuffer(reader.readframes(2000), "<i2").reshape(-1, channels)
    np.testing.assert_allclose(found / 32768, samples, atol=1.01 / 32768)
