"""Two builds of one episode at the same time, in one folder."""

import pytest

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_both_end_well_with_the_same_bytes(stage, reference, jobs):
    both = [stage.start("--jobs", jobs) for _ in range(2)]
    for process in both:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, out) == (0, "build/probe/probe.mp3\n"), err
        assert "Traceback" not in err
    assert stage.outputs() == reference(1)
    stage.sound_entries()


def test_two_names_share_the_store(stage, reference):
    both = [stage.start(), stage.start("--as", "andere")]
    for process in both:
        _, err = process.communicate(timeout=120)
        assert process.returncode == 0, err
    assert stage.outputs() == reference(1)
    assert (stage.folder / "build/andere/andere.mp3").read_bytes() == reference(1)["probe.mp3"]


def test_the_store_emptied_while_a_build_is_at_work(stage, reference):
    """Whoever prunes too much costs work, never a wrong result."""
    build = stage.start()
    while build.poll() is None:
        with stage.start("--all", command="cache") as prune:
            _, err = prune.communicate()
            assert prune.returncode == 0, err
    _, err = build.communicate()
    assert build.returncode in (0, 1), err
    assert "Traceback" not in err
    assert build.returncode == 0 or "build again" in err
    assert stage.built() == reference(1)
