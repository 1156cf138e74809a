"""Boxes of the ISO base media file format (ISO/IEC 14496-12): a size, four letters, and what is inside.

A box is the pieces of it, in order: what is large stands in them as it is, and is never copied to be put into another.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import TypeAlias

from numpy.typing import NDArray

#: Bytes, and memory that counts in bytes.
Pieces: TypeAlias = tuple[bytes | memoryview, ...]


def box(kind: bytes, *content: bytes | Pieces) -> Pieces:
    """A box.  kind: its four letters; content: fields and other boxes."""
    inside = tuple(_flat(content))
    return (struct.pack(">I4s", 8 + size_of(inside), kind), *inside)


def full_box(kind: bytes, *content: bytes | Pieces, version: int = 0, flags: int = 0) -> Pieces:
    """A box that has a version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *content)


def table(kind: bytes, count: int, *content: bytes | Pieces) -> Pieces:
    """A full box of so many entries."""
    return full_box(kind, struct.pack(">I", count), *content)


def numbers(array: NDArray) -> Pieces:  # type: ignore[type-arg]
    """What an array of big-endian numbers holds, in place: what is put into it later is in the pieces, too."""
    return (array.view("u1").data,)


def size_of(pieces: Pieces) -> int:
    """In bytes."""
    return sum(map(len, pieces))


def _flat(content: Iterable[bytes | Pieces]) -> Iterable[bytes | memoryview]:
    for part in content:
        if isinstance(part, tuple):
            yield from part
        else:
            yield part
