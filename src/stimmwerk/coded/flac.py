"""FLAC in frames that know no place: encoded once, they stand in any number of files (RFC 9639).

A frame holds 1152 samples and depends on nothing but them; its place in the file is a number in its header.  A *bare*
frame is one without that header: its subframes and their CRC-16.  A CRC is linear, so that of a whole frame follows
from those of its header and of the rest, and nothing is encoded, decoded or read again to move a frame.
"""

from __future__ import annotations

import functools
import struct
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stimmwerk.coded.packets import Packets
from stimmwerk.errors import OutputError
from stimmwerk.exports.edition import Picture
from stimmwerk.speech import Samples
from stimmwerk.timeline import FRAME

#: Significant bits of a sample.
BITS = 24

_FULL_SCALE = np.float32(1 << 23)

#: libFLAC's fixed predictors in blocks of 1152 samples.  LPC takes twice the time and saves a twelfth of the bytes.
_LEVEL = 0.0

#: What a header says of the rate: those of MPEG-1.
_RATES = {32_000: 8, 44_100: 9, 48_000: 10}
_SIZE_1152, _BITS_24 = 3, 6

#: CRC-8: x^8 + x^2 + x + 1; CRC-16: x^16 + x^15 + x^2 + 1; both begin with 0.
_CRC8, _CRC16 = 0x07, 0x8005

#: After so many shifts of CRC-16 by a bit everything is as it was, so after as many by a byte, too.
_PERIOD = 32_767

#: x^15 + x + 1, which is CRC-16's polynomial divided by x + 1: shifts leave it as it is.
_FIXED = 0x8003

#: From each of these numbers on, a number takes a byte more.
_LONGER = (0x80, 0x800, 0x1_0000, 0x20_0000, 0x400_0000)

_LAST, _VORBIS_COMMENT, _PICTURE = 0x80, 4, 6


