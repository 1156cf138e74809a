"""A text as lines: what each is by its own typesetting, before anything is judged."""

from __future__ import annotations

import functools
import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from stimmwerk.importers.base import LeftOut
from stimmwerk.importers.basics import has_words
from stimmwerk.importers.margins import Margin
from stimmwerk.importers.names import is_cjk
from stimmwerk.script.characters import FORBIDDEN, squeeze

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

_HYPHENS = "-\u00ad\u2010"
#: What stands behind a hyphen that stands for the rest of a word.
_AND = frozenset(
    ("und", "oder", "bis", "bzw", "beziehungsweise", "sowie", "statt", "als", "wie", "noch", "and", "or", "to")
)

_COMPOUND = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)+")
#: ``state-of-the-`` ``art``: a word that goes on behind one of these is a compound.
_INNER = ("-in-", "-of-", "-the-", "-to-", "-and-")

_CODE = re.compile(r"&(?:#\d{1,6}|#[xX][\da-fA-F]{1,5}|[A-Za-z]{2,8});")
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
    markdown: paragraphs go on to the next empty line; people: names in front matter; speakers: labels that are labels
    for certain, as those in a column of them; spare_title: what the source is called where its text has no
    title; chat: what is typed, in which short lines are no headings.
    """

    lines: Sequence[Line]
    numbers: Sequence[int]
    left_out: tuple[LeftOut, ...] = ()
    title: str | None = None
    date: str | None = None
    language: str | None = None
    markdown: bool = False
    people: tuple[str, ...] = field(default=())
    speakers: tuple[str, ...] = ()
    spare_title: str | None = None
    chat: bool = False


def begins(lines: Sequence[Line], index: int) -> bool:
    """Whether a line begins a paragraph."""
    return index == 0 or lines[index - 1].kind != "text" or lines[index].bullet


def plain_source(text: str) -> Source:
    """A text without marks, as lines."""
    known: dict[str, Line] = {"": BLANK}
    lines: list[Line] = []
    left: list[LeftOut] = []
    margin = Margin(text)
    for found in _LINE.finditer(text):
        number, raw = margin.part(found.group())
        if number:
            left.append(LeftOut(line=len(lines) + 1, text=number, reason="the number of a line"))
        line = known.get(raw)
        if line is None:
            line = plain_line(raw)
            if len(raw) <= LONGEST_SHARED and len(known) < MOST_SHARED:
                known[raw] = line
        lines.append(line)
    return Source(lines=lines, numbers=range(1, len(lines) + 1), left_out=tuple(left))


#: What stands before the lines of a mail that an answer cites; two of them say who speaks in captions.
_CITED = re.compile(r">[ \t]+(?=[^\s>])")


def plain_line(raw: str) -> Line:
    """A line without marks, as it is typed; what was copied from a page may hold its codes for characters."""
    if "&" in raw:
        raw = _CODE.sub(lambda found: FORBIDDEN.sub("", html.unescape(found.group())), raw)
    text = squeeze(raw)
    if not text:
        return BLANK
    if len(text) < 200 and _RULE.match(text):
        return Line(text=text, kind="rule")
    quoted = _CITED.match(text)
    if quoted:
        text = text[quoted.end() :]
    bullet = _BULLET.match(text)
    dashed = text.startswith(DASHES)
    if bullet:
        text = text[bullet.end() :]
    gap = 0 if bullet or quoted else gap_in(raw)
    return Line(text=text, look=look_of(bullet=bullet is not None, gap=gap, dashed=dashed, quoted=quoted is not None))


def gap_in(raw: str) -> int:
    """Where, in the squeezed line, words stand behind a wide space near its beginning; 0 for nowhere."""
    found = _GAP.match(raw[:120]) if "  " in raw[:120] or "\t" in raw[:120] or "\u00a0" in raw[:120] else None
    return len(squeeze(found.group())) + 1 if found else 0


def squeezed_spans(plain: str, strong: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Stretches of a text as stretches of the squeezed text."""
    if not strong:
        return ()
    lead = len(plain) - len(plain.lstrip())
    if lead == 0 and "  " not in plain and "\t" not in plain:
        length = len(squeeze(plain))
        return tuple((start, min(stop, length)) for start, stop in strong if start < length)
    found = []
    for start, stop in strong[:50]:
        before = len(squeeze(plain[:start]))
        inside = squeeze(plain[start:stop])
        begin = before + (1 if before and (plain[:start][-1:].isspace() or plain[start : start + 1].isspace()) else 0)
        found.append((begin, begin + len(inside)))
    return tuple(found)


def compounds_in(lines: Sequence[Line]) -> frozenset[str]:
    """Every word with a hyphen inside a line, case folded; none where no line ends with a hyphen."""
    if not any(line.text.endswith("-") for line in lines):
        return frozenset()
    return frozenset(word.casefold() for line in lines if "-" in line.text for word in _COMPOUND.findall(line.text))


def joined_lines(texts: Sequence[str], compounds: frozenset[str] = frozenset()) -> tuple[str, list[int]]:
    """Lines as one, and where each begins in it.

    Chinese is written without spaces, a word that is divided at the end of a line without its hyphen, but for those
    that have one elsewhere.  compounds: these, case folded.
    """
    if len(texts) < 2:
        return (texts[0] if texts else ""), [0] * len(texts)
    out = [texts[0]]
    starts = [0]
    length = len(texts[0])
    for before, text in pairwise(texts):
        if is_divided(before, text):
            if text[0].islower() and not _is_compound(before, text, compounds):
                out[-1] = out[-1][:-1]
                length -= 1
            between = ""
        else:
            between = "" if before and text and is_wide(before[-1]) and is_wide(text[0]) else " "
        out += (between, text)
        starts.append(length + len(between))
        length = starts[-1] + len(text)
    return "".join(out), starts


def _is_compound(before: str, text: str, compounds: frozenset[str]) -> bool:
    """Whether the hyphen between two lines is one of the word's own: ``well-`` ``known``."""
    if before[-1] != "-":
        return False
    head = before.rsplit(maxsplit=1)[-1].casefold()
    found = _COMPOUND.search(head + text.split(maxsplit=1)[0].casefold())
    return head.endswith(_INNER) or (found is not None and found.group() in compounds)


def is_divided(before: str, text: str) -> bool:
    """Whether a word that a hyphen ends goes on on the next line: ``Fahr-`` ``karte``, not ``Früh-`` ``und``."""
    if len(before) < 2 or before[-1] not in _HYPHENS or not before[-2].isalpha() or not text[:1].isalpha():
        return False
    if text[0].isupper():
        # E-Mail- Adresse; but who is cut off- Somebody else goes on.
        return before[before.rfind(" ") + 1].isupper()
    return text.split(maxsplit=1)[0].strip(",.;:") not in _AND


def is_wide(character: str) -> bool:
    """Whether a character is Chinese, or a mark of Chinese."""
    return is_cjk(character) or character in "，。！？；：、（）《》“”「」『』…—"
