"""Where the words of a sentence begin, found in the same sentence spoken with a rest before every word.

With the rests, the level alone says where each word sets in.  A synthesis by rules says a word's first sounds the same
way with a rest before them and without, so each stretch between two rests is looked for in the sentence as it is: all
of them in order, none before the one ahead of it is nearly over, where their spectra differ least on the whole.
Nothing here knows when the engine says that a word begins.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from warping import BANDS, spectra

#: From one spectrum to the next, and the length of each.
HOP_S, WINDOW_S = 0.002, 0.015

#: What is softer than the loudest by so many dB for so long is a rest; closed lips are shorter.
SILENT_DB, REST_S = 45.0, 0.15

#: So much of a stretch is compared, from its beginning on.
COMPARED_S = 0.18

#: The next stretch begins after so much of this one at the earliest: the last sound of a word is longer before a rest.
_OVER = 0.75

Array = NDArray[np.float64]


def stretches(
    sound: Array, rate: int, *, silent_db: float = SILENT_DB, rest_s: float = REST_S
) -> list[tuple[float, float]]:
    """(start, stop) in seconds of what sounds between rests: what is so soft for so long, at the ends for any time."""
    hop = round(HOP_S * rate)
    power = np.square(np.pad(sound, hop))
    level = 10 * np.log10(sliding_window_view(power, 2 * hop)[::hop].mean(axis=1) + 1e-12)
    sounding = np.flatnonzero(level > level.max() - silent_db)
    rests = np.flatnonzero(np.diff(sounding) * hop > rest_s * rate)
    starts, stops = [sounding[0], *sounding[rests + 1]], [*sounding[rests], sounding[-1]]
    return [(start * hop / rate, stop * hop / rate) for start, stop in zip(starts, stops, strict=True)]


def begins(sentence: Array, apart: Array, found: Sequence[tuple[float, float]], rate: int) -> list[float]:
    """The second of the sentence in which each stretch of it begins.

    sentence, apart: the same words without and with rests, as loud as each other; found: the ``stretches`` of apart.
    """
    hop = round(HOP_S * rate)
    there, here = (spectra(sound, rate, hop, round(WINDOW_S * rate)) for sound in (sentence, apart))
    floor = max(there.min(), here.min())
    there, here = (np.maximum(levels, floor).astype(np.float32) for levels in (there, here))
    best: list[NDArray[np.int64]] = []
    total = np.zeros(len(there))
    for number, (start, stop) in enumerate(found):
        first, length = round(start * rate / hop), max(1, round((stop - start) * rate / hop))
        if number:
            last, over = found[number - 1]
            total = _delayed(total, max(1, round(_OVER * (over - last) * rate / hop)), best)
        total = total + _difference(there, here[first : first + min(length, round(COMPARED_S / HOP_S))])
    frames = [int(total.argmin())]
    for before in reversed(best):
        frames.append(int(before[frames[-1]]))
    return [frame * hop / rate for frame in reversed(frames)]


def _delayed(total: Array, least: int, best: list[NDArray[np.int64]]) -> Array:
    """For every frame the least total of those ``least`` frames and more before it; best gets where that was."""
    lowest = np.minimum.accumulate(total)
    new = np.concatenate([[True], total[1:] < lowest[:-1]])
    where = np.maximum.accumulate(np.where(new, np.arange(len(total)), 0))
    best.append(np.concatenate([np.zeros(min(least, len(total)), np.int64), where[:-least]]))
    return np.concatenate([np.full(min(least, len(total)), np.inf), lowest[:-least]])


def _difference(there: NDArray[np.float32], word: NDArray[np.float32]) -> Array:
    """By how much the word differs from what sounds from each frame on: the sum over its frames of mean squares.

    Behind the end it is silent.
    """
    frames, length = len(there), len(word)
    padded = np.concatenate([there, np.full((length - 1, BANDS), there.min(), np.float32)])
    products = padded @ word.T
    alike = sum(products[place : place + frames, place] for place in range(length))
    squares = np.concatenate([[0.0], np.cumsum(np.square(padded).sum(axis=1), dtype=np.float64)])
    return (squares[length:] - squares[:-length] - 2 * alike + np.square(word).sum()) / BANDS
