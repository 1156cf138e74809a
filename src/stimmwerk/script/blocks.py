"""The body of a script as blocks: headings, paragraphs and comments, each with the lines it stands on."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

from stimmwerk.errors import ScriptError, Where
from stimmwerk.script.characters import after_space, squeeze
from stimmwerk.script.labels import label_at
from stimmwerk.script.lines import LineKind, line_kind, list_item


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """text: after the ``##``, on one line; line: in the file, from 1."""

    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A comment that stands alone.  text: between its marks."""

    text: str
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """Text between two empty lines, or a list item.

    text: on one line; breaks: (character of the text, line of the file) where each line of the file begins, rising,
    the first at 0.
    """

    text: str
    breaks: tuple[tuple[int, int], ...]

    @property
    def line(self) -> int:
        """The line on which the paragraph begins."""
        return self.breaks[0][1]

    def line_at(self, character: int) -> int:
        """The line on which a character of the text stands."""
        return self.breaks[bisect.bisect_right(self.breaks, (character, 1 << 62)) - 1][1]


Block = Heading | Note | Paragraph

_REFUSED: dict[LineKind, tuple[str, str]] = {
    "rule": ("a line of dashes, equals signs or asterisks", "for a break write [pause 2s], for a chapter ## Title"),
    "quote": ("a block quotation", "take the > away and use quotation marks, or give it a label: **Label:** text"),
    "fence": ("a block of code", "take it out, or say in words what it shows"),
    "table": ("a table", "say in words what it shows, or write a list: - item"),
}


def read_blocks(body: str, file: str, first_line: int) -> tuple[Block, ...]:
    """The blocks of a body.

    first_line: the line of the file on which the body begins.
    Raises ScriptError for headings other than ``##``, for what the format does not have, and for open comments.
    """
    return _Reader(body.split("\n"), file, first_line).blocks()


class _Reader:
    def __init__(self, lines: list[str], file: str, first_line: int) -> None:
        self._lines = lines
        self._file = file
        self._first = first_line
        self._next = 0
        self._open: list[tuple[int, str]] = []
        self._blocks: list[Block] = []
        self._number: int | None = None

    def blocks(self) -> tuple[Block, ...]:
        """All of them, in order."""
        while self._next < len(self._lines):
            self._line(self._lines[self._next].strip())
        self._close()
        return tuple(self._blocks)

    def _where(self, line: int) -> Where:
        return Where(self._file, line)

    @property
    def _here(self) -> int:
        return self._first + self._next

    def _line(self, line: str) -> None:
        kind = line_kind(line)
        if line.startswith("<!--"):
            self._comments(line)
            return
        if kind == "text":
            self._text(line)
            return
        self._close()
        if kind == "heading":
            self._number = None
            self._blocks.append(self._heading(line))
        elif kind != "blank":
            raise self._refusal(kind, self._here)
        self._next += 1

    def _refusal(self, kind: LineKind, line: int) -> ScriptError:
        what, hint = _REFUSED[kind]
        return ScriptError(
            f"{what} is not part of the format",
            where=self._where(line),
            hint=f"{hint}; a backslash before it makes it text",
        )

    def _heading(self, line: str) -> Heading:
        level = len(line) - len(line.lstrip("#"))
        text = squeeze(line[level:])
        where = self._where(self._here)
        if level == 1:
            raise ScriptError(
                "a heading of the first level",
                where=where,
                hint="the title stands in the front matter (title: ...); a chapter opens with ## Title",
            )
        if level > 2:
            raise ScriptError(
                f"a heading of level {level}; chapters have no parts of their own",
                where=where,
                hint="open a chapter with ## Title, or write the heading as text",
            )
        if line[level : level + 1].strip() or not text:
            raise ScriptError("this heading has no title", where=where, hint="write ## and a space before the title")
        return Heading(text=text, line=self._here)

    def _text(self, line: str) -> None:
        """Takes in a line of text, and all lines over which a comment in it extends."""
        if self._open and self._interrupts(line):
            self._close()
        self._open.append((self._here, line))
        self._next += 1
        self._finish_comment(line)

    def _interrupts(self, line: str) -> bool:
        """Whether a line opens something of its own although no empty line stands before it.

        A number does so inside a numbered list only: elsewhere a line may well begin with one by chance.
        """
        first = list_item(self._open[0][1], self._number)
        number = first.number if first else None
        item = list_item(line, number)
        return label_at(line, 0) is not None or (item is not None and (item.number is None or number is not None))

    def _finish_comment(self, line: str) -> None:
        """Takes in further lines for as long as a comment is open at the end of the last one."""
        began = self._open[-1][0]
        at = _open_comment(line, 0)
        while at is not None:
            if self._next == len(self._lines):
                raise self._not_closed(began)
            line = self._lines[self._next].strip()
            self._open.append((self._here, line))
            self._next += 1
            end = line.find("-->")
            if end >= 0:
                began = self._open[-1][0]
                at = _open_comment(line, end + 3)

    def _not_closed(self, line: int) -> ScriptError:
        return ScriptError("this comment is not closed", where=self._where(line), hint="close it with -->")

    def _comments(self, line: str) -> None:
        """A line that begins with comments: they are blocks, unless text goes on around them."""
        notes: list[Note] = []
        index, at = self._next, 0
        while line.startswith("<!--", at):
            began, inside, start = index, [], at + 4
            while (end := line.find("-->", start)) < 0:
                inside.append(line[start:].rstrip())
                index, start = index + 1, 0
                if index == len(self._lines):
                    raise self._not_closed(self._first + began)
                line = self._lines[index].rstrip()
            inside.append(line[start:end])
            notes.append(Note(text="\n".join(inside).strip(), line=self._first + began))
            at = after_space(line, end + 3)
        if at < len(line) and self._open:
            self._text(self._lines[self._next].strip())
            return
        self._close()
        self._number = None
        self._blocks += notes
        self._next = index
        if at < len(line):
            self._lines[index] = line[at:]
        else:
            self._next += 1

    def _close(self) -> None:
        """Ends the paragraph that is open."""
        if not self._open:
            return
        pieces: list[str] = []
        breaks: list[tuple[int, int]] = []
        length = 0
        for number, line in self._open:
            text = squeeze(line)
            if text:
                breaks.append((length, number))
                pieces.append(text)
                length += len(text) + 1
        self._open = []
        text = " ".join(pieces)
        if (kind := line_kind(text)) in _REFUSED:
            raise self._refusal(kind, breaks[0][1])
        item = list_item(text, self._number)
        self._number = item.number if item else None
        if item:
            shift = len(item.mark) + len(item.text) - len(text)
            breaks = [breaks[0], *((max(0, place + shift), number) for place, number in breaks[1:])]
            text = item.mark + item.text
        self._blocks.append(Paragraph(text=text, breaks=tuple(breaks)))


def _open_comment(line: str, start: int) -> int | None:
    """Where a comment begins, from ``start`` on, that the line does not close; None for none."""
    at = line.find("<!--", start)
    while at >= 0:
        if _is_escaped(line, at):
            end = at + 1
        elif (end := line.find("-->", at + 4)) < 0:
            return at
        at = line.find("<!--", end)
    return None


def _is_escaped(line: str, at: int) -> bool:
    first = at
    while first > 0 and line[first - 1] == "\\":
        first -= 1
    return (at - first) % 2 == 1
