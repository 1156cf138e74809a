"""Headings inside a plain text: numbered themes, and short lines between turns."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from stimmwerk.importers.ending import is_finished
from stimmwerk.importers.paragraphs import Paragraph
from stimmwerk.importers.stage import is_slugline, is_sound
from stimmwerk.importers.vocabulary import PARTS

_NUMBERED = re.compile(rf"((?:(?:{'|'.join(sorted(PARTS))})\s+)?(\d{{1,2}})\s*[.):–-]?)\s+(\S.*)\Z", re.IGNORECASE)
#: ``ACT ONE``, ``Scene 2``, ``Zweite Szene``, ``Akt I, Szene 2. Im Garten``: parts of a play.
_PLAYED = r"(?:akt|aufzug|szene|auftritt|act|acte|scene|scène|acto|escena|jornada|atto|scena)"
_COUNT = (
    r"(?:[ivxlc]{1,6}|\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|un|une|deux|trois|uno|una|dos|tres"
    r"|premi[eè]re?|seconde?|deuxième|troisième|quatrième|cinquième|first|second|third|fourth|fifth|last|dernier|dernière"
    r"|erste[rs]?|zweite[rs]?|dritte[rs]?|vierte[rs]?|fünfte[rs]?|sech?ste[rs]?|siebte[rs]?|achte[rs]?|neunte[rs]?"
    r"|zehnte[rs]?|letzte[rs]?|primer[oa]?|segund[oa]|tercer[oa]?|cuart[oa]|quint[oa]|prim[oa]|second[oa]|terz[oa])"
)
_PART = rf"(?:pro-?logue?|epi-?logue?|{_PLAYED}\s+(?:the\s+)?{_COUNT}|{_COUNT}\.?\s+{_PLAYED})"
_PART_OF_PLAY = re.compile(rf"{_PART}(?:\s*[,.:;–—-]\s*{_PART})?(?:\s*[.:–—-]\s*\S.{{0,60}})?[.:]?\Z", re.IGNORECASE)
#: Parts of a hearing in court: ``CROSS-EXAMINATION``, and below it ``BY MR. REED:``.
_EXAMINATION = re.compile(
    r"(?:(?:further\s+)?(?:direct|cross|re-?direct|re-?cross)[\s-]{0,2}examination(?:\s+\(?(?:continued|resumed)\)?)?"
    r"|by\s+(?:mr|ms|mrs|dr|the)\.?\s+[^\W\d_][^:.]{1,40})\s?[.:]?\Z",
    re.IGNORECASE,
)
_LONGEST_NUMBERED = 160
_LONGEST_BARE = 80
_SHORT_WORD = 3
_MOST_TITLED = 5
_OPEN_ENDS = tuple("—–-.!?…:;,\"'”“’»)]。！？：；，、」』）】")


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A heading.  title: without its number; number: as written, empty for none; sure: it can be nothing else; pieces:
    (line, words) of the title, where it stands on several lines.

    An empty title stands in the heading that follows.
    """

    title: str
    number: str = ""
    sure: bool = False
    pieces: tuple[tuple[int, str], ...] = ()


def find_themes(paragraphs: Sequence[Paragraph], turns: Container[int], first_turn: int | None) -> dict[int, Theme]:
    """Index of a paragraph -> the heading that it is.

    turns: indexes that open turns; first_turn: the first of them, None where nobody speaks.
    Numbers must count up from 1 with text between them: otherwise they belong to a list or to a date.
    """
    themes = _numbered(paragraphs, turns)
    if first_turn is not None:
        themes |= _parts(paragraphs, turns)
        for index in range(first_turn + 1, len(paragraphs) - 1):
            if index not in themes and index not in turns and index + 1 in turns and _is_bare(paragraphs, index):
                themes[index] = Theme(title=paragraphs[index].text)
    return dict(sorted(themes.items()))


def is_part(text: str) -> bool:
    """Whether a line is the heading of a part of a play: ``Act One: The Stairs``."""
    return len(text) <= _LONGEST_BARE and _PART_OF_PLAY.match(text) is not None


def _parts(paragraphs: Sequence[Paragraph], turns: Container[int]) -> dict[int, Theme]:
    """The acts and scenes of a play, and the examinations of a hearing; the first line of a text may be one of them
    and no title.  An act above its first scene is one heading with it.
    """
    found: dict[int, Theme] = {}
    for index, paragraph in enumerate(paragraphs):
        text = paragraph.text
        plain = index not in turns and not paragraph.look.level and len(text) <= _LONGEST_BARE
        # Right below a name it is what somebody says of it.
        own = paragraphs[index - 1] if index - 1 in turns else None
        plain = plain and not (own is not None and not own.spoken and own.line + 1 == paragraph.line)
        if not plain or not (is_slugline(text) or is_part(text) or _EXAMINATION.match(text)):
            continue
        title = text.rstrip(".:")
        above = found.get(index - 1)
        if above is None and _EXAMINATION.match(text) and not (index and text.isupper()):
            continue
        pieces = (*(above.pieces if above else ()), *((line, words.rstrip(".:")) for line, words in paragraph.lines()))
        if above is not None:
            title = f"{above.title}, {title}"
            found[index - 1] = Theme(title="", sure=True)
        found[index] = Theme(title=title, sure=True, pieces=pieces)
    return found


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


def _is_titled(text: str) -> bool:
    """Whether a line with a colon at its end is a heading: all of its longer words have capitals."""
    words = text.removesuffix(":").split()
    longer = [word for word in words if len(word) > _SHORT_WORD]
    return text.endswith(":") and 1 < len(longer) <= len(words) <= _MOST_TITLED and all(w[0].isupper() for w in longer)


def _is_bare(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether a paragraph before a turn looks like a heading: alone, short, without a final mark, after a full stop."""
    text = paragraphs[index].text
    return (
        paragraphs[index].look.alone
        and not paragraphs[index].look.bullet
        and not paragraphs[index].look.listed
        and not paragraphs[index].look.level
        and text != ""
        and not is_sound(text)
        and len(text) <= _LONGEST_BARE
        and not (text.endswith(_OPEN_ENDS) and not _is_titled(text))
        and not text[0].islower()
        and text[0].isalnum()
        and is_finished(paragraphs[index - 1].text)
    )
