"""A drawing in values: boxes, lines, areas and words, from which SVG and PNG are made alike.

All lengths are in the drawing's own units, y downwards; colours are named, so that a drawing has a light and a dark
dress.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from stimmwerk.exports.lettering import Weight
from stimmwerk.palette import Colour

Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle with rounded corners.  about: what a pointer that rests on it is told."""

    x: float
    y: float
    wide: float
    high: float
    colour: str
    corner: float = 0.0
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A straight line, one unit wide."""

    x1: float
    y1: float
    x2: float
    y2: float
    colour: str
    dashed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """What lies between a line through points, from left to right, and a level line below; the line is drawn, too."""

    points: tuple[tuple[float, float], ...]
    foot: float
    colour: str
    edge: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Text on one line.  y: of the baseline; size: of the type."""

    x: float
    y: float
    text: str
    size: int
    colour: str
    weight: Weight = "Medium"
    anchor: Anchor = "start"


Shape = Box | Line | Area | Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """title, about: what it shows, in a few words and in full; light, dark: name of every colour -> colour.

    ``ground`` among them is behind everything.
    """

    wide: float
    high: float
    title: str
    about: str
    language: str
    light: Mapping[str, Colour]
    dark: Mapping[str, Colour]
    shapes: tuple[Shape, ...]
