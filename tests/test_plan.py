"""What is found on paper, before a sound is made: here, whether an engine can do what a role's prosody asks for."""

from dataclasses import replace

import pytest

from stimmwerk import plan
from stimmwerk.casting.cast import Role, Voice
from stimmwerk.casting.prosody import USUAL, Prosody
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.tone import ToneEngine
from stimmwerk.errors import EngineError

VOICE = Voice(engine="people", name="high", language="de")


class Recorded(ToneEngine):
    """Voices of people, whose pitch cannot be set."""

    trained = True

    def check_voice(self, voice):
        super().check_voice(voice)
        if voice.pitch != 50:
            raise EngineError("these voices have no pitch")


@pytest.fixture(autouse=True)
def engine(monkeypatch):
    monkeypatch.setattr(plan, "open_engine", lambda name, context: Recorded(context))


def look(prosody):
    role = Role(name="guest", voice=VOICE, prosody=prosody, line=7)
    return plan.inspect_engines([role], "voices/c.toml", EngineContext())


def test_what_is_usual_asks_nothing_of_voices_of_people():
    assert look(USUAL)["people"].trained
    assert look(replace(USUAL, emphasis=True, pauses=True, interjection_db=-3.0))


@pytest.mark.parametrize("prosody", [Prosody(pitch=2), Prosody(turn=1)])
def test_what_a_cast_asks_for_in_vain_is_an_error_at_the_role_s_line(prosody):
    with pytest.raises(EngineError, match="role 'guest': these voices have no pitch") as caught:
        look(prosody)
    assert str(caught.value.where) == "voices/c.toml:7"
