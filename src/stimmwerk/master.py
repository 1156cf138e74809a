"""The master: takes and sounds arranged, levelled and brought to the show's loudness, ready to be read anywhere."""

from __future__ import annotations

import json
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from stimmwerk import units
from stimmwerk.arrangement import Score, SoundRef, TakeRef, arrange
from stimmwerk.casting.cast import Voice
from stimmwerk.errors import OutputError, ScriptError, Where
from stimmwerk.levels import (
    LEVEL,
    VoiceLevel,
    level_key,
    programme_gain_db,
    programme_lufs,
    take_gain_db,
    voice_level,
)
from stimmwerk.plan import Plan
from stimmwerk.show import Show
from stimmwerk.showfile import PLACED_SOUNDS
from stimmwerk.signal.loudness import Power, as_heard
from stimmwerk.signal.mixdown import Mixdown
from stimmwerk.sounds import KeptSound, keep_sound
from stimmwerk.speech import Samples, SpeechRequest
from stimmwerk.store import Store
from stimmwerk.takes import TAKE, Booth, Job, Studio, Take
from stimmwerk.timeline import Timeline

#: Encoding raises peaks: the master stays so far below the ceiling that the decoded MP3 is to keep.
ENCODER_HEADROOM_DB = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Master:
    """An arranged episode at its loudness.  gain_db: what the whole programme was turned up."""

    timeline: Timeline
    mixdown: Mixdown
    gain_db: float


