"""Dynamics of speech: what is turned down while it is too loud.  Neither delays anything, and all levels are relative
to that of the speech itself: a take that is twice as loud comes out twice as loud.

Levels are taken in cells of two milliseconds.  Gains are computed once for each cell and run straight in between, so
that a gain never steps.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from stimmwerk import units
from stimmwerk.presets import Compressor, DeEsser
from stimmwerk.signal.waveform import Fir
from stimmwerk.speech import Samples

Floats = NDArray[np.float64]

_CELL_S = 0.002

# The level of speech is that of what sounds: cells that lie within so many dB of the mean of all that are not silent.
_GATE_DB = -15.0

# A level is that of so many cells around: two periods of a deep voice, so that the gain does not follow its pitch;
# of the hiss that the de-esser hears, fewer.
_SYLLABLE_CELLS = 11
_HISS_CELLS = 3

_HOLD = -1.0
_LEAST_POWER = 1e-20

# The de-esser's band has edges so wide, in Hz: steeper ones ring.
_EDGE_HZ = 1000.0


def compress(samples: Samples, rate: int, settings: Compressor) -> Samples:
    """Speech whose loud syllables are nearer to its soft ones.  samples: float32, shape (frames, 1)."""
    power = _cell_power(samples, rate)
    level = _decibels(_around(power, _SYLLABLE_CELLS)) - speech_level_db(power)
    wanted = reduction_db(level, settings.threshold_db, settings.ratio, settings.knee_db)
    wanted[level < settings.pause_db] = _HOLD
    return samples * _factors(follow(wanted, settings.attack, settings.release), len(samples), rate)


def deess(samples: Samples, rate: int, settings: DeEsser) -> Samples:
    """Speech without sharp hisses; as it is where its sample rate ends below the band.  Shapes as of ``compress``."""
    if settings.low_hz + _EDGE_HZ > rate / 2:
        return samples
    hiss = _band(settings.low_hz, settings.high_hz, rate).centred(samples)
    level = _decibels(_around(_cell_power(hiss, rate), _HISS_CELLS)) - speech_level_db(_cell_power(samples, rate))
    wanted = np.minimum(reduction_db(level, settings.threshold_db, settings.ratio, 0.0), settings.most_db)
    if not wanted.any():
        return samples
    factors = _factors(follow(wanted, settings.attack, settings.release), len(samples), rate)
    hiss *= factors - 1
    hiss += samples
    return hiss


def speech_level_db(cell_power: Floats) -> float:
    """The level of what sounds, in dBFS, from the mean square of each cell: pauses do not count."""
    sounding = cell_power[cell_power > _LEAST_POWER]
    if not len(sounding):
        return units.SILENCE_DB
    gate = sounding.mean() * 10 ** (_GATE_DB / 10)
    return units.db_from_power(float(sounding[sounding >= gate].mean()))


def reduction_db(level_db: Floats, threshold_db: float, ratio: float, knee_db: float) -> Floats:
    """By how many dB a steady level is turned down: 0 below the threshold, bent over the width of the knee."""
    over = level_db - threshold_db
    if knee_db > 0:
        bent = np.square(np.clip(over + knee_db / 2, 0, knee_db)) / (2 * knee_db)
        over = np.where(over < knee_db / 2, bent, over)
    return (1 - 1 / ratio) * np.maximum(over, 0)


def follow(wanted_db: Floats, attack: float, release: float) -> Floats:
    """How a reduction follows the one that is wanted, cell by cell: up with one time constant, down with the other.

    Where less than 0 is wanted it stays as it is.  Seconds; it begins at 0.
    """
    up, down = (float(-np.expm1(-_CELL_S / seconds)) for seconds in (attack, release))

    def step(now: float, wanted: float) -> float:
        if wanted < 0:
            return now
        return now + (up if wanted > now else down) * (wanted - now)

    return np.fromiter(accumulate(wanted_db.tolist(), step, initial=0.0), np.float64, len(wanted_db) + 1)[1:]


def _cell(rate: int) -> int:
    return max(1, units.samples(_CELL_S, rate))


def _cell_power(samples: Samples, rate: int) -> Floats:
    """The mean square of every cell; behind the end stands silence."""
    cell = _cell(rate)
    whole = units.round_up(len(samples), cell)
    cells = np.pad(samples[:, 0], (0, whole - len(samples))).reshape(-1, cell)
    power: Floats = np.einsum("ij,ij->i", cells, cells).astype(np.float64) / cell
    return power


def _around(power: Floats, cells: int) -> Floats:
    """The mean of so many cells around each, an odd number; beyond the ends is silence."""
    if not len(power):
        return power
    return np.convolve(power, np.full(cells, 1 / cells), "full")[cells // 2 :][: len(power)]


def _decibels(power: Floats) -> Floats:
    return 10 * np.log10(np.maximum(power, _LEAST_POWER))


def _factors(reduction: Floats, length: int, rate: int) -> Samples:
    """The reduction of each cell as a factor for each sample, shape (length, 1)."""
    cell = _cell(rate)
    gains = 10 ** (-reduction / 20)
    borders = np.concatenate([gains[:1], (gains[:-1] + gains[1:]) / 2, gains[-1:]]).astype(np.float32)
    ramp = (np.arange(cell, dtype=np.float32) + np.float32(0.5)) / cell
    factors = borders[:-1, np.newaxis] + np.diff(borders)[:, np.newaxis] * ramp
    return factors.astype(np.float32, copy=False).reshape(-1, 1)[:length]


@lru_cache(maxsize=8)
def _band(low: float, high: float, rate: int) -> Fir:
    """A band-pass of linear phase; where the band reaches beyond the sample rate, a high-pass."""
    half = units.samples(2 / _EDGE_HZ, rate)
    place = np.arange(-half, half + 1)
    edges = [2 * low / rate, min(2 * high / rate, 1.0)]
    below, above = (edge * np.sinc(edge * place) for edge in edges)
    return Fir((above - below) * np.hanning(2 * half + 3)[1:-1])
