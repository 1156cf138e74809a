"""The words of an episode that are not plain text of the voice's language, and how sure their sound is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Literal

from stimmwerk.casting.borrowed import is_english
from stimmwerk.casting.cast import Voice
from stimmwerk.casting.lexicon import Lexicon, Match
from stimmwerk.casting.orthography import ENGLISH_POINTS, english_points
from stimmwerk.casting.rundown import Line, Rundown, Utterance
from stimmwerk.casting.spoken import Piece, Spoken
from stimmwerk.engines.base import Engine, EngineContext, Hearing
from stimmwerk.engines.table import open_engine
from stimmwerk.pronouncing import Pronounced, heard_tokens

#: Who says how a word sounds.  script, show, lexicon: as it is written there; part: a form or a part of a word of a
#: lexicon; listed, letters: read as English, because it is listed, or for its letters; acronym: left to the engine;
#: doubt: read as a word of the voice's language, though its letters look English.
Source = Literal["script", "show", "lexicon", "part", "listed", "letters", "acronym", "doubt"]

_CERTAINTY: Mapping[Source, float] = {
    "script": 1.0, "show": 1.0, "lexicon": 0.9, "part": 0.8, "listed": 0.7, "acronym": 0.6,
}  # fmt: skip
_DOUBT_POINTS = 8
_SURE_POINTS = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of an episode.

    spoken: as it is read; ipa: the sounds that the engine makes, empty where it does not tell; source: who says so;
    certainty: from 0 to 1, for sorting; count: how often it stands there; line: of the script, where it is first.
    """

    text: str
    spoken: str
    ipa: str
    source: Source
    certainty: float
    count: int
    line: int


def words_of(
    rundown: Rundown, voices: Mapping[str, Voice], lexicons: Mapping[str, Lexicon], context: EngineContext
) -> tuple[Word, ...]:
    """Every such word once, the least certain first, then the most frequent.

    voices: role -> its voice; lexicons: language -> the show's over the shipped one.
    """
    found: dict[tuple[str, str], Word] = {}
    with ExitStack() as opened:
        engines: dict[str, Engine] = {}
        for line in rundown.lines():
            voice = voices[line.role]
            if voice.engine not in engines:
                engines[voice.engine] = opened.enter_context(open_engine(voice.engine, context))
            lexicon = lexicons.get(voice.language.casefold().partition("-")[0], Lexicon())
            for word in _line_words(line, voice, lexicon, engines[voice.engine]):
                key = (word.text, word.ipa)
                known = found.get(key)
                found[key] = replace(known, count=known.count + 1) if known else word
    return tuple(sorted(found.values(), key=lambda word: (word.certainty, -word.count, word.text.casefold(), word.ipa)))


def _line_words(line: Line, voice: Voice, lexicon: Lexicon, engine: Engine) -> Iterator[Word]:
    matches = lexicon.find(line.text)
    for utterance in line.utterances:
        for token in _tokens(line, utterance, voice, engine):
            pieces = [p for p in utterance.spoken.pieces if p.start < token.stop and token.start < p.stop]
            source = _source(token, pieces, matches, lexicon)
            if source:
                yield Word(
                    text=token.text,
                    spoken=token.spoken,
                    ipa=token.ipa,
                    source=source,
                    certainty=round(_certainty(source, token.text), 2),
                    count=1,
                    line=line.line,
                )


def _tokens(line: Line, utterance: Utterance, voice: Voice, engine: Engine) -> Iterator[Pronounced]:
    start = utterance.start
    inside = tuple(replace(p, start=p.start - start, stop=p.stop - start) for p in utterance.spoken.pieces)
    text = line.text[start : utterance.stop]
    yield from heard_tokens(text, Spoken(pieces=inside), start, engine if isinstance(engine, Hearing) else None, voice)


def _source(token: Pronounced, pieces: list[Piece], matches: tuple[Match, ...], lexicon: Lexicon) -> Source | None:
    """Who says how a token sounds; None where it is plain."""
    here = next((m for m in matches if m.start < token.stop and token.start < m.stop), None)
    if any(piece.say.ipa or piece.say.native for piece in pieces):
        if here is None:
            return "acronym" if token.text.rstrip("s").isupper() else "script"
        if here.entry in lexicon.entries:
            return "show"
        return "part" if here.part or here.form.key != here.entry.key else "lexicon"
    if here is not None:
        return "show" if here.entry in lexicon.entries else "lexicon"
    if any(piece.say.language for piece in pieces):
        listed = lexicon.is_foreign(token.text.lower()) or not is_english(token.text, Lexicon())
        return "listed" if listed else "letters"
    if token.text.isalpha() and token.text.isupper() and len(token.text) > 1:
        return "acronym"
    if token.text.isalpha() and english_points(token.text.lower()) > _DOUBT_POINTS:
        return "doubt" if lexicon.is_foreign(token.text.lower()) is None else None
    return None


def _certainty(source: Source, word: str) -> float:
    points = english_points(word.lower())
    if source == "letters":
        return 0.3 + 0.3 * min(1.0, max(0, points - ENGLISH_POINTS) / (_SURE_POINTS - ENGLISH_POINTS))
    if source == "doubt":
        return 0.3 - 0.2 * min(1.0, max(0, points - _DOUBT_POINTS) / (ENGLISH_POINTS - _DOUBT_POINTS))
    return _CERTAINTY[source]
