"""Sound as levels, cell by cell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk import units
from stimmwerk.signal.cells import CELL, cells_of, loudness_of_cells, mean_squares, profile, sounding_cells
from stimmwerk.signal.loudness import Gate, loudness_of, weighted_power
from stimmwerk.timeline import FRAME

RATE = 44_100


def cells(sound):
    return cells_of(sound, RATE)


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


def speech(seconds, channels, seed):
    """Pulses of a voice in syllables with pauses, louder below than above."""
    random = np.random.default_rng(seed)
    length = int(seconds * RATE) // FRAME * FRAME
    time = np.arange(length) / RATE
    pitch = 2 * np.pi * np.cumsum(110 + 30 * np.sin(2 * np.pi * 0.7 * time)) / RATE
    voice = sum(np.sin(k * pitch) / k for k in range(1, 40)) + 0.3 * random.standard_normal(length)
    swell = np.clip(np.sin(2 * np.pi * 3.1 * time), 0, 1) * (np.sin(2 * np.pi * 0.2 * time) > -0.6)
    return (0.1 * (swell * voice)[:, np.newaxis] * random.uniform(0.5, 1, (1, channels))).astype(np.float32)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("channels", [1, 2])
@pytest.mark.parametrize("seconds", [0.6, 2, 20])
def test_bin_by_bin_is_as_loud_as_the_standard_s_filter(seconds, channels, seed):
    sound = speech(seconds, channels, seed)
    loudness = []
    for weighted in (cells_of(sound, RATE).weighted, weighted_power(sound, RATE, CELL)):
        gate = Gate(RATE, CELL)
        gate.add(weighted)
        loudness.append(gate.integrated())
    assert loudness[0] == pytest.approx(loudness[1], abs=0.05 if seconds < 10 else 0.03)


@pytest.mark.parametrize("hertz", [80, 100, 125, 200, 437, 1000, 5000])
def test_tones_weigh_what_they_should(hertz):
    time = np.arange(8 * RATE) / RATE
    sound = (0.1 * np.sin(2 * np.pi * hertz * time))[:, np.newaxis].astype(np.float32)
    found, exact = cells_of(sound, RATE).weighted.mean(), weighted_power(sound, RATE, CELL).mean()
    assert 10 * np.log10(found / exact) == pytest.approx(0, abs=0.15 if hertz < 200 else 0.05)


def test_the_power_lies_where_the_sound_is():
    silence = np.zeros((3 * CELL, 1), np.float32)
    found = cells_of(np.concatenate((silence, tone(0.5), silence)), RATE)
    exact = weighted_power(tone(0.5), RATE, CELL)
    assert not found.weighted[:3].any()
    assert found.weighted[20:100].mean() == pytest.approx(exact[20:100].mean(), rel=0.02)
    assert len(found.weighted) == len(found.plain)


def test_of_nothing_there_are_no_cells():
    assert len(cells_of(np.zeros((0, 1), np.float32), RATE)) == 0
    assert not cells_of(np.zeros((500, 2), np.float32), RATE).weighted.any()
