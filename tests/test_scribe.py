from __future__ import annotations

import os
import signal
import sys
import threading
import time
from dataclasses import replace

import pytest

from stimmwerk import scribe as module
from stimmwerk.exports import table
from stimmwerk.exports.table import MAKERS, SHOWING_LOUDNESS, made
from stimmwerk.formats import FORMATS
from stimmwerk.scribe import Scribe, start_waiting, take_waiting

from .exports.page.samples import whole

ALL = tuple(form.name for form in FORMATS)

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux forks")

# What tests run in has threads; they do nothing meanwhile.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded, use of fork:DeprecationWarning")


@pytest.fixture(autouse=True)
def alone(monkeypatch):
    monkeypatch.setattr(module, "_threads", lambda: 1)


def ready(scribe: Scribe) -> Scribe:
    """Once it waits for work: a build has a long way to go until it has some."""
    assert scribe._link is not None
    assert scribe._link.poll(60)
    return scribe


def files(found):
    return [(form.name, name, data) for form, name, data in found]


@pytest.fixture
def edition():
    return whole()


@pytest.fixture
def loud(edition):
    """The same, once it has been heard."""
    seconds = edition.length // edition.sample_rate
    return replace(edition, loudness=tuple(-30 + second / 2 for second in range(seconds)))


@pytest.fixture
def counted(monkeypatch):
    """The formats that this process has made, in their order."""
    here = []
    for name, maker in MAKERS.items():
        monkeypatch.setitem(
            table.MAKERS, name, lambda edition, name=name, maker=maker: here.append(name) or maker(edition)
        )
    return here


@on_linux
def test_a_process_of_its_own_makes_the_same_files(edition, loud, counted):
    with Scribe() as scribe:
        scribe.start()
        ready(scribe).begin(edition, ALL)
        scribe.go_on(loud)
        found = files(scribe.made(loud, ALL))
    assert not counted
    assert found == files(made(loud, ALL))
    assert len(found) == len(MAKERS)


def test_without_a_process_this_one_makes_them(edition, loud, counted):
    with Scribe() as scribe:
        scribe.begin(edition, ALL)
        scribe.go_on(loud)
        assert files(scribe.made(loud, ALL)) == files(made(loud, ALL))
    assert set(counted) == set(MAKERS)


@on_linux
@pytest.mark.parametrize("when", ["before", "begun", "told"])
def test_a_process_that_is_killed_costs_nothing_but_time(edition, loud, when):
    with Scribe() as scribe:
        scribe.start()
        ready(scribe)
        assert scribe._process is not None
        assert scribe._process.pid is not None

        def kill(now: str) -> None:
            if now == when:
                os.kill(scribe._process.pid, signal.SIGKILL)
                scribe._process.join()

        kill("before")
        scribe.begin(edition, ALL)
        kill("begun")
        scribe.go_on(loud)
        kill("told")
        assert files(scribe.made(loud, ALL)) == files(made(loud, ALL))


@on_linux
def test_what_cannot_be_made_is_an_error_here_and_only_of_whoever_wants_it(edition, loud, monkeypatch):
    def fail(edition):
        raise OSError(f"no ink left in process {os.getpid()}")

    monkeypatch.setitem(table.MAKERS, "labels", fail)
    with Scribe() as scribe:
        scribe.start()
        ready(scribe).begin(edition, ALL)
        scribe.go_on(loud)
        with pytest.raises(OSError, match=f"no ink left in process {os.getpid()}$"):
            files(scribe.made(loud, ALL))


@on_linux
def test_one_that_does_not_listen_yet_is_not_waited_for(edition, loud, monkeypatch):
    monkeypatch.setattr(module, "_serve", lambda link, not_ours: time.sleep(600))
    begun = time.monotonic()
    with Scribe() as scribe:
        scribe.start()
        scribe.begin(edition, ALL)
        scribe.go_on(loud)
        assert files(scribe.made(loud, ALL)) == files(made(loud, ALL))
    assert time.monotonic() - begun < 600


@on_linux
def test_it_is_gone_when_the_build_ends_and_does_not_hear_ctrl_c():
    with Scribe() as scribe:
        scribe.start()
        ready(scribe)
        assert scribe._process is not None
        pid = scribe._process.pid
        assert pid is not None
        os.kill(pid, signal.SIGINT)
        time.sleep(0.1)
        assert scribe._process.is_alive()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


@on_linux
def test_a_process_with_threads_is_not_forked(monkeypatch):
    monkeypatch.undo()
    stop = threading.Event()
    thread = threading.Thread(target=stop.wait)
    thread.start()
    try:
        with Scribe() as scribe:
            scribe.start()
            assert scribe._process is None
    finally:
        stop.set()
        thread.join()


@on_linux
def test_one_that_waits_is_taken_once():
    start_waiting()
    with take_waiting() as first, take_waiting() as second:
        ready(first)
        assert second._process is None


@pytest.mark.parametrize("name", sorted(MAKERS))
def test_what_shows_no_loudness_is_the_same_without_it(edition, loud, name):
    same = MAKERS[name](replace(edition, loudness=())) == MAKERS[name](loud)
    assert same == (name not in SHOWING_LOUDNESS)
