"""What stands beside the MP3: every file is listed, and what a show does not want any more goes."""

import errno
import json
import os
from pathlib import Path

import pytest

from stimmwerk.cli import main
from stimmwerk.delivery import clear_away
from stimmwerk.errors import EXIT_FAILED
from stimmwerk.files import folder_digests, sha256_of
from stimmwerk.formats import FORMATS
from stimmwerk.manifest import FILE, Manifest


@pytest.fixture
def build(show_folder):
    """Builds the probe with some lines more in show.toml; gives the folder."""
    plain = (show_folder / "show.toml").read_text("utf-8").partition("[exports]")[0]

    def run(more=""):
        (show_folder / "show.toml").write_text(plain + more, "utf-8")
        assert main(["build", "probe", "--jobs", "1"]) == 0
        return show_folder / "build/probe"

    return run


def manifest_in(folder):
    return Manifest.from_json((folder / FILE).read_text("utf-8"), FILE)


def test_every_file_is_listed_with_what_it_is(build):
    folder = build()
    outputs = manifest_in(folder).outputs
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert files == {*outputs, FILE}
    assert {output.format for output in outputs.values()} == {"mp3", *(form.name for form in FORMATS)}
    for name, output in outputs.items():
        assert (output.size, output.sha256) == ((folder / name).stat().st_size, sha256_of(folder / name))
    assert outputs["probe.vtt"].media_type == "text/vtt"


def test_what_is_switched_off_is_removed_and_what_is_not_ours_stays(build):
    folder = build()
    (folder / "mine.vtt").write_text("WEBVTT\n")
    build("\n[exports]\nwebvtt = false\nnotes_html = false\n")
    assert not (folder / "probe.vtt").exists()
    assert not (folder / "probe.notes.html").exists()
    assert (folder / "mine.vtt").exists()
    assert "probe.vtt" not in manifest_in(folder).outputs
    build()
    assert (folder / "probe.vtt").exists()


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs the names of open files")
@pytest.mark.parametrize("last", ["probe.vtt", "timeline.png", "probe.m4b", "probe.opus", "index.html", "probe.mp3"])
def test_where_one_file_cannot_be_written_all_stay_those_of_the_episode_before(build, monkeypatch, capsys, last):
    folder = build()
    before = folder_digests(folder)
    script = folder.parents[1] / "episodes/probe.md"
    script.write_text(script.read_text("utf-8").replace("vielen Dank", "und ich danke sehr"), "utf-8")
    fsync = os.fsync

    def full(handle):
        if f".{last}." in str(Path(f"/proc/self/fd/{handle}").readlink()):
            raise OSError(errno.ENOSPC, "No space left on device")
        fsync(handle)

    monkeypatch.setattr(os, "fsync", full)
    capsys.readouterr()
    assert main(["build", "probe", "--jobs", "1"]) == EXIT_FAILED
    assert f"build/probe/{last}: cannot be written: No space left on device" in capsys.readouterr().err
    assert folder_digests(folder) == before
    assert not list(folder.rglob(".*"))
    monkeypatch.setattr(os, "fsync", fsync)
    build()
    assert folder_digests(folder).keys() == before.keys()
    assert folder_digests(folder)["probe.mp3"] != before["probe.mp3"]


def test_what_editors_need_has_a_switch(build):
    folder = build("\n[exports]\nfor_editors = false\nflac = true\n")
    found = {output.format for output in manifest_in(folder).outputs.values()}
    assert found == {"mp3", "flac", *(form.name for form in FORMATS if not form.for_editors)}
    assert found.isdisjoint({"wav", "stems", "turns", "labels", "regions"})


def test_all_can_be_switched_off(build):
    off = "\n[exports]\n" + "".join(f"{form.name} = false\n" for form in FORMATS)
    folder = build(off)
    assert {path.name for path in folder.iterdir()} == {"probe.mp3", FILE}


@pytest.mark.parametrize("outputs", [{"old.vtt": "digest"}, {"old.vtt": {"sha256": "digest"}}])
def test_any_version_s_files_are_known(tmp_path, outputs):
    (tmp_path / FILE).write_text(json.dumps({"schema": 1, "outputs": outputs}))
    (tmp_path / "old.vtt").touch()
    assert clear_away(tmp_path, ["new.vtt"]) == ("old.vtt",)
    assert {path.name for path in tmp_path.iterdir()} == {FILE}


def test_empty_folders_go_with_their_files(tmp_path):
    (tmp_path / FILE).write_text(
        json.dumps({"outputs": {"stems/a.flac": "x", "stems/b.flac": "x", "turns/1.flac": "x"}})
    )
    for name in ("stems/a.flac", "stems/b.flac", "turns/1.flac"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert clear_away(tmp_path, ["stems/b.flac"]) == ("stems/a.flac", "turns/1.flac")
    assert {path.name for path in tmp_path.iterdir()} == {FILE, "stems"}


@pytest.mark.parametrize("name", ["../outside", "/etc/hostname", "a/../../outside", "..\\outside", "C:outside", ""])
def test_nothing_outside_the_folder_is_touched(tmp_path, name):
    outside, folder = tmp_path / "outside", tmp_path / "episode"
    folder.mkdir()
    outside.touch()
    (folder / FILE).write_text(json.dumps({"outputs": {name: "x"}}))
    assert clear_away(folder, []) == ()
    assert outside.exists()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"outputs": 3}', '{"outputs": ["a"]}'])
def test_where_no_manifest_can_be_read_nothing_is_removed(tmp_path, text):
    (tmp_path / FILE).write_text(text)
    assert clear_away(tmp_path, []) == ()
