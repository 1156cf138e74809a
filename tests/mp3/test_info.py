"""The Info frame: what is written is what is read, and where the standard's readers look for it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.mp3.frames import BrokenMp3, FrameHeader, bitrates, parse_header, sample_rates, samples_per_frame
from stimmwerk.mp3.info import crc16, frame_count, info_frame, info_header, parse_info


def build(rate: int = 44_100, channels: int = 1, kbps: int = 96, length: int = 100_000, **other: int) -> bytes:
    frames = other.get("frames", frame_count(length, rate))
    return info_frame(
        sample_rate=rate,
        channels=channels,
        bitrate_kbps=kbps,
        length=length,
        frames=frames,
        audio_bytes=frames * 313,
        encoder="LAME3.100",
    )


@given(st.data(), st.sampled_from(sample_rates()), st.sampled_from((1, 2)), st.integers(1, 2**30))
def test_any_length_goes_there_and_back(data: st.DataObject, rate: int, channels: int, length: int):
    kbps = data.draw(st.sampled_from(bitrates(rate)))
    made = build(rate, channels, kbps, length)
    info = parse_info(made)
    assert info is not None
    assert info.delay is not None
    assert info.padding is not None
    assert info.frames * samples_per_frame(rate) - info.delay - info.padding == length
    assert info.size == len(made) + info.frames * 313
    assert (info.encoder, info.constant) == ("LAME3.100", True)
    header = parse_header(made)
    assert len(made) == header.size
    assert (header.sample_rate, header.channels) == (rate, channels)
    assert header.bitrate_kbps >= kbps


@given(st.integers(1, 2**30), st.sampled_from(sample_rates()))
def test_the_frames_are_just_enough(length: int, rate: int):
    step = samples_per_frame(rate)
    assert 0 <= frame_count(length, rate) * step - (length + 576 + 529) < step


@pytest.mark.parametrize(("channels", "at"), [(1, 21), (2, 36)])
def test_the_fields_lie_where_readers_look(channels: int, at: int):
    made = build(channels=channels, kbps=128)
    assert made[at : at + 4] == b"Info"
    assert made[at + 4 : at + 8] == b"\0\0\0\x0f"
    assert made[at + 120 : at + 129] == b"LAME3.100"
    assert int.from_bytes(made[at + 141 : at + 144], "big") >> 12 == 576
    assert int.from_bytes(made[at + 154 : at + 156], "big") == crc16(made[: at + 154])


def test_the_places_rise_evenly():
    places = build(length=10_000_000)[37:137]
    assert all(abs(place - 2.56 * hundredth) < 1.5 for hundredth, place in enumerate(places))
    assert list(places) == sorted(places)


def test_a_low_bit_rate_borrows_a_higher_one_for_this_frame_alone():
    assert info_header(44_100, 1, 32).bitrate_kbps == 56
    assert info_header(44_100, 1, 96).bitrate_kbps == 96


def test_a_count_of_frames_that_cannot_be_is_refused():
    with pytest.raises(ValueError, match="leave a padding of"):
        build(frames=10)


def test_sound_is_no_info_frame():
    header = FrameHeader(sample_rate=44_100, channels=1, bitrate_kbps=96)
    assert parse_info(header.to_bytes().ljust(header.size, b"\0")) is None
    with pytest.raises(BrokenMp3):
        parse_info(b"Info")


def test_a_frame_of_another_encoder_is_read_without_delays():
    made = build().replace(b"LAME3.100", bytes(9))
    info = parse_info(made)
    assert info is not None
    assert (info.delay, info.padding, info.encoder) == (None, None, "")


def test_the_checksum_is_crc_16_arc():
    assert crc16(b"123456789") == 0xBB3D
