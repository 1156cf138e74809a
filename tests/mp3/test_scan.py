"""The walk over a file: what it counts and what it does not let pass."""

from __future__ import annotations

import io

import numpy as np
import pytest

from stimmwerk.mp3.frames import BrokenMp3, frame_sizes
from stimmwerk.mp3.grid import blocks_of
from stimmwerk.mp3.lame import EncoderSettings
from stimmwerk.mp3.scan import scan
from stimmwerk.mp3.writer import write_mp3


def episode(length: int = 30_000, settings: EncoderSettings | None = None) -> bytes:
    settings = settings or EncoderSettings()
    pcm, file = np.full((length, settings.channels), 700, np.int16), io.BytesIO()
    blocks = blocks_of(length, [], sample_rate=settings.sample_rate)
    write_mp3(file, lambda start, stop: pcm[start:stop], length, blocks, settings)
    return file.getvalue()


def test_a_file_is_counted():
    data = episode(settings=EncoderSettings(sample_rate=48_000, channels=2, bitrate_kbps=128))
    found = scan(io.BytesIO(data))
    assert (found.start, found.stop) == (0, len(data))
    assert (found.frames, found.bitrates, found.sample_rate) == (28, (128,), 48_000)
    assert (found.channels, found.samples_per_frame, found.length) == (2, 1152, 30_000)


def test_frames_without_an_info_frame_have_no_length():
    data = episode()
    found = scan(io.BytesIO(data[int(frame_sizes(data)[0]) :]))
    assert found.info is None
    assert found.length is None
    assert found.frames == 28


@pytest.mark.parametrize("footer", [False, True])
def test_a_tag_is_stepped_over(footer: bool):
    body = b"\xff\xfb\x70\xc4" * 50  # looks like frames
    tag = b"ID3\x04\0" + bytes([0x10 * footer, 0, 0, 1, 72]) + body + bytes(10 * footer)
    found = scan(io.BytesIO(tag + episode()))
    assert found.start == len(tag)
    assert found.length == 30_000


def test_changes_on_the_way_are_found():
    stereo = episode(settings=EncoderSettings(channels=2))
    with pytest.raises(BrokenMp3, match=r"changes at byte \d+ from 44100 Hz with 1 channels to 44100 Hz with 2"):
        scan(io.BytesIO(episode() + stereo))
    other = episode(settings=EncoderSettings(bitrate_kbps=64))
    assert scan(io.BytesIO(episode() + other)).bitrates == (64, 96)


@pytest.mark.parametrize("extra", [b"TAG" + bytes(125), b"\0", b"\xff"])
def test_what_follows_the_sound_is_named_with_its_place(extra: bytes):
    data = episode()
    with pytest.raises(BrokenMp3, match=f"no MPEG layer III frame at byte {len(data)}"):
        scan(io.BytesIO(data + extra))


def test_a_file_that_ends_early_is_found():
    with pytest.raises(BrokenMp3, match="cut short by 5 bytes"):
        scan(io.BytesIO(episode()[:-5]))


@pytest.mark.parametrize("data", [b"", b"ID3", b"ID3\x03\0\0\0\0\0\0"])
def test_a_file_without_sound_is_found(data: bytes):
    with pytest.raises(BrokenMp3):
        scan(io.BytesIO(data))


def test_an_info_frame_alone_is_no_sound():
    data = episode()
    with pytest.raises(BrokenMp3, match="no frame of sound"):
        scan(io.BytesIO(data[: int(frame_sizes(data)[0])]))
