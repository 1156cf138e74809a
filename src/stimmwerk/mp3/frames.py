"""Frames of MPEG audio layer III: what a header says, and a walk from frame to frame.

The standards are ISO/IEC 11172-3 (MPEG-1: 32, 44.1 and 48 kHz) and ISO/IEC 13818-3 (MPEG-2: half of each).
Free format and the unofficial MPEG-2.5 are not read.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stimmwerk.errors import VerificationFailed

HEADER_BYTES = 4

# The third byte of a header holds, in its last bit but one, whether the frame has a byte of padding.
_PADDING_BYTE = 2

#: Sample rates in Hz by version, in the order of the header's index.
_RATES = {1: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000)}

#: Bit rates in kbit/s by version; the header's index counts them from 1.
_BITRATES = {
    1: (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}

_SYNC = 0x7FF
_VERSION_BITS = {1: 3, 2: 2}
_LAYER_III = 1
_MODE_JOINT, _MODE_MONO = 1, 3
_ORIGINAL = 0b100

#: Bytes of side information after the header, by (version, channels).
_SIDE_INFO = {(1, 1): 17, (1, 2): 32, (2, 1): 9, (2, 2): 17}


class BrokenMp3(VerificationFailed):
    """Bytes that are not an unbroken run of MPEG layer III frames of one kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameHeader:
    """The four bytes at the start of a frame.

    bitrate_kbps: of the standard's table; sample_rate: in Hz; channels: 1 or 2; padded: one byte longer than the
    plain size; protected: a checksum of two bytes follows the header.
    """

    sample_rate: int
    channels: int
    bitrate_kbps: int
    padded: bool = False
    protected: bool = False

    @property
    def version(self) -> int:
        """1 for MPEG-1, 2 for MPEG-2."""
        return _version_of(self.sample_rate)

    @property
    def samples(self) -> int:
        """Samples a channel that the frame stands for."""
        return samples_per_frame(self.sample_rate)

    @property
    def size(self) -> int:
        """Bytes of the whole frame, this header among them."""
        return self.samples * 125 * self.bitrate_kbps // self.sample_rate + self.padded

    @property
    def side_info_at(self) -> int:
        """The first byte of the side information, from the start of the frame."""
        return HEADER_BYTES + (2 if self.protected else 0)

    @property
    def main_data_at(self) -> int:
        """The first byte after the side information, from the start of the frame."""
        return self.side_info_at + _SIDE_INFO[self.version, self.channels]

    def to_bytes(self) -> bytes:
        """The header as LAME writes it: two channels as joint stereo, marked as an original, no emphasis."""
        version = self.version
        bits = _SYNC << 21 | _VERSION_BITS[version] << 19 | _LAYER_III << 17 | (not self.protected) << 16
        bits |= (_BITRATES[version].index(self.bitrate_kbps) + 1) << 12
        bits |= _RATES[version].index(self.sample_rate) << 10 | self.padded << 9
        bits |= (_MODE_MONO if self.channels == 1 else _MODE_JOINT) << 6 | _ORIGINAL
        return bits.to_bytes(HEADER_BYTES, "big")


def sample_rates() -> tuple[int, ...]:
    """The sample rates that layer III knows, in Hz, rising."""
    return tuple(sorted(rate for rates in _RATES.values() for rate in rates))


def bitrates(sample_rate: int) -> tuple[int, ...]:
    """The constant bit rates allowed at a sample rate, in kbit/s, rising.  Raises ValueError for another rate."""
    return _BITRATES[_version_of(sample_rate)]


def samples_per_frame(sample_rate: int) -> int:
    """1152 at the rates of MPEG-1, 576 at those of MPEG-2.  Raises ValueError for another rate."""
    return 1152 if _version_of(sample_rate) == 1 else 576


def parse_header(data: bytes, at: int = 0) -> FrameHeader:
    """The header at a byte of ``data``.  Raises BrokenMp3 where there is none."""
    four = bytes(data[at : at + HEADER_BYTES])
    header = _header(four)
    if header is None:
        raise BrokenMp3(f"no MPEG layer III frame at byte {at}: found {four.hex(' ') or 'the end'}")
    return header


def walk(data: bytes) -> Iterator[tuple[int, FrameHeader]]:
    """Every frame as its first byte and its header.  Raises BrokenMp3 where a frame is broken or cut short."""
    at = 0
    while at < len(data):
        header = parse_header(data, at)
        yield at, header
        at += header.size
    if at != len(data):
        raise BrokenMp3(f"the last frame is cut short by {at - len(data)} of {header.size} bytes")


def frame_starts(data: bytes) -> NDArray[np.int64]:
    """The first byte of every frame, and behind them the first after the last, shape (frames + 1,), int64.

    Raises BrokenMp3.
    """
    if not data:
        return np.zeros(1, np.int64)
    first = parse_header(data)
    size, at, starts = first.size - first.padded, 0, [0]
    # Frames of a constant rate differ in nothing but a byte of padding.  Where one does, all are walked with care.
    while at + HEADER_BYTES <= len(data):
        at += size + (data[at + _PADDING_BYTE] >> 1 & 1)
        starts.append(at)
    found = np.array(starts, np.int64)
    heads = np.frombuffer(data, np.uint8)[found[:-1, np.newaxis] + np.arange(HEADER_BYTES)]
    heads[:, _PADDING_BYTE] &= 0xFD
    if at != len(data) or (heads != heads[0]).any():
        found = np.array([*(start for start, _ in walk(data)), len(data)], np.int64)
    return found


def frame_sizes(data: bytes) -> NDArray[np.int64]:
    """Bytes of every frame, shape (frames,), int64.  Raises BrokenMp3."""
    return np.diff(frame_starts(data))


def main_data_begins(data: bytes) -> NDArray[np.int64]:
    """How many bytes before each frame its sound begins, shape (frames,), int64.  Raises BrokenMp3.

    Zero throughout means that no frame needs another's bytes: the bit reservoir is off.
    """
    starts = frame_starts(data)[:-1]
    if not len(starts):
        return np.zeros(0, np.int64)
    header = parse_header(data)
    two = np.frombuffer(data, np.uint8)[starts[:, np.newaxis] + header.side_info_at + np.arange(2)].astype(np.int64)
    nine: NDArray[np.int64] = (two[:, 0] << 8 | two[:, 1]) >> 7
    return nine if header.version == 1 else nine >> 1


@functools.lru_cache(maxsize=256)  # a file of constant bit rate has a handful of headers
def _header(four: bytes) -> FrameHeader | None:
    bits = int.from_bytes(four, "big")
    version = {3: 1, 2: 2}.get(bits >> 19 & 3)
    bitrate, rate = bits >> 12 & 15, bits >> 10 & 3
    if len(four) < HEADER_BYTES or bits >> 21 != _SYNC or bits >> 17 & 3 != _LAYER_III:
        return None
    if version is None or bitrate in (0, 15) or rate == 3:
        return None
    return FrameHeader(
        sample_rate=_RATES[version][rate],
        channels=1 if bits >> 6 & 3 == _MODE_MONO else 2,
        bitrate_kbps=_BITRATES[version][bitrate - 1],
        padded=bool(bits >> 9 & 1),
        protected=not bits >> 16 & 1,
    )


def _version_of(sample_rate: int) -> int:
    for version, rates in _RATES.items():
        if sample_rate in rates:
            return version
    allowed = ", ".join(str(rate) for rate in sample_rates())
    raise ValueError(f"a sample rate of {sample_rate} Hz is not of MPEG layer III; allowed are {allowed}")
