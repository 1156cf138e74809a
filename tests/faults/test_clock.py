"""A clock that is set back, and files from the future: nobody asks what time it is, so nothing stale is taken."""

import os
import time

import pytest

pytestmark = pytest.mark.slow

YEARS = 365 * 86_400


def aged(folder, seconds):
    """Gives everything below a folder a time that is so many seconds from now."""
    when = time.time() + seconds
    for path in [folder, *folder.rglob("*")]:
        os.utime(path, (when, when))


def test_everything_that_was_made_is_from_the_future(built_stage, reference):
    stage = built_stage
    aged(stage.folder / "build", 10 * YEARS)
    assert stage.built("--jobs", "1") == reference(1)
    aged(stage.folder / "build", 10 * YEARS)
    stage.write(version=2)
    aged(stage.folder / "episodes", -10 * YEARS)
    assert stage.built("--jobs", "1") == reference(2)


@pytest.mark.parametrize("seconds", [-10 * YEARS, 10 * YEARS])
def test_the_clock_jumps_between_builds(built_stage, reference, shifted_clock, seconds):
    stage = built_stage
    stage.env = shifted_clock(seconds)
    stage.write(version=2)
    assert stage.built("--jobs", "1") == reference(2)
    with stage.start("--older-than", "30d", command="cache") as prune:
        _, err = prune.communicate()
    assert prune.returncode == 0, err
    stage.env = {}
    assert stage.built("--jobs", "1") == reference(2)
    stage.sound_entries()


def test_an_edit_that_leaves_size_and_time_as_they_were(built_stage, reference):
    """As `cp --preserve` and unpacked archives do."""
    stage = built_stage
    facts = stage.script.stat()
    text = stage.script.read_text()
    stage.script.write_text(text.replace("Nummer 1 ", "Nummer 8 "))
    os.utime(stage.script, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    after = stage.script.stat()
    assert (after.st_size, after.st_mtime_ns) == (facts.st_size, facts.st_mtime_ns)
    changed = stage.built("--jobs", "1")
    assert changed["probe.mp3"] != reference(1)["probe.mp3"]
    assert changed["probe.transcript.json"].count(b"Nummer 8 in allem") == 2
