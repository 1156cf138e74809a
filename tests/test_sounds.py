"""The show's sounds: opened from any format, trimmed and faded to the millisecond, brought to their level."""

import numpy as np
import pytest
import soundfile
from lameenc import Encoder

from stimmwerk.errors import ShowError
from stimmwerk.showfile import SoundSpec
from stimmwerk.signal.loudness import as_heard, loudness_of
from stimmwerk.sounds import open_sound

RATE = 44100


def tone(seconds=3.0, rate=RATE, hertz=440.0, channels=1, level=0.25):
    wave = level * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)
    return np.repeat(wave[:, None], channels, axis=1)


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def sound(folder, samples=None, rate=RATE, *, channels=1, name="a.wav", at=RATE, **spec):
    soundfile.write(folder / name, tone(rate=rate) if samples is None else samples, rate)
    return open_sound(folder, SoundSpec(name="bell", file=name, line=7, **spec), sample_rate=at, channels=channels)


def test_a_sound_as_it_is(folder):
    found = sound(folder)
    assert found.samples.shape == (3 * RATE, 1)
    assert found.samples.dtype == np.float32
    np.testing.assert_allclose(found.samples, tone(), atol=1 / 32768)


@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("held", [1, 2])
@pytest.mark.parametrize("level", [-19.0, -30.5])
def test_it_is_heard_at_its_level(folder, channels, held, level):
    found = sound(folder, tone(channels=held), channels=channels, level_lufs=level)
    assert found.samples.shape[1] == channels
    heard = as_heard(loudness_of((found.samples * found.gain).astype(np.float32), RATE), channels)
    assert heard == pytest.approx(level, abs=0.05)


@pytest.mark.parametrize("rate", [8000, 22050, 48000, 96000])
def test_another_rate_keeps_length_and_pitch(folder, rate):
    found = sound(folder, rate=rate)
    assert abs(len(found.samples) - 3 * RATE) <= 1
    spectrum = np.abs(np.fft.rfft(found.samples[:RATE, 0]))
    assert spectrum.argmax() == 440
    assert np.abs(found.samples[RATE : 2 * RATE]).max() == pytest.approx(0.25, abs=0.005)


def test_the_programme_s_rate_is_used(folder):
    assert abs(len(sound(folder, at=48000).samples) - 3 * 48000) <= 1


@pytest.mark.parametrize("name", ["a.flac", "a.ogg", "a.aiff", "a.mp3"])
def test_other_formats(folder, name):
    found = sound(folder, name=name)
    middle = found.samples[RATE : 2 * RATE, 0]
    assert np.abs(np.fft.rfft(middle)).argmax() == 440
    assert np.sqrt(np.mean(middle**2)) == pytest.approx(0.25 / np.sqrt(2), rel=0.02)


@pytest.mark.parametrize(
    "subtype",
    [
        "PCM_24",
        "PCM_32",
        "PCM_U8",
        "FLOAT",
        "DOUBLE",
    ],
)
def test_other_depths(folder, subtype):
    soundfile.write(folder / "a.wav", tone(), RATE, subtype=subtype)
    found = open_sound(folder, SoundSpec(name="b", file="a.wav"), sample_rate=RATE, channels=1)
    np.testing.assert_allclose(found.samples, tone(), atol=1 / 100)


def test_trimming_takes_what_is_said_from_each_end(folder):
    ramp = (np.arange(3 * RATE) / (3 * RATE) * 0.9)[:, None]
    found = sound(folder, ramp, trim_start=0.5, trim_end=1.25)
    assert len(found.samples) == round(1.25 * RATE)
    assert found.samples[0, 0] == pytest.approx(0.15, abs=1e-3)
    assert found.samples[-1, 0] == pytest.approx(0.9 * 1.75 / 3, abs=1e-3)


