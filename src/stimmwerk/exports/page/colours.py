"""The page's colours, all made from the show's palette, and readable on their ground (WCAG 2.2)."""

from __future__ import annotations

from collections.abc import Iterator

from stimmwerk.palette import Colour, Palette, contrast, mixed, set_off, shown_colour

#: WCAG 2.2: contrast of text (1.4.3 AA) and of what is no text (1.4.11).
TEXT, GRAPHICS = 4.5, 3.0

# What is read for long.
_INK = 8.0

# How light paper is and how dark a night, as their contrast to black and to white: a ground between the two leaves room
# for no ink.
_PAPER, _NIGHT = 15.0, 10.0

_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)


def style_of(palette: Palette) -> str:
    """Custom properties for the light and the dark page, and one colour for each role, by its place in the cast."""
    dark, light = sorted((palette.ground, palette.text), key=lambda colour: contrast(colour, _BLACK))
    paper, night = set_off(mixed(light, _WHITE, 0.55), _BLACK, _PAPER), set_off(dark, _WHITE, _NIGHT)
    day = _properties(_scheme(palette, paper, set_off(dark, paper, _INK), night=False))
    by_night = _properties(_scheme(palette, night, set_off(light, night, _INK), night=True))
    # What is printed is light, whatever the screen is.
    rules = [
        f":root{{{_properties(_constant(palette))}{day}}}",
        f"@media screen{{:root[data-theme=dark]{{{by_night}}}}}",
        f"@media screen and (prefers-color-scheme:dark){{:root:not([data-theme]){{{by_night}}}}}",
    ]
    for number in range(len(palette.voices)):
        rules.append(
            f".v{number}{{--v:var(--bar-{number});--n:var(--name-{number})}}.w{number}{{--v:var(--voice-{number})}}"
        )
    return "\n".join(rules)


def _constant(palette: Palette) -> Iterator[tuple[str, Colour]]:
    """Of what looks alike by day and by night: the head, the player, marks, buttons."""
    ground, marker, found = palette.ground, palette.left[-1], palette.right[-1]
    cream = set_off(palette.text, ground, _INK)
    accent = set_off(palette.left[0], ground, GRAPHICS)
    yield "ground", ground
    yield "cream", cream
    yield "cream-soft", set_off(mixed(cream, ground, 0.28), ground, TEXT)
    yield "cream-edge", set_off(mixed(cream, ground, 0.45), ground, GRAPHICS)
    yield "link-on-ground", set_off(marker, ground, TEXT)
    yield "accent", accent
    yield "on-accent", set_off(ground, accent, TEXT)
    yield "marker", marker
    yield "on-marker", set_off(ground, marker, TEXT)
    yield "found-now", found
    yield "on-found", set_off(ground, found, TEXT)
    for number, colour in enumerate(palette.voices):
        yield f"voice-{number}", set_off(colour, ground, GRAPHICS)


def _scheme(palette: Palette, ground: Colour, ink: Colour, *, night: bool) -> Iterator[tuple[str, Colour]]:
    raised = mixed(ground, ink, 0.06)
    # Amber on paper, but no brown at night.
    marker = palette.right[min(1, len(palette.right) - 1)] if night else palette.left[-1]
    yield "bg", ground
    yield "raised", raised
    yield "line", mixed(ground, ink, 0.16)
    yield "ink", ink
    yield "soft", set_off(mixed(ink, ground, 0.34), raised, TEXT)
    yield "edge", set_off(mixed(ink, ground, 0.5), raised, GRAPHICS)
    yield "link", set_off(palette.right[min(1, len(palette.right) - 1)], raised, TEXT)
    yield "sentence", _under(ink, ground, marker, 0.22)
    yield "found", _under(ink, ground, palette.right[-1], 0.36)
    for number, colour in enumerate(palette.voices):
        yield f"name-{number}", set_off(colour, ground, TEXT)
        yield f"bar-{number}", set_off(colour, ground, GRAPHICS)


def _under(ink: Colour, ground: Colour, marker: Colour, share: float) -> Colour:
    """The ground with so much of a marker that what is written in ink on it can still be read."""
    while share > 0.01 and contrast(mixed(ground, marker, share), ink) < TEXT:
        share *= 0.8
    return mixed(ground, marker, share)


def _properties(values: Iterator[tuple[str, Colour]]) -> str:
    return "".join(f"--{name}:{shown_colour(colour)};" for name, colour in values)
