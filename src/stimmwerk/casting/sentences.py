"""Where a text is cut into portions that a voice says in one breath."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from stimmwerk.casting.language import Language
from stimmwerk.casting.languages import language_of
from stimmwerk.casting.punctuation import COMMAS, SEMICOLONS, STOPS, SURE_STOPS, WIDE_COMMAS, WIDE_SEMICOLONS

Ending = Literal["sentence", "paragraph", "item", "clause"]

#: Longer sentences are cut in two or more: some engines lose their melody, or the sentence, beyond this.
LONGEST_SENTENCE = 400

#: What is longer than this is said in several breaths, each of at least so many characters, where marks allow it.
ONE_BREATH = 120
_LEAST_BREATH = 40

_PARAGRAPH = re.compile(r"\n\s*\n")
_STOP = re.compile(rf"[{STOPS}{SURE_STOPS}]+[\"'“”»«’)\]›‹」』）]*")
_LOOK = 40

#: The next word's first character, past what may open a quotation or stand before a list's entry.
_NEXT = re.compile(r"\s*[\"'„“»«‚‘(\[›‹¿¡]{0,8}(\S?)")
_NUMBERED = re.compile(r"\d{1,3}|[^\W\d_]")

_STRONG = re.compile(rf"[{SEMICOLONS}]\s|[{WIDE_SEMICOLONS}]")
_COMMA = re.compile(rf"[{COMMAS}]\s|[{WIDE_COMMAS}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A stretch of a text (Python slice) without white space at its ends.

    ending: what follows: another sentence, a new paragraph (or the end of the text), the next item of a list, or the
    rest of a sentence that was too long.
    """

    start: int
    stop: int
    ending: Ending


def sentences(text: str, language: str, *, longest: int = LONGEST_SENTENCE) -> tuple[Sentence, ...]:
    """The sentences of a text in a language (BCP 47); every character but white space is in exactly one.

    Paragraphs are parted by an empty line.  longest: the most characters of a sentence, at least 1; a longer one is
    cut behind a semicolon, colon or dash, else behind a comma, else before a conjunction, else at a space, else
    anywhere.  Abbreviations, ordinals, dates and initials end no sentence, nor does a mark before a small letter.
    """
    if longest < 1:
        raise ValueError(f"a sentence of at most {longest} characters holds nothing")
    known = language_of(language)
    inner = {*known.abbreviations.inner_stops(text), *known.numbers_inside(text)}
    found: list[Sentence] = []
    for begin, end in _paragraphs(text):
        start = begin
        for stop in (*_stops(text, begin, end, known, inner), end):
            if portion := _trimmed(text, start, stop):
                ending: Ending = "paragraph" if stop == end else "sentence"
                whole = Sentence(start=portion[0], stop=portion[1], ending=ending)
                found += _portioned(text, whole, longest, known.conjunctions)
            start = stop
    return tuple(found)


def breaths(text: str, sentence: Sentence) -> tuple[Sentence, ...]:
    """A sentence of a text as it is said in one breath or several, cut behind marks alone.

    Of semicolons, colons and dashes, or else of commas, the one nearest to the middle is taken, again and again.
    """
    start, stop = sentence.start, sentence.stop
    if stop - start <= ONE_BREATH:
        return (sentence,)
    for pattern in (_STRONG, _COMMA):
        places = [
            match.end()
            for match in pattern.finditer(text, start, stop)
            if match.end() - start >= _LEAST_BREATH and stop - match.end() >= _LEAST_BREATH
        ]
        if places:
            cut = min(places, key=lambda place: abs(2 * place - start - stop))
            head, rest = _trimmed(text, start, cut), _trimmed(text, cut, stop)
            assert head
            assert rest
            return (
                *breaths(text, Sentence(start=head[0], stop=head[1], ending="clause")),
                *breaths(text, Sentence(start=rest[0], stop=rest[1], ending=sentence.ending)),
            )
    return (sentence,)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Start and stop of every paragraph that holds more than white space, trimmed."""
    start = 0
    for stop, following in (*(match.span() for match in _PARAGRAPH.finditer(text)), (len(text), len(text))):
        if portion := _trimmed(text, start, stop):
            yield portion
        start = following


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int] | None:
    while start < stop and text[start].isspace():
        start += 1
    while stop > start and text[stop - 1].isspace():
        stop -= 1
    return (start, stop) if start < stop else None


def _stops(text: str, begin: int, end: int, language: Language, inner: set[int]) -> Iterator[int]:
    """Where the sentences inside a paragraph end, rising, without the paragraph's own end."""
    for match in _STOP.finditer(text, begin, end):
        stop = match.end()
        if stop < end and _ends(text, match, begin, language, inner):
            yield stop


def _ends(text: str, match: re.Match[str], begin: int, language: Language, inner: set[int]) -> bool:
    mark, stop = match.group(), match.end()
    if any(sign in SURE_STOPS for sign in mark):
        return True
    if not text[stop].isspace():
        return False
    following = _NEXT.match(text, stop)
    assert following
    character = following[1]
    if not character or character in ".,;:!?…)]}»" or character.islower():
        return False
    if mark[0] == "." and not mark.startswith(".."):
        return match.start() not in inner and not _is_label(text, match.start(), begin, language)
    return (
        not mark.startswith(("…", ".."))
        or not text[match.start() - 1].isspace()
        or language.abbreviations.starts(text, stop)
    )


def _is_label(text: str, at: int, begin: int, language: Language) -> bool:
    """Whether the full stop at ``at`` follows an initial, or the number of a paragraph."""
    word = text[max(begin, at - _LOOK) : at].split()[-1:]
    if not word or not _NUMBERED.fullmatch(last := word[0].lstrip("(\"'„“»«‚‘.")):
        return False
    if at - len(word[0]) == begin:
        return True
    return last.isalpha() and last.isupper() and not language.abbreviations.starts(text, at + 1)


def _portioned(text: str, whole: Sentence, longest: int, conjunctions: tuple[str, ...]) -> Iterator[Sentence]:
    """One sentence, in as many portions as its length asks for."""
    start, stop = whole.start, whole.stop
    before = re.compile(rf"\s(?=(?:{'|'.join(conjunctions)})\s)") if conjunctions and stop - start > longest else None
    while stop - start > longest:
        cut = _cut(text, start, start + longest, before)
        portion, rest = _trimmed(text, start, cut), _trimmed(text, cut, stop)
        assert portion
        assert rest
        yield Sentence(start=portion[0], stop=portion[1], ending="clause")
        start = rest[0]
    yield Sentence(start=start, stop=stop, ending=whole.ending)


def _cut(text: str, start: int, most: int, before: re.Pattern[str] | None) -> int:
    """The best place after ``start``, and at most at ``most``, to cut a sentence that is too long."""
    least = start + (most - start) // 4
    for pattern in (_STRONG, _COMMA, before):
        if pattern and (places := [match.end() for match in pattern.finditer(text, least, most)]):
            return places[-1]
    space = max(text.rfind(" ", start, most + 1), text.rfind("\n", start, most + 1))
    return space if space > start else most
