"""A request spoken, and looked at before anybody keeps it: what is not sound is spoken again where that may help."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

import numpy as np

from stimmwerk.engines.base import Engine
from stimmwerk.engines.completeness import LEAST_SECONDS_PER_LETTER, REFERENCE_RATE
from stimmwerk.engines.table import is_ours, self_contained
from stimmwerk.engines.words import letters_spoken
from stimmwerk.errors import EngineError, SpeechFailed, Where
from stimmwerk.signal.soundness import Look, look_at
from stimmwerk.speech import Speech, SpeechRequest

#: A take that is not sound is made again until it has been made so often, by an engine that may do better then.
ATTEMPTS = 3

#: The most seconds that one letter takes at 165 words a minute, beside those of a beginning and an end.  eSpeak NG
#: takes 0.07 as a rule, and 0.25 for a letter that it spells.
MOST_SECONDS_PER_LETTER = 0.6
_ENDS_S = 4.0

_COMPARED = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """What an engine said, and how it looks."""

    speech: Speech
    look: Look


def record(engine: Engine, request: SpeechRequest, where: Where) -> Recorded:
    """What an engine says to a request: the first take that is sound, or the one with the fewest doubts.

    An engine that repeats itself is asked once.  where: the line of the script that an error names.
    Raises EngineError as the engine does, SpeechFailed where every take has a fault.
    """
    best: Recorded | None = None
    faults: tuple[str, ...] = ()
    for _ in range(1 if engine.repeats else ATTEMPTS):
        speech = _said(engine, request, where)
        look = look_for(request, speech)
        found = (*look.faults, *_length_faults(request, look))
        if found:
            faults = found
        elif best is None or len(look.doubts) < len(best.look.doubts):
            best = Recorded(speech=speech, look=look)
        if best is not None and not best.look.doubts:
            break
    if best is None:
        raise unsound(request, where, faults, asked_again=not engine.repeats)
    return best


def _said(engine: Engine, request: SpeechRequest, where: Where) -> Speech:
    try:
        speech = engine.speak(request)
    except EngineError as cause:
        raise type(cause)(cause.message, where=where, hint=cause.hint) from cause
    except Exception as cause:
        if is_ours(engine.name):
            raise
        raise SpeechFailed(f"the engine {engine.name!r} failed: {cause!r}", where=where) from cause
    samples = speech.samples
    if samples.dtype != np.float32 or samples.ndim != 2 or samples.shape[1] not in (1, 2):
        raise SpeechFailed(
            f"the engine {engine.name!r} gave samples of {samples.dtype} in the shape {samples.shape}; "
            "it should be float32 in the shape (frames, 1) or (frames, 2)",
            where=where,
        )
    return speech


def look_for(request: SpeechRequest, speech: Speech) -> Look:
    """A look at a take.

    What comes whole with the program and repeats itself sounds like itself: of its takes one in six, chosen by the
    text, is compared with the others by ear, and all by length.
    """
    engine, text = request.voice.engine, request.text.encode("utf-8", "replace")
    return look_at(speech, timbre=not self_contained(engine) or crc32(text) % _COMPARED == 0)


def unsound(request: SpeechRequest, where: Where, faults: tuple[str, ...], *, asked_again: bool) -> SpeechFailed:
    """The complaint about a take that cannot be used, ready to be raised."""
    voice = request.voice
    again = f", {ATTEMPTS} times" if asked_again else ""
    return SpeechFailed(
        f"what the engine {voice.engine!r} said with the voice {voice.name!r} cannot be used{again}: "
        f"{'; '.join(faults)}: {_shown(request.text)}",
        where=where,
        hint='build again, say it in other words, or spell out what is unusual in it: [text]{say="..."}'
        if asked_again
        else 'say it in other words, or spell out what is unusual in it: [text]{say="..."}',
    )


def _length_faults(request: SpeechRequest, look: Look) -> tuple[str, ...]:
    """Lengths that no voice has at the rate that was asked for; how long its own is, its other takes will tell."""
    if look.faults:
        return ()
    rate = request.voice.rate
    letters = letters_spoken(request.text)
    # Phonemes say nothing about how many letters are left of a word, so only those of plain text count for the least.
    plain = sum(sum(map(str.isalnum, say.text)) for say in request.say if say.ipa is None and not say.native)
    least = plain * LEAST_SECONDS_PER_LETTER * REFERENCE_RATE / rate
    most = (_ENDS_S + letters * MOST_SECONDS_PER_LETTER) * REFERENCE_RATE / min(rate, REFERENCE_RATE)
    if look.seconds < least:
        return (f"{look.seconds:.2f} s are too short for it, at least {least:.2f} s are needed",)
    if look.seconds > most:
        return (f"{look.seconds:.1f} s are too long for it, at most {most:.1f} s are plausible",)
    return ()


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
