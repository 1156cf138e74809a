"""From what an engine said to a take: one channel, the episode's rate, the sound chain, no silence around it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from stimmwerk import units
from stimmwerk.presets import Compressor, DeEsser, Room, SoundChain
from stimmwerk.signal.dynamics import compress, deess
from stimmwerk.signal.room import in_room, tail_seconds
from stimmwerk.signal.tone import tone_filter
from stimmwerk.signal.waveform import SOUNDING_DB, fade_edges, resample, to_channels, trim_range
from stimmwerk.speech import Samples, Speech, WordMark

#: A step of the chain: a sound in, a sound that begins at the same moment out.
Stage = Callable[[Samples], Samples]

# The end of a room's answer is faded over so much of it.
_FADE_OF_TAIL = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Polish:
    """How takes are polished.

    high_pass_hz: where the high-pass takes 6 dB.  threshold_db: what counts as silence at the ends, relative to the
    take's own level (``waveform.sounding_range``); lead, tail: seconds of it that stay before and after; fade: seconds
    over which both ends come from and go to zero.
    curve: the equaliser's gains in dB, one for each of ``average_speech.BANDS_HZ``; empty is flat.
    deesser, compressor, room: None leaves the step out.
    """

    high_pass_hz: float = 75.0
    threshold_db: float = SOUNDING_DB
    lead: float = 0.012
    tail: float = 0.02
    fade: float = 0.004
    curve: tuple[float, ...] = ()
    deesser: DeEsser | None = None
    compressor: Compressor | None = None
    room: Room | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A polished utterance.

    samples: float32, shape (frames, 1), never empty, the first and the last 0; sample_rate: in Hz; words: as in
    ``Speech``, counted from the take's first sample and inside the speech; tail: so many samples at the end are what
    the room answers after the speech, and pauses may begin before them.
    """

    samples: Samples
    sample_rate: int
    words: tuple[WordMark, ...] = ()
    tail: int = 0


def polish_for(chain: SoundChain, curve: tuple[float, ...] = ()) -> Polish:
    """The settings that carry out a chain; curve: what ``average_speech.equaliser_curve`` found for the voice.

    Without an equaliser in the chain the curve does not count.
    """
    return Polish(
        high_pass_hz=chain.high_pass_hz,
        curve=curve if chain.equaliser else (),
        deesser=chain.deesser,
        compressor=chain.compressor,
        room=chain.room,
    )


def polish(speech: Speech, settings: Polish, target_rate: int) -> Take:
    """The take for a speech, at ``target_rate`` Hz, with the word marks moved along.

    Its peaks may lie above full scale.  Raises ValueError where nothing sounds, where values are not finite, for more
    than two channels, or for a curve of another number of bands.
    """
    if not np.isfinite(speech.samples).all():
        raise ValueError("the speech holds values that are not finite")
    source_rate = speech.sample_rate
    sound = speech.samples
    for stage in stages(settings, source_rate):
        sound = stage(sound)
    # Where the speech ends is measured before the room answers: a room makes no pause longer.
    begun, ended = trim_range(sound, source_rate, settings.lead, settings.tail, settings.threshold_db)
    if begun == ended:
        raise ValueError("the speech is silent")
    if settings.room is not None:
        sound = in_room(sound, source_rate, settings.room)
    sound = resample(sound, source_rate, target_rate)

    def moved(sample: int) -> int:
        return units.samples(units.seconds(sample, source_rate), target_rate)

    start, stop = moved(begun), moved(ended)
    tail = 0 if settings.room is None else units.samples(tail_seconds(settings.room), target_rate)
    tail = min(tail, len(sound) - stop)
    fade = units.samples(settings.fade, target_rate)
    return Take(
        samples=fade_edges(sound[start : stop + tail], fade, max(fade, round(_FADE_OF_TAIL * tail))),
        sample_rate=target_rate,
        words=tuple(
            replace(mark, sample=min(max(moved(mark.sample), start), stop - 1) - start) for mark in speech.words
        ),
        tail=tail,
    )


def stages(settings: Polish, rate: int) -> tuple[Stage, ...]:
    """What is done to a speech at its own rate, in order, before the room and the resampling.  None changes a length.

    The high-pass takes any offset away, and comes before all that would ring where an offset sets in.  At the rate of
    the speech, which is as a rule lower than the programme's, every step costs less.
    """
    steps: list[Stage] = [
        partial(to_channels, channels=1),
        tone_filter(settings.high_pass_hz, settings.curve, rate).centred,
    ]
    if settings.deesser is not None:
        steps.append(partial(deess, rate=rate, settings=settings.deesser))
    if settings.compressor is not None:
        steps.append(partial(compress, rate=rate, settings=settings.compressor))
    return tuple(steps)
