"""A table of contents with times above a talk, whose titles come again as headings without any marks."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from stimmwerk.importers.base import LeftOut
from stimmwerk.importers.source import BLANK, Line, Source, look_of
from stimmwerk.importers.times import lead_time
from stimmwerk.importers.vocabulary import CHROME_HEADINGS

_DASH = re.compile(r"[–—|:-]\s*")
_LEAST = 2
_MOSTLY = 0.5
_LONGEST = 120


def with_contents(source: Source) -> Source:
    """The text with each line that repeats a title of its table of contents as a heading, and without the table.

    As it is where most of the titles do not come again, each of them once: names come again and again.
    """
    titles = _titles(source.lines)
    if len(titles) < _LEAST:
        return source
    first, last = min(titles), max(titles)
    wanted = set(titles.values())
    found: dict[str, list[int]] = defaultdict(list)
    for index in range(last + 1, len(source.lines)):
        line = source.lines[index]
        if line.kind == "text" and line.text in wanted:
            found[line.text].append(index)
    if any(len(places) > 1 for places in found.values()) or len(found) < max(_LEAST, _MOSTLY * len(wanted)):
        return source
    lines = list(source.lines)
    above = next((index for index in range(first - 1, -1, -1) if lines[index].kind != "blank"), first)
    gone = [*([above] if lines[above].text.casefold().strip(" :") in CHROME_HEADINGS else []), *titles]
    left = [LeftOut(line=source.numbers[index], text=lines[index].text, reason="a table of contents") for index in gone]
    for index in gone:
        lines[index] = BLANK
    for (index,) in found.values():
        lines[index] = Line(text=lines[index].text, kind="heading", look=look_of(level=2))
    return replace(source, lines=lines, left_out=(*source.left_out, *left))


def _titles(lines: Sequence[Line]) -> dict[int, str]:
    """Index of a line -> the title in it, of the first lines in a row that are a time and a title."""
    found: dict[int, str] = {}
    for index, line in enumerate(lines):
        at = lead_time(line.text[:60], bare=True) if line.kind == "text" and len(line.text) <= _LONGEST else 0
        title = _DASH.sub("", line.text[at:].strip(), count=1).strip() if at else ""
        if title and any(c.isalpha() for c in title):
            found[index] = title
        elif found and line.kind != "blank":
            if len(found) >= _LEAST:
                break
            found = {}
    return found
