"""What a judgement on labels leaves in doubt, with the option that settles it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet

from stimmwerk.importers.base import Caution
from stimmwerk.importers.basics import shortened
from stimmwerk.importers.candidates import Candidate
from stimmwerk.importers.names import announces, is_role, take_apart
from stimmwerk.importers.openings import Opening, text_behind
from stimmwerk.importers.source import Source, begins
from stimmwerk.importers.vocabulary import MARKERS

_FEW_OF_MARKER = 6
_MOST_TOLD = 200


def find_doubts(
    source: Source,
    openings: Mapping[int, Opening],
    by_line: Mapping[int, Sequence[Candidate]],
    settled: AbstractSet[str],
    refused: AbstractSet[str],
) -> Iterator[Caution]:
    """Labels that stand there once and were taken, and those that were not taken.

    openings, by_line: by index of a line, in the order of the document; settled,
    refused: folded labels of which the user has spoken.
    """
    lines, numbers = source.lines, source.numbers
    begin = next(iter(openings), 0)
    taken = {opening.folded for opening in openings.values()}
    told: set[str] = set()
    for index, opening in openings.items():
        if not opening.once:
            continue
        folded = opening.folded
        marker = folded in MARKERS and len(text_behind(opening, index, lines).split()) < _FEW_OF_MARKER
        plain = len(opening.label.split()) < 2 or not (take_apart(opening.label).asides or _is_titled(opening.label))
        doubtful = opening.label and plain and not is_role(opening.label)
        if doubtful and folded not in told and folded not in settled and not marker:
            told.add(folded)
            text = (
                f"{opening.label!r} stands here once and was taken for a speaker; if it is none: "
                f'--speaker "{opening.label}="'
            )
            yield Caution(line=numbers[index], code="label-once", message=text)
    seen: Counter[str] = Counter()
    for index, candidates in by_line.items():
        first = candidates[0]
        folded = first.folded
        wrapped = index - 1 in openings and openings[index - 1].lines > 1
        if wrapped or index in openings or folded in taken or folded in refused or first.form not in ("colon", "time"):
            continue
        seen[folded] += 1
        inside = bool(openings) and first.named and not announces(first.label) and begins(lines, index)
        late = inside and index > begin
        if (late or seen[folded] == (2 if openings else 3)) and folded not in told and len(told) < _MOST_TOLD:
            told.add(folded)
            places = "several lines" if seen[folded] > 1 else "this line"
            text = (
                f"{shortened(first.label)!r} stands before {places} and was not taken for a speaker; "
                f'if it is one: --speaker "{first.label}=NAME"'
            )
            yield Caution(line=numbers[index], code="not-a-label", message=text)


def _is_titled(label: str) -> bool:
    return bool(take_apart(label).titles)
