from __future__ import annotations

from functools import cache
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from stimmwerk.errors import ShowError
from stimmwerk.exports.pictures import PALETTE, draw_cover

TITLE = "Stimmwerk: Gespräche zum Hören"
# The rings begin here, counted in parts of the side from the top.
RINGS_FROM = 0.41


@cache
def pixels(title: str, author: str = "") -> np.ndarray:
    return np.asarray(Image.open(BytesIO(draw_cover(title, author))))


def written(title: str, author: str = "") -> np.ndarray:
    """Where a cover differs from one without text."""
    return np.any(pixels(title, author) != pixels(""), axis=2)


def test_a_cover_as_directories_want_it() -> None:
    png = draw_cover(TITLE, "Anna")
    with Image.open(BytesIO(png)) as image:
        assert image.format == "PNG"
        assert image.mode == "RGB"
        assert image.size == (1400, 1400)
    assert len(png) < 300_000


def test_same_bytes_again() -> None:
    assert draw_cover(TITLE, "Anna") == draw_cover(TITLE, "Anna")


def test_another_size_is_the_same_picture() -> None:
    large = Image.open(BytesIO(draw_cover(TITLE, "Anna", size=2100))).resize((350, 350), Image.Resampling.BOX)
    small = Image.open(BytesIO(draw_cover(TITLE, "Anna"))).resize((350, 350), Image.Resampling.BOX)
    assert np.abs(np.asarray(large).astype(int) - np.asarray(small).astype(int)).mean() < 2


@pytest.mark.parametrize("size", [0, 1399, 3001])
def test_other_sizes_are_refused(size: int) -> None:
    with pytest.raises(ShowError, match="1400 to 3000"):
        draw_cover(TITLE, "Anna", size=size)


def test_title_is_large_enough_for_a_thumbnail() -> None:
    rows, columns = np.nonzero(written("Stimmwerk"))
    assert np.ptp(rows) > 0.10 * 1400
    assert np.ptp(columns) > 0.75 * 1400
    thumbnail = np.asarray(Image.fromarray(pixels(TITLE)).resize((100, 100), Image.Resampling.LANCZOS))
    brightness = thumbnail.astype(int).sum(axis=2)
    assert (brightness[8:24, 7:93] > 0.8 * sum(PALETTE.text)).sum() > 100


@pytest.mark.parametrize(
    "title",
    [
        TITLE,
        "Ja",
        "Die außerordentlich lange Geschichte einer Übertragung aus dem Saal: und was danach geschah – „ein Versuch“",
        "Donaudampfschifffahrtsgesellschaftskapitänsmützenhersteller und noch mehr davon " * 6,
        "Titel: " + "eine Unterzeile ohne Ende " * 20,
        "X" * 300,
    ],
    ids=["the show's", "short", "long", "longer", "long below", "one word"],
)
def test_text_stays_within_the_margins_and_off_the_rings(title: str) -> None:
    ink = written(title, "Jörg Änderung")
    rows, columns = np.nonzero(ink)
    assert len(rows)
    assert rows.min() > 0.04 * 1400
    assert rows.max() < RINGS_FROM * 1400
    assert columns.min() > 0.06 * 1400
    assert columns.max() < 0.94 * 1400


@pytest.mark.parametrize(
    ("bare", "marked"), [("Horen", "Hören"), ("Uber", "Über"), ("Cafe", "Café"), ("Kreme", "Krème")]
)
def test_marks_stand_above_their_letters(bare: str, marked: str) -> None:
    without, with_mark = written(bare), written(marked)
    added = with_mark & ~without
    assert added.any()
    assert not (without & ~with_mark).any()
    letters = np.nonzero(without.any(axis=1))[0]
    assert np.nonzero(added.any(axis=1))[0].max() < letters.mean()


def test_diaeresis_is_two_dots() -> None:
    added = (written("Ö") & ~written("O")).any(axis=0).astype(int)
    assert (np.diff(added) == 1).sum() == 2


def test_sharp_s_is_written_as_two() -> None:
    assert np.array_equal(pixels("Straße"), pixels("Strasse"))


@pytest.mark.parametrize("title", ["氪的朋友们", "Привет", "Gespräche mit 氪", "Titel: 朋友"])
def test_signs_that_the_font_lacks_leave_the_title_out(title: str) -> None:
    assert not written(title).any()
    assert np.array_equal(pixels(title, "Anna"), pixels("", "Anna"))


def test_author_is_not_repeated() -> None:
    assert np.array_equal(pixels("Stimmwerk", "stimmwerk"), pixels("Stimmwerk"))
    assert not np.array_equal(pixels("Stimmwerk", "Anna"), pixels("Stimmwerk"))
