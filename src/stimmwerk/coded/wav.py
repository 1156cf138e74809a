"""A WAV of 24 bits whose length is known and whose stretches come in any order (EBU Tech 3306 for what is large)."""

from __future__ import annotations

import struct
import threading
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

_BYTES = 3
_HEAD = 44

#: A RIFF counts its bytes in 32 bits; what is larger becomes RF64.
_MOST = 2**32 - 4096


class WavFile:
    """Writes into a stream that can be sought; thread-safe.

    stream: empty; sample_rate: in Hz; length: samples a channel.
    """

    def __init__(self, stream: BinaryIO, *, sample_rate: int, channels: int, length: int) -> None:
        self._stream = stream
        self._frame = channels * _BYTES
        self._lock = threading.Lock()
        self._head = _head(sample_rate, channels, length)
        stream.write(self._head)
        stream.seek(len(self._head) + length * self._frame)
        stream.write(b"\0" * (length * self._frame % 2))

    def put(self, start: int, sound: NDArray[np.int32]) -> None:
        """The sound from a sample on: int32, its upper 24 bits count, shape (frames, channels)."""
        data = _packed(sound)
        with self._lock:
            self._stream.seek(len(self._head) + start * self._frame)
            self._stream.write(data)


def _packed(sound: NDArray[np.int32]) -> memoryview:
    four = np.ascontiguousarray(sound, "<i4").reshape(-1).view(np.uint8).reshape(-1, 4)
    three = np.empty((len(four), _BYTES), np.uint8)
    for place in range(_BYTES):
        three[:, place] = four[:, place + 1]
    return three.data


def _head(sample_rate: int, channels: int, length: int) -> bytes:
    frame = channels * _BYTES
    size = length * frame
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, channels, sample_rate, sample_rate * frame, frame, 8 * _BYTES)
    if size < _MOST:
        riff = struct.pack("<4sI4s", b"RIFF", _HEAD - 8 + size + size % 2, b"WAVE")
        return riff + form + struct.pack("<4sI", b"data", size)
    whole = struct.pack("<4sI4s", b"RF64", 0xFFFFFFFF, b"WAVE")
    large = struct.pack("<4sIQQQI", b"ds64", 28, _HEAD - 8 + 36 + size + size % 2, size, length, 0)
    return whole + large + form + struct.pack("<4sI", b"data", 0xFFFFFFFF)
