"""How much of a text is turns, if certain lines open them."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from stimmwerk.importers.source import Line, begins
from stimmwerk.importers.stage import is_direction


def covered(lines: Sequence[Line], places: Collection[int]) -> float:
    """The part of the paragraphs, from the first of the places to the last, that begin at one; 0 for no places.

    Directions are no paragraphs.
    """
    if not places:
        return 0.0
    at = frozenset(places)
    beginnings = sum(
        index in at or _begins_speech(lines, index)
        for index in range(min(at), max(at) + 1)
        if lines[index].kind == "text"
    )
    return len(at) / max(1, beginnings)


def _begins_speech(lines: Sequence[Line], index: int) -> bool:
    return begins(lines, index) and not is_direction(lines[index].text)
