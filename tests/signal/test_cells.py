"""Sound as levels, cell by cell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk import units
from stimmwerk.signal.cells import CELL, Cells, loudness_of_cells, mean_squares, profile, sounding_cells
from stimmwerk.signal.loudness import loudness_of, weighted_power
from stimmwerk.timeline import FRAME

RATE = 44_100


def cells(sound):
    padded = np.pad(sound, ((0, -len(sound) % CELL), (0, 0)))
    return Cells(plain=mean_squares(padded), weighted=weighted_power(padded, RATE, CELL))


def tone(seconds, level=0.1):
    time = np.arange(int(seconds * RATE)) / RATE
    return (level * np.sin(2 * np.pi * 441 * time)).astype(np.float32)[:, np.newaxis]


def test_a_frame_is_a_whole_number_of_cells():
    assert FRAME % CELL == 0


@given(st.integers(0, 1000), st.integers(1, 2))
def test_every_sample_counts_once(frames, channels):
    sound = np.random.default_rng(frames).uniform(-1, 1, (frames, channels)).astype(np.float32)
    found = mean_squares(sound)
    assert len(found) == -(-frames // CELL)
    assert float(found.sum()) * CELL * channels == pytest.approx(float(np.square(sound).sum()), rel=1e-4)


def test_a_profile_is_the_mean_of_its_cells():
    plain = np.array([1, 1, 0.01, 0.01, 0], np.float32)
    assert profile(plain, 2) == pytest.approx((0, -20, units.SILENCE_DB), abs=1e-5)
    assert profile(plain[:0], 2) == ()


def test_where_something_sounds():
    silence = np.zeros((20 * CELL, 1), np.float32)
    sound = np.concatenate((silence, tone(0.3), silence))
    start, stop = sounding_cells(mean_squares(sound))
    assert start == 20
    assert abs(stop * CELL - 20 * CELL - int(0.3 * RATE)) <= CELL
    assert sounding_cells(mean_squares(silence)) == (0, 0)
    assert sounding_cells(mean_squares(silence[:0])) == (0, 0)


@pytest.mark.parametrize("seconds", [0.05, 0.2, 0.39, 0.45, 3.0])
def test_loudness_is_that_of_the_samples(seconds):
    silence = np.zeros((20 * CELL, 1), np.float32)
    sound = np.concatenate((silence, tone(seconds), silence))
    assert loudness_of_cells(cells(sound), RATE) == pytest.approx(loudness_of(sound, RATE), abs=0.1)


def test_silence_has_no_loudness():
    assert loudness_of_cells(cells(np.zeros((RATE, 1), np.float32)), RATE) is None
    assert loudness_of_cells(cells(tone(0.2, level=1e-5)), RATE) is None
