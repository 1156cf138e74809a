"""Temporary folders, and what killed processes have left of them and of the files that they were at.

Whoever is killed tidies nothing up; the next build does.  On Unix only: elsewhere nothing tells who is still at work.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import tempfile
import time
from pathlib import Path

from stimmwerk.processes import neighbourhood
from stimmwerk.pruning import ABANDONED_S

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

#: A folder that is so many seconds young may not be held yet by who has made it.
YOUNG_S = 10.0

#: The file by which a folder is known for one of ours, whatever its name is; who makes the folder holds a lock on it.
MARK = ".stimmwerk-temporary"

#: How ``TemporaryFolder`` names folders, and ``files`` those that are to take the place of others.
_FOLDER = re.compile(r"stimmwerk-[a-z]+-[a-z0-9_]{8}\Z")
_UNFINISHED = re.compile(r"\..+\.([0-9a-f]{6})-([0-9a-f]+)-[0-9a-f]+\.tmp\Z")


class TemporaryFolder(tempfile.TemporaryDirectory[str]):
    """A folder that goes with ``cleanup`` or at the end of ``with``, or after the end of a process that was killed.

    kind: a word for its name, in small letters.  The process holds a lock on it for as long as it lives.
    """

    def __init__(self, kind: str) -> None:
        super().__init__(prefix=f"stimmwerk-{kind}-")
        mark = Path(self.name, MARK)
        mark.touch()
        self._lock = _lock(mark)

    def cleanup(self) -> None:
        """Removes it."""
        super().cleanup()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


def clear_temporary_folders() -> None:
    """Removes the temporary folders of this user that no process holds any more; what cannot be removed stays.

    A folder that is only named like one of ours is somebody's own.
    """
    if fcntl is None:
        return
    with contextlib.suppress(OSError), os.scandir(tempfile.gettempdir()) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if _FOLDER.match(entry.name) and entry.is_dir(follow_symlinks=False):
                    _clear(entry)


def clear_unfinished(folder: Path) -> None:
    """Removes the temporary files in a folder, and below, of writers that are not there any more.

    Writers elsewhere, in another container or on another machine, are taken for gone when they have not written for
    ``ABANDONED_S``.  What cannot be removed stays.
    """
    if os.name != "posix":
        return
    for path in folder.rglob(".*.tmp"):
        if found := _UNFINISHED.match(path.name):
            with contextlib.suppress(OSError):
                known = found[1] == neighbourhood()
                if not _runs(int(found[2], 16)) if known else time.time() - path.lstat().st_mtime > ABANDONED_S:
                    path.unlink()


def _clear(entry: os.DirEntry[str]) -> None:
    facts = entry.stat(follow_symlinks=False)
    if facts.st_uid != os.getuid() or time.time() - facts.st_mtime < YOUNG_S:
        return
    if (lock := _lock(Path(entry.path, MARK))) is not None:
        shutil.rmtree(entry.path, ignore_errors=True)
        os.close(lock)


def _lock(mark: Path) -> int | None:
    """A handle that holds a folder; None where another process does, where it has no mark, and without locks."""
    if fcntl is None:
        return None
    with contextlib.suppress(OSError):
        handle = os.open(mark, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(handle)
            raise
        return handle
    return None


def _runs(process: int) -> bool:
    """Whether there is a process of this number on this machine."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True
