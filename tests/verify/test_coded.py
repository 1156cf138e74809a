"""The files beside the MP3: each fault fails its row, and no others."""

from dataclasses import replace

import pytest

from stimmwerk.cli import main
from stimmwerk.manifest import Manifest
from stimmwerk.verify.coded import check_coded


@pytest.fixture(scope="module")
def folder(plant, tmp_path_factory):
    root = plant(tmp_path_factory.mktemp("coded"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert main(["build", "probe", "--jobs", "1"]) == 0
    return root / "build/probe"


@pytest.fixture
def manifest(folder):
    return Manifest.from_json((folder / "manifest.json").read_text("utf-8"), "manifest.json")


def statuses(folder, manifest):
    return {row.name: row.status for row in check_coded(folder, manifest)}


ALL = ("m4b.length", "m4b.chapters", "opus.length", "opus.chapters")


def test_good_files_pass(folder, manifest):
    assert statuses(folder, manifest) == dict.fromkeys(ALL, "ok")


def test_what_the_show_does_not_want_is_skipped(folder, manifest):
    bare = replace(manifest, outputs={})
    assert statuses(folder, bare) == dict.fromkeys(ALL, "skip")


def test_another_length(folder, manifest):
    longer = replace(manifest, length=manifest.length + 1152)
    assert statuses(folder, longer) == {name: "fail" if "length" in name else "ok" for name in ALL}


@pytest.mark.parametrize("change", [{"start": 123}, {"title": "anders"}])
def test_other_chapters(folder, manifest, change):
    first, second, *rest = manifest.chapters
    other = replace(manifest, chapters=(first, replace(second, **change), *rest))
    assert statuses(folder, other) == {name: "fail" if "chapters" in name else "ok" for name in ALL}
    assert statuses(folder, replace(manifest, chapters=(first,)))["m4b.chapters"] == "fail"


@pytest.mark.parametrize("data", [b"", b"no sound", None])
def test_what_cannot_be_decoded(folder, manifest, tmp_path, data):
    name = next(name for name, output in manifest.outputs.items() if output.format == "m4b")
    if data is not None:
        (tmp_path / name).write_bytes(data)
    rows = check_coded(tmp_path, replace(manifest, outputs={name: manifest.outputs[name]}))
    assert [row.status for row in rows] == ["fail", "fail", "skip", "skip"]
    assert rows[0].figure.startswith("it cannot be decoded: ")


def test_a_part_is_missing(folder, manifest, tmp_path):
    name = next(name for name, output in manifest.outputs.items() if output.format == "opus")
    data = (folder / name).read_bytes()
    (tmp_path / name).write_bytes(data[: len(data) // 2])
    rows = check_coded(tmp_path, replace(manifest, outputs={name: manifest.outputs[name]}))
    assert {row.name: row.status for row in rows}["opus.length"] == "fail"
