"""Times of a recording in front of, inside and behind labels."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

_DAY = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s"
    r"|(?:[Tt]oday|[Yy]esterday|[Hh]eute|[Gg]estern|[Aa]ujourd[’']hui|[Hh]ier|[Hh]oy|[Aa]yer)\s(?:at|um|à|a las)\s)?"
)
_CLOCK = r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?(?!\d)(?:\s?(?:[AP]\.?M\b\.?|[ap]\.m\.|pm\b))?"
#: A time in words, as programs read it out: ``1 minute, 5 seconds``, ``24m 10s``; nothing else stands on its line.
_UNIT = (
    r"(?:h|hrs?|hours?|std|stunden?|heures?|horas?|m|mins?|minutes?|minuten?|minutos?|s|secs?|seconds?|sek|sekunden?"
    r"|secondes?|segundos?)\b\.?"
)
_SPELLED = rf"\d{{1,3}}\s?{_UNIT}(?:,?\s(?:(?:and|und|et|y)\s)?\d{{1,2}}\s?{_UNIT}){{0,2}}\Z"
_TO = r"\s{0,3}(?:-->|->|--|-|–|—|to|bis|/)\s{0,3}"
_SPAN = rf"{_CLOCK}(?:{_TO}{_CLOCK})?"
#: Seconds as programs print them, ``[0.0, 3.26]`` and ``[0.00s -> 3.26s]``: two, for one in brackets is a figure.
_SECONDS = r"\d{1,6}\.\d{1,20}\s?s?"
_SECONDS_SPAN = rf"{_SECONDS}(?:,\s{{0,3}}|{_TO}){_SECONDS}"
_IN_BRACKETS = rf"[\[(（<{{]\s{{0,2}}(?:{_DAY}{_SPAN}|{_SECONDS_SPAN})\s{{0,2}}[\])）>}}]"

#: Bare times count where so many lines begin with one, and most of them do not go back.
_LEAST_TIMED = 3
_RISING = 0.8

_BRACKETED = re.compile(_IN_BRACKETS)
_LEAD_BRACKETED = re.compile(rf"[*_`]{{0,2}}{_IN_BRACKETS}[*_`]{{0,2}}\s*(?:[-–—|]\s+)?")
_LEAD_SPAN = re.compile(rf"\s{{0,8}}[\[(（<{{]\s{{0,2}}(?:{_CLOCK}{_TO}{_CLOCK}|{_SECONDS_SPAN})\s{{0,2}}[\])）>}}]")
_LEAD_BARE = re.compile(rf"{_DAY}{_SPAN}(?:\s*[-–—|]\s+|\s+|:\s+|\Z|(?=[^\W\d_]))|{_SPELLED}", re.IGNORECASE)
_WORDS = re.compile(_SPELLED, re.IGNORECASE)
_COUNTED = re.compile(r"(\d{1,3})\s?(\w)")
_CLOCK_ALONE = re.compile(r"[\[(]?\d{1,2}:\d{2}:\d{2}[\])]?")
_BARE = re.compile(rf"(?<![\w:.,]){_DAY}{_SPAN}(?![\w:])")
_DIGITS = re.compile(r"(?:\d{1,3}:)?\d{1,3}:\d{2}(?:[.,]\d{1,3})?")
_ANY = re.compile(rf"{_BRACKETED.pattern}|(?<![\w:.,]){_DAY}{_SPAN}")
_IN_UNIT = {"h": 3600, "m": 60}


def lead_time(text: str, *, bare: bool) -> int:
    """Where the text goes on behind a time at its beginning; 0 for none.  bare: a time without brackets counts."""
    found = _LEAD_BRACKETED.match(text) or (_LEAD_BARE.match(text) if bare else None)
    return found.end() if found else 0


def opens_with_span(text: str) -> bool:
    """Whether two times in brackets begin the text, as the lines of programs that transcribe do."""
    return _LEAD_SPAN.match(text) is not None


def is_timed(lines: Iterable[str]) -> bool:
    """Whether bare times at the beginning of lines are times of the recording: they do not go back."""
    leads = (_LEAD_BARE.match(line) for line in lines if line[:1].isdigit())
    found = [seconds(lead.group()) for lead in leads if lead]
    if len(found) < _LEAST_TIMED:
        return False
    return sum(one <= other for one, other in pairwise(found)) >= _RISING * (len(found) - 1)


def seconds(clock: str) -> int:
    """A time such as 1:02:03, 90:00 or 00:12.5, in whole seconds; of two the first."""
    found = _DIGITS.search(clock)
    total = 0
    if found is None and is_spelled(clock):
        return sum(int(number) * _IN_UNIT.get(unit.casefold(), 1) for number, unit in _COUNTED.findall(clock))
    for part in found.group().replace(",", ".").split(":") if found else ():
        total = total * 60 + int(part.partition(".")[0])
    return total


def mask_times(text: str, *, bare: bool) -> str:
    """The text with each time replaced by as many NUL characters; bare: those without brackets, too."""
    masked = _BRACKETED.sub(lambda found: "\0" * len(found.group()), text)
    return _BARE.sub(lambda found: "\0" * len(found.group()), masked) if bare else masked


def is_spelled(text: str) -> bool:
    """Whether the text is nothing but a time in words: ``1 minute, 5 seconds``."""
    return text[:1].isdigit() and _WORDS.match(text) is not None


def is_clock(text: str) -> bool:
    """Whether the text is nothing but a time with hours, minutes and seconds, which no heading and no speech is."""
    return text[-1:] in "0123456789])" and _CLOCK_ALONE.fullmatch(text) is not None


def is_time(text: str) -> bool:
    """Whether the text is nothing but a time, in brackets or without."""
    bare = text.strip(" *_`-–—|")
    return bool(bare) and (_BRACKETED.fullmatch(bare) or re.fullmatch(rf"{_DAY}{_SPAN}", bare)) is not None


def times_in(text: str) -> list[str]:
    """Each time in the text as written, brackets included where it has them."""
    return [text] if is_spelled(text) else [found.group() for found in _ANY.finditer(text)]
