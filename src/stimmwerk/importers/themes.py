"""Headings inside a plain text: numbered themes, and short lines between turns."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from stimmwerk.importers.ending import is_finished
from stimmwerk.importers.paragraphs import Paragraph
from stimmwerk.importers.vocabulary import PARTS

_NUMBERED = re.compile(rf"((?:(?:{'|'.join(sorted(PARTS))})\s+)?(\d{{1,2}})\s*[.):–-]?)\s+(\S.*)\Z", re.IGNORECASE)
_LONGEST_NUMBERED = 160
_LONGEST_BARE = 80
_OPEN_ENDS = tuple("—–.!?…:;,\"'”“’»)]。！？：；，、」』）】")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A heading.  title: without its number; number: as written, empty for none."""

    title: str
    number: str = ""


def find_themes(paragraphs: Sequence[Paragraph], turns: Container[int], first_turn: int | None) -> dict[int, Theme]:
    """Index of a paragraph -> the heading that it is.

    turns: indexes that open turns; first_turn: the first of them, None where nobody speaks.
    Numbers must count up from 1 with text between them: otherwise they belong to a list or to a date.
    """
    themes = _numbered(paragraphs, turns)
    if first_turn is not None:
        for index in range(first_turn + 1, len(paragraphs) - 1):
            if index not in themes and index not in turns and index + 1 in turns and _is_bare(paragraphs, index):
                themes[index] = Theme(title=paragraphs[index].text)
    return dict(sorted(themes.items()))


def _numbered(paragraphs: Sequence[Paragraph], turns: Container[int]) -> dict[int, Theme]:
    candidates: dict[int, tuple[int, Theme]] = {}
    for index, paragraph in enumerate(paragraphs):
        found = _NUMBERED.match(paragraph.text)
        if (
            found
            and index not in turns
            and not paragraph.look.bullet
            and not paragraph.look.listed
            and not paragraph.look.level
            and len(paragraph.text) <= _LONGEST_NUMBERED
            and not paragraph.text.endswith((".", ":", ";", ","))
            and any(c.isalpha() for c in found.group(3))
        ):
            candidates[index] = (int(found.group(2)), Theme(title=found.group(3), number=found.group(1)))
    chain: dict[int, Theme] = {}
    for index, (number, theme) in candidates.items():
        listed = index + 1 in candidates or index - 1 in candidates or index + 1 == len(paragraphs)
        if number == len(chain) + 1 and not listed:
            chain[index] = theme
    return chain if len(chain) > 1 else {}


def _is_bare(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a paragraph before a turn looks like a heading: alone, short, without a final mark, after a full stop."""
    text = paragraphs[index].text
    return (
        paragraphs[index].look.alone
        and not paragraphs[index].look.bullet
        and not paragraphs[index].look.listed
        and not paragraphs[index].look.level
        and text != ""
        and len(text) <= _LONGEST_BARE
        and not text.endswith(_OPEN_ENDS)
        and not text[0].islower()
        and text[0].isalnum()
        and is_finished(paragraphs[index - 1].text)
    )
