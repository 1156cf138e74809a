"""Processes: how many CPUs there are for them, who knows them by their numbers, what Ctrl-C means to them, and the
memory that ours gives back.
"""

from __future__ import annotations

import atexit
import ctypes
import hashlib
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import FrameType

from stimmwerk.errors import EXIT_INTERRUPTED


def usable_cpus() -> int:
    """How many CPUs this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def neighbourhood() -> str:
    """Six hexadecimal digits for all those to whom the number of a process means the same process.

    That is this system since it was started and, within it, this container; folders may be shared with others.
    """
    facts = [os.uname().nodename if hasattr(os, "uname") else ""]
    with suppress(OSError):
        facts += [
            Path("/proc/sys/kernel/random/boot_id").read_text("ascii"),
            str(Path("/proc/self/ns/pid").stat().st_ino),
        ]
    return hashlib.sha256("\n".join(facts).encode("utf-8", "surrogateescape")).hexdigest()[:6]


def give_back_memory() -> None:
    """Hands memory that is free back to the system, where the C library (glibc) has a call for it.

    It keeps what a thread has freed for that thread: what one stage of a build was done with would lie idle during the
    next one, whose threads are others.
    """
    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


@contextmanager
def deaf_to_ctrl_c() -> Iterator[None]:
    """Processes that are started meanwhile take no notice of Ctrl-C, not even while they start; ours waits for us.

    It reaches every process of a terminal, and who has started the others alone decides what it means.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def deaf_workers() -> Iterator[None]:
    """As ``deaf_to_ctrl_c``, for processes that are not forked from this one.

    Before the first of them the library starts one of its own, and then lets Ctrl-C through whoever had it held: by
    the time the block begins, that one is there.
    """
    from multiprocessing import resource_tracker

    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()
    with deaf_to_ctrl_c():
        yield


#: What asks a command to end beside Ctrl-C: the system, and the closing of its terminal.
_ENDINGS = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


#: Whoever is asked to end hears of it once: `timeout`, as one, tells a program and then its whole group.
_ECHO_S = 1.0


class Endings:
    """From now on the system, and the closing of its terminal, end this process as Ctrl-C does: nothing is left behind.

    What was told to go on all the same, as by nohup, does.  Asked again at once, it goes on tidying up.
    """

    def __init__(self) -> None:
        self._asked: float | None = None
        self._told = False
        for number in (signal.SIGINT, *_ENDINGS):
            if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
                signal.signal(number, self._hear)

    def told(self) -> None:
        """The command has ended and has said that it was interrupted: from now on nothing but its end is left."""
        self._told = True
        # The very last thing that the interpreter does is to let signals kill; what is ignored by then stays so.
        atexit.register(self._ignore)

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        now, before = time.monotonic(), self._asked
        if before is not None and now - before < _ECHO_S:
            return
        self._asked = now
        if self._told:
            os._exit(EXIT_INTERRUPTED)
        raise KeyboardInterrupt

    def _ignore(self) -> None:
        for number in (signal.SIGINT, *_ENDINGS):
            if signal.getsignal(number) == self._hear:
                signal.signal(number, signal.SIG_IGN)


def follow_parent() -> None:
    """In a process that another has started: that one alone decides what Ctrl-C means; it ends when it is told to."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for number in _ENDINGS:
        signal.signal(number, signal.SIG_DFL)


@dataclass(slots=True)
class Held:
    """Whether Ctrl-C was pressed meanwhile."""

    pressed: bool = False


@contextmanager
def ctrl_c_held() -> Iterator[Held]:
    """Ctrl-C, and what ends a command as it does, waits for the end of the block and does then what it would have done:
    where C calls Python, what is raised is lost.

    Only the main thread hears of it, and in no other anything is done.
    """
    held, before = Held(), {number: signal.getsignal(number) for number in (signal.SIGINT, *_ENDINGS)}
    handlers = {number: handler for number, handler in before.items() if callable(handler)}
    if threading.current_thread() is not threading.main_thread() or not handlers:
        yield held
        return
    first: tuple[int, FrameType | None] | None = None

    def hold(number: int, frame: FrameType | None) -> None:
        nonlocal first
        held.pressed, first = True, first or (number, frame)

    for number in handlers:
        signal.signal(number, hold)
    try:
        yield held
    finally:
        for number, handler in handlers.items():
            signal.signal(number, handler)
        if first is not None:
            handlers[signal.Signals(first[0])](*first)
