"""What is found on paper, before a sound is made: whether an engine can do what a role's prosody asks for, and what a
plan was made of, whoever saves meanwhile.
"""

from dataclasses import replace
from hashlib import sha256

import pytest

from stimmwerk import inspection, plan
from stimmwerk.casting.cast import Role, Voice
from stimmwerk.casting.prosody import USUAL, Prosody
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.tone import ToneEngine
from stimmwerk.errors import EngineError
from stimmwerk.inspection import inspect_engines
from stimmwerk.plan import make_plan
from stimmwerk.show import Show

VOICE = Voice(engine="people", name="high", language="de")


class Recorded(ToneEngine):
    """Voices of people, whose pitch cannot be set."""

    trained = True

    def check_voice(self, voice):
        super().check_voice(voice)
        if voice.pitch != 50:
            raise EngineError("these voices have no pitch")


@pytest.fixture
def engine(monkeypatch):
    monkeypatch.setattr(inspection, "open_engine", lambda name, context: Recorded(context))


def look(prosody):
    role = Role(name="guest", voice=VOICE, prosody=prosody, line=7)
    return inspect_engines([role], "voices/c.toml", EngineContext())


@pytest.mark.usefixtures("engine")
def test_what_is_usual_asks_nothing_of_voices_of_people():
    assert look(USUAL)["people"].trained
    assert look(replace(USUAL, emphasis=True, pauses=True, interjection_db=-3.0))


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize("prosody", [Prosody(pitch=2), Prosody(turn=1)])
def test_what_a_cast_asks_for_in_vain_is_an_error_at_the_role_s_line(prosody):
    with pytest.raises(EngineError, match="role 'guest': these voices have no pitch") as caught:
        look(prosody)
    assert str(caught.value.where) == "voices/c.toml:7"


@pytest.mark.parametrize("name", ["episodes/probe.md", "show.toml", "voices/demo.toml"])
def test_a_plan_names_the_files_that_it_was_made_of_though_they_are_saved_meanwhile(show_folder, monkeypatch, name):
    file = show_folder / name
    before, look_at_engines = file.read_bytes(), plan.known_engines
    show = Show.find()
    source = show.source("probe")

    def saved_meanwhile(*facts):
        file.write_bytes(before + b"\n")
        return look_at_engines(*facts)

    monkeypatch.setattr(plan, "known_engines", saved_meanwhile)
    assert make_plan(show, source).inputs[name] == sha256(before).hexdigest()


def test_roles_that_people_read_the_same_name_for_are_told(show_folder):
    path = show_folder / "episodes/probe.md"
    people = "people:\n  - name: Max\n    labels: [Frage]\n  - name: Max\n    labels: [Gast]\n"
    path.write_text(path.read_text("utf-8").replace("language: de\n", f"language: de\n{people}", 1), "utf-8")
    show = Show.find()
    remarks = [str(remark) for remark in make_plan(show, show.source("probe")).remarks]
    assert remarks == [
        "episodes/probe.md: 'Max' is the name of the roles host and guest: whoever reads along cannot tell them apart"
    ]
