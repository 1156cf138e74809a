"""What the program is made of on this machine, as one digest: whatever it has worked out before holds until this
changes.
"""

from __future__ import annotations

import functools
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

_PACKAGE = Path(__file__).parent


@functools.cache
def program_digest() -> str:
    """SHA-256, in hexadecimal, of our own code and data, of the interpreter, and of every installed package's version.

    Of the packages only names and versions are looked at, which takes a millisecond; of our own files every byte, so
    that whoever works on them is never told that nothing has changed.
    """
    seen = hashlib.sha256(f"{sys.version}\0{sys.platform}".encode())
    for path in sorted(_own_files(str(_PACKAGE))):
        seen.update(f"{os.path.relpath(path, _PACKAGE)}\0".encode())
        with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 - some two hundred files on every call
            seen.update(hashlib.sha256(stream.read()).digest())
    for name in sorted(_installed()):
        seen.update(f"{name}\0".encode())
    return seen.hexdigest()


def _own_files(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                if entry.name != "__pycache__":
                    yield from _own_files(entry.path)
            else:
                yield entry.path


def _installed() -> Iterator[str]:
    """The folders in which packages note their versions, such as ``numpy-2.4.6.dist-info``."""
    for place in sys.path:
        try:
            names = os.listdir(place or ".")  # noqa: PTH208 - names only
        except OSError:
            continue
        yield from (name for name in names if name.endswith((".dist-info", ".egg-info")))
