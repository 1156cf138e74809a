"""Temporary folders and files that killed processes leave, and that the next one takes away."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from stimmwerk.files import atomic_writer
from stimmwerk.processes import neighbourhood
from stimmwerk.pruning import ABANDONED_S
from stimmwerk.scratch import MARK, YOUNG_S, TemporaryFolder, clear_temporary_folders, clear_unfinished

pytestmark = pytest.mark.skipif(os.name != "posix", reason="elsewhere nothing is taken away")

_MAKES_ONE = """
import os, sys
from pathlib import Path
from stimmwerk.processes import neighbourhood
from stimmwerk.pruning import ABANDONED_S
from stimmwerk.scratch import TemporaryFolder
folder = TemporaryFolder("probe")
Path(folder.name, "big").write_bytes(b"0" * 1000)
print(folder.name, flush=True)
sys.stdin.readline()
os.kill(os.getpid(), 9)
"""


@pytest.fixture(autouse=True)
def temporary(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return tmp_path


def age(path, seconds=YOUNG_S + 1):
    os.utime(path, (time.time() - seconds,) * 2)


def test_a_folder_goes_when_its_process_has_been_killed_and_not_before(temporary):
    with subprocess.Popen(
        [sys.executable, "-c", _MAKES_ONE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        folder = Path(process.stdout.readline().strip())
        assert folder.parent == temporary
        age(folder)
        clear_temporary_folders()
        assert folder.is_dir()
        process.communicate("\n")
    clear_temporary_folders()
    assert not folder.exists()


def test_a_folder_that_was_made_just_now_may_not_be_held_yet(temporary):
    folder = temporary / "stimmwerk-probe-abcd_123"
    folder.mkdir()
    (folder / MARK).touch()
    clear_temporary_folders()
    assert folder.is_dir()


def test_what_is_not_ours_stays(temporary):
    names = ("stimmwerk-show", "stimmwerk-mine-abcd1234", "stimmwerk-abcd1234.log", "pymp-abcd1234", "other")
    others = [temporary / name for name in names]
    target = temporary / "other"
    for path in others:
        path.mkdir()
        age(path)
    link = temporary / "stimmwerk-probe-12345678"
    link.symlink_to(target)
    clear_temporary_folders()
    assert all(path.is_dir() for path in others)
    assert link.is_symlink()


def test_a_folder_goes_by_itself(temporary):
    with TemporaryFolder("probe") as name:
        assert Path(name).is_dir()
    assert list(temporary.iterdir()) == []


def dead():
    """The number of a process that there is no more."""
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    return process.pid


def test_a_file_that_a_killed_process_has_not_finished(tmp_path):
    folder = tmp_path / "probe"
    (folder / "turns").mkdir(parents=True)
    here = neighbourhood()
    left = [folder / f".probe.mp3.{here}-{dead():x}-7.tmp", folder / f"turns/.001.flac.{here}-{dead():x}-a.tmp"]
    stays = [
        folder / f".probe.mp3.{here}-{os.getppid():x}-7.tmp",
        folder / "probe.mp3",
        folder / ".notes.tmp",
        folder / f"probe.mp3.{here}-{dead():x}-7.tmp",
    ]
    for path in (*left, *stays):
        path.touch()
    clear_unfinished(folder)
    assert sorted(path for path in folder.rglob("*") if path.is_file()) == sorted(stays)
    clear_unfinished(tmp_path / "there is none")


def test_a_file_of_another_container_stays_while_it_may_be_at_work(tmp_path):
    """Its processes have numbers of their own: that there is none of this number here says nothing."""
    elsewhere = "000000" if neighbourhood() != "000000" else "000001"
    left, young = (tmp_path / f".probe.mp3.{elsewhere}-{dead():x}-{number}.tmp" for number in (1, 2))
    ours = tmp_path / f".probe.mp3.{neighbourhood()}-{os.getppid():x}-7.tmp"
    for path in (left, young, ours):
        path.touch()
    age(left, ABANDONED_S + 60)
    age(young, ABANDONED_S - 60)
    age(ours, ABANDONED_S + 60)
    clear_unfinished(tmp_path)
    assert sorted(tmp_path.iterdir()) == sorted([young, ours])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there are no containers")
def test_containers_are_told_apart(tmp_path):
    script = "from stimmwerk.processes import neighbourhood; print(neighbourhood())"

    def said_in(*container):
        command = [*container, sys.executable, "-c", script]
        return subprocess.run(command, check=False, capture_output=True, text=True)

    assert said_in().stdout.strip() == neighbourhood()
    other = said_in("unshare", "--pid", "--fork")
    if other.returncode:
        pytest.skip(f"needs a container, which is refused here: {other.stderr.strip()}")
    assert other.stdout.strip() != neighbourhood()


def test_the_names_are_those_that_writers_take(tmp_path):
    with atomic_writer(tmp_path / "probe.mp3"):
        (name,) = [path.name for path in tmp_path.iterdir()]
    (tmp_path / name.replace(f"-{os.getpid():x}-", f"-{dead():x}-")).touch()
    clear_unfinished(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["probe.mp3"]
