"""English dates, times of day, years and decades."""

from __future__ import annotations

import re

from stimmwerk.casting.draft import SAID, Rule, swap
from stimmwerk.casting.english_amounts import UNIT
from stimmwerk.casting.english_numerals import cardinal, decade, ordinal, year

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

#: Short month, with its full stop -> month.
SHORT_MONTHS = {
    "Jan.": "January", "Feb.": "February", "Mar.": "March", "Apr.": "April", "Jun.": "June", "Jul.": "July",
    "Aug.": "August", "Sept.": "September", "Sep.": "September", "Oct.": "October", "Nov.": "November",
    "Dec.": "December",
}  # fmt: skip

_MONTH = rf"(?P<month>{'|'.join((*MONTHS, *map(re.escape, SHORT_MONTHS)))})"
_DAY = r"(?P<day>[12]?\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?:(?P<comma>,?\s)(?P<year>1[1-9]\d\d|20\d\d)(?!\w|[.,:/-]\d))?"
_DAY_FIRST = rf"(?<![\w.,:/$€£-])(?P<article>[Tt]he\s)?{_DAY}\s(?:of\s)?{_MONTH}(?!\w){_YEAR}"
_MONTH_FIRST = rf"(?<!\w){_MONTH}\s{_DAY}(?![\w%]|[.,:/-]\d|\s?(?:-|–|to)\s?\d){_YEAR}"
_ISO = r"(?<![\w.-])(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?![\w-])"
_SLASHED = r"(?<![\w./-])(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>1[1-9]\d\d|20\d\d)(?![\w/-])"


def _when(day: int, month: str, written: str | None) -> str:
    return f"the {ordinal(day)} of {month}" + (f" {year(int(written))}" if written else "")


def _full(month: str) -> str:
    return SHORT_MONTHS.get(month, month)


def _day_first(match: re.Match[str]) -> str:
    article = (match["article"] or "the").strip()
    return article + _when(int(match["day"]), _full(match["month"]), match["year"]).removeprefix("the")


def _month_first(match: re.Match[str]) -> str:
    when = f", {year(int(match['year']))}" if match["year"] else ""
    return f"{_full(match['month'])} {ordinal(int(match['day']))}{when}"


def _date(day: int, month: int, written: str, *, months_first: bool) -> str | None:
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return None
    name = MONTHS[month - 1]
    return f"{name} {ordinal(day)}, {year(int(written))}" if months_first else _when(day, name, written)


def dates(*, months_first: bool) -> tuple[Rule, ...]:
    """The rules for ``3 March 2025``, ``March 3rd``, ``2025-03-04`` and ``03/04/2025``.

    months_first: as in America, which is how the last of them is read and how figures are spoken.
    """

    def iso(match: re.Match[str]) -> str | None:
        return _date(int(match["day"]), int(match["month"]), match["year"], months_first=months_first)

    def slashed(match: re.Match[str]) -> str | None:
        first, second = int(match["first"]), int(match["second"])
        day, month = (second, first) if second > 12 or (months_first and first <= 12) else (first, second)
        return _date(day, month, match["year"], months_first=months_first)

    return swap(_ISO, iso), swap(_SLASHED, slashed), swap(_DAY_FIRST, _day_first), swap(_MONTH_FIRST, _month_first)


_HALF = r"(?P<half>\s?[apAP]\.?\s?[mM](?![a-z]))"
_CLOCK_AND_HALF = rf"(?<![\w.,:])(?P<hour>1[0-2]|0?[1-9])[:.](?P<minute>[0-5]\d)(?={_HALF})"
_WHEN = "|".join(
    rf"(?<=\b{word} )"
    for word in (
        "at", "At", "by", "By", "until", "till", "from", "From", "to", "before", "Before", "after", "After", "around",
        "about", "since", "Since", "between", "Between", "and", "past",
    )
)  # fmt: skip
_CLOCK = (
    rf"(?:(?<={SAID} )|(?<={SAID}, )|{_WHEN})(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?![\w:]|[.,]\d)"
    r"(?P<clock>\so['’]clock)?"
)


def _minutes(minute: int) -> str:
    return f"oh {cardinal(minute)}" if minute < 10 else cardinal(minute)


def _clock_and_half(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"])
    return f"{cardinal(hour)} {_minutes(minute)}" if minute else cardinal(hour)


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match["hour"]), int(match["minute"])
    if minute:
        return f"{cardinal(hour)} {_minutes(minute)}"
    return f"{cardinal(hour)} {'hundred hours' if hour > 12 or hour == 0 else 'o’clock'}"


#: The rules for ``3:05 pm``, for ``14:30`` behind a word for a time, and for ``pm`` without full stops.
times = (
    swap(_CLOCK_AND_HALF, _clock_and_half),
    swap(_CLOCK, _clock),
    swap(rf"(?:(?<=\d)|(?<={SAID}))\s?(?P<half>[aApP])(?:[mM])(?![\w.])", lambda match: f" {match['half'].upper()}M"),
)

# Behind these a number of four digits is a year, whatever follows.
_BEFORE_YEARS = (
    "in", "In", "since", "Since", "until", "Until", "till", "before", "Before", "during", "During", "early", "late",
    "mid", "year", "Year", "spring", "summer", "autumn", "fall", "winter", "class of", *MONTHS,
)  # fmt: skip
# In front of these it is one, too: anything else in small letters is what is counted.
_AFTER_YEARS = (
    "a an the and or but to until was were is had has have will would when where which that as at by for from in into "
    "it its on onwards she he they we you I with then after before because if so"
)
_YEARS = (
    r"(?<![\w.,:/$€£¥#+-])(?<![x×]\s)(?P<year>1[1-9]\d\d|20\d\d)(?!\w|[.,:/]\d|\s?[%€$£°]|\s[x×]\s\d)"
    rf"(?!{UNIT})"
    rf"(?:(?<={SAID}.{{4}})|(?={SAID})|{'|'.join(rf'(?<={word}[ -].{{4}})' for word in _BEFORE_YEARS)}"
    rf"|(?!\s[^\W\dA-Z_])|(?=\s(?:{'|'.join(_AFTER_YEARS.split())})\b))"
)


def _decade(match: re.Match[str]) -> str | None:
    number = int(match["decade"])
    return None if number < 20 else decade(number)


#: The rules for ``the 1990s`` and ``the '90s``, and for years.
years = (
    swap(r"(?<![\w.,:/$€£-])['’]?(?P<decade>(?:1[1-9]|20)?\d0)['’]?s(?!\w)", _decade),
    swap(_YEARS, lambda match: year(int(match["year"]))),
)
