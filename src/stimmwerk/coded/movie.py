"""What an MP4 says of its sound and its chapters: the box ``moov`` (ISO/IEC 14496-12 and -14).

A chapter track is a track of texts that the sound refers to, as the QuickTime File Format has it.  Titles last whole
milliseconds there, so that a chapter begins where all other files say.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from stimmwerk.coded.boxes import Pieces, box, full_box, numbers, table

#: Numbers of the tracks.
_SOUND, _TEXTS = 1, 2

_ENABLED, _IN_MOVIE = 1, 2
_ONE = 0x10000
_MATRIX = struct.pack(">9I", _ONE, 0, 0, 0, _ONE, 0, 0, 0, 0x40000000)

#: Descriptors of ISO/IEC 14496-1, and what they say: MPEG-4 audio, an audio stream, and that MP4 has its own times.
_ES, _DECODER, _DECODER_SPECIFIC, _SYNC = 3, 4, 5, 6
_MPEG4_AUDIO, _AUDIO_STREAM, _OF_MP4 = 0x40, 0x15, 2

#: A decoder of AAC holds so many bytes for each channel (6144 bits, ISO/IEC 14496-3).
DECODER_BYTES = 768

_MS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """Packets of AAC, as they lie in the file.  Times in samples of the rate.

    config: AudioSpecificConfig; packet: samples of each; priming: samples that are decoded before the first that is
    heard; length: samples that are heard.
    sizes: of every packet, in bytes, big-endian; offsets: from the start of the file to every chunk, in bytes,
    big-endian, of 32 bits or 64; chunk: packets in each but the last; mean_bps, peak_bps: bits in a second, on average
    and at most; largest: the most bytes of a packet.
    """

    sample_rate: int
    channels: int
    config: bytes
    packet: int
    priming: int
    length: int
    sizes: NDArray[Any]
    offsets: NDArray[Any]
    chunk: int
    mean_bps: int
    peak_bps: int
    largest: int

    @property
    def decoded(self) -> int:
        """Samples that a decoder gives."""
        return len(self.sizes) * self.packet


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Titles, as they lie in the file: one after the other.

    sizes: of each, in bytes; durations: of each, in ms; offset: of the first, in bytes from the start of the file.
    """

    sizes: Sequence[int]
    durations: Sequence[int]
    offset: int


