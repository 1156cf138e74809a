"""The inline markup of a turn: what a reader sees of it, and what it says of single words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from stimmwerk.errors import ScriptError, Where
from stimmwerk.script import markup
from stimmwerk.script.characters import SPACE
from stimmwerk.script.lines import list_item

SpanKind = Literal["emphasis", "strong", "say", "ipa", "lang", "link"]

_ATTRIBUTE_KINDS: dict[str, SpanKind] = {"say": "say", "ipa": "ipa", "lang": "lang"}
_MARK_KINDS: dict[int, tuple[SpanKind, ...]] = {1: ("emphasis",), 2: ("strong",), 3: ("strong", "emphasis")}
_CHUNK = re.compile("[ \t\n\u2028\u2029]+|[^ \t\n\u2028\u2029]+")
_CLOSES_UP = tuple(",.;:!?…)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of the plain text of which the markup says something.

    start, stop: characters of ``Inline.plain`` (Python slice), never empty.
    value: what is spoken (say), how it sounds (ipa), a BCP 47 tag (lang), an address (link); None for emphasis and
    strong.
    """

    start: int
    stop: int
    kind: SpanKind
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Direction:
    """A stage direction.  at: how many characters of ``Inline.plain`` stand before it."""

    at: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inline:
    """A turn's text, read.

    plain: as a reader sees it: no marks, directions, comments or bullets, single spaces, paragraphs joined by one
    empty line.  spans: by start, the longer first; directions: in order; items: start and stop of every paragraph that
    is an item of a list.
    """

    plain: str
    spans: tuple[Span, ...]
    directions: tuple[Direction, ...]
    items: tuple[tuple[int, int], ...] = ()


def parse_inline(text: str, where: Where) -> Inline:
    """Reads the markup of ``Turn.text``.

    where: of the turn, for messages.  Raises ScriptError for what is not of the format.
    """
    reader = _Reader(where)
    number: int | None = None
    for paragraph in text.split("\n\n"):
        item = list_item(paragraph, number)
        number = item.number if item else None
        reader.paragraph(item.text if item else paragraph, is_item=item is not None)
    return reader.inline()


def parse_plain(text: str, where: Where, what: str) -> str:
    """The text of a place that allows backslashes but no other markup.

    what: the place, for messages ("a heading").  Raises ScriptError for markup.
    """
    if markup.UNMARKED.match(text):
        return text.strip()
    tokens = markup.scan(text, lambda at: where)
    partners = pair_marks(text, tokens)
    marked = (markup.Remark, markup.Brackets, markup.Tagged)
    if partners or any(isinstance(token, marked) for token in tokens):
        raise ScriptError(
            f"{what} is plain text, without emphasis, links, brackets and comments: {text[:60]!r}",
            where=where,
            hint="take the marks out, or put a backslash before each that is meant",
        )
    return "".join(markup.plain_of(token, text) for token in tokens).strip()


def pair_marks(text: str, tokens: Sequence[markup.Token]) -> dict[int, int]:
    """Index of each mark that opens -> index of the mark that closes it.  Marks without a partner are literal."""
    pairs: dict[int, int] = {}
    waiting: list[tuple[str, int]] = []
    count: dict[str, int] = {}
    for index, token in enumerate(tokens):
        if not isinstance(token, markup.Mark):
            continue
        mark = text[token.start : token.stop]
        if token.closes and count.get(mark):
            opener = -1
            while opener < 0:
                other, place = waiting.pop()
                count[other] -= 1
                opener = place if other == mark else -1
            pairs[opener] = index
        elif token.opens:
            waiting.append((mark, index))
            count[mark] = count.get(mark, 0) + 1
    return pairs


class _Reader:
    """Writes plain text, and notes where in it the markup lies."""

    def __init__(self, where: Where) -> None:
        self._where = where
        self._out: list[str] = []
        self._starts: list[int] = []
        self._length = 0
        self._space = ""
        self._removed = False
        self._spans: list[Span] = []
        self._directions: list[Direction] = []
        self._items: list[tuple[int, int]] = []

    def paragraph(self, text: str, *, is_item: bool = False) -> None:
        """Reads one paragraph."""
        self._space, self._removed = ("\n\n" if self._length else ""), False
        if markup.UNMARKED.match(text):
            # No span can begin here, so that no chunk's place must be known.
            if plain := SPACE.sub(" ", text).strip(" "):
                start = self._length + len(self._space)
                self._out += (self._space, plain)
                self._length = start + len(plain)
                if is_item:
                    self._items.append((start, self._length))
            return
        first = len(self._starts)
        self._read(text, markup.scan(text, lambda at: self._where))
        if is_item and first < len(self._starts):
            self._items.append((self._starts[first], self._length))

    def inline(self) -> Inline:
        """What has been read."""
        spans = sorted(self._spans, key=lambda span: (span.start, -span.stop, span.kind))
        return Inline(
            plain="".join(self._out),
            spans=tuple(spans),
            directions=tuple(self._directions),
            items=tuple(self._items),
        )

    def _read(self, text: str, tokens: Sequence[markup.Token]) -> None:
        closers = {close: opener for opener, close in pair_marks(text, tokens).items()}
        openers = dict.fromkeys(closers.values(), -1)
        for index, token in enumerate(tokens):
            if index in openers:
                openers[index] = len(self._starts)
            elif index in closers:
                for kind in _MARK_KINDS[token.stop - token.start]:
                    self._span(openers[closers[index]], kind, None)
            elif isinstance(token, markup.Tagged):
                self._tagged(text, token)
            elif isinstance(token, markup.Brackets):
                self._directions.append(Direction(at=self._length, text=token.text))
                self._removed = True
            elif isinstance(token, markup.Remark):
                self._removed = True
            else:
                self._write(markup.plain_of(token, text))

    def _tagged(self, text: str, token: markup.Tagged) -> None:
        first = len(self._starts)
        self._read(text, token.inside)
        if token.url is not None:
            self._span(first, "link", token.url)
        for key, value in token.attributes:
            self._span(first, _ATTRIBUTE_KINDS[key], value)

    def _write(self, literal: str) -> None:
        for found in _CHUNK.finditer(literal):
            chunk = found.group()
            if SPACE.match(chunk):
                self._space = self._space or (" " if self._length else "")
                continue
            if self._removed and self._space == " " and chunk.startswith(_CLOSES_UP):
                self._space = ""
            self._starts.append(self._length + len(self._space))
            self._out += (self._space, chunk)
            self._length += len(self._space) + len(chunk)
            self._space, self._removed = "", False

    def _span(self, first: int, kind: SpanKind, value: str | None) -> None:
        """Notes a span from the chunk of that number to the last one written."""
        if first < len(self._starts):
            self._spans.append(Span(start=self._starts[first], stop=self._length, kind=kind, value=value))