@dataclass(frozen=True, slots=True, kw_only=True)
class FlacCodec:
    """How sound is encoded.  sample_rate: in Hz, one of MPEG-1's; channels: 1 or 2."""

    name: str = "flac"
    sample_rate: int
    channels: int

    @property
    def step(self) -> int:
        """Samples in a packet, which is a bare frame."""
        return FRAME

    @property
    def cuts_anywhere(self) -> bool:
        """A frame is encoded by itself."""
        return True

    @property
    def library(self) -> str:
        """Everything of the encoder that packets depend on."""
        return library_version()

    def encode(self, sound: Samples, *, last: bool = False) -> Packets:
        """The bare frames of a block, the programme's last or another.

        sound: float32, shape (frames, channels), a multiple of 1152.  Raises OutputError where libsndfile gives
        something else than it is known to.
        """
        import soundfile

        if not len(sound):
            return Packets.of([])
        file = BytesIO()
        with soundfile.SoundFile(
            file, "w", self.sample_rate, self.channels, f"PCM_{BITS}", format="FLAC", compression_level=_LEVEL
        ) as out:
            out.write(to_24_bits(sound))
        return self._bare(file.getvalue(), len(sound) // FRAME)

    def _bare(self, data: bytes, count: int) -> Packets:
        """The frames of a file, which are told apart by their headers: every byte of those is known."""
        starts, stops, at = [], [], 0
        heads = [head for some, _ in self._headers(0, count) for head in map(bytes, some)]
        for head in heads:
            at = data.find(head, at)
            if at < 0:
                raise OutputError(f"FLAC lacks a frame ({library_version()})")
            stops.append(at)
            at += len(head)
            starts.append(at)
        sums = np.concatenate([sums for _, sums in self._headers(0, count)])
        bodies = [data[start:stop] for start, stop in zip(starts, (*stops[1:], len(data)), strict=True)]
        return _put_behind(np.empty((count, 0), np.uint8), sums, Packets.of(bodies))

    def frames(self, bare: Packets, first: int) -> Packets:
        """Whole frames, numbered from ``first`` on."""
        runs, at = [], 0
        for heads, sums in self._headers(first, len(bare)):
            runs.append(_put_behind(heads, sums, bare.between(at, at + len(heads))))
            at += len(heads)
        if len(runs) == 1:
            return runs[0]
        sizes = [run.sizes for run in runs] or [np.zeros(0, np.int64)]
        return Packets.sized(b"".join([run.data for run in runs]), np.concatenate(sizes))

    def silence(self, count: int) -> Packets:
        """Bare frames of digital silence: a constant of 0 in each channel, and a CRC of zeros is 0."""
        size = self.channels * (1 + BITS // 8) + 2
        return Packets(bytes(count * size), np.arange(count + 1) * size)

    def decode(self, bare: Packets) -> NDArray[np.int32]:
        """What the frames hold: int32, the sound in the upper 24 bits, shape (frames, channels)."""
        import soundfile

        data = self.head(len(bare), {}, None) + self.frames(bare, 0).data
        sound: NDArray[np.int32] = soundfile.read(BytesIO(data), dtype="int32", always_2d=True)[0]
        return sound

    def head(self, count: int, comments: Mapping[str, str], cover: Picture | None) -> bytes:
        """What stands before the first of ``count`` frames.

        It leaves the MD5 of the sound open, as the format allows: every frame has a CRC of its own.
        """
        blocks: list[tuple[int, bytes]] = [(0, self._stream_info(count)), (_VORBIS_COMMENT, _comments(comments))]
        if cover is not None:
            import mutagen.flac

            flac: Any = mutagen.flac
            picture = flac.Picture()
            picture.type, picture.mime, picture.data = 3, cover.media_type, cover.data
            blocks.append((_PICTURE, picture.write()))
        parts = [b"fLaC"]
        for number, (kind, data) in enumerate(blocks, 1):
            last = _LAST if number == len(blocks) else 0
            parts += [bytes([kind | last]), len(data).to_bytes(3, "big"), data]
        return b"".join(parts)

    def _stream_info(self, count: int) -> bytes:
        facts = self.sample_rate << 44 | (self.channels - 1) << 41 | (BITS - 1) << 36 | count * FRAME
        return struct.pack(">HH6xQ16x", FRAME, FRAME, facts)

    def _headers(self, first: int, count: int) -> Iterator[tuple[NDArray[np.uint8], NDArray[np.uint16]]]:
        """The headers from a number on, one a row, and the CRC-16 of each; in runs of those that are as long."""
        start = bytes(
            [
                0xFF,
                0xF8,
                _SIZE_1152 << 4 | _RATES[self.sample_rate],
                (self.channels - 1) << 4 | _BITS_24 << 1,
            ]
        )
        borders = [first, *(number for number in _LONGER if first < number < first + count), first + count]
        for low, high in pairwise(borders):
            if low < high:
                numbers = _coded(low, high)
                heads = np.empty((high - low, len(start) + numbers.shape[1] + 1), np.uint8)
                heads[:, : len(start)] = np.frombuffer(start, np.uint8)
                heads[:, len(start) : -1] = numbers
                heads[:, -1] = _crc(heads[:, :-1], _table(8))
                yield heads, _crc(heads, _table(16))


def to_24_bits(sound: Samples) -> NDArray[np.int32]:
    """float32 to int32, the sound in the upper 24 bits; float32 has as many, so this rounds once."""
    whole = np.rint(sound * _FULL_SCALE)
    np.clip(whole, -_FULL_SCALE, _FULL_SCALE - 1, out=whole)
    steps: NDArray[np.int32] = whole.astype(np.int32)
    return np.left_shift(steps, 8, out=steps)


@functools.cache
def library_version() -> str:
    """The library that encodes."""
    import soundfile

    return f"libsndfile-{soundfile.__libsndfile_version__}"


def _comments(comments: Mapping[str, str]) -> bytes:
    texts = [f"{name}={text}".encode() for name, text in comments.items()]
    parts = [library_version().encode(), *texts]
    framed = [struct.pack("<I", len(part)) + part for part in parts]
    return framed[0] + struct.pack("<I", len(texts)) + b"".join(framed[1:])


def _coded(first: int, stop: int) -> NDArray[np.uint8]:
    """Numbers in a row, of up to 31 bits and all as long, as UTF-8 had them once: one a row."""
    numbers = np.arange(first, stop)
    longer = bisect_right(_LONGER, first)
    coded = np.empty((len(numbers), 1 + longer), np.uint8)
    for place in range(longer, 0, -1):
        coded[:, place] = 0x80 | numbers & 0x3F
        numbers >>= 6
    # Of the first byte's ones, as many as there are bytes, and a zero; a single byte has but the zero.
    coded[:, 0] = (0xFE << (6 - longer) & 0xFF if longer else 0) | numbers
    return coded


def _put_behind(heads: NDArray[np.uint8], sums: NDArray[np.uint16], frames: Packets) -> Packets:
    """Frames behind heads, with what CRC-16s of headers (these, or those that the frames had) change in their own.

    heads: one a row, of no length if need be.
    """
    count, width = heads.shape
    ends, lengths = frames.borders[1:] - 2, frames.sizes - 2
    data = np.frombuffer(frames.data, np.uint8)
    own = data[ends].astype(np.uint16) << 8 | data[ends + 1]
    # What stands between the insides of two frames: the end of one, then the head of the other.
    between = np.empty((count + 1, 2 + width), np.uint8)
    between[1:, :2] = (own ^ _moved(sums, lengths)).astype(">u2")[:, np.newaxis].view(np.uint8)
    between[:-1, 2:] = heads
    joints = between.tobytes()[2 : len(between) * (2 + width) - width]
    places = range(width, len(joints), width + 2)
    pieces = [joints[:width]]
    for start, stop, place in zip(frames.borders[:-1].tolist(), ends.tolist(), places, strict=True):
        pieces += (frames.data[start:stop], joints[place : place + 2 + width])
    return Packets.sized(b"".join(pieces), lengths + width + 2)


@functools.cache
def _table(bits: int) -> NDArray[np.uint16]:
    """The CRC of every byte, by tables."""
    polynomial, top = (_CRC8, 0x80) if bits == 8 else (_CRC16, 0x8000)
    values = np.arange(256, dtype=np.uint32) << (bits - 8)
    for _ in range(8):
        values = np.where(values & top, values << 1 ^ polynomial, values << 1) & (2 * top - 1)
    return values.astype(np.uint16)


def _crc(texts: NDArray[np.uint8], table: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """The CRC of each of several texts, one a row, of 8 bits or of 16 as the table is."""
    wide = table is _table(16)
    total = np.zeros(len(texts), np.uint16)
    for column in texts.T:
        total = table[total >> 8 ^ column] ^ total << 8 if wide else table[total ^ column]
    return total


@functools.cache
def _powers() -> NDArray[np.uint16]:
    """What CRC-16 makes of a 1 that so many bytes follow."""
    table = _table(16)
    powers = np.empty(_PERIOD, np.uint16)
    value = 1
    for number in range(_PERIOD):
        powers[number] = value
        value = (value << 8 & 0xFFFF) ^ int(table[value >> 8])
    return powers


@functools.cache
def _logarithms() -> tuple[NDArray[np.int64], NDArray[np.uint16], NDArray[np.uint16]]:
    """Of every CRC-16: logarithm, factor and rest, so that it is the factor times that power, plus the rest.

    The powers are half of all values but two, ``_FIXED`` more than each is the other half, and a rest is either
    ``_FIXED`` or 0: shifts change nothing but the logarithm.
    """
    logarithms, factors, rests = np.zeros(1 << 16, np.int64), np.ones(1 << 16, np.uint16), np.zeros(1 << 16, np.uint16)
    powers = _powers()
    for rest in (0, _FIXED):
        logarithms[powers ^ rest] = np.arange(_PERIOD)
        rests[powers ^ rest] = rest
        factors[rest], rests[rest] = 0, rest
    return logarithms, factors, rests


def _moved(sums: NDArray[np.uint16], lengths: NDArray[np.int64]) -> NDArray[np.uint16]:
    """CRC-16s with so many bytes of zeros behind what they are of."""
    logarithms, factors, rests = _logarithms()
    moved: NDArray[np.uint16] = _powers()[(logarithms[sums] + lengths) % _PERIOD] * factors[sums] ^ rests[sums]
    return moved
