"""Text on pictures: which of it can be drawn, how it breaks into lines, and how large it may be.

The font is Manrope (Mikhail Sharanda, SIL Open Font License): Latin, Greek and Cyrillic.  Text is laid out letter by
letter, without the shaping that some systems have and others have not, so that every machine draws the same.
"""

from __future__ import annotations

import importlib.resources
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal

from stimmwerk.errors import ShowError

if TYPE_CHECKING:
    from PIL import ImageFont

Weight = Literal["Medium", "Bold", "ExtraBold"]

#: From one line to the next, in parts of the type size.
LINE_STEP = 1.14

#: A line's foot lies so far below its top, in parts of the type size.
BASELINE = 0.92

# Categories of signs that are not seen, and of those that a text can do without where the font lacks them.
_UNSEEN, _NEEDLESS = ("Cf", "Cc", "Cs", "Co"), ("Mn", "Me", "So", "Sk")
_ANYWHERE = 32
# No picture has room for more; a title of a million letters is not measured to its end.
_MOST = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Lettering:
    """Text in lines that fit.  size: of the type, in pixels; high: of all lines together."""

    lines: tuple[str, ...]
    size: int
    weight: Weight

    @property
    def high(self) -> float:
        """How much room the lines take from top to bottom, in pixels."""
        return len(self.lines) * self.size * LINE_STEP


def font(size: int, weight: Weight = "ExtraBold") -> ImageFont.FreeTypeFont:
    """The font in a size in pixels.  Raises ShowError for a Pillow that cannot write."""
    return _font(size, weight)


def drawable(text: str) -> str:
    """The text on one line as it can be drawn; empty where the font lacks letters of it.

    Signs that are no letters (emoji, marks that compose with nothing, what is not seen) are left out.
    """
    found = "".join(sign for sign in unicodedata.normalize("NFC", text[:_MOST]) if _is_wanted(sign))
    return " ".join(found.split()) if all(_has(sign) for sign in found) else ""


def width(text: str, size: int, weight: Weight) -> float:
    """How long a line is, in pixels."""
    return font(size, weight).getlength(text)


def fit(text: str, box: tuple[float, float], sizes: tuple[int, int], weight: Weight = "ExtraBold") -> Lettering:
    """The text in the largest type with which it fits into a box: width, height, in pixels.

    sizes: the largest and the smallest type.  What does not fit in the smallest ends in an ellipsis; a word that is
    longer than a line then is broken.
    """
    (wide, high), (largest, smallest) = box, sizes
    words = text[:_MOST].split()
    for size in range(largest, smallest, -max(1, (largest - smallest) // 40)):
        lines = _wrapped(words, wide, size, weight)
        if len(lines) * size * LINE_STEP <= high and all(width(line, size, weight) <= wide for line in lines):
            return Lettering(lines=_balanced(words, lines, wide, size, weight), size=size, weight=weight)
    lines = [part for line in _wrapped(words, wide, smallest, weight) for part in _broken(line, wide, smallest, weight)]
    room = max(1, int(high / (smallest * LINE_STEP)))
    if len(lines) > room:
        lines = [*lines[: room - 1], shortened(" ".join(lines[room - 1 :]), wide, smallest, weight)]
    return Lettering(lines=tuple(lines), size=smallest, weight=weight)


def shortened(text: str, wide: float, size: int, weight: Weight) -> str:
    """The text on one line, with an ellipsis where it is too long; empty where not even a letter has room."""
    if width(text, size, weight) <= wide:
        return text
    count = _fitting(text[:_MOST], wide, size, weight, "…")
    return text[:count].rstrip() + "…" if count else ""


def _wrapped(words: list[str], wide: float, size: int, weight: Weight) -> list[str]:
    """As few lines as can be; a word longer than a line has a line of its own."""
    space = _word_width(" ", size, weight)
    lines: list[list[str]] = []
    taken = wide + 1
    for word in words:
        long = _word_width(word, size, weight)
        if lines and taken + space + long <= wide:
            lines[-1].append(word)
            taken += space + long
        else:
            lines.append([word])
            taken = long
    return [" ".join(line) for line in lines]


def _balanced(words: list[str], lines: list[str], wide: float, size: int, weight: Weight) -> tuple[str, ...]:
    """As many lines, but none much shorter than the others."""
    best = lines
    for share in (0.9, 0.8, 0.7, 0.6, 0.5):
        narrower = _wrapped(words, wide * share, size, weight)
        if len(narrower) > len(lines) or any(width(line, size, weight) > wide for line in narrower):
            break
        best = narrower
    return tuple(best)


def _broken(line: str, wide: float, size: int, weight: Weight) -> Iterator[str]:
    while width(line, size, weight) > wide:
        count = max(1, _fitting(line, wide, size, weight))
        yield line[:count]
        line = line[count:]
    yield line


def _fitting(text: str, wide: float, size: int, weight: Weight, end: str = "") -> int:
    """How many of the first letters have room, with an end behind them."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if width(text[:middle].rstrip() + end, size, weight) <= wide:
            low = middle
        else:
            high = middle - 1
    return low


@lru_cache(maxsize=4096)
def _word_width(word: str, size: int, weight: Weight) -> float:
    return width(word, size, weight)


@cache
def _font_file(weight: Weight) -> bytes:
    return importlib.resources.files("font_manrope").joinpath(f"files/Manrope-{weight}.ttf").read_bytes()


@lru_cache(maxsize=256)
def _font(size: int, weight: Weight) -> ImageFont.FreeTypeFont:
    from io import BytesIO

    from PIL import ImageFont

    try:
        return ImageFont.truetype(BytesIO(_font_file(weight)), size, layout_engine=ImageFont.Layout.BASIC)
    except ImportError as cause:
        raise ShowError(
            "this Pillow is built without FreeType and cannot write on pictures",
            hint="install Pillow's own wheel, or switch the pictures off under [exports]",
        ) from cause


def _is_wanted(sign: str) -> bool:
    if sign.isspace():
        return True
    category = unicodedata.category(sign)
    return category not in _UNSEEN and (category not in _NEEDLESS or _has(sign))


@lru_cache(maxsize=4096)
def _has(sign: str) -> bool:
    # No font has U+FFFF: it gives the sign that stands for what is missing.
    return sign.isspace() or bytes(font(_ANYWHERE).getmask(sign)) != _missing()


@cache
def _missing() -> bytes:
    return bytes(font(_ANYWHERE).getmask("\uffff"))
