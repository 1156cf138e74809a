"""Takes: a request spoken and polished, each step kept in the store and found there before it is made."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from stimmwerk.casting.cast import Voice
from stimmwerk.digests import digest_of
from stimmwerk.engines.base import Engine, EngineContext
from stimmwerk.engines.table import open_engine
from stimmwerk.errors import EngineError, SpeechFailed, Where
from stimmwerk.packed import Packed
from stimmwerk.recording import Recorded, look_for, record
from stimmwerk.signal.cells import CELL, cells_of, loudness_of_cells
from stimmwerk.signal.loudness import Power
from stimmwerk.signal.polish import Polish, polish
from stimmwerk.signal.polish import Take as Polished
from stimmwerk.signal.soundness import Look
from stimmwerk.signal.waveform import to_int16
from stimmwerk.speech import Speech, SpeechRequest, WordMark, mark
from stimmwerk.store import Store
from stimmwerk.timeline import FRAME
from stimmwerk.units import round_up

#: Raised whenever polishing gives other samples for the same settings, or other facts are kept beside them.
POLISH_REVISION = 5

#: What the store calls speech as it came from the engine, and takes after the sound chain.
SPEECH, TAKE = "speech", "take"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A request to be spoken, and the line of the script that an error should name."""

    request: SpeechRequest
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A polished take in the store.

    key: of the store; speech_key: the fingerprint of what was spoken; length: samples at the programme's rate;
    lufs: its loudness in its one channel, None where it cannot be measured; weights: float32, little-endian, the
    K-weighted power of each of its MPEG frames; words: marks in the programme's rate, offsets in the request's text;
    tail: so many samples at its end are what the room answers after the speech; look: at what the engine said, None in
    stores that knew of none; made, spoken: it was polished now, and before that spoken now.
    """

    key: str
    speech_key: str
    length: int
    lufs: float | None
    weights: bytes
    words: Sequence[WordMark]
    tail: int = 0
    look: Look | None = None
    made: bool
    spoken: bool

    @property
    def power(self) -> Power:
        """``weights`` as an array, one value a frame."""
        return np.frombuffer(self.weights, "<f4")


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """Everything a worker needs to know: frozen, so that it can be sent anywhere.

    context: for engines; versions: (engine, version) pairs of those that speak, sorted; polish: how takes are
    polished, but for those of the voices in ``own``; sample_rate: of the programme; store: the store's folder.
    """

    context: EngineContext
    versions: tuple[tuple[str, str], ...]
    polish: Polish
    sample_rate: int
    store: str
    own: tuple[tuple[Voice, Polish], ...] = ()
    # An episode has thousands of takes and a handful of voices: what follows from a voice is found once.
    _chains: dict[Voice, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def polish_of(self, voice: Voice) -> Polish:
        """How the takes of a voice are polished."""
        return dict(self.own).get(voice, self.polish)

    def speech_key(self, request: SpeechRequest) -> str:
        """The store's key of what the engine says.  Raises KeyError for an engine that is not of this studio."""
        return request.fingerprint(dict(self.versions)[request.voice.engine])

    def take_key(self, voice: Voice, speech_key: str) -> str:
        """The store's key of a polished take: SHA-256 of the speech's fingerprint and of all that polishing depends on.

        voice: as its role has it.
        """
        chain = self._chains.get(voice)
        if chain is None:
            facts = {"polish": asdict(self.polish_of(voice)), "sample_rate": self.sample_rate}
            chain = self._chains[voice] = digest_of({"revision": POLISH_REVISION, **facts})
        return digest_of({"speech": speech_key, "chain": chain})


def take_key(request: SpeechRequest, studio: Studio) -> str:
    """The store's key of the polished take of a request."""
    return studio.take_key(request.own_voice, studio.speech_key(request))


def kept_take(store: Store, studio: Studio, request: SpeechRequest) -> Take | None:
    """The take of a request, if the store has it; its sound is not read."""
    speech_key = studio.speech_key(request)
    key = studio.take_key(request.own_voice, speech_key)
    facts = store.facts(TAKE, key)
    return None if facts is None else _take(key, speech_key, facts, made=False, spoken=False)


