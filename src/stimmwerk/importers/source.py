"""A text as lines: what each is by its own typesetting, before anything is judged."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from stimmwerk.importers.base import LeftOut
from stimmwerk.importers.basics import has_words
from stimmwerk.script.characters import squeeze

Kind = Literal["blank", "text", "heading", "rule"]

_BULLET = re.compile(r"[•\-*·▪●◦‣+]\s+(?=\S)")
#: A line, the empty one at the end of a text among them; a list of them all would be the text once more.
_LINE = re.compile(r"^[^\n]*", re.MULTILINE)
_GAP = re.compile(r"[ \t\u00a0]*\S{1,20}(?: \S{1,20}){0,5}?[ \t\u00a0]{2,}(?=\S)|[ \t\u00a0]*\S{1,20}\t(?=\S)")
#: What opens the lines of a dialogue.
DASHES = ("–", "—", "―", "−", "- ")

#: Lines of at most so many characters come again; so many different ones are kept to be shared.
LONGEST_SHARED = 60
MOST_SHARED = 50_000

_RULE = re.compile(r"[-_=*~—–•·#\s]{3,}\Z")


@dataclass(frozen=True, slots=True)
class Look:
    """How a line is typeset; lines that look alike share one.

    level: of a heading, 1 to 6; bullet: it is a list item; strong: stretches (start, stop) of the text that are
    emphasised; gap: where in the text words stand behind a wide space, 0 for nowhere; quoted: it stands in a block
    quotation; linked: all of it is links; dashed: a dash opens it, as in a dialogue; slanted: its emphasis is the
    weaker one.
    """

    level: int = 0
    bullet: bool = False
    strong: tuple[tuple[int, int], ...] = ()
    gap: int = 0
    quoted: bool = False
    linked: bool = False
    dashed: bool = False
    slanted: bool = False


_PLAIN = Look()
_shared = functools.lru_cache(maxsize=10_000)(Look)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the source; lines that are alike may be one object.

    text: plain, white space as single spaces, without bullet and marks; kind: what it is.
    """

    text: str
    kind: Kind = "text"
    look: Look = _PLAIN

    @property
    def level(self) -> int:
        """Of a heading, 1 to 6; 0 for others."""
        return self.look.level

    @property
    def bullet(self) -> bool:
        """Whether it is a list item."""
        return self.look.bullet

    @property
    def strong(self) -> tuple[tuple[int, int], ...]:
        """Stretches (start, stop) of the text that are emphasised."""
        return self.look.strong

    @property
    def spoken(self) -> bool:
        """Whether there is a letter or a digit in it."""
        return has_words(self.text)

    @property
    def whole(self) -> bool:
        """Whether all of it is emphasised."""
        strong = self.look.strong
        return len(strong) > 0 and strong[0][0] == 0 and strong[0][1] >= len(self.text.rstrip(" .:?!"))


def look_of(
    *,
    level: int = 0,
    bullet: bool = False,
    strong: tuple[tuple[int, int], ...] = (),
    gap: int = 0,
    quoted: bool = False,
    linked: bool = False,
    dashed: bool = False,
    slanted: bool = False,
) -> Look:
    """The look of a line, one object for all that look so."""
    return _shared(level, bullet, strong, gap, quoted, linked, dashed, slanted)


#: An empty line.
BLANK = Line(text="", kind="blank")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A text as lines, and what of it is settled by typesetting alone.

    numbers: of each line in the source, from 1; title, date, language: of front matter, None where there is none;
    markdown: paragraphs go on to the next empty line.
    """

    lines: Sequence[Line]
    numbers: Sequence[int]
    left_out: tuple[LeftOut, ...] = ()
    title: str | None = None
    date: str | None = None
    language: str | None = None
    markdown: bool = False
    people: tuple[str, ...] = field(default=())


def begins(lines: Sequence[Line], index: int) -> bool:
    """Whether a line begins a paragraph."""
    return index == 0 or lines[index - 1].kind != "text" or lines[index].bullet


def plain_source(text: str) -> Source:
    """A text without marks, as lines."""
    known: dict[str, Line] = {"": BLANK}
    lines: list[Line] = []
    for found in _LINE.finditer(text):
        raw = found.group()
        line = known.get(raw)
        if line is None:
            line = _plain_line(raw)
            if len(raw) <= LONGEST_SHARED and len(known) < MOST_SHARED:
                known[raw] = line
        lines.append(line)
    return Source(lines=lines, numbers=range(1, len(lines) + 1))


def _plain_line(raw: str) -> Line:
    """One line without marks."""
    text = squeeze(raw)
    if not text:
        return BLANK
    if len(text) < 200 and _RULE.match(text):
        return Line(text=text, kind="rule")
    bullet = _BULLET.match(text)
    dashed = text.startswith(DASHES)
    if bullet:
        text = text[bullet.end() :]
    return Line(text=text, look=look_of(bullet=bullet is not None, gap=0 if bullet else gap_in(raw), dashed=dashed))


def gap_in(raw: str) -> int:
    """Where, in the squeezed line, words stand behind a wide space near its beginning; 0 for nowhere."""
    found = _GAP.match(raw[:120]) if "  " in raw[:120] or "\t" in raw[:120] or "\u00a0" in raw[:120] else None
    return len(squeeze(found.group())) + 1 if found else 0
