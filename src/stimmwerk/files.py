"""The door to the file system: whole files are read with a clear error and written so that none is ever half there."""

from __future__ import annotations

import errno
import hashlib
import itertools
import os
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from stimmwerk.errors import InputError, OutputError, Where
from stimmwerk.processes import neighbourhood

_NEW = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)

#: Numbers the temporary files of this process; counting is one step, so threads never share a number.
_count = itertools.count()


def shown(path: Path) -> str:
    """A path as a person would type it: relative to where they stand if it lies below, with forward slashes."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()


def read_bytes(
    path: Path, error: type[InputError], what: str, *, hint: str | None = None, where: Where | None = None
) -> bytes:
    """A file's bytes.

    Raises ``error``, naming ``what`` the file is, where it cannot be read; where: the place that asks for it, by
    default the file itself.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError as cause:
        missing = f"there is no such {what}" if where is None else f"there is no {what} {shown(path)}"
        raise error(missing, where=where or Where(shown(path)), hint=hint) from cause
    except IsADirectoryError as cause:
        raise error(f"this is a folder, not a {what}", where=where or Where(shown(path)), hint=hint) from cause
    except OSError as cause:
        raise error(f"the {what} cannot be read: {cause.strerror or cause}", where=Where(shown(path))) from cause


def read_text(
    path: Path,
    error: type[InputError],
    what: str,
    *,
    hint: str | None = None,
    digests: MutableMapping[Path, str] | None = None,
) -> str:
    """A file's text, which must be UTF-8; a byte order mark is left out, line ends become LF.

    digests: gets the file's true path, and the SHA-256 of the bytes that were read.
    """
    data = read_bytes(path, error, what, hint=hint)
    if digests is not None:
        digests[path.resolve()] = hashlib.sha256(data).hexdigest()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        line = data[: cause.start].count(b"\n") + 1
        raise error(
            f"byte {data[cause.start]:#04x} is no UTF-8", where=Where(shown(path), line), hint="save the file as UTF-8"
        ) from cause
    return text.replace("\r\n", "\n").replace("\r", "\n")


@contextmanager
def atomic_writer(path: Path, *, durable: bool = True) -> Iterator[BinaryIO]:
    """A binary file that takes the place of ``path`` when the block ends well, and leaves no trace when it does not.

    The temporary file stands in the same folder, which is made if need be.  durable: its bytes are on the disk before
    it is renamed; without, a power cut may leave it empty, which only a reader that checks digests can bear, and
    whoever has many files may close one as soon as all of it is written.
    Raises OutputError where the folder cannot be written or is full.
    """
    temporary, handle = _open_beside(path)
    with _taking_the_place(path, temporary), os.fdopen(handle, "w+b") as stream:
        yield stream
        if durable:
            settle(stream)


@contextmanager
def atomic_bytes(path: Path, data: bytes) -> Iterator[None]:
    """As ``atomic_writer``, for a file that is whole at once: it is on the disk, and closed, when the block begins.

    What goes wrong in the block has nothing to do with it.
    """
    temporary, handle = _open_beside(path)
    try:
        with written_as(path), os.fdopen(handle, "wb") as stream:
            stream.write(data)
            settle(stream)
        yield
        with written_as(path):
            temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def settle(stream: BinaryIO) -> None:
    """Everything that was written is on the disk."""
    stream.flush()
    os.fsync(stream.fileno())


@contextmanager
def written_as(path: Path) -> Iterator[None]:
    """Whatever the system refuses in the block is told of this file, though others are open: raises OutputError."""
    try:
        yield
    except OSError as cause:
        raise unwritable(path, cause) from cause


class Counted:
    """Writes into a stream and knows what it wrote.  size: in bytes."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()
        self.size = 0

    def write(self, data: bytes | memoryview) -> None:
        """Appends bytes."""
        self._stream.write(data)
        self._digest.update(data)
        self.size += len(data)

    @property
    def sha256(self) -> str:
        """The SHA-256 of all bytes so far, in hexadecimal."""
        return self._digest.hexdigest()


@contextmanager
def atomic_path(path: Path) -> Iterator[Path]:
    """As ``atomic_writer``, for libraries that want a name: an empty file, to be written by whoever asks, who also sees
    that it is on the disk.
    """
    temporary, handle = _open_beside(path)
    os.close(handle)
    with _taking_the_place(path, temporary):
        yield temporary


@contextmanager
def _taking_the_place(path: Path, temporary: Path) -> Iterator[None]:
    try:
        with written_as(path):
            yield
            temporary.replace(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _open_beside(path: Path) -> tuple[Path, int]:
    """A new temporary file in the folder of ``path``, open for writing, with the rights that any new file gets.

    Named by process and a count, not by chance: what a killed process of the same number left is passed over.  Who
    shares the folder, but not our processes, sees that the number is none of theirs.
    """
    while True:
        temporary = path.with_name(f".{path.name}.{neighbourhood()}-{os.getpid():x}-{next(_count):x}.tmp")
        try:
            return temporary, os.open(temporary, _NEW, 0o666)
        except FileExistsError:
            continue
        except FileNotFoundError:
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
            except OSError as cause:
                raise unwritable(path, cause) from cause
        except OSError as cause:
            raise unwritable(path, cause) from cause


def write_bytes(path: Path, data: bytes) -> None:
    """Writes a whole file, or leaves what was there.  Raises OutputError."""
    with atomic_bytes(path, data):
        pass


def write_text(path: Path, text: str) -> None:
    """Writes a whole file as UTF-8 with LF, or leaves what was there.  Raises OutputError."""
    write_bytes(path, text.encode("utf-8"))


def read_through(stream: BinaryIO) -> tuple[int, str]:
    """The size in bytes and the SHA-256 of a file that is open for reading and writing, which ends at its end."""
    stream.flush()
    stream.seek(0)
    digest = hashlib.file_digest(stream, "sha256").hexdigest()  # type: ignore[arg-type]
    return stream.tell(), digest


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def folder_digests(folder: Path) -> dict[str, str]:
    """Every file below a folder, by its path from there -> the SHA-256 of its bytes, sorted; hidden ones left out."""
    files = (path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder).as_posix(): path for path in files}
    return {
        name: sha256_of(named[name]) for name in sorted(named) if not any(p.startswith(".") for p in name.split("/"))
    }


def unwritable(path: Path, cause: OSError) -> OutputError:
    """The complaint that a file cannot be written, with what to do about it."""
    if cause.errno in (errno.ENOSPC, errno.EDQUOT):
        hint = "free some space and build again: what is finished is kept"
    elif cause.errno in (errno.EISDIR, errno.ENOTDIR, errno.EEXIST):
        hint = "something else stands there or above it: move it away"
    else:
        hint = "check that the folder exists and that you may write to it"
    return OutputError(f"cannot be written: {cause.strerror or cause}", where=Where(shown(path)), hint=hint)
