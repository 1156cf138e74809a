"""Voices as an episode would have them, to be judged: through the sound chain, with pauses, all equally loud."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stimmwerk.arrangement import Pacing, Score, TakeRef, arrange
from stimmwerk.casting.cast import Cast, Role
from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.rundown import Line, Rundown, Section, rundown
from stimmwerk.errors import SpeechFailed, Where
from stimmwerk.inspection import EngineFacts, pinned
from stimmwerk.levels import VOICE_LUFS, calibration_jobs, calibration_requests, take_gain_db, voice_level
from stimmwerk.presets import SoundChain
from stimmwerk.script.escaping import escape
from stimmwerk.script.model import Chapter, Script, Turn
from stimmwerk.signal.loudness import as_heard, loudness_of
from stimmwerk.signal.mixdown import Mixdown
from stimmwerk.speaking import speak_all
from stimmwerk.speech import Samples, SpeechRequest
from stimmwerk.store import Store
from stimmwerk.takes import TAKE, Job, Studio, Take
from stimmwerk.tuning import tuned_voices
from stimmwerk.units import gain_from_db

#: The most that the true peak of what is heard may be.
CEILING_DBTP = -1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one voice reads.  role: whose voice; lines: cast with it; chain: what is done to its sound."""

    role: Role
    lines: tuple[Line, ...]
    chain: SoundChain


def reading(
    texts: Sequence[str],
    role: Role,
    *,
    lexicons: Mapping[str, Lexicon],
    engines: Mapping[str, EngineFacts],
) -> tuple[Line, ...]:
    """Plain texts as lines of a role, with the lexicon of its language and its prosody; engines: facts of its engine.

    Raises ScriptError for a text in which nothing can be spoken.
    """
    turns = tuple(Turn(label=None, text=escape(text)) for text in texts)
    role = pinned(role, engines)
    script = Script(title="", language=role.voice.language, chapters=(Chapter(title=None, parts=turns),))
    order = rundown(
        script,
        Cast(name="", file="", roles=(role,), narrator=role.name),
        file="",
        lexicons=lexicons,
        grain=lambda engine: engines[engine].grain,
        trained=lambda engine: engines[engine].trained,
    )
    return order.lines()


def rehearse(
    parts: Sequence[Part], studio: Studio, store: Store, *, pacing: Pacing, workers: int, where: Where
) -> tuple[tuple[Samples, ...], ...]:
    """The sound of every line of every part, at the studio's rate: float32, shape (frames, 1).

    All parts have one loudness, ``VOICE_LUFS`` as heard over all lines of a part; ``gain_db`` of roles does not count.
    What is spoken is kept in the store, where a build finds it.  where: for errors.  Raises EngineError for a voice
    that fails.
    """
    studio, _ = tuned_voices(studio, [(part.role.voice, part.chain) for part in parts], store, where)
    jobs = [
        Job(request=utterance.request, where=where)
        for part in parts
        for line in part.lines
        for utterance in line.utterances
    ]
    jobs += calibration_jobs([part.role for part in parts], where)
    takes = speak_all(jobs, studio, workers, lambda done: None, store=store)

    def open_take(take: Take) -> Samples:
        found = store.open_array(TAKE, take.key)
        if found is None:
            raise SpeechFailed("a take vanished from the store while it was in use", where=where, hint="try again")
        return found[0].astype(np.float32, copy=False)

    return tuple(_heard(part, takes, open_take, pacing=pacing, rate=studio.sample_rate, where=where) for part in parts)


def _heard(
    part: Part,
    takes: Mapping[SpeechRequest, Take],
    open_take: Callable[[Take], Samples],
    *,
    pacing: Pacing,
    rate: int,
    where: Where,
) -> tuple[Samples, ...]:
    ceiling = gain_from_db(CEILING_DBTP)
    calibration = {request: takes[request] for request in calibration_requests(part.role.voice)}
    level = voice_level(part.role.voice, calibration, open_take, sample_rate=rate, ceiling=ceiling, where=where)
    by_key = {take.key: take for take in takes.values()}
    timelines = [
        arrange(
            Rundown(sections=(_alone(line),)),
            takes={utterance.request: _reference(takes[utterance.request]) for utterance in line.utterances},
            gain=lambda _, request: gain_from_db(take_gain_db(takes[request], level, rate)),
            score=Score(cues={}),
            pacing=pacing,
            sample_rate=rate,
        )
        for line in part.lines
    ]

    def mixed(gain: float) -> tuple[Samples, ...]:
        return tuple(
            Mixdown(timeline, 1, lambda key: open_take(by_key[key]), gain, ceiling).read(0, timeline.length)
            for timeline in timelines
        )

    first = mixed(1.0)
    measured = loudness_of(np.concatenate(first), rate)
    # A word or two may be too short to measure; then the voice's own level has to do.
    return first if measured is None else mixed(gain_from_db(VOICE_LUFS - as_heard(measured, 1)))


def _alone(line: Line) -> Section:
    return Section(title="", subtitle=None, url=None, image=None, line=line.line, opens=True, items=(line,))


def _reference(take: Take) -> TakeRef:
    return TakeRef(source=take.key, length=take.length, tail=take.tail)
