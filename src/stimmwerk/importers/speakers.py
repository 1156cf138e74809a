"""Which paragraphs open turns: ``Name: text`` is a turn only where the whole text speaks for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stimmwerk.importers.paragraphs import Paragraph
from stimmwerk.importers.vocabulary import ANNOUNCING, JOINING, NO_FIRST_WORD, PARTS
from stimmwerk.script.model import fold_label

_CANDIDATE = re.compile(r"([^:]{1,60}):(?:\s+(\S.*)|\s*)\Z")
_INTERJECTION = re.compile(r"\(([^():]{1,50}):\s+([^()]+)\)")
_NAME_WORD = re.compile(r"[^\W\d_](?:[\w'’/&-]*|[\w'’-]{0,4}\.)\Z")
_NUMBERED = re.compile(r"\d{1,3}\Z")
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\Z")

_MOST_WORDS = 5
_MOST_WORDS_ONCE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The beginning of a turn.  label: words one space apart; text: what is said in the same paragraph, or empty;
    once: the label stands there once only, so that it may be none.
    """

    label: str
    text: str
    once: bool = False


def opens_turn(text: str) -> bool:
    """Whether a line could open a turn, judged by itself."""
    opening = _candidate(text)
    return opening is not None and _is_name(opening.label)


def find_openings(paragraphs: Sequence[Paragraph], known_labels: Iterable[str]) -> dict[int, Opening]:
    """Index of a paragraph -> the turn that it opens.

    A label that stands before several paragraphs and looks like a name is one.  After the first of them, a label
    that stands there once may be one too.  Where no label comes twice, labels must be most of the text.
    """
    known = {fold_label(label) for label in known_labels}
    candidates: dict[int, Opening] = {}
    for index, paragraph in enumerate(paragraphs):
        opening = None if paragraph.bullet else _candidate(paragraph.text)
        if opening is not None and _is_name(opening.label):
            candidates[index] = opening
    count = Counter(fold_label(opening.label) for opening in candidates.values())
    often = {i: o for i, o in candidates.items() if count[fold_label(o.label)] > 1 and not _announces(o.label)}
    distinct = {fold_label(opening.label) for opening in often.values()}
    once = {
        i: Opening(label=o.label, text=o.text, once=True)
        for i, o in candidates.items()
        if i not in often and o.text and (fold_label(o.label) in known or _may_stand_once(o))
    }
    if len(distinct) > 1 or len(often) > 2 or (often and once):
        first = min(often)
        return dict(sorted({**often, **{i: o for i, o in once.items() if i > first}}.items()))
    found = {**often, **once}
    body = sum(not paragraph.bullet for paragraph in paragraphs)
    familiar = bool(found) and all(fold_label(opening.label) in known for opening in found.values())
    if familiar or (len(found) > 1 and 2 * len(found) >= body):
        return dict(sorted(found.items()))
    return {}


def find_interjections(text: str) -> tuple[tuple[int, int, str, str], ...]:
    """Where others speak up in brackets inside a turn: (start, stop, label, text), in order."""
    found = []
    for match in _INTERJECTION.finditer(text):
        label, said = " ".join(match.group(1).split()), match.group(2).strip()
        if _is_name(label) and not _announces(label) and not _part(label) and any(c.isalnum() for c in said):
            found.append((match.start(), match.end(), label, said))
    return tuple(found)


def _candidate(text: str) -> Opening | None:
    found = _CANDIDATE.match(text)
    return Opening(label=" ".join(found.group(1).split()), text=found.group(2) or "") if found else None


def _is_name(label: str) -> bool:
    """Whether all words of a label begin as names do; a number may stand last (``Speaker 2``)."""
    words = _IN_BRACKETS.sub("", label).split()
    if not 0 < len(words) <= _MOST_WORDS or _part(label):
        return False
    named = words[:-1] if len(words) > 1 and _NUMBERED.match(words[-1]) else words
    capital = [word for word in named if word not in JOINING]
    return (
        bool(capital)
        and all(_NAME_WORD.match(word) and not word[0].islower() for word in capital)
        and words[-1] not in JOINING
        and not (len(words) > 1 and words[0].casefold() in NO_FIRST_WORD)
    )


def _part(label: str) -> bool:
    """Whether the label numbers a part: ``Kapitel 3``."""
    words = label.casefold().split()
    return len(words) == 2 and words[0] in PARTS and bool(_NUMBERED.match(words[1]))


def _announces(label: str) -> bool:
    return label.split(maxsplit=1)[0].casefold().rstrip(".") in ANNOUNCING


def _may_stand_once(opening: Opening) -> bool:
    words = opening.label.split()
    return (
        len(words) <= _MOST_WORDS_ONCE
        and not _announces(opening.label)
        and words[0].casefold() not in NO_FIRST_WORD
        and not opening.text[0].islower()
    )
