"""Frame headers: every one the standard allows goes there and back; broken bytes are named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.mp3.frames import (
    BrokenMp3,
    FrameHeader,
    bitrates,
    frame_sizes,
    main_data_begins,
    parse_header,
    sample_rates,
    samples_per_frame,
)


@st.composite
def headers(draw: st.DrawFn) -> FrameHeader:
    rate = draw(st.sampled_from(sample_rates()))
    return FrameHeader(
        sample_rate=rate,
        channels=draw(st.sampled_from((1, 2))),
        bitrate_kbps=draw(st.sampled_from(bitrates(rate))),
        padded=draw(st.booleans()),
        protected=draw(st.booleans()),
    )


def frame(header: FrameHeader, main_data_begin: int = 0) -> bytes:
    """A frame without sound whose side information starts with the pointer given."""
    bits = 9 if header.version == 1 else 8
    pointer = (main_data_begin << 16 - bits).to_bytes(2, "big")
    start = header.to_bytes() + bytes(header.side_info_at - 4) + pointer
    return start.ljust(header.size, b"\0")


@given(headers())
def test_a_header_is_read_as_it_was_written(header: FrameHeader):
    assert parse_header(header.to_bytes()) == header


@pytest.mark.parametrize(
    ("data", "size", "samples", "main_data_at"),
    [
        ("fffb70c4", 313, 1152, 21),  # 44.1 kHz, 96 kbit/s, mono
        ("fffb72c4", 314, 1152, 21),  # the same, padded
        ("fffb9044", 417, 1152, 36),  # 44.1 kHz, 128 kbit/s, joint stereo
        ("fffb54c4", 192, 1152, 21),  # 48 kHz, 64 kbit/s, mono
        ("fff360c4", 156, 576, 13),  # 22.05 kHz, 48 kbit/s, mono
        ("fff38464", 192, 576, 21),  # 24 kHz, 64 kbit/s, joint stereo
        ("fffa9044", 417, 1152, 38),  # with a checksum
    ],
)
def test_headers_of_the_standard(data: str, size: int, samples: int, main_data_at: int):
    header = parse_header(bytes.fromhex(data))
    assert (header.size, header.samples, header.main_data_at) == (size, samples, main_data_at)


@pytest.mark.parametrize(
    "data",
    [
        "",
        "fffb70",
        "00000000",
        "fff970c4",  # layer IV does not exist
        "fffd70c4",  # layer II
        "ffeb70c4",  # a version that does not exist
        "ffe370c4",  # MPEG-2.5
        "fffb00c4",  # free format
        "fffbf0c4",  # no bit rate
        "fffb7cc4",  # no sample rate
        "49443303",  # a tag
    ],
)
def test_what_is_no_header_is_refused(data: str):
    with pytest.raises(BrokenMp3, match="no MPEG layer III frame at byte 0"):
        parse_header(bytes.fromhex(data))


@given(st.lists(headers(), max_size=8))
def test_sizes_add_up_to_the_bytes(found: list[FrameHeader]):
    data = b"".join(frame(header) for header in found)
    assert frame_sizes(data).tolist() == [header.size for header in found]
    assert not main_data_begins(data).any()


@given(headers(), st.integers(0, 255))
def test_the_pointer_into_the_reservoir_is_read(header: FrameHeader, begin: int):
    assert main_data_begins(frame(header) + frame(header, begin)).tolist() == [0, begin]


@given(headers(), st.data())
def test_a_frame_cut_short_is_refused(header: FrameHeader, data: st.DataObject):
    whole = frame(header)
    kept = data.draw(st.integers(4, len(whole) - 1))
    with pytest.raises(BrokenMp3, match=f"cut short by {len(whole) - kept} of {len(whole)} bytes"):
        frame_sizes(whole + whole[:kept])


def test_the_place_of_lost_sync_is_named():
    whole = frame(FrameHeader(sample_rate=44_100, channels=1, bitrate_kbps=96))
    with pytest.raises(BrokenMp3, match="at byte 313: found 54 41 47 20"):
        frame_sizes(whole + b"TAG ")


def test_another_sample_rate_names_those_allowed():
    with pytest.raises(ValueError, match=r"11025 Hz .* 16000, 22050, 24000, 32000, 44100, 48000"):
        samples_per_frame(11_025)
