"""The colours of a show: of its cover, its chapters' pictures and its drawings."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[int, int, int]

_BLACK, _WHITE = (0, 0, 0), (255, 255, 255)


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours, red, green and blue from 0 to 255.

    left, right: of the two who speak, at least one each, taken over and over; meeting: where they overlap.
    """

    ground: Colour
    text: Colour
    left: tuple[Colour, ...]
    right: tuple[Colour, ...]
    meeting: Colour

    @property
    def voices(self) -> tuple[Colour, ...]:
        """Every colour that a voice may have, those of both sides in turns."""
        pairs = max(len(self.left), len(self.right))
        mixed = [side[place] for place in range(pairs) for side in (self.left, self.right) if place < len(side)]
        return tuple(dict.fromkeys(mixed))


PALETTE = Palette(
    ground=(20, 24, 46),
    text=(250, 243, 228),
    left=((255, 98, 84), (255, 179, 71)),
    right=((38, 190, 176), (84, 132, 255), (168, 130, 240)),
    meeting=(250, 243, 228),
)


def parse_colour(text: str) -> Colour:
    """``#ff6254`` as red, green and blue.  Raises ValueError for anything else."""
    digits = text.removeprefix("#")
    if not text.startswith("#") or len(digits) != 6 or not all(digit in "0123456789abcdefABCDEF" for digit in digits):
        raise ValueError(f"{text!r} is no colour: write # and six hexadecimal digits, such as #ff6254")
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def shown_colour(colour: Colour) -> str:
    """A colour as ``parse_colour`` reads it, in lower case."""
    return "#" + "".join(f"{part:02x}" for part in colour)


def contrast(one: Colour, other: Colour) -> float:
    """How far two colours are apart in lightness, 1 to 21, as WCAG 2.2 reckons it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def set_off(colour: Colour, ground: Colour, ratio: float) -> Colour:
    """The colour itself where its contrast to the ground is enough, else mixed with as little black or white as is.

    Black on a light ground, white on a dark one; where even that is not enough, it is that.
    """
    away = _BLACK if contrast(ground, _BLACK) >= contrast(ground, _WHITE) else _WHITE
    steps = 50
    for step in range(steps + 1):
        found = mixed(colour, away, step / steps)
        if contrast(found, ground) >= ratio:
            return found
    return away


def mixed(one: Colour, other: Colour, share: float) -> Colour:
    """One colour with a share, 0 to 1, of another."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    red, green, blue = (
        part / 12.92 if (part := value / 255) <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for value in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
