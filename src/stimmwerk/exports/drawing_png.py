"""Drawings as PNG, in their light dress."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING

from stimmwerk.exports.drawing import Area, Box, Drawing, Line, Words
from stimmwerk.exports.lettering import drawable, font

if TYPE_CHECKING:
    from PIL import Image, ImageDraw

#: Pixels of the picture for a unit of the drawing.
SCALE = 2
# Shapes are drawn so much larger and scaled down: their edges are smooth.
_FINER = 2
_ANCHORS = {"start": "ls", "middle": "ms", "end": "rs"}
_DASH = (5.0, 4.0)
# So many rows of the picture are made smooth at once.
_STRIP = 100


def png(drawing: Drawing) -> bytes:
    """An RGB picture of twice the drawing's size.  Words with letters that the font lacks are left out."""
    from PIL import ImageDraw

    image = _smooth(_shapes(drawing))
    pen = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        if isinstance(shape, Words) and (text := drawable(shape.text)):
            face = font(shape.size * SCALE, shape.weight)
            place = (round(shape.x * SCALE), round(shape.y * SCALE))
            pen.text(place, text, fill=drawing.light[shape.colour], font=face, anchor=_ANCHORS[shape.anchor])
    return _saved(image)


def _shapes(drawing: Drawing) -> Image.Image:
    """All but the words, in finer pixels, each the number of its colour: in red, green and blue they take four times
    the memory.
    """
    from PIL import Image, ImageDraw

    colours = list(dict.fromkeys(drawing.light.values()))
    numbers = {name: colours.index(colour) for name, colour in drawing.light.items()}
    fine = SCALE * _FINER
    image = Image.new("P", (round(drawing.wide) * fine, round(drawing.high) * fine), numbers["ground"])
    image.putpalette([part for colour in colours for part in colour])
    pen = ImageDraw.Draw(image)
    for shape in drawing.shapes:
        if not isinstance(shape, Words):
            _draw(pen, shape, numbers)
    return image


def _smooth(fine: Image.Image) -> Image.Image:
    """The picture in its own pixels, in red, green and blue."""
    from PIL import Image

    image = Image.new("RGB", (fine.width // _FINER, fine.height // _FINER))
    for top in range(0, image.height, _STRIP):
        rows = (top * _FINER, min(top + _STRIP, image.height) * _FINER)
        strip = fine.crop((0, rows[0], fine.width, rows[1])).convert("RGB").reduce(_FINER)
        image.paste(strip, (0, top))
    return image


def _saved(image: Image.Image) -> bytes:
    file = BytesIO()
    image.save(file, "PNG", compress_level=3)
    return file.getvalue()


def _draw(pen: ImageDraw.ImageDraw, shape: Box | Line | Area, colours: Mapping[str, int]) -> None:
    unit = SCALE * _FINER
    match shape:
        case Box():
            left, top = round(shape.x * unit), round(shape.y * unit)
            right, bottom = round((shape.x + shape.wide) * unit), round((shape.y + shape.high) * unit)
            corner = min(shape.corner * unit, (right - left) // 2)
            pen.rounded_rectangle((left, top, max(left, right - 1), bottom - 1), corner, fill=colours[shape.colour])
        case Line():
            for x1, y1, x2, y2 in _dashes(shape) if shape.dashed else [(shape.x1, shape.y1, shape.x2, shape.y2)]:
                ends = (round(x1 * unit), round(y1 * unit), round(x2 * unit), round(y2 * unit))
                pen.line(ends, fill=colours[shape.colour], width=unit)
        case Area():
            along = [(x * unit, y * unit) for x, y in shape.points]
            foot = shape.foot * unit
            pen.polygon([(along[0][0], foot), *along, (along[-1][0], foot)], fill=colours[shape.colour])
            pen.line(along, fill=colours[shape.edge], width=round(1.5 * unit), joint="curve")


def _dashes(line: Line) -> list[tuple[float, float, float, float]]:
    """A level or upright line in dashes."""
    dash, gap = _DASH
    long = abs(line.x2 - line.x1) + abs(line.y2 - line.y1)
    right, down = (line.x2 - line.x1) / long, (line.y2 - line.y1) / long
    count = int(long // (dash + gap)) + 1
    starts = [number * (dash + gap) for number in range(count)]
    return [
        (
            line.x1 + right * start,
            line.y1 + down * start,
            line.x1 + right * min(start + dash, long),
            line.y1 + down * min(start + dash, long),
        )
        for start in starts
    ]
