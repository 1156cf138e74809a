"""Bad input: a clear error with its place and remedy, or a right episode; never a traceback, a hang, a silent loss."""

import errno
import itertools
import json
import os

import pytest

from stimmwerk.cli import main

HEAD = "---\ntitle: T\nlanguage: de\n---\n\n"
BODY = "**Frage:** Eine Frage?\n\n**Gast:** Eine Antwort.\n"


@pytest.fixture
def build(show_folder, capsys):
    """Builds a script of the given content; gives exit code and what stderr says."""

    def run(content, *options):
        path = show_folder / "episodes/bad.md"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        code = main(["build", "bad", "--jobs", "1", *options])
        said = capsys.readouterr().err
        assert "Traceback" not in said
        return code, said

    return run


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty", "", ("bad.md",)),
        ("only front matter", HEAD, ("bad.md",)),
        ("binary", bytes(range(256)) * 20, ("bad.md",)),
        ("nul bytes", HEAD.encode() + b"**Gast:** a\0b\n", ("bad.md",)),
        ("no utf-8", HEAD.encode() + "**Gast:** Größe\n".encode("latin-1"), ("bad.md:6", "UTF-8")),
        ("control characters", HEAD + "**Gast:** a\x07b\n", ("bad.md:6",)),
        ("a date that is none", HEAD.replace("language", "date: 2026-02-30\nlanguage") + BODY, ("bad.md:3", "date")),
        ("unknown key", HEAD.replace("language", "titel: x\nlanguage") + BODY, ("bad.md:3", "title")),
        ("unknown pause", HEAD + BODY + "\n[paus 1s]\n", ("bad.md:10", "pause")),
        ("pause without length", HEAD + BODY + "\n[pause bald]\n", ("bad.md:10", "1.5s")),
        ("stray SSML", HEAD + '**Gast:** Ja <break time="900s"/> nein.\n', ("bad.md:6", "<break")),
        ("phonemes of an engine", HEAD + "**Gast:** Das ist [[h@l'oU]] dort.\n", ("bad.md:6", "ipa")),
        ("unknown label", HEAD + BODY + "\n**Gsat:** Ich auch.\n", ("bad.md:10", "Gast")),
        ("chapter without turns", HEAD + BODY + "\n## Leer\n\n## Voll\n\n" + BODY, ("bad.md:10", "Leer")),
        ("two chapters of one name", HEAD + "## A\n\n" + BODY + "\n## A\n\n" + BODY, ("bad.md:12", "A")),
        ("unknown heading key", HEAD + "## A {ulr=https://x.org}\n\n" + BODY, ("bad.md:6", "url")),
        ("a label without text", HEAD + "**Gast:**\n\n**Frage:** Ja?\n", ("bad.md:6",)),
        ("nothing to say", HEAD + BODY + "\n**Gast:** 😀 👍\n", ("bad.md:10", "spoken")),
    ],
    ids=lambda value: value if isinstance(value, str) and len(value) < 30 and "\n" not in value else "",
)
def test_a_script_that_is_wrong_is_told_with_place_and_remedy(build, name, content, words):
    code, said = build(content)
    assert code == 3, said
    for word in words:
        assert word in said


@pytest.mark.parametrize(
    "content",
    [
        BODY.split("\n\n", maxsplit=1)[0],
        "**Gast:** Ja.",
        "**Gast:** " + "Ein Satz mit einigen Wörtern darin. " * 300,
        "**Gast:** 👍 Das ist 😀 gut.",
        "**Gast:** Herr 李明 kam, und שלום sagte er.",
        "**Gast:** Ein \\[\\[ und ein \\<break/\\> im Text.",
        "## Nur ein Kapitel\n\n**Gast:** Ein Satz.",
        "**Gast:** Wort" + "wort" * 500 + " Ende.",
    ],
)
def test_what_is_odd_but_right_becomes_an_episode(build, show_folder, content):
    code, said = build(HEAD + content + "\n")
    assert code == 0, said
    assert (show_folder / "build/bad/bad.mp3").stat().st_size > 10000


def test_what_is_not_spoken_is_told(build):
    _, said = build(HEAD + "**Gast:** Herr 李明 kam zu Besuch.\n")
    assert "not spoken: '李明'" in said


