"""The lossless files: as long as the programme, and together what is heard."""

import hashlib
import json

import av
import mutagen.flac
import numpy as np
import pytest
import soundfile

from stimmwerk.cli import main
from stimmwerk.id3 import read_chapters
from stimmwerk.manifest import Manifest

STEMS = ["stems/1-host.flac", "stems/2-guest.flac", "stems/3-hall.flac", "stems/4-narrator.flac", "stems/5-music.flac"]


@pytest.fixture(scope="module")
def folder(plant, tmp_path_factory):
    root = plant(tmp_path_factory.mktemp("masters"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert main(["build", "probe", "--jobs", "2"]) == 0
    return root / "build/probe"


@pytest.fixture(scope="module")
def manifest(folder):
    return Manifest.from_json((folder / "manifest.json").read_text("utf-8"), "manifest.json")


def sound(path):
    return soundfile.read(path, dtype="float64", always_2d=True)[0]


def test_flac_and_wav_are_the_master(folder, manifest):
    flac, wav = sound(folder / "probe.flac"), sound(folder / "probe.wav")
    assert len(flac) == manifest.length
    assert (flac == wav).all()
    assert soundfile.info(folder / "probe.wav").subtype == soundfile.info(folder / "probe.flac").subtype == "PCM_24"
    for name in ("probe.flac", "probe.wav"):
        # Of another make: FFmpeg's own decoders.
        with av.open(str(folder / name)) as file:
            found = np.concatenate([frame.to_ndarray().reshape(-1, 1) for frame in file.decode(audio=0)])
        assert (found / 2**31 == flac).all()
    mp3 = sound(folder / "probe.mp3")
    assert np.square(mp3 - flac).mean() < 0.01 * np.square(flac).mean()


def test_flac_has_tags_chapters_and_cover(folder):
    file = mutagen.flac.FLAC(folder / "probe.flac")
    assert file["title"] == ["Eine Probe"]
    assert "Künstliche Stimmen." in file["description"][0]
    starts = [file[f"chapter{number:03}"][0] for number in range(3)]
    found = [
        int(h) * 3_600_000 + int(m) * 60_000 + round(float(s) * 1000) for h, m, s in (x.split(":") for x in starts)
    ]
    assert found == [chapter.start_ms for chapter in read_chapters(folder / "probe.mp3")]
    assert [picture.mime for picture in file.pictures] == ["image/jpeg"]


def test_stems_line_up_and_make_the_master(folder, manifest):
    assert sorted(name for name in manifest.outputs if name.startswith("stems/")) == STEMS
    stems = [sound(folder / name) for name in STEMS]
    assert {len(stem) for stem in stems} == {manifest.length}
    assert all(np.abs(stem).max() > 0.01 for stem in stems)
    assert np.abs(sum(stems) - sound(folder / "probe.flac")).max() < 1e-6
    # Nobody is in the stem of another.
    for turn in manifest.turns:
        for name, stem in zip(STEMS[:4], stems, strict=False):
            heard = np.abs(stem[turn.start : turn.stop]).max() > 0
            assert heard == (turn.role in name), (turn.number, name)


def test_turns(folder, manifest):
    names = sorted(name for name in manifest.outputs if name.startswith("turns/"))
    assert len(names) == len(manifest.turns)
    master = sound(folder / "probe.flac")
    for name, turn in zip(names, manifest.turns, strict=True):
        assert turn.role in name
        found = sound(folder / name)
        assert len(found) >= turn.stop - turn.start
        # No music meets speech in this show.
        assert np.abs(found - master[turn.start : turn.start + len(found)]).max() < 1e-6


def test_what_is_switched_off_again_goes_with_its_folder(folder, monkeypatch):
    monkeypatch.chdir(folder.parents[1])
    files = [*folder.rglob("*.flac"), folder / "probe.wav"]
    before = {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    show = folder.parents[1] / "show.toml"
    text = show.read_text("utf-8")
    show.write_text(f"{text}for_editors = false\n", "utf-8")
    assert main(["build", "probe", "--jobs", "1"]) == 0
    assert not (folder / "stems").exists()
    assert not any(path.exists() for path in files)
    show.write_text(text, "utf-8")
    assert main(["build", "probe", "--jobs", "1"]) == 0
    assert {path: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == before


def test_two_channels(plant, tmp_path, monkeypatch):
    root = plant(tmp_path / "stereo")
    show, cast = root / "show.toml", root / "voices/demo.toml"
    show.write_text(f"{show.read_text('utf-8')}[mp3]\nchannels = 2\n", "utf-8")
    cast.write_text(cast.read_text("utf-8").replace('voice = "mid"', 'voice = "mid"\npan = 0.4'), "utf-8")
    monkeypatch.chdir(root)
    assert main(["build", "probe", "--jobs", "1"]) == 0
    folder = root / "build/probe"
    flac = sound(folder / "probe.flac")
    assert (flac == sound(folder / "probe.wav")).all()
    assert flac.shape[1] == 2
    assert (flac[:, 0] != flac[:, 1]).any()
    assert np.abs(sum(sound(folder / name) for name in STEMS) - flac).max() < 1e-6


def test_an_edit_encodes_no_sound_that_is_as_it_was(show_folder):
    def build():
        assert main(["build", "probe", "--jobs", "1"]) == 0
        folder = show_folder / "build/probe"
        return {path.name for path in (show_folder / "build/cache/flac").glob("?/*")}, {
            path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.flac")
        }

    blocks, files = build()
    script = show_folder / "episodes/probe.md"
    text = script.read_text("utf-8")
    script.write_text(text.replace("**Gast:** Danke, sehr gut.", "**Gast:** Danke, ganz außerordentlich gut."), "utf-8")
    more, others = build()
    assert 1 <= len(more - blocks) <= 2 < len(blocks)
    changed = {name for name in files if files[name] != others[name]}
    assert {name for name in changed if name.startswith("turns/")} <= {
        name for name in files if name.startswith("turns/") and ("guest" in name or "hall" in name)
    }
    script.write_text(text, "utf-8")
    assert build()[1] == files


class TestExport:
    @pytest.fixture
    def built(self, show_folder, capsys):
        show = show_folder / "show.toml"
        show.write_text(f"{show.read_text('utf-8')}for_editors = false\nopus = false\n", "utf-8")
        assert main(["build", "probe", "--jobs", "1"]) == 0
        capsys.readouterr()
        return show_folder / "build/probe"

    def test_files_are_written_once_and_left_alone(self, built, capsys):
        manifest = (built / "manifest.json").read_bytes()
        assert main(["export", "probe", "--formats", "flac,turns,opus,m4b"]) == 0
        found = capsys.readouterr().out.split()
        assert found[:3] == ["build/probe/probe.m4b", "build/probe/probe.opus", "build/probe/probe.flac"]
        assert len(found) == 3 + 9
        assert all((built.parents[1] / name).is_file() for name in found)
        assert (built / "manifest.json").read_bytes() == manifest
        assert main(["build", "probe"]) == 0
        assert "up to date" in capsys.readouterr().err
        assert (built / "probe.flac").exists()
        assert main(["verify", str(built)]) == 0

    def test_json(self, built, capsys):
        assert main(["export", "probe", "--formats", " wav ", "--json"]) == 0
        assert json.loads(capsys.readouterr().out) == {"files": ["build/probe/probe.wav"], "passed": True}

    @pytest.mark.parametrize(
        ("formats", "word"), [("flak", "flac"), ("webvtt", "stems"), ("", "wav"), ("flac,", "wav")]
    )
    def test_other_formats_are_refused(self, built, formats, word, capsys):
        assert main(["export", "probe", "--formats", formats]) == 2
        assert word in capsys.readouterr().err
