"""A full disk, and a file that may not grow: it is said, nothing is lost, and the next build goes on from there."""

import re
import shutil
import sys

import pytest

from .mounts import mounted, remount

pytestmark = pytest.mark.slow


def size_of(stage):
    """What a build has put on the disk, in bytes."""
    return sum(path.stat().st_size for path in (stage.folder / "build").rglob("*") if path.is_file())


def refused(stage):
    """A build that must fail for want of space, with words for people."""
    code, out, err = stage.build("--jobs", "2")
    assert (code, out) == (1, ""), err
    assert "hint: " in err
    return err


@pytest.mark.parametrize("share", [0.3, 0.9])
def test_a_disk_that_fills_up(stage, reference, share):
    needed = size_of(reference.stage())
    with mounted(stage.folder / "build", "-t", "tmpfs", "-o", f"size={int(needed * share)}", "none") as disk:
        err = refused(stage)
        assert "No space left on device" in err
        assert "build/" in err
        assert "free some space" in err
        assert "probe.mp3" not in stage.outputs()
        kept = stage.sound_entries()
        assert kept > 0
        remount(disk, f"size={needed * 3}")
        code, _, err = stage.build("--jobs", "1")
        assert code == 0, err
        assert re.search(r"[1-9]\d* kept", err)
        assert stage.outputs() == reference(1)
        stage.sound_entries()


def test_a_disk_that_fills_up_under_an_episode_that_is_there(stage, reference):
    needed = size_of(reference.stage())
    with mounted(stage.folder / "build", "-t", "tmpfs", "-o", f"size={int(needed * 1.1)}", "none") as disk:
        shutil.copytree(reference.stage().folder / "build", disk, dirs_exist_ok=True)
        stage.write(version=2)
        refused(stage)
        assert stage.outputs() == reference(1)
        remount(disk, f"size={needed * 3}")
        assert stage.built("--jobs", "1") == reference(2)


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
def test_a_file_that_may_not_grow(stage, reference):
    import resource

    limit = len(reference(1)["probe.mp3"]) // 2

    def small_files():
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    code, out, err = stage.build("--jobs", "1", preexec_fn=small_files)
    assert (code, out) == (1, ""), err
    assert "File too large" in err
    assert "build/" in err
    assert stage.outputs().keys() <= reference(1).keys() - {"probe.mp3"}
    stage.sound_entries()
    assert stage.built("--jobs", "1") == reference(1)
