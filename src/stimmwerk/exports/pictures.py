"""Pictures that an episode has without anybody drawing them: its cover, and one for every chapter.

Two voices: rings that spread from the two lower corners and cross in the middle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from stimmwerk.exports.lettering import BASELINE, LINE_STEP, Lettering, drawable, fit, font
from stimmwerk.palette import PALETTE, Colour, Palette

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

__all__ = ["CHAPTER_SIZE", "COVER_SIZE", "PALETTE", "Palette", "draw_chapter", "draw_cover"]

#: The side of a drawn cover in pixels: the most that directories take (Apple Podcasts: 1400 to 3000).
COVER_SIZE = 3000

#: The side of a chapter's picture in pixels.
CHAPTER_SIZE = 1400

#: Raised whenever the same words would be drawn otherwise.
REVISION = 1

# The layout, in parts of the picture's side.
_MARGIN = 0.075
_WIDE = 1 - 2 * _MARGIN
_HEADLINE_HIGH, _SUBLINE_HIGH, _AUTHOR_HIGH = 0.200, 0.082, 0.036
_HEADLINE_SIZES, _SUBLINE_SIZES, _AUTHOR_SIZES = (0.166, 0.040), (0.062, 0.026), (0.030, 0.020)
_NUMBER_SIZE, _TITLE_HIGH, _TITLE_SIZES = 0.066, 0.250, (0.100, 0.036)
_RING, _RING_STEP, _RINGS = 0.070, 0.118, 5
# Distances are told apart in so many steps a pixel: edges are smooth to that.
_STEPS = 8
_ROWS_AT_ONCE = 16

Coverage = NDArray[np.float32]


def draw_cover(title: str, author: str, size: int = COVER_SIZE, palette: Palette = PALETTE) -> Image.Image:
    """A square cover, RGB; the same pixels for the same arguments, Pillow and numpy.

    title: what stands before its first colon is set large, the rest small below; both wrap and shrink to fit, and
    end in an ellipsis where even that is not enough.  author: set below, unless the title names them already.
    Of a title with letters that the font lacks (Chinese, Arabic), no text is drawn: better none than empty boxes.
    """
    image, draw = _canvas(size, palette)
    headline, _, subline = (part.strip() for part in title.partition(":"))
    blocks = [
        (headline, _HEADLINE_HIGH, _HEADLINE_SIZES),
        (subline, _SUBLINE_HIGH, _SUBLINE_SIZES),
    ]
    if any(text and not drawable(text) for text, _, _ in blocks):
        blocks = []
    if author.casefold() not in title.casefold():
        blocks.append((author, _AUTHOR_HIGH, _AUTHOR_SIZES))
    top = _MARGIN * size
    for text, high, (largest, smallest) in blocks:
        if drawn := drawable(text):
            box = (size * _WIDE, size * high)
            lettering = fit(drawn, box, (round(largest * size), round(smallest * size)))
            _write(draw, (_MARGIN * size, top), lettering, palette.text)
            top += lettering.high + 0.012 * size
    return image


def draw_chapter(number: int, title: str, size: int = CHAPTER_SIZE, palette: Palette = PALETTE) -> Image.Image:
    """The picture of a chapter, like the cover's sister: its number, from 1, its title, and rings further on.

    Fits and leaves out text as ``draw_cover`` does; the number is always there.
    """
    turned = Palette(
        ground=palette.ground,
        text=palette.text,
        left=_turned(palette.left, number),
        right=_turned(palette.right, number),
        meeting=palette.meeting,
    )
    image, draw = _canvas(size, turned, shift=number * 0.382 % 1)
    left, top = _MARGIN * size, _MARGIN * size
    figure = Lettering(lines=(str(number),), size=round(_NUMBER_SIZE * size), weight="ExtraBold")
    _write(draw, (left, top), figure, turned.left[0])
    if drawn := drawable(title):
        sizes = (round(_TITLE_SIZES[0] * size), round(_TITLE_SIZES[1] * size))
        lettering = fit(drawn, (size * _WIDE, size * _TITLE_HIGH), sizes)
        _write(draw, (left, top + figure.high + 0.006 * size), lettering, turned.text)
    return image


def _turned(colours: tuple[Colour, ...], by: int) -> tuple[Colour, ...]:
    by %= len(colours)
    return colours[by:] + colours[:by]


def _canvas(size: int, palette: Palette, shift: float = 0.0) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    from PIL import ImageDraw

    image = _rings(size, palette, shift)
    return image, ImageDraw.Draw(image)


def _write(draw: ImageDraw.ImageDraw, at: tuple[float, float], text: Lettering, colour: Colour) -> None:
    """Lines of type; ``at`` is their upper left corner."""
    face, (left, top) = font(text.size, text.weight), at
    for number, line in enumerate(text.lines):
        place = (round(left), round(top + (number * LINE_STEP + BASELINE) * text.size))
        draw.text(place, line, fill=colour, font=face, anchor="ls")


# -- rings -----------------------------------------------------------------------------------------------------------


def _rings(size: int, palette: Palette, shift: float) -> Image.Image:
    """The picture without text: RGB, a square.  shift: how far the rings have spread, in steps, 0 to 1.

    A pixel's colour depends on its distance from the two corners alone, so it is looked up, not reckoned.
    """
    from PIL import Image

    reach = min(size, int(np.ceil(size * _RING_STEP * _RINGS)) + 1)
    steps = reach * _STEPS + 1
    sides = [_side(size, colours, steps, shift) for colours in (palette.left, palette.right)]
    ground = np.array(palette.ground, np.float32)
    tables = [(ground + (colour - ground) * cover[:, None]).round().astype(np.uint8) for colour, cover in sides]
    image = Image.new("RGB", (size, size), palette.ground)
    # A quarter of a disc; the other corner's is its mirror image.  What lies further off is never looked up.
    wide = max(reach, size - size // 2)
    across = (np.arange(wide, dtype=np.float32) + 0.5) ** 2
    up = (np.arange(reach, dtype=np.float32)[::-1] + 0.5) ** 2
    strip, half = slice(size - wide, wide), size // 2
    # A few rows at a time: whatever is reckoned of all at once takes several times the memory of the picture.
    for first in range(0, reach, _ROWS_AT_ONCE):
        far = np.sqrt(up[first : first + _ROWS_AT_ONCE, None] + across) * np.float32(_STEPS)
        distance = np.minimum(far, steps - 1, out=far).astype(np.uint16)
        mirrored = distance[:, ::-1]
        rows = np.empty((len(distance), size, 3), np.uint8)
        rows[:, :half] = tables[0].take(distance[:, :half], axis=0, mode="clip")
        rows[:, half:] = tables[1].take(mirrored[:, wide - (size - half) :], axis=0, mode="clip")
        rows[:, strip] = _meeting(distance[:, strip], mirrored[:, : 2 * wide - size], sides, palette)
        image.paste(Image.fromarray(rows), (0, size - reach + first))
    return image


def _side(size: int, colours: tuple[Colour, ...], steps: int, shift: float) -> tuple[NDArray[np.float32], Coverage]:
    """For every distance: the colour of the ring there, shape (steps, 3), and how much of a pixel it covers, 0 to 1."""
    distance = (np.arange(steps, dtype=np.float32) + 0.5) / _STEPS
    cover = np.zeros(steps, np.float32)
    colour = np.zeros((steps, 3), np.float32)
    outer_most = size * _RING_STEP * _RINGS
    for ring in range(-1, _RINGS):
        outer = min(size * _RING_STEP * (ring + 1 + shift), outer_most)
        inner = max(0.0, size * (_RING_STEP * (ring + 1 + shift) - (_RING if ring + shift > 0 else _RING_STEP)))
        if outer - inner < 1:
            continue
        here = np.clip(outer - distance + 0.5, 0, 1) * np.clip(distance - inner + 0.5, 0, 1)
        colour[here > 0] = colours[ring % len(colours)]
        cover = np.maximum(cover, here)
    return colour, cover


def _meeting(
    left: NDArray[np.uint16],
    right: NDArray[np.uint16],
    sides: list[tuple[NDArray[np.float32], Coverage]],
    palette: Palette,
) -> NDArray[Any]:
    """Where rings of both corners may lie: the right one over the left, and where both are, the colour of meeting."""
    (left_colour, left_cover), (right_colour, right_cover) = sides
    found = np.empty((*left.shape, 3), np.float32)
    found[:] = palette.ground
    for colour, cover in ((left_colour[left], left_cover[left]), (right_colour[right], right_cover[right])):
        found += (colour - found) * cover[..., None]
    both = left_cover[left] * right_cover[right]
    found += (np.array(palette.meeting, np.float32) - found) * both[..., None]
    return found.round().astype(np.uint8)
