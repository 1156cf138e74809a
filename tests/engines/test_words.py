from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.engines.words import mark_words, tokens


def test_a_token_is_a_run_with_a_letter_or_digit() -> None:
    text = "„Ja“ – sagte 3,5 … ¡ß!"
    assert [text[start:stop] for start, stop in tokens(text)] == ["„Ja“", "sagte", "3,5", "¡ß!"]


def test_the_first_event_inside_a_token_counts() -> None:
    marks = mark_words("ab cd", [(0, 0), (1, 5), (3, 10), (4, 20)], 100)
    assert [(mark.sample, mark.start, mark.stop) for mark in marks] == [(0, 0, 2), (10, 3, 5)]


def test_a_missing_event_is_placed_between_its_neighbours() -> None:
    marks = mark_words("aa bb cc", [(0, 0), (6, 600)], 1000)
    assert [mark.sample for mark in marks] == [0, 300, 600]


def test_the_last_words_share_what_is_left() -> None:
    marks = mark_words("aa bb cc dd", [(0, 0), (3, 100)], 900)
    assert [mark.sample for mark in marks] == [0, 100, 400, 700]


def test_an_event_between_two_words_is_nobodys() -> None:
    assert [mark.sample for mark in mark_words("aa bb", [(0, 0), (2, 7), (3, 50)], 100)] == [0, 50]


def test_no_event_no_mark() -> None:
    assert mark_words("aa bb", [], 1000) == ()


@given(
    st.text(alphabet="ab1 .", max_size=40),
    st.lists(st.tuples(st.integers(-3, 45), st.integers(-5, 400)), max_size=30),
    st.integers(0, 300),
)
def test_marks_always_rise_within_the_speech(text: str, events: list[tuple[int, int]], length: int) -> None:
    marks = mark_words(text, events, length)
    assert all(0 <= mark.sample < length for mark in marks)
    assert all(a.sample < b.sample and a.stop <= b.start for a, b in pairwise(marks))
    assert {(mark.start, mark.stop) for mark in marks} <= set(tokens(text))
