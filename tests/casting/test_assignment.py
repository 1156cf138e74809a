"""Roles for people whom a cast does not know."""

import pytest

from stimmwerk.casting.assignment import assign_roles
from stimmwerk.casting.cast import Cast, Role, Voice, cast_of_its_own
from stimmwerk.errors import CastError, Where
from stimmwerk.script.model import Chapter, Person, Script, Turn

WHERE = Where("talk.txt")


def role(name, *labels):
    return Role(name=name, voice=Voice(engine="tone", name="mid", language="de"), labels=labels)


CAST = Cast(
    name="c", file="voices/c.toml", roles=(role("narrator"), role("host", "Frage"), role("guest", "Gast"), role("hall"))
)


def script(*labels, people=()):
    turns = tuple(Turn(label=label, text="Ja.") for label in labels)
    return Script(title="T", language="de", chapters=(Chapter(title=None, parts=turns),), people=people)


def role_of(label, assigned):
    return CAST.with_people(assigned.people, WHERE).voice_for(label).name


def test_whom_the_cast_knows_keeps_their_role():
    given = script("Gast", "Frage", None, "GAST")
    assert assign_roles(given, CAST, WHERE) == (given, ())


def test_strangers_get_the_free_roles_in_the_order_of_their_first_words():
    assigned, pairs = assign_roles(script("Bernd", "Anna", "Bernd", "Carla"), CAST, WHERE)
    assert pairs == (("Bernd", "host"), ("Anna", "guest"), ("Carla", "hall"))
    assert [role_of(label, assigned) for label in ("Bernd", "Anna", "Carla")] == ["host", "guest", "hall"]


def test_a_role_that_is_taken_is_not_given_away():
    assigned, pairs = assign_roles(script("Anna", "Frage", "Bernd"), CAST, WHERE)
    assert pairs == (("Anna", "guest"), ("Bernd", "hall"))
    assert role_of("Frage", assigned) == "host"


def test_a_person_of_the_script_keeps_name_and_link():
    people = (Person(name="Anna Muster", labels=("Anna",), url="https://example.org"), Person(name="Bernd"))
    assigned, pairs = assign_roles(script("Bernd", "Anna", people=people), CAST, WHERE)
    assert pairs == (("Bernd", "host"), ("Anna", "guest"))
    assert assigned.people == (
        Person(name="Anna Muster", labels=("Anna",), url="https://example.org", role="guest"),
        Person(name="Bernd", role="host"),
    )
    assert [role_of(label, assigned) for label in ("Anna", "Bernd")] == ["guest", "host"]


def test_a_role_that_the_script_gives_to_somebody_is_taken():
    people = (Person(name="Anna", role="host"),)
    assigned, pairs = assign_roles(script("Bernd", "Anna", people=people), CAST, WHERE)
    assert pairs == (("Bernd", "guest"),)
    assert [role_of(label, assigned) for label in ("Anna", "Bernd")] == ["host", "guest"]


def test_the_narrator_is_never_given_away():
    with pytest.raises(CastError, match=r"4 people have no role \(A, B, C, D\).* 3 left") as caught:
        assign_roles(script("A", "B", "C", "D"), CAST, WHERE)
    assert caught.value.where == WHERE
    assert "voices/c.toml" in caught.value.hint
    assert "`stimmwerk cast suggest " in caught.value.hint


def test_a_cast_of_its_own_is_made_with_one_command():
    hint = cast_of_its_own("episodes/my talk.v2.md")
    assert "`stimmwerk cast suggest 'episodes/my talk.v2.md' > 'voices/my talk.v2.toml'`" in hint
    assert "`cast: my talk.v2`" in hint
