"""How far apart the roles of a cast sound: measured sentence by sentence, in units of how much each role varies.

A sentence becomes numbers: its median pitch, how far the pitch moves, the long-term spectrum of its voiced frames in
thirds of an octave, and the spectrum's coarse shape (cepstrum).  The loudness does not count.  A role is a cloud of
such sentences; two roles can be told apart when their clouds lie far from each other for how wide they are.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import NDArray

from stimmwerk.speech import Samples

#: A cast in which all roles are known again by ear reaches at least this ratio ...
LEAST_RATIO = 4.5

#: ... and no sentence is nearer to another role than to its own.
LEAST_ACCURACY = 1.0

#: Sounds of a lower sample rate lack the uppermost band.
LEAST_RATE = 16_000

Floats = NDArray[np.float64]

#: So many ways to choose voices are all looked at.
_MOST_TRIED = 20_000

_BANDS_HZ = np.array(
    [125, 160, 200, 250, 315, 400, 500, 630, 800, 1000, 1250, 1600, 2000, 2500, 3150, 4000, 5000, 6300, 8000.0]
)
_CEPSTRA = 8
_PITCH_WEIGHT, _MELODY_WEIGHT = 3.0, 1.0
_NO_DEVIATION = 1e-9

_HOP_S = 0.010
_PITCH_FRAME_S = 0.040
_SPECTRUM_FRAME_S = 1024 / 22_050
_LOWEST_HZ, _HIGHEST_HZ = 60, 420
_LEAST_VOICED_FRAMES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """How far two roles are apart: the distance of their centres over the mean spread within a role; 0 is alike."""

    first: str
    second: str
    ratio: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Distinctness:
    """How well the roles of a cast can be told apart.

    distances: every pair of roles, the nearest pair first; accuracy: the part of all sentences, 0 to 1, that lie
    nearest to the centre of their own role, where the sentence itself does not count towards that centre.
    """

    distances: tuple[Distance, ...]
    accuracy: float

    @property
    def ratio(self) -> float:
        """The least of all distances."""
        return self.distances[0].ratio

    @property
    def weakest(self) -> tuple[str, str]:
        """The two roles that are most alike."""
        return self.distances[0].first, self.distances[0].second

    @property
    def sufficient(self) -> bool:
        """Whether the cast passes both gates, ``LEAST_RATIO`` and ``LEAST_ACCURACY``."""
        return self.ratio >= LEAST_RATIO and self.accuracy >= LEAST_ACCURACY


def features(samples: Samples, rate: int) -> Floats | None:
    """One sentence as 29 numbers, or None where it has less than about 0.1 s of voiced sound.

    samples: float32, shape (frames, channels), channels are averaged; rate: in Hz.
    The numbers: median F0 in semitones over 100 Hz, its 10th to 90th percentile in semitones, 19 band levels in dB
    around their mean, 8 cepstral coefficients.  Raises ValueError for a rate below ``LEAST_RATE``.
    """
    if rate < LEAST_RATE:
        raise ValueError(f"a sample rate of {rate} Hz is too low to compare voices; at least {LEAST_RATE}")
    mono = samples.astype(np.float64).mean(axis=1)
    power = np.mean(mono**2) if mono.size else 0.0
    if power == 0:
        return None
    mono = mono / np.sqrt(power)
    pitch = _pitch(mono, rate)
    spectra = _band_levels(mono, rate)
    frames = min(len(pitch), len(spectra))
    voiced = pitch[:frames] > 0
    if np.count_nonzero(voiced) < _LEAST_VOICED_FRAMES:
        return None
    semitones = 12 * np.log2(pitch[pitch > 0] / 100)
    low, middle, high = np.percentile(semitones, [10, 50, 90])
    levels = spectra[:frames][voiced].mean(axis=0)
    levels -= levels.mean()
    return np.concatenate([[middle, high - low], levels, _cosine_transform(levels)[1 : 1 + _CEPSTRA]])


def pitch_track(samples: Samples, rate: int) -> Floats:
    """F0 in Hz for every 10 ms, 0 where unvoiced; samples as in ``features``, rate in Hz."""
    return _pitch(samples.astype(np.float64).mean(axis=1), rate)


def distinctness(features_by_role: Mapping[str, Sequence[Floats]]) -> Distinctness:
    """How well roles can be told apart by the features of their sentences.

    The same sentences for each role, or different ones; more than ten a role make the figures steady.
    Raises ValueError for fewer than two roles, fewer than two sentences of a role, or sentences without any spread.
    """
    if len(features_by_role) < 2:
        raise ValueError("it takes two roles to tell them apart")
    if short := [role for role, sentences in features_by_role.items() if len(sentences) < 2]:
        raise ValueError(f"fewer than two sentences of {', '.join(short)}; how much a role varies is unknown")
    clouds = {role: np.stack(list(sentences)) for role, sentences in features_by_role.items()}
    deviation = np.sqrt(np.mean([cloud.var(axis=0, ddof=1) for cloud in clouds.values()], axis=0))
    if deviation.max() < _NO_DEVIATION:
        raise ValueError("the sentences of each role are all alike; give it different ones")
    scale = _weights() / (deviation + _NO_DEVIATION)
    clouds = {role: cloud * scale for role, cloud in clouds.items()}
    centres = {role: cloud.mean(axis=0) for role, cloud in clouds.items()}
    spread = np.mean([np.linalg.norm(cloud - centres[role], axis=1).mean() for role, cloud in clouds.items()])
    distances = [
        Distance(first=a, second=b, ratio=float(np.linalg.norm(centres[a] - centres[b]) / spread))
        for a, b in combinations(clouds, 2)
    ]
    return Distinctness(
        distances=tuple(sorted(distances, key=lambda pair: pair.ratio)), accuracy=_accuracy(clouds, centres)
    )


def _weights() -> Floats:
    """What each feature counts; pitch as much as three blocks of timbre, for ears go by it first."""
    bands = np.full(len(_BANDS_HZ), len(_BANDS_HZ) ** -0.5)
    cepstra = np.full(_CEPSTRA, _CEPSTRA**-0.5)
    return np.concatenate([[_PITCH_WEIGHT, _MELODY_WEIGHT], bands, cepstra])


def _accuracy(clouds: Mapping[str, Floats], centres: Mapping[str, Floats]) -> float:
    right = total = 0
    for role, cloud in clouds.items():
        count = len(cloud)
        without_itself = (centres[role] * count - cloud) / (count - 1)
        own = np.linalg.norm(cloud - without_itself, axis=1)
        others = [np.linalg.norm(cloud - centre, axis=1) for other, centre in centres.items() if other != role]
        right += int(np.count_nonzero(own < np.min(others, axis=0)))
        total += count
    return right / total


def _pitch(mono: Floats, rate: int) -> Floats:
    """F0 in Hz for every 10 ms, 0 where unvoiced: the first high peak of each frame's autocorrelation."""
    length = int(_PITCH_FRAME_S * rate)
    frames = _frames(_low_band(mono, rate), length, rate)
    if not len(frames):
        return np.zeros(0)
    frames = frames - frames.mean(axis=1, keepdims=True)
    levels = np.sqrt((frames**2).mean(axis=1))
    window = np.hanning(length)
    similarity = _autocorrelation(frames * window)
    of_window = _autocorrelation(window[np.newaxis])[0]
    similarity /= np.maximum(similarity[:, :1], 1e-12) * np.maximum(of_window / of_window[0], 1e-3)

    shortest, longest = rate // _HIGHEST_HZ, rate // _LOWEST_HZ
    lags = similarity[:, shortest : longest + 1]
    best = lags.max(axis=1)
    inner = lags[:, 1:-1]
    peaks = (inner >= lags[:, :-2]) & (inner >= lags[:, 2:]) & (inner > 0.85 * best[:, np.newaxis])
    voiced = peaks.any(axis=1) & (best >= 0.5) & (levels >= 0.05 * levels.max())
    return np.where(voiced, rate / (shortest + 1 + peaks.argmax(axis=1)), 0.0)


