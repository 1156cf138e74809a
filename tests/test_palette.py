"""Colours: read, written, and set off from what is behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.palette import PALETTE, Palette, contrast, mixed, parse_colour, set_off, shown_colour

colours = st.tuples(*[st.integers(0, 255)] * 3)


@given(colours)
def test_a_colour_is_read_as_it_is_written(colour):
    assert parse_colour(shown_colour(colour)) == colour
    assert parse_colour(shown_colour(colour).upper()) == colour


@pytest.mark.parametrize("text", ["", "red", "#fff", "ff6254", "#ff625g", "#ff62544", "# f6254", "#+f6254"])
def test_what_is_no_colour_is_told(text):
    with pytest.raises(ValueError, match="hexadecimal"):
        parse_colour(text)


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [((0, 0, 0), (255, 255, 255), 21), ((9, 9, 9), (9, 9, 9), 1), ((118, 118, 118), (255, 255, 255), 4.54)],
)
def test_contrast_is_that_of_wcag(one, other, ratio):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(ratio, abs=0.01)


@given(colours, colours, st.sampled_from([3.0, 4.5]))
def test_what_is_set_off_can_be_told_from_its_ground(colour, ground, ratio):
    assert contrast(set_off(colour, ground, ratio), ground) >= ratio


def test_a_colour_that_is_far_enough_away_stays():
    assert set_off((0, 0, 0), (255, 255, 255), 4.5) == (0, 0, 0)
    assert mixed((0, 0, 0), (200, 100, 50), 0.5) == (100, 50, 25)


def test_voices_take_the_colours_of_both_sides_in_turns():
    left, right, meeting = ((1, 0, 0), (2, 0, 0)), ((3, 0, 0), (1, 0, 0), (4, 0, 0)), (0, 0, 0)
    palette = Palette(ground=meeting, text=meeting, left=left, right=right, meeting=meeting)
    assert [red for red, _, _ in palette.voices] == [1, 3, 2, 4]
    assert len(set(PALETTE.voices)) == 5
