"""Page numbers and running titles: lines that come back on every page and are no part of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise

from stimmwerk.importers.source import Line

_NUMBER = re.compile(r"\d+")
_LONGEST = 120
_LEAST = 3
_MOST_STEP = 60
_LETTER = re.compile(r"[^\W\d_]")
#: What ends a sentence, and no page number.
_SENTENCE = tuple(".!?,")
_CLOCK = re.compile(r"\d:\d\d")


def find_furniture(lines: Sequence[Line]) -> dict[int, str]:
    """Index of a line -> why it is no text.

    Lines that are the same but for one number which counts up are page numbers; what comes back word for word right
    beside them is a running title.
    """
    shapes: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for index, line in enumerate(lines):
        if line.kind == "text" and len(line.text) <= _LONGEST and not line.bullet and _NUMBER.search(line.text):
            speaks = line.text.endswith(_SENTENCE) or ":" in line.text or "：" in line.text
            if speaks and _LETTER.search(line.text):
                continue
            numbers = [int(number) for number in _NUMBER.findall(line.text) if len(number) < 7]
            if numbers and not _CLOCK.search(line.text):
                shapes[_NUMBER.sub("#", line.text)].append((index, numbers[0]))
    found: dict[int, str] = {}
    for shape, places in shapes.items():
        if len(places) >= _LEAST and _is_paging(shape, places, lines):
            found |= dict.fromkeys((index for index, _ in places), "a page number")
    return found | _running_titles(lines, found)


def _is_paging(shape: str, places: Sequence[tuple[int, int]], lines: Sequence[Line]) -> bool:
    numbers = [number for _, number in places]
    steps = [later - earlier for earlier, later in pairwise(numbers)]
    words = [word for word in shape.replace("#", " ").split() if any(c.isalpha() for c in word)]
    bare = not words
    if not all(0 < step <= _MOST_STEP for step in steps):
        return False
    apart = all(later - earlier > 1 for (earlier, _), (later, _) in pairwise(places))
    if bare:
        # Numbers alone on their lines: cues of subtitles or lines of a table count up by one, with little between.
        return apart and all(later - earlier > 4 for (earlier, _), (later, _) in pairwise(places))
    spread = places[-1][0] - places[0][0]
    names = words[0].casefold().strip(".") in _PAGE or len(words) > 2
    return (
        apart and names and spread >= 8 * len(places) and all(_stands_alone(lines, index) for index, _ in places[:50])
    )


_PAGE = frozenset(
    ("seite", "page", "página", "pagina", "s", "p", "pág", "pag", "blatt", "第", "页", "deutscher", "plenarprotokoll")
)


def _stands_alone(lines: Sequence[Line], index: int) -> bool:
    """Whether a line is short beside a gap, or beside another of its kind."""
    before = index == 0 or lines[index - 1].kind != "text"
    after = index + 1 >= len(lines) or lines[index + 1].kind != "text"
    return before or after


def _running_titles(lines: Sequence[Line], pages: dict[int, str]) -> dict[int, str]:
    near: dict[str, list[int]] = defaultdict(list)
    for page in pages:
        for index in (*range(page - 3, page), *range(page + 1, page + 4)):
            if 0 <= index < len(lines) and index not in pages and lines[index].kind == "text":
                text = lines[index].text
                if len(text) <= _LONGEST and not text.endswith((".", "!", "?", ":", "：")):
                    near[text].append(index)
    return {
        index: "a running title"
        for places in near.values()
        if len(set(places)) >= _LEAST and 2 * len(set(places)) >= len(pages) / 2
        for index in places
    }
