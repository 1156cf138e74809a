"""Other voices for some roles: the same keys and bounds as in a cast, and nothing that is unknown is passed over."""

import pytest

from stimmwerk.casting.castfile import parse_cast
from stimmwerk.casting.prosody import NONE, Prosody
from stimmwerk.casting.recast import parse_override, recast
from stimmwerk.errors import CastError, UsageError

TEXT = """\
narrator = "teller"

[defaults]
engine = "pyttsx3"
language = "de"
rate = 150
settings = { volume = 50 }

[roles.host]
labels = ["Frage"]
voice = "de+one"
pitch = 60
gain_db = -1.5
settings = { gap = 1 }

[roles.teller]
voice = "de+two"
"""
CAST = parse_cast(TEXT, name="demo", file="voices/demo.toml")


def override(text):
    return parse_override(text, option="--role", engines=("pyttsx3", "tone"))


def changed(*texts):
    return recast(CAST, [override(text) for text in texts])


def complaint(*texts):
    with pytest.raises((UsageError, CastError)) as caught:
        changed(*texts)
    return caught.value


def test_a_voice_alone_leaves_everything_else():
    host = changed("host=de+three").role("host")
    assert host.voice.name == "de+three"
    before = CAST.role("host")
    assert (host.labels, host.gain_db) == (before.labels, before.gain_db)
    assert (host.voice.rate, host.voice.pitch, host.voice.settings) == (150, 60, (("gap", 1), ("volume", 50)))


def test_other_roles_are_as_they_were():
    assert changed("host=de+three").role("teller") == CAST.role("teller")
    assert [role.name for role in changed("teller=x", "host=y").roles] == ["host", "teller"]


def test_everything_that_a_cast_can_set():
    role = changed("host=de+x, rate=170,pitch=55,range=0, gain_db=2,language=de-AT,settings.volume=40").role("host")
    voice = role.voice
    assert (voice.name, voice.language, voice.rate, voice.pitch, voice.range) == ("de+x", "de-AT", 170, 55, 0)
    assert (voice.settings, role.gain_db) == ((("gap", 1), ("volume", 40)), 2.0)


def test_settings_without_a_voice():
    voice = changed("host=rate=170").role("host").voice
    assert (voice.name, voice.rate) == ("de+one", 170)


def test_another_engine_brings_no_settings_of_the_last_one():
    voice = changed("host=tone:low,rate=170").role("host").voice
    assert (voice.engine, voice.name, voice.settings, voice.rate, voice.pitch) == ("tone", "low", (), 170, 60)


def test_the_same_engine_by_name_keeps_settings():
    assert changed("host=pyttsx3:de+x").role("host").voice.settings == CAST.role("host").voice.settings


def test_a_voice_may_have_a_colon_behind_its_engine():
    assert changed("host=tone:a:b").role("host").voice.name == "a:b"


def test_what_equals_the_cast_is_the_cast():
    assert changed("host=de+one,pitch=60") == CAST


@pytest.mark.parametrize(
    ("texts", "kind", "words"),
    [
        (["hots=x"], CastError, "did you mean host"),
        (["host=toon:low"], UsageError, "did you mean tone"),
        (["host=x,rte=1"], UsageError, "did you mean rate"),
        (["host=x,labels=a"], UsageError, "labels"),
        (["host=x,rate=79"], UsageError, "80 to 450"),
        (["host=x,rate=1.5"], UsageError, "whole number"),
        (["host=x,rate=fast"], UsageError, "whole number"),
        (["host=x,pitch=100"], UsageError, "0 to 99"),
        (["host=x,range=-1"], UsageError, "0 to 100"),
        (["host=x,gain_db=nan"], UsageError, "-12 to 12"),
        (["host=x,settings.volume=[]"], UsageError, "volume"),
        (["host=x,settings=3"], UsageError, "settings.NAME=VALUE"),
        (["host=x,rate=170,rate=180"], UsageError, "twice"),
        (["host=x", "host=y"], UsageError, "twice"),
        (["host"], UsageError, "ROLE=VOICE"),
        (["host="], UsageError, "ROLE=VOICE"),
        (["=x"], UsageError, "ROLE=VOICE"),
        (["host=x,rate"], UsageError, "'rate'"),
        (["host=x,"], UsageError, "''"),
        (["host=tone:"], UsageError, "no voice"),
        ([""], UsageError, "ROLE=VOICE"),
    ],
)
def test_what_is_wrong_is_told_with_the_option_as_it_was_typed(texts, kind, words):
    error = complaint(*texts)
    assert type(error) is kind
    assert str(error).startswith(f"--role {texts[-1]}: ")
    assert words in str(error)


def test_a_place_and_a_preset():
    host = changed("host=pan=-0.3,preset=dry").role("host")
    assert (host.pan, host.preset, host.voice) == (-0.3, "dry", CAST.role("host").voice)
    assert changed("host=rate=160").role("host").preset is None


def test_a_voice_that_is_taken_comes_with_one_preset():
    error = complaint("host=de+two,rate=150,pitch=50,gain_db=0,settings.gap=1,preset=dry", "teller=settings.gap=1")
    assert "one voice" in error.message
    assert "'teller'" in error.message


@pytest.mark.parametrize(
    ("text", "prosody"),
    [
        ("host=prosody=false", NONE),
        ("host=prosody.pitch=7,prosody.breath=false", Prosody(pitch=7, breath=False)),
        ("host=de+three,prosody.interjection_db=-4", Prosody(interjection_db=-4.0)),
    ],
)
def test_prosody_key_by_key_or_as_a_whole(text, prosody):
    assert changed(text).role("host").prosody == prosody


@pytest.mark.parametrize("text", ["host=prosody.pitch=1,prosody=false", "host=prosody=3", "host=prosody.pich=1"])
def test_prosody_that_is_none(text):
    assert complaint(text).exit_code == 2
