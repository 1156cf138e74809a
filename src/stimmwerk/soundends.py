"""Whether a file of sound is whole: half a download is opened by libsndfile as if it were a shorter sound."""

from __future__ import annotations

import re

#: What libsndfile logs of the chunk of sound in WAV, AIFF and AU: bytes by the header, and bytes that are there.
_CHUNK = re.compile(r"^\s*(?:data|SSND|Data Size)\s*: (\d+) \(should be (\d+)\)", re.MULTILINE)
#: Programs that write into a pipe cannot know the size, and give one that no file of theirs has.
_UNKNOWN_SIZE = 0x7F000000

_OGG_PAGE, _OGG_FLAGS_AT, _OGG_LAST = b"OggS", 5, 4

_ID3_HEADER = 10
#: An MP3's first frame ends within so many bytes.
_FIRST_FRAME = 2048


def lost_frames(data: bytes, *, log: str, promised: int, found: int) -> int:
    """How many frames of sound a file lacks at its end; -1 where it lacks some and does not tell how many, 0 for none.

    data: the file; log: libsndfile's of opening it (``extra_info``); promised: frames by its header; found: frames that
    could be read.
    """
    if chunk := _CHUNK.search(log):
        size, there = int(chunk[1]), int(chunk[2])
        return (size - there) * found // there if there < size < _UNKNOWN_SIZE and there else 0
    if data.startswith(_OGG_PAGE):
        last = data.rfind(_OGG_PAGE) + _OGG_FLAGS_AT
        return 0 if last < len(data) and data[last] & _OGG_LAST else -1
    if found < promised and _counts_frames(data):
        return promised - found
    return 0


def _counts_frames(data: bytes) -> bool:
    """Whether an MP3 says how many frames it has; otherwise libsndfile guesses by the first one's bit rate."""
    start = 0
    if data.startswith(b"ID3") and len(data) >= _ID3_HEADER:
        for byte in data[6:_ID3_HEADER]:
            start = start << 7 | byte & 0x7F
        start += _ID3_HEADER
    head = data[start : start + _FIRST_FRAME]
    return b"Xing" in head or b"Info" in head
