"""Lines of two versions of an episode, side by side."""

from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.linechanges import LineChange, pair_lines


@dataclass(eq=False)
class Said:
    role: str
    text: str


SAID = st.lists(st.builds(Said, st.sampled_from("ab"), st.sampled_from("xyz")), max_size=8)


def numbers(old, new):
    """Pairs as places, None for nobody; lines are written as role and text in one string."""
    old, new = ([Said(*line.split()) for line in lines] for lines in (old, new))
    return [(a and old.index(a), b and new.index(b)) for a, b in pair_lines(old, new)]


@given(SAID, SAID)
def test_every_line_is_there_once_and_in_order(old, new):
    pairs = pair_lines(old, new)
    assert [a for a, _ in pairs if a] == old
    assert [b for _, b in pairs if b] == new
    assert all(a or b for a, b in pairs)


@given(SAID)
def test_the_same_lines_stand_beside_themselves(lines):
    assert list(pair_lines(lines, lines)) == [(line, line) for line in lines]


@given(
    st.lists(st.builds(Said, st.sampled_from("ab"), st.text(max_size=3)), unique_by=lambda s: s.text), st.integers(0, 8)
)
def test_a_line_put_in_moves_no_other(lines, at):
    extra = Said("c", "a new line")
    pairs = pair_lines(lines, [*lines[:at], extra, *lines[at:]])
    assert [pair for pair in pairs if pair[1] is not extra] == [(line, line) for line in lines]


def test_an_edited_line_stands_beside_what_it_was_and_not_beside_a_new_one():
    assert numbers(["a x", "b y", "a z"], ["a x", "a neu", "b anders", "a z"]) == [(0, 0), (None, 1), (1, 2), (2, 3)]


def test_the_same_words_of_another_role_are_the_same_line():
    assert numbers(["a x", "b y"], ["a x", "a y"]) == [(0, 0), (1, 1)]


def test_a_change_is_a_sentence():
    change = LineChange(number=12, speaker="Altman", role="guest", line=88, reasons=("text changed", "rate 165 -> 180"))
    assert str(change) == "turn 12 Altman (line 88): text changed; rate 165 -> 180"
