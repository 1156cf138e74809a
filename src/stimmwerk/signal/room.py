"""A small room: a few early reflections and a short decay, the same for everybody in it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from stimmwerk import units
from stimmwerk.presets import Room
from stimmwerk.signal.average_speech import BANDS_HZ, LTASS_DB
from stimmwerk.signal.noise import white_noise
from stimmwerk.signal.waveform import Fir, resample
from stimmwerk.speech import Samples

# The room is drawn once, at this rate, and brought to that of a voice: every voice sits in the same one.
_RATE = 48_000

# Reflections of walls, floor and desk: how late, in seconds, and how strong beside the decay's beginning.
_REFLECTIONS = ((0.0043, 1.0), (0.0071, -0.8), (0.0096, 0.7), (0.0127, 0.6), (0.0158, -0.55), (0.0203, 0.45))
_REFLECTION_DB = 13.0

# The decay sets in among the last reflections, gently.
_ONSET_S, _SWELL_S = 0.008, 0.012

# Walls swallow highs, and small rooms have no lows.
_LOW_HZ, _HIGH_HZ = 180.0, 5200.0

#: The answer counts as over when what is left of it lies so far below the speech, in dB.
OVER_DB = -60.0


def in_room(samples: Samples, rate: int, settings: Room) -> Samples:
    """Speech and what the room answers: longer at its end by the answer, in time at its start.

    samples: float32, shape (frames, 1).
    """
    response = _response(settings, rate)
    longer = response.taps - 1
    return response.valid(np.pad(samples, ((longer, longer), (0, 0))))


def tail_seconds(settings: Room) -> float:
    """How long the answer goes on after the speech ends, until it is ``OVER_DB`` below it."""
    return max(0.0, (settings.level_db - OVER_DB) / 60 * settings.decay)


@lru_cache(maxsize=8)
def _response(settings: Room, rate: int) -> Fir:
    """The speech itself, and then the answer at its level."""
    answer = room_answer(settings, rate)
    answer[0] += 1
    return Fir(answer)


def room_answer(settings: Room, rate: int) -> NDArray[np.float64]:
    """The room's impulse response without the direct sound: float64, at ``rate`` Hz, over ``1.2 * decay`` seconds."""
    length = units.samples(1.2 * settings.decay, _RATE)
    time = np.arange(length) / _RATE
    swell = np.clip((time - _ONSET_S) / _SWELL_S, 0, 1)
    answer = white_noise(length) * swell * 10 ** (-3 * time / settings.decay)
    for late, strength in _REFLECTIONS:
        if (place := units.samples(late, _RATE)) < length:
            answer[place] += strength * units.gain_from_db(_REFLECTION_DB) * 10 ** (-3 * late / settings.decay)
    size = 1 << (2 * length - 1).bit_length()
    hertz = np.fft.rfftfreq(size, 1 / _RATE)
    # Of first order, and causal: a room does not answer before it is asked.
    colour = (1j * hertz / (_LOW_HZ + 1j * hertz)) / (1 + 1j * hertz / _HIGH_HZ)
    spectrum = np.fft.rfft(answer, size) * colour
    speech = np.interp(hertz, BANDS_HZ, LTASS_DB - 10 * np.log10(BANDS_HZ), left=-np.inf, right=-np.inf)
    weights = 10 ** (speech / 10)
    level = np.sum(np.square(np.abs(spectrum)) * weights) / weights.sum()
    answer = np.fft.irfft(spectrum, size)[:length] * (units.gain_from_db(settings.level_db) / np.sqrt(level))
    fade = units.samples(0.2 * settings.decay, _RATE)
    answer[-fade:] *= 0.5 + 0.5 * np.cos(np.pi * (np.arange(fade) + 1) / fade)
    # As many samples a second more or fewer: each counts for less or more.
    at_rate = resample(answer.astype(np.float32)[:, np.newaxis], _RATE, rate)[:, 0].astype(np.float64)
    return at_rate * (_RATE / rate)
