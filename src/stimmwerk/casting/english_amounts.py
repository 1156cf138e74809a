"""English amounts: money, units, fractions."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stimmwerk.casting.draft import SAID, swap
from stimmwerk.casting.english_numerals import cardinal, ordinal

# Sign or code -> how one is read, how several are read, their hundredth.
_CURRENCIES = {
    "$": ("dollar", "dollars", "cents"), "US$": ("US dollar", "US dollars", "cents"),
    "€": ("euro", "euros", "cents"), "£": ("pound", "pounds", "pence"), "¥": ("yen", "yen", "sen"),
    "USD": ("US dollar", "US dollars", "cents"), "EUR": ("euro", "euros", "cents"),
    "GBP": ("pound", "pounds", "pence"), "CHF": ("Swiss franc", "Swiss francs", "centimes"),
    "JPY": ("yen", "yen", "sen"),
}  # fmt: skip
_LARGE = {"k": "thousand", "m": "million", "mn": "million", "b": "billion", "bn": "billion", "tn": "trillion"}
_LARGE_WRITTEN = r"\s?(?:thousand|million|billion|trillion|bn|mn|tn|[kKmMbB])\b"
_NUMBER = r"\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,4})?"

# Sign -> how one is read, how several are read.
_UNITS = {
    "%": ("percent", "percent"), "‰": ("per mille", "per mille"), "°C": ("degree Celsius", "degrees Celsius"),
    "°F": ("degree Fahrenheit", "degrees Fahrenheit"), "°": ("degree", "degrees"), "¢": ("cent", "cents"),
    **{
        sign: (name, f"{name}s")
        for sign, name in {
            "nm": "nanometre", "µm": "micrometre", "mm": "millimetre", "cm": "centimetre", "km": "kilometre",
            "m": "metre", "mi": "mile", "m²": "square metre", "m2": "square metre", "km²": "square kilometre",
            "km2": "square kilometre", "m³": "cubic metre", "ha": "hectare", "mg": "milligram", "g": "gram",
            "kg": "kilogram", "t": "tonne", "lb": "pound", "lbs": "pound", "oz": "ounce", "ml": "millilitre",
            "l": "litre", "ms": "millisecond", "s": "second", "sec": "second", "min": "minute", "h": "hour",
            "hr": "hour", "hrs": "hour", "kWh": "kilowatt hour", "kW": "kilowatt", "MW": "megawatt",
            "GW": "gigawatt", "W": "watt", "V": "volt", "mAh": "milliamp hour", "dB": "decibel", "kB": "kilobyte",
            "KB": "kilobyte", "MB": "megabyte", "GB": "gigabyte", "TB": "terabyte", "px": "pixel",
        }.items()
    },
    "ft": ("foot", "feet"), "Hz": ("hertz", "hertz"), "kHz": ("kilohertz", "kilohertz"),
    "MHz": ("megahertz", "megahertz"), "GHz": ("gigahertz", "gigahertz"),
    "km/h": ("kilometre an hour", "kilometres an hour"), "mph": ("mile an hour", "miles an hour"),
    "m/s": ("metre a second", "metres a second"), "fps": ("frame a second", "frames a second"),
    "MB/s": ("megabyte a second", "megabytes a second"), "Mbit/s": ("megabit a second", "megabits a second"),
    "Gbit/s": ("gigabit a second", "gigabits a second"),
    **{code: (one, several) for code, (one, several, _) in _CURRENCIES.items() if code.isalpha() or code == "€"},
}  # fmt: skip
# What only a number makes a unit needs a space before it: ``4o`` and ``5g`` are names.
_LETTERS = frozenset(unit for unit in _UNITS if len(unit) == 1 and unit.isalpha())


def _any(signs: Iterable[str]) -> str:
    return "|".join(re.escape(sign) for sign in sorted(signs, key=lambda sign: (-len(sign), sign)))


def _is_one(number: str) -> bool:
    return number in ("1", "1.0", "1.00")


def _money(match: re.Match[str]) -> str:
    """``$5.2 million`` as ``5.2 million dollars``, ``$5-10`` as ``5 to 10 dollars``."""
    one, several, cent = _CURRENCIES[match["sign"]]
    number, large = match["number"].replace(",", ""), (match["large"] or "").strip()
    more = (match["more"] or "").replace(",", "")
    if large:
        return f"{number}{f' to {more}' if more else ''} {_LARGE.get(large.casefold(), large)} {several}"
    if more:
        return f"{number} to {more} {several}"
    whole, _, part = number.partition(".")
    if len(part) != 2:
        return f"{number} {one if number == '1' else several}"
    cents = f"{int(part)} {cent}"
    if not int(whole):
        return cents if int(part) else f"0 {several}"
    return f"{whole} {one if whole == '1' else several}" + (f" {int(part)}" if int(part) else "")


#: The rule for ``$5``, ``$3.99``, ``€3.5bn``, ``US$5-10 million``.
money = swap(
    rf"(?<![\w$])(?P<sign>US\$|[$€£¥])\s?(?P<number>{_NUMBER})(?:\s?(?:[-–]|to)\s?[$€£¥]?(?P<more>{_NUMBER}))?"
    rf"(?P<large>{_LARGE_WRITTEN})?(?!\w)",
    _money,
)

#: A unit and the space before it, as a pattern.
UNIT = rf"(?:[\s-]?(?P<unit>{_any(_UNITS.keys() - _LETTERS)})|\s(?P<letter>{_any(_LETTERS)}))(?![\w/²³])"


def _unit(match: re.Match[str]) -> str:
    one, several = _UNITS[match["unit"] or match["letter"]]
    number = _NUMBER_BEFORE.search(match.string, max(0, match.start() - 20), match.start())
    return f" {one if number and _is_one(number.group()) else several}"


_NUMBER_BEFORE = re.compile(r"(?<![\d.,])[\d.,]+\Z")

#: The rule for the unit behind a number.
units = swap(rf"(?:(?<=\d)|(?<={SAID})){UNIT}", _unit)

_FRACTION = r"(?P<above>[1-9]\d?)/(?P<below>[2-9]|10)"
_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅛": (1, 8)}


def _fraction(above: int, below: int, *, alone: bool) -> str | None:
    if above >= below:
        return None
    name = {2: "half", 4: "quarter"}.get(below) or ordinal(below)
    if above == 1:
        return f"{'one' if alone else 'a'} {name}"
    return f"{cardinal(above)} {name}s"


def _parts(match: re.Match[str]) -> tuple[int, int]:
    sign = match.groupdict().get("sign")
    return _VULGAR[sign] if sign else (int(match["above"]), int(match["below"]))


def _mixed(match: re.Match[str]) -> str | None:
    part = _fraction(*_parts(match), alone=False)
    return part and f"{cardinal(int(match['whole']))} and {part}"


def _alone(match: re.Match[str]) -> str | None:
    return _fraction(*_parts(match), alone=True)


_SIGN = rf"(?P<sign>[{''.join(_VULGAR)}])"

#: The rules for ``2 1/2`` and ``2½``, then for ``3/4`` and ``¾``.
fractions = (
    swap(rf"(?<![\w.,/])(?P<whole>\d{{1,3}})(?:\s{_FRACTION}(?![\w/])|{_SIGN})", _mixed),
    swap(rf"(?<![\w.,/]){_FRACTION}(?![\w/]|[.,]\d)|{_SIGN}", _alone),
)
