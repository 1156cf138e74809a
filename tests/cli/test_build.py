"""stimmwerk build: an episode that independent readers agree on, the same bytes every time."""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import mutagen.id3
import pytest
import soundfile

from stimmwerk.cli import main
from stimmwerk.manifest import Manifest


def digest(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def built(folder, *options):
    assert main(["build", "probe", "--jobs", "1", *options]) == 0
    return folder / "build/probe"


def test_the_result_is_the_path_and_the_talk_goes_to_stderr(show_folder, capsys):
    built(show_folder)
    out, err = capsys.readouterr()
    assert out == "build/probe/probe.mp3\n"
    assert "verified" in err


def test_chapters_begin_where_manifest_and_tag_say(show_folder):
    folder = built(show_folder)
    manifest = Manifest.from_json((folder / "manifest.json").read_text(), "manifest.json")
    tag = mutagen.id3.ID3(folder / "probe.mp3")
    chapters = [tag[f"CHAP:{name}"] for name in tag.getall("CTOC")[0].child_element_ids]
    assert [c.sub_frames["TIT2"].text[0] for c in chapters] == ["Einleitung", "Erstes Thema", "Zweites Thema"]
    assert chapters[1].sub_frames["TIT3"].text[0] == "was man dazu sagen kann und was eben nicht"
    assert [c.start_time for c in chapters] == [round(m.start / 44.1) for m in manifest.chapters]
    with soundfile.SoundFile(folder / "probe.mp3") as sound:
        assert sound.frames == manifest.length


def test_every_turn_is_there_in_its_order_and_voice(show_folder):
    manifest = Manifest.from_json((built(show_folder) / "manifest.json").read_text(), "m")
    assert [(turn.kind, turn.role) for turn in manifest.turns] == [
        ("narration", "narrator"),
        ("title", "narrator"),
        ("turn", "host"),
        ("turn", "guest"),
        ("interjection", "hall"),
        ("continuation", "guest"),
        ("title", "narrator"),
        ("turn", "host"),
        ("turn", "guest"),
    ]


def test_the_same_inputs_give_the_same_bytes(show_folder, monkeypatch, tmp_path):
    names = ("probe.mp3", "manifest.json", "probe.chapters.json", "probe.transcript.json")
    cold = [digest(built(show_folder) / name) for name in names]
    warm = [digest(built(show_folder) / name) for name in names]
    elsewhere = tmp_path / "elsewhere"
    show_folder.rename(elsewhere)
    monkeypatch.chdir(elsewhere)
    shutil.rmtree(elsewhere / "build/cache")
    pooled = elsewhere / "build/probe"
    assert main(["build", "probe", "--jobs", "2"]) == 0
    assert cold == warm == [digest(pooled / name) for name in names]


def test_another_cast_changes_the_voices_only(show_folder):
    first = Manifest.from_json((built(show_folder) / "manifest.json").read_text(), "m")
    cast = (show_folder / "voices/demo.toml").read_text().replace('"mid"', '"lower"')
    (show_folder / "voices/other.toml").write_text(cast)
    assert main(["build", "probe", "--jobs", "1", "--cast", "other", "--as", "andere"]) == 0
    other = Manifest.from_json((show_folder / "build/andere/manifest.json").read_text(), "m")
    changed = {a.role for a, b in zip(first.turns, other.turns, strict=True) if a.keys != b.keys}
    assert changed == {"guest"}
    assert [turn.text for turn in first.turns] == [turn.text for turn in other.turns]


def test_editing_a_sentence_moves_no_other_level(show_folder):
    first = Manifest.from_json((built(show_folder) / "manifest.json").read_text(), "m")
    script = show_folder / "episodes/probe.md"
    script.write_text(script.read_text().replace("Noch etwas?", "Gibt es denn noch etwas, das Sie sagen wollen?"))
    second = Manifest.from_json((built(show_folder) / "manifest.json").read_text(), "m")
    moved = [
        a.text for a, b in zip(first.turns, second.turns, strict=True) if a.lufs != pytest.approx(b.lufs, abs=0.05)
    ]
    assert moved in ([], ["Noch etwas?"])


def test_json_gives_one_object(show_folder, capsys):
    built(show_folder, "--json")
    found = json.loads(capsys.readouterr().out)
    assert found["passed"] is True
    assert found["chapters"] == 3
    assert (found["spoken_s"] > 0, found["kept_s"]) == (True, 0)
    slowest, fastest = (found["seconds"] / (found["took_s"] + half_a_step) for half_a_step in (0.0005, -0.0005))
    assert slowest - 0.05 <= found["real_time_factor"] <= fastest + 0.05, "each was rounded on its own"


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="needs a terminal of Unix")
@pytest.mark.parametrize("ci", [None, "true"])
def test_progress_on_a_real_terminal_and_none_in_ci(show_folder, ci):
    environment = {key: value for key, value in os.environ.items() if key not in ("CI", "NO_COLOR", "COLUMNS")}
    environment |= {"TERM": "xterm-256color"} | ({"CI": ci} if ci else {})
    ours, theirs = os.openpty()
    command = [Path(sys.executable).with_name("stimmwerk"), "build", "probe", "--jobs", "1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=theirs, env=environment) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                more = os.read(ours, 1 << 16)
            except OSError:  # how Linux says that nobody writes any more
                break
            if not more:
                break
            shown += more
        out = process.stdout.read()
    os.close(ours)
    assert (process.returncode, out) == (0, b"build/probe/probe.mp3\n")
    text = shown.decode()
    if ci:
        assert "\x1b" not in text
        assert len(text.splitlines()) == 2
        return
    last = [line for line in re.split(r"[\r\n]+", re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)) if line][-4:]
    stages, summary = last[:2], last[2:]
    assert [line.split()[0] for line in stages] == ["speech", "encoding"]
    assert all(re.search(r"100 % (\d\d:\d\d) of \1 .*0:00:00", line) for line in stages)
    assert "3 chapters and 9 turns" in summary[0]
    assert summary[1].startswith("verified: ")


