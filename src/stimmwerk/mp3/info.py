"""The Info frame: a first frame without sound that says how many samples of the rest count.

Xing's layout (frames, bytes, table of contents, quality) with LAME's extension (delay and padding).  With it right,
decoded samples = frames * samples a frame - delay - padding, and the time in the sound is the time in a chapter mark.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass

from stimmwerk.mp3.frames import FrameHeader, bitrates, parse_header, samples_per_frame
from stimmwerk.units import round_up

#: Samples by which LAME's sound is late, at every rate.
ENCODER_DELAY = 576

#: Samples by which a layer III decoder's sound is late again: 528 of the filter bank, and one.
DECODER_DELAY = 529

_XING = struct.Struct(">4sIII100sI")
_LAME = struct.Struct(">9sBB8sBB3sBBHIH")
_CHECKSUM_BYTES = 2
_BODY_BYTES = _XING.size + _LAME.size + _CHECKSUM_BYTES
_HAS_ALL = 0b1111
_METHOD_CBR = 1
_FLAGS = 0x14  # psychoacoustics by nspsytune, threshold in quiet of type 4: LAME's defaults
_NOISE_SHAPING = 1
_STEREO_MODE = {1: 0, 2: 3}  # mono, joint
_SOURCE_RATE = {44_100: 1, 48_000: 2}  # 0 is 32 kHz and below
_MOST_PADDING = 0xFFF


@dataclass(frozen=True, slots=True, kw_only=True)
class Info:
    """What an Info frame says.

    frames: of sound, itself not counted; size: bytes from its own first to the last of the sound;
    delay, padding: samples to drop at the start and at the end, None without LAME's extension;
    encoder: the encoder's name, empty without the extension; constant: whether it promises a constant bit rate.
    """

    frames: int
    size: int
    delay: int | None
    padding: int | None
    encoder: str
    constant: bool


def frame_count(length: int, sample_rate: int) -> int:
    """The least number of frames from which ``length`` samples come out of a decoder whole."""
    step = samples_per_frame(sample_rate)
    return round_up(length + ENCODER_DELAY + DECODER_DELAY, step) // step


def info_header(sample_rate: int, channels: int, bitrate_kbps: int) -> FrameHeader:
    """The header of the Info frame of such sound: its bit rate, or the least above it into which the fields fit."""
    for candidate in bitrates(sample_rate):
        header = FrameHeader(sample_rate=sample_rate, channels=channels, bitrate_kbps=candidate)
        if candidate >= bitrate_kbps and header.size >= header.main_data_at + _BODY_BYTES:
            return header
    raise ValueError(f"no Info frame of at least {bitrate_kbps} kbit/s at {sample_rate} Hz")


def info_frame(
    *, sample_rate: int, channels: int, bitrate_kbps: int, length: int, frames: int, audio_bytes: int, encoder: str
) -> bytes:
    """The frame to stand before ``frames`` frames of constant bit rate that take ``audio_bytes`` bytes.

    length: samples a decoder is to give; encoder: LAME's name for itself, at most 9 ASCII characters (decoders heed
    the delay only where it begins with ``LAME``).  Raises ValueError where no padding leads to that length.
    """
    header = info_header(sample_rate, channels, bitrate_kbps)
    padding = frames * header.samples - length - ENCODER_DELAY
    if not DECODER_DELAY <= padding <= _MOST_PADDING:
        raise ValueError(f"{frames} frames for {length} samples leave a padding of {padding}")
    total = header.size + audio_bytes
    places = bytes(min(255, 256 * (header.size + audio_bytes * hundredth // 100) // total) for hundredth in range(100))
    xing = _XING.pack(b"Info", _HAS_ALL, frames, total, places, 0)
    lame = _LAME.pack(
        encoder.encode("ascii"),
        _METHOD_CBR,
        0,  # low-pass: not told
        bytes(8),  # peak and replay gain: not told
        _FLAGS,
        min(255, bitrate_kbps),
        (ENCODER_DELAY << 12 | padding).to_bytes(3, "big"),
        _SOURCE_RATE.get(sample_rate, 0) << 6 | _STEREO_MODE[channels] << 2 | _NOISE_SHAPING,
        0,  # gain applied to the frames: none
        0,  # preset and surround: none
        total,
        0,  # checksum of the sound: not told
    )
    start = header.to_bytes() + bytes(header.main_data_at - header.side_info_at) + xing + lame
    return (start + crc16(start).to_bytes(_CHECKSUM_BYTES, "big")).ljust(header.size, b"\0")


def parse_info(frame: bytes) -> Info | None:
    """What a file's first frame says, or None where it is sound.  Raises BrokenMp3 where it is no frame."""
    at = parse_header(frame).main_data_at
    name = frame[at : at + 4]
    if name not in (b"Info", b"Xing") or len(frame) < at + 8:
        return None
    has, at = int.from_bytes(frame[at + 4 : at + 8], "big"), at + 8
    numbers = [0, 0]
    for bit, width in enumerate((4, 4, 100, 4)):
        if has >> bit & 1:
            if bit < len(numbers):
                numbers[bit] = int.from_bytes(frame[at : at + width], "big")
            at += width
    delays = int.from_bytes(frame[at + 21 : at + 24], "big")
    extended = frame[at : at + 4] in (b"LAME", b"Lavf", b"Lavc")
    return Info(
        frames=numbers[0],
        size=numbers[1],
        delay=delays >> 12 if extended else None,
        padding=delays & _MOST_PADDING if extended else None,
        encoder=frame[at : at + 9].rstrip(b"\0 ").decode("latin-1") if extended else "",
        constant=name == b"Info",
    )


def crc16(data: bytes) -> int:
    """CRC-16/ARC, LAME's checksum over its own frame: polynomial 0x8005, bits reversed, starting at 0."""
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc
