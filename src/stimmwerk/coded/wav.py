"""A WAV of 24 bits whose length is known before its sound is (EBU Tech 3306 for what is large)."""

from __future__ import annotations

import struct

import numpy as np
from numpy.typing import NDArray

_BYTES = 3
_HEAD = 44

#: A RIFF counts its bytes in 32 bits; what is larger becomes RF64.
_MOST = 2**32 - 4096


def packed(sound: NDArray[np.int32]) -> memoryview:
    """The bytes of a stretch of sound: int32, its upper 24 bits count, shape (frames, channels)."""
    four = np.ascontiguousarray(sound, "<i4").reshape(-1).view(np.uint8).reshape(-1, 4)
    three = np.empty((len(four), _BYTES), np.uint8)
    for place in range(_BYTES):
        three[:, place] = four[:, place + 1]
    return three.reshape(-1).data


def tail(channels: int, length: int) -> bytes:
    """What stands behind the last sample: a RIFF's parts are of an even number of bytes."""
    return bytes(length * channels * _BYTES % 2)


def head(sample_rate: int, channels: int, length: int) -> bytes:
    """What stands before the first sample.  sample_rate: in Hz; length: samples a channel."""
    frame = channels * _BYTES
    size = length * frame
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, sample_rate, sample_rate * frame, frame, 8 * _BYTES)
    if size < _MOST:
        riff = struct.pack("<4sI4s", b"RIFF", _HEAD - 8 + size + size % 2, b"WAVE")
        return riff + form + struct.pack("<4sI", b"data", size)
    whole = struct.pack("<4sI4s", b"RF64", 0xFFFFFFFF, b"WAVE")
    large = struct.pack("<4sIQQQI", b"ds64", 28, _HEAD - 8 + 36 + size + size % 2, size, length, 0)
    return whole + large + form + struct.pack("<4sI", b"data", 0xFFFFFFFF)
