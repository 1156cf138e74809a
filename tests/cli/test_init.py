"""stimmwerk init: a show that builds at once, planted once."""

import pytest

from stimmwerk import starter
from stimmwerk.cli import main


@pytest.fixture
def quick(monkeypatch):
    """Composes no music."""
    monkeypatch.setattr(starter, "show_assets", lambda: [("sting.wav", b"x")])


@pytest.mark.slow
def test_a_new_show_builds_at_once(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["init", "neu", "--title", "Neue Schau"]) == 0
    out, err = capsys.readouterr()
    assert all((tmp_path / line).is_file() for line in out.splitlines())
    assert "cd neu && stimmwerk build" in err
    monkeypatch.chdir(tmp_path / "neu")
    assert main(["build", "--jobs", "1"]) == 0
    assert (tmp_path / "neu" / capsys.readouterr().out.strip()).stat().st_size > 100_000


def test_the_command_that_it_gives_can_be_pasted(quick, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["init", "meine Schau"]) == 0
    assert "cd 'meine Schau' && stimmwerk build" in capsys.readouterr().err


def test_it_refuses_a_second_time(quick, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["init"]) == 0
    out, err = capsys.readouterr()
    assert "show.toml" in out.splitlines()
    assert "now: stimmwerk build" in err
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    assert main(["init"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "there is something already" in err
    assert "hint" in err
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


def test_a_file_where_the_folder_should_be(quick, tmp_path, capsys):
    (tmp_path / "neu").write_text("mine")
    assert main(["init", str(tmp_path / "neu")]) == 1
    err = capsys.readouterr().err
    assert "Traceback" not in err
    assert (tmp_path / "neu").read_text() == "mine"
