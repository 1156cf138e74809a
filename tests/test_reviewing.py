"""Takes of a voice beside each other: made again where they are unlike the rest, or told of."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.tone import ToneEngine
from stimmwerk.errors import SpeechFailed, Where
from stimmwerk.inspection import EngineFacts
from stimmwerk.recording import ATTEMPTS
from stimmwerk.reviewing import review
from stimmwerk.signal.polish import Polish
from stimmwerk.signal.waveform import resample
from stimmwerk.speech import Say, SpeechRequest
from stimmwerk.store import Store
from stimmwerk.takes import SPEECH, TAKE, Booth, Job, Studio, take_key

ODD = 7


class Moody(ToneEngine):
    """As ``tone``, but the odd line is changed by the next of ``changes`` each time it is asked for."""

    name = "moody"

    def __init__(self, *changes):
        super().__init__(EngineContext())
        self.changes = list(changes)
        self.asked = []

    def speak(self, request):
        speech = super().speak(request)
        if f" {ODD} " not in request.text:
            return speech
        self.asked.append(request.take)
        return self.changes.pop(0)(speech) if self.changes else speech


def slow(speech):
    return replace(speech, samples=resample(speech.samples, speech.sample_rate, speech.sample_rate * 2))


def drawled(speech):
    """Each piece twice: longer, and no lower."""
    pieces = [speech.samples[at : at + 2000] for at in range(0, len(speech.samples), 2000)]
    return replace(speech, samples=np.concatenate([piece for piece in pieces for _ in range(2)]))


def endless(speech):
    pieces = [speech.samples[at : at + 2000] for at in range(0, len(speech.samples), 2000)]
    return replace(speech, samples=np.concatenate([piece for piece in pieces for _ in range(4)]))


@pytest.fixture
def reviewed(tmp_path):
    """Speaks twelve lines, reviews them; gives the takes, warnings, and the engine."""

    def run(*changes, repeats=False):
        studio = Studio(
            context=EngineContext(),
            versions=(("moody", "1"),),
            polish=Polish(),
            sample_rate=44100,
            store=str(tmp_path / "store"),
        )
        voice = Voice(engine="moody", name="mid", language="de")
        texts = [f"Das ist heute der Satz {n} von allen, gesprochen." for n in range(1, 13)]
        jobs = [
            Job(request=SpeechRequest(say=(Say(text=text),), voice=voice), where=Where("e.md", n))
            for n, text in enumerate(texts, 1)
        ]
        engine = Moody(*changes)
        engine.repeats = repeats
        warnings = []
        facts = EngineFacts(version="1", grain="sentence", repeats=repeats, trained=False)
        with Booth(studio, planned_here=True) as booth:
            booth._engines["moody"] = engine
            takes = {job.request: booth.take(job) for job in jobs}
            found = review(takes, {job.request: job for job in jobs}, {"moody": facts}, booth, warnings.append)
        return takes, found, warnings, engine, studio

    return run


def test_what_is_alike_is_left_alone(reviewed):
    takes, found, warnings, engine, _ = reviewed()
    assert found == takes
    assert warnings == []
    assert len(engine.asked) == 1


@pytest.mark.parametrize("wrong", [drawled, endless, slow])
def test_what_is_unlike_the_rest_is_made_again_and_kept(reviewed, wrong):
    takes, found, warnings, engine, studio = reviewed(wrong)
    assert warnings == []
    assert len(engine.asked) == 2
    (changed,) = [request for request in takes if takes[request] != found[request]]
    assert f" {ODD} " in changed.text
    assert found[changed].length < takes[changed].length * 0.7
    with Booth(studio, planned_here=True) as booth:
        again = booth.take(Job(request=changed, where=Where("e.md", ODD)))
    assert (again.length, again.made) == (found[changed].length, False)


def test_what_stays_doubtful_is_told_with_its_line_and_what_to_do(reviewed):
    takes, found, warnings, engine, _ = reviewed(*[drawled] * 9)
    assert found == takes
    assert len(engine.asked) == ATTEMPTS
    assert str(warnings[0]).startswith(f"e.md:{ODD}: hear 'Das ist heute der Satz {ODD} ")
    assert "longer" in str(warnings[0])
    assert "{take=2}" in str(warnings[0])


@pytest.mark.parametrize("wrong", [endless, slow])
def test_what_cannot_be_right_is_an_error_and_is_not_kept(reviewed, tmp_path, wrong):
    with pytest.raises(SpeechFailed) as caught:
        reviewed(*[wrong] * 9)
    assert str(caught.value).startswith(f"e.md:{ODD}: ")
    store = Store(tmp_path / "store")
    assert sum(1 for entry in store.entries() if entry.kind == SPEECH) == 11
    assert sum(1 for entry in store.entries() if entry.kind == TAKE) == 11


def test_of_two_takes_the_better_is_kept(reviewed):
    takes, found, warnings, engine, _ = reviewed(endless, drawled, endless)
    assert len(engine.asked) == 3
    assert len(warnings) == 1
    (changed,) = [request for request in takes if takes[request] != found[request]]
    assert found[changed].length < takes[changed].length


def test_an_engine_that_repeats_itself_is_not_asked_again_but_told_of(reviewed):
    takes, found, warnings, engine, _ = reviewed(endless, repeats=True)
    assert found == takes
    assert len(engine.asked) == 1
    assert "longer" in str(warnings[0])
    assert "{take" not in str(warnings[0])


def test_what_was_kept_from_an_earlier_build_is_told_of_and_not_made_again(reviewed):
    reviewed(*[drawled] * 9)
    takes, found, warnings, engine, _ = reviewed()
    assert engine.asked == []
    assert found == takes
    assert len(warnings) == 1


def test_takes_of_a_store_that_knew_of_no_looks_are_passed_over(reviewed):
    takes, *_, studio = reviewed(drawled)
    store = Store(Path(studio.store))
    for request in takes:
        sound, facts = store.open_array(TAKE, take_key(request, studio))
        del facts["look"]
        store.put_array(TAKE, take_key(request, studio), np.array(sound), facts)
    again, found, warnings, *_ = reviewed()
    assert found == again
    assert all(take.look is None for take in again.values())
    assert warnings == []
