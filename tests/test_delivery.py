"""What stands beside the MP3: every file is listed, and what a show does not want any more goes."""

import json

import pytest

from stimmwerk.cli import main
from stimmwerk.delivery import clear_away
from stimmwerk.files import sha256_of
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
