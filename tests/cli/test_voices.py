"""stimmwerk voices: what there is, and how one sounds."""

import json

import numpy as np
import pytest
import soundfile

from stimmwerk.cli import main
from stimmwerk.levels import VOICE_LUFS
from stimmwerk.signal.loudness import as_heard, loudness_of


@pytest.fixture
def run(show_folder, capsys):
    def run(*arguments):
        code = main(["voices", *map(str, arguments)])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return code, out, err

    return run


def test_every_engine_s_voices_are_listed(run):
    code, out, _ = run()
    rows = [line.split() for line in out.splitlines()]
    assert code == 0
    assert {row[0] for row in rows} >= {"pyttsx3", "tone"}
    assert ["tone", "mid"] in [row[:2] for row in rows]
    assert len(rows) > 100


def test_one_language_as_json(run):
    code, out, _ = run("--json", "--language", "de")
    found = json.loads(out)
    assert code == 0
    assert {row["language"].split("-")[0] for row in found if row["engine"] == "pyttsx3"} == {"de"}
    assert {"engine", "id", "name", "language", "gender", "note"} == found[0].keys()
    assert "de" in {row["id"] for row in found}


@pytest.mark.parametrize(("asked", "tag"), [("deutsch", "de"), ("German", "de"), ("Français", "fr"), ("中文", "zh")])
def test_a_language_may_be_given_by_its_name(run, asked, tag):
    assert run("-l", asked)[:2] == run("-l", tag)[:2]
    assert "pyttsx3" in run("-l", asked)[1]


@pytest.mark.parametrize(("asked", "meant"), [("deutch", "Deutsch"), ("frensh", "French"), ("qqqq", "known: ")])
def test_a_language_that_nobody_speaks_is_an_error_with_the_nearest(run, asked, meant):
    code, out, err = run("-l", asked)
    assert (code, out) == (2, "")
    assert repr(asked) in err
    assert meant in err


def test_the_show_s_own_variants_are_among_them(run, show_folder, request):
    source = request.config.rootpath / "voices/espeak/pc-mod"
    (show_folder / "voices/espeak").mkdir()
    (show_folder / "voices/espeak/mine").write_bytes(source.read_bytes())
    assert "de+mine" in {row["id"] for row in json.loads(run("--json", "-l", "de")[1])}


def test_it_works_outside_a_show(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["voices", "--language", "de"]) == 0
    assert "tone" in capsys.readouterr().out
    assert main(["voices", "hear", "mid", "--engine", "tone"]) == 0
    assert (tmp_path / capsys.readouterr().out.strip()).is_file()


@pytest.mark.parametrize(("engine", "voice"), [("pyttsx3", "de"), ("pyttsx3", "de+f2"), ("tone", "mid")])
def test_a_voice_is_heard_at_its_level(run, show_folder, engine, voice):
    code, out, _ = run("hear", voice, "--engine", engine)
    assert (code, out) == (0, f"build/voices/{voice}.wav\n")
    samples, rate = soundfile.read(show_folder / out.strip(), dtype="float32", always_2d=True)
    assert (rate, samples.shape[1]) == (44100, 1)
    assert len(samples) > rate
    assert as_heard(loudness_of(samples, rate), 1) == pytest.approx(VOICE_LUFS, abs=0.5)


@pytest.mark.parametrize(
    "voice",
    [
        "de",
        "de+pc-mod",
    ],
)
def test_a_sample_does_not_clip(run, show_folder, request, voice):
    (show_folder / "voices/espeak").mkdir()
    (show_folder / "voices/espeak/pc-mod").write_bytes((request.config.rootpath / "voices/espeak/pc-mod").read_bytes())
    assert run("hear", voice)[0] == 0
    samples, _ = soundfile.read(show_folder / f"build/voices/{voice}.wav", dtype="int16")
    assert np.abs(samples.astype(int)).max() < 32767


def test_own_words_in_a_file_of_one_s_own(run, show_folder):
    short = run("hear", "mid", "-e", "tone", "-t", "Ja.", "-o", "a/short.wav")
    long = run("hear", "mid", "-e", "tone", "-t", "Ja, das ist ein sehr viel längerer Satz.", "-o", "a/long.wav")
    assert (short[:2], long[:2]) == ((0, "a/short.wav\n"), (0, "a/long.wav\n"))
    assert soundfile.info("a/long.wav").frames > 3 * soundfile.info("a/short.wav").frames


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("hear", "dee"), 4, "dee"),
        (("hear", "de+nobody"), 4, "nobody"),
        (("hear", "mdi", "-e", "tone"), 4, "did you mean mid"),
        (("hear", "mid", "-e", "tnoe"), 3, "did you mean tone"),
        (("hear", "mid", "-e", "tone", "-t", "😀"), 2, "--text"),
        (("hear",), 2, "ID"),
    ],
)
def test_what_cannot_be_heard_is_told(run, show_folder, arguments, code, words):
    found, out, err = run(*arguments)
    assert (found, out) == (code, "")
    assert words in err
    assert not (show_folder / "build/voices").exists()


def test_get_says_of_an_engine_that_there_is_not_that_there_is_none(show_folder, capsys):
    assert main(["voices", "get", "thorsten"]) == 2
    err = capsys.readouterr().err
    assert "there is no engine 'thorsten'" in err
    assert "voices get piper thorsten" in err
