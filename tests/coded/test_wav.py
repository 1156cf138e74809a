from io import BytesIO

import numpy as np
import pytest
import soundfile

from stimmwerk.coded.wav import WavFile, _head


@pytest.mark.parametrize("channels", [1, 2])
def test_stretches_in_any_order(channels):
    sound = np.random.default_rng(1).integers(-(2**23), 2**23, (1001, channels), np.int32) << 8
    file = BytesIO()
    wav = WavFile(file, sample_rate=44_100, channels=channels, length=1001)
    for start, stop in [(700, 1001), (0, 300), (300, 700)]:
        wav.put(start, sound[start:stop])
    file.seek(0)
    found, rate = soundfile.read(file, dtype="int32", always_2d=True)
    assert rate == 44_100
    assert (found == sound).all()
    assert len(file.getvalue()) == 44 + 1001 * 3 * channels + channels % 2
    file.seek(0)
    assert soundfile.info(file).subtype == "PCM_24"


def test_what_is_large_is_an_rf64(tmp_path):
    """Of ten hours only the ends are written: the rest is a hole."""
    length = 10 * 3600 * 44_100
    path = tmp_path / "long.wav"
    sound = np.arange(-500, 500, dtype=np.int32)[:, np.newaxis] << 8
    with path.open("w+b") as file:
        WavFile(file, sample_rate=44_100, channels=1, length=length).put(length - 1000, sound)
    with soundfile.SoundFile(path) as file:
        assert (file.frames, file.format, file.subtype) == (length, "RF64", "PCM_24")
        file.seek(length - 1000)
        assert (file.read(dtype="int32", always_2d=True) == sound).all()


def test_sizes_are_those_of_the_file():
    for length in (10, 11):
        head = _head(44_100, 1, length)
        assert int.from_bytes(head[4:8], "little") == 36 + 3 * length + length % 2
