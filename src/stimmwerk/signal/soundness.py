"""What can be wrong with a single take, and how it sounds, in figures that many takes of a voice can be compared by.

Every engine's every take is looked at, so a look must cost next to nothing: one pass for the peak, one for the level
of each cell, and a spectrum of a few loud places.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from stimmwerk import units
from stimmwerk.signal.waveform import QUIETEST_DBFS, to_channels
from stimmwerk.speech import Samples, Speech

#: The sample rates that speech can have, in Hz.
RATES = (8000, 192_000)

#: So many equal samples in a row at full scale are a wave cut off, not a peak that just reaches it.
CLIPPED_RUN = 4
_FULL_SCALE = 32767 / 32768

#: A take none of whose samples reaches this is silent (-50 dBFS).
LEAST_PEAK = 10 ** (-50 / 20)

#: A take whose mean is more than this, and more than that part of its RMS, stands on an offset, which costs it level.
#: eSpeak NG's voices reach 0.03; where they are nothing but noise, that is most of their RMS.
MOST_OFFSET = 0.05
_OF_RMS = 0.25

#: A level that stays within ``_STEADY_DB`` for so many seconds is no speech, but a tone or a noise that has got stuck.
#: In speech the level moves with every syllable; the longest vowels of eSpeak NG stay for 0.3 s.
STUCK_S = 1.0
_STEADY_DB = 2.0

#: A take that still sounds in its last 3 ms, no more than so many dB below its loud parts, has lost its end.
CUT_END_DB = -10.0
_END_S = 0.003

_CELL_S = 0.020
_LOUD_SHARE = 0.9
_PLACES = 8
_PLACE_S = 0.046
_ENOUGH_HZ = 11_000
_LOWEST_HZ, _HIGHEST_HZ = 60, 500
_PEAK_SHARE = 0.85
_LEAST_VOICED, _VOICED = 3, 0.5
_EDGES_HZ = (100, 300, 600, 1200, 2400, 3800)

Floats = NDArray[np.float64]
Spectra = NDArray[np.floating]


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a look at a take has found.

    faults: why it cannot be used; doubts: what a producer should hear for himself; each for people.
    seconds: from the first that sounds to the last; pitch: octaves over 100 Hz, None where hardly anything is voiced;
    bands: levels of five bands from 100 to 3800 Hz, in dB around their mean.
    """

    faults: tuple[str, ...]
    doubts: tuple[str, ...]
    sample_rate: int
    seconds: float = 0.0
    pitch: float | None = None
    bands: tuple[float, ...] = ()


def look_at(speech: Speech, *, timbre: bool = True) -> Look:
    """A look at a take as it came from the engine.

    timbre: False leaves out pitch and bands, which take more time than all the rest.
    """
    samples, rate = speech.samples, speech.sample_rate
    if faults := tuple(_unusable(samples, rate)):
        return Look(faults=faults, doubts=(), sample_rate=rate)
    mono = to_channels(samples, 1)[:, 0]
    cells = _cells(mono, rate)
    order = np.argsort(cells)
    loud = float(cells[order[int(_LOUD_SHARE * (len(cells) - 1))]])
    sounding = np.flatnonzero(cells > max(loud * 1e-4, 10 ** (QUIETEST_DBFS / 10)))
    pitch, bands = _timbre(mono, rate, order) if timbre else (None, ())
    return Look(
        faults=tuple(_stuck(cells, loud)),
        doubts=(*_offset(mono, cells), *_cut_end(mono, rate, loud)),
        sample_rate=rate,
        seconds=float(sounding[-1] + 1 - sounding[0]) * _CELL_S if len(sounding) else 0.0,
        pitch=pitch,
        bands=bands,
    )


def longest_full_scale_run(samples: Samples) -> int:
    """The most samples in a row, in one channel, that sit at full scale with one sign.  samples: (frames, channels)."""
    longest = 0
    for sign, reached in ((1, samples.max(initial=0)), (-1, -samples.min(initial=0))):
        if reached < _FULL_SCALE:
            continue
        for channel in samples.T:
            full = np.flatnonzero(channel * sign >= _FULL_SCALE)
            runs = np.split(full, np.flatnonzero(np.diff(full) > 1) + 1)
            longest = max(longest, *(len(run) for run in runs))
    return longest


def peak_of(samples: Samples) -> float:
    """The largest absolute value; NaN where a value is none, 0 for no samples."""
    return max(float(samples.max(initial=0)), -float(samples.min(initial=0)))


def _unusable(samples: Samples, rate: int) -> Iterator[str]:
    """What leaves nothing more to look at."""
    low, high = RATES
    if not low <= rate <= high:
        yield f"its sample rate is {rate} Hz; speech has {low} to {high}"
    peak = peak_of(samples)
    if not math.isfinite(peak):
        yield "it holds values that are no numbers"
    elif peak < LEAST_PEAK:
        yield "it is silent"
    elif longest_full_scale_run(samples) >= CLIPPED_RUN:
        yield "it is clipped"


def _cells(mono: NDArray[np.float32], rate: int) -> NDArray[np.float32]:
    """The mean square of every 20 ms; what is left over at the end counts to none, but a short sound has one."""
    size = min(len(mono), units.samples(_CELL_S, rate))
    count = len(mono) // size
    rows = mono[: count * size].reshape(count, size)
    squares: NDArray[np.float32] = np.einsum("ij,ij->i", rows, rows) / np.float32(size)
    return squares


