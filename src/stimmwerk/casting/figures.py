"""Rules for numbers that several languages share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stimmwerk.casting.draft import Change, Rule
from stimmwerk.speech import Say

_RANGE = re.compile(
    r"(?<![\w.,/:+-])(?P<low>\d{1,4}(?:[.,]\d{1,3})?)(?P<dash> ?[-–] ?)(?P<high>\d{1,4}(?:[.,]\d{1,3})?)"
    r"(?!\w|[.,/:-]\d|–\d)"
)


def ranges(to: str, *, between: tuple[str, str]) -> Rule:
    """The rule that reads the dash of ``10-20`` as a word; scores, telephone and model numbers keep it.

    between: a word in small letters, and the other word that is read behind it.
    """
    opening, other = between

    def rule(text: str) -> Iterator[Change]:
        for match in _RANGE.finditer(text):
            if _rises(match["low"], match["high"]):
                before = text[max(0, match.start() - len(opening) - 1) : match.start()].rstrip().casefold()
                word = other if before == opening else to
                yield Change(start=match.start("dash"), stop=match.end("dash"), say=Say(text=f" {word} "))

    return rule


_RATIO = re.compile(r"(?<![\w.,:/])(?P<one>\d{1,3})(?P<colon>:)(?P<other>\d{1,3})(?!\w|[.,:/]\d)")


def ratios(to: str) -> Rule:
    """The rule that reads the colon of ``3:1`` as a word; what may be a time of day keeps it."""

    def rule(text: str) -> Iterator[Change]:
        for match in _RATIO.finditer(text):
            if not (len(match["other"]) == 2 and int(match["one"]) <= 24 and int(match["other"]) <= 59):
                yield Change(start=match.start("colon"), stop=match.end("colon"), say=Say(text=f" {to} "))

    return rule


def _rises(low: str, high: str) -> bool:
    if any(len(number) > 1 and number.startswith("0") and number[1].isdigit() for number in (low, high)):
        return False
    short_year = len(low) == 4 and len(high) == 2
    return short_year or float(low.replace(",", ".")) < float(high.replace(",", "."))
