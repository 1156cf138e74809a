"""A line of a script made ready to be spoken, whoever speaks it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.sentences import Ending, Sentence, breaths, sentences
from stimmwerk.casting.speakable import Span, speakable, unspoken
from stimmwerk.casting.spoken import Piece, Spoken
from stimmwerk.speech import Affixes, Say


@dataclass(frozen=True, slots=True, kw_only=True)
class Portion:
    """What an engine is given at a time.

    spoken: offsets in it count from the start of the line's text; start, stop: its characters of the line's text;
    ending: what follows it within the line.
    """

    spoken: Spoken
    start: int
    stop: int
    ending: Ending


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A line's text as a reader sees it, its portions, and the stretches of letters or digits that are not heard."""

    text: str
    portions: tuple[Portion, ...]
    unspoken: tuple[tuple[int, int], ...]

    def to_facts(self) -> list[Any]:
        """As values that JSON has words for."""
        portions = [
            [p.start, p.stop, p.ending, [_piece_facts(piece) for piece in p.spoken.pieces]] for p in self.portions
        ]
        return [self.text, portions, [list(span) for span in self.unspoken]]

    @classmethod
    def from_facts(cls, facts: Sequence[Any]) -> Prepared:
        """What ``to_facts`` gave."""
        text, portions, silent = facts
        return cls(
            text=text,
            portions=tuple(
                Portion(spoken=Spoken(pieces=tuple(map(_piece, pieces))), start=start, stop=stop, ending=ending)
                for start, stop, ending, pieces in portions
            ),
            unspoken=tuple((start, stop) for start, stop in silent),
        )


def prepare(
    text: str,
    spans: Sequence[Span],
    language: str,
    grain: str,
    lexicon: Lexicon,
    *,
    title: bool = False,
    breath: bool = False,
    items: Sequence[tuple[int, int]] = (),
) -> Prepared:
    """A line in a language, cut to an engine's grain.

    spans: what the script says of how words sound; title: the voice is to fall at its end, which has no full stop;
    breath: long sentences are said in several breaths; items: the paragraphs that are items of lists.
    """
    portions = []
    silent: list[tuple[int, int]] = []
    for start, stop, ending in _listed(_cut(text, language, grain, spans, breath and not title), items):
        inside = [(a - start, b - start, kind, value) for a, b, kind, value in spans if start <= a and b <= stop]
        spoken = speakable(text[start:stop], inside, language, lexicon)
        silent += [(start + a, start + b) for a, b in unspoken(text[start:stop], spoken)]
        if not spoken.pieces:
            continue
        spoken = _shifted(spoken, start)
        if title:
            spoken = _closed(spoken, stop, ".", ".!?…")
        elif ending == "clause":
            spoken = _closed(spoken, stop, ",", ",;:")
        portions.append(Portion(spoken=spoken, start=start, stop=stop, ending=ending))
    return Prepared(text=text, portions=tuple(portions), unspoken=tuple(silent))


def _cut(text: str, language: str, grain: str, spans: Sequence[Span], breath: bool) -> list[tuple[int, int, Ending]]:
    """The text cut to an engine's grain, but never inside a stretch of which the script says how it sounds."""
    portions: list[tuple[int, int, Ending]] = []
    begin: int | None = None
    for sentence in _said_at_once(text, language, breath and grain == "sentence"):
        begin = sentence.start if begin is None else begin
        inside = any(start < sentence.stop < stop for start, stop, *_ in spans)
        whole = grain == "sentence" or sentence.ending == "paragraph"
        if whole and not inside:
            portions.append((begin, sentence.stop, sentence.ending))
            begin = None
    return portions


def _said_at_once(text: str, language: str, breath: bool) -> Iterator[Sentence]:
    for sentence in sentences(text, language):
        yield from breaths(text, sentence) if breath else (sentence,)


def _listed(
    portions: Sequence[tuple[int, int, Ending]], items: Sequence[tuple[int, int]]
) -> Iterator[tuple[int, int, Ending]]:
    """The portions, of which each that ends an item before another is known as such."""
    ends = {stop for (_, stop), (start, _) in pairwise(items) if stop + len("\n\n") == start}
    for start, stop, ending in portions:
        yield start, stop, "item" if ending == "paragraph" and stop in ends else ending


def _shifted(spoken: Spoken, by: int) -> Spoken:
    return Spoken(pieces=tuple(replace(p, start=p.start + by, stop=p.stop + by) for p in spoken.pieces))


def _closed(spoken: Spoken, at: int, mark: str, as_good: str) -> Spoken:
    """With a mark at its end, where none as good is written, so that the voice falls or goes on as it should."""
    if spoken.text.rstrip()[-1:] in as_good:
        return spoken
    return Spoken(pieces=(*spoken.pieces, Piece(say=Say(text=mark), start=at, stop=at)))


def _piece_facts(piece: Piece) -> list[Any]:
    say = piece.say
    return [
        say.text,
        say.ipa,
        [list(pair) for pair in say.native],
        say.language,
        say.emphasis,
        say.affixes and [say.affixes.before, say.affixes.stem, say.affixes.behind],
        piece.start,
        piece.stop,
        piece.literal,
    ]


def _piece(facts: Sequence[Any]) -> Piece:
    text, ipa, native, language, emphasis, affixes, start, stop, literal = facts
    say = Say(
        text=text,
        ipa=ipa,
        native=tuple((family, written) for family, written in native),
        language=language,
        emphasis=emphasis,
        affixes=Affixes(before=affixes[0], stem=affixes[1], behind=affixes[2]) if affixes else None,
    )
    return Piece(say=say, start=start, stop=stop, literal=literal)
