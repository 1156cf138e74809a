"""Errors: what a person reads, and what survives a process border."""

import pickle

import pytest

from stimmwerk.errors import CastError, InputError, StimmwerkError, Where, did_you_mean, nearest


def subclasses(kind: type[StimmwerkError]) -> list[type[StimmwerkError]]:
    return [kind, *(deeper for child in kind.__subclasses__() for deeper in subclasses(child))]


def test_a_message_names_place_problem_and_remedy():
    error = CastError("no role answers", where=Where("voices/a.toml", 7), hint="add one")
    assert str(error) == "voices/a.toml:7: no role answers\n  hint: add one"


@pytest.mark.parametrize("kind", subclasses(StimmwerkError))
def test_every_error_survives_pickling_whole(kind):
    there = pickle.loads(pickle.dumps(kind("what", where=Where("f", 3), hint="do")))
    assert (type(there), str(there), there.hint) == (kind, "f:3: what\n  hint: do", "do")


@pytest.mark.parametrize("kind", subclasses(StimmwerkError))
def test_every_error_has_a_documented_exit_code(kind):
    assert kind.exit_code in (1, 2, 3, 4)


def test_what_people_wrote_has_a_code_of_its_own():
    assert all(kind.exit_code == 3 for kind in subclasses(InputError))


def test_the_nearest_names_come_best_first():
    assert nearest("Altmann", ["Frage", "Altman", "Altar"])[0] == "Altman"
    assert did_you_mean("altmann", ["Altman"]) == "did you mean Altman?"


def test_far_names_are_all_listed():
    assert did_you_mean("xyz", ["b", "a"]) == "known: a, b"
    assert did_you_mean("x", []) == "there are none"
