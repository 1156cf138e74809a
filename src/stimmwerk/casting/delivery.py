"""How each portion of a line is said, and how long the voice rests behind it.

It follows from the words and from the place in the turn alone: the same words at the same place are one take, and an
edit of one sentence changes the sound of no other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from stimmwerk.casting.cast import PITCHES, RANGES, RATES, Voice
from stimmwerk.casting.language import Language
from stimmwerk.casting.prosody import Prosody
from stimmwerk.casting.punctuation import ASKING
from stimmwerk.casting.sentences import Ending

#: No pause is made shorter or longer than so much of what the show asks for.
LEAST_PAUSE, MOST_PAUSE = 0.6, 1.5

# What a pause is multiplied by: after a mark, before a word that goes on, and after few or many characters.
_AFTER_MARK = {"?": 1.2, "…": 1.35, ":": 0.8}
_BEFORE_CONJUNCTION = 0.85
_FEW, _AFTER_FEW = 16, 0.8
_MANY, _AFTER_MANY = 110, 1.15

_CLOSING = " »«“”\"')]"
_OPENING = " »«„“\"'(["


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """How a portion is said.

    voice: as it is set for it; pause: what the pause behind it is multiplied by.
    """

    voice: Voice
    pause: float = 1.0


def deliveries(
    portions: Sequence[tuple[str, Ending]], voice: Voice, prosody: Prosody, language: Language, *, opens: bool
) -> tuple[Delivery, ...]:
    """How the portions of a line are said.

    portions: their text, as written, and what follows them; voice: the role's; prosody: settled; opens: the line
    begins a turn.
    """
    sentences = list(_sentences(portions))
    found = []
    for place, sentence in enumerate(sentences):
        following = sentences[place + 1] if place + 1 < len(sentences) else ()
        text = " ".join(text for text, _ in sentence)
        steps = 0
        if len(sentences) > 1:
            steps = (prosody.turn or 0) * ((opens and place == 0) - (not following))
        varied = _varied(voice, text, steps, prosody)
        pause = _pause(text, following[0][0] if following else "", language) if prosody.pauses else 1.0
        found += [Delivery(voice=varied) for _ in sentence[1:]] + [Delivery(voice=varied, pause=pause)]
    return tuple(found)


def bounds(voice: Voice, prosody: Prosody) -> tuple[Voice, Voice]:
    """The lowest, slowest and the highest, fastest of what ``deliveries`` may give for a voice; prosody: settled."""
    pitch = (prosody.pitch or 0) + (prosody.turn or 0)
    least = _set(voice, -pitch, -(prosody.rate or 0), -(prosody.range or 0))
    return least, _set(voice, pitch, prosody.rate or 0, (prosody.range or 0) + (prosody.question or 0))


def _sentences(portions: Sequence[tuple[str, Ending]]) -> Iterator[tuple[tuple[str, Ending], ...]]:
    """Portions by the sentence of which they are."""
    sentence: list[tuple[str, Ending]] = []
    for portion in portions:
        sentence.append(portion)
        if portion[1] != "clause":
            yield tuple(sentence)
            sentence = []
    if sentence:
        yield tuple(sentence)


def _varied(voice: Voice, text: str, steps: int, prosody: Prosody) -> Voice:
    chance = hashlib.sha256(text.encode("utf-8")).digest()

    def stray(number: int, most: int | None) -> float:
        return (int.from_bytes(chance[4 * number : 4 * number + 4], "big") / 0xFFFFFFFF * 2 - 1) * (most or 0)

    asks = (prosody.question or 0) if _last_mark(text) == "?" else 0
    return _set(voice, steps + stray(0, prosody.pitch), stray(1, prosody.rate), asks + stray(2, prosody.range))


def _set(voice: Voice, pitch: float, rate: float, melody: float) -> Voice:
    """So many steps of pitch and range, and so many per cent, from a voice, but never outside of its bounds."""

    def within(value: float, low_high: tuple[int, int]) -> int:
        low, high = low_high
        return min(max(round(value), low), high)

    return replace(
        voice,
        pitch=within(voice.pitch + pitch, PITCHES),
        rate=within(voice.rate * (1 + rate / 100), RATES),
        range=within(voice.range + melody, RANGES),
    )


def _last_mark(text: str) -> str:
    bare = text.rstrip(_CLOSING)
    mark = bare[-1:]
    if mark and mark in ASKING:
        return "?"
    return "…" if bare.endswith("...") else mark


def _pause(text: str, following: str, language: Language) -> float:
    factor = _AFTER_MARK.get(_last_mark(text), 1.0)
    if len(text) <= _FEW:
        factor *= _AFTER_FEW
    elif len(text) >= _MANY:
        factor *= _AFTER_MANY
    first = following.lstrip(_OPENING).partition(" ")[0].casefold()
    if first in language.conjunctions:
        factor *= _BEFORE_CONJUNCTION
    return min(max(factor, LEAST_PAUSE), MOST_PAUSE)
