"""The inline marks of Markdown and HTML: what a reader sees of them, what is emphasised, what nobody reads out."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from stimmwerk.importers.stage import is_stage
from stimmwerk.script.characters import FORBIDDEN

# Each alternative begins with another character or ends before the next of its kind: nothing is tried twice.
_TOKEN = re.compile(
    r"\\(?P<escaped>[!-/:-@\[-`{-~])"
    r"|(?P<image>!\[[^\[\]]{0,1000}\](?:\([^()\n]{0,2000}\)|\[[^\[\]\n]{0,200}\]))"
    r"|(?P<embed>!\[\[[^\[\]\n]{1,300}\]\])"
    r"|\[\[(?P<page>[^\[\]\n|]{1,300})(?P<shown>\|[^\[\]\n|]{1,300})?\]\]"
    r"|(?P<aside>\^\[[^\[\]\n]{1,2000}\])"
    r"|(?P<cited>\[-?@[^\[\]\n]{1,200}\])"
    r"|(?P<percent>%%[^%\n]{1,1000}%%)"
    r"|\[(?P<span>[^\[\]\n]{1,1000})\](?P<classes>\{[.#][^{}\n]{0,300}\})"
    r"|(?P<note>\[\^[^\[\]\s]{1,60}\])"
    r"|(?P<link>\[(?P<text>[^\[\]]{1,1000})\](?P<target>\((?:[^()\n]|\([^()\n]{0,500}\)){0,2000}\)|\[[^\[\]\n]{1,200}\]))"
    r"|(?P<rest>\]\((?:https?:|/|#)[^()\s]{0,2000}\))"
    r"|(?P<auto><(?:https?://|mailto:)[^<>\s]{1,2000}>)"
    r"|(?P<comment><!--)"
    r"|(?P<tag></?[A-Za-z][A-Za-z0-9]{0,14}(?:[\s/][^<>]{0,2000})?>)"
    r"|(?P<braces>\{\{[^{}]{0,500}\}\}|\{%[^{}%]{0,500}%\}|\{[:.#][^{}]{0,300}\})"
    r"|(?P<mark>\*+|_+|~~|(?<!=)==(?!=)|`+)"
)
_SPECIAL = re.compile(r"[\\\[<{*_`&]|~~|==|%%")
#: Why nobody reads out what a group of the expression above finds.
_UNREAD = {
    "image": "an image",
    "embed": "an image",
    "note": "the mark of a footnote",
    "aside": "a footnote",
    "cited": "a citation",
    "percent": "a comment",
    "braces": "a template's braces",
    "auto": "the address of a link",
    "rest": "the address of a link",
}
_WEB = ("http:", "https:", "/", "#", "mailto:", "./", "../", "www.")
_LONGEST_MARK = 3
_NEAR = 40
_MOST_ASIDE = 4
_MOST_PIECES = 8

#: A stage direction has at most so many characters.
LONGEST_ASIDE = 40
_BRACKETS = ("[", "(", "（")

#: So many emphasised stretches of a line are kept: labels stand at its beginning.
MOST_STRONG = 200


@dataclass(slots=True)
class Inline:
    """Text without its marks.

    plain: what a reader sees; strong: stretches (start, stop) that are emphasised, by start, of each line the first
    200 that end on it; left: (place in the source text, words, reason) of what nobody reads out; linked: there is no
    text outside of links.
    """

    plain: str = ""
    strong: list[tuple[int, int]] = field(default_factory=list)
    left: list[tuple[int, str, str]] = field(default_factory=list)
    linked: bool = False


@dataclass(slots=True)
class _Mark:
    """A run of marks.  piece: its number among the pieces of text; opener: the mark that it closes; closed: another
    closes it; at: where its text begins, known while the text is written.
    """

    text: str
    piece: int
    opens: bool
    closes: bool
    first: bool
    closed: bool = False
    opener: _Mark | None = None
    at: int = 0


def read_inline(text: str) -> Inline:
    """The text, over one or several lines, without marks; line ends stay."""
    if not _SPECIAL.search(text):
        return Inline(plain=text)
    reader = _Reader(text)
    reader.read(0, len(text))
    return reader.inline()


class _Reader:
    def __init__(self, text: str) -> None:
        self._text = text
        self._pieces: list[str] = []
        self._marks: list[_Mark] = []
        self._left: list[tuple[int, str, str]] = []
        self._links = 0
        self._open_ended = False

    def read(self, start: int, stop: int) -> None:
        """Takes the text between two places to pieces."""
        at = start
        while found := _TOKEN.search(self._text, at, stop):
            self._pieces.append(html_text(self._text[at : found.start()]))
            at = found.end()
            if found["comment"] is not None:
                at = self._comment(found.start(), stop)
            else:
                self._token(found)
        self._pieces.append(html_text(self._text[at:stop]))

    def _comment(self, at: int, stop: int) -> int:
        """Leaves out the comment at a place; where the text goes on behind it."""
        if not self._open_ended and (end := self._text.find("-->", at, stop)) >= 0:
            self._skip(at, self._text[at : end + 3], "a comment")
            return end + 3
        self._open_ended = True
        self._pieces.append("<!--")
        return at + 4

    def _token(self, found: re.Match[str]) -> None:
        kind = found.lastgroup or ""
        if found["escaped"] is not None:
            self._pieces.append(found["escaped"])
        elif found["mark"] is not None:
            self._mark(found)
        elif found["link"] is not None:
            self._link(found)
        elif found["page"] is not None:
            self._page(found)
        elif found["span"] is not None:
            self.read(found.start("span"), found.end("span"))
            self._leave(found.start("classes"), found["classes"], "a template's braces")
        elif kind in _UNREAD:
            self._skip(found.start(), found.group(), _UNREAD[kind])
        else:
            self._skip(found.start(), found.group(), "a tag")
            if kind == "tag" and found.group()[1:3].casefold() in ("br", "/p", "p>", "/d", "/l", "/t"):
                self._pieces.append(" ")

    def _page(self, found: re.Match[str]) -> None:
        """A link to another page by its title, which is shown where nothing else is: ``[[Bees|the bees]]``."""
        if found["shown"] is not None:
            self._leave(found.start("page"), found["page"], "the address of a link")
            self.read(found.start("shown") + 1, found.end("shown"))
        else:
            self._pieces.append(html_text(found["page"]))

    def _link(self, found: re.Match[str]) -> None:
        target = found["target"]
        inside = target[1:-1].strip()
        if target[0] == "(" and not (inside.startswith(_WEB) or "." in inside or "/" in inside or not inside):
            # [Anna](laughing) is no link.
            self._pieces.append("[")
            self.read(found.start("text"), found.end("text"))
            self._pieces.append("]")
            self.read(found.start("target"), found.end("target"))
            return
        begin = len(self._pieces)
        self.read(found.start("text"), found.end("text"))
        self._links += sum(len(piece.strip()) for piece in self._pieces[begin:])
        self._leave(found.start("target"), target, "the address of a link")

    def _mark(self, found: re.Match[str]) -> None:
        mark = found.group()
        if mark[0] == "`":
            return
        text = self._text
        before = text[found.start() - 1] if found.start() else " "
        after = text[found.end()] if found.end() < len(text) else " "
        inside = before.isalnum() and after.isalnum() and (mark[0] == "_" or len(mark) == 1)
        if len(mark) > _LONGEST_MARK or inside:
            self._pieces.append(mark)
            return
        begin = max(0, found.start() - _NEAR)
        near = text[begin : found.start()]
        first = (begin == 0 or "\n" in near) and not near[near.rfind("\n") + 1 :].strip(" \t-*>")
        self._marks.append(
            _Mark(mark, len(self._pieces), opens=not after.isspace(), closes=not before.isspace(), first=first)
        )
        self._pieces.append("")

    def _skip(self, at: int, text: str, reason: str) -> None:
        """Leaves out all of a mark but its line ends: what stands below it keeps its line."""
        self._leave(at, text, reason)
        if ends := text.count("\n"):
            self._pieces.append("\n" * ends)

    def _leave(self, at: int, text: str, reason: str) -> None:
        for number, line in enumerate(text.split("\n")):
            if any(c.isalnum() for c in line):
                self._left.append((at, line.strip(), reason))
            at += len(line) + (1 if number >= 0 else 0)

    def inline(self) -> Inline:
        """What has been read; the pieces become what is written."""
        self._pair()
        strong: list[tuple[int, int]] = []
        pieces = self._pieces
        marks = iter(self._marks)
        mark = next(marks, None)
        length = on_line = 0
        for index, piece in enumerate(pieces):
            if mark is None or mark.piece != index:
                on_line = 0 if "\n" in piece else on_line
                length += len(piece)
                continue
            if mark.closed:
                mark.at = length
            elif mark.opener is not None:
                begun, start = mark.opener.piece, mark.opener.at
                if len(mark.text) == 1 and _is_aside(pieces, begun, index):
                    pieces[begun], pieces[index] = "[", "]"
                    length += 1
                on_line += mark.text != "=="
                if on_line <= MOST_STRONG and mark.text != "==":
                    strong.append((start, length))
                if self._touches(index):
                    pieces[index] = f"{pieces[index]} "
            else:
                pieces[index] = mark.text
            length += len(pieces[index])
            mark = next(marks, None)
        self._marks = []
        plain = "".join(pieces)
        strong.sort(key=lambda span: (span[0], -span[1]))
        linked = self._links > 0 and len(plain.strip(" .,;|·•")) <= self._links
        return Inline(plain=plain, strong=strong, left=self._left, linked=linked)

    def _touches(self, index: int) -> bool:
        """Whether words would run together where a mark is taken away."""
        pieces = self._pieces
        before = next((piece for piece in reversed(pieces[max(0, index - 4) : index]) if piece), " ")
        after = next((piece for piece in pieces[index + 1 : index + 4] if piece), " ")
        return before[-1].isalnum() and after[0].isalnum()

    def _pair(self) -> None:
        waiting: dict[str, list[_Mark]] = {}
        order: list[_Mark] = []
        for mark in self._marks:
            stack = waiting.setdefault(mark.text, [])
            if stack and (mark.closes or (stack[-1].first and not mark.first)):
                opener = stack.pop()
                opener.closed, mark.opener = True, opener
                while order and order[-1] is not opener:
                    other = order.pop()
                    if waiting[other.text] and waiting[other.text][-1] is other:
                        waiting[other.text].pop()
                if order:
                    order.pop()
            elif mark.opens:
                stack.append(mark)
                order.append(mark)


def _is_aside(pieces: Sequence[str], start: int, stop: int) -> bool:
    """Whether the emphasised pieces are a stage direction; see ``is_aside``."""
    if stop - start > _MOST_PIECES or sum(map(len, pieces[start:stop])) > LONGEST_ASIDE:
        return False
    return is_aside("".join(pieces[start:stop]), pieces[start - 1] if start else "")


def is_aside(text: str, before: str) -> bool:
    """Whether emphasised words are a stage direction (``*laughs*``) that is in no brackets of its own.

    before: what stands in front of them.
    """
    text = text.strip()
    if len(text) > LONGEST_ASIDE or text.startswith(_BRACKETS) or before.endswith(_BRACKETS):
        return False
    return len(text.split()) <= _MOST_ASIDE and is_stage(text)


def html_text(text: str) -> str:
    """The text with HTML's entities as characters, without those that no script may hold."""
    if "&" not in text:
        return text
    return FORBIDDEN.sub("", html.unescape(text))
