"""The drawn pictures: what stands where, and that nothing runs over."""

from functools import cache

import numpy as np
import pytest

from stimmwerk.exports.pictures import COVER_SIZE, draw_chapter, draw_cover
from stimmwerk.palette import PALETTE, Palette

SIZE = 700
TITLE = "Stimmwerk: Gespräche zum Hören"
# The rings begin here, counted in parts of the side from the top.
RINGS_FROM = 0.41
HOSTILE = {
    "the show's": TITLE,
    "short": "Ja",
    "long": "Die außerordentlich lange Geschichte einer Übertragung aus dem Saal: und was danach geschah – „ja“",
    "longer": "Donaudampfschifffahrtsgesellschaftskapitänsmützenhersteller und noch mehr davon " * 6,
    "long below": "Titel: " + "eine Unterzeile ohne Ende " * 20,
    "one word": "X" * 300,
    "wide": "WWWWWWWW MMMMMMMM",
}


@cache
def cover(title, author=""):
    return np.asarray(draw_cover(title, author, SIZE))


@cache
def chapter(number, title):
    return np.asarray(draw_chapter(number, title, SIZE))


def written(picture, without):
    """Where a picture differs from one without text."""
    return np.any(picture != without, axis=2)


def within(ink, size=SIZE):
    rows, columns = np.nonzero(ink)
    return (
        rows.min() > 0.04 * size
        and rows.max() < RINGS_FROM * size
        and columns.min() > 0.06 * size
        and columns.max() < 0.94 * size
    )


def test_a_cover_as_directories_want_it():
    image = draw_cover(TITLE, "Anna")
    assert (image.mode, image.size) == ("RGB", (COVER_SIZE, COVER_SIZE))


def test_a_cover_is_drawn_in_little_more_memory_than_its_own(memory):
    # Pillow's own memory, that of the picture, is not Python's.
    _, highest = memory(lambda: draw_cover(TITLE, "Anna"))
    assert highest < 6_000_000


@pytest.mark.parametrize("size", [SIZE, 701])
def test_same_pixels_again_and_the_same_picture_in_another_size(size):
    again = draw_cover(TITLE, "Anna", size)
    assert again.tobytes() == draw_cover(TITLE, "Anna", size).tobytes()
    larger = draw_cover(TITLE, "Anna", 1400).resize((100, 100))
    assert np.abs(np.asarray(again.resize((100, 100)), int) - np.asarray(larger, int)).mean() < 6


def test_two_voices_meet_in_the_middle():
    bare = cover("")
    left, right, middle = bare[-1, 3], bare[-1, -4], bare[-1, int(0.44 * SIZE)]
    assert (tuple(left), tuple(right), tuple(middle)) == (PALETTE.left[0], PALETTE.right[0], PALETTE.meeting)
    assert tuple(bare[0, 0]) == PALETTE.ground
    # Mirrored, both sides have rings at the same places.
    ground = (bare == PALETTE.ground).all(axis=2)
    assert (ground == ground[:, ::-1]).mean() > 0.99


def test_edges_are_smooth():
    # Along a row, between ring and ground, stand colours of neither.
    row = cover("")[int(0.9 * SIZE)].astype(int)
    known = [PALETTE.ground, PALETTE.meeting, *PALETTE.left, *PALETTE.right]
    assert 4 < sum(tuple(pixel) not in known for pixel in row) < 80


def test_the_title_is_large_enough_for_a_thumbnail():
    ink = written(cover("Stimmwerk"), cover(""))
    rows, columns = np.nonzero(ink)
    assert np.ptp(rows) > 0.10 * SIZE
    assert np.ptp(columns) > 0.75 * SIZE


@pytest.mark.parametrize("title", HOSTILE.values(), ids=HOSTILE)
def test_text_stays_within_the_margins_and_off_the_rings(title):
    assert within(written(cover(title, "Jörg Änderung"), cover("")))
    assert within(written(chapter(8, title)[: int(RINGS_FROM * SIZE)], np.asarray(PALETTE.ground, np.uint8)))


@pytest.mark.parametrize("number", [1, 2, 3, 5, 12, 255, 1000])
def test_a_chapter_shows_its_number_and_has_rings_of_its_own(number):
    bare = chapter(number, "")
    figure = written(bare[: int(0.2 * SIZE)], np.asarray(PALETTE.ground, np.uint8))
    assert figure.any()
    assert (bare[int(RINGS_FROM * SIZE) :] != chapter(number + 1, "")[int(RINGS_FROM * SIZE) :]).any()
    assert within(written(chapter(number, "Ein Thema"), bare))


@pytest.mark.parametrize("title", ["氪的朋友们", "Gespräche mit 氪", "שלום", "Titel: 朋友"])
def test_letters_that_the_font_lacks_leave_the_title_out(title):
    assert np.array_equal(cover(title), cover(""))
    assert np.array_equal(cover(title, "Anna"), cover("", "Anna"))
    assert np.array_equal(chapter(3, title), chapter(3, ""))


def test_the_author_is_not_repeated():
    assert np.array_equal(cover("Stimmwerk", "stimmwerk"), cover("Stimmwerk"))
    assert not np.array_equal(cover("Stimmwerk", "Anna"), cover("Stimmwerk"))


def test_the_colours_are_the_show_s():
    grey, blue = (90, 90, 90), (0, 0, 255)
    palette = Palette(ground=grey, text=blue, left=(blue,), right=(blue,), meeting=blue)
    found = np.asarray(draw_chapter(1, "Blau", SIZE, palette)).reshape(-1, 3)
    assert {tuple(pixel) for pixel in found[::7] if pixel[2] not in range(91, 255)} == {grey, blue}
