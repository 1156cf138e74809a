"""Waiting for processes, and ending them."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path


def gone(group, within):
    """Whether no process of a group is at work after so many seconds; one that is dead, but not buried, is not."""
    end = time.monotonic() + within
    while alive(group):
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def alive(group):
    """The processes of a group that have not ended."""
    if not Path("/proc/self/stat").exists():
        with suppress(ProcessLookupError):
            os.killpg(group, 0)
            return [group]
        return []
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            # pid (name) state parent group ...; a name may hold anything.
            state, _, its_group = path.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state not in "ZX":
                found.append(int(path.parent.name))
    return found


def wait_for(condition, within=30.0):
    """Waits until a condition holds."""
    end = time.monotonic() + within
    while not condition():
        assert time.monotonic() < end, "it did not happen"
        time.sleep(0.005)


def end(process):
    """Kills what is left of a process and of all that it started."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.communicate()
