from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from numpy.typing import NDArray

from stimmwerk.presets import Room
from stimmwerk.signal.average_speech import BANDS_HZ, LTASS_DB
from stimmwerk.signal.room import OVER_DB, in_room, room_answer, tail_seconds
from stimmwerk.signal.waveform import resample

RATE = 22050


def energy_left_db(answer: NDArray[np.float64]) -> NDArray[np.float64]:
    """Schroeder's curve: the energy that is still to come, in dB of all."""
    left = np.cumsum(np.square(answer)[::-1])[::-1]
    return np.asarray(10 * np.log10(left / left[0] + 1e-12))


@pytest.mark.parametrize("decay", [0.15, 0.22, 0.5])
@pytest.mark.parametrize("rate", [22050, 44100])
def test_the_answer_decays_in_the_time_asked(decay: float, rate: int) -> None:
    left = energy_left_db(room_answer(Room(decay=decay), rate))
    five, thirty = (int(np.flatnonzero(left < level)[0]) for level in (-5, -35))
    assert 2 * (thirty - five) / rate == pytest.approx(decay, rel=0.2)


@pytest.mark.parametrize("level", [-30.0, -24.0, -12.0])
@pytest.mark.parametrize("rate", [16000, 22050, 44100])
def test_the_answer_is_as_strong_as_asked_for_speech(level: float, rate: int) -> None:
    answer = room_answer(Room(level_db=level), rate)
    hertz = np.fft.rfftfreq(1 << 15, 1 / rate)
    density = np.interp(hertz, BANDS_HZ, LTASS_DB - 10 * np.log10(BANDS_HZ), left=-np.inf, right=-np.inf)
    speech = 10 ** (density / 10)
    power = np.square(np.abs(np.fft.rfft(answer, 1 << 15)))
    assert 10 * np.log10((power * speech).sum() / speech.sum()) == pytest.approx(level, abs=0.3)


def test_no_frequency_is_coloured() -> None:
    answer = room_answer(Room(), RATE)
    answer[0] += 1
    levels = 20 * np.log10(np.abs(np.fft.rfft(answer, 1 << 15)))
    assert np.abs(levels).max() < 3
    hertz = np.fft.rfftfreq(1 << 15, 1 / RATE)
    for low, high in pairwise(BANDS_HZ):
        inside = (hertz >= low) & (hertz < high)
        assert abs(10 * np.log10(np.mean(10 ** (levels[inside] / 10)))) < 1.0


def test_every_rate_has_the_same_room() -> None:
    at_22050, at_44100 = (room_answer(Room(), rate) for rate in (22050, 44100))
    brought = resample((at_44100 * 2).astype(np.float32)[:, np.newaxis], 44100, 22050)[:, 0]
    length = min(len(brought), len(at_22050))
    difference = brought[:length] - at_22050[:length]
    assert np.square(difference).sum() < 1e-3 * np.square(at_22050).sum()


def test_the_speech_itself_stays_and_nothing_answers_before_it() -> None:
    click = np.zeros((4000, 1), np.float32)
    click[1000] = 0.5
    found = in_room(click, RATE, Room())
    assert len(found) > len(click)
    assert np.abs(found[:1000]).max() < 1e-6
    assert found[1000, 0] == pytest.approx(0.5, abs=0.01)
    first = 1000 + int(0.0035 * RATE)
    assert np.abs(found[1002:first]).max() < 0.003
    assert np.abs(found[first : first + int(0.003 * RATE)]).max() > 0.005


def test_the_answer_ends_when_it_is_said_to() -> None:
    settings = Room()
    answer = room_answer(settings, RATE)
    rest = answer[round(tail_seconds(settings) * RATE) :]
    direct = 1.0
    assert 10 * np.log10(np.square(rest).sum() / direct) == pytest.approx(OVER_DB, abs=4)
    assert tail_seconds(Room(level_db=-30)) < tail_seconds(settings) < tail_seconds(Room(decay=0.4))


def test_it_is_the_same_every_time() -> None:
    assert np.array_equal(room_answer(Room(), RATE), room_answer(Room(), RATE))


@pytest.mark.parametrize("frames", [0, 1, 100])
def test_even_the_shortest_sound_has_an_answer(frames: int) -> None:
    found = in_room(np.full((frames, 1), 0.5, np.float32), RATE, Room())
    assert np.isfinite(found).all()
    assert len(found) >= frames
