"""Processes: how many CPUs there are for them, what Ctrl-C means to them, and the memory that ours gives back."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


def usable_cpus() -> int:
    """How many CPUs this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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


@dataclass(slots=True)
class Held:
    """Whether Ctrl-C was pressed meanwhile."""

    pressed: bool = False


@contextmanager
def ctrl_c_held() -> Iterator[Held]:
    """Ctrl-C waits for the end of the block and does then what it would have done: where C calls Python, what is raised
    is lost.

    Only the main thread hears of it, and in no other anything is done.
    """
    held, before = Held(), signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(before):
        yield held
        return
    interrupted: FrameType | None = None

    def hold(_: int, frame: FrameType | None) -> None:
        nonlocal interrupted
        held.pressed, interrupted = True, frame

    signal.signal(signal.SIGINT, hold)
    try:
        yield held
    finally:
        signal.signal(signal.SIGINT, before)
        if held.pressed:
            before(signal.SIGINT, interrupted)
