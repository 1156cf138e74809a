"""Pictures that the show has without anybody drawing them: the cover."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from stimmwerk.errors import ShowError

if TYPE_CHECKING:
    from PIL import Image, ImageDraw, ImageFont

#: The side of a cover that directories accept, in pixels (Apple Podcasts: 1400 to 3000).
COVER_SIZES = range(1400, 3001)

Colour = tuple[int, int, int]
Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours of a cover, red, green and blue from 0 to 255.

    left, right: the rings of the two who speak, from the inside out, over and over; meeting: where they overlap.
    """

    ground: Colour
    text: Colour
    left: tuple[Colour, ...]
    right: tuple[Colour, ...]
    meeting: Colour


PALETTE = Palette(
    ground=(20, 24, 46),
    text=(250, 243, 228),
    left=((255, 98, 84), (255, 179, 71)),
    right=((38, 190, 176), (84, 132, 255), (168, 130, 240)),
    meeting=(250, 243, 228),
)

# What the font lacks and another sign of it can stand for.
_SUBSTITUTES = str.maketrans(
    {"ß": "ss", "ẞ": "SS", "–": "-", "—": "-", "\N{NON-BREAKING HYPHEN}": "-", "„": ",,", "‚": ","}
)

# Signs above a letter that the font lacks, as strokes with round ends: in parts of the type size, from the middle of
# the letter, y upwards from where its sign begins.
_MARKS: dict[str, tuple[tuple[Point, ...], ...]] = {
    "\N{COMBINING DIAERESIS}": (((-0.125, 0.05), (-0.125, 0.05)), ((0.125, 0.05), (0.125, 0.05))),
    "\N{COMBINING ACUTE ACCENT}": (((-0.05, 0.01), (0.07, 0.12)),),
    "\N{COMBINING GRAVE ACCENT}": (((0.05, 0.01), (-0.07, 0.12)),),
    "\N{COMBINING CIRCUMFLEX ACCENT}": (((-0.11, 0.01), (0.0, 0.11), (0.11, 0.01)),),
    "\N{COMBINING CARON}": (((-0.11, 0.11), (0.0, 0.01), (0.11, 0.11)),),
}
_DOTTED = "ij"

# The layout, in parts of the cover's side.
_MARGIN = 0.075
_HEADLINE_HIGH, _SUBLINE_HIGH, _AUTHOR_HIGH = 0.190, 0.080, 0.030
_HEADLINE_SIZES, _SUBLINE_SIZES, _AUTHOR_SIZES = (0.178, 0.036), (0.070, 0.026), (0.028, 0.018)
_LINE_STEP = 1.06
_RING, _RING_STEP, _RINGS = 0.070, 0.118, 5
# Drawn larger and scaled down, for smooth edges.
_OVERSAMPLING = 3


def draw_cover(title: str, author: str, size: int = 1400, palette: Palette = PALETTE) -> bytes:
    """A square cover as PNG, RGB without alpha; the same bytes for the same arguments and the same Pillow.

    title: what stands before its first colon is set large, the rest small below; both wrap and shrink to fit, and
    end in an ellipsis where even that is not enough.  size: the side in pixels, one of ``COVER_SIZES``.
    author: set below, unless the title names them already.
    The font is the one that Pillow brings.  It has Latin letters without accents; umlauts and the commonest accents
    are drawn here, ß becomes ss.  A title or author with any other sign (Chinese, Cyrillic) is left out, for a cover
    without text is better than one with empty boxes.  Raises ShowError for another size.
    """
    from PIL import Image, ImageDraw

    if size not in COVER_SIZES:
        raise ShowError(
            f"a cover of {size} pixels", hint=f"directories take {COVER_SIZES.start} to {COVER_SIZES.stop - 1}"
        )
    side = size * _OVERSAMPLING
    image = Image.new("RGB", (side, side), palette.ground)
    _draw_rings(image, palette)
    draw = ImageDraw.Draw(image)
    headline, _, subline = (part.strip() for part in title.partition(":"))
    blocks = [(headline, _HEADLINE_HIGH, _HEADLINE_SIZES), (subline, _SUBLINE_HIGH, _SUBLINE_SIZES)]
    if not all(_is_drawable(_spell(text)) for text, _, _ in blocks):
        blocks = []
    if author.casefold() not in title.casefold() and _is_drawable(_spell(author)):
        blocks.append((author, _AUTHOR_HIGH, _AUTHOR_SIZES))
    top = _MARGIN * side
    for text, high, (largest, smallest) in blocks:
        lines, font = _fit(
            _spell(text), (side * (1 - 2 * _MARGIN), side * high), round(largest * side), round(smallest * side)
        )
        for line in lines:
            _draw_line(draw, (_MARGIN * side, top), line, font, palette.text)
            top += font.size * _LINE_STEP
        top += side * 0.010 if lines else 0
    image = image.resize((size, size), Image.Resampling.BOX)
    file = BytesIO()
    image.save(file, "PNG", optimize=True)
    return file.getvalue()


