"""A folder in which finished pieces are found again by the digest of everything that went into them.

An entry is one file, ``folder/kind/a/abcd…``; ``entry`` says how it is laid out.
Entries appear whole or not at all, so builds may share a store; whatever is damaged counts as missing.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import stat
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from stimmwerk.entry import Damaged, layout_of, payload_of, preamble, read_layout
from stimmwerk.errors import OutputError, Where
from stimmwerk.files import atomic_writer, shown, write_text

if TYPE_CHECKING:  # numpy takes a tenth of a second to import, and who asks for bytes needs none of it
    import numpy as np
    from numpy.typing import NDArray

    Sound = NDArray[np.float32] | NDArray[np.int16]

#: The file that says that a folder is a store.
MARKER = "STIMMWERK-STORE"

_MARKER_TEXT = (
    "Stimmwerk keeps finished speech and sound here, so that it need not be made again.\n"
    "The folder may be deleted at any time; what is missing is made anew.\n"
)

_Found = TypeVar("_Found")

_KIND = re.compile(r"[a-z][a-z0-9-]*\Z")
_KEY = re.compile(r"[0-9a-f]{64}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What the store holds under a kind and a key.

    size: bytes of the file; last_used: when it was last written or asked for, in seconds since 1970 (UTC).
    """

    kind: str
    key: str
    size: int
    last_used: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Leftover:
    """A temporary file of a writer that was killed, or is still at work.

    path: inside the store's folder; size: in bytes; written: when it was last written, in seconds since 1970 (UTC).
    """

    path: Path
    size: int
    written: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """An entry that could not be trusted and was removed; reason: what was wrong with it, for people."""

    kind: str
    key: str
    reason: str


