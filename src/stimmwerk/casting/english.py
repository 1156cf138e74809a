"""English: what is said otherwise than it is written."""

from __future__ import annotations

import re

from stimmwerk.casting import english_amounts as amounts
from stimmwerk.casting.abbreviations import Abbreviations, short_forms
from stimmwerk.casting.draft import swap
from stimmwerk.casting.english_acronyms import ENGLISH_LETTERS
from stimmwerk.casting.english_dates import SHORT_MONTHS, dates, times, years
from stimmwerk.casting.english_numerals import ordinal
from stimmwerk.casting.figures import ranges, ratios
from stimmwerk.casting.language import Language
from stimmwerk.casting.marks import signs
from stimmwerk.casting.roman import roman

_IN_FULL = {
    "e. g.": "for example", "i. e.": "that is", "approx.": "approximately", "vs.": "versus", "cf.": "compare",
    "dept.": "department", "govt.": "government", "est.": "established",
}  # fmt: skip
_CLOSING = {"etc.": "et cetera", "Inc.": "Incorporated", "Ltd.": "Limited", "Corp.": "Corporation", "Co.": "Company",
            "Jr.": "Junior", "Sr.": "Senior", "a. m.": "AM", "p. m.": "PM", "U. S.": "U S", "U. K.": "U K",
            "et al.": "and others", "Ave.": "Avenue", "Blvd.": "Boulevard"}  # fmt: skip
_TITLES = {"Mr.": "Mister", "Mrs.": "Missis", "Ms.": "Miz", "Dr.": "Doctor", "Prof.": "Professor", "St.": "Saint",
           "Gen.": "General", "Sen.": "Senator", "Rep.": "Representative", "Gov.": "Governor", "Capt.": "Captain",
           "Lt.": "Lieutenant", "Sgt.": "Sergeant", "Rev.": "Reverend", "Hon.": "Honourable"}  # fmt: skip
_COUNTED = {"No.": "number", "Nos.": "numbers", "p.": "page", "pp.": "pages", "Fig.": "figure", "Vol.": "volume",
            "ch.": "chapter", "Sec.": "section", **SHORT_MONTHS}  # fmt: skip

_STARTERS = (
    "a an the this that these those it he she we they you there here then now but and or so yet if when while where "
    "what who why how in on at for from with to of as by after before because although though his her its our their "
    "my your some many most all no not yes well once later today still even also however perhaps maybe i"
)

_SIGNS = {
    "&": "and", "+": "plus", "=": "equals", "§§": "sections", "§": "section", "@": "at", "×": "times", "÷": "over",
    "≈": "about", "±": "plus or minus", "≤": "at most", "≥": "at least", "→": "to", "<": "less than",
    ">": "greater than", "−": "minus", "²": "squared", "³": "cubed", "%": "percent", "°": "degrees", "€": "euros",
    "$": "dollars", "£": "pounds", "№": "number",
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

# Names of kings, queens and popes, and titles before a name: their number is an ordinal.
_RULERS = (
    "Alexander Benedict Catherine Charles Christian Clement Edward Elizabeth Francis Frederick George Gregory Gustav "
    "Harald Henry Ivan James John Leo Leopold Louis Ludwig Margaret Mary Napoleon Nicholas Paul Peter Philip Pius "
    "Rameses Ramses Richard Robert Urban Victor Wilhelm William"
)
_TITLES_OF_RULERS = "Emperor Empress King Pope Prince Princess Queen Tsar"
_REIGN = (
    rf"(?<!\w)(?P<name>{'|'.join(_RULERS.split())}|(?:{'|'.join(_TITLES_OF_RULERS.split())})\s[A-Z][a-z]+)"
    r"(?P<space>\s)(?P<number>[IVX]{1,6})(?![\w-])"
)
_COUNTED_WITH = (
    "Act", "Apollo", "Appendix", "Article", "Bowl", "Book", "Chapter", "Class", "Division", "Episode", "Grade", "Level",
    "Part", "Phase", "Section", "Stage", "Title", "Type", "Volume", "War",
)  # fmt: skip
_NUMBERED = (
    "(?:"
    + "|".join(rf"(?<=\b{case} )" for noun in _COUNTED_WITH for case in (noun, noun.lower()))
    + r")(?P<number>[IVXLC]{1,8})(?![\w-])"
)


def _reign(match: re.Match[str]) -> str | None:
    number = roman(match["number"])
    if number is None or (match["number"] == "I" and not _ends(match)):
        return None
    return f"{match['name']} the {ordinal(number).capitalize()}"


def _ends(match: re.Match[str]) -> bool:
    """Whether a lone ``I`` is no pronoun: behind it there is a mark, or nothing."""
    return match.string[match.end() : match.end() + 1] in ("", ".", ",", ";", ":", ")", "'", "’")


def _numbered(match: re.Match[str]) -> str | None:
    number = roman(match["number"])
    return str(number) if number and (match["number"] != "I" or _ends(match)) else None


#: ``v2.1``, where the letter stands for the word, unless that stands before it.
_VERSION = r"(?<![\w.-])(?P<word>[vV]ersion\s)?[vV](?=\d{1,3}(?:\.\d{1,4}){0,3}(?![\w]))"
#: Of ``2.1.3`` every point is spoken; that of ``3.12`` the engine speaks.
_POINTS = r"(?<![\w.])\d{1,4}(?:\.\d{1,4}){2,4}(?!\w|\.\d)"
_PER = r"(?<=[a-z\ufdd0%$€£])/(?=(?:month|year|day|week|hour|minute|second|person|user|seat|head|token)\b)"


def _english(*, months_first: bool) -> Language:
    return Language(
        latin=True,
        abbreviations=_ABBREVIATIONS,
        conjunctions=("and", "or", "but", "because", "which"),
        rules=(
            ENGLISH_LETTERS.acronyms,
            swap(_VERSION, lambda match: match["word"] or "version "),
            swap(_POINTS, lambda match: match.group().replace(".", " point ")),
            *dates(months_first=months_first),
            *times,
            amounts.money,
            *amounts.fractions,
            swap(r"(?<=\d)\s?[x×](?=\s[^\W\d_]|\Z|[.,;:!?])", " times"),
            ranges("to", between=("between", "and")),
            ratios("to"),
            *years,
            swap(r"(?<=\d)\s?[x×]\s?(?=\d)", " by "),
            amounts.units,
            _ABBREVIATIONS.in_full,
            swap(_REIGN, _reign),
            swap(_NUMBERED, _numbered),
            swap(_PER, " per "),
            swap(r"(?<![^\s(“\"])[-−–](?=\d)", "minus "),
            swap(r"#(?=\d)", "number "),
            swap(r"#(?=\w)", ""),
            swap(r"~(?=\d)", "about "),
            signs(_SIGNS),
        ),
        dot="dot",
        at="at",
    )


ENGLISH = _english(months_first=False)
#: As it is written and read in the United States: ``03/04/2025`` is in March.
AMERICAN = _english(months_first=True)
