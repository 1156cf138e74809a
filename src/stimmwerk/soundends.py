"""Whether a file of sound is whole: half a download is opened by libsndfile as if it were a shorter sound."""

from __future__ import annotations

import re
from io import BytesIO

from stimmwerk.mp3.frames import BrokenMp3
from stimmwerk.mp3.scan import scan

#: What libsndfile logs of the chunk of sound in WAV, AIFF and AU: bytes by the header, and bytes that are there.
_CHUNK = re.compile(r"^\s*(?:data|SSND|Data Size)\s*: (\d+) \(should be (\d+)\)", re.MULTILINE)
#: Programs that write into a pipe cannot know the size, and give one that no file of theirs has.
_UNKNOWN_SIZE = 0x7F000000

_OGG_PAGE, _OGG_FLAGS_AT, _OGG_LAST = b"OggS", 5, 4

_ID3_HEADER = 10
#: An MP3's first frame ends within so many bytes.
_FIRST_FRAME = 2048
_ID3V1 = 128
#: libsndfile reads no more frames than it has guessed; so far off, a guess is as good as a count.
_GUESSED_WELL = 0.05


def lost_frames(data: bytes, *, log: str, promised: int, found: int) -> int:
    """How many frames of sound a file lacks at its end; -1 where it lacks some and does not tell how many, 0 for none.

    data: the file; log: libsndfile's of opening it (``extra_info``); promised: frames by its header; found: frames that
    could be read, or those that libsndfile has guessed of an MP3 of variable bit rate that does not tell.
    """
    if chunk := _CHUNK.search(log):
        size, there = int(chunk[1]), int(chunk[2])
        return (size - there) * found // there if there < size < _UNKNOWN_SIZE and there else 0
    if data.startswith(_OGG_PAGE):
        last = data.rfind(_OGG_PAGE) + _OGG_FLAGS_AT
        return 0 if last < len(data) and data[last] & _OGG_LAST else -1
    if _counts_frames(data):
        return max(0, promised - found)
    heard = _walked(data)
    return heard - found if found < heard * (1 - _GUESSED_WELL) else 0


def _walked(data: bytes) -> int:
    """The samples in the frames of an MP3; 0 of anything else, and of one with more than frames in it."""
    sound = data[:-_ID3V1] if data[-_ID3V1:].startswith(b"TAG") else data
    try:
        found = scan(BytesIO(sound))
    except BrokenMp3:
        return 0
    return found.frames * found.samples_per_frame


def _counts_frames(data: bytes) -> bool:
    """Whether an MP3 says how many frames it has; otherwise libsndfile guesses by the first one's bit rate."""
    start = 0
    if data.startswith(b"ID3") and len(data) >= _ID3_HEADER:
        for byte in data[6:_ID3_HEADER]:
            start = start << 7 | byte & 0x7F
        start += _ID3_HEADER
    head = data[start : start + _FIRST_FRAME]
    return b"Xing" in head or b"Info" in head
