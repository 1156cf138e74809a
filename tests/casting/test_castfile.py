"""Casts as people write them."""

from pathlib import Path

import pytest

from stimmwerk.casting.castfile import parse_cast
from stimmwerk.casting.prosody import NONE, USUAL, Prosody
from stimmwerk.errors import CastError, Where
from stimmwerk.script.model import Person

TEXT = """\
narrator = "teller"

[defaults]
engine = "tone"
language = "de"
rate = 150
settings = { volume = 50, gap = 1 }

[roles.host]
labels = ["Frage", "Anna"]
voice = "high"
pitch = 60
gain_db = -1.5
settings = { volume = 40 }

[roles.teller]
voice = "low"
"""


def cast(text=TEXT):
    return parse_cast(text, name="demo", file="voices/demo.toml")


def complaint(text):
    with pytest.raises(CastError) as caught:
        cast(text)
    return caught.value


def test_roles_have_what_they_say_and_the_defaults_else():
    host = cast().role("host")
    assert (host.labels, host.gain_db) == (("Frage", "Anna"), -1.5)
    assert (host.voice.name, host.voice.rate, host.voice.pitch) == ("high", 150, 60)
    assert host.voice.settings == (("gap", 1), ("volume", 40))


def test_settings_of_the_defaults_are_for_their_engine_only():
    other = cast(TEXT + 'engine = "pyttsx3"\n').role("teller")
    assert (other.voice.engine, other.voice.settings, other.voice.rate) == ("pyttsx3", (), 150)


def test_labels_lead_to_roles_whatever_their_case_and_spaces():
    assert cast().voice_for("  fRAGE ").name == "host"
    assert cast().voice_for("Anna").name == "host"
    assert cast().voice_for(None).name == "teller"
    assert cast().voice_for("host").name == "host"


def test_an_unknown_label_names_the_nearest_and_the_file_to_change():
    with pytest.raises(CastError) as caught:
        cast().voice_for("Frge", Where("episodes/e.md", 12))
    assert str(caught.value.where) == "episodes/e.md:12"
    assert "Frage" in caught.value.hint
    assert "voices/demo.toml" in caught.value.hint


@pytest.mark.parametrize(
    ("change", "line", "word"),
    [
        (("pitch = 60", "pich = 60"), 12, "pitch"),
        (("pitch = 60", "pitch = 100"), 12, "0 to 99"),
        (('voice = "high"', "voice = 3"), 11, "text"),
        (('labels = ["Frage", "Anna"]', "labels = [1]"), 10, "list of texts"),
        (('narrator = "teller"', 'narrator = "nobody"'), 1, "teller"),
        (("gain_db = -1.5", "gain_db = 40"), 13, "-12 to 12"),
        (("pitch = 60", "pan = 1.5"), 12, "-1 to 1"),
        (("pitch = 60", 'preset = "rom"'), 12, "room"),
        (("[roles.host]", '[roles."Der Host"]'), 9, "lower-case"),
        (("[defaults]", "[default]"), 3, "defaults"),
        (('language = "de"', 'language = "deutsch"'), 5, "'deutsch' is no language tag"),
        (("[roles.host]", "[role.host]"), 9, "roles"),
        (('voice = "high"', 'voise = "high"'), 9, "'voise' in line 11"),
        (("rate = 150", "rate = 20"), 6, "80 to 450"),
        (("settings = { volume = 40 }", "settings = { volume = [] }"), 14, "number"),
        (("pitch = 60", "prosody = { pich = 1 }"), 12, "pitch"),
        (("pitch = 60", "prosody = { turn = 21 }"), 12, "0 to 20"),
        (("pitch = 60", "prosody = 3"), 12, "table"),
        (("pitch = 60", "prosody = { breath = 1 }"), 12, "true or false"),
    ],
)
def test_a_typing_error_is_an_error_at_its_line(change, line, word):
    error = complaint(TEXT.replace(*change))
    assert str(error.where) == f"voices/demo.toml:{line}"
    assert word in str(error)


def test_a_label_of_two_roles_is_an_error():
    error = complaint(TEXT + 'labels = ["anna"]\n')
    assert "'host'" in error.message
    assert "'teller'" in error.message


def test_a_cast_without_roles_is_an_error():
    assert "no roles" in complaint("").message


def test_people_lead_their_labels_to_another_role():
    moved = cast().with_people([Person(name="Anna B.", labels=("Anna", "AB"), role="teller")])
    assert moved.voice_for("Anna").name == "teller"
    assert moved.voice_for("AB").name == "teller"
    assert moved.voice_for("Frage").name == "host"


def test_people_with_a_role_that_is_not_there_are_an_error():
    with pytest.raises(CastError, match="no role 'hots'"):
        cast().with_people([Person(name="A", role="hots")])


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "voices").glob("*.toml")), ids=lambda p: p.stem)
def test_the_casts_of_the_show_answer_to_the_same_roles(path):
    if path.stem == "de":
        pytest.skip("a lexicon")
    found = parse_cast(path.read_text("utf-8"), name=path.stem, file=path.name)
    assert {role.name for role in found.roles} == {"moderator", "altman", "staff", "audience", "narrator"}
    for label in ("Frage", "Altman", "OpenAI - Mitarbeiter", "Zuschauer", "Erzähler"):
        found.voice_for(label)


