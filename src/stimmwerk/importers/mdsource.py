"""Markdown as lines: headings, lists and quotations known, and what is no speech taken out and accounted for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any

from stimmwerk.importers.base import LeftOut
from stimmwerk.importers.basics import has_words
from stimmwerk.importers.columns import find_columns
from stimmwerk.importers.marks import MOST_STRONG, read_inline
from stimmwerk.importers.mdblocks import CALLOUT, mark_alone, without_tags
from stimmwerk.importers.mdfacts import TITLE_BLOCK, TITLE_KEYS, facts_in, people_in, text_of, title_block
from stimmwerk.importers.source import (
    BLANK,
    DASHES,
    LONGEST_SHARED,
    MOST_SHARED,
    Kind,
    Line,
    Source,
    gap_in,
    look_of,
    squeezed_spans,
)
from stimmwerk.importers.times import opens_with_span
from stimmwerk.script.characters import squeeze

_HEADING = re.compile(r"(#{1,6})(?:[ \t]+(.*))?\Z")
_SETEXT = re.compile(r"(=+|-{3,})[ \t]*\Z")
_RULE = re.compile(r"(?:[-*_=~—–][ \t]*){3,}\Z")
_BULLET = re.compile(r"(?:[-*+•▪●◦‣]|\d{1,3}[.)](?=[ \t]+(?:\*\*|__)))[ \t]+(?=\S)")
_NUMBERED = re.compile(r"(\d{1,3})[.)][ \t]+(?=\S)")
_QUOTE = re.compile(r"(?:>[ \t]?){1,4}(?![>])")
_FOOTNOTE = re.compile(r"\[\^[^\[\]\s]{1,60}\]:")
_REFERENCE = re.compile(r"\[[^\[\]\n]{1,200}\]:[ \t]+<?(?:https?:|/|#|mailto:)\S*")
_FENCE = re.compile(r"(```+|~~~+)[ \t]*([\w+-]*)")
_TABLE = re.compile(r"\|.*\|[ \t]*\Z")
_TABLE_LINE = re.compile(r"\|?[ \t]*:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+\|?[ \t]*\Z")
_CELL = re.compile(r"(?<!\\)\|")
_LABELISH = re.compile(r"[ \t>*_\[\]-]{0,8}[^\W\d_][^:：\n]{0,60}[:：]|(?:\*\*|__)[^*_\n]{1,60}(?:\*\*|__)")
_TEMPLATE = re.compile(r"(?:import[ \t]+.{1,200}[ \t]from[ \t]+['\"]|export[ \t]+(?:const|default)\b|\{%|\{\{)")
_INDENT = re.compile(r"(?: {2,}|\t)")

_MOST_FRONT_MATTER = 400
#: An item of a list has fewer lines.
_NEAR = 12
_TEXTUAL = ("", "text", "txt", "plain", "plaintext", "transcript", "markdown", "md")


def markdown_source(text: str) -> Source:
    """A Markdown text as lines."""
    return _Reader(text.split("\n")).source()


class _Reader:
    def __init__(self, raw: list[str]) -> None:
        self._raw = raw
        self._lines: list[Line] = [BLANK] * len(raw)
        #: Lines that are paragraphs of their own, with what is left out of them, by how they are written.
        self._known: dict[tuple[str, str, bool, bool], tuple[Line, tuple[tuple[str, str], ...]]] = {}
        self._left: list[LeftOut] = []
        self._block: list[tuple[int, str, bool, bool]] = []
        self._facts: dict[str, Any] = {}
        self._found: dict[str, tuple[int, int | None]] = {}
        self._turns: list[int] = []
        self._speakers: set[str] = set()

    def source(self) -> Source:
        """All of it."""
        at = self._front_matter()
        while at < len(self._raw):
            at = self._line(at)
        self._flush()
        return Source(
            lines=self._lines,
            numbers=range(1, len(self._lines) + 1),
            left_out=tuple(self._left),
            title=text_of(self._facts.get("title")),
            date=text_of(self._facts.get("date")),
            language=text_of(self._facts.get("language") or self._facts.get("lang")),
            markdown=True,
            people=tuple(people_in(self._facts)),
            speakers=tuple(sorted(self._speakers - {""})),
        )

    def _leave(self, index: int, reason: str, text: str | None = None) -> None:
        words = squeeze(self._raw[index] if text is None else text)
        if has_words(words):
            self._left.append(LeftOut(line=index + 1, text=words, reason=reason))

    def _leave_all(self, start: int, stop: int, reason: str) -> int:
        self._flush()
        for index in range(start, stop):
            self._leave(index, reason)
        return stop

    def _front_matter(self) -> int:
        first = next((index for index, line in enumerate(self._raw[:20]) if line.strip()), 0)
        mark = self._raw[first].strip() if self._raw else ""
        if TITLE_BLOCK.match(mark) and (stop := self._title_block(first)):
            return stop
        if mark not in ("---", "+++"):
            return 0
        ends = (mark, "...") if mark == "---" else (mark,)
        limit = min(len(self._raw), first + _MOST_FRONT_MATTER)
        for index in range(first + 1, limit):
            if self._raw[index].strip() in ends:
                block = "\n".join(self._raw[first + 1 : index])
                facts = facts_in(block)
                if facts is None:
                    return 0
                self._facts = facts
                return self._leave_all(first, index + 1, "front matter")
        return 0

    def _title_block(self, first: int) -> int:
        """The index after the lines of Pandoc's title block; 0 where there is none."""
        block = list(takewhile(TITLE_BLOCK.match, (line.strip() for line in self._raw[first : first + 4])))
        if len(block) > len(TITLE_KEYS):
            return 0
        self._facts = title_block(block)
        return self._leave_all(first, first + len(block), "front matter")

    def _line(self, at: int) -> int:
        """Takes in the line of that index; the index after what belongs to it."""
        line = self._raw[at].strip()
        if not line:
            self._flush()
            return at + 1
        if line[0] == "<" and (after := self._html(at, line)):
            return after
        if fence := _FENCE.match(line):
            return self._fence(at, fence)
        if line.startswith("%%") and line.count("%%") % 2 and (stop := self._find("%%", at + 1)) is not None:
            return self._leave_all(at, stop + 1, "a comment")
        if reason := mark_alone(line):
            return self._leave_all(at, at + 1, reason)
        if line[0] == "[" and (_FOOTNOTE.match(line) or _REFERENCE.match(line)):
            return self._definition(at, note=line.startswith("[^"))
        if (line[0] == "|" and _TABLE.match(line)) or _TABLE_LINE.match(line):
            return self._table(at)
        template = not self._block and at < _MOST_FRONT_MATTER and _TEMPLATE.match(line)
        if template and (line[0] != "{" or line.endswith("}")):
            return self._leave_all(at, at + 1, "a template's braces")
        return self._text_line(at, line)

    def _text_line(self, at: int, line: str) -> int:
        quote = _QUOTE.match(line)
        quoted = False
        if quote and not line.startswith(">>"):
            line, quoted = line[quote.end() :].strip(), True
            if not line:
                self._flush()
                return at + 1
        if quoted and (callout := CALLOUT.match(line)):
            self._flush()
            self._leave(at, "the mark of a block", callout.group())
            line = line[callout.end() :]
            if not line:
                return at + 1
        line, behind = without_tags(line)
        self._leave(at, "tags", behind)
        heading = _HEADING.match(line)
        if heading and (heading.group(2) or len(line) > 1):
            self._flush()
            title = (heading.group(2) or "").rstrip("# \t")
            self._put(at, title, kind="heading", level=len(heading.group(1)))
            return at + 1
        if _SETEXT.match(line) and len(self._block) == 1 and self._is_title(self._block[0][1], line):
            index, title, *_ = self._block.pop()
            self._put(index, title, kind="heading", level=1 if line[0] == "=" else 2)
            return at + 1
        if _RULE.match(line):
            self._flush()
            self._lines[at] = Line(text=line, kind="rule")
            return at + 1
        if line.endswith("\\") and not line.endswith("\\\\"):
            line = line[:-1].rstrip()  # another way to write that a line ends here
        bullet = _BULLET.match(line) or self._list_item(at, line)
        if bullet:
            self._flush()
            self._leave(at, "the number of a list item", bullet.group())
            line = line[bullet.end() :]
        self._block.append((at, line, bullet is not None, quoted))
        return at + 1

    def _list_item(self, at: int, line: str) -> re.Match[str] | None:
        """The number of a list's item: the one before or behind it is in the same block; else it may be a heading."""
        found = _NUMBERED.match(line)
        if found is None:
            return None
        number = int(found.group(1))
        before = (self._raw[index] for index in range(at - 1, max(-1, at - _NEAR), -1))
        after = (self._raw[index] for index in range(at + 1, min(len(self._raw), at + _NEAR)))
        for other, lines in ((number - 1, before), (number + 1, after)):
            for near in takewhile(bool, (text.lstrip(" \t>") for text in lines)):
                neighbour = _NUMBERED.match(near)
                if neighbour is not None and int(neighbour.group(1)) == other:
                    return found
        return None

    def _is_title(self, title: str, mark: str) -> bool:
        return mark[0] == "=" or (len(title) < 100 and not title.rstrip("*_").endswith((".", "!", "?", ":", "…")))

    def _html(self, at: int, line: str) -> int:
        """The index after a comment, a folded part or a script that begins here; 0 where none does."""
        lower = line[:12].casefold()
        for opening, closing, reason in _SPANS:
            if lower.startswith(opening):
                stop = self._find(closing, at)
                if stop is None:
                    return 0
                if opening == "<details" and self._is_speech(at, stop):
                    return self._leave_all(at, at + 1, "a tag") if "<summary" not in lower else 0
                if opening == "<!--" and not self._raw[stop].rstrip().endswith("-->"):
                    return 0
                return self._leave_all(at, stop + 1, reason)
        return 0

    def _find(self, closing: str, start: int, *, first: bool = False) -> int | None:
        """The index of the first line from ``start`` on that holds a mark; each line is looked at once.

        first: the line must begin with it.
        """
        begun, stop = self._found.get(closing, (len(self._raw), None))
        if begun <= start and (stop is None or start <= stop):
            return stop
        places = range(start, len(self._raw))
        if first:
            stop = next((index for index in places if self._raw[index].lstrip().startswith(closing)), None)
        else:
            stop = next((index for index in places if closing in self._raw[index]), None)
        self._found[closing] = (start, stop)
        return stop

    def _is_speech(self, start: int, stop: int) -> bool:
        """Whether a folded part holds most of the lines that look like turns."""
        if not self._turns:
            self._turns.append(0)
            for line in self._raw:
                turn = _LABELISH.match(line) is not None or opens_with_span(line)
                self._turns.append(self._turns[-1] + turn)
        inside = self._turns[stop + 1] - self._turns[start]
        return inside >= 2 and 2 * inside >= self._turns[-1]

    def _fence(self, at: int, fence: re.Match[str]) -> int:
        self._flush()
        mark, language = fence.group(1)[:3], fence.group(2).casefold()
        stop = self._find(mark, at + 1, first=True)
        if stop is None:
            return self._leave_all(at, at + 1, "the mark of a block")
        if language not in _TEXTUAL:
            return self._leave_all(at, stop + 1, "a block of code")
        self._leave(at, "the mark of a block")
        self._leave(stop, "the mark of a block")
        for index in range(at + 1, stop):
            line = self._raw[index].strip()
            if line:
                self._block.append((index, line, False, False))
            else:
                self._flush()
        self._flush()
        return stop + 1

    def _table(self, at: int) -> int:
        """A table: turns, where one column says who speaks and another what; left out otherwise."""
        stop = at
        while stop < len(self._raw) and (
            _TABLE.match(self._raw[stop].strip()) or _TABLE_LINE.match(self._raw[stop].strip())
        ):
            stop += 1
        ruled = stop > at + 1 and _TABLE_LINE.match(self._raw[at + 1].strip()) is not None
        places = [index for index in range(at, stop) if not _TABLE_LINE.match(self._raw[index].strip())]
        rows = [[cell.strip() for cell in _CELL.split(self._raw[index].strip().strip("|"))] for index in places]
        columns = find_columns([[read_inline(cell).plain for cell in row] for row in rows], ruled=ruled)
        if columns is None:
            return self._leave_all(at, stop, "a table")
        self._flush()
        for number, (index, cells) in enumerate(zip(places, rows, strict=True)):
            if number == 0 and columns.headed:
                self._leave(index, "the head of a table")
                continue
            inline = {
                column: read_inline(cells[column]) for column in (columns.speaker, columns.text) if column < len(cells)
            }
            for column, cell in enumerate(cells):
                if column in inline:
                    self._account(index, cell, inline[column].left)
                else:
                    self._leave(index, "a time or a number in a table", cell)
            said = [squeeze(one.plain) for one in inline.values()]
            speaker = said[0].rstrip(" :：") if columns.speaker in inline else ""
            self._speakers.add(speaker)
            if columns.text not in inline:
                self._leave(index, "a label without words", speaker)
                continue
            if text := squeeze(" ".join((speaker, *said[1:]))):
                strong = ((0, len(speaker)),) if speaker else ()
                self._lines[index] = Line(
                    text=text, look=look_of(strong=strong, gap=len(speaker) + 1 if speaker else 0)
                )
        return stop

    def _definition(self, at: int, *, note: bool) -> int:
        stop = at + 1
        while note and stop < len(self._raw):
            # A footnote of several paragraphs is set in.
            below = stop if self._raw[stop].strip() else stop + 1
            if below >= len(self._raw) or not self._raw[below].strip() or not _INDENT.match(self._raw[below]):
                break
            stop = below + 1
        return self._leave_all(at, stop, "a footnote" if note else "the address of a link")

    def _put(self, index: int, raw: str, *, kind: Kind = "text", level: int = 0) -> None:
        inline = read_inline(raw)
        self._account(index, raw, inline.left)
        strong = squeezed_spans(inline.plain, inline.strong)
        text = squeeze(inline.plain)
        if text:
            self._lines[index] = Line(text=text, kind=kind, look=look_of(level=level, strong=strong))

    def _account(self, index: int, raw: str, left: Iterable[tuple[int, str, str]]) -> None:
        for _, text, reason in left:
            self._leave(index, reason, text)

    def _flush(self) -> None:
        """Ends the paragraph that is open: its marks may go over several lines."""
        block, self._block = self._block, []
        if not block:
            return
        if len(block) > 1:
            self._flush_block(block)
            return
        # What a line is that is a paragraph of its own depends on nothing else, and short ones come again.
        index, text, bullet, quoted = block[0]
        key = (self._raw[index], text, bullet, quoted)
        if key not in self._known:
            begun = len(self._left)
            self._flush_block(block)
            if len(key[0]) <= LONGEST_SHARED and len(self._known) < MOST_SHARED:
                left = tuple((gone.text, gone.reason) for gone in self._left[begun:])
                self._known[key] = (self._lines[index], left)
            return
        self._lines[index], left = self._known[key]
        self._left += [LeftOut(line=index + 1, text=gone, reason=reason) for gone, reason in left]

    def _flush_block(self, block: Sequence[tuple[int, str, bool, bool]]) -> None:
        joined = "\n".join(raw for _, raw, _, _ in block)
        inline = read_inline(joined)
        starts = [0]
        for _, raw, _, _ in block:
            starts.append(starts[-1] + len(raw) + 1)
        number = 0
        for place, text, reason in inline.left:
            while starts[number + 1] <= place:
                number += 1
            self._leave(block[number][0], reason, text)
        at = 0
        spans = inline.strong
        pointer = 0
        plains = inline.plain.split("\n")
        for (index, raw, bullet, quoted), plain in zip(block, plains, strict=False):
            while pointer < len(spans) and spans[pointer][1] <= at:
                pointer += 1
            own = []
            for start, stop in spans[pointer : pointer + MOST_STRONG]:
                if start >= at + len(plain):
                    break
                if stop > at:
                    own.append((max(0, start - at), min(len(plain), stop - at)))
            text = squeeze(plain)
            if text:
                self._lines[index] = Line(
                    text=text,
                    look=look_of(
                        bullet=bullet,
                        strong=squeezed_spans(plain, own),
                        gap=gap_in(raw) if raw == plain and not bullet else 0,
                        quoted=quoted,
                        linked=inline.linked and len(block) == 1,
                        slanted=raw[:1] in ("*", "_") and raw[1:2] != raw[:1],
                        dashed=self._raw[index].lstrip(" >").startswith(DASHES),
                    ),
                )
            at += len(plain) + 1


#: What is taken out whole: how it begins, how it ends, why.
_SPANS = (
    ("<!--", "-->", "a comment"),
    ("<details", "</details>", "a folded part"),
    ("<summary", "</summary>", "the title of a folded part"),
    ("<script", "</script>", "a program"),
    ("<style", "</style>", "a style"),
    ("<iframe", "</iframe>", "a frame"),
)
