"""Receipts: a finished episode is known as such, and only as long as nothing of it has changed."""

import json
import os

import pytest

from stimmwerk import program, receipt
from stimmwerk.cli import main
from stimmwerk.files import sha256_of


@pytest.fixture
def build(show_folder, capsys):
    """Builds the probe; gives what was told."""

    def run(*options):
        assert main(["build", "probe", "--jobs", "1", *options]) == 0
        return capsys.readouterr()

    run()
    return run


def finished(outcome):
    return outcome.err.startswith("up to date")


def test_nothing_changed(build, show_folder):
    before = {path: path.stat().st_mtime_ns for path in (show_folder / "build/probe").rglob("*")}
    found = build()
    assert finished(found)
    assert found.out == "build/probe/probe.mp3\n"
    assert {path: path.stat().st_mtime_ns for path in (show_folder / "build/probe").rglob("*")} == before


def test_the_figures_are_those_of_the_build_that_made_it(build):
    (found, again) = (json.loads(build("--json").out) for _ in range(2))
    assert found.keys() == again.keys()
    assert (found["spoken"], found["blocks_encoded"]) == (0, 0)
    assert found["kept"] > 0
    assert found["passed"]


CHANGES = {
    "script": ("episodes/probe.md", "schönen Tag", "langen Tag"),
    "show": ("show.toml", "chapter = 0.5", "chapter = 0.6"),
    "cast": ("voices/demo.toml", '"higher"', '"lower"'),
}


@pytest.mark.parametrize("change", CHANGES)
def test_an_edit_is_seen_and_so_is_its_way_back(build, show_folder, change):
    name, old, new = CHANGES[change]
    path = show_folder / name
    text, times = path.read_text("utf-8"), path.stat()
    path.write_text(text.replace(old, new), "utf-8")
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not finished(build())
    assert finished(build())
    path.write_text(text, "utf-8")
    assert not finished(build())
    assert finished(build())


@pytest.mark.parametrize("name", ["probe.mp3", "probe.chapters.json", "probe.transcript.json", "manifest.json"])
@pytest.mark.parametrize("spoil", [lambda path: path.unlink(), lambda path: path.write_bytes(path.read_bytes() + b"x")])
def test_an_output_that_is_missing_or_another_is_made_again(build, show_folder, name, spoil):
    path = show_folder / "build/probe" / name
    whole = path.read_bytes()
    spoil(path)
    assert not finished(build())
    assert path.read_bytes() == whole


def test_a_large_output_is_not_read_until_somebody_touches_it(build, show_folder, monkeypatch):
    folder = show_folder / "build/probe"
    wav = folder / "probe.wav"
    assert wav.stat().st_size >= 1 << 20
    read = []
    monkeypatch.setattr(receipt, "sha256_of", lambda path: (read.append(path.name), sha256_of(path))[1])
    assert finished(build())
    assert wav.name not in read
    assert "probe.vtt" in read
    whole, times = wav.read_bytes(), wav.stat()
    wav.touch()
    assert finished(build())
    assert wav.name in read
    # As large, and as old as it says.
    wav.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    os.utime(wav, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert not finished(build())
    assert wav.read_bytes() == whole


def test_another_name_and_another_cast_are_other_orders(build, show_folder):
    assert not finished(build("--as", "other"))
    (show_folder / "voices/second.toml").write_bytes((show_folder / "voices/demo.toml").read_bytes())
    assert not finished(build("--cast", "second"))
    assert finished(build("--cast", "second"))
    assert not finished(build())


def test_a_picture_of_a_chapter_counts_wherever_it_lies(build, show_folder):
    script = show_folder / "episodes/probe.md"
    script.write_text(
        script.read_text("utf-8").replace("## Zweites Thema", '## Zweites Thema {image="pic.png"}'), "utf-8"
    )
    (show_folder / "pic.png").write_bytes((show_folder / "audio/cover.png").read_bytes())
    assert not finished(build())
    assert finished(build())
    (show_folder / "pic.png").write_bytes((show_folder / "audio/cover.png").read_bytes() + b"\0")
    assert not finished(build())


def test_another_version_of_the_program_makes_it_again(build, monkeypatch):
    monkeypatch.setattr("stimmwerk.receipt.program_digest", lambda: "another")
    assert not finished(build())
    assert finished(build())


def test_an_engine_of_another_package_is_always_asked(build, show_folder, rogue):
    cast = show_folder / "voices/demo.toml"
    cast.write_text(cast.read_text("utf-8").replace('engine = "tone"', 'engine = "rogue"'), "utf-8")
    assert not finished(build())
    assert not finished(build())


def test_the_program_is_its_files_and_the_packages_beside_it(tmp_path, monkeypatch):
    def digest():
        program.program_digest.cache_clear()
        return program.program_digest()

    (tmp_path / "code").mkdir()
    (tmp_path / "code/a.py").write_text("one")
    (tmp_path / "packages").mkdir()
    monkeypatch.setattr(program, "_PACKAGE", tmp_path / "code")
    monkeypatch.setattr("sys.path", [str(tmp_path / "packages"), str(tmp_path / "missing")])
    first = digest()
    assert digest() == first
    (tmp_path / "code/__pycache__").mkdir()
    (tmp_path / "code/__pycache__/a.pyc").write_text("byte code")
    assert digest() == first
    (tmp_path / "packages/numpy-2.0.dist-info").mkdir()
    second = digest()
    (tmp_path / "code/a.py").write_text("two")
    assert len({first, second, digest()}) == 3
    monkeypatch.undo()
    program.program_digest.cache_clear()
