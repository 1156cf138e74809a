"""What a show and a cast are set to, as a manifest keeps it, and what is told of the difference."""

import json

import pytest

from stimmwerk.casting.cast import Role, Voice
from stimmwerk.settled import changed_settings, heard, settings_of
from stimmwerk.showfile import parse_show

TEXT = 'title = "T"\nauthor = "A"\nlanguage = "de"\ncast = "c"\ndisclosure = "D"\n'
ROLE = Role(name="guest", voice=Voice(engine="tone", name="high", language="de"), pan=0.3)


def values(more="", roles=(ROLE,)):
    return settings_of(parse_show(TEXT + more), roles)


def test_values_have_the_names_that_people_write():
    found = values("[sounds.opening]\nfile = 'o.wav'\n")
    assert found["pauses.speaker"] == 0.75
    assert found["sounds.opening.file"] == "o.wav"
    assert found["colours.ground"] == "#14182e"
    assert found["roles.guest.pan"] == 0.3
    assert list(found) == sorted(found)
    assert json.loads(json.dumps(found)) == found


def test_what_is_nobody_s_business_is_not_kept():
    more = (
        "[engines.openai]\nbase_url = 'http://secret.example/v1'\n"
        "[feed]\nowner = 'Anna Geheim'\nemail = 'a@secret.example'\n"
    )
    found = json.dumps(values(more))
    assert "secret" not in found
    assert "Geheim" not in found
    assert list(changed_settings(values(), values(more))) == ["engines changed", "feed changed"]


def test_lines_that_move_in_the_file_are_no_change():
    more = "[engines.openai]\nbase_url = 'http://a.example/v1'\n[sounds.opening]\nfile = 'o.wav'\n"
    assert values(more) == values(f"\n# a remark\n\n{more}")


@pytest.mark.parametrize(
    ("before", "now", "sentences"),
    [
        ("", "[pauses]\nspeaker = 1\n", ["pauses.speaker changed: 0.75 -> 1"]),
        ("", "[sounds.gong]\nfile = 'g.wav'\n", ["sounds.gong is new"]),
        ("[sounds.gong]\nfile = 'g.wav'\n", "", ["sounds.gong is not there any more"]),
        ("[sound]\npreset = 'room'\n", "", ["sound.room changed: on -> off"]),
        ("", "[m4b]\nsample_rate = 44100\n", ["m4b.sample_rate changed: unset -> 44100"]),
        ("", "", []),
    ],
)
def test_what_came_or_went_as_a_whole_is_told_once(before, now, sentences):
    assert list(changed_settings(values(before), values(now))) == sentences


def test_a_role_that_comes_or_goes_makes_no_other_block_sound_otherwise():
    other = Role(name="hall", voice=ROLE.voice, preset="dry")
    assert not heard(values(), values(roles=(ROLE, other)))
    assert not heard(values(roles=(ROLE, other)), values())


def test_a_role_that_speaks_now_is_told_of_by_its_lines():
    assert list(changed_settings(values(roles=()), values())) == []
    assert list(changed_settings(values(), values(roles=()))) == []


@pytest.mark.parametrize(
    ("more", "is_heard"),
    [
        ("[pauses]\nspeaker = 1\n", True),
        ("[mp3]\nbitrate_kbps = 64\n", True),
        ("[opus]\nbitrate_kbps = 32\n", False),
        ("[exports]\npage = false\n", False),
        ("[spoken_disclosure]\nde = 'Künstlich.'\n", False),
    ],
)
def test_what_may_be_heard_in_any_block(more, is_heard):
    assert bool(heard(values(), values(more))) is is_heard
