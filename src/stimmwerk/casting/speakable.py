"""Text as it is written -> text as it is spoken, with the way back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from stimmwerk.casting.borrowed import english_words
from stimmwerk.casting.draft import Change, Draft, Rule
from stimmwerk.casting.emphasis import emphasised
from stimmwerk.casting.language import Language
from stimmwerk.casting.languages import language_of
from stimmwerk.casting.letters import composed, foreign, loose_accents, pictures, safe
from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.marks import MARKS
from stimmwerk.casting.spoken import Spoken
from stimmwerk.casting.web import addresses, files
from stimmwerk.speech import Say

#: (start, stop, kind, value): a stretch of a text for which its author says how it is spoken.  Kinds: ``say`` with a
#: respelling, ``ipa`` with IPA, ``lang`` with a BCP 47 tag; ``emphasis`` and ``strong``, which are stressed; any other
#: says nothing.
Span = tuple[int, int, str, str | None]


def speakable(text: str, spans: Sequence[Span], language: str, lexicon: Lexicon) -> Spoken:
    """What is spoken for a text, safe for a speech engine: no control character, no bracket.

    spans: what the author says, in any order; it wins over everything else, then the lexicon, then the rules of the
    language (BCP 47; for one that we do not know, those of no language alone).
    No pieces where nothing is left that can be spoken.
    """
    known = language_of(language)
    draft = Draft(text)
    draft.settle(_said(text, spans))
    draft.apply(addresses(known.dot, known.at))
    draft.apply(files(known.dot))
    draft.settle(_looked_up(draft.seen, lexicon))
    if known.borrows:
        draft.settle(english_words(draft.seen, lexicon, text))
    for rule in (*_rules(known), *MARKS):
        draft.apply(rule)
    spoken = Spoken(pieces=emphasised(draft.pieces(), text, spans))
    return spoken if any(character.isalnum() for character in spoken.text) else Spoken(pieces=())


def unspoken(text: str, spoken: Spoken) -> tuple[tuple[int, int], ...]:
    """The stretches of a text that hold letters or digits and that no piece speaks, rising.

    Each begins and ends with a letter or digit; two are parted by something spoken.
    """
    silent: list[tuple[int, int]] = []
    at = 0
    for start, stop in (*((piece.start, piece.stop) for piece in spoken.pieces), (len(text), len(text))):
        lost = [place for place in range(at, start) if text[place].isalnum()]
        if lost:
            silent.append((lost[0], lost[-1] + 1))
        at = max(at, stop)
    return tuple(silent)


def _rules(language: Language) -> Iterator[Rule]:
    yield composed
    yield pictures
    if language.latin:
        yield foreign
        yield loose_accents
    yield from language.rules


def _said(text: str, spans: Sequence[Span]) -> Iterator[Change]:
    for start, stop, kind, value in sorted(spans, key=lambda span: span[:2]):
        if value is None:
            continue
        if kind == "say":
            words = safe(value)
            yield Change(start=start, stop=stop, say=Say(text=words) if words else None)
        elif kind == "ipa":
            yield Change(start=start, stop=stop, say=Say(text=safe(text[start:stop]) or value, ipa=value))
        elif kind == "lang":
            yield from _foreign_words(text, start, stop, value)


def _foreign_words(text: str, start: int, stop: int, language: str) -> Iterator[Change]:
    """A stretch by the rules of another language, settled from end to end."""
    at = start
    for piece in speakable(text[start:stop], (), language, Lexicon()).pieces:
        yield Change(start=at, stop=start + piece.start, say=None)
        at = start + piece.stop
        yield Change(start=start + piece.start, stop=at, say=replace(piece.say, language=language))
    yield Change(start=at, stop=stop, say=None)


def _looked_up(text: str, lexicon: Lexicon) -> Iterator[Change]:
    for match in lexicon.find(text):
        say = match.spoken(text)
        if not match.part:
            # An ideograph stands beside other words without a space; those that are left out need none.
            before, after = text[max(0, match.start - 1) : match.start], text[match.stop : match.stop + 1]
            parted = " " * before.isalnum() + say.text + " " * (after.isalnum() and after.isascii())
            say = replace(say, text=parted)
        yield Change(start=match.start, stop=match.stop, say=say)
