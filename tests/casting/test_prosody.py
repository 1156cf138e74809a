"""What a role's prosody is where its cast says nothing."""

from dataclasses import fields

import pytest

from stimmwerk.casting.prosody import BOUNDS, NONE, OF_PEOPLE, OF_RULES, USUAL, Prosody, settled


def test_voices_of_rules_vary_and_those_of_people_bring_their_own():
    assert settled(USUAL, trained=False) == OF_RULES
    assert settled(USUAL, trained=True) == OF_PEOPLE
    assert (OF_PEOPLE.pitch, OF_PEOPLE.emphasis, OF_PEOPLE.pauses) == (0, True, True)


@pytest.mark.parametrize("trained", [False, True])
def test_what_a_cast_says_holds_for_both(trained):
    said = settled(Prosody(pitch=0, breath=True), trained=trained)
    assert (said.pitch, said.breath) == (0, True)
    assert settled(NONE, trained=trained) == NONE


def test_all_that_is_usual_lies_within_bounds():
    for prosody in (NONE, OF_RULES, OF_PEOPLE):
        for name, (low, high) in BOUNDS.items():
            assert low <= getattr(prosody, name) <= high
        assert all(getattr(prosody, field.name) is not None for field in fields(prosody))