def test_fades_come_from_silence_and_go_to_it(folder):
    found = sound(folder, fade_in=1.0, fade_out=1.0)
    level = np.sqrt((found.samples[:, 0].reshape(-1, RATE // 100) ** 2).mean(axis=1)) * np.sqrt(2) / 0.25
    assert level[0] < 0.03
    assert level[-1] < 0.03
    assert 0.02 < level[50] < 0.7
    assert np.all(np.diff(level[:100]) > -0.02)
    np.testing.assert_allclose(level[105:195], 1, atol=0.02)
    assert np.all(np.diff(level[200:]) < 0.02)


def test_a_fade_longer_than_the_sound_is_as_long_as_the_sound(folder):
    found = sound(folder, fade_in=60.0)
    assert len(found.samples) == 3 * RATE
    assert np.abs(found.samples[: RATE // 10]).max() < 0.05


@pytest.mark.parametrize(
    ("samples", "spec", "words"),
    [
        (tone() * 0, {}, "silent"),
        (tone(seconds=0), {}, "empty"),
        (tone(), {"trim_start": 2.0, "trim_end": 1.0}, r"leave nothing of a\.wav, which lasts 3\.00 s"),
        (tone(), {"trim_start": 5.0}, "leave nothing"),
    ],
)
def test_what_cannot_be_heard_is_told_at_its_line(folder, samples, spec, words):
    with pytest.raises(ShowError, match=words) as caught:
        sound(folder, samples, **spec)
    assert str(caught.value.where) == "show.toml:7"


def test_what_is_missing_or_no_sound_is_told_at_its_line(folder):
    for content, words in ((None, "there is no sound"), (b"no sound", "no sound that can be read"), (b"", "no sound")):
        if content is not None:
            (folder / "x.wav").write_bytes(content)
        with pytest.raises(ShowError, match=words) as caught:
            open_sound(folder, SoundSpec(name="b", file="x.wav", line=3), sample_rate=RATE, channels=1)
        assert str(caught.value.where) == "show.toml:3"


@pytest.mark.parametrize("name", ["a.wav", "a.aiff", "a.au", "a.flac", "a.ogg", "a.mp3"])
def test_half_a_file_is_told_at_its_line(folder, name):
    soundfile.write(folder / name, tone(), RATE)
    whole = (folder / name).read_bytes()
    (folder / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ShowError, match=r"cut off|no sound that can be read") as caught:
        open_sound(folder, SoundSpec(name="b", file=name, line=3), sample_rate=RATE, channels=1)
    assert str(caught.value.where) == "show.toml:3"
    assert name in str(caught.value)


@pytest.mark.parametrize("size", [0xFFFFFFFF, 0x7FFFFFFF, 0x7FFFF000])
def test_a_wav_that_was_written_into_a_pipe_is_whole(folder, size):
    soundfile.write(folder / "a.wav", tone(), RATE, format="WAV", subtype="PCM_16")
    whole = bytearray((folder / "a.wav").read_bytes())
    at = whole.index(b"data") + 4
    whole[at : at + 4] = size.to_bytes(4, "little")
    (folder / "a.wav").write_bytes(whole)
    found = open_sound(folder, SoundSpec(name="b", file="a.wav"), sample_rate=RATE, channels=1)
    assert len(found.samples) == 3 * RATE


def test_an_mp3_whose_length_libsndfile_guesses_wrong_is_not_used_in_part(folder):
    """Of variable bit rate and without an Info frame: loud in the middle, silent around it."""
    quiet = np.zeros(RATE * 2, np.int16)
    loud = (np.random.default_rng(1).uniform(-1, 1, RATE * 2) * 20_000).astype(np.int16)
    data = b""
    for kbps, part in ((320, loud), (96, quiet)):
        lame = Encoder()
        lame.set_channels(1)
        lame.set_bit_rate(kbps)
        lame.set_in_sample_rate(RATE)
        data += bytes(lame.encode(part.tobytes())) + bytes(lame.flush())
    (folder / "a.mp3").write_bytes(data)
    with pytest.raises(ShowError, match=r"cut off: \d\.\d\d s of \d\.\d\d s can be read"):
        open_sound(folder, SoundSpec(name="b", file="a.mp3", line=3), sample_rate=RATE, channels=1)
