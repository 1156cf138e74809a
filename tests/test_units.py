"""Units: exact where they promise it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk import units


@given(st.integers(0, 10**10), st.sampled_from([22050, 44100, 48000]))
def test_milliseconds_are_the_nearest_whole_number(samples, rate):
    ms = units.milliseconds(samples, rate)
    assert abs(ms * rate - samples * 1000) * 2 <= rate


@given(st.integers(0, 10**9), st.integers(1, 5000))
def test_rounding_up_gives_the_least_multiple(samples, step):
    found = units.round_up(samples, step)
    assert found % step == 0
    assert 0 <= found - samples < step


@pytest.mark.parametrize(("text", "seconds"), [("1.5s", 1.5), ("1.5 s", 1.5), ("300ms", 0.3), (" 2s ", 2.0)])
def test_durations_are_read(text, seconds):
    assert units.parse_duration(text) == pytest.approx(seconds)


@pytest.mark.parametrize("text", ["", "1.5", "s", "-1s", "1m", "1,5s", "nan s", "9" * 400 + "s"])
def test_other_durations_are_not(text):
    with pytest.raises(ValueError, match="is no duration"):
        units.parse_duration(text)


@given(st.floats(-100, 40))
def test_decibels_there_and_back(decibels):
    assert units.db_from_gain(units.gain_from_db(decibels)) == pytest.approx(decibels, abs=1e-9)


def test_silence_is_no_infinity():
    assert units.db_from_gain(0.0) == units.SILENCE_DB
    assert units.db_from_power(0.0) == units.SILENCE_DB


@pytest.mark.parametrize(("seconds", "shown"), [(0, "00:00"), (59.9, "00:59"), (3599, "59:59"), (3600, "1:00:00")])
def test_clock(seconds, shown):
    assert units.clock(seconds) == shown


def test_one_is_counted_in_the_singular():
    assert units.counted(1, "turn") == "1 turn"
    assert units.counted(0, "turn") == "0 turns"
    assert units.counted(2, "entry", "entries") == "2 entries"
