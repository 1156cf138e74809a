"""A cast for a script: everybody has a voice, the voices are far apart, and what is there is kept."""

import pytest

from stimmwerk.casting.castfile import parse_cast
from stimmwerk.casting.casttext import cast_text
from stimmwerk.errors import CastError
from stimmwerk.session import store_of
from stimmwerk.show import Show
from stimmwerk.suggestion import suggest


@pytest.fixture
def found(show_folder):
    def found(script=None, **options):
        if script is not None:
            (show_folder / "episodes/probe.md").write_text(script, "utf-8")
        show = Show.find()
        return suggest(show, show.source("probe"), store=store_of(show), engines=("tone",), **options)

    return found


def script(*labels, language="de"):
    turns = "\n\n".join(f"**{label}:** Das ist ein ganzer Satz von {label}." for label in labels)
    return f"---\ntitle: T\nlanguage: {language}\n---\n\nEin Anfang.\n\n## Eins\n\n{turns}\n"


def test_everybody_has_a_voice_of_their_own(found):
    cast = found().cast
    assert [(role.name, role.labels) for role in cast.roles] == [
        ("narrator", ()),
        ("host", ("Frage",)),
        ("guest", ("Gast",)),
        ("hall", ("Zuschauer",)),
    ]
    assert len({role.voice for role in cast.roles}) == 4
    again = parse_cast(cast_text(cast), name="suggested", file="x")
    assert [(role.name, role.voice, role.labels) for role in again.roles] == [
        (role.name, role.voice, role.labels) for role in cast.roles
    ]


def test_who_has_one_of_the_voices_keeps_it(found):
    present = {role.name: role.voice for role in Show.find().cast().roles}
    voices = {role.voice for role in found().cast.roles}
    kept = [role for role in found().cast.roles if present[role.name] in voices]
    assert kept
    assert all(role.voice == present[role.name] for role in kept)


def test_strangers_get_roles_of_their_names(found):
    cast = found(script("Jörg Müller", "36氪", "Frage", "jorg muller!")).cast
    assert [role.name for role in cast.roles] == ["narrator", "jorg-muller", "speaker-36", "host", "jorg-muller-2"]
    assert cast.roles[1].labels == ("Jörg Müller",)


def test_more_people_than_voices_get_voices_of_other_pitches(found):
    suggestion = found(script(*(f"Person {letter}" for letter in "ABCDEFG")))
    voices = [role.voice for role in suggestion.cast.roles]
    assert len(set(voices)) == len(voices) == 8
    assert {voice.pitch for voice in voices} > {50}


def test_too_many_people_are_told(found):
    with pytest.raises(CastError, match="21 people speak, and there are 15 voices"):
        found(script(*(f"Person {letter}" for letter in "ABCDEFGHIJKLMNOPQRST")))


def test_an_engine_that_there_is_not_is_told(show_folder):
    show = Show.find()
    with pytest.raises(CastError, match="no engine"):
        suggest(show, show.source("probe"), store=store_of(show), engines=("tnoe",))


@pytest.mark.slow
def test_real_voices_are_told_apart(request):
    show = Show.find(request.config.rootpath)
    suggestion = suggest(show, show.source("altman-town-hall"), store=store_of(show))
    assert suggestion.likeness.found.sufficient
    assert suggestion.likeness.found.ratio >= 5
    assert suggestion.candidates > 10
    assert {"altman", "narrator"} <= {role.name for role in suggestion.cast.roles}