class Booth:
    """One worker's open engines.  Close it by ``with``."""

    def __init__(self, studio: Studio, store: Store | None = None, *, planned_here: bool = False) -> None:
        """store: that of the studio, where it is open already: it remembers what it found damaged; planned_here: the
        plan was made in this process, so that its engines are those that are found here.
        """
        self._studio = studio
        self._planned_here = planned_here
        self.store = store or Store(Path(studio.store))
        self._open = ExitStack()
        self._engines: dict[str, Engine] = {}

    def __enter__(self) -> Booth:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Closes the engines."""
        self._open.close()

    def engine(self, name: str) -> Engine:
        """The engine of that name, opened on first use.

        Raises EngineError where it is not of the version that the plan was made with: on another machine, as a rule.
        """
        if name not in self._engines:
            engine = self._open.enter_context(open_engine(name, self._studio.context))
            planned = dict(self._studio.versions)[name]
            if not self._planned_here and (found := engine.version()) != planned:
                raise EngineError(
                    f"the engine {name!r} is {found!r} here; the episode was planned with {planned!r}",
                    hint="install the same version wherever speech is made",
                )
            self._engines[name] = engine
        return self._engines[name]

    def take(self, job: Job) -> Take:
        """The take that a job asks for: out of the store, or spoken, polished and stored.

        Raises EngineError at the job's line.
        """
        if (kept := kept_take(self.store, self._studio, job.request)) is not None:
            return kept
        return self.make(job)

    def speech(self, job: Job) -> tuple[Speech, str, bool]:
        """What the engine says to a job, the store's key of it, and whether it was spoken now.

        Raises EngineError at the job's line.
        """
        recorded, key, spoken = self._recorded(job)
        return recorded.speech, key, spoken

    def _recorded(self, job: Job) -> tuple[Recorded, str, bool]:
        key = self._studio.speech_key(job.request)
        if (kept := _kept_speech(self.store, key)) is not None:
            return Recorded(speech=kept, look=look_for(job.request, kept)), key, False
        recorded = record(self.engine(job.request.voice.engine), job.request, job.where)
        keep_speech(self.store, key, recorded.speech)
        return recorded, key, True

    def make(self, job: Job) -> Take:
        """The take of a job, polished now, of speech out of the store if it is there.  Raises like ``take``."""
        return self._polished(job, *self._recorded(job))

    def for_studio(self, studio: Studio) -> Booth:
        """A booth with the engines of this one, which stays open as long as this one."""
        other = Booth(studio, self.store, planned_here=self._planned_here)
        other._open, other._engines = self._open, self._engines
        return other

    def another(self, job: Job) -> Recorded:
        """The job spoken again, whatever the store has; nothing is kept.  Raises EngineError at the job's line."""
        return record(self.engine(job.request.voice.engine), job.request, job.where)

    def keep(self, job: Job, recorded: Recorded) -> Take:
        """The take of a job, polished now, of this speech instead of that in the store.  Raises like ``take``."""
        key = self._studio.speech_key(job.request)
        keep_speech(self.store, key, recorded.speech)
        return self._polished(job, recorded, key, spoken=True)

    def drop(self, request: SpeechRequest) -> None:
        """Takes out of the store what it has of a request, so that it is spoken again."""
        self.store.remove(SPEECH, self._studio.speech_key(request))
        self.store.remove(TAKE, take_key(request, self._studio))

    def _polished(self, job: Job, recorded: Recorded, speech_key: str, spoken: bool) -> Take:
        studio, request = self._studio, job.request
        try:
            take = polish(recorded.speech, studio.polish_of(request.own_voice), studio.sample_rate)
        except ValueError as cause:
            raise SpeechFailed(f"{cause}: {request.text[:60]!r}", where=job.where) from cause
        facts = _facts(take, studio.sample_rate) | {"look": asdict(recorded.look)}
        key = take_key(request, studio)
        self.store.put_array(TAKE, key, take.samples, facts)
        return _take(key, speech_key, facts, made=True, spoken=spoken)


def _facts(take: Polished, rate: int) -> dict[str, Any]:
    samples = take.samples
    whole = np.pad(samples, ((0, round_up(len(samples), FRAME) - len(samples)), (0, 0)))
    cells = cells_of(whole, rate)
    measured = loudness_of_cells(cells, rate)
    weights = cells.weighted.reshape(-1, FRAME // CELL).mean(axis=1).astype("<f4", copy=False)
    return {
        "length": len(samples),
        # Hundredths: what libraries of another version compute a little differently moves no level.
        "lufs": None if measured is None else round(measured, 2),
        "weights": base64.b64encode(weights.tobytes()).decode("ascii"),
        "words": _pairs(take.words),
        "tail": take.tail,
    }


def _take(key: str, speech_key: str, facts: dict[str, Any], *, made: bool, spoken: bool) -> Take:
    return Take(
        key=key,
        speech_key=speech_key,
        length=facts["length"],
        lufs=facts["lufs"],
        weights=base64.b64decode(facts["weights"]),
        words=Packed(mark, facts["words"]),
        tail=facts["tail"],
        look=_look(facts.get("look")),
        made=made,
        spoken=spoken,
    )


def _look(facts: dict[str, Any] | None) -> Look | None:
    if facts is None:
        return None
    values: dict[str, Any] = {name: tuple(v) if isinstance(v, list) else v for name, v in facts.items()}
    return Look(**values)


def keep_speech(store: Store, key: str, speech: Speech) -> None:
    """Keeps what an engine said; where it is of 16 bits, as such: the same values in half the room."""
    steps = to_int16(speech.samples)
    lossless = np.array_equal(steps / np.float32(32768), speech.samples)
    facts = {"sample_rate": speech.sample_rate, "words": _pairs(speech.words)}
    store.put_array(SPEECH, key, steps if lossless else speech.samples, facts)


def _kept_speech(store: Store, key: str) -> Speech | None:
    found = store.open_array(SPEECH, key)
    if found is None:
        return None
    sound, facts = found
    samples = sound.astype(np.float32)
    if sound.dtype == np.int16:
        samples /= 32768
    return Speech(samples=samples, sample_rate=facts["sample_rate"], words=tuple(mark(*row) for row in facts["words"]))


def _pairs(words: Iterable[WordMark]) -> list[list[int]]:
    return [[word.sample, word.start, word.stop] for word in words]
