"""What all who start processes have in common: how many CPUs there are for them, and what Ctrl-C means to them."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType


def usable_cpus() -> int:
    """How many CPUs this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


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