def test_words_of_the_transcript_are_those_of_the_script(show_folder):
    folder = built(show_folder)
    segments = json.loads((folder / "probe.transcript.json").read_text())["segments"]
    assert [s["body"] for s in segments if s["speaker"] == "Gast"] == [
        "Danke, sehr gut.",
        "Und das schon seit Stunden.",
        "Ein zweiter Absatz derselben Antwort.",
        "Nein, das war alles, vielen Dank.",
    ]
    times = [(s["startTime"], s["endTime"]) for s in segments]
    assert times == sorted(times)


def test_a_draft_has_what_it_takes_to_hear_and_read_along_and_nothing_of_before(show_folder, capsys):
    whole = built(show_folder)
    before = {path.relative_to(whole).as_posix() for path in whole.rglob("*.*")}
    # Who has all of it has the draft as well.
    built(show_folder, "--draft")
    assert "up to date" in capsys.readouterr().err
    assert {path.relative_to(whole).as_posix() for path in whole.rglob("*.*")} == before

    script = show_folder / "episodes/probe.md"
    script.write_text(script.read_text("utf-8").replace("vielen Dank", "und ich danke sehr"), "utf-8")
    built(show_folder, "--draft")
    late = {f"probe.{end}" for end in ("m4b", "opus", "flac", "wav", "words.json", "labels.txt", "regions.csv")}
    gone = before - {path.relative_to(whole).as_posix() for path in whole.rglob("*.*")}
    assert gone >= late
    assert all(name in late or name.startswith(("stems/", "turns/")) for name in gone)
    mp3 = digest(whole / "probe.mp3")
    assert "danke sehr" in (whole / "probe.vtt").read_text("utf-8")
    assert main(["verify", "build/probe"]) == 0
    built(show_folder, "--draft")
    assert "up to date" in capsys.readouterr().err

    assert main(["plan", "probe", "--exit-code"]) == 1
    late_formats = "words_json, m4b, opus, flac, wav, stems, turns, labels, regions"
    assert f"not written yet: {late_formats}" in capsys.readouterr().out
    built(show_folder)
    assert digest(whole / "probe.mp3") == mp3
    assert {path.relative_to(whole).as_posix() for path in whole.rglob("*.*")} == before
    assert main(["plan", "probe", "--exit-code"]) == 0


def test_a_show_in_stereo_at_another_rate(show_folder):
    show = show_folder / "show.toml"
    show.write_text(show.read_text() + "\n[mp3]\nchannels = 2\nsample_rate = 48000\nbitrate_kbps = 128\n")
    folder = built(show_folder)
    with soundfile.SoundFile(folder / "probe.mp3") as sound:
        assert (sound.channels, sound.samplerate) == (2, 48000)


@pytest.mark.parametrize("name", ["", "cache", "Cache", "feed.xml", "index.html", "cover.jpg", "../x", "a/b", "x."])
def test_a_name_that_cannot_be_a_folder_of_its_own_is_refused_and_nothing_is_made(show_folder, capsys, name):
    assert main(["build", "probe", "--jobs", "1", "--as", name]) == 2
    assert "cannot be a folder under build/" in capsys.readouterr().err
    assert not (show_folder / "build/probe").exists()


@pytest.mark.parametrize("end", [2.6, 2.8, 3, 3.3])
def test_long_pauses_at_the_ends_of_chapters_are_as_they_were_asked_for(show_folder, end):
    """Chapters, and the end, lie on a grid: up to 0.4 s come on top of what is asked for."""
    show, script = show_folder / "show.toml", show_folder / "episodes/probe.md"
    show.write_text(show.read_text().replace("[pauses]", f"[pauses]\nend = {end}"))
    script.write_text(script.read_text().replace("## Zweites", f"[pause {end + 0.1:g}s]\n\n## Zweites"))
    assert main(["build", "probe", "--jobs", "1"]) == 0
