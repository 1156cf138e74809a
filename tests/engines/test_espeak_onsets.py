"""Words begin where their first sound does: by the library's events, and by the level of what it says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stimmwerk.engines.espeak_library import RawSpeech
from stimmwerk.engines.espeak_onsets import word_onsets
from stimmwerk.engines.pyttsx3_engine import EspeakEngine
from stimmwerk.speech import Speech

#: Milliseconds over which a level is taken, and how far below its loudest stretch a speech is silent.
CELL_MS, SILENT_DB = 2, -45


def raw(words, sounds) -> RawSpeech:
    return RawSpeech(samples=np.zeros(1000, np.int16), sample_rate=22_050, words=words, sounds=sounds)


def test_a_word_begins_with_its_first_sound() -> None:
    assert word_onsets(raw(((0, 0), (4, 300)), (20, 90, 300, 340))) == ((0, 20), (4, 300))


def test_a_word_does_not_begin_with_a_sound_of_the_next() -> None:
    assert word_onsets(raw(((0, 0), (3, 100), (7, 100), (9, 500)), (10, 150, 180, 620))) == (
        (0, 10),
        (3, 100),
        (7, 150),
        (9, 620),
    )


def test_words_without_sounds_stay_where_they_are() -> None:
    assert word_onsets(raw(((0, 5), (4, 300)), ())) == ((0, 5), (4, 300))


def rises(speech: Speech, silence_ms: float) -> list[float]:
    """Milliseconds at which sound sets in behind so much silence, and the first at all."""
    step = round(CELL_MS * speech.sample_rate / 1000)
    cells = speech.samples[: len(speech.samples) // step * step, 0].reshape(-1, step)
    level = 10 * np.log10((cells**2).mean(axis=1) + 1e-12)
    sounding = np.flatnonzero(level > np.sort(level)[-10:].mean() + SILENT_DB)
    behind = np.flatnonzero(np.diff(sounding) > silence_ms / CELL_MS) + 1
    return [sounding[place] * step * 1000 / speech.sample_rate for place in (0, *behind)]


@pytest.mark.parametrize("rate", [80, 160, 320])
@pytest.mark.parametrize("gap", [0, 25])
def test_a_word_that_begins_with_a_closed_mouth_begins_where_it_opens(
    espeak: EspeakEngine, ask, rate: int, gap: int
) -> None:
    request = ask("Wo ein Preis, da Teile, wo Kappe, da Punkte; so Takt, da Kante, so Pappe.", gap=gap)
    speech = espeak.speak(replace(request, voice=replace(request.voice, rate=rate)))
    found = rises(speech, 1200 / rate)
    for mark in speech.words:
        if request.text[mark.start] in "PTK":
            at = 1000 * mark.sample / speech.sample_rate
            assert min(abs(rise - at) for rise in found) < 6, request.text[mark.start : mark.stop]


def test_a_gap_between_words_is_nobodys_beginning(espeak: EspeakEngine, ask) -> None:
    request = ask("Nun sagen alle Leute etwas anderes.", gap=30)
    speech = espeak.speak(request)
    marks = [1000 * mark.sample / speech.sample_rate for mark in speech.words]
    found = rises(speech, 150)
    assert len(found) == len(marks)
    assert max(abs(rise - mark) for rise, mark in zip(found, marks, strict=True)) < 12
