"""How long it takes from a saved edit until a page of `stimmwerk serve` can load what came of it."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from measuring import CommandFailed

#: So long, in seconds, a person is at work on the next edit: time for serve to get ready for it.
_EDITING_S = 4.0
_LONGEST_S = 120.0
_STEP_S = 0.005


def waits(command: list[str], manifest: Path, edits: Iterator[Callable[[], None]]) -> Iterator[float]:
    """Seconds from each edit until the manifest, the last file of a build that a page needs, is another.

    command: serves the episode, made already, until it is interrupted.  Raises CommandFailed where that ends or no new
    manifest comes.
    """
    with _serving(command, manifest.parents[2]) as server:
        for edit in edits:
            time.sleep(_EDITING_S)
            before = manifest.stat().st_mtime_ns
            edit()
            begun = time.perf_counter()
            while manifest.stat().st_mtime_ns == before:
                if server.poll() is not None or time.perf_counter() - begun > _LONGEST_S:
                    raise CommandFailed(f"{' '.join(command)} made nothing of an edit in {manifest.parents[2]}")
                time.sleep(_STEP_S)
            yield time.perf_counter() - begun


@contextmanager
def _serving(command: list[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    server = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield server
    finally:
        server.send_signal(signal.SIGINT)
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
