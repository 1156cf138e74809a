"""Markdown in its common shapes: what people type, what sites are made of, and what other tools write."""

from __future__ import annotations

import re

from stimmwerk.importers.base import Imported, ShowFacts
from stimmwerk.importers.chatlog import read_chat
from stimmwerk.importers.mdsource import markdown_source
from stimmwerk.importers.text import read_source

name = "markdown"

#: So many characters tell what a text is; marks that come later are rare.
_HEAD = 200_000

_FRONT_MATTER = re.compile(r"\s{0,20}(?:---|\+\+\+)[ \t]*\n")
_HEADING = re.compile(r"^ {0,3}#{1,6}[ \t]+\S", re.MULTILINE)
_STRONG = re.compile(
    r"^[ \t>]{0,6}(?:[-*][ \t]+)?[\d:.,\[\]()\\ \t-]{0,30}(?:\*\*|__)[^*_\n]{1,120}(?:\*\*|__)", re.MULTILINE
)
_LINK = re.compile(r"\[[^\[\]\n]{1,200}\]\((?:https?:|/|#)[^()\s]{0,500}\)")
_OTHER = re.compile(
    r"^(?:\|.*\|[ \t]*\n\||```|~~~|<!--|<details|\[\^|:::|> ?\[!\w)|\\\[|%%[^%\n]+%%|\[\[[^\[\]\n]+\]\]", re.MULTILINE
)


def recognise(text: str) -> float:
    """Likely where headings, emphasis at the beginning of lines, or links are marked as Markdown marks them."""
    head = text[:_HEAD]
    if _FRONT_MATTER.match(head):
        return 0.7
    if _STRONG.search(head):
        return 0.7
    if _HEADING.search(head):
        return 0.65
    return 0.5 if _LINK.search(head) or _OTHER.search(head) else 0.0


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script in Markdown.  Raises SourceError where there is nothing to speak."""
    chat = read_chat(text)
    return read_source(chat.settle(markdown_source(chat.text)), file, facts, format=name)
