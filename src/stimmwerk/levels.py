"""How loud each role speaks: every voice is brought to one loudness by a text of its own, not by the episode's.

A take is then corrected a little by its own loudness.  So an edit of one sentence moves no other sentence's level, and
a new loudness target moves no voice against another.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from stimmwerk.casting.cast import Role, Voice
from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.phrases import calibration_sentences
from stimmwerk.casting.speakable import speakable
from stimmwerk.digests import digest_of
from stimmwerk.errors import SpeechFailed, Where
from stimmwerk.signal.limiter import REACH, limit
from stimmwerk.signal.loudness import Gate, Power, as_heard, loudness_of
from stimmwerk.speech import Samples, Say, SpeechRequest
from stimmwerk.takes import Job, Take
from stimmwerk.timeline import FRAME, Clip, Timeline
from stimmwerk.units import gain_from_db

#: Raised whenever a voice would be levelled otherwise for the same takes.
REVISION = 1

#: What the store calls levels of voices.
LEVEL = "level"

#: The loudness, as heard, that every voice is brought to; the programme's gain then leads to the show's target.
VOICE_LUFS = -16.0

#: The programme is turned up or down in steps of so many dB, so that small edits leave its gain as it is.
GAIN_STEP_DB = 0.5


#: So much of a take's own distance from its voice's level is taken back, and no more than so many dB.
TRIM_SHARE = 0.85
TRIM_MOST_DB = 2.5

#: A take shorter than this many seconds says little about its level and is left alone.
TRIM_LEAST_S = 0.4

# The programme is summed up in stretches of so many frames, some three minutes.
_FRAMES_AT_ONCE = 1 << 13


def calibration_jobs(roles: Iterable[Role], where: Where) -> tuple[Job, ...]:
    """What the roles' voices read to have their levels measured; where: the cast, for errors."""
    voices = dict.fromkeys(role.voice for role in roles)
    return tuple(Job(request=request, where=where) for voice in voices for request in calibration_requests(voice))


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceLevel:
    """How a voice is brought to ``VOICE_LUFS``, in dB.

    gain_db: before the limiter; made_up_db: what the limiter then takes away from it (deep voices have high peaks).
    """

    gain_db: float
    made_up_db: float


def level_key(voice: Voice, takes: Mapping[SpeechRequest, Take], ceiling: float, sample_rate: int) -> str:
    """The store's key of a voice's level: SHA-256 of the takes that it is measured by, and of how it is."""
    return digest_of(
        {
            "revision": REVISION,
            "takes": [takes[request].key for request in calibration_requests(voice)],
            "ceiling": ceiling,
            "sample_rate": sample_rate,
        }
    )


def voice_level(
    voice: Voice,
    takes: Mapping[SpeechRequest, Take],
    open_take: Callable[[Take], Samples],
    *,
    sample_rate: int,
    ceiling: float,
    where: Where,
) -> VoiceLevel:
    """A voice's level; ceiling: of the limiter, linear.

    takes: those of ``calibration_jobs``.  Raises SpeechFailed for a voice that cannot be heard.
    """
    sound = np.concatenate([open_take(takes[request]) for request in calibration_requests(voice)])
    measured = loudness_of(sound, sample_rate)
    if measured is None:
        raise SpeechFailed(f"the voice {voice.name!r} cannot be heard", where=where)
    gain_db = VOICE_LUFS - as_heard(measured, 1)
    limited = limit(np.pad(sound * np.float32(gain_from_db(gain_db)), ((REACH, REACH), (0, 0))), ceiling)
    left = loudness_of(limited, sample_rate)
    taken = 0.0 if left is None else VOICE_LUFS - as_heard(left, 1)
    # Hundredths: what libraries of another version compute a little differently moves no level.
    return VoiceLevel(gain_db=round(gain_db, 2), made_up_db=round(taken, 2))


def take_gain_db(take: Take, level: VoiceLevel, sample_rate: int) -> float:
    """The dB that a take is turned up: its voice's, and a correction by its own loudness."""
    voice_db = level.gain_db + level.made_up_db
    if take.lufs is None or take.length < TRIM_LEAST_S * sample_rate:
        return voice_db
    off = VOICE_LUFS - (as_heard(take.lufs, 1) + level.gain_db)
    return voice_db + max(-TRIM_MOST_DB, min(TRIM_MOST_DB, TRIM_SHARE * off))


def programme_lufs(timeline: Timeline, power_of: Callable[[str], Power]) -> float | None:
    """The loudness that an arranged programme will have before its gain, in LUFS of its channels.

    power_of: a clip's source -> its K-weighted power, one value for each MPEG frame; asked for when the clip's turn has
    come.  Nothing is mixed for it: what sounds together is summed by power, and an envelope counts as it is in the
    middle of a frame.  The true figure of an episode of speech lies within 0.1 LU of it.
    """
    gate = Gate(timeline.sample_rate, FRAME)
    coming, sounding = iter(timeline.clips), list[Clip]()
    clip = next(coming, None)
    frames = timeline.length // FRAME + 1
    for first in range(0, frames, _FRAMES_AT_ONCE):
        programme = np.zeros(min(_FRAMES_AT_ONCE, frames - first))
        last = first + len(programme)
        while clip is not None and clip.start < last * FRAME:
            sounding.append(clip)
            clip = next(coming, None)
        for sound in sounding:
            _add_power(programme, first, sound, power_of(sound.source))
        sounding = [sound for sound in sounding if _last_frame(sound) > last]
        gate.add(programme.astype(np.float32))
    return gate.integrated()


def _last_frame(clip: Clip) -> int:
    """The first of the programme's frames in which a clip sounds no more."""
    return clip.start // FRAME - (-clip.length // FRAME)


def _add_power(programme: NDArray[np.float64], first: int, clip: Clip, power: Power) -> None:
    """Adds what a clip gives to a stretch of the programme; first: the stretch's first frame."""
    power = power[clip.offset // FRAME :][: -(-clip.length // FRAME)]
    begin = clip.start // FRAME
    low, high = max(begin, first), min(begin + len(power), first + len(programme))
    if low >= high:
        return
    level = np.full(high - low, clip.gain**2)
    if clip.envelope:
        places, decibels = zip(*clip.envelope, strict=True)
        middles = np.arange(low - begin, high - begin) * FRAME + FRAME // 2
        level *= 10 ** (np.interp(middles, places, decibels) / 10)
    programme[low - first : high - first] += power[low - begin : high - begin] * level


def programme_gain_db(measured_lufs: float, target_lufs: float) -> float:
    """The whole number of steps that brings a programme nearest to its target, in dB."""
    return math.floor((target_lufs - measured_lufs) / GAIN_STEP_DB + 0.5) * GAIN_STEP_DB


@cache
def calibration_requests(voice: Voice) -> tuple[SpeechRequest, ...]:
    """What a voice reads to have its level and its spectrum measured."""
    return tuple(SpeechRequest(say=say, voice=voice) for say in calibration_texts(voice.language))


@cache
def calibration_texts(language: str) -> tuple[tuple[Say, ...], ...]:
    """The same for every voice of a language, ready to be spoken."""
    plain = Lexicon()
    return tuple(speakable(text, [], language, plain).say for text in calibration_sentences(language))