class Store:
    """A content-addressed store in a folder.

    A folder is ours when it holds ``MARKER``.  It is made at the first ``put``; until then a missing folder is an
    empty store.  kind: what sort of thing an entry is, in lower-case letters, digits and hyphens; key: a SHA-256 in
    lower-case hexadecimal.  Other kinds and keys raise ValueError.
    damaged: entries that were found damaged by this object, each once, in the order of finding.
    """

    def __init__(self, folder: Path) -> None:
        """Raises OutputError for a folder that holds something and is not marked as a store, and for a file."""
        self.folder = folder
        self._root = str(folder)
        self.damaged: list[Damage] = []
        self._verified: set[bytes] = set()
        self._refuse_foreign_folder()

    # -- bytes ---------------------------------------------------------------------------------------------------

    def put(self, kind: str, key: str, payload: bytes | memoryview, facts: Mapping[str, Any] | None = None) -> None:
        """Keeps ``payload`` under the key, in place of what was there; facts: anything that JSON has words for.

        Raises TypeError or ValueError for facts that are no JSON, and OutputError where the folder cannot be written
        or is full.
        """
        self._write(kind, key, {"facts": dict(facts or {})}, memoryview(payload))

    def get(self, kind: str, key: str) -> bytes | None:
        """What was put under the key, or None; damaged entries are removed, listed in ``damaged`` and count as None.

        Raises OutputError where the folder cannot be read.
        """
        found = self.get_with_facts(kind, key)
        return None if found is None else found[0]

    def peek(self, kind: str, key: str) -> bytes | None:
        """As ``get``, but does not count as use: for those who only look."""
        found = self._read(kind, key, _whole(kind, key), counts=False)
        return None if found is None else found[0]

    def get_with_facts(self, kind: str, key: str) -> tuple[bytes, dict[str, Any]] | None:
        """As ``get``, with the facts that were put beside the payload."""
        return self._read(kind, key, _whole(kind, key))

    def facts(self, kind: str, key: str) -> dict[str, Any] | None:
        """The facts beside a payload, or None; the payload is not read, and may still turn out to be damaged."""

        def header(path: str) -> dict[str, Any]:
            with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 - see ``has``
                layout = layout_of(stream, f"{kind}/{key}")
            found: dict[str, Any] = layout.header["facts"]
            return found

        return self._read(kind, key, header)

    def has(self, kind: str, key: str) -> bool:
        """Whether an entry stands there; nothing is read, so it may still turn out to be damaged."""
        return os.path.isfile(self._path(kind, key))  # noqa: PTH113 - asked for a thousand times a build

    def remove(self, kind: str, key: str) -> None:
        """Takes an entry out of the store, if it is there.  Raises OutputError where the folder cannot be written."""
        self._unlink(Path(self._path(kind, key)))

    # -- arrays --------------------------------------------------------------------------------------------------

    def put_array(self, kind: str, key: str, array: Sound, facts: Mapping[str, Any]) -> None:
        """Keeps sound under the key.

        array: float32 or int16, shape (frames, channels); facts: anything that JSON has words for.
        Raises ValueError for another dtype or shape, TypeError or ValueError for facts that are no JSON, and
        OutputError like ``put``.
        """
        import numpy as np

        stored = {"float32": "<f4", "int16": "<i2"}.get(array.dtype.name)
        if stored is None or array.ndim != 2:
            raise ValueError(f"sound is float32 or int16 of shape (frames, channels), not {array.dtype}, {array.shape}")
        flat = np.ascontiguousarray(array, stored).reshape(-1).view(np.uint8)
        self._write(kind, key, {"shape": list(array.shape), "dtype": stored, "facts": dict(facts)}, flat.data)

    def open_array(self, kind: str, key: str) -> tuple[Sound, dict[str, Any]] | None:
        """The sound that was put under the key and the facts beside it, or None; damaged entries as in ``get``.

        The array is read-only (frames, channels), of the dtype that was put, mapped from the file: only the parts
        that are looked at take memory.  Its digest is verified when this object opens the entry for the first time,
        unless it has written it, and again when it was written anew.
        Raises ValueError for an entry that is not an array, OutputError where the folder cannot be read.
        """
        import numpy as np

        def mapped(path: str) -> tuple[Sound, dict[str, Any]]:
            with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 - see ``has``
                facts = os.fstat(stream.fileno())
                if not facts.st_size:
                    raise Damaged("it is empty")
                whole = np.memmap(stream, np.uint8, "r").view(np.ndarray)
            layout = read_layout(whole.data, len(whole), f"{kind}/{key}")
            payload = whole[layout.payload_at :]
            # Of thousands of entries: as bytes, all that is to be known of one takes a third of the memory.
            seen = bytes.fromhex(key) + f"{kind} {facts.st_ino} {facts.st_mtime_ns} {facts.st_size}".encode()
            if seen not in self._verified:
                layout.verify(payload.data)
                self._verified.add(seen)
            if "shape" not in layout.header:
                raise ValueError(f"{kind}/{key} holds bytes, not an array")
            sound: Sound = payload.view(layout.header["dtype"]).reshape(layout.header["shape"])
            return sound, layout.header["facts"]

        return self._read(kind, key, mapped)

    # -- what is there -------------------------------------------------------------------------------------------

    def entries(self) -> Iterator[Entry]:
        """Every entry, by kind and key; what another process removes meanwhile is left out."""
        for path in sorted(self.folder.glob("*/?/*")):
            kind, key = path.parts[-3], path.name
            if not (_KIND.match(kind) and _KEY.match(key)):
                continue
            with suppress(FileNotFoundError):
                facts = path.lstat()
                yield Entry(kind=kind, key=key, size=facts.st_size, last_used=facts.st_atime)

    def leftovers(self) -> Iterator[Leftover]:
        """Every temporary file in the store, by path; one that was written to just now belongs to a writer at work."""
        for path in sorted([*self.folder.glob(".*.tmp"), *self.folder.glob("*/?/.*.tmp")]):
            with suppress(FileNotFoundError):
                facts = path.lstat()
                yield Leftover(path=path, size=facts.st_size, written=facts.st_mtime)

    def sweep(self, leftover: Leftover) -> None:
        """Removes a temporary file, if it is there.  Raises OutputError where the folder cannot be written."""
        self._unlink(leftover.path)

    # -- inside --------------------------------------------------------------------------------------------------

    def _refuse_foreign_folder(self) -> None:
        try:
            # A marker that another process is about to put in place does not count.
            occupied = any(not path.name.startswith(f".{MARKER}.") for path in self.folder.iterdir())
        except FileNotFoundError:
            return
        except OSError as cause:
            raise self._unusable("opened", cause) from cause
        # Looked for last: another process may be setting up the same folder, and it writes the marker first.
        if occupied and not (self.folder / MARKER).exists():
            raise OutputError(
                f"this folder is not empty and no store of ours: it has no file {MARKER}",
                where=Where(shown(self.folder)),
                hint="move what is in it elsewhere, or name another folder",
            )

    def _path(self, kind: str, key: str) -> str:
        if not _KIND.match(kind):
            raise ValueError(f"{kind!r} is no kind of entry: lower-case letters, digits and hyphens")
        if not _KEY.match(key):
            raise ValueError(f"{key!r} is no key: 64 lower-case hexadecimal digits")
        return f"{self._root}/{kind}/{key[0]}/{key}"

    def _write(self, kind: str, key: str, header: dict[str, Any], payload: memoryview) -> None:
        path = self._path(kind, key)
        start = preamble(payload, header, f"{kind}/{key}")
        self._mark_folder()
        if os.path.isdir(path):  # noqa: PTH112 - see ``has``
            # Nothing takes the place of a folder; to those who asked whether there was a file, there was none.
            self._give_up(kind, key, Damaged("it is no file"))
        # Every reader checks the digests, so an entry that a power cut emptied is a miss like any other.
        with atomic_writer(Path(path), durable=False) as stream:
            stream.write(start)
            stream.write(payload)

    def _mark_folder(self) -> None:
        """Makes sure that the folder is ours before anything is written to it."""
        if not (self.folder / MARKER).exists():
            self._refuse_foreign_folder()
            write_text(self.folder / MARKER, _MARKER_TEXT)

    def _read(self, kind: str, key: str, how: Callable[[str], _Found], *, counts: bool = True) -> _Found | None:
        """What ``how`` finds at an entry's path; None where there is none, or none that can be trusted.

        counts: whether this is a use of the entry.
        """
        path = self._path(kind, key)
        try:
            with self._reading(kind, key):
                before = os.stat(path)  # noqa: PTH116 - see ``has``
                if not stat.S_ISREG(before.st_mode):
                    raise Damaged("it is no file")
                found = how(path)
        except FileNotFoundError:
            return None
        except Damaged as trouble:
            self._give_up(kind, key, trouble)
            return None
        if counts:
            self._touch(path)
        else:
            # The system counts reading as use, too.
            with suppress(OSError):
                os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
        return found

    @contextmanager
    def _reading(self, kind: str, key: str) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as cause:
            if cause.errno == errno.ELOOP:
                raise Damaged("it is a link to itself") from cause
            raise self._unusable("read", cause, f"{kind}/{key}: ") from cause

    def _unlink(self, path: Path) -> None:
        try:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
        except OSError as cause:
            raise self._unusable("written", cause) from cause

    def _give_up(self, kind: str, key: str, found: Damaged) -> None:
        if all((known.kind, known.key) != (kind, key) for known in self.damaged):
            self.damaged.append(Damage(kind=kind, key=key, reason=str(found)))
        # Where it cannot be removed it stays damaged, which the next reader finds out as well.
        with suppress(OutputError):
            self.remove(kind, key)

    def _touch(self, path: str) -> None:
        # The time of writing stays: it tells whether an entry is still the one that was verified.
        # A store that may only be read does not know when it was used, and needs not.
        with suppress(OSError):
            os.utime(path, ns=(time.time_ns(), os.stat(path).st_mtime_ns))  # noqa: PTH116 - see ``has``

    def _unusable(self, doing: str, cause: OSError, what: str = "") -> OutputError:
        return OutputError(
            f"{what}the store cannot be {doing}: {cause.strerror or cause}",
            where=Where(shown(self.folder)),
            hint="check that it is a folder and that you may read and write it, or delete it: it is made again",
        )


def _whole(kind: str, key: str) -> Callable[[str], tuple[bytes, dict[str, Any]]]:
    """Gives the payload and the facts of the entry at a path."""

    def read(path: str) -> tuple[bytes, dict[str, Any]]:
        with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 - see ``Store.has``
            layout = layout_of(stream, f"{kind}/{key}")
            return payload_of(stream, layout), layout.header["facts"]

    return read
