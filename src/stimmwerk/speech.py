"""What an engine is asked to say and what comes back, and the fingerprint by which a take is found again."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stimmwerk.casting.cast import Voice
from stimmwerk.digests import digest_of

#: Raised whenever the meaning of a fingerprint changes.
FINGERPRINT_SCHEMA = 1

#: Words of this many characters, with the space behind, spoken at a voice's rate; for progress and estimates only.
_CHARACTERS_A_WORD = 6.4

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Affixes:
    """What stands around the stem of a word that is of another language than its endings.

    before, behind: IPA in the voice's language, or nothing; stem: the word between them, as it is written alone.
    """

    before: str
    stem: str
    behind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A stretch of what is spoken.

    text: as an engine without phonemes should read it, spaces and punctuation included; never empty.
    ipa: how it sounds, in IPA with stress marks, or None to leave it to the engine.
    native: the same in the phonemes of an engine's family, as pairs such as ``("espeak", "'oUp@n")``, sorted.
    language: a BCP 47 tag where the stretch is of another language than the voice, or None.
    affixes: where only the stem of a word is of that language; an engine that cannot part them reads the text.
    emphasis: 0, or how much it is stressed: 1, or 2 for more; an engine that cannot stress leaves it.
    """

    text: str
    ipa: str | None = None
    native: tuple[tuple[str, str], ...] = ()
    language: str | None = None
    emphasis: int = 0
    affixes: Affixes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechRequest:
    """One utterance for one voice: a sentence as a rule, whatever the engine's grain is otherwise.

    voice: as it is set for this utterance; take: from 1; engines that repeat themselves give the same for each.
    cast_voice: the voice as its role has it, where it is set otherwise here.
    """

    say: tuple[Say, ...]
    voice: Voice
    take: int = 1
    cast_voice: Voice | None = None

    @property
    def own_voice(self) -> Voice:
        """The voice as its role has it: by this it is measured, equalised and levelled."""
        return self.cast_voice or self.voice

    @property
    def text(self) -> str:
        """All that is spoken, as one string; word marks count characters of it."""
        return "".join(part.text for part in self.say)

    def fingerprint(self, engine_version: str) -> str:
        """SHA-256, in hexadecimal, of everything that the sound depends on, as canonical JSON.

        Never of a path, a time, a role or a place in the script: the same words in the same voice are one take.
        """
        voice = self.voice
        facts = {
            "schema": FINGERPRINT_SCHEMA,
            "engine": voice.engine,
            "engine_version": engine_version,
            "voice": {
                "name": voice.name,
                "language": voice.language,
                "rate": voice.rate,
                "pitch": voice.pitch,
                "range": voice.range,
                "settings": [list(pair) for pair in voice.settings],
            },
            "say": [_facts(part) for part in self.say],
            "take": self.take,
        }
        return digest_of(facts)


def _facts(say: Say) -> list[object]:
    facts: list[object] = [say.text, say.ipa, [list(pair) for pair in say.native], say.language]
    if say.affixes:
        facts = [*facts, [say.affixes.before, say.affixes.stem, say.affixes.behind]]
    return [*facts, say.emphasis] if say.emphasis else facts


def about_seconds(request: SpeechRequest) -> float:
    """About how long a request will be as speech, in seconds, guessed from its text and its voice's rate."""
    return len(request.text) / _CHARACTERS_A_WORD * 60 / request.voice.rate


@dataclass(frozen=True, slots=True, kw_only=True)
class WordMark:
    """When a word begins.

    sample: its first sample, from the start of the speech; start, stop: its characters in ``SpeechRequest.text``
    (Python slice).  Marks rise in both.
    """

    sample: int
    start: int
    stop: int


def mark(sample: int, start: int, stop: int) -> WordMark:
    """A word mark of its three numbers."""
    return WordMark(sample=sample, start=start, stop=stop)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """What an engine said.

    samples: float32, shape (frames, channels), nominally within [-1, 1]; sample_rate: in Hz;
    words: the engine's own marks, empty where it has none.
    """

    samples: Samples
    sample_rate: int
    words: tuple[WordMark, ...] = ()
