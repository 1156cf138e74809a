"""How labels are dressed: with titles and offices, and in capitals."""

from __future__ import annotations

from collections import Counter

from stimmwerk.importers.candidates import Candidate
from stimmwerk.importers.names import is_role, take_apart

#: Of fewer openings nobody can tell.
_LEAST = 20


def dressed_of(labelled: Counter[str]) -> float:
    """The part of many openings whose labels have a title, an office or a party; 0 for few."""
    many = labelled.total()
    dressed = sum(count for label, count in labelled.items() if is_dressed(label))
    return dressed / many if many >= _LEAST else 0.0


def is_dressed(label: str) -> bool:
    """Whether a label has a title, an office, a party or a part in the conversation."""
    name = take_apart(label)
    return bool(name.titles or name.asides) or is_role(label)


def is_cried(candidate: Candidate) -> bool:
    """Whether a label is of several words in capitals, as scripts of broadcasts introduce somebody."""
    return candidate.named and " " in candidate.label and shouts(candidate.label)


def shouts(label: str) -> bool:
    """Whether all letters of a label are capitals, and there are several."""
    letters = [c for c in label if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)
