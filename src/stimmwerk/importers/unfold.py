"""Turns that stand one behind the other on a line, as pages without line breaks have them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from stimmwerk.importers.names import announces, is_cjk, is_name, is_role, tidy_label
from stimmwerk.importers.source import Line, Source
from stimmwerk.importers.vocabulary import TITLES
from stimmwerk.script.model import fold_label

#: A label behind the end of a sentence: what stands before its colon has no end of a sentence in it.
_INSIDE = re.compile(r"(?<=[.!?…。！？\"”’」])\s{0,3}([^\W\d_][^.!?…。！？:：]{0,40})[:：](?![/\d])")
_FIRST = re.compile(r"([^\W\d_][^.!?…。！？:：]{0,40})[:：](?![/\d])")
_LEAST = 3
_ABBREVIATION = 3


def unfold(source: Source) -> Source:
    """The text, each line cut where another turn begins on it.

    Only labels that recur behind the ends of sentences, and there more often than at the beginning of lines; at least
    two of them.
    """
    inside: Counter[str] = Counter()
    first: Counter[str] = Counter()
    for line in source.lines:
        if line.kind != "text" or (":" not in line.text and "：" not in line.text):
            continue
        if found := _FIRST.match(line.text):
            first[fold_label(found.group(1))] += 1
        inside.update(fold_label(label) for _, label in _labels(line.text))
    cutting = {label for label, count in inside.items() if count > 1 and count >= first[label]}
    speaking = {label for label in first if is_role(label) or first[label] > 1} | cutting
    if sum(inside[label] for label in cutting) < _LEAST or len(speaking) < 2:
        return source
    labels = cutting | {label for label in inside if label in first}
    lines: list[Line] = []
    numbers: list[int] = []
    for line, number in zip(source.lines, source.numbers, strict=True):
        pieces = list(_cut(line, labels))
        lines += pieces
        numbers += [number] * len(pieces)
    return replace(source, lines=lines, numbers=numbers)


def _labels(text: str) -> Iterator[tuple[int, str]]:
    """(place, label) of everything inside a text that may open another turn."""
    for found in _INSIDE.finditer(text):
        label = tidy_label(found.group(1))
        before = text[max(0, found.start() - 40) : found.start()].rsplit(None, 1)
        abbreviated = (
            before
            and before[-1].endswith(".")
            and (before[-1].strip("(.").casefold() in TITLES or len(before[-1]) <= _ABBREVIATION)
        )
        if abbreviated:
            continue
        spaced = found.start(1) > found.start() or is_cjk(label)
        if spaced and is_name(label) and not announces(label):
            yield found.start(1), label


def _cut(line: Line, labels: Iterable[str]) -> Iterator[Line]:
    if line.kind != "text":
        yield line
        return
    places = [at for at, label in _labels(line.text) if fold_label(label) in labels]
    starts = [0, *places]
    for start, stop in zip(starts, [*places, len(line.text)], strict=True):
        text = line.text[start:stop].strip()
        if text:
            yield (
                line
                if not places
                else Line(text=text, look=replace(line.look, strong=_within(line, start, stop), gap=0))
            )


def _within(line: Line, start: int, stop: int) -> tuple[tuple[int, int], ...]:
    return tuple((max(0, a - start), b - start) for a, b in line.strong if start <= a and b <= stop)
