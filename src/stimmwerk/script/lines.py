"""What a line of a script opens, judged by its first characters alone."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

LineKind = Literal["blank", "heading", "rule", "quote", "fence", "table", "text"]

_RULE = re.compile(r"(?:={3,}|(?:- *){3,}|(?:\* *){3,}|(?:_ *){3,})\Z")
_HEADING = re.compile(r"#{1,6}(?:\s|\Z)|#{2,6}")
_TABLE = re.compile(r"\||(?=[^|]*\|)(?=[^-]*-)[|:\- ]+\Z")
_BULLET = re.compile(r"[-*+•]\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,3})[.)]\s+(?=\S)")
_MARK = re.compile(r"(?:(\d{1,3})[.)]|[-*+•_=|~]+)(?:\s|\Z)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A list item.  mark: as the formatter writes it; text: the rest; number: None for a bullet."""

    mark: str
    text: str
    number: int | None = None


def line_kind(line: str) -> LineKind:
    """What a line without white space at its ends opens."""
    if not line:
        return "blank"
    if line[0].isalpha():
        return "text"
    if _HEADING.match(line):
        return "heading"
    if line.startswith(">"):
        return "quote"
    if line.startswith(("```", "~~~")):
        return "fence"
    if _RULE.match(line):
        return "rule"
    if _TABLE.match(line):
        return "table"
    return "text"


def list_item(line: str, after: int | None) -> Item | None:
    """The list item that a line or a paragraph is, or None.

    after: the number of the numbered item just before, None where there is none.  A numbered list begins with 1 and
    counts on, so that ``27. Januar`` is a date and no item.
    """
    if line[:1].isalpha():
        return None
    if found := _BULLET.match(line):
        item = Item(mark="- ", text=line[found.end() :].strip())
    elif (found := _NUMBER.match(line)) and (number := int(found.group(1))) in (1, (after or 0) + 1):
        item = Item(mark=f"{number}. ", text=line[found.end() :].strip(), number=number)
    else:
        return None
    # "* --" would become a line of dashes.
    return item if line_kind(item.mark + item.text) == "text" else None


def escape_opening(line: str) -> str:
    """The line with a backslash where it needs one so that it opens nothing but text."""
    if line[:1].isalpha():
        return line
    if found := _MARK.match(line):
        at = max(0, found.end(1))
        return f"{line[:at]}\\{line[at:]}"
    return line if line_kind(line) in ("blank", "text") else f"\\{line}"
