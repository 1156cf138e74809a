"""Ctrl-C: it ends at once, whatever the engine is at, and the next build goes on from there."""

import os
import random
import signal
import time

import pytest

from .conftest import plain_sentences
from .processes import alive, end, ends_within, gone, wait_for

pytestmark = pytest.mark.slow

#: What people are promised, in seconds.
AT_ONCE_S = 1.0


def interrupted(process, *, group):
    """Seconds from Ctrl-C to the end of every process, and stderr."""
    begun = time.monotonic()
    if group:
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    took = time.monotonic() - begun
    assert gone(process.pid), "workers outlive the build"
    return took, err


@pytest.mark.parametrize("group", [True, False], ids=["by the terminal", "the build alone"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_in_the_middle_of_a_long_turn(stage, fragile, jobs, group):
    sentences = plain_sentences()
    sentences[4:7] = [f"Dieser Satz ist endlos, Nummer {number}" for number in range(3)]
    stage.write(sentences)

    def interrupt():
        for trace in fragile.glob("speaking-*"):
            trace.unlink()
        process = stage.start("--jobs", jobs)
        try:
            wait_for(lambda: any(fragile.glob("speaking-*")))
            took, err = interrupted(process, group=group)
        finally:
            end(process)
        assert process.returncode == 130
        assert "interrupted; what is finished is kept" in err
        assert "Traceback" not in err
        return took

    ends_within(AT_ONCE_S, interrupt)
    assert stage.outputs() == {}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_system_and_a_terminal_that_is_closed_end_it_as_ctrl_c_does(stage, fragile, tmp_path, jobs, number):
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    stage.env["TMPDIR"] = str(temporary)
    sentences = plain_sentences()
    sentences[4:7] = [f"Dieser Satz ist langsam, Nummer {number}" for number in range(3)]
    stage.write(sentences)
    process = stage.start("--jobs", jobs)
    try:
        wait_for(lambda: any(fragile.glob("speaking-*")))
        process.send_signal(number)
        _, err = process.communicate(timeout=60)
        assert gone(process.pid), "workers outlive the build"
    finally:
        end(process)
    assert process.returncode == 130
    assert err.splitlines()[-1] == "stimmwerk: interrupted; what is finished is kept"
    assert "Traceback" not in err
    assert list(temporary.iterdir()) == []


def test_nothing_is_left_behind_while_the_sound_is_written(stage):
    process = stage.start()
    try:
        wait_for(lambda: any(stage.folder.glob("build/probe/.*.tmp")))
        process.terminate()
        process.communicate(timeout=60)
    finally:
        end(process)
    assert list(stage.folder.glob("build/probe/.*")) == []


def test_while_workers_start(stage):
    """Each of them imports for a while: none of them may take Ctrl-C for its own and die of it in tracebacks."""
    for moment in (0.0, 0.02, 0.05, 0.1, 0.2):
        process = stage.start("--jobs", "2")
        try:
            wait_for(lambda process=process: len(alive(process.pid)) > 1)
            time.sleep(moment)
            _, err = interrupted(process, group=True)
        finally:
            end(process)
        assert "Traceback" not in err
        assert err.count("stimmwerk: interrupted") == 1
        assert process.returncode == 130


def test_at_any_moment_and_the_next_build_goes_on(stage, reference):
    moments = random.Random(8)
    whole = reference.seconds()
    for _ in range(5):
        moment = whole * (0.2 + 0.6 * moments.random())

        def interrupt(moment=moment):
            process = stage.start()
            try:
                time.sleep(moment)
                took, err = interrupted(process, group=True)
            finally:
                end(process)
            # Before our own code runs, Python itself answers a signal; so it is when the work is done already.
            assert process.returncode in (130, -signal.SIGINT, 0), err
            return took

        ends_within(AT_ONCE_S, interrupt)
        stage.sound_entries()
    assert stage.built() == reference(1)


def test_told_twice(stage, fragile, tmp_path):
    """As `timeout` does, which tells a program and then its whole group: the second time disturbs no tidying up."""
    stage.env["TMPDIR"] = str(tmp_path)
    sentences = plain_sentences()
    sentences[4] = "Dieser Satz ist endlos"
    stage.write(sentences)
    for pause in (0.0, 0.001, 0.003, 0.01, 0.03, 0.06, 0.1, 0.2, None):
        for trace in fragile.glob("speaking-*"):
            trace.unlink()
        process = stage.start("--jobs", "2")
        told = ""
        try:
            wait_for(lambda: any(fragile.glob("speaking-*")))
            process.send_signal(signal.SIGINT)
            if pause is None:
                while "interrupted" not in told:
                    told += process.stderr.readline() or "it ended before it told: interrupted"
            else:
                time.sleep(pause)
            os.killpg(process.pid, signal.SIGINT)
            _, err = process.communicate(timeout=60)
        finally:
            end(process)
        err = told + err
        assert process.returncode == 130, err
        assert err.count("stimmwerk: interrupted") == 1
        assert "Traceback" not in err
        assert [path.name for path in tmp_path.iterdir() if path.name.startswith("stimmwerk-")] == []
