"""A plain text as paragraphs, whether they are lines or wrapped over several."""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from stimmwerk.script.characters import FORBIDDEN, squeeze

_BULLET = re.compile(r"[•\-*·▪●◦‣]\s+(?=\S)")

#: A text counts as wrapped when it has at least so many lines that go on, mostly at least so long, none longer.
_WRAPPED_LINES = 3
_WRAPPED_LENGTH = 50
_WRAPPED_MOST = 120
#: A line that is shorter than this part of the longest, the next word included, ends its paragraph.
_FULL = 0.75

_FINAL = ".!?…"
_CLOSING = "\"'”“’»«)]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """text: on one line, without bullet; line: of its first word in the source, from 1; bullet: it is a list item;
    alone: an empty line, or the end of the text, stands before and after it.
    """

    text: str
    line: int
    bullet: bool = False
    alone: bool = False

    @property
    def spoken(self) -> bool:
        """Whether there is a letter or a digit in it."""
        return any(c.isalnum() for c in self.text)


def clean(text: str) -> tuple[str, int]:
    """The text without characters that no script may hold, and how many of them there were."""
    return FORBIDDEN.subn("", text)


def split_paragraphs(text: str, opens: Callable[[str], bool]) -> tuple[Paragraph, ...]:
    """The paragraphs of a cleaned text.

    A line is a paragraph, unless the text is wrapped; then it goes on to the next empty line, the next bullet, the
    next line that ``opens`` something of its own, or to where much room was left on a line.
    """
    blocks = tuple(_blocks(text))
    width = _wrapped_at(blocks)

    def goes_on(line: Paragraph, following: Paragraph) -> bool:
        begins = following.bullet or not following.spoken or opens(following.text)
        return bool(width) and not begins and _is_full(line, following, width)

    found: list[Paragraph] = []
    for block in blocks:
        pieces = [[block[0]]]
        for line, following in pairwise(block):
            if goes_on(line, following):
                pieces[-1].append(following)
            else:
                pieces.append([following])
        found += [
            replace(lines[0], text=" ".join(line.text for line in lines), alone=len(pieces) == 1) for lines in pieces
        ]
    return tuple(found)


def _blocks(text: str) -> Iterator[list[Paragraph]]:
    """Runs of lines without an empty one between them."""
    block: list[Paragraph] = []
    for number, raw in enumerate(text.split("\n"), 1):
        line = squeeze(raw)
        if line:
            bullet = _BULLET.match(line)
            block.append(Paragraph(text=line[bullet.end() :] if bullet else line, line=number, bullet=bool(bullet)))
        elif block:
            yield block
            block = []
    if block:
        yield block


def _wrapped_at(blocks: Iterable[list[Paragraph]]) -> int:
    """How long the lines of a wrapped text are at most; 0 for a text whose lines are paragraphs."""
    blocks = tuple(blocks)
    going_on = [len(line.text) for block in blocks for line in block[:-1]]
    longest = max((len(line.text) for block in blocks for line in block), default=0)
    wrapped = (
        len(going_on) >= _WRAPPED_LINES and longest <= _WRAPPED_MOST and statistics.median(going_on) >= _WRAPPED_LENGTH
    )
    return longest if wrapped else 0


def _is_full(line: Paragraph, following: Paragraph, width: int) -> bool:
    """Whether the first word of the following line would hardly have fitted on this one."""
    word = following.text.split(maxsplit=1)[0]
    return line.spoken and len(line.text) + 1 + len(word) > _FULL * width


def is_finished(text: str) -> bool:
    """Whether a paragraph ends as a sentence does: with a final mark, behind which quotes and brackets may close."""
    return text.rstrip(_CLOSING + " ").endswith(tuple(_FINAL))
