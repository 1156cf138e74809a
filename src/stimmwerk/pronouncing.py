"""What a text becomes when it is spoken, word by word: how each is read, and the sounds that the engine makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stimmwerk.casting.cast import Voice
from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.sentences import sentences
from stimmwerk.casting.speakable import speakable
from stimmwerk.casting.spoken import Piece, Spoken
from stimmwerk.engines.base import Engine, Hearing
from stimmwerk.errors import EngineError
from stimmwerk.speech import SpeechRequest

_IDEOGRAPHS = "\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
_WORD = re.compile(rf"\d+(?:[.,:]\d+)+|[{_IDEOGRAPHS}]+|[^\W_{_IDEOGRAPHS}]+(?:['’][^\W_{_IDEOGRAPHS}]+)*")
_IDEOGRAPH = re.compile(rf"[{_IDEOGRAPHS}]")
_RUN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pronounced:
    """A token of a text.

    text: as it is written; start, stop: its characters (Python slice); spoken: as it is read, empty where it is not;
    ipa: the sounds that the engine makes for it, with stress and length marks.
    Words are tokens, and so are the parts of a hyphenated compound; what is read as one, such as ``z. B.`` or
    ``3,99 €``, is one token.
    """

    text: str
    start: int
    stop: int
    spoken: str
    ipa: str


def hearing(engine: Engine) -> Hearing:
    """The engine as one that tells how it says a text.  Raises EngineError for one that cannot."""
    if not isinstance(engine, Hearing):
        raise EngineError(
            f"the engine {engine.name!r} does not tell how it says a text", hint="ask the engine pyttsx3 or espeak"
        )
    return engine


def pronounced(text: str, *, language: str, lexicon: Lexicon, engine: Hearing, voice: Voice) -> tuple[Pronounced, ...]:
    """The tokens of a text, sentence by sentence as an engine gets it.  Raises SpeechFailed for what it cannot say."""
    found: list[Pronounced] = []
    for sentence in sentences(text, language):
        inside = text[sentence.start : sentence.stop]
        spoken = speakable(inside, (), language, lexicon)
        found += heard_tokens(inside, spoken, sentence.start, engine, voice)
    return tuple(found)


def heard_tokens(text: str, spoken: Spoken, start: int, engine: Hearing | None, voice: Voice) -> Iterator[Pronounced]:
    """The tokens of one utterance; start: what is added to their places; engine: without one there is no IPA."""
    places = tuple(_places(text, spoken))
    sounds: list[list[str]] = [[] for _ in places]
    if engine is not None and places and spoken.pieces:
        for word in engine.hear(SpeechRequest(say=spoken.say, voice=voice)):
            origin, _ = spoken.original(word.start, min(word.start + 1, len(spoken.text)))
            # A hyphen before a word may have the word's event.
            number = next((number for number, (_, last) in enumerate(places) if last > origin), len(places) - 1)
            sounds[number].append(word.ipa)
    for (first, last), said in zip(places, sounds, strict=True):
        read = _read(spoken, first, last)
        yield Pronounced(
            text=text[first:last],
            start=start + first,
            stop=start + last,
            spoken=read,
            ipa=(" " if re.search(r"[\s–-]", read) else "").join(said),
        )


def _places(text: str, spoken: Spoken) -> Iterator[tuple[int, int]]:
    """Where the tokens are, rising: words, and whatever is read as something else; what touches is one."""
    found = [match.span() for match in _WORD.finditer(text)]
    for piece in spoken.pieces:
        found += _of_piece(text, piece)
    start, stop = -1, -1
    for first, last in sorted(found):
        if first < stop or (first == stop and not _IDEOGRAPH.search(text[first - 1 : first + 1])):
            stop = max(stop, last)
            continue
        if start >= 0:
            yield start, stop
        start, stop = first, last
    if start >= 0:
        yield start, stop


def _of_piece(text: str, piece: Piece) -> Iterator[tuple[int, int]]:
    """The stretches of a piece that have sounds of their own; a literal one has none without IPA or mnemonics."""
    if not any(map(str.isalnum, piece.say.text)) or piece.start == piece.stop:
        return
    words = (piece.say.ipa or "").split()
    if words and piece.literal:
        runs = [(piece.start + a, piece.start + b) for a, b in (m.span() for m in _RUN.finditer(piece.say.text))]
        yield from runs if len(runs) == len(words) else [(piece.start, piece.stop)]
    elif piece.say.native or not piece.literal:
        written = text[piece.start : piece.stop]
        yield piece.start + len(written) - len(written.lstrip()), piece.start + len(written.rstrip())


def _read(spoken: Spoken, start: int, stop: int) -> str:
    parts = []
    for piece in spoken.pieces:
        if piece.literal:
            low, high = max(start, piece.start), min(stop, piece.stop)
            parts.append(piece.say.text[low - piece.start : high - piece.start] if low < high else "")
        elif piece.start < stop and start < piece.stop:
            parts.append(piece.say.text)
    return " ".join("".join(parts).split())
