"""Drawings as SVG: text stays text, and the dress follows what the reader prefers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape

from stimmwerk.exports.drawing import Area, Box, Drawing, Line, Shape, Words
from stimmwerk.palette import Colour, shown_colour

_WEIGHTS = {"Medium": 500, "Bold": 700, "ExtraBold": 800}
_FONTS = "Manrope, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"


def svg(drawing: Drawing) -> str:
    """A whole SVG document with a final newline: no script, no outside address."""
    wide, high = _number(drawing.wide), _number(drawing.high)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}" '
        f'role="img" aria-labelledby="title about" lang="{escape(drawing.language)}">',
        f'<title id="title">{_text(drawing.title)}</title>',
        f'<desc id="about">{_text(drawing.about)}</desc>',
        "<style>",
        f":root {{ {_colours(drawing.light)} }}",
        f"@media (prefers-color-scheme: dark) {{ :root {{ {_colours(drawing.dark)} }} }}",
        f"text {{ font-family: {_FONTS}; white-space: pre; unicode-bidi: plaintext; }}",
        *(f".{name} {{ fill: var(--{name}); }}" for name in drawing.light),
        *(f".{name}-line {{ stroke: var(--{name}); fill: none; }}" for name in drawing.light),
        ".dashed { stroke-dasharray: 5 4; }",
        "</style>",
        f'<rect class="ground" width="{wide}" height="{high}"/>',
    ]
    lines += (line for shape in drawing.shapes for line in _shape(shape))
    return "\n".join([*lines, "</svg>"]) + "\n"


def _shape(shape: Shape) -> Iterator[str]:
    match shape:
        case Box():
            place = f'x="{_number(shape.x)}" y="{_number(shape.y)}"'
            size = f'width="{_number(shape.wide)}" height="{_number(shape.high)}"'
            corner = f' rx="{_number(min(shape.corner, shape.wide / 2))}"' if shape.corner else ""
            rest = f"><title>{_text(shape.about)}</title></rect>" if shape.about else "/>"
            yield f'<rect class="{shape.colour}" {place} {size}{corner}{rest}'
        case Line():
            ends = " ".join(
                f'{name}="{_number(value)}"'
                for name, value in (("x1", shape.x1), ("y1", shape.y1), ("x2", shape.x2), ("y2", shape.y2))
            )
            yield f'<line class="{shape.colour}-line{" dashed" if shape.dashed else ""}" {ends}/>'
        case Area():
            (first, _), (last, _) = shape.points[0], shape.points[-1]
            along = " ".join(f"{_number(x)},{_number(y)}" for x, y in shape.points)
            foot = _number(shape.foot)
            yield f'<polygon class="{shape.colour}" points="{_number(first)},{foot} {along} {_number(last)},{foot}"/>'
            yield f'<polyline class="{shape.edge}-line" stroke-width="1.5" stroke-linejoin="round" points="{along}"/>'
        case Words():
            place = f'x="{_number(shape.x)}" y="{_number(shape.y)}"'
            anchor = "" if shape.anchor == "start" else f' text-anchor="{shape.anchor}"'
            face = f'font-size="{shape.size}" font-weight="{_WEIGHTS[shape.weight]}"'
            yield f'<text class="{shape.colour}" {place} {face}{anchor}>{_text(shape.text)}</text>'


def _colours(dress: Mapping[str, Colour]) -> str:
    return " ".join(f"--{name}: {shown_colour(colour)};" for name, colour in dress.items())


def _text(text: str) -> str:
    """Text for elements, without the control characters that XML 1.0 has no way to write."""
    return escape(
        "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff")), quote=False
    )


def _number(value: float) -> str:
    """To a hundredth, without needless zeros: the same text wherever it is reckoned."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
