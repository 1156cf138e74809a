"""FLAC in frames that know no place: encoded once, they stand in any number of files (RFC 9639).

A frame holds 1152 samples and depends on nothing but them; its place in the file is a number in its header.  A *bare*
frame is one without that header: its subframes and their CRC-16.  A CRC is linear, so that of a whole frame follows
from those of its header and of the rest, and nothing is encoded, decoded or read again to move a frame.
"""

from __future__ import annotations

import functools
import struct
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import repeat
from typing import Any

import numpy as np
from numpy.typing import NDArray

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

#: Headers are made so many at once, and so often as many are remembered: those of an episode's first frames stand in
#: the files of all its turns.
_HEADS, _REMEMBERED = 1024, 64

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
    def library(self) -> str:
        """Everything of the encoder that packets depend on."""
        return library_version()

    @property
    def silence(self) -> bytes:
        """The bare frame of digital silence: a constant of 0 in each channel, and a CRC of zeros is 0."""
        return bytes(self.channels * (1 + BITS // 8) + 2)

    def encode(self, sound: Samples, *, last: bool = False) -> list[bytes]:
        """The bare frames of a block, the programme's last or another.

        sound: float32, shape (frames, channels), a multiple of 1152.  Raises OutputError where libsndfile gives
        something else than it is known to.
        """
        import soundfile

        if not len(sound):
            return []
        file = BytesIO()
        with soundfile.SoundFile(
            file, "w", self.sample_rate, self.channels, f"PCM_{BITS}", format="FLAC", compression_level=_LEVEL
        ) as out:
            out.write(to_24_bits(sound))
        return self._bare(file.getvalue(), len(sound) // FRAME)

    def _bare(self, data: bytes, count: int) -> list[bytes]:
        """The frames of a file, which are told apart by their headers: every byte of those is known."""
        heads, sums = self._headers(0, count)
        borders, at = [], 0
        for head in heads:
            at = data.find(head, at)
            if at < 0:
                raise OutputError(f"FLAC lacks a frame ({library_version()})")
            borders.append(at)
            at += len(head)
        starts = (start + len(head) for start, head in zip(borders, heads, strict=True))
        stops = (*borders[1:], len(data))
        frames = [data[start:stop] for start, stop in zip(starts, stops, strict=True)]
        return _put_behind(repeat(b"", count), sums, frames)

    def frames(self, bare: Sequence[bytes], first: int) -> list[bytes]:
        """Whole frames, numbered from ``first`` on."""
        return _put_behind(*self._headers(first, len(bare)), bare)

    def decode(self, bare: Sequence[bytes]) -> NDArray[np.int32]:
        """What the frames hold: int32, the sound in the upper 24 bits, shape (frames, channels)."""
        import soundfile

        data = self.head(len(bare), {}, None) + b"".join(self.frames(bare, 0))
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

    def _headers(self, first: int, count: int) -> tuple[list[bytes], NDArray[np.uint16]]:
        """The headers from a number on, and the CRC-16 of each."""
        start = bytes(
            [
                0xFF,
                0xF8,
                _SIZE_1152 << 4 | _RATES[self.sample_rate],
                (self.channels - 1) << 4 | _BITS_24 << 1,
            ]
        )
        heads: list[bytes] = []
        sums = [np.empty(0, np.uint16)]
        for begin in range(first // _HEADS * _HEADS, first + count, _HEADS):
            some = slice(max(first - begin, 0), first + count - begin)
            made, of_made = _headers_from(start, begin)
            heads += made[some]
            sums.append(of_made[some])
        return heads, np.concatenate(sums)


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


def _coded(number: int) -> bytes:
    """A number of up to 31 bits as UTF-8 had them once."""
    if number < 0x80:
        return bytes([number])
    tail = []
    room = 6
    while number >= 1 << room:
        tail.append(0x80 | number & 0x3F)
        number >>= 6
        room -= 1
    return bytes([(0xFE << room | number) & 0xFF, *reversed(tail)])


@functools.lru_cache(_REMEMBERED)
def _headers_from(start: bytes, first: int) -> tuple[list[bytes], NDArray[np.uint16]]:
    """``_HEADS`` headers and their CRC-16s; start: what is the same in all."""
    heads = [start + _coded(number) for number in range(first, first + _HEADS)]
    sums = _crc(heads, _table(8)).astype(np.uint8).tobytes()
    heads = [head + sums[at : at + 1] for at, head in enumerate(heads)]
    return heads, _crc(heads, _table(16))


def _put_behind(heads: Iterable[bytes], sums: NDArray[np.uint16], frames: Sequence[bytes]) -> list[bytes]:
    """Frames behind heads, with what CRC-16s of headers (these, or those that the frames had) change in their own."""
    own = np.frombuffer(b"".join([frame[-2:] for frame in frames]), ">u2")
    lengths = np.fromiter(map(len, frames), np.int64, len(frames)) - 2
    ends = (own ^ _moved(sums, lengths)).astype(">u2").tobytes()
    return [
        head + frame[:-2] + ends[at : at + 2]
        for head, frame, at in zip(heads, frames, range(0, len(ends), 2), strict=True)
    ]


@functools.cache
def _table(bits: int) -> NDArray[np.uint16]:
    """The CRC of every byte, by tables."""
    polynomial, top = (_CRC8, 0x80) if bits == 8 else (_CRC16, 0x8000)
    values = np.arange(256, dtype=np.uint32) << (bits - 8)
    for _ in range(8):
        values = np.where(values & top, values << 1 ^ polynomial, values << 1) & (2 * top - 1)
    return values.astype(np.uint16)


def _crc(texts: Sequence[bytes], table: NDArray[np.uint16]) -> NDArray[np.uint16]:
    """The CRC of each of several texts, of 8 bits or of 16 as the table is."""
    wide = 8 if table is _table(16) else 0
    # Zeros in front change nothing in a CRC that begins with 0.
    longest = max(map(len, texts))
    filled = np.frombuffer(b"".join(text.rjust(longest, b"\0") for text in texts), np.uint8)
    total = np.zeros(len(texts), np.uint16)
    for column in filled.reshape(-1, longest).T:
        total = table[total >> wide ^ column] ^ (total << 8 if wide else 0)
    return total.astype(np.uint16)


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
