import dataclasses
import re
from itertools import pairwise

import pytest

from stimmwerk.exports.edition import EditionChapter
from stimmwerk.exports.page.icons import BARS, wave

from ..editions import edition, turn

SECOND = 44_100


def bars(made, **voices):
    """Class -> (left, height) of its bars."""
    found = {}
    for name, path in re.findall(r'class="bar (\S+)" d="([^"]*)"', wave(made, voices)):
        found[name] = [(float(left), float(high)) for left, high in re.findall(r"M(\S+) \S+?h\S+?v([\d.]+)h", path)]
    return found


def two():
    half, whole = 90 * SECOND, 180 * SECOND
    chapters = EditionChapter(start=0, stop=half, title="x"), EditionChapter(start=half, stop=whole, title="y")
    first = turn("A", (0, 60 * SECOND, "a"))
    return edition(chapters, (first, turn("B", (60 * SECOND, 120 * SECOND, "b"), number=1)))


def test_who_speaks_when():
    found = bars(two(), a=0, b=1)
    assert {name: len(path) for name, path in found.items()} == {"w0": 60, "w1": 60, "w-none": 60}
    assert max(left for left, _ in found["w0"]) < min(left for left, _ in found["w1"])


def test_chapters_have_ticks_but_the_first():
    assert re.findall(r"M([\d.]+) 0v100", wave(two(), {"a": 0, "b": 1})) == ["500.00"]


@pytest.mark.parametrize("count", [30, 200])
def test_many_chapters_do_not_hide_who_speaks(count):
    chapters = tuple(EditionChapter(start=n * SECOND, stop=(n + 1) * SECOND, title=str(n)) for n in range(count))
    places = [float(place) for place in re.findall(r"M([\d.]+) 0v100", wave(edition(chapters), {}))]
    assert len(places) == min(count - 1, 49)
    assert min(b - a for a, b in pairwise(places)) >= 19.99


def test_loudness_is_height():
    loudness = tuple([-13.0] * 30 + [-16.0] * 30 + [-23.0] * 60 + [None] * 60)
    found = bars(dataclasses.replace(two(), loudness=loudness), a=0, b=1)
    assert [high for _, high in found["w0"]] == [100.0] * 30 + [79.0] * 30
    assert {high for _, high in found["w1"]} == {30.0}
    assert {high for _, high in found["w-none"]} == {14.0}


def test_small_differences_stay_small():
    found = bars(dataclasses.replace(two(), loudness=tuple([-16.0] * 90 + [-17.0] * 90)), a=0, b=1)
    assert {high for _, high in found["w0"]} == {100.0}
    assert min(high for _, high in found["w1"]) > 80


@pytest.mark.parametrize("length", [1, 7, BARS - 1, BARS + 1, 10**9])
def test_any_length(length):
    made = edition((EditionChapter(start=0, stop=length, title="x"),), loudness=(-20.0,))
    assert sum(map(len, bars(made).values())) == BARS
