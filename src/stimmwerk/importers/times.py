"""Times of a recording in front of, inside and behind labels."""

from __future__ import annotations

import re

_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?(?!\d)"
_SPAN = rf"{_CLOCK}(?:\s{{0,3}}(?:-->|->|--|-|–|—|to|bis|/)\s{{0,3}}{_CLOCK})?"

_BRACKETED = re.compile(rf"[\[(（<{{]\s{{0,2}}{_SPAN}\s{{0,2}}[\])）>}}]")
_LEAD_BRACKETED = re.compile(rf"[*_`]{{0,2}}[\[(（<{{]\s{{0,2}}{_SPAN}\s{{0,2}}[\])）>}}][*_`]{{0,2}}\s*(?:[-–—|]\s+)?")
_LEAD_BARE = re.compile(rf"{_SPAN}(?:\s*[-–—|]\s+|\s+|:\s+|\Z|(?=[^\W\d_]))")
_BARE = re.compile(rf"(?<![\w:.,]){_SPAN}(?![\w:])")


def lead_time(text: str, *, bare: bool) -> int:
    """Where the text goes on behind a time at its beginning; 0 for none.  bare: a time without brackets counts."""
    found = _LEAD_BRACKETED.match(text) or (_LEAD_BARE.match(text) if bare else None)
    return found.end() if found else 0


def starts_bare(text: str) -> int | None:
    """The seconds of a time without brackets at the beginning of a text, None for none."""
    found = _LEAD_BARE.match(text)
    return seconds(found.group()) if found else None


def seconds(clock: str) -> int:
    """A time such as 1:02:03, 90:00 or 00:12.5, in whole seconds; of two the first."""
    found = re.search(_CLOCK, clock)
    total = 0
    for part in found.group().replace(",", ".").split(":") if found else ():
        total = total * 60 + int(part.partition(".")[0])
    return total


def mask_times(text: str, *, bare: bool) -> str:
    """The text with each time replaced by as many NUL characters; bare: those without brackets, too."""
    masked = _BRACKETED.sub(lambda found: "\0" * len(found.group()), text)
    return _BARE.sub(lambda found: "\0" * len(found.group()), masked) if bare else masked


def is_time(text: str) -> bool:
    """Whether the text is nothing but a time, in brackets or without."""
    bare = text.strip(" *_`-–—|")
    return bool(bare) and (_BRACKETED.fullmatch(bare) or re.fullmatch(_SPAN, bare)) is not None


def times_in(text: str) -> list[str]:
    """Each time in the text as written, brackets included where it has them."""
    return [found.group() for found in re.finditer(rf"{_BRACKETED.pattern}|{_BARE.pattern}", text)]
