"""A show whose roles speak with Piper, through the command line."""

import json

import pytest

from stimmwerk.cli import main

HUM = "de_DE-hum-low"


@pytest.fixture
def run(capsys):
    def run(*arguments):
        code = main(arguments)
        found = capsys.readouterr()
        assert "Traceback" not in found.err
        return code, found.out, found.err

    return run


@pytest.fixture
def piper_show(show_folder, piper_voice, monkeypatch):
    monkeypatch.delenv("STIMMWERK_PIPER", raising=False)
    piper_voice.write_voice(show_folder / "voices/piper", HUM)
    return show_folder


def cast_line(folder, before, after):
    cast = folder / "voices/demo.toml"
    cast.write_text(cast.read_text("utf-8").replace(before, after), "utf-8")


def build(run):
    code, out, err = run("build", "probe", "--json")
    assert code == 0, err
    made = json.loads(out)
    assert made["passed"], made["failed"]
    return json.loads(out)


def test_one_line_of_the_cast_is_all_it_takes(piper_show, run):
    cast_line(piper_show, 'voice = "mid"', f'voice = "piper:{HUM}"')
    with (piper_show / "show.toml").open("a") as show:
        show.write("words_json = true\n")
    build(run)
    manifest = json.loads((piper_show / "build/probe/manifest.json").read_text())
    assert {turn["engine"] for turn in manifest["turns"]} == {"piper", "tone"}
    assert manifest["versions"]["engine piper"].startswith("piper-tts ")


def test_other_files_under_the_same_name_are_spoken_with(piper_show, piper_voice, run):
    cast_line(piper_show, 'voice = "mid"', f'voice = "piper:{HUM}"')
    build(run)
    code, out, _ = run("plan", "probe", "--json")
    assert (code, json.loads(out)["up_to_date"]) == (0, True)
    # Another voice in the folder changes nothing, another model of the same name all that it speaks.
    piper_voice.write_voice(piper_show / "voices/piper", "de_DE-other-low")
    assert json.loads(run("plan", "probe", "--json")[1])["up_to_date"] is True
    piper_voice.write_voice(piper_show / "voices/piper", HUM, speakers=2)
    assert json.loads(run("plan", "probe", "--json")[1])["up_to_date"] is False
    build(run)


def test_what_a_voice_lacks_is_told_at_the_line_of_its_role(piper_show, run):
    cast_line(piper_show, 'voice = "mid"', 'voice = "piper:de_DE-thorsten-medium"')
    code, _, err = run("check", "probe")
    assert code == 4
    assert "voices/demo.toml:" in err
    assert "voices get piper de_DE-thorsten-medium" in err


def test_get_says_where_a_voice_is_and_downloads_nothing(show_folder, piper_voice, run, monkeypatch):
    monkeypatch.delenv("STIMMWERK_PIPER", raising=False)
    code, out, _ = run("voices", "get", "piper", "de_DE-thorsten-medium")
    assert code == 0
    address = "https://huggingface.co/rhasspy/piper-voices/resolve/main/de/de_DE/thorsten/medium/de_DE-thorsten-medium"
    assert f"{address}.onnx\n" in out
    assert f"{address}.onnx.json\n" in out
    assert "MODEL_CARD" in out
    assert "voices/piper" in out
    assert not (show_folder / "voices/piper").exists()
    found = json.loads(run("voices", "get", "piper", "de_DE-thorsten-medium", "--json")[1])
    assert found["model"] == f"{address}.onnx"
    assert "piper-voices" in run("voices", "get", "piper")[1]


def test_get_checks_what_is_here(piper_show, run):
    code, out, _ = run("voices", "get", "piper", HUM)
    assert code == 0
    assert f'voice = "piper:{HUM}"' in out
    (found,) = json.loads(run("voices", "get", "piper", "--json")[1])
    assert (found["voice"], found["sample_rate"], found["word_times"]) == (HUM, 22050, True)
    assert found["device"] in ("cpu", "cuda")
    cast_line(piper_show, 'voice = "mid"', f'voice = "piper:{HUM}"\nsettings.piper.sha256 = "{found["sha256"]}"')
    assert run("check", "probe")[0] == 0
    model = piper_show / f"voices/piper/{HUM}.onnx"
    model.write_bytes(model.read_bytes()[:-50])
    code, _, err = run("voices", "get", "piper", HUM)
    assert code == 4
    assert "cannot be opened" in err
    code, _, err = run("check", "probe")
    assert code == 4
    assert "SHA-256" in err


@pytest.mark.parametrize("arguments", [("piper", "thorsten"), ("pyttsx3",), ("piper", "../../x")])
def test_get_of_what_there_is_not(show_folder, piper_voice, run, arguments):
    assert run("voices", "get", *arguments)[0] == 2


def test_doctor_says_what_is_lacking_and_what_is_there(show_folder, piper_voice, run, monkeypatch):
    monkeypatch.delenv("STIMMWERK_PIPER", raising=False)
    found = json.loads(run("doctor", "--json")[1])
    assert found["engines"]["piper"]["works"] is False
    assert "there is no voice" in found["engines"]["piper"]["lacks"]
    assert found["engines"]["piper"]["cannot"] == ["pitch", "range", "emphasis"]
    piper_voice.write_voice(show_folder / "voices/piper", HUM)
    found = json.loads(run("doctor", "--json")[1])
    assert found["engines"]["piper"]["works"] is True
    assert found["engines"]["piper"]["version"].startswith(f"piper-tts {found['piper-tts']}")


def test_a_misspelt_engine_in_a_table_of_settings_is_an_error(show_folder, run):
    cast_line(show_folder, 'voice = "mid"', 'voice = "mid"\nsettings.pyper.speaker = 1')
    code, _, err = run("check", "probe")
    assert code == 3
    assert "settings.pyper" in err
    assert "did you mean piper" in err
