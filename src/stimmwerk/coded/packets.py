"""Packets in a row, as the store keeps them and files take them: their bytes, and how long each is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Packets:
    """data: the bytes of all, one behind the other; borders: where each begins, and where the last ends."""

    data: bytes
    borders: NDArray[np.int64]

    @classmethod
    def of(cls, packets: Sequence[bytes]) -> Packets:
        """Packets that are apart."""
        return cls.sized(b"".join(packets), [len(packet) for packet in packets])

    @classmethod
    def sized(cls, data: bytes, sizes: Sequence[int] | NDArray[np.int64]) -> Packets:
        """Bytes in which packets of these sizes stand."""
        borders = np.zeros(len(sizes) + 1, np.int64)
        np.cumsum(sizes, out=borders[1:])
        return cls(data, borders)

    def __len__(self) -> int:
        return len(self.borders) - 1

    def __iter__(self) -> Iterator[bytes]:
        return (self.data[start:stop] for start, stop in pairwise(self.borders.tolist()))

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, Packets) and self.data == other.data and np.array_equal(self.borders, other.borders)

    __hash__ = None  # type: ignore[assignment]

    @property
    def sizes(self) -> NDArray[np.int64]:
        """Bytes of each."""
        return np.diff(self.borders)

    def between(self, first: int, stop: int) -> Packets:
        """Those from one to just before another."""
        borders = self.borders[first : stop + 1]
        return Packets(self.data[borders[0] : borders[-1]], borders - borders[0])

    def bytes_between(self, first: int, stop: int) -> memoryview:
        """The bytes of those, which are not copied."""
        return memoryview(self.data)[self.borders[first] : self.borders[stop]]
