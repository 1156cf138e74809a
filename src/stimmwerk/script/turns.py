"""From the paragraphs of one chapter to its parts: who says what, and where pauses, sounds and others come between."""

from __future__ import annotations

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from stimmwerk.errors import ScriptError, Where
from stimmwerk.script.attributes import Locate, opens_attributes, parse_attributes
from stimmwerk.script.blocks import Note, Paragraph
from stimmwerk.script.characters import after_space
from stimmwerk.script.commands import parse_command
from stimmwerk.script.escaping import unescape
from stimmwerk.script.inline import parse_inline, parse_plain
from stimmwerk.script.labels import interjection_at, label_at, strong_at
from stimmwerk.script.lines import escape_opening, line_kind, list_item
from stimmwerk.script.markup import UNMARKED, Brackets, Literal, Mark, Token, scan
from stimmwerk.script.model import Comment, Part, Turn, TurnKind, fold_label

_TAKE = re.compile(r"[1-9]\d{0,3}\Z")
_ROUND = re.compile(r"\\.|[()]", re.DOTALL)


@dataclass(slots=True, kw_only=True)
class _Run:
    """A turn that is still growing.  texts: to be joined as they are."""

    label: str | None
    kind: TurnKind
    take: int
    line: int
    texts: list[str]

    def turn(self) -> Turn:
        return Turn(label=self.label, text="".join(self.texts), kind=self.kind, take=self.take, line=self.line)


def parse_label(raw: str, where: Where) -> str:
    """A label as written, without backslashes, its words one space apart.  Raises ScriptError for markup in it."""
    label = " ".join(parse_plain(raw, where, "a label").split())
    if not label:
        raise ScriptError("an empty label", where=where, hint="write **Name:** text")
    return label


