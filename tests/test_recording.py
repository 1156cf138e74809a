"""A request spoken until the take is sound, or until it has been tried often enough."""

from dataclasses import replace

import numpy as np
import pytest

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.tone import ToneEngine
from stimmwerk.errors import EngineError, SpeechFailed, Where
from stimmwerk.recording import ATTEMPTS, record
from stimmwerk.speech import Say, SpeechRequest

WHERE = Where("e.md", 12)
REQUEST = SpeechRequest(
    say=(Say(text="Guten Tag, wie geht es Ihnen heute?"),), voice=Voice(engine="moody", name="mid", language="de")
)


class Moody(ToneEngine):
    """As ``tone``, but each take is changed by the next of ``changes``."""

    name = "moody"
    repeats = False

    def __init__(self, *changes, repeats=False):
        super().__init__(EngineContext())
        self.repeats = repeats
        self.changes = list(changes)
        self.asked = 0

    def speak(self, request):
        self.asked += 1
        speech = super().speak(request)
        return self.changes.pop(0)(speech) if self.changes else speech


def scaled(factor):
    return lambda speech: replace(speech, samples=speech.samples * np.float32(factor))


def offset(speech):
    return replace(speech, samples=speech.samples + np.float32(0.2))


def cut(speech):
    return replace(speech, samples=speech.samples[: len(speech.samples) // 2])


def short(speech):
    return replace(speech, samples=speech.samples[:3000])


def long(speech):
    return replace(speech, samples=np.tile(speech.samples, (20, 1)))


@pytest.mark.parametrize("wrong", [scaled(0), scaled(100), scaled(np.nan), short, long, offset, cut])
def test_what_is_not_sound_is_asked_for_again(wrong):
    engine = Moody(wrong, wrong)
    recorded = record(engine, REQUEST, WHERE)
    assert engine.asked == 3
    assert (recorded.look.faults, recorded.look.doubts) == ((), ())


@pytest.mark.parametrize(
    ("wrong", "message"),
    [(scaled(0), "silent"), (scaled(100), "clipped"), (short, "too short"), (long, "too long")],
)
def test_what_never_is_sound_is_an_error_at_its_line(wrong, message):
    engine = Moody(*[wrong] * 9)
    with pytest.raises(SpeechFailed, match=f"3 times: .*{message}") as caught:
        record(engine, REQUEST, WHERE)
    assert engine.asked == ATTEMPTS
    assert caught.value.where == WHERE
    assert "Guten Tag" in caught.value.message


def test_an_engine_that_repeats_itself_is_asked_once():
    engine = Moody(*[scaled(0)] * 9, repeats=True)
    with pytest.raises(SpeechFailed) as caught:
        record(engine, REQUEST, WHERE)
    assert engine.asked == 1
    assert "build again" not in str(caught.value)


@pytest.mark.parametrize("changes", [(cut, cut, cut), (scaled(0), cut, scaled(0)), (cut, scaled(0), scaled(0))])
def test_what_stays_doubtful_is_kept_with_its_doubts(changes):
    recorded = record(Moody(*changes), REQUEST, WHERE)
    assert recorded.look.doubts == ("its end seems to be cut off",)


def test_what_an_engine_refuses_is_not_asked_for_again():
    def refuse(speech):
        raise EngineError("no", hint="pay")

    engine = Moody(refuse)
    with pytest.raises(EngineError, match="no") as caught:
        record(engine, REQUEST, WHERE)
    assert (engine.asked, caught.value.where, caught.value.hint) == (1, WHERE, "pay")


def test_what_breaks_in_another_packages_engine_is_that_engines_failure():
    def broken(speech):
        raise KeyError("x")

    with pytest.raises(SpeechFailed, match="'moody' failed: KeyError"):
        record(Moody(broken), REQUEST, WHERE)


@pytest.mark.parametrize(
    "shape", [lambda x: x[:, 0], lambda x: x.astype(np.float64), lambda x: np.repeat(x, 3, axis=1), lambda x: x.T]
)
def test_samples_of_another_kind_are_told(shape):
    with pytest.raises(SpeechFailed, match="should be float32"):
        record(Moody(lambda speech: replace(speech, samples=shape(speech.samples))), REQUEST, WHERE)


def test_numbers_and_abbreviations_take_longer_than_their_letters():
    text = "1234567890 GmbH"
    request = replace(REQUEST, say=(Say(text=text),))
    record(Moody(lambda speech: replace(speech, samples=np.tile(speech.samples, (6, 1)))), request, WHERE)
