"""stimmwerk sounds: the files in audio/ are those that the code makes."""

import pytest

from stimmwerk import assets
from stimmwerk.cli import main


@pytest.mark.slow
def test_the_repository_s_own_are_those_that_would_be_made(monkeypatch, request, capsys):
    monkeypatch.chdir(request.config.rootpath)
    assert main(["sounds", "--check"]) == 0
    assert capsys.readouterr() == ("", "0 would change\n")


@pytest.fixture
def quick(monkeypatch):
    """Composes no music."""
    monkeypatch.setattr(assets, "show_assets", lambda: [("bell.wav", b"1"), ("gong.wav", b"2")])


def test_what_differs_is_made_again_and_named(show_folder, quick, capsys):
    (show_folder / "audio/bell.wav").write_bytes(b"old")
    assert main(["sounds", "--check"]) == 1
    assert capsys.readouterr() == ("audio/bell.wav\naudio/gong.wav\n", "2 would change\n")
    assert (show_folder / "audio/bell.wav").read_bytes() == b"old"
    assert main(["sounds"]) == 0
    assert capsys.readouterr().err == "2 changed\n"
    assert ((show_folder / "audio/bell.wav").read_bytes(), (show_folder / "audio/gong.wav").read_bytes()) == (
        b"1",
        b"2",
    )
    assert main(["sounds", "--check"]) == 0


def test_other_sounds_of_the_show_are_left_alone(show_folder, quick):
    before = (show_folder / "audio/sting.wav").read_bytes()
    assert main(["sounds"]) == 0
    assert (show_folder / "audio/sting.wav").read_bytes() == before
