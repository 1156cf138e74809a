"""Brackets that go over several lines, as minutes have them: nobody takes the floor within one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stimmwerk.importers.source import Line, Source, joined_lines

_OPENS = ("(", "（")
_MOST_LINES = 14
_LONGEST = 1000


def close_brackets(source: Source) -> Source:
    """The text, each round bracket that opens at the beginning of a line and goes on below it on one line."""
    lines = source.lines
    if not any(line.text.startswith(_OPENS) and _depth(line.text) > 0 for line in lines):
        return source
    made: list[Line] = []
    numbers: list[int] = []
    index = 0
    while index < len(lines):
        stop = _stop(lines, index)
        if stop > index + 1:
            text, _ = joined_lines([line.text for line in lines[index:stop]])
            made.append(Line(text=text))
        else:
            made.append(lines[index])
        numbers.append(source.numbers[index])
        index = stop
    return replace(source, lines=made, numbers=numbers)


def _stop(lines: Sequence[Line], index: int) -> int:
    """The index behind the line on which the bracket closes that a line opens; the next where there is none."""
    line = lines[index]
    if line.kind != "text" or not line.text.startswith(_OPENS):
        return index + 1
    depth = length = 0
    for at in range(index, min(index + _MOST_LINES, len(lines))):
        if lines[at].kind != "text" or lines[at].bullet or (at > index and lines[at].text.startswith(_OPENS)):
            break
        depth += _depth(lines[at].text)
        length += len(lines[at].text)
        if length > _LONGEST:
            break
        if depth <= 0:
            return at + 1
    return index + 1


def _depth(text: str) -> int:
    return text.count("(") + text.count("（") - text.count(")") - text.count("）")
