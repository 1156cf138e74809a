"""How an entry of the store lies in its file.

    offset  bytes
         0      8  magic
         8      4  version of this layout, little-endian like all that follows
        12      4  length of the header text
        16      8  length of the payload
        24     32  SHA-256 of the payload
        56     32  SHA-256 of bytes 0 to 55 and of the header text
        88         header text: JSON, filled up with spaces until the payload begins on a multiple of 64
                   payload

The header has a digest of its own, so what it says of a payload can be trusted without reading that.  It names the
entry, so that one in the place of another is found out, too.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from io import FileIO
from typing import Any

_MAGIC = b"STIMWERK"
_VERSION = 2
_HEAD = struct.Struct("<8sIIQ32s32s")
_UNSIGNED = _HEAD.size - 32
_ALIGNMENT = 64

#: Where a header says which entry it is of.
_NAME = "of"

#: So much of an entry is read to see its header, which as a rule is shorter.
_FIRST_READ = 4096


class Damaged(Exception):
    """The bytes are not those that were written; the message says how that shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """An entry's header, read and in keeping with the size of its file.

    payload_at: offset of the payload; digest: its SHA-256.
    """

    header: dict[str, Any]
    payload_at: int
    digest: bytes

    def verify(self, payload: bytes | memoryview) -> None:
        """Raises Damaged where a payload is another than was written."""
        if hashlib.sha256(payload).digest() != self.digest:
            raise Damaged("its SHA-256 is another than when it was written")


def preamble(payload: memoryview, header: Mapping[str, Any], name: str) -> bytes:
    """All that stands before a payload; name: the entry's.

    Raises TypeError or ValueError for a header that is no JSON.
    """
    text = json.dumps({**header, _NAME: name}, sort_keys=True, allow_nan=False).encode()
    text += b" " * (-(_HEAD.size + len(text)) % _ALIGNMENT)
    digest = hashlib.sha256(payload).digest()
    start = _HEAD.pack(_MAGIC, _VERSION, len(text), payload.nbytes, digest, b"")[:_UNSIGNED]
    return start + _sign(start, text) + text


def read_layout(data: bytes | memoryview, size: int, name: str) -> Layout:
    """What the first bytes of an entry, its whole header among them, say of a file of ``size`` bytes.

    Raises Damaged where they are not ours, of another version or of another entry than that of the name, or the size
    is another.
    """
    if size < _HEAD.size:
        raise Damaged("it is empty" if size == 0 else f"it has only {size} bytes")
    magic, version, header_size, payload_size, digest, signature = _HEAD.unpack_from(data)
    if magic != _MAGIC or version != _VERSION:
        raise Damaged("it does not begin like an entry of this version")
    payload_at = _HEAD.size + header_size
    if size != payload_at + payload_size:
        raise Damaged(f"it has {size} bytes instead of {payload_at + payload_size}")
    text = bytes(data[_HEAD.size : payload_at])
    if _sign(bytes(data[:_UNSIGNED]), text) != signature:
        raise Damaged("its header's SHA-256 is another than when it was written")
    header = json.loads(text)
    # Entries of earlier builds may not say whose they are.
    if header.get(_NAME, name) != name:
        raise Damaged(f"it is that of {header[_NAME]}")
    return Layout(header=header, payload_at=payload_at, digest=digest)


def layout_of(stream: FileIO, name: str) -> Layout:
    """That of the file of an entry of this name, open at its begin; the payload is not read.  Raises Damaged."""
    size = os.fstat(stream.fileno()).st_size
    data = stream.read(_FIRST_READ)
    if len(data) >= _HEAD.size and (wanted := _HEAD.size + _HEAD.unpack_from(data)[2]) > len(data):
        data += stream.read(wanted - len(data))
    return read_layout(data, size, name)


def payload_of(stream: FileIO, layout: Layout) -> bytes:
    """The payload of an entry's file.  Raises Damaged."""
    # By itself: cut out of the whole it would be copied.
    stream.seek(layout.payload_at)
    payload = stream.read()
    layout.verify(payload)
    return payload


def _sign(start: bytes, header: bytes) -> bytes:
    return hashlib.sha256(start + header).digest()
