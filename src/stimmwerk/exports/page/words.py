"""A turn's text in pieces that are heard one after the other, each with its words and their times."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stimmwerk.exports.edition import Edition, Passage, SpokenTurn
from stimmwerk.packed import Packed


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a paragraph.

    text: as people read it; start, stop: milliseconds, or both None where it is not heard; words: (first and end
    character in the text, start, stop in milliseconds), rising and apart.
    """

    text: str
    start: int | None = None
    stop: int | None = None
    words: Sequence[tuple[int, ...]] = ()


def paragraphs(turn: SpokenTurn, edition: Edition) -> tuple[tuple[Piece, ...], ...]:
    """The turn's whole text, by paragraphs: together, their pieces give it letter by letter."""
    found, at = [], 0
    for paragraph in turn.text.split("\n\n"):
        found.append(tuple(_pieces(paragraph, at, turn, edition)))
        at += len(paragraph) + 2
    return tuple(found)


def _pieces(paragraph: str, offset: int, turn: SpokenTurn, edition: Edition) -> Iterator[Piece]:
    """offset: where the paragraph begins in the turn's text."""
    done = 0
    for passage in turn.passages:
        first = max(passage.at - offset, done)
        last = min(passage.at + len(passage.text) - offset, len(paragraph))
        if first >= last:
            continue
        if first > done:
            yield Piece(text=paragraph[done:first])
        yield Piece(
            text=paragraph[first:last],
            start=edition.ms(passage.start),
            stop=edition.ms(passage.stop),
            words=Packed(_numbers, _words(passage, offset + first, offset + last, edition)),
        )
        done = last
    if done < len(paragraph):
        yield Piece(text=paragraph[done:])


def _numbers(*numbers: int) -> tuple[int, ...]:
    return numbers


def _words(passage: Passage, first: int, last: int, edition: Edition) -> Iterator[tuple[int, int, int, int]]:
    """The words that begin between two characters of the turn's text; those that share characters are one."""
    before: tuple[int, int, int, int] | None = None
    for word in passage.words:
        at, end = passage.at + word.at - first, min(passage.at + word.end, last) - first
        if not 0 <= at < end:
            continue
        start, stop = edition.ms(word.start), edition.ms(word.stop)
        if before is not None and at < before[1]:
            before = (before[0], max(end, before[1]), before[2], max(stop, before[3]))
            continue
        if before is not None:
            yield before
        before = (at, end, start, stop)
    if before is not None:
        yield before


def utf16(text: str) -> int:
    """How long a text is for scripts: code units of UTF-16."""
    return len(text) + sum(sign > "\uffff" for sign in text)
