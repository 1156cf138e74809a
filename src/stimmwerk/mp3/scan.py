"""A whole MP3 file, walked frame by frame without holding it: what verification asks of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO

from stimmwerk.mp3.frames import HEADER_BYTES, BrokenMp3, parse_header
from stimmwerk.mp3.info import Info, parse_info

_TAG_HEADER_BYTES = 10
_TAG_HAS_FOOTER = 0x10


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """What the frames of a file say.

    start: the first byte after the ID3v2 tag; stop: the first after the last frame, the end of the file;
    frames: of sound, without the Info frame; bitrates: in kbit/s, rising, one where it is constant;
    samples_per_frame: 1152 or 576; info: what the Info frame says, or None.
    """

    start: int
    stop: int
    frames: int
    bitrates: tuple[int, ...]
    sample_rate: int
    channels: int
    samples_per_frame: int
    info: Info | None

    @property
    def length(self) -> int | None:
        """Samples that a decoder gives, or None where no Info frame says how many to drop."""
        if self.info is None or self.info.delay is None or self.info.padding is None:
            return None
        return self.frames * self.samples_per_frame - self.info.delay - self.info.padding


def scan(stream: IO[bytes]) -> Scan:
    """Walks a file, opened for binary reading at its start, to its end.

    Raises BrokenMp3 where it holds anything but one ID3v2 tag at its start and frames of one rate and channel count.
    """
    at = start = _skip_tag(stream)
    frames, bitrates, info = 0, set[int](), None
    first = None
    while head := stream.read(HEADER_BYTES):
        try:
            header = parse_header(head)
        except BrokenMp3 as cause:
            raise BrokenMp3(f"no MPEG layer III frame at byte {at}: found {head.hex(' ')}") from cause
        frame = head + stream.read(header.size - HEADER_BYTES)
        if len(frame) != header.size:
            raise BrokenMp3(f"the last frame, at byte {at}, is cut short by {header.size - len(frame)} bytes")
        at += header.size
        if first is None:
            first, info = header, parse_info(frame)
            if info is not None:
                continue
        elif (header.sample_rate, header.channels) != (first.sample_rate, first.channels):
            raise BrokenMp3(
                f"the sound changes at byte {at - header.size} from {first.sample_rate} Hz with {first.channels} "
                f"channels to {header.sample_rate} Hz with {header.channels}"
            )
        frames += 1
        bitrates.add(header.bitrate_kbps)
    if first is None or not frames:
        raise BrokenMp3("there is no frame of sound in the file")
    return Scan(
        start=start,
        stop=at,
        frames=frames,
        bitrates=tuple(sorted(bitrates)),
        sample_rate=first.sample_rate,
        channels=first.channels,
        samples_per_frame=first.samples,
        info=info,
    )


def glance(stream: IO[bytes], frames: int) -> Scan:
    """What ``scan`` would say of a file of constant bit rate, of whose ``frames`` each was checked when it was written.

    Looks at the tag, the first frame and the size.  Raises BrokenMp3 where no Info frame stands first, and where it
    names another number of frames or of bytes.
    """
    start = _skip_tag(stream)
    head = stream.read(HEADER_BYTES)
    header = parse_header(head)
    info = parse_info(head + stream.read(header.size - HEADER_BYTES))
    stop = stream.seek(0, 2)
    if info is None or (info.frames, info.size) != (frames, stop - start):
        raise BrokenMp3(f"{frames} frames in {stop - start} bytes were written; the Info frame says {info}")
    sound = parse_header(_at(stream, start + header.size))
    return Scan(
        start=start,
        stop=stop,
        frames=frames,
        bitrates=(sound.bitrate_kbps,),
        sample_rate=sound.sample_rate,
        channels=sound.channels,
        samples_per_frame=sound.samples,
        info=info,
    )


def _at(stream: IO[bytes], place: int) -> bytes:
    stream.seek(place)
    return stream.read(HEADER_BYTES)


def _skip_tag(stream: IO[bytes]) -> int:
    """Leaves the stream behind the ID3v2 tag, if there is one; gives the byte where that is."""
    head = stream.read(_TAG_HEADER_BYTES)
    size = 0
    if head.startswith(b"ID3") and len(head) == _TAG_HEADER_BYTES:
        for byte in head[6:]:
            size = size << 7 | byte & 0x7F
        size += _TAG_HEADER_BYTES * (2 if head[5] & _TAG_HAS_FOOTER else 1)
    stream.seek(size)
    return size
