"""The master, read once: what one encoder has read is there for the next."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np

from stimmwerk.speech import Samples

#: Gives the master from a first sample to just before a last: float32, shape (frames, channels).
ReadSound = Callable[[int, int], Samples]


class Tape:
    """Remembers what is read through it, until it is told to forget; thread-safe.

    A mixdown takes longer than an encoder, and gives the same bits in whatever stretch it is read.
    """

    def __init__(self, read: ReadSound) -> None:
        self._read = read
        self._kept: dict[int, Samples] = {}
        self._lock = threading.Lock()

    def read(self, start: int, stop: int) -> Samples:
        """The master between two samples, which is remembered."""
        sound = self._read(start, stop)
        with self._lock:
            self._kept[start] = sound
        return sound

    def again(self, start: int, stop: int) -> Samples:
        """The same from memory, as far as it goes; the rest is read, and not remembered."""
        with self._lock:
            kept = sorted(
                (first, sound) for first, sound in self._kept.items() if first < stop and first + len(sound) > start
            )
        parts, at = [], start
        for first, sound in kept:
            if first > at:
                parts.append(self._read(at, first))
                at = first
            if first + len(sound) > at:
                parts.append(sound[at - first : stop - first])
                at = min(stop, first + len(sound))
        if at < stop:
            parts.append(self._read(at, stop))
        return np.concatenate(parts) if parts else self._read(start, stop)

    def forget(self, before: int) -> None:
        """Lets go of what ends before a sample."""
        with self._lock:
            self._kept = {first: sound for first, sound in self._kept.items() if first + len(sound) > before}
