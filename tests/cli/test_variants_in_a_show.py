"""A show whose roles speak with variants of its own, through the command line."""

import json

import pytest

from stimmwerk.casting.phrases import calibration_sentences
from stimmwerk.cli import main

VARIANT = "language variant\nname own\npitch 80 110\n"


@pytest.fixture
def run(capsys):
    def run(*arguments):
        assert main(arguments) == 0
        return json.loads(capsys.readouterr().out)

    return run


@pytest.fixture
def own(show_folder):
    """The small show; its host and its guest have a variant each, in files of the show."""
    cast = show_folder / "voices/demo.toml"
    text = cast.read_text("utf-8").replace('voice = "mid"', 'engine = "pyttsx3"\nvoice = "de+guest"')
    cast.write_text(text.replace('voice = "high"', 'engine = "pyttsx3"\nvoice = "de+host"'), "utf-8")
    (show_folder / "voices/espeak").mkdir()
    for name in ("guest", "host"):
        (show_folder / "voices/espeak" / name).write_text(VARIANT)
    return show_folder


def test_another_file_of_a_variant_concerns_those_alone_who_speak_with_it(own, run):
    assert run("build", "probe", "--json")["spoken"] > 0
    assert run("plan", "probe", "--json")["up_to_date"]
    (own / "voices/espeak/host").write_text(VARIANT + "flutter 9\n")
    plan = run("plan", "probe", "--json")
    assert plan["whole"] == []
    lines = plan["lines"]
    assert [line["reasons"] for line in lines] == [["voice changed: its files are others"]] * 2
    assert {line["role"] for line in lines} == {"host"}
    # And what the voice reads to be levelled by.
    assert run("build", "probe", "--json")["spoken"] == plan["to_speak"] == 2 + len(calibration_sentences("de"))
    manifest = json.loads((own / "build/probe/manifest.json").read_text())
    assert {turn["voice"] for turn in manifest["turns"]} >= {"de+guest", "de+host"}


def test_the_former_file_finds_its_sound_again(own, run):
    run("build", "probe", "--json")
    before = (own / "build/probe/probe.mp3").read_bytes()
    for text in (VARIANT + "flutter 9\n", VARIANT):
        (own / "voices/espeak/guest").write_text(text)
        made = run("build", "probe", "--json")
    assert made["spoken"] == 0
    assert (own / "build/probe/probe.mp3").read_bytes() == before


def test_a_sample_is_spoken_with_the_file_as_it_is_now(own, run, tmp_path):
    heard = []
    for text in (VARIANT, VARIANT + "flutter 9\npitch 150 200\n"):
        (own / "voices/espeak/guest").write_text(text)
        path = tmp_path / f"{len(heard)}.wav"
        assert main(["voices", "hear", "de+guest", "--output", str(path)]) == 0
        heard.append(path.read_bytes())
    assert heard[0] != heard[1]
