"""The page's colours, all made from the show's palette, and readable on their ground (WCAG 2.2)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from stimmwerk.palette import Colour, Palette

#: WCAG 2.2: contrast of text (1.4.3 AA) and of what is no text (1.4.11).
TEXT, GRAPHICS = 4.5, 3.0

_WHITE: Colour = (255, 255, 255)
_STEPS = 50


def contrast(one: Colour, other: Colour) -> float:
    """The contrast ratio of two colours by WCAG 2.2, from 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """A colour between two; share: of the other, 0 to 1."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def readable(colour: Colour, ground: Colour, towards: Colour, least: float) -> Colour:
    """The colour, mixed with as little of ``towards`` as gives it the contrast ``least`` on its ground.

    ``towards`` itself where nothing else does.
    """
    for step in range(_STEPS + 1):
        if contrast(found := mix(colour, towards, step / _STEPS), ground) >= least:
            return found
    return towards


def style_of(palette: Palette) -> str:
    """Custom properties for the light and the dark page, and one colour for each role, by its place in the cast."""
    dark, light = palette.ground, palette.text
    schemes = (("light", mix(light, _WHITE, 0.55), dark), ("dark", dark, light))
    rules = [f":root{{{_properties(_constant(palette))}}}"]
    for name, ground, ink in schemes:
        values = _properties(_scheme(palette, ground, ink))
        rules.append(f":root[data-theme={name}]{{{values}}}")
        rules.append(
            f":root:not([data-theme]){{{values}}}"
            if name == "light"
            else f"@media (prefers-color-scheme:dark){{:root:not([data-theme]){{{values}}}}}"
        )
    for number in range(len(voices(palette))):
        rules.append(
            f".v{number}{{--v:var(--bar-{number});--n:var(--name-{number})}}.w{number}{{--v:var(--voice-{number})}}"
        )
    return "\n".join(rules)


def voices(palette: Palette) -> tuple[Colour, ...]:
    """The colours of roles, in the order of the cast; they begin again after the last."""
    pairs = zip_longest(palette.left, palette.right[1:])
    return (*(colour for pair in pairs for colour in pair if colour), palette.right[0])


def _constant(palette: Palette) -> Iterator[tuple[str, Colour]]:
    accent = palette.left[0]
    yield "ground", palette.ground
    yield "cream", palette.text
    yield "accent", accent
    yield "marker", palette.left[-1]
    yield "on-accent", readable(palette.ground, accent, (0, 0, 0), TEXT)
    yield "cream-soft", readable(mix(palette.text, palette.ground, 0.28), palette.ground, palette.text, TEXT)
    for number, colour in enumerate(voices(palette)):
        yield f"voice-{number}", readable(colour, palette.ground, palette.text, GRAPHICS)


def _scheme(palette: Palette, ground: Colour, ink: Colour) -> Iterator[tuple[str, Colour]]:
    raised = mix(ground, ink, 0.06)
    yield "bg", ground
    yield "raised", raised
    yield "line", mix(ground, ink, 0.16)
    yield "ink", ink
    yield "soft", readable(mix(ink, ground, 0.34), raised, ink, TEXT)
    yield "edge", readable(mix(ink, ground, 0.5), raised, ink, GRAPHICS)
    yield "link", readable(palette.right[1], raised, ink, TEXT)
    # Amber on paper, but no brown at night.
    yield "sentence", mix(ground, palette.left[-1] if ink == palette.ground else palette.right[1], 0.22)
    yield "found", mix(ground, palette.right[-1], 0.36)
    yield "found-now", palette.right[-1]
    for number, colour in enumerate(voices(palette)):
        yield f"name-{number}", readable(colour, ground, ink, TEXT)
        yield f"bar-{number}", readable(colour, ground, ink, GRAPHICS)


def _properties(values: Iterator[tuple[str, Colour]]) -> str:
    return "".join(f"--{name}:#{red:02x}{green:02x}{blue:02x};" for name, (red, green, blue) in values)


def _luminance(colour: Colour) -> float:
    """Relative luminance (WCAG 2.2, of sRGB), from 0 to 1."""
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (channel / 255 for channel in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
