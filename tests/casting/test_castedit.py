"""A cast's file is changed in the keys concerned, and in nothing else."""

import difflib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.casting.castedit import rewritten
from stimmwerk.casting.castfile import parse_cast
from stimmwerk.casting.recast import parse_override, recast
from stimmwerk.errors import CastError

SHIPPED = (Path(__file__).parents[2] / "voices/town-hall.toml").read_text("utf-8")
PLAIN = '[defaults]\nengine = "tone"\nlanguage = "de"\n'


def overrides(*texts):
    return [parse_override(text, option="--role", engines=("pyttsx3", "tone")) for text in texts]


def edit(text, *texts):
    return rewritten(text, parse_cast(text, name="x", file="voices/x.toml"), overrides(*texts))


def differences(old, new):
    """Lines that went and lines that came."""
    lines = list(difflib.unified_diff(old.splitlines(), new.splitlines(), n=0, lineterm=""))[2:]
    return [line for line in lines if line[0] in "+-"]


def test_only_the_values_change():
    assert differences(SHIPPED, edit(SHIPPED, "altman=de+pc-mod,rate=190", "staff=pitch=40")) == [
        '-voice = "de+pc-alt"',
        "-rate = 162",
        '+voice = "de+pc-mod"',
        "+rate = 190",
        "-pitch = 50",
        "+pitch = 40",
    ]


def test_a_setting_of_the_engine():
    assert differences(SHIPPED, edit(SHIPPED, "altman=settings.volume=40")) == [
        "-settings = { volume = 48 }",
        "+settings = { volume = 40 }",
    ]


def test_a_new_key_stands_in_its_table_before_the_remarks_of_the_next():
    new = edit(SHIPPED, "altman=language=de-AT")
    assert differences(SHIPPED, new) == ['+language = "de-AT"']
    assert 'settings = { volume = 48 }\nlanguage = "de-AT"\n\n# A dark bass' in new


def test_settings_of_the_last_engine_go():
    assert differences(SHIPPED, edit(SHIPPED, "narrator=tone:low")) == [
        '-voice = "de+pc-narr"',
        '+voice = "low"',
        "-settings = { volume = 38 }",
        '+engine = "tone"',
    ]


@pytest.mark.parametrize(
    ("roles", "wanted"),
    [
        ('[roles]\nnarrator = { voice = "a" } # x\n', '[roles]\nnarrator = { voice = "b", rate = 90} # x\n'),
        ('[roles]\nnarrator.voice = "a" # x\n', '[roles]\nnarrator.voice = "b" # x\nnarrator.rate = 90\n'),
        ("[roles.narrator]\nvoice = 'a' # x\n\n# end\n", '[roles.narrator]\nvoice = "b" # x\nrate = 90\n\n# end\n'),
        ('[roles."narrator"]\n"voice" = """a"""', '[roles."narrator"]\n"voice" = "b"\nrate = 90\n'),
    ],
)
def test_roles_written_in_other_ways(roles, wanted):
    new = edit(PLAIN + roles, "narrator=b,rate=90")
    assert new == PLAIN + wanted
    found = parse_cast(new, name="x", file="x").role("narrator").voice
    assert (found.name, found.rate) == ("b", 90)


def test_line_ends_stay():
    text = SHIPPED.replace("\n", "\r\n")
    new = edit(text, "altman=de+pc-mod,language=de-AT")
    assert new.count("\r\n") == new.count("\n") == text.count("\n") + 1


def test_back_to_the_engine_of_the_defaults_their_settings_come_back_with_it():
    text = (
        '[defaults]\nengine = "pyttsx3"\nlanguage = "de"\nsettings = { volume = 40 }\n'
        '[roles.narrator]\nengine = "tone"\nvoice = "low"\n'
    )
    new = edit(text, "narrator=pyttsx3:de")
    (role,) = parse_cast(new, name="x", file="x").roles
    assert (role.voice.engine, role.voice.settings) == ("pyttsx3", (("volume", 40),))


def test_a_voice_that_names_its_engine_is_written_with_both_keys():
    text = '[defaults]\nengine = "pyttsx3"\nlanguage = "de"\n[roles.narrator]\nvoice = "piper:thorsten"\n'
    new = edit(text, "narrator=tone:low")
    assert 'voice = "low"' in new
    assert 'engine = "tone"' in new


@given(
    role=st.sampled_from(["moderator", "altman", "staff", "audience", "narrator"]),
    voice=st.text(
        st.characters(codec="utf-8", exclude_characters=",=:\x00", exclude_categories=["Cc", "Zs"]), min_size=1
    ),
    rate=st.none() | st.integers(80, 450),
    language=st.none() | st.sampled_from(["en", "de-AT"]),
)
def test_the_file_then_says_what_the_roles_were_given(role, voice, rate, language):
    parts = [f"{role}={voice}", rate and f"rate={rate}", language and f"language={language}"]
    asked = overrides(",".join(part for part in parts if part))
    cast = parse_cast(SHIPPED, name="x", file="x")
    new = rewritten(SHIPPED, cast, asked)
    assert parse_cast(new, name="x", file="x") == recast(cast, asked)
    assert len(new.splitlines()) - len(SHIPPED.splitlines()) == (language is not None)


def test_prosody_key_by_key():
    text = PLAIN + '[roles.narrator]\nvoice = "low"\nprosody = { turn = 1 }\n'
    assert differences(text, edit(text, "narrator=prosody.pitch=4")) == [
        "-prosody = { turn = 1 }",
        "+prosody = { turn = 1, pitch = 4}",
    ]


def test_a_key_over_prosody_that_is_switched_off_is_left_to_people():
    with pytest.raises(CastError, match="cannot be changed for you"):
        edit(PLAIN + '[roles.narrator]\nvoice = "low"\nprosody = false\n', "narrator=prosody.pitch=4")