class Desk:
    """Where one episode is put together: its plan, the show's sounds, and the takes in the store.

    Sources of clips are ``kind:key`` of the store.
    """

    def __init__(self, plan: Plan, show: Show, store: Store, studio: Studio) -> None:
        """Raises ShowError for a sound that is none."""
        self._plan = plan
        self._settings = show.settings
        self._store = store
        self._studio = studio
        self._ceiling = units.gain_from_db(show.settings.loudness.ceiling_dbtp - ENCODER_HEADROOM_DB)
        self._audio = show.audio
        self._sounds = self._keep_sounds()
        self._jobs: dict[str, Job] = {}
        self._mending = threading.Lock()

    def master(self, takes: Mapping[SpeechRequest, Take], jobs: Mapping[SpeechRequest, Job], workers: int) -> Master:
        """The master made of a take for every request of the plan.

        jobs: those by which the takes can be made again; workers: threads, for what has to be measured.
        Raises ScriptError for an episode of silence.
        """
        self._jobs = {take.key: jobs[request] for request, take in takes.items()}
        levels = self._levels(takes, workers)
        timeline = self._arrange(takes, levels)
        gain_db = self._gain(timeline, takes, levels)
        mixdown = Mixdown(timeline, self._settings.mp3.channels, self._open, units.gain_from_db(gain_db), self._ceiling)
        return Master(timeline=timeline, mixdown=mixdown, gain_db=gain_db)

    def _keep_sounds(self) -> dict[str, KeptSound]:
        form = self._settings.mp3
        return {
            spec.name: keep_sound(self._store, self._audio, spec, sample_rate=form.sample_rate, channels=form.channels)
            for spec in self._settings.sounds
        }

    def damaged(self) -> tuple[str, ...]:
        """What was found damaged in the store, for people."""
        return tuple(f"a stored {entry.kind} was damaged: {entry.reason}" for entry in self._store.damaged)

    def _levels(self, takes: Mapping[SpeechRequest, Take], workers: int) -> dict[Voice, VoiceLevel]:
        """The level of every voice, measured once and kept."""
        voices = list(dict.fromkeys(role.voice for role in self._plan.roles))
        with ThreadPoolExecutor(workers) as threads:
            found = threads.map(lambda voice: self._level(voice, takes), voices)
            return dict(zip(voices, found, strict=True))

    def _level(self, voice: Voice, takes: Mapping[SpeechRequest, Take]) -> VoiceLevel:
        rate = self._settings.mp3.sample_rate
        key = level_key(voice, takes, self._ceiling, rate)
        if (kept := self._store.get(LEVEL, key)) is not None:
            gain_db, made_up_db = json.loads(kept)
            return VoiceLevel(gain_db=gain_db, made_up_db=made_up_db)
        level = voice_level(
            voice,
            takes,
            lambda take: self._open(f"{TAKE}:{take.key}"),
            sample_rate=rate,
            ceiling=self._ceiling,
            where=Where(self._plan.cast.file),
        )
        self._store.put(LEVEL, key, json.dumps([level.gain_db, level.made_up_db]).encode())
        return level

    def _arrange(self, takes: Mapping[SpeechRequest, Take], levels: Mapping[Voice, VoiceLevel]) -> Timeline:
        plan, rate = self._plan, self._settings.mp3.sample_rate
        gains_db = {role.name: role.gain_db for role in plan.roles}

        def gain(role: str, request: SpeechRequest) -> float:
            return units.gain_from_db(take_gain_db(takes[request], levels[request.own_voice], rate) + gains_db[role])

        return arrange(
            plan.rundown,
            takes={
                r: TakeRef(source=f"{TAKE}:{take.key}", length=take.length, tail=take.tail) for r, take in takes.items()
            },
            gain=gain,
            score=self._score(),
            pacing=self._settings.pacing,
            sample_rate=rate,
            pans={role.name: role.pan for role in plan.roles},
        )

    def _score(self) -> Score:
        refs = {
            name: SoundRef(source=sound_source(sound), length=sound.length, gain=sound.gain)
            for name, sound in self._sounds.items()
        }
        opening, closing = self._settings.sound("opening"), self._settings.sound("closing")
        first, last, sting = (refs.get(name) for name in PLACED_SOUNDS)
        return Score(
            opening=first,
            closing=last,
            sting=sting,
            cues={name: refs[name] for name in self._settings.cues()},
            ducking=self._settings.ducking,
            opening_alone=opening.alone if opening else 0.0,
            closing_overlap=closing.overlap if closing else 0.0,
        )

    def _gain(
        self, timeline: Timeline, takes: Mapping[SpeechRequest, Take], levels: Mapping[Voice, VoiceLevel]
    ) -> float:
        """What brings the arranged programme to the target, in dB, in steps."""
        form = self._settings.mp3
        sounds: dict[str, Power] = {sound_source(sound): sound.power for sound in self._sounds.values()}

        def power_of(source: str) -> Power:
            if source in sounds:
                return sounds[source]
            request = self._jobs[source.removeprefix(f"{TAKE}:")].request
            # What the limiter takes from a voice is made up for: with it, the voice is as loud as without both.
            unlimited = units.gain_from_db(-levels[request.own_voice].made_up_db)
            # One channel of speech goes into each of the programme's.
            return takes[request].power * (form.channels * unlimited**2)

        measured = programme_lufs(timeline, power_of)
        if measured is None:
            raise ScriptError("the episode is too short or too quiet to measure", where=Where(self._plan.file))
        return programme_gain_db(as_heard(measured, form.channels), self._settings.loudness.target_lufs)

    def _open(self, source: str) -> Samples:
        """A sound of the store.  What is damaged, or what somebody removed meanwhile, is made again."""
        kind, _, key = source.partition(":")
        found = self._store.open_array(kind, key)
        if found is None:
            self._mend(kind, key)
            found = self._store.open_array(kind, key)
        if found is None:
            raise OutputError(
                f"a {kind} vanished from the store while it was in use",
                where=Where(str(self._store.folder)),
                hint="build again: it is made anew",
            )
        return found[0].astype(np.float32, copy=False)

    def _mend(self, kind: str, key: str) -> None:
        with self._mending:
            if kind == TAKE:
                with Booth(self._studio, self._store, planned_here=True) as booth:
                    booth.make(self._jobs[key])
            else:
                self._keep_sounds()


def sound_source(sound: KeptSound) -> str:
    """The source of a sound's clips."""
    return f"sound:{sound.key}"
