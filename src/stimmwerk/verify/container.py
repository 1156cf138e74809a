"""The file around the sound: its tag, its frames and what its Info frame promises."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stimmwerk.errors import InputError, VerificationFailed, Where
from stimmwerk.files import shown
from stimmwerk.id3 import TagChapter, read_chapters
from stimmwerk.mp3.scan import Scan, glance, scan
from stimmwerk.units import counted
from stimmwerk.verify.verdict import Row, judged, skipped

_TAG_START = b"ID3\x03"
_TAG_START_BYTES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Container:
    """rows: the checks; scan: None where the frames are broken; chapters: the tag's, None where they cannot be read."""

    rows: tuple[Row, ...]
    scan: Scan | None
    chapters: tuple[TagChapter, ...] | None


def check_container(path: Path, written: int | None = None) -> Container:
    """Reads the file once, without decoding it.  Raises InputError where it is missing or cannot be read.

    written: how many frames of sound stand in it, where each was looked at when it was written; None walks them.
    """
    version = _check_version(_first_bytes(path))
    found, frames = _check_frames(path, written)
    chapters, tag = _check_chapters(path)
    return Container(rows=(version, tag, *frames), scan=found, chapters=chapters)


def _first_bytes(path: Path) -> bytes:
    where = Where(shown(path))
    try:
        with path.open("rb") as stream:
            return stream.read(_TAG_START_BYTES)
    except FileNotFoundError as cause:
        raise InputError("there is no such episode", where=where, hint="make it with `stimmwerk build`") from cause
    except OSError as cause:
        raise InputError(f"the episode cannot be read: {cause.strerror or cause}", where=where) from cause


def _check_version(start: bytes) -> Row:
    if start.startswith(b"ID3") and len(start) == _TAG_START_BYTES:
        figure = f"ID3v2.{start[3]}.{start[4]}"
    else:
        figure = f"no ID3v2 tag; the file begins with {start.hex(' ') or 'nothing'}"
    return judged("tag.version", start.startswith(_TAG_START), figure, "ID3v2.3 at the first byte")


def _check_chapters(path: Path) -> tuple[tuple[TagChapter, ...] | None, Row]:
    limit = "one table of contents that names every chapter"
    try:
        chapters = read_chapters(path)
    except VerificationFailed as found:
        return None, judged("tag.chapters", False, found.message, limit)
    count = len(chapters)
    return chapters or None, judged("tag.chapters", count > 0, counted(count, "chapter"), limit, count)


def _check_frames(path: Path, written: int | None) -> tuple[Scan | None, tuple[Row, ...]]:
    limit = "nothing but whole MPEG layer III frames of one kind behind the tag"
    try:
        with path.open("rb") as stream:
            found = scan(stream) if written is None else glance(stream, written)
    except VerificationFailed as broken:
        row = judged("frames.whole", False, broken.message, limit)
        return None, (row, *skipped(("frames.constant", "frames.info"), "the frames are broken"))
    whole = judged("frames.whole", True, f"{found.frames} frames at {found.sample_rate} Hz", limit, found.frames)
    rates = ", ".join(str(rate) for rate in found.bitrates)
    constant = judged("frames.constant", len(found.bitrates) == 1, f"{rates} kbit/s", "one bit rate throughout")
    return found, (whole, constant, _check_info(found))


def _check_info(found: Scan) -> Row:
    limit = "names the frames, the bytes, delay and padding of a constant bit rate"
    info = found.info
    if info is None:
        return judged("frames.info", False, "there is no Info frame", limit)
    wrong = []
    if info.frames != found.frames:
        wrong.append(f"it names {info.frames} frames, there are {found.frames}")
    if info.size != found.stop - found.start:
        wrong.append(f"it names {info.size} bytes, there are {found.stop - found.start}")
    if found.length is None:
        wrong.append("it names neither delay nor padding")
    if not info.constant:
        wrong.append("it announces a variable bit rate")
    good = f"{info.encoder}, delay {info.delay}, padding {info.padding}"
    return judged("frames.info", not wrong, "; ".join(wrong) or good, limit)
