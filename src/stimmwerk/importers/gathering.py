"""Every line of a document that may open a turn, gathered before any is judged."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace

from stimmwerk.importers.candidates import Candidate, Form, candidates_of, wrapped_candidate
from stimmwerk.importers.ending import is_finished
from stimmwerk.importers.listing import lists_turns
from stimmwerk.importers.names import announces, split_asides
from stimmwerk.importers.openings import text_behind
from stimmwerk.importers.source import MOST_SHARED, Line, begins
from stimmwerk.importers.stage import is_direction
from stimmwerk.importers.themes import is_part
from stimmwerk.importers.times import lead_time
from stimmwerk.script.model import fold_label

#: A line with nothing but a name belongs to the next line with text, so many lines below.
_NEAR = 4
_LONGEST_HEADING = 60


@dataclass(slots=True, kw_only=True)
class Gathered:
    """All candidates of a document.

    by_line: index of a line -> what it may open, the surest first, never empty, in the order of the document; lines
    that open alike share one tuple.  count: (form, folded label) -> on how many lines; first: folded label -> the
    first of them.
    """

    lines: Sequence[Line]
    by_line: dict[int, tuple[Candidate, ...]]
    count: Counter[tuple[Form, str]] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)

    def groups(self) -> Iterator[tuple[tuple[Candidate, ...], list[int]]]:
        """Each tuple of candidates once, with the lines that open so, in the order of the first of them."""
        places: dict[int, list[int]] = {}
        for index, found in self.by_line.items():
            places.setdefault(id(found), []).append(index)
        for indexes in places.values():
            yield self.by_line[indexes[0]], indexes

    def following(self, index: int) -> int | None:
        """The index of the next line with text, within a few; None where a heading or the end comes first."""
        for other in range(index + 1, min(index + _NEAR, len(self.lines))):
            if self.lines[other].kind == "text":
                return other
            if self.lines[other].kind == "heading":
                return None
        return None

    def text(self, candidate: Candidate, index: int) -> str:
        """What a candidate of a line has behind its label."""
        return text_behind(candidate, index, self.lines)


def gather(
    lines: Sequence[Line],
    *,
    timed: bool,
    known: AbstractSet[str],
    settled: AbstractSet[str],
    refused: AbstractSet[str],
) -> Gathered:
    """The candidates of all lines.

    timed: times at the beginning of lines are no speech; known, settled, refused: folded labels of the cast, and those
    of which the user has spoken.
    """
    gatherer = _Gatherer(lines, timed=timed, known=known, settled=settled, refused=refused)
    return gatherer.gathered()


class _Gatherer:
    def __init__(
        self,
        lines: Sequence[Line],
        *,
        timed: bool,
        known: AbstractSet[str],
        settled: AbstractSet[str],
        refused: AbstractSet[str],
    ) -> None:
        self._lines = lines
        self._timed = timed
        self._known = known
        self._settled = settled
        self._refused = refused
        self._lists_turns = lists_turns(lines)
        self._found = Gathered(lines=lines, by_line={})
        #: By the identity of a line: lines that are alike may be one object.
        self._of_line: dict[int, tuple[Candidate, ...]] = {}
        #: Candidates that are alike become one object.
        self._shared: dict[tuple[Candidate, ...], tuple[Candidate, ...]] = {}

    def gathered(self) -> Gathered:
        """See ``gather``."""
        by_line = self._found.by_line
        for index, line in enumerate(self._lines):
            if line.kind not in ("text", "heading"):
                continue
            found = self._of_line.get(id(line))
            if found is None:
                found = self._of(line)
            if any(not candidate.said or candidate.form in ("dot", "stop") for candidate in found):
                found = self._share(tuple(self._above_time(c, index) for c in found if self._fits_place(c, index)))
            if (wrapped := self._wrapped(index, line)) is not None:
                found = self._share((wrapped, *found))
            if found:
                by_line[index] = found
        self._of_line, self._shared = {}, {}
        self._count()
        return self._found

    def _of(self, line: Line) -> tuple[Candidate, ...]:
        found = self._share(tuple(c for c in candidates_of(line, timed=self._timed) if self._fits(c, line)))
        if len(self._of_line) < MOST_SHARED:
            self._of_line[id(line)] = found
        return found

    def _share(self, found: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
        return self._shared.setdefault(found, found) if found else ()

    def _wrapped(self, index: int, line: Line) -> Candidate | None:
        """The label that begins on a line and ends on the next."""
        if index + 1 >= len(self._lines) or ":" in line.text or "：" in line.text or not begins(self._lines, index):
            return None
        wrapped = wrapped_candidate(line, self._lines[index + 1], timed=self._timed)
        fits = wrapped is not None and self._fits(wrapped, line)
        return wrapped if fits and wrapped and self._fits_place(wrapped, index) else None

    def _fits(self, candidate: Candidate, line: Line) -> bool:
        if candidate.folded in self._refused:
            return False
        if candidate.folded in self._settled:
            return True
        if announces(candidate.label) and candidate.folded not in self._known:
            return candidate.form == "colon"
        if line.bullet and not candidate.strong:
            return self._lists_turns and candidate.form == "colon"
        return not (candidate.form in ("alone", "inline") and line.look.quoted)

    def _fits_place(self, candidate: Candidate, index: int) -> bool:
        """Whether a label may stand there: before something that is said, and not within a sentence."""
        if candidate.folded in self._settled:
            return True
        if candidate.form in ("dot", "stop"):
            above = self._lines[index - 1].text
            return begins(self._lines, index) or is_finished(above) or is_direction(above)
        if candidate.said:
            return True
        if candidate.form == "colon":
            if announces(candidate.label) and candidate.folded not in self._known:
                return True
            following = self._found.following(index)
            return following is not None and not self._lines[following].bullet
        if candidate.form == "alone":
            begun = begins(self._lines, index) or self._stands_above_time(candidate, index) or self._headed(index)
            return begun and self._found.following(index) is not None
        return True

    def _headed(self, index: int) -> bool:
        """Whether nothing but a heading stands above a line in its paragraph: short, and no sentence."""
        above = self._lines[index - 1].text
        return begins(self._lines, index - 1) and len(above) <= _LONGEST_HEADING and is_part(above)

    def _above_time(self, candidate: Candidate, index: int) -> Candidate:
        """A name alone on the line above a time belongs to it."""
        return replace(candidate, form="time") if self._stands_above_time(candidate, index) else candidate

    def _stands_above_time(self, candidate: Candidate, index: int) -> bool:
        below = self._lines[index + 1].text if index + 1 < len(self._lines) else ""
        return candidate.form == "alone" and lead_time(below, bare=self._timed) >= max(1, len(below))

    def _count(self) -> None:
        gathered = self._found
        for found, indexes in gathered.groups():
            for candidate in found:
                if candidate.named or candidate.folded in self._settled:
                    gathered.count[candidate.form, candidate.folded] += len(indexes)
                    first = gathered.first.setdefault(candidate.folded, indexes[0])
                    gathered.first[candidate.folded] = min(first, indexes[0])
        if not gathered.count.get(("letter", "r")):
            # What D. asks, R. answers; behind A., B. and C. it is an item.
            gathered.count.pop(("letter", "d"), None)
        # A name that comes again without its party or office comes again.
        for form, folded in [key for key in gathered.count if key[1].endswith((")", "]"))]:
            bare = fold_label(split_asides(folded)[0])
            if bare != folded and gathered.count.get((form, bare)):
                gathered.count[form, bare] += gathered.count[form, folded]
                gathered.count[form, folded] = gathered.count[form, bare]
