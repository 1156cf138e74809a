"""A look at a single take."""

from dataclasses import replace

import numpy as np
import pytest

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.table import open_engine
from stimmwerk.signal.soundness import longest_full_scale_run, look_at, peak_of
from stimmwerk.speech import Say, Speech, SpeechRequest

RATE = 24_000


@pytest.fixture
def spoken(servers):
    def make(letters=60, hertz=140.0, rate=RATE):
        samples = servers.hum("x" * letters, hertz, rate).astype(np.float32).reshape(-1, 1)
        return Speech(samples=samples, sample_rate=rate)

    return make


@pytest.fixture(scope="module")
def espeak():
    with open_engine("pyttsx3", EngineContext()) as engine:
        yield engine


def changed(speech, change):
    samples = speech.samples.copy()
    return replace(speech, samples=change(samples).astype(np.float32))


def test_a_speech_that_is_sound_is_left_alone(spoken):
    look = look_at(spoken())
    assert (look.faults, look.doubts) == ((), ())
    assert look.seconds == pytest.approx(64 * 0.065, abs=0.1)


@pytest.mark.parametrize("rate", [8000, 16_000, 22_050, 24_000, 44_100, 48_000])
@pytest.mark.parametrize("hertz", [85, 120, 210, 300])
def test_pitch_is_measured_at_every_rate(spoken, hertz, rate):
    assert look_at(spoken(hertz=hertz, rate=rate)).pitch == pytest.approx(np.log2(hertz / 100), abs=0.06)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda x: x * 0, "silent"),
        (lambda x: x * 0.001, "silent"),
        (lambda x: x[:0], "silent"),
        (lambda x: np.clip(x * 30, -1, 1), "clipped"),
        (lambda x: np.where(np.arange(len(x))[:, None] == 99, np.nan, x), "no numbers"),
        (lambda x: np.where(np.arange(len(x))[:, None] == 99, np.inf, x), "no numbers"),
        (lambda x: np.concatenate([x, 0.2 * np.sin(np.arange(2 * RATE) * 0.1)[:, None], x]), "stuck in it at 4"),
        (lambda x: np.concatenate([x, np.random.default_rng(1).normal(0, 0.1, (2 * RATE, 1))]), "stuck"),
        (lambda x: np.concatenate([x, np.sign(np.sin(np.arange(1.3 * RATE) * 0.03))[:, None] * 0.1, x]), "stuck"),
    ],
)
def test_faults(spoken, change, fault):
    look = look_at(changed(spoken(), change))
    assert fault in "; ".join(look.faults)
    assert len(look.faults) == 1


@pytest.mark.parametrize("rate", [100, 4000, 400_000])
def test_a_rate_that_speech_does_not_have(spoken, rate):
    assert "sample rate" in look_at(replace(spoken(), sample_rate=rate)).faults[0]


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        (lambda x: x + 0.1, "offset"),
        (lambda x: x[: int(1.03 * RATE)], "cut off"),
    ],
)
def test_doubts(spoken, change, doubt):
    look = look_at(changed(spoken(), change))
    assert look.faults == ()
    assert doubt in "; ".join(look.doubts)


def test_stereo_is_looked_at_as_one(spoken):
    look = look_at(changed(spoken(), lambda x: np.repeat(x, 2, axis=1)))
    assert look == look_at(spoken())


@pytest.mark.parametrize("length", [1, 2, 50, 400, 2000])
def test_what_is_hardly_there_is_looked_at_all_the_same(length):
    samples = (0.1 * np.sin(np.arange(length) + 1)).astype(np.float32).reshape(-1, 1)
    assert look_at(Speech(samples=samples, sample_rate=RATE)).faults == ()


@pytest.mark.parametrize("text", ["Ja.", "Hm.", "Nein!", "Ach?", "Eins.", "Oh."])
@pytest.mark.parametrize("voice", ["de", "de+f2", "de+whisper"])
@pytest.mark.parametrize("rate", [80, 450])
def test_the_shortest_utterances_of_espeak_are_sound(espeak, text, voice, rate):
    voice = Voice(engine="pyttsx3", name=voice, language="de", rate=rate, settings=(("volume", 40),))
    look = look_at(espeak.speak(SpeechRequest(say=(Say(text=text),), voice=voice)))
    assert (look.faults, look.doubts) == ((), ())


def test_peaks_and_runs_of_nothing():
    nothing = np.zeros((0, 1), np.float32)
    assert (peak_of(nothing), longest_full_scale_run(nothing)) == (0.0, 0)
