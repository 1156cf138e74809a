"""Page numbers and running titles: lines that come back on every page and are no part of the text."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from stimmwerk.importers.source import Line

_NUMBER = re.compile(r"\d+")
_LONGEST = 120
_LEAST = 3
_LEAST_CHAIN = 6
_MOST_STEP = 60
_FINAL = tuple(".!?…:")
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
        if len(places) >= _LEAST:
            found |= dict.fromkeys((index for index, _ in _paging(shape, places, lines)), "a page number")
    found |= _running_titles(lines, found)
    return found | dict.fromkeys(_page_breaks(lines, found), "a page break")


def _page_breaks(lines: Sequence[Line], found: Mapping[int, str]) -> Iterator[int]:
    """The empty lines around what stands on every page, where it stands within a sentence."""
    index = 0
    places = sorted(found)
    while index < len(places):
        first = last = places[index]
        while first and lines[first - 1].kind == "blank":
            first -= 1
        while last + 1 < len(lines) and (last + 1 in found or lines[last + 1].kind == "blank"):
            last += 1
        while index < len(places) and places[index] <= last:
            index += 1
        if not first or last + 1 >= len(lines) or lines[first - 1].kind != "text" or lines[last + 1].kind != "text":
            continue
        before, after = lines[first - 1].text, lines[last + 1].text
        if after[:1].islower() and before[-1] not in _FINAL and not lines[last + 1].bullet:
            yield from (at for at in range(first, last + 1) if at not in found)


def _paging(shape: str, places: Sequence[tuple[int, int]], lines: Sequence[Line]) -> Sequence[tuple[int, int]]:
    """Those of the places that are page numbers: all, or where others stand between them those that count up by one."""
    if _is_paging(shape, places, lines):
        return places
    chain = _longest_count(places)
    fits = len(chain) >= _LEAST_CHAIN and 2 * len(chain) >= len(places)
    return chain if fits and _is_paging(shape, chain, lines) else ()


def _longest_count(places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of places whose numbers count up by one, whatever stands between them."""
    best: dict[int, tuple[int, int]] = {}
    before: list[int] = []
    for at, (_, number) in enumerate(places):
        length, last = best.get(number - 1, (0, -1))
        before.append(last)
        if length + 1 >= best.get(number, (0, -1))[0]:
            best[number] = (length + 1, at)
    at = max(best.values())[1]
    chain: list[tuple[int, int]] = []
    while at >= 0:
        chain.append(places[at])
        at = before[at]
    return chain[::-1]


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
