"""Waiting for processes, and ending them."""

import os
import signal
import time
from contextlib import suppress
from pathlib import Path

#: Longer than anything takes on a busy machine, in seconds: the most that is waited for what must come.
PATIENCE_S = 120.0

#: A busy machine may hold up one try and another; what takes its time by itself does so every time.
TRIES = 3


def ends_within(seconds, interrupt):
    """Fails unless Ctrl-C ends something in time; interrupt: starts it and gives the seconds that its end took."""
    took = []
    while not took or (took[-1] >= seconds and len(took) < TRIES):
        took.append(interrupt())
    assert min(took) < seconds, took


def gone(group):
    """Whether no process of a group is at work in the end; one that is dead, but not buried, is not."""
    end = time.monotonic() + PATIENCE_S
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


def wait_for(condition, within=PATIENCE_S):
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
