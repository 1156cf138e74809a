"""stimmwerk doctor: the version of everything in play, and what each engine lacks."""

import json
import platform
from importlib.metadata import requires, version

import pytest

from stimmwerk import __version__
from stimmwerk.cli import main


@pytest.fixture
def run(show_folder, capsys):
    def run(*arguments):
        assert main(["doctor", *arguments]) == 0
        return capsys.readouterr().out

    return run


def test_versions_are_those_installed(run):
    found = json.loads(run("--json"))
    assert (found["stimmwerk"], found["python"]) == (__version__, platform.python_version())
    assert found["numpy"] == version("numpy")
    assert found["lameenc"] == version("lameenc")
    assert "LAME" in found["lame"]


def test_every_dependency_is_named(run):
    found = json.loads(run("--json"))
    needed = {line.split(">")[0].strip() for line in requires("stimmwerk") or () if ";" not in line}
    assert needed <= found.keys()
    assert "missing" not in found.values()


def test_the_show_is_named_or_that_there_is_none(run, show_folder, tmp_path, monkeypatch):
    assert json.loads(run("--json"))["show"] == str(show_folder)
    monkeypatch.chdir(tmp_path)
    assert json.loads(run("--json"))["show"] == "none here"


def test_an_engine_that_lacks_something_is_told_and_the_rest_goes_on(run, rogue, monkeypatch):
    from stimmwerk.engines.tone import ToneEngine
    from stimmwerk.errors import EngineError

    def broken(self):
        raise EngineError("no sine here", hint="buy one")

    monkeypatch.setattr(ToneEngine, "check", broken)
    engines = json.loads(run("--json"))["engines"]
    assert engines["tone"]["works"] is False
    assert "no sine here" in engines["tone"]["lacks"]
    assert engines["pyttsx3"]["works"] is True
    assert engines["pyttsx3"]["version"].startswith("eSpeak NG")
    assert "engine tone      does not work: no sine here" in run()


def test_a_package_that_is_missing_is_said_to_be_missing(run, monkeypatch):
    from importlib.metadata import PackageNotFoundError

    from stimmwerk.cli import doctor

    def none(package):
        raise PackageNotFoundError(package)

    monkeypatch.setattr(doctor, "version", none)
    assert json.loads(run("--json"))["pydub"] == "missing"


def test_a_show_that_is_wrong_is_told(show_folder, capsys):
    (show_folder / "show.toml").write_text("title = 3\n")
    assert main(["doctor"]) == 3
    assert "show.toml:1" in capsys.readouterr().err