def _low_band(mono: Floats, rate: int) -> Floats:
    """50 to 900 Hz, by a Butterworth band-pass of order 4 run forwards and backwards: no phase, its gain squared."""
    size = 1 << (len(mono) + rate // 10 - 1).bit_length()
    frequency = np.tan(np.pi * np.arange(1, size // 2) / size)
    low, high = np.tan(np.pi * np.array([50, 900]) / rate)
    gain = np.zeros(size // 2 + 1)
    gain[1:-1] = 1 / (1 + ((frequency**2 - low * high) / (frequency * (high - low))) ** 8)
    return np.fft.irfft(np.fft.rfft(mono, size) * gain, size)[: len(mono)]


def _autocorrelation(frames: Floats) -> Floats:
    length = frames.shape[1]
    size = 1 << (2 * length - 1).bit_length()
    return np.fft.irfft(np.abs(np.fft.rfft(frames, size)) ** 2, size)[:, :length]


def _band_levels(mono: Floats, rate: int) -> Floats:
    """The level of each third of an octave, in dB around the frame's mean, for every 10 ms: shape (frames, 19)."""
    length = round(_SPECTRUM_FRAME_S * rate)
    window = np.hanning(length + 1)[:-1]
    power = np.abs(np.fft.rfft(_frames(mono, length, rate) * window) / window.sum()) ** 2
    bins = np.fft.rfftfreq(length, 1 / rate)
    half_bin = rate / length / 2
    levels = np.empty((len(power), len(_BANDS_HZ)))
    for band, centre in enumerate(_BANDS_HZ):
        inside = (bins >= centre * 2 ** (-1 / 6) - half_bin) & (bins < centre * 2 ** (1 / 6) + half_bin)
        levels[:, band] = 10 * np.log10(power[:, inside].mean(axis=1) + 1e-9)
    levels -= levels.mean(axis=1, keepdims=True)
    return levels


def _cosine_transform(values: Floats) -> Floats:
    """The orthonormal DCT-II."""
    count = len(values)
    steps = np.arange(count)
    basis = np.cos(np.pi * np.outer(steps, steps + 0.5) / count) * np.sqrt(2 / count)
    basis[0] /= np.sqrt(2)
    result: Floats = basis @ values
    return result


def _frames(mono: Floats, length: int, rate: int) -> Floats:
    """Overlapping frames, one every 10 ms: shape (frames, length); none where the sound is shorter than one."""
    if len(mono) < length:
        return np.zeros((0, length))
    frames: Floats = np.lib.stride_tricks.sliding_window_view(mono, length)[:: int(_HOP_S * rate)]
    return frames


def most_distinct(features_by_voice: Mapping[str, Sequence[Floats]], count: int) -> tuple[str, ...]:
    """The ``count`` voices whose nearest pair is farthest apart; where several are, whose next pair is, and so on.

    Where there are more than ``_MOST_TRIED`` ways to choose, the best that is found by taking the farthest voice again
    and again, from each voice on, and then changing single ones.
    Raises ValueError as ``distinctness`` does, and for fewer voices than asked for, or less than two.
    """
    names = tuple(features_by_voice)
    if not 2 <= count <= len(names):
        raise ValueError(f"{count} of {len(names)} voices")
    ratios = {frozenset((pair.first, pair.second)): pair.ratio for pair in distinctness(features_by_voice).distances}

    def worth(chosen: Sequence[str]) -> tuple[float, ...]:
        return tuple(sorted(ratios[frozenset(pair)] for pair in combinations(chosen, 2)))

    if comb(len(names), count) <= _MOST_TRIED:
        return max(combinations(names, count), key=worth)
    found = max((_farthest(first, names, count, ratios) for first in names), key=worth)
    while True:
        changed = (
            tuple(new if name == old else name for name in found) for old in found for new in names if new not in found
        )
        better = max(changed, key=worth)
        if worth(better) <= worth(found):
            return tuple(name for name in names if name in found)
        found = better


def _farthest(first: str, names: Sequence[str], count: int, ratios: Mapping[frozenset[str], float]) -> tuple[str, ...]:
    chosen = [first]
    while len(chosen) < count:
        left = (name for name in names if name not in chosen)
        chosen.append(max(left, key=lambda name: min(ratios[frozenset((name, other))] for other in chosen)))
    return tuple(chosen)
