"""What a command costs: wall time, CPU time of every process it starts, and the memory of all of them together."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

#: What ``peak_mb`` is, for the table.
MEMORY = "peak of the sum of PSS (/proc/PID/smaps_rollup) over all processes of the command, sampled every 20 ms"

_INTERVAL_S = 0.02
#: Where a run is timed as well, looking may take this share of one core, and no more.
_GENTLE_SHARE = 0.02
_PR_SET_CHILD_SUBREAPER = 36


#: Helpers that outlive their parent are waited for so many seconds.
_PATIENCE_S = 10.0


class CommandFailed(Exception):
    """A command that the bench needs did not end well."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """wall_s, cpu_s: seconds, the latter user and system time of all processes; peak_mb: None where not measured."""

    wall_s: float
    cpu_s: float
    peak_mb: float | None
    output: str


def run(command: list[str], folder: Path, *, memory: bool = False, timed: bool = True) -> Cost:
    """Runs a command to its end.  memory: watch it; timed: so seldom that its times stay right.

    Raises CommandFailed, with what it said, for any other exit code than 0.
    """
    _adopt_orphans()
    others = _children()
    cpu, begun = _cpu_of_children(), time.perf_counter()
    with subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        watch = (
            _Watch(process.pid, _GENTLE_SHARE if timed else 1.0)
            if memory and Path("/proc/self/smaps_rollup").exists()
            else None
        )
        output, talk = process.communicate()
    wall = time.perf_counter() - begun
    peak = watch.peak_mb() if watch else None
    _reap_orphans(others)
    if process.returncode != 0:
        raise CommandFailed(f"{' '.join(command)} ended with {process.returncode} in {folder}:\n{talk}")
    return Cost(wall_s=wall, cpu_s=_cpu_of_children() - cpu, peak_mb=peak, output=output)


class _Watch:
    """Looks at a tree of processes until its root is gone."""

    def __init__(self, root: int, share: float) -> None:
        self._root = root
        self._share = share
        self._peak_kb = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)
        self._thread.start()

    def peak_mb(self) -> float:
        """The most that was seen, in MB of 1e6 bytes; ends the watch."""
        self._over.set()
        self._thread.join()
        return self._peak_kb * 1024 / 1e6

    def _look(self) -> None:
        pause = _INTERVAL_S
        while not self._over.wait(pause):
            begun = time.thread_time()
            self._peak_kb = max(self._peak_kb, sum(_pss_kb(pid) for pid in _tree(self._root)))
            pause = max(_INTERVAL_S, (time.thread_time() - begun) / self._share)


def _tree(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    except OSError:
        return
    for child in " ".join(children).split():
        yield from _tree(int(child))


def _pss_kb(pid: int) -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass  # it has ended meanwhile
    return 0


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _adopt_orphans() -> None:
    """Helpers that outlive their parent become children of this process: else nobody would count their time."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)


def _children() -> set[int]:
    """The processes that this one has to wait for; none where the system does not tell."""
    try:
        told = [path.read_text() for path in Path("/proc/self/task").glob("*/children")]
    except OSError:
        return set()
    return {int(child) for child in " ".join(told).split()}


def _reap_orphans(others: set[int]) -> None:
    """Waits for the helpers that were adopted, a while; others: children that have nothing to do with it."""
    until = time.monotonic() + _PATIENCE_S
    while (orphans := _children() - others) and time.monotonic() < until:
        for pid in orphans:
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        time.sleep(0.01)
