"""English: what is said otherwise than it is written.  Numbers are left to the engine, which reads them well."""

from __future__ import annotations

import re

from stimmwerk.casting.abbreviations import Abbreviations, short_forms
from stimmwerk.casting.draft import swap
from stimmwerk.casting.figures import ranges
from stimmwerk.casting.language import Language
from stimmwerk.casting.marks import signs

_IN_FULL = {
    "e. g.": "for example", "i. e.": "that is", "approx.": "approximately", "vs.": "versus", "cf.": "compare",
    "dept.": "department", "govt.": "government", "est.": "established",
}  # fmt: skip
_CLOSING = {"etc.": "et cetera", "Inc.": "Incorporated", "Ltd.": "Limited", "Corp.": "Corporation", "Co.": "Company",
            "Jr.": "Junior", "Sr.": "Senior", "a. m.": "A M", "p. m.": "P M", "U. S.": "U S", "U. K.": "U K",
            "et al.": "and others", "Ave.": "Avenue", "Blvd.": "Boulevard"}  # fmt: skip
_TITLES = {"Mr.": "Mister", "Mrs.": "Missis", "Ms.": "Miz", "Dr.": "Doctor", "Prof.": "Professor", "St.": "Saint",
           "Gen.": "General", "Sen.": "Senator", "Rep.": "Representative", "Gov.": "Governor", "Capt.": "Captain",
           "Lt.": "Lieutenant", "Sgt.": "Sergeant", "Rev.": "Reverend", "Hon.": "Honourable"}  # fmt: skip
_COUNTED = {"No.": "number", "Nos.": "numbers", "p.": "page", "pp.": "pages", "Fig.": "figure", "Vol.": "volume",
            "ch.": "chapter", "Sec.": "section", "Jan.": "January", "Feb.": "February", "Mar.": "March",
            "Apr.": "April", "Aug.": "August", "Sept.": "September", "Sep.": "September", "Oct.": "October",
            "Nov.": "November", "Dec.": "December"}  # fmt: skip

_STARTERS = (
    "a an the this that these those it he she we they you there here then now but and or so yet if when while where "
    "what who why how in on at for from with to of as by after before because although though his her its our their "
    "my your some many most all no not yes well once later today still even also however perhaps maybe i"
)

_SIGNS = {
    "&": "and", "+": "plus", "=": "equals", "§§": "sections", "§": "section", "@": "at", "×": "times", "÷": "over",
    "≈": "about", "±": "plus or minus", "≤": "at most", "≥": "at least", "→": "to", "½": "a half", "¼": "a quarter",
    "¾": "three quarters", "№": "number",
}  # fmt: skip

_ABBREVIATIONS = Abbreviations(
    forms=(
        *short_forms(_IN_FULL),
        *short_forms(_CLOSING, closes=True),
        *short_forms(_TITLES, after=r"\s[A-Z]"),
        *short_forms(_COUNTED, after=r"\s?\d"),
    ),
    starters=frozenset(_STARTERS.split()),
)

_CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "US$": "US dollar"}
_MONEY = (
    r"(?<![\w$])(?P<sign>US\$|[$€£])\s?(?P<number>\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,4})?)"
    r"(?P<large>\s?(?:thousand|million|billion|trillion|[kKmMbB]|bn|mn)\b)?(?![\w])"
)
_LARGE = {"k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion"}


def _money(match: re.Match[str]) -> str:
    """``$5.2 million`` as ``5.2 million dollars``: the engine reads the sign where it stands."""
    number, name = match["number"].replace(",", ""), _CURRENCIES[match["sign"]]
    large = (match["large"] or "").strip()
    several = "" if number == "1" and not large else "s"
    return " ".join(filter(None, (number, _LARGE.get(large.casefold(), large), name + several)))


ENGLISH = Language(
    latin=True,
    abbreviations=_ABBREVIATIONS,
    conjunctions=("and", "or", "but", "because", "which"),
    rules=(swap(_MONEY, _money), _ABBREVIATIONS.in_full, ranges("to"), swap(r"#(?=\d)", "number "), signs(_SIGNS)),
    dot="dot",
    at="at",
)
