"""From a judged article to blocks of our own markup, and the account of what they leave out."""

from __future__ import annotations

from dataclasses import dataclass

from stimmwerk.importers.base import LeftOut
from stimmwerk.importers.layout import Layout
from stimmwerk.importers.paragraphs import Paragraph
from stimmwerk.importers.speakers import Opening, find_interjections
from stimmwerk.importers.themes import Theme
from stimmwerk.script import blocks
from stimmwerk.script.escaping import escape, escape_inline


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """blocks: markup, with the lines of the source; labels: in order of their first words; renamed: (line, title) of
    chapters whose title had been taken.
    """

    blocks: tuple[blocks.Block, ...]
    labels: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    renamed: tuple[tuple[int, str], ...]


def tell(layout: Layout) -> Telling:
    """The markup of an article."""
    teller = _Teller()
    for index, reason in layout.dropped.items():
        teller.leave_out(layout.paragraphs[index], layout.paragraphs[index].text, reason)
    for index in layout.kept:
        paragraph = layout.paragraphs[index]
        if index in layout.openings:
            teller.turn(paragraph, layout.openings[index])
        elif index in layout.themes:
            teller.theme(paragraph, layout.themes[index])
        else:
            teller.text(paragraph)
    return teller.telling()


class _Teller:
    def __init__(self) -> None:
        self._blocks: list[blocks.Block] = []
        self._labels: dict[str, None] = {}
        self._left_out: list[LeftOut] = []
        self._renamed: list[tuple[int, str]] = []
        self._titles: set[str] = set()
        self._inside_turn = False
        self._has_spoken = False

    def telling(self) -> Telling:
        """All that was told."""
        return Telling(
            blocks=tuple(self._blocks),
            labels=tuple(self._labels),
            left_out=tuple(sorted(self._left_out, key=lambda left: left.line)),
            renamed=tuple(self._renamed),
        )

    def leave_out(self, paragraph: Paragraph, text: str, reason: str) -> None:
        """Accounts for words that are not spoken."""
        self._left_out.append(LeftOut(line=paragraph.line, text=text, reason=reason))

    def theme(self, paragraph: Paragraph, theme: Theme) -> None:
        """A heading, under a title that no other chapter has."""
        if theme.number:
            self.leave_out(paragraph, theme.number, "the number of a heading")
        title, count = theme.title, 1
        while title in self._titles:
            count += 1
            title = f"{theme.title} ({count})"
        if count > 1:
            self._renamed.append((paragraph.line, title))
        self._titles.add(title)
        self._inside_turn = False
        self._blocks.append(blocks.Heading(text=escape_inline(title), line=paragraph.line))

    def turn(self, paragraph: Paragraph, opening: Opening) -> None:
        """The paragraph that opens a turn."""
        self._labels.setdefault(opening.label)
        self._inside_turn, self._has_spoken = True, False
        said = opening.text
        if not any(c.isalnum() for c in said):
            if said:
                self.leave_out(paragraph, said, "no words in it")
            said = ""
        self._add(paragraph, f"**{escape_inline(opening.label)}:** {self._markup(said)}".rstrip())

    def text(self, paragraph: Paragraph) -> None:
        """A paragraph that goes on with what stands before it."""
        bullet = "- " if paragraph.bullet else ""
        self._add(paragraph, bullet + self._markup(paragraph.text))

    def _add(self, paragraph: Paragraph, markup: str) -> None:
        self._blocks.append(blocks.Paragraph(text=markup, breaks=((0, paragraph.line),)))

    def _markup(self, text: str) -> str:
        """Text as markup; inside a turn, what others say in brackets becomes an interjection."""
        pieces: list[str] = []
        at = 0
        for start, stop, label, said in find_interjections(text) if self._inside_turn else ():
            # Nobody can be interrupted before the first word.
            self._has_spoken = self._has_spoken or any(c.isalnum() for c in text[at:start])
            if not self._has_spoken:
                continue
            self._labels.setdefault(label)
            inside = f"({escape_inline(label, brackets=True)}: {escape_inline(said, brackets=True)})"
            pieces += (_piece(text[at:start], first=at == 0), inside)
            at = stop
        self._has_spoken = self._has_spoken or bool(text)
        return "".join((*pieces, _piece(text[at:], first=at == 0)))


def _piece(text: str, *, first: bool) -> str:
    """A stretch of a paragraph as markup, the white space at its ends kept."""
    if not text.strip():
        return " " if text else ""
    markup = escape(text) if first else escape_inline(text)
    return f"{' ' if text[0].isspace() else ''}{markup}{' ' if text[-1].isspace() else ''}"
