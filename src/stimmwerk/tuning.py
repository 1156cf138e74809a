"""How the takes of each voice are polished: by the chain that its role asks for, with an equaliser of its own."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import asdict, replace

from stimmwerk.casting.cast import Voice
from stimmwerk.digests import digest_of
from stimmwerk.errors import SpeechFailed, Where
from stimmwerk.levels import calibration_requests
from stimmwerk.plan import Plan
from stimmwerk.presets import Equaliser, SoundChain, chain_for
from stimmwerk.signal.average_speech import equaliser_curve
from stimmwerk.signal.polish import polish_for
from stimmwerk.speech import Speech
from stimmwerk.store import Store
from stimmwerk.takes import Booth, Job, Studio

#: Raised whenever the same speech would give another curve.
REVISION = 1

#: What the store calls the equaliser curves of voices.
CURVE = "curve"


def known_tuning(studio: Studio, plan: Plan, chain: SoundChain, store: Store) -> Studio:
    """The studio with what the store knows of each voice; of a voice without its curve nothing is known yet.

    chain: the show's.
    """
    own = []
    for voice, wanted in _chains(plan, chain):
        curve = _kept(store, _key(studio, voice, wanted.equaliser)) if wanted.equaliser else ()
        if curve is not None:
            own.append((voice, polish_for(wanted, curve)))
    return replace(studio, own=tuple(own))


def tuned(studio: Studio, plan: Plan, chain: SoundChain, store: Store) -> tuple[Studio, frozenset[str]]:
    """The studio with every voice's polish, and the keys of speech that had to be spoken to find it.

    A voice's equaliser follows from the text by which it is levelled.  Raises EngineError where that cannot be spoken.
    """
    return tuned_voices(studio, _chains(plan, chain), store, Where(plan.cast.file))


def tuned_voices(
    studio: Studio, chains: Iterable[tuple[Voice, SoundChain]], store: Store, where: Where
) -> tuple[Studio, frozenset[str]]:
    """As ``tuned``, for voices and the chains that they are to have; where: for errors."""
    own, spoken = [], set[str]()
    with ExitStack() as opened:
        booth: Booth | None = None
        for voice, wanted in chains:
            curve: tuple[float, ...] = ()
            if wanted.equaliser:
                key = _key(studio, voice, wanted.equaliser)
                if (kept := _kept(store, key)) is None:
                    booth = booth or opened.enter_context(Booth(studio, store, planned_here=True))
                    heard = [booth.speech(Job(request=r, where=where)) for r in calibration_requests(voice)]
                    spoken |= {speech_key for _, speech_key, is_new in heard if is_new}
                    kept = _curve(voice, [speech for speech, *_ in heard], wanted.equaliser, where)
                    store.put(CURVE, key, json.dumps(kept).encode())
                curve = kept
            own.append((voice, polish_for(wanted, curve)))
    return replace(studio, own=tuple(own)), frozenset(spoken)


def _curve(voice: Voice, speeches: Sequence[Speech], equaliser: Equaliser, where: Where) -> tuple[float, ...]:
    try:
        return equaliser_curve([(speech.samples, speech.sample_rate) for speech in speeches], equaliser)
    except ValueError as cause:
        raise SpeechFailed(f"the voice {voice.name!r} cannot be heard", where=where) from cause


def _chains(plan: Plan, chain: SoundChain) -> Iterator[tuple[Voice, SoundChain]]:
    presets = plan.cast.presets()
    for voice in dict.fromkeys(role.voice for role in plan.roles):
        yield voice, chain_for(presets[voice], chain)


def _key(studio: Studio, voice: Voice, equaliser: Equaliser) -> str:
    speech = [studio.speech_key(request) for request in calibration_requests(voice)]
    return digest_of({"revision": REVISION, "speech": speech, "equaliser": asdict(equaliser)})


def _kept(store: Store, key: str) -> tuple[float, ...] | None:
    found = store.peek(CURVE, key)
    return None if found is None else tuple(json.loads(found))
