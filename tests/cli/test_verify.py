"""stimmwerk verify: a finished episode passes; one that somebody changed does not."""

import json
import shutil

import mutagen.id3
import pytest

from stimmwerk.cli import main


@pytest.fixture
def built(show_folder, capsys):
    assert main(["build", "probe", "--jobs", "1"]) == 0
    capsys.readouterr()
    return show_folder / "build/probe"


@pytest.fixture
def verdict(built, capsys):
    """Verifies; gives exit code and the names of the checks that failed."""

    def run(path=built):
        code = main(["verify", str(path), "--json"])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        found = json.loads(out)
        assert found["passed"] == (code == 0)
        return code, {row["name"] for row in found["rows"] if row["status"] == "fail"}

    return run


def test_what_was_built_passes_by_folder_and_by_file(built, verdict, capsys):
    assert verdict() == (0, set())
    assert verdict(built / "probe.mp3") == (0, set())
    assert main(["verify", str(built)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) > 15
    assert {line.split()[0] for line in lines} <= {"ok", "note", "skip"}


def test_a_byte_of_sound(built, verdict):
    path = built / "probe.mp3"
    data = bytearray(path.read_bytes())
    data[len(data) * 3 // 4] ^= 0xFF
    path.write_bytes(data)
    assert verdict()[0] == 1


def test_half_an_episode(built, verdict):
    path = built / "probe.mp3"
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    code, failed = verdict()
    assert code == 1
    assert any("length" in name or "frames" in name or "container" in name for name in failed), failed


def test_a_chapter_that_was_moved(built, verdict):
    tag = mutagen.id3.ID3(built / "probe.mp3")
    chapter = tag.getall("CHAP")[1]
    chapter.start_time += 700
    tag.save(v2_version=3)
    code, failed = verdict()
    assert code == 1
    assert any(name.startswith("chapters") for name in failed), failed


def test_turns_that_changed_places(built, verdict):
    path = built / "manifest.json"
    found = json.loads(path.read_text())
    one, other = found["turns"][4], found["turns"][5]
    one["start"], one["stop"], other["start"], other["stop"] = other["start"], other["stop"], one["start"], one["stop"]
    path.write_text(json.dumps(found))
    code, failed = verdict()
    assert code == 1
    assert any(name.startswith("turns") for name in failed), failed


def test_a_manifest_of_another_version(built, capsys):
    path = built / "manifest.json"
    path.write_text(path.read_text().replace('"schema": ', '"schema": 9'))
    assert main(["verify", str(built)]) == 3
    err = capsys.readouterr().err
    assert "manifest.json" in err
    assert "build the episode again" in err


def test_a_file_without_its_manifest_is_measured_all_the_same(built, tmp_path, capsys):
    alone = tmp_path / "alone.mp3"
    shutil.copy(built / "probe.mp3", alone)
    assert main(["verify", str(alone)]) == 0
    assert "skip" in capsys.readouterr().out


@pytest.mark.parametrize("content", [None, b"", b"no mp3 at all", bytes(5000)])
def test_what_is_no_episode(tmp_path, capsys, content):
    path = tmp_path / "x.mp3"
    if content is not None:
        path.write_bytes(content)
    assert main(["verify", str(path)]) in (1, 3)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    assert "x.mp3" in out + err or "FAIL" in (out + err).upper()


def test_an_episode_is_known_by_its_name_from_anywhere_in_the_show(built, verdict, monkeypatch):
    assert verdict("probe") == (0, set())
    monkeypatch.chdir(built.parent.parent / "voices")
    assert verdict("probe") == (0, set())
