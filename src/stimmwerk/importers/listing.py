"""Lists whose items are turns: names that take turns before colons, and numbers in front of them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from stimmwerk.importers.base import LeftOut
from stimmwerk.importers.names import announces, is_name, tidy_label
from stimmwerk.importers.source import Line, Source
from stimmwerk.importers.vocabulary import LISTED
from stimmwerk.script.model import fold_label

_LABELLED = re.compile(r"([^\W\d_][^:：]{0,60})[:：]\s*(?=[^\s/\d])")
_NUMBERED = re.compile(r"[(\[]?(\d{1,4})[.)\]]{0,2}\s+(?=[^\W\d_][^:：]{0,60}[:：])")
_LEAST = 4
_MOSTLY = 0.8
#: So many of the turns belong to people who come again.
_OFTEN = 0.7
#: Of two turns in a row so many are of one label, where people take turns.
_MOST_IN_A_ROW = 0.2


def lists_turns(lines: Sequence[Line]) -> bool:
    """Whether the items of a list are turns: nearly all begin with names that come again and take turns."""
    items = [line for line in lines if line.bullet]
    return len(items) >= _LEAST and _take_turns([_label(line.text) for line in items])


def without_numbers(source: Source) -> Source:
    """The text without the numbers before its turns, which count up by one (``12. Ida: Text``)."""
    numbered: dict[int, re.Match[str]] = {}
    for index, line in enumerate(source.lines):
        found = _NUMBERED.match(line.text) if line.kind == "text" and line.text[:1] in _OPENINGS else None
        if found is not None:
            numbered[index] = found
    if not _numbers_turns(source, numbered):
        numbered = _numbered_questions(source, numbered)
    if not numbered:
        return source
    lines = list(source.lines)
    left = []
    for index, found in numbered.items():
        line, at = lines[index], found.end()
        strong = tuple((max(0, begin - at), end - at) for begin, end in line.strong if end > at)
        lines[index] = Line(text=line.text[at:], look=replace(line.look, strong=strong, gap=max(0, line.look.gap - at)))
        left.append(LeftOut(line=source.numbers[index], text=found.group().strip(), reason="the number of a turn"))
    return replace(source, lines=lines, left_out=(*source.left_out, *left))


def _numbers_turns(source: Source, numbered: Mapping[int, re.Match[str]]) -> bool:
    counts = [int(found.group(1)) for found in numbered.values()]
    rising = sum(later == earlier + 1 for earlier, later in pairwise(counts))
    if len(numbered) < _LEAST or rising < _MOSTLY * (len(numbered) - 1):
        return False
    return _take_turns([_label(source.lines[index].text[found.end() :]) for index, found in numbered.items()])


def _numbered_questions(source: Source, numbered: Mapping[int, re.Match[str]]) -> dict[int, re.Match[str]]:
    """Those of the numbered lines that open turns although most turns have no number, as the first of each question in
    a parliament has: who speaks there, speaks without a number elsewhere.
    """
    if not numbered:
        return {}
    plain = Counter(_label(line.text) for index, line in enumerate(source.lines) if index not in numbered)
    plain[""] = 0
    return {index: found for index, found in numbered.items() if plain[_label(found.string[found.end() :])] > 1}


_OPENINGS = frozenset("0123456789([")


def _label(text: str) -> str:
    """The folded label that begins a text; empty for none."""
    found = _LABELLED.match(text)
    label = tidy_label(found.group(1)) if found else ""
    named = bool(label) and is_name(label) and not announces(label) and label.casefold() not in LISTED
    return fold_label(label) if named else ""


def _take_turns(labels: Sequence[str]) -> bool:
    """Whether labels, empty where there is none, are those of people who take turns."""
    named = [label for label in labels if label]
    count = Counter(named)
    recurring = [label for label in count if count[label] > 1]
    in_a_row = sum(one == other for one, other in pairwise(named))
    return (
        len(recurring) > 1
        and len(named) >= _MOSTLY * len(labels)
        and sum(count[label] for label in recurring) >= _OFTEN * len(named)
        and in_a_row <= _MOST_IN_A_ROW * len(named)
    )
