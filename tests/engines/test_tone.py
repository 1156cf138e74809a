from __future__ import annotations

import numpy as np

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.tone import VOICES, ToneEngine
from stimmwerk.speech import Say, Speech, SpeechRequest


def speak(text: str, name: str = "mid", **numbers: int) -> Speech:
    voice = Voice(engine="tone", name=name, language="de", **numbers)
    return ToneEngine(EngineContext()).speak(SpeechRequest(say=(Say(text=text),), voice=voice))


def frequency(speech: Speech) -> float:
    wave = speech.samples[:, 0]
    spectrum = np.abs(np.fft.rfft(wave * np.hanning(len(wave)), 1 << 19))
    return float(np.argmax(spectrum)) * speech.sample_rate / (1 << 19)


def test_each_voice_has_its_frequency() -> None:
    for name, expected in VOICES.items():
        assert abs(frequency(speak("Ein langer Satz mit vielen Wörtern.", name)) - expected) < 1


def test_pitch_moves_the_frequency() -> None:
    assert abs(frequency(speak("Ein Satz mit Wörtern.", pitch=0)) - 220 / 2**0.5) < 1


def test_length_follows_text_and_rate() -> None:
    short, long, quick = speak("Ja."), speak("Ja, so ist es."), speak("Ja, so ist es.", rate=330)
    assert len(short.samples) < len(long.samples)
    assert abs(len(long.samples) - 2 * len(quick.samples)) <= 4


def test_marks_stand_where_the_tone_begins_anew() -> None:
    speech = speak("Anton – Berta 3")
    assert [(mark.start, mark.stop) for mark in speech.words] == [(0, 5), (8, 13), (14, 15)]
    for mark in speech.words[1:]:
        before = np.abs(speech.samples[mark.sample - 400 : mark.sample]).max()
        after = np.abs(speech.samples[mark.sample : mark.sample + 400]).max()
        assert after > 1.8 * before
