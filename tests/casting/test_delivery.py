"""How sentences differ: by their words and their place, within bounds, and no edit reaches another sentence."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.casting.cast import PITCHES, RANGES, RATES, Voice
from stimmwerk.casting.delivery import LEAST_PAUSE, MOST_PAUSE, bounds, deliveries
from stimmwerk.casting.languages import language_of
from stimmwerk.casting.prosody import NONE, OF_RULES, Prosody, settled

VOICE = Voice(engine="tone", name="mid", language="de", rate=160)
GERMAN = language_of("de")

sentences = st.lists(st.text("abc DE,.?!…", min_size=1, max_size=30), min_size=1, max_size=8)


def said(*texts, prosody=OF_RULES, opens=True, voice=VOICE, endings=None):
    portions = list(zip(texts, endings or ["sentence"] * len(texts), strict=True))
    return deliveries(portions, voice, prosody, GERMAN, opens=opens)


def pitches(*texts, **options):
    return [delivery.voice.pitch for delivery in said(*texts, **options)]


def test_sentences_differ_and_the_same_words_do_not():
    texts = [f"Satz Nummer {number} ist hier." for number in range(40)]
    inner = said("Anfang.", *texts, "Ende.")[1:-1]
    assert {delivery.voice.pitch for delivery in inner} == set(range(47, 54))
    assert {delivery.voice.range for delivery in inner} == set(range(46, 55))
    rates = [delivery.voice.rate for delivery in inner]
    assert (min(rates), max(rates)) == (155, 165)
    assert inner == said("Anfang.", *texts, "Ende.")[1:-1]


def test_the_first_of_a_turn_is_higher_and_the_last_lower():
    only = Prosody(pitch=0, rate=0, range=0, turn=2, question=0)
    assert pitches("Eins.", "Zwei.", "Drei.", prosody=only) == [52, 50, 48]
    assert pitches("Eins.", "Zwei.", "Drei.", prosody=only, opens=False) == [50, 50, 48]
    assert pitches("Eins.", prosody=only) == [50]


def test_a_question_moves_further():
    only = Prosody(pitch=0, rate=0, range=0, turn=0, question=12)
    ranges = [d.voice.range for d in said("Wirklich?", "„Ja?“", "Ja.", "Wer? Ich.", "真的？", "حقاً؟", prosody=only)]
    assert ranges == [62, 62, 50, 50, 62, 62]


def test_breaths_of_one_sentence_are_set_alike():
    found = said("Vorn,", "mitten,", "hinten.", "Neu.", endings=["clause", "clause", "sentence", "paragraph"])
    assert found[0].voice == found[1].voice == found[2].voice
    assert [delivery.pause for delivery in found[:2]] == [1.0, 1.0]


@given(sentences, st.integers(0, 7), st.text("abc .", min_size=1, max_size=9))
def test_an_edit_changes_the_voice_of_its_own_sentence_alone(texts, at, new):
    at %= len(texts)
    edited = [*texts[:at], new, *texts[at + 1 :]]
    pairs = zip(said(*texts), said(*edited), strict=True)
    assert all(a.voice == b.voice for number, (a, b) in enumerate(pairs) if number != at)


@given(sentences, st.integers(*PITCHES), st.integers(*RATES), st.integers(*RANGES), st.booleans())
def test_nothing_leaves_its_bounds(texts, pitch, rate, melody, opens):
    voice = replace(VOICE, pitch=pitch, rate=rate, range=melody)
    low, high = bounds(voice, OF_RULES)
    for delivery in said(*texts, voice=voice, opens=opens):
        for name, (least, most) in (("pitch", PITCHES), ("rate", RATES), ("range", RANGES)):
            assert least <= getattr(low, name) <= getattr(delivery.voice, name) <= getattr(high, name) <= most
        assert LEAST_PAUSE <= delivery.pause <= MOST_PAUSE
        assert replace(delivery.voice, pitch=pitch, rate=rate, range=melody) == voice


@given(sentences, st.booleans())
def test_switched_off_nothing_differs(texts, opens):
    for delivery in said(*texts, prosody=NONE, opens=opens):
        assert delivery.voice == VOICE
        assert delivery.pause == 1.0


def test_voices_learned_from_people_are_left_as_they_are():
    prosody = settled(Prosody(), trained=True)
    assert {delivery.voice for delivery in said("Eins?", "Zwei.", "Drei.", prosody=prosody)} == {VOICE}
    assert bounds(VOICE, prosody) == (VOICE, VOICE)


PLAIN = "Das ist ein Satz von mittlerer Länge."


@pytest.mark.parametrize(
    ("text", "following", "longer"),
    [
        ("Ist das ein Satz von mittlerer Länge?", "Wer weiß das.", True),
        ("Das ist ein Satz von mittlerer …", "Wer weiß das.", True),
        ("Das ist ein Satz, " + "der länger und länger wird, " * 4 + "bis er endet.", "Wer weiß das.", True),
        ("Ja.", "Wer weiß das.", False),
        ("Dies hier ist ein Satz von mittlerer Länge:", "Wer weiß das.", False),
        (PLAIN, "Und wer weiß das.", False),
        (PLAIN, "„Aber wer weiß das.“", False),
    ],
)
def test_pauses_follow_what_is_said(text, following, longer):
    assert said(PLAIN, "Wer weiß das.")[0].pause == 1.0
    pause = said(text, following)[0].pause
    assert pause > 1.0 if longer else pause < 1.0
