"""A text on its way to speech: which of its stretches are settled, and how they are said."""

from __future__ import annotations

import bisect
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from stimmwerk.casting.spoken import Piece
from stimmwerk.speech import Say

#: Stands, in what a rule sees, for each character that is settled: SAID is spoken as something else, GONE is not
#: spoken.  Both are noncharacters of Unicode; a text that holds them loses them.
SAID = "\ufdd0"
GONE = "\ufdd1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a rule decides: the characters ``start`` to ``stop`` are spoken as ``say``, or not at all for None."""

    start: int
    stop: int
    say: Say | None


#: Looks at a text in which settled characters are SAID or GONE, and yields changes from left to right.
Rule = Callable[[str], Iterable[Change]]


def swap(pattern: str | re.Pattern[str], spoken: str | Callable[[re.Match[str]], str | None]) -> Rule:
    """The rule that speaks every match of a pattern as another text.

    spoken: the text, or what gives it from the match.  An empty text: not spoken; None: left as it is.
    """
    compiled = re.compile(pattern)

    def rule(text: str) -> Iterator[Change]:
        for match in compiled.finditer(text):
            words = spoken if isinstance(spoken, str) else spoken(match)
            if words is not None:
                yield Change(start=match.start(), stop=match.end(), say=Say(text=words) if words else None)

    return rule


class Draft:
    """One text while rules work on it.  What one rule has settled, no later rule changes."""

    def __init__(self, text: str) -> None:
        self._original = text
        self._seen = text
        self._starts: list[int] = []
        self._settled: list[Change] = []
        self.settle(swap(f"[{SAID}{GONE}]+", "")(text))

    @property
    def seen(self) -> str:
        """The text as the next rule sees it; as long as the original."""
        return self._seen

    def apply(self, rule: Rule) -> None:
        """Has a rule look at the text, and settles what it decides."""
        self.settle(rule(self._seen))

    def settle(self, changes: Iterable[Change]) -> None:
        """Keeps every change of an untouched, not empty stretch; the first to speak for a stretch is heard."""
        fresh: list[Change] = []
        shown: list[str] = []
        at = 0
        for change in changes:
            if change.start < at or change.start >= change.stop or not self._untouched(change):
                continue
            mark = GONE if change.say is None else SAID
            shown += (self._seen[at : change.start], mark * (change.stop - change.start))
            at = change.stop
            fresh.append(change)
        if fresh:
            self._seen = "".join((*shown, self._seen[at:]))
            self._settled = sorted((*self._settled, *fresh), key=lambda change: change.start)
            self._starts = [change.start for change in self._settled]

    def _untouched(self, change: Change) -> bool:
        after = bisect.bisect_left(self._starts, change.stop)
        return after == 0 or self._settled[after - 1].stop <= change.start

    def pieces(self) -> tuple[Piece, ...]:
        """The whole text as pieces: what was settled as it was settled, the rest literally."""
        found: list[Piece] = []
        at = 0
        for change in self._settled:
            found += self._literal(at, change.start)
            if change.say is not None:
                literal = change.say.text == self._original[change.start : change.stop]
                found.append(Piece(say=change.say, start=change.start, stop=change.stop, literal=literal))
            at = change.stop
        found += self._literal(at, len(self._original))
        return tuple(found)

    def _literal(self, start: int, stop: int) -> list[Piece]:
        if start == stop:
            return []
        return [Piece(say=Say(text=self._original[start:stop]), start=start, stop=stop, literal=True)]
