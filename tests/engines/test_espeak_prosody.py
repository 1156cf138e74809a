"""What eSpeak NG makes of questions and emphasis, measured: questions rise at their end, stressed words stand out."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from stimmwerk.casting.delivery import deliveries
from stimmwerk.casting.languages import language_of
from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.lexiconfile import parse_lexicon
from stimmwerk.casting.prosody import OF_RULES
from stimmwerk.casting.speakable import speakable
from stimmwerk.engines.pyttsx3_engine import EspeakEngine
from stimmwerk.signal.distinctness import pitch_track
from stimmwerk.speech import Say, Speech, SpeechRequest

QUESTIONS = (
    "Kommst du heute?",
    "Was kostet das Buch?",
    "Wollen Sie das wirklich?",
    "Glauben Sie, dass das so bleibt?",
    "Und was passiert dann?",
    "Wo verläuft die Grenze der Sicherheit?",
)


def end_in_semitones(speech: Speech) -> float:
    """The pitch of the last 0.08 s with voice over the median of the whole."""
    pitch = pitch_track(speech.samples, speech.sample_rate)
    pitch = pitch[pitch > 0]
    pitch = pitch[np.abs(np.log2(pitch / np.median(pitch))) < 0.75]
    return float(12 * np.log2(pitch[-8:].mean() / np.median(pitch)))


@pytest.mark.parametrize("name", ["de", "de+own-voice", "de+f5", "de+m3", "en"])
def test_a_question_ends_higher_than_the_same_words_as_a_statement(espeak: EspeakEngine, ask, name: str) -> None:
    rises = []
    for question in QUESTIONS:
        asked, told = ask(question, name=name), ask(question[:-1] + ".", name=name)
        (delivery,) = deliveries(
            [(question, "sentence")],
            asked.voice,
            replace(OF_RULES, pitch=0, rate=0, range=0),
            language_of("de"),
            opens=True,
        )
        rises.append(
            end_in_semitones(espeak.speak(replace(asked, voice=delivery.voice))) - end_in_semitones(espeak.speak(told))
        )
    assert np.median(rises) > 2.0
    assert min(rises) > -1.0  # of one word of three, a whispered end can mislead the measure


def level_and_length(espeak: EspeakEngine, request: SpeechRequest, word: str) -> tuple[float, float]:
    """Of a word: its level in dB and its length in seconds."""
    speech = espeak.speak(request)
    at = request.text.index(word)
    marks = [*speech.words]
    number = next(n for n, mark in enumerate(marks) if mark.start <= at < mark.stop)
    stop = marks[number + 1].sample if number + 1 < len(marks) else len(speech.samples)
    sound = speech.samples[marks[number].sample : stop]
    return 10 * np.log10(np.mean(sound**2)), len(sound) / speech.sample_rate


def emphatic(ask, text: str, word: str, kind: str, lexicon: Lexicon) -> SpeechRequest:
    at = text.index(word)
    spans = [(at, at + len(word), kind, None)] if kind else []
    return replace(ask(text), say=speakable(text, spans, "de", lexicon).say)


LEXICON = parse_lexicon('[words]\n"Kodak" = { ipa = "ˈkoːdak" }\n', "de.toml")
STRESSED = [
    ("Das will ich so nicht haben.", "so"),
    ("Wir nehmen drei Äpfel mit.", "drei"),
    ("Die neue Kamera ist von Kodak gebaut.", "Kodak"),
    ("Wir brauchen mehr Zeit, nicht mehr Geld.", "Zeit"),
    ("Heute ist das anders.", "Heute"),
]


@pytest.mark.parametrize(("text", "word"), STRESSED)
def test_emphasis_is_louder_or_longer_and_strong_emphasis_is_no_weaker(
    espeak: EspeakEngine, ask, text: str, word: str
) -> None:
    plain, with_it, strong = (
        level_and_length(espeak, emphatic(ask, text, word, kind, LEXICON), word) for kind in ("", "emphasis", "strong")
    )
    gained = with_it[0] - plain[0] + 20 * np.log10(with_it[1] / plain[1])
    assert gained > 1.5
    assert strong[0] >= with_it[0]


@pytest.mark.parametrize(("text", "word"), STRESSED)
def test_words_behind_an_emphasis_are_as_loud_as_ever(espeak: EspeakEngine, ask, text: str, word: str) -> None:
    last = text.rstrip(".").split()[-1]
    plain, with_it = (
        level_and_length(espeak, emphatic(ask, text, word, kind, LEXICON), last) for kind in ("", "emphasis")
    )
    assert abs(with_it[0] - plain[0]) < 3.0


@pytest.mark.parametrize(("text", "word"), STRESSED)
def test_every_word_keeps_its_mark(espeak: EspeakEngine, ask, text: str, word: str) -> None:
    plain, with_it = (espeak.speak(emphatic(ask, text, word, kind, LEXICON)).words for kind in ("", "emphasis"))
    assert [(mark.start, mark.stop) for mark in plain] == [(mark.start, mark.stop) for mark in with_it]


def test_a_command_never_comes_out_of_a_text(espeak: EspeakEngine, ask) -> None:
    request = replace(ask("x"), say=(Say(text="Das \x014Fist \x01100Pso."),))
    assert "\x01" not in espeak.rendered(request).text
