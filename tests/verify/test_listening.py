"""What an ear takes for the loudness of a role."""

import numpy as np
import pytest

from stimmwerk import units
from stimmwerk.timeline import FRAME, TurnSpan
from stimmwerk.verify import Limits
from stimmwerk.verify.listening import Ear
from stimmwerk.verify.measuring import measure

from .conftest import PITCH, RATE, babble

LENGTH = 200 * FRAME


def span(number, gain_db=0.0):
    start = number * LENGTH
    return TurnSpan(
        number=number, chapter=0, kind="turn", role="hall", start=start, stop=start + LENGTH, gain_db=gain_db
    )


def loudness(turns):
    """Of a role that says the same twice, the second time 6 dB softer."""
    loud = babble(next(iter(PITCH)), 10, 1)[:LENGTH]
    ear = Ear(RATE, 1, marks_ms=(), turns=turns, limits=Limits())
    ear.add(measure(np.concatenate((loud, loud * np.float32(units.gain_from_db(-6)))), RATE, 0))
    return ear.heard(2 * LENGTH).roles["hall"].lufs


def test_what_is_meant_to_be_softer_does_not_make_its_role_too_soft():
    assert loudness((span(0), span(1, -6.0))) == pytest.approx(loudness((span(0),)), abs=0.1)
    assert loudness((span(0), span(1))) < loudness((span(0),)) - 1


def test_who_pauses_more_is_no_softer():
    """Half a second of sound and half a second of none, in turns, beside the same sound without pauses."""
    half = 26 * FRAME // 2
    sound = babble(next(iter(PITCH)), 10, 1)[: 8 * half]
    pauses = np.zeros((half, 1), np.float32)
    halting = np.concatenate([part for piece in np.split(sound, 8) for part in (piece, pauses)])
    roles = [("fluent", 0, len(sound)), ("halting", len(sound), len(sound) + len(halting))]
    turns = [
        TurnSpan(number=number, chapter=0, kind="turn", role=role, start=start, stop=stop, gain_db=0.0)
        for number, (role, start, stop) in enumerate(roles)
    ]
    ear = Ear(RATE, 1, marks_ms=(), turns=turns, limits=Limits())
    ear.add(measure(np.concatenate((sound, halting)), RATE, 0))
    found = ear.heard(len(sound) + len(halting)).roles
    assert found["halting"].lufs == pytest.approx(found["fluent"].lufs, abs=0.1)
