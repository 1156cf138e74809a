"""LAME in blocks: each whole in itself, and the same every time."""

from __future__ import annotations

import numpy as np
import pytest

from stimmwerk.mp3.frames import bitrates, frame_sizes, main_data_begins, parse_header
from stimmwerk.mp3.lame import LOOK_AHEAD, EncoderSettings, encode_block, encoder_gain, lame_name, lame_version


def noise(frames: int, settings: EncoderSettings) -> np.ndarray:
    samples = frames * settings.frame + LOOK_AHEAD
    return np.random.default_rng(5).integers(-9000, 9000, (samples, settings.channels), np.int16, endpoint=True)


SETTINGS = [
    EncoderSettings(),
    EncoderSettings(sample_rate=48_000, channels=2, bitrate_kbps=128),
    EncoderSettings(bitrate_kbps=32),
    EncoderSettings(bitrate_kbps=320, channels=2),
    EncoderSettings(sample_rate=22_050, bitrate_kbps=8),
    EncoderSettings(sample_rate=16_000, channels=2, bitrate_kbps=160, quality=7),
]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_frames_are_counted_whole_and_repeatable(settings: EncoderSettings):
    pcm = noise(20, settings)
    data = encode_block(pcm, settings, 4, 16)
    assert len(frame_sizes(data)) == 16
    assert not main_data_begins(data).any()
    header = parse_header(data)
    assert (header.sample_rate, header.channels) == (settings.sample_rate, settings.channels)
    assert header.bitrate_kbps == settings.bitrate_kbps
    assert data == encode_block(pcm, settings, 4, 16)
    assert encode_block(pcm, settings, 0, 20).endswith(data)


def test_the_last_frame_needs_the_look_ahead_and_no_more():
    settings = EncoderSettings()
    pcm = noise(6, settings)
    with pytest.raises(ValueError, match=r"expected int16 of shape \(7136, 1\)"):
        encode_block(pcm[:-1], settings, 0, 6)
    with pytest.raises(ValueError, match="float32"):
        encode_block(pcm.astype(np.float32), settings, 0, 6)
    with pytest.raises(ValueError, match=r"shape \(7136, 2\)"):
        encode_block(np.repeat(pcm, 2, axis=1), settings, 0, 6)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"bitrate_kbps": 100}, r"a bit rate of 100 kbit/s at 44100 Hz; allowed are 32, 40, .*, 320"),
        ({"sample_rate": 24_000, "bitrate_kbps": 320}, r"allowed are 8, 16, .*, 160"),
        ({"sample_rate": 44_000}, r"44000 Hz .* allowed are 16000, .*, 48000"),
        ({"channels": 3}, r"channels of 3; allowed are 1, 2"),
        ({"quality": 1}, r"quality of 1; allowed are 2, 3, 4, 5, 6, 7"),
    ],
)
def test_settings_outside_the_standard_are_refused(wrong: dict[str, int], message: str):
    with pytest.raises(ValueError, match=message):
        EncoderSettings(**wrong)


def test_every_bit_rate_of_the_standard_is_allowed():
    assert all(EncoderSettings(bitrate_kbps=kbps).frame == 1152 for kbps in bitrates(44_100))
    assert all(EncoderSettings(sample_rate=24_000, bitrate_kbps=kbps).frame == 576 for kbps in bitrates(24_000))


def test_the_version_is_the_one_in_the_frames():
    settings = EncoderSettings()
    silence = np.zeros((4 * settings.frame + LOOK_AHEAD, 1), np.int16)
    assert lame_name().startswith("LAME")
    assert len(lame_name()) <= 9
    assert lame_name().encode() in encode_block(silence, settings, 0, 4)
    assert lame_version().startswith(f"{lame_name()} lameenc-")


@pytest.mark.parametrize(("bitrate", "channels", "gain"), [(96, 1, 0.95), (96, 2, 0.95), (320, 2, 1.0)])
def test_what_lame_takes_away_is_known(bitrate, channels, gain):
    settings = EncoderSettings(bitrate_kbps=bitrate, channels=channels)
    assert encoder_gain(settings) == pytest.approx(gain, abs=0.002)
