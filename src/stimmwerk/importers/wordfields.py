"""The fields of a Word document: what a program puts in by an instruction, and what of it is text."""

from __future__ import annotations

from dataclasses import dataclass

#: Why what a list of fields holds is left out.
CONTENTS = "a table of contents"

#: Fields whose result is no text of the document, and those whose result is a list of what stands elsewhere in it.
_NUMBERS = frozenset(("PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "PAGEREF", "NOTEREF"))
_LISTS = frozenset(("TOC", "INDEX", "TOA"))
_LONGEST_KIND = 40
#: More fields than these do not stand one in the other; what more begins is not looked at.
_DEEPEST = 50


@dataclass(slots=True)
class _Field:
    """A field: how it is made, and whether its result has begun."""

    instruction: str = ""
    result: bool = False

    @property
    def kind(self) -> str:
        """Its first word, in capitals."""
        return next(iter(self.instruction.split()), "").upper()


class Fields:
    """The fields that are open, one in the other.

    unseen: what stands there now is an instruction or the number of a page; listing: it is part of a list of what
    stands elsewhere; linking: it is a link.
    """

    def __init__(self) -> None:
        self._open: list[_Field] = []
        self.unseen = self.listing = self.linking = False

    def begin(self, instruction: str | None = None) -> None:
        """A field begins.  instruction: where it is known from the start; the result follows at once then."""
        if len(self._open) == _DEEPEST:
            return
        self._open.append(_Field(instruction=(instruction or "")[:_LONGEST_KIND], result=instruction is not None))
        self._settle()

    def instruct(self, text: str) -> None:
        """More of the innermost field's instruction."""
        if self._open and len(self._open[-1].instruction) < _LONGEST_KIND:
            self._open[-1].instruction += text[:_LONGEST_KIND]

    def separate(self) -> None:
        """The innermost field's result begins."""
        if self._open:
            self._open[-1].result = True
            self._settle()

    def end(self) -> None:
        """The innermost field ends."""
        if self._open:
            self._open.pop()
            self._settle()

    def end_paragraph(self) -> None:
        """Only lists go over several paragraphs: text must not be lost where a field does not end."""
        if self._open:
            self._open = [one for one in self._open if one.result and one.kind in _LISTS]
            self._settle()

    def _settle(self) -> None:
        kinds = {one.kind for one in self._open}
        self.unseen = bool(kinds & _NUMBERS) or not all(one.result for one in self._open)
        self.listing = bool(kinds & _LISTS)
        self.linking = "HYPERLINK" in kinds
