"""German: what is said otherwise than it is written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stimmwerk.casting import german_amounts as amounts
from stimmwerk.casting import german_dates as dates
from stimmwerk.casting.draft import SAID, swap
from stimmwerk.casting.figures import ranges, ratios
from stimmwerk.casting.german_abbreviations import GERMAN_ABBREVIATIONS, GERMAN_STARTERS
from stimmwerk.casting.german_acronyms import GERMAN_LETTERS
from stimmwerk.casting.german_numerals import cardinal, ordinal
from stimmwerk.casting.language import Language
from stimmwerk.casting.marks import signs
from stimmwerk.casting.roman import roman

_SIGNS = {
    "&": "und", "+": "plus", "++": "plus plus", "=": "gleich", "§§": "Paragrafen", "§": "Paragraf", "@": "ät",
    "<": "kleiner als", ">": "größer als", "≤": "höchstens", "≥": "mindestens", "≈": "ungefähr",
    "±": "plus minus", "×": "mal",
    "÷": "geteilt durch", "−": "minus", "№": "Nummer", "½": "einhalb", "¼": "ein Viertel", "¾": "drei Viertel",
    "²": "hoch zwei", "³": "hoch drei", "%": "Prozent", "‰": "Promille", "°": "Grad", "€": "Euro", "$": "Dollar",
    "£": "Pfund",
}  # fmt: skip

_FRACTIONS = {"1/2": "ein halb", "1/3": "ein Drittel", "2/3": "zwei Drittel", "1/4": "ein Viertel",
              "3/4": "drei Viertel"}  # fmt: skip

# A line that begins with a hyphen is an entry of a list, not a compound.
_SPACED_HYPHEN = r"(?<=[^\s.,;:!?–-]) - (?=\S)"
_LEFT = re.compile(rf"(?:[^\W_]|{SAID})+\Z")
_RIGHT = re.compile(rf"(?:[^\W_]|{SAID})+")
_SECOND_DASH = re.compile(r"[^-–.;:!?,\n]{1,80}\s[-–]\s[a-zäöü]")


def _hyphen(match: re.Match[str]) -> str:
    """A hyphen with spaces around it: of a compound where capitals stand on both sides, else a dash."""
    text = match.string
    left = _LEFT.search(text, max(0, match.start() - 40), match.start())
    right = _RIGHT.match(text, match.end())
    return "-" if left and right and _compound(left.group(), right, text) else " – "


def _compound(left: str, right: re.Match[str], text: str) -> bool:
    is_name = SAID in left or sum(character.isupper() for character in left) > 1
    if not (is_name or left[0].isupper()):
        return False
    word = right.group()
    if word[0].isdigit():
        return is_name
    if not (word[0].isupper() or word[0] == SAID) or word.lower() in GERMAN_STARTERS:
        return False
    return is_name or not _SECOND_DASH.match(text, right.end())


def _mixed(match: re.Match[str]) -> str:
    """``2 1/2`` as ``zweieinhalb``, ``3 3/4`` as ``drei drei Viertel``."""
    whole = int(match["whole"])
    if match["part"] in ("1/2", "½"):
        return ("ein" if whole == 1 else cardinal(whole)) + "einhalb"
    part = _FRACTIONS.get(match["part"]) or _SIGNS[match["part"]]
    return f"{cardinal(whole)} {part}"


_MIXED = rf"(?<![\w.,/])(?P<whole>[1-9]\d?)(?:\s(?=\d)|(?=[½¼¾]))(?P<part>{'|'.join(_FRACTIONS)}|[½¼¾])(?![\w/])"


def _reign(match: re.Match[str]) -> str | None:
    number = roman(match["number"])
    if not number:
        return None
    before = _LAST_WORD.search(match.string, max(0, match.start() - 20), match.start())
    case = _CASES.get(before[1].lower(), "der") if before else "der"
    return f"{match['name']} {case} {ordinal(number, 'e' if case == 'der' else 'en').capitalize()}"


def _roman_ordinal(match: re.Match[str]) -> str | None:
    number = roman(match["number"])
    return dates.ordinal_in_place(match, number) if number else None


def _inner_stops(text: str) -> Iterator[int]:
    """The full stops behind numbers, Arabic and Roman, that end no sentence, as positions in the text."""
    yield from dates.inner_stops(text)
    yield from (match.end() - 1 for match in re.finditer(_ROMAN_ORDINAL, text) if roman(match["number"]))


def _numbered(match: re.Match[str]) -> str | None:
    number = roman(match["number"])
    return str(number) if number else None


#: ``Ludwig XIV.`` before a small letter: there the full stop ends no sentence, and makes the numeral an ordinal.
_REIGN = r"(?<!\w)(?P<name>[A-ZÄÖÜ][a-zäöüß]{1,30})\s(?P<number>[IVXLC]{2,8})\.(?=\s[a-zäöüß])"
#: ``IV. Klasse``, ``II. Weltkrieg``: a full stop before a noun that is counted.
_ROMAN_ORDINAL = rf"(?<!\w)(?P<number>[IVXLC]{{1,8}})\.(?=\s(?P<noun>(?:{dates.COUNTED_NOUNS})\b|{SAID}))"
_LAST_WORD = re.compile(r"([^\W\d_]+)\s\Z")
_CASES = {
    **dict.fromkeys(("von", "mit", "bei", "unter", "nach", "zu", "seit", "vor", "neben", "gegenüber"), "dem"),
    **dict.fromkeys(("für", "durch", "gegen", "ohne", "um"), "den"),
}

_COUNTED_WITH = ("Teil", "Kapitel", "Band", "Akt", "Phase", "Stufe", "Artikel", "Typ")
_NUMBERED = "(?:" + "|".join(rf"(?<=\b{noun} )" for noun in _COUNTED_WITH) + r")(?P<number>[IVXLC]{1,8})(?!\w)"

#: ``v2.1``, where the letter stands for the word, unless that stands before it.
_VERSION = r"(?<![\w.-])(?P<word>Version\s)?[vV](?=\d{1,3}(?:\.\d{1,4}){0,3}(?![\w]))"
#: The stroke of ``5 €/Monat``, when the amount has been read.
_PER = rf"(?<={SAID}|[\d€$£%])/(?=(?:Monat|Jahr|Tag|Woche|Stunde|Minute|Sekunde|Person|Kopf|Nutzer|Stück|Kilo|Liter)\b)"

GERMAN = Language(
    latin=True,
    abbreviations=GERMAN_ABBREVIATIONS,
    conjunctions=("und", "oder", "aber", "denn", "sondern", "weil", "dass", "wobei"),
    numbers_inside=_inner_stops,
    rules=(
        GERMAN_LETTERS.acronyms,
        swap(_VERSION, lambda match: match["word"] or "Version "),
        swap(r"(?<=\d)\s?[x×](?=\s[^\W\d_]|\Z|[.,;:!?])", "-mal"),
        swap(r"\A0(?P<number>[1-9])(?=\s+[^\W\d_])", lambda match: f"{match['number']}:"),  # numbers a heading
        dates.iso_dates,
        dates.dotted_dates,
        dates.times,
        dates.bare_times,
        amounts.money_first,
        amounts.cents,
        amounts.one_unit,
        amounts.one_short,
        amounts.one_word,
        dates.ordinals,
        GERMAN_ABBREVIATIONS.in_full,
        amounts.units,
        ranges("bis", between=("zwischen", "und")),
        ratios("zu"),
        swap(_PER, lambda match: "pro " if match.string[match.start() - 1] in "€$£%" else " pro "),
        dates.years,
        swap(r"(?<=\d)\s?[x×]\s?(?=\d)", " mal "),
        swap(_MIXED, _mixed),
        amounts.thousands,
        amounts.points,
        amounts.minus,
        swap(r"(?<!\w)(?:" + "|".join(_FRACTIONS) + r")(?![\w/])", lambda match: _FRACTIONS[match.group()]),
        swap(_ROMAN_ORDINAL, _roman_ordinal),
        swap(_REIGN, _reign),
        swap(_NUMBERED, _numbered),
        swap(_SPACED_HYPHEN, _hyphen),
        swap(r"(?<=[a-zäöüß])[:*_/]-?(?=in(?:nen)?\b)", "-"),
        swap(r"(?<=\b[A-Z])#(?!\w)", " scharp"),
        swap(r"#(?=\d)", "Nummer "),
        swap(r"#(?=\w)", ""),
        swap(r"~(?=\d)", "etwa "),
        signs(_SIGNS),
    ),
    borrows=True,
    dot="Punkt",
    at="ät",
)