def test_more_chapters_than_a_tag_holds_are_told_before_any_work(build, show_folder):
    code, said = build(HEAD + "".join(f"## Kapitel {n}\n\n**Gast:** Satz {n}.\n\n" for n in range(256)))
    assert code == 3
    assert "255" in said
    assert not (show_folder / "build/cache").exists()


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "words"),
    [
        ("voices/demo.toml", '"mid"', '"mdi"', 4, ("voices/demo.toml:11", "mid")),
        ("voices/demo.toml", 'engine = "tone"', 'engine = "tnoe"', 3, ("tone",)),
        ("voices/demo.toml", "labels", "lables", 3, ("voices/demo.toml:6", "labels")),
        ("voices/demo.toml", "[roles.narrator]", "[roles.narator]", 3, ("narrator",)),
        ("show.toml", "chapter = 0.5", "chaptre = 0.5", 3, ("show.toml:8", "chapter")),
        ("show.toml", "chapter = 0.5", "chapter = -1", 3, ("show.toml:8", "0 to 10")),
        ("show.toml", 'cast = "demo"', 'cast = "dmeo"', 3, ("demo",)),
        ("show.toml", '"sting.wav"', '"stign.wav"', 3, ("show.toml:11", "stign.wav")),
        ("show.toml", 'title = "Probe"', "", 3, ("title",)),
    ],
)
def test_a_typing_error_in_show_or_cast_names_the_nearest(show_folder, capsys, file, old, new, code, words):
    path = show_folder / file
    path.write_text(path.read_text().replace(old, new, 1))
    assert main(["build", "probe"]) == code
    said = capsys.readouterr().err
    assert "Traceback" not in said
    for word in words:
        assert word in said


def test_a_sound_that_is_none(show_folder, capsys):
    (show_folder / "audio/sting.wav").write_bytes(b"no sound at all")
    assert main(["build", "probe"]) == 3
    assert "sting.wav is no sound" in capsys.readouterr().err


def test_a_cover_that_is_none(show_folder, capsys):
    (show_folder / "audio/cover.png").write_bytes(b"no picture at all")
    assert main(["build", "probe", "--jobs", "1"]) == 3
    assert "PNG" in capsys.readouterr().err


def test_a_folder_that_cannot_be_written(show_folder, capsys):
    (show_folder / "build").rmdir()
    (show_folder / "build").write_text("a file where a folder should be")
    assert main(["build", "probe", "--jobs", "1"]) == 1
    assert "hint" in capsys.readouterr().err


def test_a_full_disk_keeps_what_is_finished(show_folder, capsys, monkeypatch):
    calls = itertools.count()

    def full(_):
        if next(calls):  # the first is the marker of the store, which is set up before the disk fills up
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert main(["build", "probe", "--jobs", "1"]) == 1
    assert "No space left" in capsys.readouterr().err
    assert not (show_folder / "build/probe/probe.mp3").exists()
    assert main(["build", "probe", "--jobs", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["spoken"] == 0


def test_an_unknown_episode_names_the_nearest(show_folder, capsys):
    assert main(["build", "prbe"]) == 3
    assert "probe" in capsys.readouterr().err


def test_outside_a_show(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["build", "probe"]) == 3
    assert "stimmwerk init" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["build", "plan", "check"])
def test_settings_are_no_script(show_folder, capsys, command):
    assert main([command, "show.toml"]) == 3
    said = capsys.readouterr().err
    assert "show.toml: this is a file of settings, not a script" in said
    assert "probe" in said


def test_all_that_is_wrong_in_a_script_is_told_at_once(build):
    code, said = build(HEAD + "**Gast:** [pause bald] Ja.\n\n## Leer\n\n## Zwei\n\n**Gsat:** Nein{x=1}.\n\n" + BODY)
    assert code == 3
    assert [line.split(":")[2] for line in said.splitlines() if line.startswith("stimmwerk: ")] == ["6", "8", "12"]


def test_every_label_that_nobody_answers_to_is_told_once(build):
    code, said = build(HEAD + BODY + "\n**Gsat:** Ich.\n\n**Farge:** Ich auch.\n\n**Gsat:** Ich noch einmal.\n")
    assert code == 3
    told = [line for line in said.splitlines() if line.startswith("stimmwerk: ")]
    assert [line.rpartition(" ")[2] for line in told] == ["'Gsat'", "'Farge'"]


def test_a_label_like_none_is_told_what_there_is_and_then_what_to_do(build):
    _, said = build(HEAD + BODY + "\n**Qqqqq:** Ich auch.\n")
    assert "; add 'Qqqqq' to the labels of a role in voices/demo.toml" in said
