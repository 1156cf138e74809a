"""What a script emphasises, on the pieces that are spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from stimmwerk.casting.spoken import Piece

#: More words than this are set off and not stressed: a title, a quotation, an aside.
MOST_WORDS = 6

_LEVELS = {"emphasis": 1, "strong": 2}
_WORD = re.compile(r"\w+(?:['’.]\w+)*")


def emphasised(
    pieces: Sequence[Piece], text: str, spans: Sequence[tuple[int, int, str, str | None]]
) -> tuple[Piece, ...]:
    """The pieces, cut where an emphasis begins or ends, each with its level (``Say.emphasis``).

    text: the original; spans: as in ``speakable``.  Words are stressed whole.
    """
    stressed = list(_stressed(text, spans))
    if not stressed:
        return tuple(pieces)
    return tuple(part for piece in pieces for part in _cut(piece, stressed))


def _stressed(text: str, spans: Sequence[tuple[int, int, str, str | None]]) -> Iterator[tuple[int, int, int]]:
    """Start, stop and level of every word that is stressed, rising."""
    levels: dict[tuple[int, int], int] = {}
    words = [match.span() for match in _WORD.finditer(text)]
    for start, stop, kind, _ in spans:
        if kind in _LEVELS:
            inside = [word for word in words if word[0] < stop and word[1] > start]
            if len(inside) <= MOST_WORDS:
                for word in inside:
                    levels[word] = max(levels.get(word, 0), _LEVELS[kind])
    for (start, stop), level in sorted(levels.items()):
        yield start, stop, level


def _cut(piece: Piece, stressed: Sequence[tuple[int, int, int]]) -> Iterator[Piece]:
    inside = [word for word in stressed if word[0] < piece.stop and word[1] > piece.start]
    if not inside:
        yield piece
        return
    # Only what is plain text can be cut: a sound, and what is read otherwise, are of the whole.
    if not piece.literal or piece.say.ipa is not None or piece.say.native:
        yield replace(piece, say=replace(piece.say, emphasis=max(level for *_, level in inside)))
        return
    at = piece.start
    for start, stop, level in inside:
        for first, last, stress in ((at, max(at, start), 0), (max(at, start), min(stop, piece.stop), level)):
            if first < last:
                said = piece.say.text[first - piece.start : last - piece.start]
                yield replace(piece, say=replace(piece.say, text=said, emphasis=stress), start=first, stop=last)
        at = min(stop, piece.stop)
    if at < piece.stop:
        yield replace(piece, say=replace(piece.say, text=piece.say.text[at - piece.start :]), start=at)
