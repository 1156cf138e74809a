"""Frames of FLAC that are encoded once and stand anywhere: whole to readers of other makes."""

import shutil
import subprocess
from io import BytesIO

import av
import mutagen.flac
import numpy as np
import pytest
import soundfile

from stimmwerk.coded.flac import FlacCodec, _coded, to_24_bits
from stimmwerk.coded.packets import Packets
from stimmwerk.exports.edition import Picture
from stimmwerk.timeline import FRAME

FFMPEG = shutil.which("ffmpeg")
CODECS = {
    "mono": FlacCodec(sample_rate=44_100, channels=1),
    "stereo": FlacCodec(sample_rate=48_000, channels=2),
    "32 kHz": FlacCodec(sample_rate=32_000, channels=1),
}


@pytest.fixture(params=CODECS)
def codec(request):
    return CODECS[request.param]


def noise(codec, frames):
    """Louder and softer noise, silence at times."""
    rng = np.random.default_rng(frames)
    sound = rng.normal(0, 0.2, (frames, FRAME, codec.channels)) * rng.choice([0, 0.001, 0.3, 1], (frames, 1, 1))
    return sound.reshape(-1, codec.channels).astype(np.float32)


def file_of(codec, bare, first=0):
    return codec.head(len(bare), {}, None) + codec.frames(bare, first).data


def decoded(data):
    """By FFmpeg's library."""
    with av.open(BytesIO(data)) as file:
        stream = file.streams.audio[0]
        return np.concatenate([frame.to_ndarray().reshape(-1, stream.channels) for frame in file.decode(stream)])


def told_by_ffmpeg(data):
    """What the program decodes, and what it complains of; it looks at every CRC."""
    command = [FFMPEG, "-v", "warning", "-err_detect", "crccheck+explode", "-i", "-", "-f", "s32le", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=False)
    return done.stdout, done.stderr


def coded(number):
    return _coded(number, number + 1).tobytes()


def test_what_comes_out_is_what_went_in(codec):
    sound = noise(codec, 40)
    bare = codec.encode(sound)
    assert len(bare) == 40
    assert (codec.decode(bare) == to_24_bits(sound)).all()


def test_frames_stand_anywhere(codec):
    """In another order, in another file, at numbers of one to four bytes; every CRC is looked at."""
    sound = noise(codec, 300)
    parts = np.split(to_24_bits(sound), 300)
    bare = codec.encode(sound)
    order = [*range(150, 300), 7, *range(100)]
    data = file_of(codec, Packets.of([[*bare][number] for number in order]))
    expected = np.concatenate([parts[number] for number in order])
    assert (soundfile.read(BytesIO(data), dtype="int32", always_2d=True)[0] == expected).all()
    assert (decoded(data) == expected).all()


def test_a_frame_alone_and_among_others_is_the_same(codec):
    sound = noise(codec, 10)
    assert codec.encode(sound[3 * FRAME : 4 * FRAME]) == codec.encode(sound).between(3, 4)


def test_the_frame_of_silence(codec):
    assert codec.encode(np.zeros((2 * FRAME, codec.channels), np.float32)) == codec.silence(2)
    assert codec.encode(np.zeros((0, codec.channels), np.float32)) == codec.silence(0) == Packets.of([])
    assert codec.frames(Packets.of([]), 5) == Packets.of([])


@pytest.mark.parametrize("number", [0, 127, 128, 2047, 2048, 65_535, 65_536, 1_114_111])
def test_numbers_are_coded_as_utf_8(number):
    assert coded(number) == chr(number).encode("utf-8", "surrogatepass")


def test_larger_numbers_go_on_in_the_same_way():
    assert coded(0x1FFFFF).hex() == "f7bfbfbf"
    assert coded(0x200000).hex() == "f888808080"
    assert coded(0x7FFFFFFF).hex() == "fdbfbfbfbfbf"


@pytest.mark.skipif(FFMPEG is None, reason="ffmpeg is not installed")
@pytest.mark.parametrize("first", [100, 2000, 65_500, 1_114_000, 2_097_100, 67_108_830])
def test_numbers_far_on(codec, first):
    bare = codec.encode(noise(codec, 60))
    assert told_by_ffmpeg(file_of(codec, bare, first)) == (codec.decode(bare).tobytes(), b"")


@pytest.mark.skipif(FFMPEG is None, reason="ffmpeg is not installed")
def test_a_wrong_byte_is_found(codec):
    data = bytearray(file_of(codec, codec.encode(noise(codec, 20))))
    data[len(data) // 2] ^= 1
    assert b"CRC" in told_by_ffmpeg(bytes(data))[1]


def test_tags_and_cover():
    codec = CODECS["mono"]
    bare = codec.encode(noise(codec, 5))
    head = codec.head(5, {"TITLE": "Größe", "CHAPTER000": "00:00:00.000"}, Picture(data=b"\xff\xd8\xff cover"))
    file = mutagen.flac.FLAC(BytesIO(head + codec.frames(bare, 0).data))
    assert (file["title"], file["chapter000"]) == (["Größe"], ["00:00:00.000"])
    assert [(picture.type, picture.mime) for picture in file.pictures] == [(3, "image/jpeg")]
    info = file.info
    assert (info.total_samples, info.sample_rate, info.channels, info.bits_per_sample) == (5 * FRAME, 44_100, 1, 24)


def test_24_bits_are_rounded_once():
    steps = np.array([0, 1, -1, 8_388_607, -8_388_608, 4_194_305], np.float64)
    exact = (steps / 2**23).astype(np.float32)[:, np.newaxis]
    assert (to_24_bits(exact)[:, 0] == steps * 256).all()
    assert (to_24_bits(np.float32([[1.5], [-1.5], [1.0]]))[:, 0] >> 8).tolist() == [8_388_607, -8_388_608, 8_388_607]
