"""German amounts: money, units, decimals and thousands."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stimmwerk.casting.draft import SAID, swap

_NUMBER = r"\d{1,12}(?:\.\d{3}){0,4}(?:,\d{1,9})?"
_FREE = r"(?<![\w.,])"

_CURRENCIES = {"€": "Euro", "EUR": "Euro", "$": "Dollar", "USD": "Dollar", "US$": "US-Dollar", "£": "Pfund",
               "CHF": "Franken", "¥": "Yen"}  # fmt: skip
_CENTS = {"Euro": "Cent", "Dollar": "Cent", "US-Dollar": "Cent", "Pfund": "Pence", "Franken": "Rappen", "Yen": "Sen"}

# Sign -> how one is read, how several are read.
_UNITS = {
    "%": ("ein Prozent", "Prozent"), "‰": ("ein Promille", "Promille"), "°C": ("ein Grad Celsius", "Grad Celsius"),
    "°F": ("ein Grad Fahrenheit", "Grad Fahrenheit"), "°": ("ein Grad", "Grad"), "mm": ("ein Millimeter", "Millimeter"),
    "cm": ("ein Zentimeter", "Zentimeter"), "km": ("ein Kilometer", "Kilometer"), "m": ("ein Meter", "Meter"),
    "µm": ("ein Mikrometer", "Mikrometer"), "nm": ("ein Nanometer", "Nanometer"),
    "m²": ("ein Quadratmeter", "Quadratmeter"), "m2": ("ein Quadratmeter", "Quadratmeter"),
    "km²": ("ein Quadratkilometer", "Quadratkilometer"), "km2": ("ein Quadratkilometer", "Quadratkilometer"),
    "m³": ("ein Kubikmeter", "Kubikmeter"), "ha": ("ein Hektar", "Hektar"), "mg": ("ein Milligramm", "Milligramm"),
    "kg": ("ein Kilogramm", "Kilogramm"), "g": ("ein Gramm", "Gramm"), "t": ("eine Tonne", "Tonnen"),
    "ml": ("ein Milliliter", "Milliliter"), "l": ("ein Liter", "Liter"), "ms": ("eine Millisekunde", "Millisekunden"),
    "s": ("eine Sekunde", "Sekunden"), "min": ("eine Minute", "Minuten"), "h": ("eine Stunde", "Stunden"),
    "km/h": ("ein Kilometer pro Stunde", "Kilometer pro Stunde"),
    "m/s": ("ein Meter pro Sekunde", "Meter pro Sekunde"), "kWh": ("eine Kilowattstunde", "Kilowattstunden"),
    "kW": ("ein Kilowatt", "Kilowatt"), "MW": ("ein Megawatt", "Megawatt"), "GW": ("ein Gigawatt", "Gigawatt"),
    "W": ("ein Watt", "Watt"), "V": ("ein Volt", "Volt"), "Hz": ("ein Hertz", "Hertz"),
    "kHz": ("ein Kilohertz", "Kilohertz"), "MHz": ("ein Megahertz", "Megahertz"),
    "GHz": ("ein Gigahertz", "Gigahertz"), "ct": ("ein Cent", "Cent"),
    "px": ("ein Pixel", "Pixel"), "MB/s": ("ein Megabyte pro Sekunde", "Megabyte pro Sekunde"),
    "Gbit/s": ("ein Gigabit pro Sekunde", "Gigabit pro Sekunde"), "µs": ("eine Mikrosekunde", "Mikrosekunden"),
    "mAh": ("eine Milliamperestunde", "Milliamperestunden"),
    "dB": ("ein Dezibel", "Dezibel"), "kB": ("ein Kilobyte", "Kilobyte"),
    "KB": ("ein Kilobyte", "Kilobyte"), "MB": ("ein Megabyte", "Megabyte"), "GB": ("ein Gigabyte", "Gigabyte"),
    "TB": ("ein Terabyte", "Terabyte"), "Mbit/s": ("ein Megabit pro Sekunde", "Megabit pro Sekunde"),
    **{sign: (f"ein {name}", name) for sign, name in _CURRENCIES.items()},
}  # fmt: skip

# The same for short forms with a full stop; behind other numbers than one they are read as abbreviations.
_SHORT = {
    "Tsd.": ("eintausend", "Tausend"), "Mio.": ("eine Million", "Millionen"), "Mrd.": ("eine Milliarde", "Milliarden"),
    "Std.": ("eine Stunde", "Stunden"), "Min.": ("eine Minute", "Minuten"), "Sek.": ("eine Sekunde", "Sekunden"),
}  # fmt: skip

#: Short forms that stand behind numbers -> how several are read.
SHORT_AMOUNTS = {short: several for short, (_, several) in _SHORT.items()}

# What only a number makes a unit needs a space before it: ``4o`` and ``5g`` are names.
_LETTERS = frozenset(unit for unit in _UNITS if len(unit) == 1 and unit.isalpha())


def _any(signs: Iterable[str]) -> str:
    return "|".join(re.escape(sign) for sign in sorted(signs, key=lambda sign: (-len(sign), sign)))


_UNIT = rf"(?:\s?(?P<unit>{_any(_UNITS.keys() - _LETTERS)})|\s(?P<letter>{_any(_LETTERS)}))(?![\w/])"


def _whole(number: str) -> str:
    """A number without the points between its thousands."""
    return number.replace(".", "")


def _money(match: re.Match[str]) -> str:
    name, amount, large = _CURRENCIES[match["sign"]], _whole(match["number"]), match["large"]
    if not large:
        return _with_cents(amount, name)
    return f"{amount} {SHORT_AMOUNTS.get(large, large)} {name}"


def _with_cents(amount: str, currency: str) -> str:
    whole, _, part = amount.partition(",")
    if len(part) != 2:
        return f"{'ein' if amount == '1' else amount} {currency}"
    cents = f"{int(part)} {_CENTS[currency]}"
    if not int(whole):
        return cents
    return f"{'ein' if whole == '1' else whole} {currency}" + (f" {int(part)}" if int(part) else "")


def _cents(match: re.Match[str]) -> str:
    return _with_cents(_whole(match["number"]), _CURRENCIES.get(match["sign"], match["sign"]))


#: The rule for ``$5`` and ``€ 3,5 Mio.``, whose sign stands first.
money_first = swap(
    rf"(?<![\w$])(?P<sign>US\$|[€$£¥])\s?(?P<number>{_NUMBER})(?!\w)"
    r"(?:\s(?P<large>Mio\.|Mrd\.|Tsd\.|Million(?:en)?|Milliarden?))?",
    _money,
)

#: The rule for ``1.000,50 €`` and ``3,99 Euro``: the cents are read behind the currency.
cents = swap(
    rf"{_FREE}(?P<number>\d{{1,9}}(?:\.\d{{3}}){{0,3}},\d\d)\s?(?P<sign>{_any(_CURRENCIES)}|Euro|Dollar|Pfund|Franken)(?!\w)",
    _cents,
)

#: The rule for ``1 km``: German has words of their own for one.
one_unit = swap(rf"{_FREE}1{_UNIT}", lambda match: _UNITS[match["unit"] or match["letter"]][0])

#: The rule for ``1 Mio.`` inside a sentence.
one_short = swap(rf"{_FREE}1\s(?P<short>{_any(_SHORT)})(?=\s\S)", lambda match: _SHORT[match["short"]][0])

#: The rule for ``1 Euro``, where the unit is a word.
one_word = swap(
    rf"{_FREE}1(?=\s(?:(?P<feminine>Million|Milliarde|Stunde|Minute|Sekunde|Woche|Tonne)|Euro|Dollar|Pfund|Franken|Cent"
    r"|Prozent|Meter|Kilometer|Liter|Gramm|Kilo|Grad|Jahr|Monat|Tag|Mal)\b)",
    lambda match: "eine" if match["feminine"] else "ein",
)

#: The rule for the unit behind any other number.
units = swap(rf"(?:(?<=\d)|(?<={SAID})){_UNIT}", lambda match: f" {_UNITS[match['unit'] or match['letter']][1]}")

#: The rule for ``1.000.000``, which is read without its points.
thousands = swap(r"(?<![\w.,-])\d{1,3}(?:\.\d{3}){1,4}(?![\w]|\.\d)", lambda match: _whole(match.group()))

#: The rule for ``3.11``: a point that parts no thousands is spoken.
points = swap(r"(?<=\d)\.(?=\d)", " Punkt ")

#: The rule for ``-5`` behind a space.
minus = swap(r"(?<![^\s(„\"])[-−–](?=\d)", "minus ")
