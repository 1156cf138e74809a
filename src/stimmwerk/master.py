"""The master: takes and sounds arranged, levelled and brought to the show's loudness, ready to be read anywhere."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from stimmwerk import units
from stimmwerk.arrangement import Score, SoundRef, TakeRef, arrange
from stimmwerk.errors import OutputError, ScriptError, Where
from stimmwerk.levels import programme_gain_db, take_gain_db, voice_levels
from stimmwerk.plan import Plan
from stimmwerk.show import Show
from stimmwerk.showfile import PLACED_SOUNDS
from stimmwerk.signal.loudness import LoudnessMeter, as_heard
from stimmwerk.signal.mixdown import Mixdown
from stimmwerk.sounds import Sound, open_sound
from stimmwerk.speaking import KIND, Take
from stimmwerk.speech import Samples, SpeechRequest
from stimmwerk.store import Store
from stimmwerk.timeline import Timeline

#: Encoding raises peaks: the master stays so far below the ceiling that the decoded MP3 is to keep.
ENCODER_HEADROOM_DB = 1.0

#: The master is measured in stretches of so many samples.
_STRETCH = 1 << 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Master:
    """An arranged episode at its loudness.  gain_db: what the whole programme was turned up."""

    timeline: Timeline
    mixdown: Mixdown
    gain_db: float


class Desk:
    """Where one episode is put together: its plan, the show's sounds, opened, and the takes in the store."""

    def __init__(self, plan: Plan, show: Show, store: Store) -> None:
        """Raises ShowError for a sound that is none."""
        self._plan = plan
        self._settings = show.settings
        self._store = store
        self._ceiling = units.gain_from_db(show.settings.loudness.ceiling_dbtp - ENCODER_HEADROOM_DB)
        form = show.settings.mp3
        self._sounds: dict[str, Sound] = {
            spec.name: open_sound(show.audio, spec, sample_rate=form.sample_rate, channels=form.channels)
            for spec in show.settings.sounds
        }

    def master(self, takes: Mapping[SpeechRequest, Take]) -> Master:
        """The master made of a take for every request of the plan.  Raises ScriptError for an episode of silence."""
        timeline = self._arrange(takes)
        gain_db = self._gain(timeline)
        return Master(timeline=timeline, mixdown=self._mixdown(timeline, gain_db), gain_db=gain_db)

    def damaged(self) -> tuple[str, ...]:
        """What was found damaged in the store, for people."""
        return tuple(f"a stored {entry.kind} was damaged: {entry.reason}" for entry in self._store.damaged)

    def _arrange(self, takes: Mapping[SpeechRequest, Take]) -> Timeline:
        plan, rate = self._plan, self._settings.mp3.sample_rate
        cast = Where(plan.cast.file)
        roles = {role.name: role for role in plan.roles}
        voices = voice_levels(
            plan.roles,
            takes,
            lambda take: self._open_take(take.key),
            sample_rate=rate,
            ceiling=self._ceiling,
            where=cast,
        )

        def gain(name: str, request: SpeechRequest) -> float:
            role = roles[name]
            return units.gain_from_db(take_gain_db(takes[request], voices[role.voice], rate) + role.gain_db)

        return arrange(
            plan.rundown,
            takes={r: TakeRef(source=f"take:{take.key}", length=take.length) for r, take in takes.items()},
            gain=gain,
            score=self._score(),
            pacing=self._settings.pacing,
            sample_rate=rate,
        )

    def _score(self) -> Score:
        refs = {
            name: SoundRef(source=f"sound:{name}", length=len(sound.samples), gain=sound.gain)
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

    def _mixdown(self, timeline: Timeline, gain_db: float) -> Mixdown:
        channels = self._settings.mp3.channels
        return Mixdown(timeline, channels, self._open, units.gain_from_db(gain_db), self._ceiling)

    def _gain(self, timeline: Timeline) -> float:
        """What brings the arranged programme to the target, in dB, in steps."""
        channels = self._settings.mp3.channels
        meter = LoudnessMeter(timeline.sample_rate, channels)
        for stretch in self._mixdown(timeline, 0.0).blocks(_STRETCH):
            meter.add(stretch)
        measured = meter.integrated()
        if measured is None:
            raise ScriptError("the episode is too short or too quiet to measure", where=Where(self._plan.file))
        return programme_gain_db(as_heard(measured, channels), self._settings.loudness.target_lufs)

    def _open(self, source: str) -> Samples:
        kind, _, name = source.partition(":")
        return self._open_take(name) if kind == "take" else self._sounds[name].samples

    def _open_take(self, key: str) -> Samples:
        found = self._store.open_array(KIND, key)
        if found is None:
            raise OutputError(
                "a take vanished from the store while it was in use",
                where=Where(str(self._store.folder)),
                hint="build again: it is spoken anew",
            )
        return found[0]
