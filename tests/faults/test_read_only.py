"""A build folder that may not be written: a clear error, and what is there stays."""

import os
from contextlib import contextmanager

import pytest

from .mounts import mounted, remount

pytestmark = pytest.mark.slow


@contextmanager
def read_only(folder):
    """Nobody may write below a folder; root, whom modes do not stop, needs a mount for that."""
    if hasattr(os, "geteuid") and os.geteuid() != 0:
        folders = [folder, *(path for path in folder.rglob("*") if path.is_dir())]
        for path in folders:
            path.chmod(0o555)
        try:
            yield
        finally:
            for path in folders:
                path.chmod(0o755)
    else:
        with mounted(folder, "--bind", folder):
            remount(folder, "bind,ro")
            yield


def test_nothing_was_built_before(stage, reference):
    with read_only(stage.folder / "build"):
        code, out, err = stage.build("--jobs", "2")
        assert (code, out) == (1, ""), err
        assert "build/" in err
        assert "hint: " in err
    assert stage.built("--jobs", "1") == reference(1)


def test_an_older_episode_stays(built_stage, reference):
    stage = built_stage
    stage.write(version=2)
    with read_only(stage.folder / "build"):
        code, out, err = stage.build("--jobs", "1")
        assert (code, out) == (1, ""), err
        assert "build/" in err
        assert stage.outputs() == reference(1)
        with stage.start(command="plan") as plan:
            assert "text changed" in plan.communicate()[0]
        assert plan.returncode == 0
        with stage.start("build/probe", command="verify") as verify:
            out, err = verify.communicate()
        assert verify.returncode == 0, out + err


def test_only_the_store_may_not_be_written(built_stage, reference):
    stage = built_stage
    stage.write(version=2)
    with read_only(stage.cache):
        code, out, err = stage.build("--jobs", "1")
        assert (code, out) == (1, ""), err
        assert "build/cache" in err
        assert stage.outputs() == reference(1)
    assert stage.built("--jobs", "1") == reference(2)