def test_places_and_presets_are_of_the_role_and_not_of_its_voice():
    plain, placed = cast(), cast(TEXT.replace("pitch = 60", 'pitch = 60\npan = -0.3\npreset = "dry"'))
    host = placed.role("host")
    assert (host.pan, host.preset) == (-0.3, "dry")
    assert (plain.role("host").pan, plain.role("host").preset) == (0.0, None)
    assert host.voice == plain.role("host").voice


def test_prosody_is_the_role_s_over_that_of_the_defaults():
    text = TEXT.replace("rate = 150", "rate = 150\nprosody = { pitch = 1, breath = false }")
    host, teller = (cast(text.replace("pitch = 60", "prosody = { pitch = 5 }")).role(n) for n in ("host", "teller"))
    assert host.prosody == Prosody(pitch=5, breath=False)
    assert teller.prosody == Prosody(pitch=1, breath=False)


@pytest.mark.parametrize(("written", "meant"), [("false", NONE), ("true", USUAL)])
def test_prosody_is_switched_off_and_on_as_a_whole(written, meant):
    text = TEXT.replace("rate = 150", "rate = 150\nprosody = { pitch = 1 }")
    assert cast(text.replace("pitch = 60", f"prosody = {written}")).role("host").prosody == meant


def test_a_preset_for_all_roles_but_one():
    text = TEXT.replace("rate = 150", 'rate = 150\npreset = "dry"').replace("pitch = 60", 'pitch = 60\npreset = "room"')
    assert [cast(text).role(name).preset for name in ("host", "teller")] == ["room", "dry"]


def test_one_voice_has_one_preset():
    error = complaint(TEXT + '[roles.echo]\nvoice = "low"\npreset = "dry"\n')
    assert str(error.where) == "voices/demo.toml:19"
    assert "'teller'" in error.message
    assert "'echo'" in error.message


def settings_of(text):
    (role,) = parse_cast(text, name="x", file="voices/x.toml").roles
    return role.voice.engine, role.voice.name, dict(role.voice.settings)


@pytest.mark.parametrize(
    ("voice", "expected"),
    [
        ('voice = "de"', ("pyttsx3", "de", {"volume": 48, "gap": 1})),
        ('voice = "piper:thorsten"', ("piper", "thorsten", {"speaker": 2, "length": 1.1})),
        ('voice = "openai:nova"', ("openai", "nova", {"model": "tts-1"})),
        ('voice = "command:a:b"', ("command", "a:b", {})),
        ('voice = "nova"\nengine = "openai"', ("openai", "nova", {"volume": 48, "model": "tts-1"})),
        ('voice = "HKEY:x"', ("pyttsx3", "HKEY:x", {"volume": 48, "gap": 1})),
    ],
)
def test_a_line_changes_the_engine_and_settings_stay_with_the_engine_that_they_are_for(voice, expected):
    text = (
        '[defaults]\nengine = "pyttsx3"\nlanguage = "de"\nsettings = { gap = 1, openai = { model = "tts-1" } }\n'
        f"[roles.narrator]\n{voice}\nsettings = {{ volume = 48, piper = {{ speaker = 2, length = 1.1 }} }}\n"
    )
    assert settings_of(text) == expected


def test_a_setting_may_be_a_list_of_texts():
    text = '[roles.narrator]\nengine = "command"\nlanguage = "de"\nvoice = "x"\nsettings = { arguments = ["a", "b"] }\n'
    assert settings_of(text)[2] == {"arguments": ("a", "b")}


def test_settings_without_an_engine_to_be_for_are_an_error():
    text = '[defaults]\nlanguage = "de"\nsettings = { gap = 1 }\n[roles.narrator]\nvoice = "tone:low"\n'
    with pytest.raises(CastError, match=r"settings\.gap is for no engine"):
        settings_of(text)


def test_settings_for_an_engine_that_there_is_not_name_the_nearest():
    asked = []

    def engines():
        asked.append(1)
        return ("openai", "piper", "tone")

    def read(text):
        return parse_cast(text, name="demo", file="voices/demo.toml", engines=engines)

    read(TEXT)
    assert asked == []  # looking for them costs time
    named = TEXT.replace("settings = { volume = 50, gap = 1 }", "settings = { opnai = { model = 'x' } }")
    for text in (named, TEXT + "settings.opnai.model = 'x'\n"):
        with pytest.raises(CastError, match="opnai") as caught:
            read(text)
        assert caught.value.hint.startswith("did you mean openai")
        assert caught.value.where.file == "voices/demo.toml"
    read(TEXT + "settings.piper.speaker = 1\n")
