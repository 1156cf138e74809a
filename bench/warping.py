"""Where words that were spoken alone begin in a sentence: their spectra, one behind the other with silence allowed
between them, laid over the sentence's by dynamic time warping (Sakoe & Chiba 1978).
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

#: Of the spectra: 5 ms from one to the next, each over 20 ms, in bands as the ear has them, so many dB down at most.
RATE, HOP, WINDOW, BANDS, FLOOR_DB = 16_000, 80, 320, 26, 55.0

#: Softer than the loudest by so much is silence.
SILENT_DB = 40.0

#: Of the frames of a sentence so many are taken to be its silence: what hums or rings on behind the words, too.
_SILENT_SHARE = 5.0

Array = NDArray[np.float64]


def spectra(sound: Array, rate: int = RATE, hop: int = HOP, window: int = WINDOW) -> Array:
    """Shape (frames, BANDS): levels in dB of frames whose middle is at hop * frame samples, over the floor."""
    padded = np.pad(sound, window // 2)
    frames = sliding_window_view(padded, window)[::hop] * np.hanning(window)
    power = np.abs(np.fft.rfft(frames, 512, axis=1)) ** 2 @ _bank(rate).T
    level = 10 * np.log10(power + 1e-12)
    return np.maximum(level, level.max() - FLOOR_DB)


def _bank(rate: int) -> Array:
    def mel(hz: float) -> float:
        return 2595 * float(np.log10(1 + hz / 700))

    edges = 700 * (10 ** (np.linspace(mel(80), mel(7600), BANDS + 2) / 2595) - 1)
    bins = np.fft.rfftfreq(512, 1 / rate)
    rows = [
        np.minimum((bins - low) / (middle - low), (high - bins) / (high - middle))
        for low, middle, high in zip(edges, edges[1:], edges[2:], strict=False)
    ]
    return np.clip(np.array(rows), 0, None)


def levelled(levels: Array) -> Array:
    """Without the colour of the equaliser and of the codec: every band against its own mean where it sounds."""
    sounding = levels.mean(axis=1) > levels.max() - FLOOR_DB
    means = levels[sounding].mean(axis=0) if sounding.any() else levels.mean(axis=0)
    return np.maximum(levels - means, -SILENT_DB)


def warped(sound: Array, words: list[Array]) -> list[int]:
    """The frame of ``sound`` in which each word begins; both as ``spectra`` gives them, levelled alike."""
    silence = np.percentile(sound, _SILENT_SHARE, axis=0)[None, :]
    parts = [silence]
    for word in words:
        parts += [word, silence]
    template = np.concatenate(parts)
    starts = np.cumsum([0, *map(len, parts)])[1::2][: len(words)]
    squares = (sound**2).sum(axis=1)[:, None] + (template**2).sum(axis=1)[None, :] - 2 * sound @ template.T
    cost = np.sqrt(np.maximum(squares, 0) / BANDS)
    stay = np.full(len(template), 2.0)
    stay[np.cumsum([0, *map(len, parts)])[0:-1:2]] = 0.0
    path = _path(cost, stay)
    # Who waits on a word's first frame waits in silence.
    return [int(np.searchsorted(path, start, side="right")) - 1 for start in starts]


def _path(cost: Array, stay: Array) -> NDArray[np.int64]:
    """For every frame of the sound the frame of the template; each goes on by 0, 1 or 2."""
    frames, length = cost.shape
    total = np.full(length + 2, np.inf)
    total[2] = cost[0, 0]
    total[3] = cost[0, 1] if length > 1 else np.inf
    steps = np.zeros((frames, length), np.int8)
    for frame in range(1, frames):
        choices = np.stack([total[2:] + stay, total[1:-1], total[:-2] + 2.0])
        steps[frame] = choices.argmin(axis=0)
        total[2:] = choices.min(axis=0) + cost[frame]
    path = np.empty(frames, np.int64)
    at = length - 1
    for frame in range(frames - 1, -1, -1):
        path[frame] = at
        at -= int(steps[frame, at])
    return path
