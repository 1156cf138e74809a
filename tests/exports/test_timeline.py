"""The timeline as a drawing, in values and as SVG and PNG."""

import re
from io import BytesIO
from itertools import pairwise
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from stimmwerk.exports.drawing import Area, Box, Line, Words
from stimmwerk.exports.edition import CastMember, EditionChapter
from stimmwerk.exports.timeline import timeline, timeline_png, timeline_svg
from stimmwerk.palette import contrast

from .editions import edition, turn

RATE = 44_100
SVG = "{http://www.w3.org/2000/svg}"
CHAPTERS = (
    EditionChapter(start=0, stop=20 * RATE, title="Einleitung"),
    EditionChapter(start=20 * RATE, stop=60 * RATE, title="„Größe“ & <Maß>"),
)
TURNS = (
    turn("Ada", (1 * RATE, 11 * RATE, "x"), number=0),
    turn("Ben", (12 * RATE, 18 * RATE, "x"), number=1),
    turn("Ada", (20 * RATE, 24 * RATE, "x"), number=2, chapter=1),
)
CAST = (
    CastMember(role="narrator", speakers=(), engine="tone", voice="low"),
    CastMember(role="ben", speakers=("Ben", "B."), engine="tone", voice="mid"),
    CastMember(role="ada", speakers=("Ada",), engine="tone", voice="high"),
)
LOUDNESS = (-16.0, -17.0, None, None, -20.0, None, *[-16.5] * 54)


def whole(**others):
    return edition(CHAPTERS, TURNS, **{"cast": CAST, "loudness": LOUDNESS, "title": "Eine Folge"} | others)


def shapes(kind, drawing):
    return [shape for shape in drawing.shapes if isinstance(shape, kind)]


def texts(drawing):
    return [words.text for words in shapes(Words, drawing)]


def bars(drawing):
    return [box for box in shapes(Box, drawing) if box.colour.startswith("voice")]


def test_every_turn_is_a_bar_in_the_lane_of_its_role():
    found = bars(timeline(whole()))
    assert [(box.colour, box.about) for box in found] == [
        ("voice0", "Ben, 0:12 – 0:18"),
        ("voice1", "Ada, 0:01 – 0:11"),
        ("voice1", "Ada, 0:20 – 0:24"),
    ]
    ben, ada, again = found
    assert ada.y == again.y > ben.y
    # Equal times are equal lengths, and time runs from left to right.
    assert ada.wide / 10 == pytest.approx(ben.wide / 6) == pytest.approx(again.wide / 4)
    assert ben.x - ada.x == pytest.approx(11 * ada.wide / 10)


def test_talk_time_is_told_by_role_and_adds_up():
    found = texts(timeline(whole()))
    assert [text for text in found if "%" in text] == ["30 %", "70 %"]
    assert {"Ben, B.", "Ada", "tone mid", "0:06", "0:14"} <= set(found)
    assert "narrator" not in found


@given(st.lists(st.integers(1, 10**7), min_size=1, max_size=12))
def test_shares_add_up_to_a_hundred(lengths):
    turns, at = [], 0
    for number, length in enumerate(lengths):
        turns.append(turn(f"R{number}", (at, at + length, "x"), number=number))
        at += length
    cast = tuple(CastMember(role=f"r{n}", speakers=(f"R{n}",), engine="e", voice="v") for n in range(len(lengths)))
    found = texts(timeline(edition(turns=turns, cast=cast)))
    assert sum(int(text[:-2]) for text in found if re.fullmatch(r"\d+ %", text)) == 100


def test_chapters_stand_over_their_time():
    drawing = timeline(whole())
    first, second = [box for box in shapes(Box, drawing) if box.colour.startswith("band")]
    assert second.x - first.x == pytest.approx((first.wide + 2) * 1)
    assert (second.wide + 2) / (first.wide + 2) == pytest.approx(2)
    assert second.about == "2 „Größe“ & <Maß>, 0:20"
    assert {"1", "2", "Einleitung", "„Größe“ & <Maß>"} <= set(texts(drawing))
    bar = next(box for box in bars(drawing) if box.about.startswith("Ada, 0:20"))
    assert bar.x == pytest.approx(second.x)


def test_loudness_is_drawn_where_something_sounds():
    drawing = timeline(whole())
    areas = shapes(Area, drawing)
    assert [len(area.points) for area in areas] == [2, 2, 54]
    (_, loud), (_, softer) = areas[0].points
    (_, softest), _ = areas[1].points
    assert loud < softer < softest < areas[0].foot
    goal = next(line for line in shapes(Line, drawing) if line.dashed)
    assert goal.y1 == pytest.approx(loud)
    assert "Ziel −16" in texts(drawing)