def _draw_rings(image: Image.Image, palette: Palette) -> None:
    """Two voices: rings that spread from the two lower corners and cross in the middle."""
    from PIL import Image, ImageChops, ImageDraw

    side = image.width
    heard: list[Image.Image] = []
    for x, colours in ((0, palette.left), (side, palette.right)):
        mask = Image.new("L", image.size, 0)
        for ring in range(_RINGS):
            outer = side * (_RING_STEP * (ring + 1))
            box = (x - outer, side - outer, x + outer, side + outer)
            width = round(side * (_RING if ring else _RING_STEP))
            ImageDraw.Draw(mask).ellipse(box, outline=255, width=width)
            ImageDraw.Draw(image).ellipse(box, outline=colours[ring % len(colours)], width=width)
        heard.append(mask)
    image.paste(palette.meeting, mask=ImageChops.darker(*heard))


def _spell(text: str) -> str:
    """The text in signs that can be drawn, as far as there are any: letters, each followed by its marks."""
    return unicodedata.normalize("NFD", " ".join(text.translate(_SUBSTITUTES).split()))


def _is_drawable(spelled: str) -> bool:
    font = _font(32)
    missing = bytes(font.getmask("\uffff"))  # no font has this one: it gives the empty box
    before = ""
    for sign in spelled:
        if unicodedata.combining(sign):
            if sign not in _MARKS or before in _DOTTED:
                return False
        elif sign != " " and bytes(font.getmask(sign)) == missing:
            return False
        before = sign
    return True


def _font(size: int) -> ImageFont.FreeTypeFont:
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise ShowError(
            "this Pillow is built without FreeType and cannot write on a cover",
            hint="install Pillow's own wheel, or give the show a cover of your own",
        )
    return font


def _fit(text: str, box: tuple[float, float], largest: int, smallest: int) -> tuple[list[str], ImageFont.FreeTypeFont]:
    """The text in lines, in the largest type with which it fits into ``box`` (width, height in pixels)."""
    width, height = box
    step = max(1, (largest - smallest) // 60)
    for size in range(largest, smallest, -step):
        font = _font(size)
        lines = list(_wrap(text.split(), font, width))
        if len(lines) * size * _LINE_STEP <= height and all(_width(line, font) <= width for line in lines):
            return lines, font
    font = _font(smallest)
    lines = list(_wrap(text.split(), font, width))
    room = max(1, int(height / (smallest * _LINE_STEP)))
    return [
        _cut(line, font, width, more=len(lines) > room == number) for number, line in enumerate(lines[:room], 1)
    ], font


def _wrap(words: Sequence[str], font: ImageFont.FreeTypeFont, width: float) -> Iterator[str]:
    """As few lines as can be; a word longer than a line has a line of its own."""
    line = ""
    for word in words:
        longer = f"{line} {word}" if line else word
        if line and _width(longer, font) > width:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line


def _cut(line: str, font: ImageFont.FreeTypeFont, width: float, *, more: bool) -> str:
    """The line with an ellipsis where it is too long, or where more would have followed."""
    if not more and _width(line, font) <= width:
        return line
    while line and _width(line + "…", font) > width:
        line = line[:-1]
    return line.rstrip() + "…"


def _letters(spelled: str) -> str:
    return "".join(sign for sign in spelled if not unicodedata.combining(sign))


def _width(spelled: str, font: ImageFont.FreeTypeFont) -> float:
    letters = _letters(spelled)
    return _pen_at(letters, len(letters), font)


def _pen_at(letters: str, index: int, font: ImageFont.FreeTypeFont) -> float:
    """How far from the line's begin a letter starts: what is thickened needs more room than the font gives it."""
    return font.getlength(letters[:index]) + 1.6 * index * _weight(font)


def _weight(font: ImageFont.FreeTypeFont) -> int:
    """How much, in pixels, the font's one weight is thickened on each side, for it is too light for a cover."""
    return round(font.size / 46)


def _draw_line(
    draw: ImageDraw.ImageDraw, at: Point, spelled: str, font: ImageFont.FreeTypeFont, colour: Colour
) -> None:
    """One line of type; ``at`` is its upper left corner."""
    letters, weight = _letters(spelled), _weight(font)
    left, baseline = at[0], at[1] + 0.86 * font.size
    for index, letter in enumerate(letters):
        place = (left + _pen_at(letters, index, font), baseline)
        draw.text(place, letter, fill=colour, font=font, anchor="ls", stroke_width=weight)
    pen = 0.055 * font.size + 2 * weight
    for index, mark in _marks(spelled):
        begin, top, end, _ = font.getbbox(letters[index], anchor="ls")
        middle = left + _pen_at(letters, index, font) + (begin + end) / 2
        foot = baseline + top - weight - pen / 2 - 0.02 * font.size
        for stroke in _MARKS[mark]:
            _draw_stroke(draw, [(middle + x * font.size, foot - y * font.size) for x, y in stroke], pen, colour)


def _marks(spelled: str) -> Iterator[tuple[int, str]]:
    """Each mark and the index of the letter, marks not counted, above which it stands."""
    index = -1
    for sign in spelled:
        if unicodedata.combining(sign):
            yield index, sign
        else:
            index += 1


def _draw_stroke(draw: ImageDraw.ImageDraw, points: Iterable[Point], pen: float, colour: Colour) -> None:
    corners = list(points)
    draw.line(corners, fill=colour, width=round(pen), joint="curve")
    for x, y in corners:
        draw.ellipse((x - pen / 2, y - pen / 2, x + pen / 2, y + pen / 2), fill=colour)
