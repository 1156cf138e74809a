"""The measure by rests: it finds beginnings that are known, and knows nothing of the engine's marks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from apart import begins, stretches
from words import Found, onsets, report, with_rests

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.espeak_library import bundled_files
from stimmwerk.engines.pyttsx3_engine import EspeakEngine
from stimmwerk.speech import Say, Speech, SpeechRequest, WordMark

RATE = 22_050

TEXT = (
    "Erst kamen alle, dann gingen sie, jeder ging allein, einer blieb noch, keiner kam mehr, nur wir sind da, "
    "und darum, so sagt man, war es still; niemand sang: das Haus war leer, der Garten auch."
)


def word(seed: int, seconds: float):
    """A buzz whose colour moves, other for every seed, that comes and goes within 10 ms."""
    draw = np.random.default_rng(seed)
    time = np.arange(round(seconds * RATE)) / RATE
    sound = np.zeros(len(time))
    for harmonic in range(1, 50):
        colour = np.interp(time, np.linspace(0, seconds, 4), draw.normal(0, 1, 4))
        sound += 10**colour * np.sin(2 * np.pi * 110 * harmonic * time) / 50
    edge = np.minimum(1, np.minimum(time, time[::-1]) / 0.01)
    return 0.1 * sound * edge


def joined(words, distances):
    """The words, each so many seconds behind the end of the one before (overlapping where negative); their begins."""
    begun, at = [], 0.0
    for sound, distance in zip(words, distances, strict=True):
        begun.append(at + distance)
        at = begun[-1] + len(sound) / RATE
    whole = np.zeros(round((at + 0.1) * RATE))
    for sound, start in zip(words, begun, strict=True):
        place = round(start * RATE)
        whole[place : place + len(sound)] += sound
    return whole, begun


@pytest.mark.parametrize("draw", range(4))
def test_beginnings_that_are_known_are_found(draw):
    numbers = np.random.default_rng(draw)
    # Short words come several times.
    kinds = [0, 5, 1, 0, 6, 7, 1, 0, 8, 2, 9, 0]
    words = [word(100 * draw + kind, 0.12 if kind < 3 else numbers.uniform(0.2, 0.5)) for kind in kinds]
    sentence, known = joined(words, [0.05, *numbers.uniform(-0.02, 0.03, len(words) - 1)])
    apart, rested = joined(words, [0.2] * len(words))
    found = stretches(apart, RATE)
    assert [start for start, _ in found] == pytest.approx(rested, abs=0.006)
    assert begins(sentence, apart, found, RATE) == pytest.approx(known, abs=0.020)


def test_stretches_end_where_a_rest_begins():
    sound, begun = joined([word(1, 0.3), word(2, 0.3), word(3, 0.3)], [0.1, 0.05, 0.2])
    found = stretches(sound, RATE)
    assert np.ravel(found) == pytest.approx([0.1, 0.75, begun[2], begun[2] + 0.3], abs=0.006)
    assert len(stretches(sound, RATE, rest_s=0.03)) == 3


@pytest.fixture(scope="module")
def spoken():
    """A text with many pauses: its speech, and its speech with rests."""
    voice = Voice(engine="pyttsx3", name="de", language="de", rate=160, pitch=50, range=50)
    request = SpeechRequest(say=(Say(text=TEXT),), voice=voice)
    with EspeakEngine("pyttsx3", EngineContext(), bundled_files) as engine:
        return engine.speak(request), engine.speak(with_rests(request))


def test_words_behind_a_pause_begin_where_the_level_says(spoken):
    speech, rested = spoken
    found = onsets(speech, rested)
    pauses = [start for start, _ in stretches(speech.samples[:, 0].astype(np.float64), RATE, rest_s=0.12)]
    behind = [0, *(n + 1 for n, mark in enumerate(speech.words[:-1]) if TEXT[mark.stop - 1] in ",;:")]
    assert len(pauses) == len(behind) > 10
    assert [found[number] for number in behind] == pytest.approx(pauses, abs=0.012)


def test_every_word_is_found_whatever_its_mark_says(spoken):
    speech, rested = spoken
    found = onsets(speech, rested)
    assert sorted(found) == list(range(len(TEXT.split())))
    nonsense = tuple(WordMark(sample=n + 1, start=mark.start, stop=mark.stop) for n, mark in enumerate(speech.words))
    assert onsets(replace(speech, words=nonsense), rested) == found
    starts = np.array([mark.sample / RATE for mark in speech.words])
    assert max(abs(starts - [found[number] for number in range(len(starts))])) < 0.08


def test_a_mark_that_is_late_is_found_to_be_late(spoken, capsys):
    speech, rested = spoken
    heard = onsets(speech, rested)

    def off(seconds: float) -> int:
        words = [
            Found(text="x", at=mark.sample / RATE + seconds, rests=heard[n], warping=heard[n], level=None)
            for n, mark in enumerate(speech.words)
        ]
        return report(words, [0.0])

    assert off(0.0) == 0
    assert "words: 0, 0 of them by both" in capsys.readouterr().out
    assert off(0.2) == off(-0.2) == 1


@pytest.mark.parametrize(
    ("rests", "warping", "missed"),
    [
        (10.07, 10.5, False),
        (10.5, 10.07, True),
        (10.09, 9.8, True),
        (None, 10.07, False),
        (None, 9.9, True),
        (None, None, True),
    ],
)
def test_a_word_is_missed_by_rests_and_where_it_is_not_found_so_by_warping(rests, warping, missed):
    assert Found(text="x", at=10.0, rests=rests, warping=warping, level=None).missed is missed


def test_a_speech_without_marks_gives_nothing():
    silent = Speech(samples=np.full((RATE, 1), 0.1, np.float32), sample_rate=RATE)
    assert onsets(silent, silent) == {}