def movie(sound: Sound, texts: Texts, language: str, about: Pieces) -> Pieces:
    """The box ``moov``: as long for any sizes, offsets and rates.

    language: three letters of ISO 639-2/T; about: boxes for ``udta``.
    """
    clock = _Clock(sound.length, sound.sample_rate, wide=sound.decoded >= 1 << 32)
    duration_ms = sum(texts.durations)
    return box(
        b"moov",
        clock.box(
            b"mvhd",
            clock.scale(clock.length, clock.rate),
            struct.pack(">IH10x", _ONE, 0x100),
            _MATRIX,
            struct.pack(">24xI", _TEXTS + 1),
        ),
        box(
            b"trak",
            clock.track(_SOUND, _ENABLED | _IN_MOVIE, clock.length, volume=0x100),
            clock.edits(sound.priming),
            box(b"tref", box(b"chap", struct.pack(">I", _TEXTS))),
            box(
                b"mdia",
                clock.media(sound.decoded, sound.sample_rate, language),
                _handler(b"soun"),
                _information(full_box(b"smhd", bytes(4)), _sound_samples(sound)),
            ),
        ),
        box(
            b"trak",
            clock.track(_TEXTS, _IN_MOVIE, min(clock.length, duration_ms * clock.rate // _MS), volume=0),
            box(
                b"mdia",
                clock.media(duration_ms, _MS, language),
                _handler(b"text"),
                _information(_text_header(), _text_samples(texts)),
            ),
        ),
        box(b"udta", about),
    )


class _Clock:
    """Boxes that tell times; those of an episode that 32 bits cannot count have 64.

    length: of the movie, in units of ``1 / rate`` seconds.
    """

    def __init__(self, length: int, rate: int, *, wide: bool) -> None:
        self.length, self.rate = length, rate
        self._wide = wide
        self._unit = "Q" if wide else "I"

    def box(self, kind: bytes, *content: bytes | Pieces, flags: int = 0) -> Pieces:
        return full_box(kind, *content, version=int(self._wide), flags=flags)

    def scale(self, length: int, rate: int) -> bytes:
        """Nobody is told when the file was made: the same inputs give the same bytes."""
        return struct.pack(f">{self._unit}{self._unit}I{self._unit}", 0, 0, rate, length)

    def track(self, number: int, flags: int, length: int, volume: int) -> Pieces:
        times = struct.pack(f">{self._unit}{self._unit}I4x{self._unit}", 0, 0, number, length)
        return self.box(b"tkhd", times, struct.pack(">12xH2x", volume), _MATRIX, bytes(8), flags=flags)

    def edits(self, first: int) -> Pieces:
        """The track plays from a unit of its own on, as long as the movie."""
        entry = struct.pack(f">I{self._unit}{self._unit}I", 1, self.length, first, _ONE)
        return box(b"edts", self.box(b"elst", entry))

    def media(self, length: int, rate: int, language: str) -> Pieces:
        # Five bits a letter, from 1 for a.
        letters = sum((ord(letter) - 0x60) << shift for letter, shift in zip(language, (10, 5, 0), strict=True))
        return self.box(b"mdhd", self.scale(length, rate), struct.pack(">H2x", letters))


def _handler(kind: bytes) -> Pieces:
    """What the track is; it has no name of its own."""
    return full_box(b"hdlr", struct.pack(">4x4s12xx", kind))


def _information(header: Pieces, samples: Pieces) -> Pieces:
    here = full_box(b"url ", flags=1)
    return box(b"minf", header, box(b"dinf", table(b"dref", 1, here)), samples)


def _sound_samples(sound: Sound) -> Pieces:
    count = len(sound.sizes)
    full, rest = divmod(count, sound.chunk)
    chunks = [(1, sound.chunk)] if full else []
    if rest:
        chunks.append((full + 1, rest))
    kind = b"stco" if sound.offsets.itemsize == 4 else b"co64"
    return box(
        b"stbl",
        table(b"stsd", 1, _sound_description(sound)),
        table(b"stts", 1, struct.pack(">II", count, sound.packet)),
        table(b"stsc", len(chunks), *(struct.pack(">III", first, packets, 1) for first, packets in chunks)),
        full_box(b"stsz", struct.pack(">II", 0, count), numbers(sound.sizes)),
        table(kind, len(sound.offsets), numbers(sound.offsets)),
        # Who begins somewhere inside has to decode the packet before, too.
        full_box(b"sgpd", struct.pack(">4sIIh", b"roll", 2, 1, -1), version=1),
        full_box(b"sbgp", struct.pack(">4sIII", b"roll", 1, count, 1)),
    )


def _sound_description(sound: Sound) -> Pieces:
    buffer = max(sound.largest, sound.channels * DECODER_BYTES)
    decoder = struct.pack(
        ">BBBHII", _MPEG4_AUDIO, _AUDIO_STREAM, buffer >> 16, buffer & 0xFFFF, sound.peak_bps, sound.mean_bps
    )
    stream = struct.pack(">HB", 0, 0) + _descriptor(_DECODER, decoder + _descriptor(_DECODER_SPECIFIC, sound.config))
    return box(
        b"mp4a",
        struct.pack(">6xH8xHH4xI", 1, sound.channels, 16, sound.sample_rate << 16),
        full_box(b"esds", _descriptor(_ES, stream + _descriptor(_SYNC, bytes([_OF_MP4])))),
    )


def _descriptor(tag: int, content: bytes) -> bytes:
    """Shorter than 128 bytes, as all of ours are."""
    return bytes([tag, len(content)]) + content


def _text_header() -> Pieces:
    """What QuickTime has for all that is neither sound nor picture: copied as it is, and nowhere."""
    return box(b"gmhd", full_box(b"gmin", struct.pack(">HHHH4x", 0x40, 0x8000, 0x8000, 0x8000)), box(b"text", _MATRIX))


def _text_samples(texts: Texts) -> Pieces:
    count = len(texts.sizes)
    return box(
        b"stbl",
        table(b"stsd", 1, _text_description()),
        table(b"stts", count, *(struct.pack(">II", 1, duration) for duration in texts.durations)),
        table(b"stsc", 1, struct.pack(">III", 1, count, 1)),
        full_box(b"stsz", struct.pack(">II", 0, count), *(struct.pack(">I", size) for size in texts.sizes)),
        table(b"stco", 1, struct.pack(">I", texts.offset)),
    )


def _text_description() -> Pieces:
    """Flags, justification, colour behind, box, font, face, colour: nobody shows the track, so nothing is said."""
    return box(b"text", struct.pack(">6xH", 1), struct.pack(">II6x8x8xHHx2x6xB", 0, 0, 0, 0, 0))


def text_sample(text: str) -> bytes:
    """A title as the track of chapters has it: its length, its letters, and that they are UTF-8."""
    letters = text.encode()
    return b"".join((struct.pack(">H", len(letters)), letters, *box(b"encd", struct.pack(">I", 0x100))))
