"""Whether the roles of a cast can be told apart: each says the same sentences, as it would say them in an episode."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass

import numpy as np

from stimmwerk.casting.cast import Role
from stimmwerk.casting.delivery import deliveries
from stimmwerk.casting.languages import language_of
from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.phrases import comparison_sentences
from stimmwerk.casting.prosody import settled
from stimmwerk.casting.speakable import speakable
from stimmwerk.digests import digest_of
from stimmwerk.engines.table import self_contained
from stimmwerk.errors import OutputError, Where
from stimmwerk.inspection import EngineFacts, pinned
from stimmwerk.signal.distinctness import LEAST_RATIO, Distinctness, Floats, distinctness, features
from stimmwerk.speech import SpeechRequest
from stimmwerk.store import Store
from stimmwerk.takes import Booth, Job, Studio
from stimmwerk.units import counted

#: Raised whenever the same speech would give other features.
REVISION = 1

#: What the store calls the features of a voice's sentences.
FEATURES = "features"

_NUMBERS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """What was heard of a cast.

    found: how well its roles can be told apart, None where that cannot be measured; missing: why not;
    sentences: that were compared, of all roles; spoken: how many of them had to be spoken for it.
    """

    found: Distinctness | None
    missing: str = ""
    sentences: int = 0
    spoken: int = 0

    def warnings(self) -> tuple[str, ...]:
        """What a producer should look at."""
        if self.found is None:
            return ()
        alike = [
            f"the roles {pair.first!r} and {pair.second!r} sound alike: {pair.ratio:.1f} apart; "
            f"people tell voices apart from {LEAST_RATIO:g} on"
            for pair in self.found.distances
            if pair.ratio < LEAST_RATIO
        ]
        if not alike and not self.found.sufficient:
            alike.append(
                f"{1 - self.found.accuracy:.0%} of the sentences are nearer to another role than to their own; "
                f"the nearest are {' and '.join(map(repr, self.found.weakest))}"
            )
        return tuple(alike)

    def shown(self) -> str:
        """A line for people."""
        found = self.found
        if found is None:
            return f"distinctness not measured: {self.missing}"
        return (
            f"distinctness {found.ratio:.1f} (at least {LEAST_RATIO:g}) between {' and '.join(found.weakest)}, "
            f"{found.accuracy:.0%} of the sentences known again; {counted(self.sentences, 'sentence')}, "
            f"{self.spoken} spoken for it"
        )

    def to_json(self) -> dict[str, object]:
        """What ``--json`` prints."""
        found = self.found
        return {
            "measured": found is not None,
            "missing": self.missing or None,
            "sentences": self.sentences,
            "spoken": self.spoken,
            "ratio": None if found is None else round(found.ratio, 2),
            "accuracy": None if found is None else round(found.accuracy, 3),
            "weakest": None if found is None else list(found.weakest),
            "least_ratio": LEAST_RATIO,
            "sufficient": None if found is None else found.sufficient,
            "pairs": []
            if found is None
            else [{"roles": [pair.first, pair.second], "ratio": round(pair.ratio, 2)} for pair in found.distances],
        }


def likeness(
    roles: Sequence[Role], engines: Mapping[str, EngineFacts], studio: Studio, store: Store, where: Where
) -> Likeness:
    """How well roles can be told apart.

    engines: facts of those that speak; where: the cast, for errors.  Raises EngineError for a voice that fails.
    """
    if len(roles) < 2:
        return Likeness(found=None, missing="one role alone cannot be taken for another")
    heard, spoken = heard_features(roles, engines, studio, store, where)
    return compared(heard, spoken)


def compared(heard: Mapping[str, tuple[Floats, ...]], spoken: int = 0) -> Likeness:
    """How well roles can be told apart by the features of their sentences, as ``heard_features`` gives them."""
    try:
        found = distinctness(heard)
    except ValueError as cause:
        return Likeness(found=None, missing=str(cause), spoken=spoken)
    return Likeness(found=found, sentences=sum(map(len, heard.values())), spoken=spoken)


def heard_features(
    roles: Sequence[Role], engines: Mapping[str, EngineFacts], studio: Studio, store: Store, where: Where
) -> tuple[dict[str, tuple[Floats, ...]], int]:
    """Role -> the features of its sentences, and how many sentences had to be spoken for it.

    What is known of a voice is kept in the store; of engines that cost or do not repeat themselves so is the speech.
    Raises EngineError for a voice that fails.
    """
    heard: dict[str, tuple[Floats, ...]] = {}
    spoken = 0
    with ExitStack() as opened:
        booth: Booth | None = None
        for role in roles:
            requests = comparison_requests(pinned(role, engines), trained=engines[role.voice.engine].trained)
            key = digest_of({"revision": REVISION, "speech": [studio.speech_key(request) for request in requests]})
            kept = store.get(FEATURES, key)
            if kept is None:
                booth = booth or opened.enter_context(Booth(studio, store, planned_here=True))
                numbers = [_features(booth, Job(request=request, where=where)) for request in requests]
                kept = json.dumps([found for found in numbers if found is not None]).encode()
                # A show that may only be read is measured all the same, and measured again the next time.
                with suppress(OutputError):
                    store.put(FEATURES, key, kept)
                spoken += len(requests)
            heard[role.name] = tuple(np.array(found) for found in json.loads(kept))
    return heard, spoken


def comparison_requests(role: Role, *, trained: bool) -> tuple[SpeechRequest, ...]:
    """What a role says to be compared: sentences of its language, as one turn, varied as its prosody varies them.

    trained: whether the engine's voices were learned from people.
    """
    voice = role.voice
    sentences = comparison_sentences(voice.language)
    said = deliveries(
        [(sentence, "sentence") for sentence in sentences],
        voice,
        settled(role.prosody, trained=trained),
        language_of(voice.language),
        opens=True,
    )
    return tuple(
        SpeechRequest(
            say=speakable(sentence, [], voice.language, Lexicon()).say, voice=delivery.voice, cast_voice=voice
        )
        for sentence, delivery in zip(sentences, said, strict=True)
    )


def unheard(roles: Sequence[Role]) -> tuple[str, ...]:
    """The engines of roles that need more than this program to speak: time, a server, or money."""
    return tuple(sorted({role.voice.engine for role in roles if not self_contained(role.voice.engine)}))


def _features(booth: Booth, job: Job) -> list[float] | None:
    """The features of what is said to a job, rounded; None where too little of it is voiced, or it is too low."""
    engine = job.request.voice.engine
    speech = booth.engine(engine).speak(job.request) if self_contained(engine) else booth.speech(job)[0]
    found = features(speech.samples, speech.sample_rate)
    return None if found is None else [round(float(value), _NUMBERS) for value in found]
