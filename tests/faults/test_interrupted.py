"""Ctrl-C: it ends at once, whatever the engine is at, and the next build goes on from there."""

import os
import random
import signal
import time

import pytest

from .conftest import plain_sentences
from .processes import end, gone, wait_for

pytestmark = pytest.mark.slow

#: A second is what people are promised; the rest is for a busy machine.
AT_ONCE_S = 3.0


def interrupted(process, *, group):
    """Seconds from Ctrl-C to the end of every process, and stderr."""
    begun = time.monotonic()
    if group:
        os.killpg(process.pid, signal.SIGINT)
    else:
        process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    took = time.monotonic() - begun
    assert gone(process.pid, within=AT_ONCE_S), "workers outlive the build"
    return took, err


@pytest.mark.parametrize("group", [True, False], ids=["by the terminal", "the build alone"])
@pytest.mark.parametrize("jobs", ["1", "2"])
def test_in_the_middle_of_a_long_turn(stage, fragile, jobs, group):
    sentences = plain_sentences()
    sentences[4:7] = [f"Dieser Satz ist langsam, Nummer {number}" for number in range(3)]
    stage.write(sentences)
    process = stage.start("--jobs", jobs)
    try:
        wait_for(lambda: any(fragile.glob("speaking-*")))
        took, err = interrupted(process, group=group)
    finally:
        end(process)
    assert process.returncode == 130
    assert "interrupted; what is finished is kept" in err
    assert "Traceback" not in err
    assert took < AT_ONCE_S
    assert stage.outputs() == {}


def test_at_any_moment_and_the_next_build_goes_on(stage, reference):
    moments = random.Random(8)
    whole = reference.seconds()
    for _ in range(5):
        process = stage.start()
        try:
            time.sleep(whole * (0.2 + 0.6 * moments.random()))
            took, err = interrupted(process, group=True)
        finally:
            end(process)
        # Before our own code runs, Python itself answers a signal; so it is when the work is done already.
        assert process.returncode in (130, -signal.SIGINT, 0), err
        assert took < AT_ONCE_S
        stage.sound_entries()
    assert stage.built() == reference(1)
