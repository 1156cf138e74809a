"""How long an edit takes to be heard."""

import sys
import textwrap
from functools import partial

import pytest
import served
from measuring import CommandFailed
from served import waits

SERVER = """
import pathlib, time
script, manifest = pathlib.Path("script"), pathlib.Path("build/episode/manifest.json")
before = script.stat().st_mtime_ns
while True:
    if (now := script.stat().st_mtime_ns) != before:
        before = now
        time.sleep(0.3)
        manifest.with_name("new").write_text("made")
        manifest.with_name("new").replace(manifest)
    time.sleep(0.005)
"""


@pytest.fixture
def manifest(tmp_path, monkeypatch):
    monkeypatch.setattr(served, "_EDITING_S", 0.5)
    found = tmp_path / "build/episode/manifest.json"
    found.parent.mkdir(parents=True)
    found.write_text("made")
    (tmp_path / "script").write_text("as it was")
    return found


def server(text):
    return [sys.executable, "-c", textwrap.dedent(text)]


def test_the_time_from_an_edit_to_what_came_of_it(manifest):
    script = manifest.parents[2] / "script"
    edits = (partial(script.write_text, f"edit {number}") for number in range(2))
    took = list(waits(server(SERVER), manifest, edits))
    assert len(took) == 2
    assert all(seconds >= 0.3 for seconds in took)


def test_a_server_that_ends_is_told(manifest):
    with pytest.raises(CommandFailed, match="made nothing of an edit"):
        list(waits(server("pass"), manifest, iter([lambda: None])))
