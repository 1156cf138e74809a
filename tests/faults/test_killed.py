"""Processes that are killed: nothing half-written stands under its final name, and the next build goes on."""

import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
from pathlib import Path

import pytest

from .conftest import plain_sentences
from .processes import end, gone, wait_for

pytestmark = pytest.mark.slow

ROUNDS, KILLS = 4, 5


def test_a_build_that_is_killed_at_twenty_moments(built_stage, reference):
    stage = built_stage
    moments = random.Random(20)
    whole = reference.seconds()
    known = [reference(1), reference(2)]
    for number in range(ROUNDS):
        shutil.rmtree(stage.cache)
        version = 2 - number % 2
        stage.write(version=version)
        for _ in range(KILLS):
            process = stage.start()
            time.sleep(moments.random() * whole)
            process.kill()
            end(process)
            for name, data in stage.outputs().items():
                assert data in [outputs[name] for outputs in known], f"{name} is neither the old nor the new one"
            stage.sound_entries()
        assert stage.built() == reference(version)


@pytest.fixture
def temporary():
    """A folder whose path is short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="sw-") as folder:
        yield Path(folder)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there are no sockets")
def test_what_a_killed_build_has_left_goes_with_the_next(stage, temporary):
    stage.env["TMPDIR"] = str(temporary)
    process = stage.start("--jobs", "2")
    try:
        wait_for(lambda: any(stage.folder.glob("build/probe/.*.tmp")))
        process.kill()
        process.wait()
    finally:
        end(process)
    assert any(stage.folder.glob("build/probe/.*.tmp"))
    left = list(temporary.iterdir())
    assert left
    assert all(path.name.startswith("stimmwerk-") for path in left)
    for path in left:
        os.utime(path, (0, 0))
    stage.built()
    assert list(stage.folder.glob("build/probe/.*")) == []
    assert list(temporary.iterdir()) == []


def test_workers_end_with_a_build_that_is_killed(stage, fragile):
    sentences = plain_sentences()
    sentences[3] = "Dieser Satz ist endlos"
    stage.write(sentences)
    process = stage.start("--jobs", "2")
    try:
        wait_for(lambda: any(fragile.glob("speaking-*")))
        process.kill()
        process.wait()
        # Nobody is there any more to hear the sentence.
        assert gone(process.pid), "workers outlive the build"
    finally:
        end(process)


def test_a_worker_that_dies_once_costs_little(stage, fragile):
    sentences = plain_sentences()
    sentences[5] = "Dieser Satz stirbt genau einmal"
    stage.write(sentences)
    code, _, err = stage.build("--jobs", "2")
    assert code == 0, err
    assert (fragile / "died").exists()
    broken = stage.outputs()
    shutil.rmtree(stage.folder / "build")
    assert stage.built("--jobs", "2") == broken


def test_what_waits_behind_a_worker_that_died_is_spoken_on_all_cores(stage, fragile):
    """Whatever else was under way goes on in a few processes, not in one for each sentence."""
    sentences = [f"Dies ist Satz {number}" for number in range(60)]
    sentences[2] = "Dieser Satz stirbt genau einmal"
    stage.write(sentences)
    code, _, err = stage.build("--jobs", "2")
    assert code == 0, err
    assert len(list(fragile.glob("opened-*"))) < 30


def test_a_worker_that_always_dies_is_named_and_the_rest_is_kept(stage, fragile):
    sentences = plain_sentences()
    sentences[9] = "Dieser Satz stirbt immer"
    stage.write(sentences)
    code, out, err = stage.build("--jobs", "2")
    line = 1 + next(n for n, text in enumerate(stage.script.read_text().splitlines()) if "immer" in text)
    assert (code, out) == (4, "")
    assert f"episodes/probe.md:{line}: " in err
    assert "stirbt immer" in err
    assert stage.sound_entries() > 0
    stage.write(plain_sentences())
    _, _, err = stage.build("--jobs", "2")
    assert int(re.search(r"(\d+) kept", err)[1]) >= 8


def test_an_engine_that_dies_in_a_small_edit_is_named_by_the_next_build(stage, fragile):
    """Where so little is new that no pool is worth while, a crash takes the build with it; the next takes a pool."""
    sentences = plain_sentences()
    stage.write(sentences)
    stage.built("--jobs", "2")
    sentences[9] = "Dieser Satz stirbt immer"
    stage.write(sentences)
    code, _, _ = stage.build("--jobs", "2")
    assert code < 0
    code, _, err = stage.build("--jobs", "2")
    assert code == 4, err
    assert "stirbt immer" in err
    stage.write(plain_sentences())
    stage.built("--jobs", "2")


def test_a_worker_killed_from_outside_in_the_middle_of_a_turn(stage, fragile):
    sentences = plain_sentences()
    sentences[3] = "Dieser Satz ist langsam"
    stage.write(sentences)
    process = stage.start("--jobs", "2")
    try:
        wait_for(lambda: any(fragile.glob("speaking-*")))
        trace = next(fragile.glob("speaking-*"))
        trace.unlink()
        os.kill(int(trace.name.partition("-")[2]), signal.SIGKILL)
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        assert out == "build/probe/probe.mp3\n"
    finally:
        end(process)
