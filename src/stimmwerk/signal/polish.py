"""From what an engine said to a take: one channel, the episode's rate, no rumble, no silence around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache, partial

import numpy as np

from stimmwerk import units
from stimmwerk.signal.waveform import SOUNDING_DB, Fir, fade_edges, resample, to_channels, trim_range
from stimmwerk.speech import Samples, Speech, WordMark

#: A step of the chain: a sound in, a sound that begins at the same moment out.
Stage = Callable[[Samples], Samples]

# Each half of the high-pass spans so many periods of its frequency; it then takes 30 dB at two thirds of it.
_PERIODS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Polish:
    """How takes are polished.

    high_pass_hz: where the high-pass takes 6 dB.  threshold_db: what counts as silence at the ends, relative to the
    take's own level (``waveform.sounding_range``); lead, tail: seconds of it that stay before and after; fade: seconds
    over which both ends come from and go to zero.
    """

    high_pass_hz: float = 75.0
    threshold_db: float = SOUNDING_DB
    lead: float = 0.012
    tail: float = 0.02
    fade: float = 0.004


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A polished utterance.

    samples: float32, shape (frames, 1), never empty, the first and the last 0; sample_rate: in Hz; words: as in
    ``Speech``, counted from the take's first sample and inside it.
    """

    samples: Samples
    sample_rate: int
    words: tuple[WordMark, ...] = ()


def polish(speech: Speech, settings: Polish, target_rate: int) -> Take:
    """The take for a speech, at ``target_rate`` Hz, with the word marks moved along.

    Raises ValueError where nothing sounds, where values are not finite, or for more than two channels.
    """
    if not np.isfinite(speech.samples).all():
        raise ValueError("the speech holds values that are not finite")
    sound = speech.samples
    for stage in stages(settings, speech.sample_rate, target_rate):
        sound = stage(sound)
    start, stop = trim_range(sound, target_rate, settings.lead, settings.tail, settings.threshold_db)
    if start == stop:
        raise ValueError("the speech is silent")
    fade = units.samples(settings.fade, target_rate)

    def moved(mark: WordMark) -> WordMark:
        there = units.samples(units.seconds(mark.sample, speech.sample_rate), target_rate)
        return replace(mark, sample=min(max(there, start), stop - 1) - start)

    return Take(
        samples=fade_edges(sound[start:stop], fade, fade),
        sample_rate=target_rate,
        words=tuple(moved(mark) for mark in speech.words),
    )


def stages(settings: Polish, source_rate: int, target_rate: int) -> tuple[Stage, ...]:
    """What is done to a sound, in order.  A stage may lengthen a sound at its end, never at its start.

    The high-pass takes any offset away, and comes before the resampling, which would ring where an offset sets in.
    """
    return (
        partial(to_channels, channels=1),
        high_pass(settings.high_pass_hz, source_rate).centred,
        partial(resample, source_rate=source_rate, target_rate=target_rate),
    )


@lru_cache(maxsize=8)
def high_pass(frequency: float, rate: int) -> Fir:
    """A high-pass of linear phase, a sinc under a Hann window: -6 dB at ``frequency`` Hz and nothing left at 0 Hz."""
    half = units.samples(_PERIODS / frequency, rate)
    place = np.arange(-half, half + 1)
    low = np.sinc(2 * frequency / rate * place) * (0.5 + 0.5 * np.cos(np.pi * place / (half + 1)))
    taps = -low / low.sum()
    taps[half] += 1
    return Fir(taps)
