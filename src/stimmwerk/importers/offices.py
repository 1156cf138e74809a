"""The office below a name, as the minutes of companies have it: nobody speaks it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stimmwerk.importers.ending import is_finished
from stimmwerk.importers.openings import Opening
from stimmwerk.importers.source import Line

_LEAST = 2
_MOST_WORDS = 14
_LONGEST = 100
_OPEN = tuple(",;:-–—：，；")


def find_offices(lines: Sequence[Line], openings: Mapping[int, Opening]) -> dict[int, str]:
    """Index of a line -> why it is no text: a line directly below a name alone, before a gap and what is said.

    One such line may be a short answer; where the same person has the same line again, it is an office.
    """
    found: dict[int, tuple[str, str]] = {}
    for index, opening in openings.items():
        below = index + opening.lines
        if not opening.said and below not in openings and _may_be_office(lines, below, openings):
            found[below] = (opening.folded, lines[below].text)
    pairs = list(found.values())
    if len(pairs) < _LEAST or len(set(pairs)) == len(pairs):
        return {}
    return dict.fromkeys(found, "the office of a speaker")


def _may_be_office(lines: Sequence[Line], index: int, openings: Mapping[int, Opening]) -> bool:
    if index + 2 >= len(lines) or lines[index].kind != "text" or lines[index + 1].kind != "blank":
        return False
    text = lines[index].text
    said = next((at for at in range(index + 2, min(index + 5, len(lines))) if lines[at].kind == "text"), None)
    return (
        said is not None
        and said not in openings
        and len(text) <= _LONGEST
        and len(text.split()) <= _MOST_WORDS
        and not is_finished(text)
        and not text.endswith(_OPEN)
        and not text[:1].islower()
    )
