"""Which set-up the Makefile would do, told by `make --dry-run`."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")

MAKEFILE = Path(__file__).parents[1] / "Makefile"


@pytest.fixture
def checkout(tmp_path):
    """A checkout whose .venv is set up, with a program of one empty module."""
    folder = tmp_path / "check out"
    (folder / "src/stimmwerk").mkdir(parents=True)
    (folder / "src/stimmwerk/__init__.py").touch()
    shutil.copy(MAKEFILE, folder)
    for name in ("pyproject.toml", "constraints.txt"):
        (folder / name).touch()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder / ".venv"], check=True)
    (packages,) = folder.glob(".venv/lib/python*/site-packages")
    (packages / "stimmwerk.pth").write_text(str(folder / "src"))
    (folder / ".venv/ready").touch()
    return folder


def plan(folder, *goals):
    """What make would run, a command a line."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("MAKE", "MFLAGS"))}
    done = subprocess.run(
        ["make", "--dry-run", *goals], cwd=folder, env=environment, check=True, capture_output=True, text=True
    )
    assert not done.stderr
    return [" ".join(line.split()) for line in done.stdout.splitlines()]


def test_what_is_set_up_stays(checkout):
    assert plan(checkout, "audio") == ['.venv/bin/stimmwerk build "altman-town-hall"']


def test_what_is_not_there_is_set_up(checkout):
    shutil.rmtree(checkout / ".venv")
    assert plan(checkout, "audio")[0] == "python3 -m venv .venv"


def test_what_somebody_else_has_set_up_is_kept_and_added_to(checkout):
    (checkout / ".venv/ready").unlink()
    assert plan(checkout, "audio")[0] == "python3 -m venv .venv"


def moved(checkout):
    return checkout.rename(checkout.parent / "elsewhere")


def copied(checkout):
    return shutil.copytree(checkout, checkout.parent / "elsewhere", symlinks=True)


def without_python(checkout):
    for python in checkout.glob(".venv/bin/python*"):
        python.unlink()
        python.symlink_to("/nowhere/python3")
    return checkout


def with_another_python(checkout):
    next(checkout.glob(".venv/lib/python*")).rename(checkout / ".venv/lib/python3.0")
    return checkout


def broken_off(checkout):
    (checkout / ".venv/begun").touch()
    return checkout


@pytest.mark.parametrize("become", [moved, copied, without_python, with_another_python, broken_off])
def test_what_can_not_be_used_is_set_up_anew(checkout, become):
    assert plan(become(checkout), "audio")[0] == "python3 -m venv --clear .venv"


def test_all_is_set_up_before_anything_runs(checkout):
    commands = plan(checkout, "--jobs=2", "audio", "test")
    assert "[dev]" in commands[0]
    assert {command.split()[0] for command in commands[-2:]} == {".venv/bin/stimmwerk", ".venv/bin/python"}
