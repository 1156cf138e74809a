"""Every command of the README works, in its order, in a checkout like a newcomer's."""

import contextlib
import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from .faults.processes import gone

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")

#: Tests would run themselves; pictures are taken by those who change the page, and need a browser.
APART = ("make test", "make screenshots")

#: The most that a command may take on a busy machine, in seconds.
PATIENCE = 300

OURS = re.compile(r"(?:make |\.venv/bin/stimmwerk )[^`\n]*")

INTERVIEW = """\
Ein Gespräch über Brot

Anna: Wie lange backen Sie schon?

Bernd: Seit dreißig Jahren, jeden Morgen um vier.

Anna: Und was ist das Schwerste daran?

Bernd: Das Aufstehen. Alles andere lernt man.
"""


def commands():
    """Commands in console blocks and in the running text, in their order, each once."""
    found = [match.group().strip() for match in OURS.finditer(README)]
    return [command for command in dict.fromkeys(found) if command not in APART]


def checkout(folder):
    """The repository as it is, with this Python as its set-up .venv, and a player that only notes what it plays."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    for name in listed.stdout.splitlines():
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)
    (folder / ".venv").mkdir()
    (folder / ".venv/bin").symlink_to(Path(sys.executable).parent)
    for stamp in ("ready", "ready-dev"):
        (folder / ".venv" / stamp).touch()
    tools = folder / ".tools"
    tools.mkdir()
    player = tools / "mpv"
    player.write_text(f'#!/bin/sh\necho "$@" > "{folder}/played"\n')
    player.chmod(0o755)
    browser = tools / "browser"
    browser.write_text(f'#!/bin/sh\necho "$1" > "{folder}/new" && mv "{folder}/new" "{folder}/opened"\n')
    browser.chmod(0o755)
    return tools


def listen(command, folder, environment):
    """Runs what does not end by itself until it has opened the browser; looks at the page, and presses Ctrl-C."""
    opened, talk = folder / "opened", folder / "talk"
    with talk.open("w") as output:
        process = subprocess.Popen(
            ["/bin/sh", "-c", command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        end = time.monotonic() + PATIENCE
        while not opened.exists():
            assert process.poll() is None, f"{command}\n{talk.read_text()}"
            assert time.monotonic() < end, f"{command}: no browser was opened\n{talk.read_text()}"
            time.sleep(0.05)
        with urllib.request.urlopen(opened.read_text().strip(), timeout=PATIENCE) as page:
            assert 'id="transcript"' in page.read().decode("utf-8")
        os.killpg(process.pid, signal.SIGINT)
        process.wait(timeout=PATIENCE)
        assert gone(process.pid)
        assert talk.read_text().rstrip().endswith(("ended", "Interrupt", "Error 130"))
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=PATIENCE)


def test_the_readme_names_commands_of_every_kind():
    kinds = {command.split()[1] for command in commands()}
    assert {"audio", "listen", "voices", "import", "check", "init"} <= kinds


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("make") is None or shutil.which("git") is None, reason="needs make and git")
def test_every_command_of_the_readme_works(tmp_path):
    tools = checkout(tmp_path)
    (tmp_path / "my-interview.txt").write_text(INTERVIEW, "utf-8")
    environment = {
        **os.environ,
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "BROWSER": str(tools / "browser"),
        "STIMMWERK_PORT": "0",
    }
    environment.pop("MAKEFLAGS", None)
    for command in commands():
        if command == "make listen":
            listen(command, tmp_path, environment)
            continue
        done = subprocess.run(
            ["/bin/sh", "-c", command],
            check=False,
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
        )
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    assert (tmp_path / "build/altman-town-hall/altman-town-hall.mp3").is_file()
    assert "altman-town-hall.mp3" in (tmp_path / "played").read_text()
    assert "/altman-town-hall/" in (tmp_path / "opened").read_text()
    assert (tmp_path / "episodes/my-interview.md").is_file()
    assert (tmp_path / "my-show/show.toml").is_file()


def test_pictures_are_there_small_and_described():
    pictures = re.findall(r'<img src="([^"]+)" width="[^"]+" alt="([^"]+)">', README)
    assert len(pictures) == README.count("<img") == 4
    for name, _ in pictures:
        assert (ROOT / name).stat().st_size <= 80_000
    assert {name for name, _ in pictures} == {f"docs/pictures/{path.name}" for path in ROOT.glob("docs/pictures/*")}


@pytest.mark.skipif(shutil.which("make") is None, reason="needs make")
def test_make_test_runs_the_tests(tmp_path):
    done = subprocess.run(["make", "--dry-run", "test"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "-m pytest" in done.stdout
