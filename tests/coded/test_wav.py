from io import BytesIO

import numpy as np
import pytest
import soundfile

from stimmwerk.coded.wav import head, packed, tail


@pytest.mark.parametrize("channels", [1, 2])
def test_what_comes_out_is_what_went_in(channels):
    sound = np.random.default_rng(1).integers(-(2**23), 2**23, (1001, channels), np.int32) << 8
    parts = [packed(sound[start:stop]) for start, stop in [(0, 300), (300, 700), (700, 1001)]]
    data = b"".join([head(44_100, channels, 1001), *parts, tail(channels, 1001)])
    found, rate = soundfile.read(BytesIO(data), dtype="int32", always_2d=True)
    assert rate == 44_100
    assert (found == sound).all()
    assert len(data) == 44 + 1001 * 3 * channels + channels % 2
    assert soundfile.info(BytesIO(data)).subtype == "PCM_24"


def test_what_is_large_is_an_rf64(tmp_path):
    """Of ten hours only the ends are written: the rest is a hole."""
    length = 10 * 3600 * 44_100
    path = tmp_path / "long.wav"
    sound = np.arange(-500, 500, dtype=np.int32)[:, np.newaxis] << 8
    with path.open("w+b") as file:
        file.write(head(44_100, 1, length))
        file.seek((length - 1000) * 3, 1)
        file.write(packed(sound))
    with soundfile.SoundFile(path) as file:
        assert (file.frames, file.format, file.subtype) == (length, "RF64", "PCM_24")
        file.seek(length - 1000)
        assert (file.read(dtype="int32", always_2d=True) == sound).all()


def test_sizes_are_those_of_the_file():
    for length in (10, 11):
        data = head(44_100, 1, length)
        assert int.from_bytes(data[4:8], "little") == 36 + 3 * length + length % 2
