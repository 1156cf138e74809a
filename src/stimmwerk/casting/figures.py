"""A rule for numbers that several languages share."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stimmwerk.casting.draft import Change, Rule
from stimmwerk.speech import Say

_RANGE = re.compile(
    r"(?<![\w.,/:+-])(?P<low>\d{1,4}(?:[.,]\d{1,3})?)(?P<dash> ?[-–] ?)(?P<high>\d{1,4}(?:[.,]\d{1,3})?)"
    r"(?!\w|[.,/:-]\d|–\d)"
)


def ranges(to: str) -> Rule:
    """The rule that reads the dash of ``10-20`` as a word; scores, telephone and model numbers keep it."""

    def rule(text: str) -> Iterator[Change]:
        for match in _RANGE.finditer(text):
            if _rises(match["low"], match["high"]):
                yield Change(start=match.start("dash"), stop=match.end("dash"), say=Say(text=f" {to} "))

    return rule


def _rises(low: str, high: str) -> bool:
    if any(len(number) > 1 and number.startswith("0") and number[1].isdigit() for number in (low, high)):
        return False
    short_year = len(low) == 4 and len(high) == 2
    return short_year or float(low.replace(",", ".")) < float(high.replace(",", "."))