def _stuck(cells: NDArray[np.float32], loud: float) -> Iterator[str]:
    """Steadiness is looked for in pairs of cells: a noise, too, is then steady."""
    needed = round(STUCK_S / _CELL_S)
    # A steady second holds a whole block of half a second, wherever the blocks begin.
    half, pairs = needed // 2 - 1, cells[1:] + cells[:-1]
    blocks = pairs[: len(pairs) // half * half].reshape(-1, half)
    if not (blocks.max(axis=1) <= blocks.min(axis=1) * 10 ** (_STEADY_DB / 10)).any() or len(cells) < needed:
        return
    levels = 10 * np.log10(np.maximum(pairs / 2, 1e-12))
    runs = np.lib.stride_tricks.sliding_window_view(levels, needed - 1)[::2]
    steady = (runs.max(axis=1) - runs.min(axis=1) <= _STEADY_DB) & (runs[:, 0] > 10 * math.log10(loud) - 30)
    if steady.any():
        yield f"a tone or a noise is stuck in it at {int(np.argmax(steady)) * 2 * _CELL_S:.1f} s"


def _offset(mono: NDArray[np.float32], cells: NDArray[np.float32]) -> Iterator[str]:
    mean = abs(float(np.add.reduce(mono)) / len(mono))
    if mean > MOST_OFFSET and mean > _OF_RMS * math.sqrt(float(np.add.reduce(cells)) / len(cells)):
        yield "it stands on an offset (DC)"


def _cut_end(mono: NDArray[np.float32], rate: int, loud: float) -> Iterator[str]:
    end = mono[-units.samples(_END_S, rate) :]
    if float(end @ end) / len(end) > loud * 10 ** (CUT_END_DB / 10):
        yield "its end seems to be cut off"


def _timbre(mono: NDArray[np.float32], rate: int, order: NDArray[np.intp]) -> tuple[float | None, tuple[float, ...]]:
    """Pitch and bands of the loudest places, as far as they are voiced.  order: of the cells, the loudest last."""
    lens = _lens(rate)
    starts = order[-_PLACES * 2 :: 2] * lens.cell
    starts = starts[starts < len(mono) - lens.reach]
    if len(starts) < _LEAST_VOICED:
        return None, ()
    places = mono[starts[:, np.newaxis] + lens.offsets]
    places *= lens.window
    # "ortho": any other scaling makes numpy transform float32 in double precision.
    spectra = np.fft.rfft(places, lens.size, norm="ortho")
    power = np.square(spectra.real)
    power += np.square(spectra.imag)
    hertz = _pitches(power, lens)
    found = sorted(hertz[hertz > 0].tolist())
    if len(found) < _LEAST_VOICED:
        return None, ()
    return math.log2(found[len(found) // 2] / 100), _bands(power[hertz > 0].sum(axis=0), lens)


def _pitches(power: Spectra, lens: _Lens) -> Floats:
    """In Hz, by the first high peak of each place's autocorrelation; 0 where there is none."""
    similarity = np.fft.irfft(power, norm="ortho")
    lags = similarity[:, lens.shortest : lens.longest + 2] * lens.correction
    inner = lags[:, 1:-1]
    best = inner.max(axis=1)
    peaks = inner >= np.maximum(lags[:, :-2], lags[:, 2:])
    peaks &= inner > _PEAK_SHARE * best[:, np.newaxis]
    first = peaks.argmax(axis=1)
    voiced = (best > _VOICED * similarity[:, 0]) & peaks[np.arange(len(peaks)), first]
    return np.where(voiced, lens.rate / (lens.shortest + 1 + first), 0.0)


def _bands(power: Spectra, lens: _Lens) -> tuple[float, ...]:
    sums = np.add.reduceat(power[: lens.edges[-1]], lens.edges[:-1]).tolist()
    widths = (stop - start for start, stop in pairwise(lens.edges))
    levels = [units.db_from_power(mean / width) for mean, width in zip(sums, widths, strict=True)]
    middle = sum(levels) / len(levels)
    return tuple(round(level - middle, 1) for level in levels)


@dataclass(frozen=True, slots=True)
class _Lens:
    """What looking at places of sounds of one rate needs.

    cell: samples in a cell; offsets: of the samples of a place that are looked at; reach: samples of a place; rate: of
    the samples that are looked at, in Hz; size: of the transform; shortest, longest: lags of pitches; correction: of
    the autocorrelation, for what the window does to it, from the shortest lag on; edges: of the bands, in bins.
    """

    cell: int
    offsets: NDArray[np.intp]
    reach: int
    rate: float
    window: NDArray[np.float32]
    size: int
    shortest: int
    longest: int
    correction: NDArray[np.float32]
    edges: tuple[int, ...]


@lru_cache(maxsize=8)
def _lens(rate: int) -> _Lens:
    # Some 11 kHz are enough for vowels, which have so little above that nothing has to be filtered out first.
    step = max(1, rate // _ENOUGH_HZ)
    slow = rate / step
    length = units.samples(_PLACE_S, rate) // step
    shortest, longest = int(slow / _HIGHEST_HZ), round(slow / _LOWEST_HZ)
    size = 1 << (length + longest).bit_length()
    window = np.hanning(length)
    similarity = np.fft.irfft(np.square(np.abs(np.fft.rfft(window, size))), size)
    correction = similarity[0] / np.maximum(similarity[shortest : longest + 2], 1e-3 * similarity[0])
    return _Lens(
        cell=units.samples(_CELL_S, rate),
        offsets=np.arange(0, length * step, step),
        reach=length * step,
        rate=slow,
        window=window.astype(np.float32),
        size=size,
        shortest=shortest,
        longest=longest,
        correction=correction.astype(np.float32),
        edges=tuple(min(size // 2, round(hertz * size / slow)) for hertz in _EDGES_HZ),
    )