class ChapterParts:
    """Takes in the paragraphs and comments of a chapter, in order."""

    def __init__(self, file: str, known: AbstractSet[str], cues: AbstractSet[str]) -> None:
        """known: the folded labels that may stand in interjections; cues: the names of the show's sounds."""
        self._file = file
        self._known = known
        self._cues = cues
        self._parts: list[Part | _Run] = []
        #: Where in the parts the run stands that is still growing.
        self._growing = 0
        self._label: str | None = None
        self._take = 1
        self._line = 0
        self._spoken: _Run | None = None
        self._carried: list[str] = []
        self._labels: dict[str, str] = {}

    def note(self, note: Note) -> None:
        """A comment that stands alone."""
        self._parts.append(Comment(text=note.text, line=note.line))

    def paragraph(self, paragraph: Paragraph) -> None:
        """A paragraph.  Raises ScriptError for what is not of the format."""
        text = paragraph.text
        start = self._open_turn(paragraph)

        def locate(at: int) -> Where:
            return Where(self._file, paragraph.line_at(at + start))

        rest = text[start:]
        if start:
            item = list_item(rest, None)
            rest = item.mark + item.text if item else escape_opening(rest)
        self._flow(rest, locate)

    def parts(self) -> tuple[Part, ...]:
        """The chapter's parts.  Raises ScriptError for a last turn without words."""
        self._end_turn()
        self._finish()
        return tuple(part for part in self._parts if not isinstance(part, _Run))

    def _finish(self) -> None:
        """What was growing grows no more: a turn takes a fraction of a run's memory."""
        if self._spoken is not None:
            self._parts[self._growing] = self._spoken.turn()
            self._spoken = None

    # -- turns -----------------------------------------------------------------------------------------------------

    def _open_turn(self, paragraph: Paragraph) -> int:
        """Opens a turn where the paragraph has a label; where its text begins."""
        found = label_at(paragraph.text, 0)
        if found is None:
            return 0
        raw, at = found
        self._end_turn()
        self._finish()
        self._line = paragraph.line
        self._label = self._label_in(raw)
        self._take = 1
        at = after_space(paragraph.text, at)
        if opens_attributes(paragraph.text, at):
            attributes, at = parse_attributes(
                paragraph.text, at, ("take",), lambda place: Where(self._file, paragraph.line_at(place))
            )
            self._take = self._take_number(attributes["take"])
        return after_space(paragraph.text, at)

    def _label_in(self, raw: str) -> str:
        """The label as it was read first: it comes again and again."""
        if raw not in self._labels:
            self._labels[raw] = parse_label(raw, Where(self._file, self._line))
        return self._labels[raw]

    def _take_number(self, text: str) -> int:
        if not _TAKE.match(text):
            raise ScriptError(
                f"take={text} is no take",
                where=Where(self._file, self._line),
                hint="takes are counted from 1, at most to 9999: {take=2}",
            )
        return int(text)

    def _end_turn(self) -> None:
        where = Where(self._file, self._line)
        if self._label is not None and self._spoken is None:
            raise ScriptError(
                f"the label {self._label!r} has no text",
                where=where,
                hint="write what is said behind it; a stage direction alone cannot be spoken",
            )
        if self._carried:
            raise ScriptError(
                f"there is nothing to speak in {''.join(self._carried)[:40]!r}",
                where=where,
                hint="a stage direction stands inside a turn: put it after the label",
            )

    # -- what stands in a paragraph --------------------------------------------------------------------------------

    def _flow(self, text: str, locate: Locate) -> None:
        """Cuts a paragraph at its pauses, sounds and interjections."""
        if "(" not in text and UNMARKED.match(text):
            self._text(text, 0, len(text), locate)
            return
        tokens = scan(text, locate)
        begin = 0
        for index, token in enumerate(tokens):
            if token.start < begin and not isinstance(token, Literal):
                continue
            if isinstance(token, Brackets):
                command = parse_command(token.text, self._cues, locate(token.start))
                if command is not None:
                    self._text(text, begin, token.start, locate)
                    self._parts.append(command)
                    begin = token.stop
            elif isinstance(token, Literal):
                begin = self._interjections(text, tokens, index, begin, locate)
            elif isinstance(token, Mark):
                self._refuse_second_label(text, token.start, locate)
        self._text(text, begin, len(text), locate)

    def _interjections(self, text: str, tokens: Sequence[Token], index: int, begin: int, locate: Locate) -> int:
        """Takes in the interjections that open inside a literal token; where the text after the last one begins."""
        token = tokens[index]
        for bracket in _ROUND.finditer(text, token.start, token.stop):
            at = bracket.start()
            if bracket.group() != "(" or at < begin:
                continue
            found = interjection_at(text, at)
            if found and fold_label(unescape(found[0])) in self._known:
                close = self._closing(text, tokens, index, at, locate)
                self._text(text, begin, at, locate)
                self._interject(found[0], text[found[1] : close].strip(), locate(at))
                begin = close + 1
        return begin

    def _closing(self, text: str, tokens: Sequence[Token], index: int, at: int, locate: Locate) -> int:
        """Where the round bracket that opens at ``at``, inside the token of that index, is closed."""
        depth = 0
        for number in range(index, len(tokens)):
            token = tokens[number]
            if not isinstance(token, Literal):
                continue
            for found in _ROUND.finditer(text, max(at, token.start), token.stop):
                depth += {"(": 1, ")": -1}.get(found.group(), 0)
                if depth == 0:
                    return found.start()
        raise ScriptError(
            f"this interjection is not closed in its paragraph: {text[at : at + 40]!r}",
            where=locate(at),
            hint="close it with ), or write \\( if it is no interjection",
        )

    def _interject(self, raw_label: str, text: str, where: Where) -> None:
        label = parse_label(raw_label, where)
        if not _has_words(text, where):
            raise ScriptError(f"the interjection by {label!r} has no text", where=where, hint=f"write ({label}: text)")
        self._parts.append(Turn(label=label, text=text, kind="interjection", line=where.line or 0))

    def _refuse_second_label(self, text: str, at: int, locate: Locate) -> None:
        found = label_at(text, at)
        if found and (at == 0 or fold_label(unescape(found[0])) in self._known):
            raise ScriptError(
                f"a second label in one paragraph: {text[at : found[1]]}",
                where=locate(at),
                hint="begin a new line with it; in text that is no label, write the colon as \\:",
            )
        strong = strong_at(text, at) if at == 0 else None
        if strong and text.startswith(":", strong[1]):
            raise ScriptError(
                f"the colon of a label stands inside the asterisks: {text[: strong[1] + 1]}",
                where=locate(at),
                hint=f"write **{strong[0]}:** to open a turn; in text that is no label, write the colon as \\:",
            )

    # -- text ------------------------------------------------------------------------------------------------------

    def _text(self, text: str, start: int, stop: int, locate: Locate) -> None:
        """Takes in a stretch of a paragraph; comments at its beginning stand alone."""
        begin = after_space(text, start)
        while text.startswith("<!--", begin, stop):
            end = text.index("-->", begin + 4)
            self._parts.append(Comment(text=text[begin + 4 : end].strip(), line=locate(begin).line or 0))
            begin = after_space(text, end + 3)
        piece = text[begin:stop].rstrip()
        if not piece:
            return
        where = locate(begin)
        if begin:
            self._refuse_second_label(piece, 0, lambda at: where)
        words = _has_words(piece, where)
        cut = stop < len(text) and (not words or list_item(piece, None) is None)
        if begin or cut or line_kind(piece) != "text":
            # Cut out of its paragraph, it must not open anything of its own.
            piece = escape_opening(piece)
        self._say(piece, _joint(begin > 0, piece, text[start:begin]), where, words)

    def _say(self, piece: str, joint: str, where: Where, words: bool) -> None:
        """Adds a piece to the turn.  A piece without words belongs to what was said before, or else to what follows."""
        if not words:
            if self._spoken is not None:
                self._spoken.texts += (joint, piece)
            else:
                self._line = self._line if self._label is not None else where.line or 0
                self._carried += (joint, piece) if self._carried else (piece,)
            return
        if self._spoken is not None and self._parts and self._parts[-1] is self._spoken:
            self._spoken.texts += (joint, piece)
            return
        kind: TurnKind = "turn" if self._spoken is None else "continuation"
        texts = [*self._carried, joint, piece] if self._carried else [piece]
        self._carried = []
        line = where.line or 0
        self._finish()
        self._spoken = _Run(label=self._label, kind=kind, take=self._take, line=line, texts=texts)
        self._growing = len(self._parts)
        self._parts.append(self._spoken)


def _joint(inside: bool, piece: str, space: str) -> str:
    """What stands between a piece and what was said before it."""
    if not inside:
        return "\n\n"
    return "" if not space and piece[0] in ".,;:?…" else " "


def _has_words(text: str, where: Where) -> bool:
    if UNMARKED.match(text):
        return any(c.isalnum() for c in text)
    inline = parse_inline(text, where)
    return any(c.isalnum() for c in inline.plain) or any(span.kind in ("say", "ipa") for span in inline.spans)
