from __future__ import annotations

import ctypes
import os
import platform
import signal
import subprocess
import sys
import threading

import pytest

from stimmwerk.processes import Held, ctrl_c_held, deaf_to_ctrl_c, usable_cpus

unix = pytest.mark.skipif(os.name != "posix", reason="only Unix sends itself a Ctrl-C")


def test_there_is_a_cpu() -> None:
    assert usable_cpus() >= 1


@unix
def test_what_is_deaf_hears_of_it_afterwards() -> None:
    seen = []

    def be_deaf() -> None:
        with deaf_to_ctrl_c():
            # To this thread: those of others are not deaf.
            signal.raise_signal(signal.SIGINT)
            seen.append("went on")

    with pytest.raises(KeyboardInterrupt):
        be_deaf()
    assert seen == ["went on"]


@unix
def test_ctrl_c_waits_for_what_c_has_called() -> None:
    """Without holding it the interpreter prints what is raised in a callback and goes on."""
    seen = []

    def called(_: int) -> int:
        os.kill(os.getpid(), signal.SIGINT)
        seen.append("went on")
        return 7

    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_int)(called)

    def hold() -> None:
        with ctrl_c_held() as held:
            assert not held.pressed
            assert callback(0) == 7
            assert held.pressed

    with pytest.raises(KeyboardInterrupt):
        hold()
    assert seen == ["went on"]
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@unix
def test_an_error_meanwhile_does_not_hide_it() -> None:
    def fail() -> None:
        with ctrl_c_held():
            os.kill(os.getpid(), signal.SIGINT)
            raise ValueError("no voice")

    with pytest.raises(KeyboardInterrupt) as caught:
        fail()
    assert isinstance(caught.value.__context__, ValueError)


def test_other_threads_and_the_deaf_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found: list[Held] = []

    def hold() -> None:
        before = signal.getsignal(signal.SIGINT)
        with ctrl_c_held() as held:
            assert signal.getsignal(signal.SIGINT) is before
            found.append(held)

    thread = threading.Thread(target=hold)
    thread.start()
    thread.join()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        hold()
    finally:
        signal.signal(signal.SIGINT, before)
    assert found == [Held(), Held()]


#: What a thread has freed lies between what is kept: prints how many bytes less are in memory afterwards.
FREED = """
import os, threading
from stimmwerk.processes import give_back_memory

def resident():
    return int(open("/proc/self/statm").read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

def fill():
    for _ in range(400):
        freed.append(b"x" * 100_000)
        kept.append(b"x" * 1_000)

freed, kept = [], []
thread = threading.Thread(target=fill)
thread.start()
thread.join()
freed.clear()
before = resident()
give_back_memory()
print(before - resident())
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="another C library gives memory back by rules of its own")
def test_what_a_thread_is_done_with_goes_back_to_the_system() -> None:
    found = subprocess.run([sys.executable, "-c", FREED], capture_output=True, text=True, check=True)
    assert int(found.stdout) > 20_000_000
