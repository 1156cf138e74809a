"""Whether the roles of a cast can be told apart, and what is said of it."""

import numpy as np
import pytest

from stimmwerk import castlikeness as module
from stimmwerk.casting.cast import Role, Voice
from stimmwerk.casting.prosody import Prosody
from stimmwerk.castlikeness import Likeness, compared, comparison_requests, heard_features, likeness, unheard
from stimmwerk.engines.base import EngineContext
from stimmwerk.errors import OutputError, Where
from stimmwerk.inspection import inspect_engines
from stimmwerk.signal.polish import Polish
from stimmwerk.store import Store
from stimmwerk.takes import Studio

WHERE = Where("voices/demo.toml")


def role(name, voice="de", **settings):
    return Role(name=name, voice=Voice(engine="pyttsx3", name=voice, language="de", **settings))


@pytest.fixture
def measure(tmp_path):
    def measure(*roles):
        context = EngineContext()
        facts = inspect_engines(roles, "", context)
        versions = tuple(sorted((name, found.version) for name, found in facts.items()))
        folder = tmp_path / "store"
        studio = Studio(context=context, versions=versions, polish=Polish(), sample_rate=44100, store=str(folder))
        return likeness(roles, facts, studio, Store(folder), WHERE)

    return measure


def test_voices_that_lie_far_apart_are_told_apart(measure):
    found = measure(role("low", pitch=10), role("high", "de+f2", pitch=90))
    assert found.found.sufficient
    assert found.warnings() == ()
    assert (found.sentences, found.spoken) == (24, 24)


def test_one_voice_for_two_roles_is_a_warning_that_names_them(measure):
    found = measure(role("one"), role("other", pitch=52))
    (warning,) = found.warnings()
    assert "'one'" in warning
    assert "'other'" in warning
    assert "4.5" in warning


def test_what_is_known_is_spoken_no_more(measure):
    first = measure(role("one"), role("other", pitch=70))
    again = measure(role("one"), role("other", pitch=70))
    changed = measure(role("one"), role("other", pitch=75))
    assert (first.spoken, again.spoken, changed.spoken) == (24, 0, 12)
    assert first.found == again.found


def test_a_role_alone_is_not_measured(measure):
    found = measure(role("one"))
    assert found.found is None
    assert "alone" in found.shown()
    assert found.warnings() == ()
    assert found.to_json()["measured"] is False


def test_a_store_that_cannot_be_written_costs_no_figure(measure, monkeypatch):
    def refuse(*_):
        raise OutputError("the store cannot be written")

    monkeypatch.setattr(Store, "put", refuse)
    assert measure(role("low", pitch=10), role("high", "de+f2", pitch=90)).found.sufficient


def test_a_role_varies_as_in_an_episode():
    steady = Role(name="a", voice=role("a").voice, prosody=Prosody(pitch=0, rate=0, range=0, turn=0, question=0))
    varied = {request.voice for request in comparison_requests(role("a"), trained=False)}
    assert {request.voice for request in comparison_requests(steady, trained=False)} == {steady.voice}
    assert len(varied) > 6
    assert {request.own_voice for request in comparison_requests(role("a"), trained=False)} == {role("a").voice}


def test_single_sentences_may_lie_nearer_to_others():
    """Ten sentences of each are far apart, one of them is where the other role is."""
    chance = np.random.default_rng(1)
    clouds = {name: [chance.normal(centre, 0.1, 29) for _ in range(10)] for name, centre in (("a", 0), ("b", 5))}
    clouds["a"][0] = clouds["b"][0] * 1.01
    found = compared({name: tuple(cloud) for name, cloud in clouds.items()})
    (warning,) = found.warnings()
    assert "5%" in warning or "alike" in warning


def test_engines_that_need_more_than_the_program_are_named():
    other = Role(name="b", voice=Voice(engine="cloud", name="x", language="de"))
    assert unheard([role("a"), other]) == ("cloud",)


def test_features_that_cannot_be_compared_are_no_error():
    same = (np.ones(29), np.ones(29))
    found = compared({"a": same, "b": same})
    assert isinstance(found, Likeness)
    assert found.found is None
    assert found.missing


def test_revision_is_part_of_the_key(measure, monkeypatch):
    measure(role("one"), role("other", pitch=70))
    monkeypatch.setattr(module, "REVISION", module.REVISION + 1)
    assert measure(role("one"), role("other", pitch=70)).spoken == 24


def test_features_are_given_by_role(tmp_path):
    roles = [role("one")]
    facts = inspect_engines(roles, "", EngineContext())
    studio = Studio(
        context=EngineContext(),
        versions=tuple((name, found.version) for name, found in facts.items()),
        polish=Polish(),
        sample_rate=44100,
        store=str(tmp_path),
    )
    heard, spoken = heard_features(roles, facts, studio, Store(tmp_path), WHERE)
    assert {name: len(sentences) for name, sentences in heard.items()} == {"one": 12}
    assert spoken == 12