@pytest.mark.parametrize("seconds", [0, 1, 3599, 36_000])
def test_a_long_episode_has_no_more_points_than_columns(seconds):
    drawing = timeline(whole(loudness=(-16.0,) * seconds))
    assert sum(len(area.points) for area in shapes(Area, drawing)) <= 1000


@pytest.mark.parametrize(("seconds", "last"), [(4, "0:00"), (61, "1:00"), (847, "14:00"), (36_005, "10:00:00")])
def test_the_axis_has_round_times_and_room_for_them(seconds, last):
    chapters = (EditionChapter(start=0, stop=seconds * RATE, title="x"),)
    found = [words for words in shapes(Words, timeline(edition(chapters))) if words.anchor == "middle"]
    assert found[0].text == "0:00"
    assert found[-1].text == last
    assert len(found) <= 13
    assert all(b.x - a.x > 40 for a, b in pairwise(found))


def test_other_languages_are_told_in_english():
    assert "target −16" in texts(timeline(whole(language="fr")))
    assert timeline(whole(language="de-CH")).about.startswith("1:00  ·  2 Kapitel  ·  3 Beiträge. Redezeit: Ben, B.")


def test_the_svg_is_well_formed_says_what_it_shows_and_needs_nothing_else():
    text = timeline_svg(whole(title='</svg><script>alert("x")</script> \x0b&'))
    root = ElementTree.fromstring(text)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "title about"
    assert root.find(f"{SVG}title").text.startswith("</svg><script>")
    assert "Ada 0:14 (70 %)" in root.find(f"{SVG}desc").text
    assert "Einleitung" in {node.text for node in root.iter(f"{SVG}text")}
    assert {node.tag.removeprefix(SVG) for node in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "line", "polygon", "polyline", "text"
    }  # fmt: skip
    assert "http" not in text.replace("http://www.w3.org/2000/svg", "")
    assert text == timeline_svg(whole(title='</svg><script>alert("x")</script> \x0b&'))


def test_every_colour_of_a_shape_is_in_both_dresses():
    drawing = timeline(whole())
    used = {shape.colour for shape in drawing.shapes} | {area.edge for area in shapes(Area, drawing)}
    assert used <= drawing.light.keys() == drawing.dark.keys()


@pytest.mark.parametrize("ground", ["#14182e", "#ffffff", "#777777", "#ffb347"])
def test_bars_and_text_can_be_seen(ground):
    show = whole().show
    palette = edition(show=SHOW_WITH.format(ground)).show.colours
    assert palette != show.colours or ground == "#14182e"
    drawing = timeline(whole(show=SHOW_WITH.format(ground)))
    for dress in (drawing.light, drawing.dark):
        assert all(contrast(dress[name], dress["ground"]) >= 4.5 for name in ("ink", "quiet"))
        assert all(contrast(dress["ink"], dress[name]) >= 4.5 for name in ("band0", "band1"))
        assert all(contrast(colour, dress["ground"]) >= 3 for name, colour in dress.items() if "voice" in name)


SHOW_WITH = """\
title = "T"
author = "A"
language = "de"
cast = "c"
disclosure = "D"
[colours]
ground = "{}"
"""


def test_the_png_is_the_same_drawing():
    data = timeline_png(whole())
    image = Image.open(BytesIO(data))
    drawing = timeline(whole())
    assert (image.format, image.mode) == ("PNG", "RGB")
    assert image.size == (2 * drawing.wide, 2 * drawing.high)
    for bar in bars(drawing):
        assert image.getpixel((round(2 * bar.x + bar.wide), round(2 * bar.y + bar.high))) == drawing.light[bar.colour]
    assert (np.asarray(image)[:, :60] == 255).all()
    assert (np.asarray(image)[:, -60:] == 255).all()
    assert data == timeline_png(whole())


def test_an_episode_in_which_nobody_speaks_has_a_drawing():
    empty = edition()
    assert "niemand spricht" in timeline_svg(empty)
    assert Image.open(BytesIO(timeline_png(empty))).size[0] == 2400


@pytest.mark.parametrize("name", ["氪的朋友们" * 20, "W" * 200, "שלום עולם " * 30, "a\u0301" * 100])
def test_names_of_any_kind_have_room(name):
    cast = (CastMember(role="ada", speakers=(name,), engine="e", voice=name),)
    chapters = (EditionChapter(start=0, stop=60 * RATE, title=name),)
    drawing = timeline(edition(chapters, TURNS[:1], cast=cast, title=name))
    assert timeline_png(edition(chapters, TURNS[:1], cast=cast, title=name))
    labels = [words for words in shapes(Words, drawing) if words.x == 36 and words.y > 150]
    assert all(len(words.text) * words.size * 0.5 < 220 for words in labels)
