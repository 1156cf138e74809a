from __future__ import annotations

import threading

import pytest

from stimmwerk.aside import Aside


def test_what_was_begun_is_done_by_another_thread_and_once() -> None:
    calls: list[int] = []

    def work() -> int:
        calls.append(threading.get_ident())
        return 7

    with Aside(work) as aside:
        aside.begin()
        aside.begin()
        assert (aside.result(), aside.result()) == (7, 7)
    assert len(calls) == 1
    assert calls[0] != threading.get_ident()


def test_what_was_not_begun_is_done_here() -> None:
    with Aside(threading.get_ident) as aside:
        assert aside.result() == threading.get_ident()


def test_an_error_comes_with_the_result_and_no_sooner() -> None:
    def fail() -> None:
        raise ValueError("no such picture")

    with Aside(fail) as aside:
        aside.begin()
        with pytest.raises(ValueError, match="no such picture"):
            aside.result()


def test_the_end_waits_for_what_was_begun() -> None:
    go, done = threading.Event(), threading.Event()

    def work() -> None:
        go.wait(10)
        done.set()

    with Aside(work) as aside:
        aside.begin()
        go.set()
    assert done.is_set()
