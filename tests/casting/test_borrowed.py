import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.casting.borrowed import english_words, is_english
from stimmwerk.casting.draft import SAID
from stimmwerk.casting.lexicon import Lexicon

LISTS = Lexicon(
    foreign=frozenset(["bottle", "neck", "back", "log", "check", "deploy", "big"]),
    native=frozenset(["thriftig", "coffee"]),
    beside=frozenset(("rate", "limit")),
)


def marked(text, lexicon=LISTS):
    changes = list(english_words(text, lexicon))
    assert all(
        change.say.language == "en" and change.say.text == text[change.start : change.stop] for change in changes
    )
    return [text[change.start : change.stop] for change in changes]


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("Der Throughput steigt.", ["Throughput"]),
        ("Das ist gutes Brot.", []),
        ("Der Backlog und der Bottleneck", ["Backlog", "Bottleneck"]),
        ("viele Checks, das Checking", ["Checks", "Checking"]),
        ("eine Tasse Coffee", []),
        ("Proof of Check", ["Proof", "of", "Check"]),
        ("Knowledge of the Throughput", ["Knowledge", "of", "the", "Throughput"]),
        ("die of Straße", []),
        ("Knowledge in Throughput", ["Knowledge", "in", "Throughput"]),
        ("Knowledge in Berlin", ["Knowledge"]),
        ("Die Rate sinkt", []),
        ("Das Check-Limit", ["Check", "Limit"]),
        ("KnowledgeThroughput und StartseiteArtikel", ["Knowledge", "Throughput"]),
        ("CHECK das", []),
        ("it’s Knowledge", ["it’s", "Knowledge"]),
        ("Knowledge’s Ende", ["Knowledge’s"]),
        ("ein_Check und Check5", ["Check"]),
    ],
)
def test_english_words_are_found(text, english):
    assert marked(text) == english


def test_what_the_lexicon_has_settled_counts_as_company():
    assert marked(f"{SAID * 5} Rate") == ["Rate"]
    assert marked(f"{SAID * 5}. Rate") == []


@pytest.mark.parametrize("word", ["Information", "Experiment", "Situation", "Original", "Professor", "Museum"])
def test_words_that_both_languages_have_from_latin_are_german(word):
    assert not is_english(word, Lexicon())


@given(st.text(max_size=100))
def test_changes_rise_and_do_not_overlap(text):
    at = 0
    for change in english_words(text, LISTS):
        assert at <= change.start < change.stop <= len(text)
        at = change.stop


@pytest.mark.parametrize("text", ["of " * 30_000, "Knowledge of " * 10_000, "x" * 200_000, "aB" * 50_000])
def test_hostile_texts_take_no_long_time(text):
    start = time.process_time()
    list(english_words(text, LISTS))
    assert time.process_time() - start < 5
