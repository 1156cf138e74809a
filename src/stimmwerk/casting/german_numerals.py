"""German numbers as words."""

from __future__ import annotations

_SMALL = (
    "null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf",
    "dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn",
)  # fmt: skip
_TENS = ("", "", "zwanzig", "dreißig", "vierzig", "fünfzig", "sechzig", "siebzig", "achtzig", "neunzig")
_IRREGULAR_ORDINALS = {"ein": "erst", "drei": "dritt", "sieben": "siebt", "acht": "acht"}

#: The largest number that has words here, plus one.
NUMERAL_LIMIT = 1_000_000


def cardinal(number: int) -> str:
    """``21`` as ``einundzwanzig``, ``1`` as ``eins``.  number: 0 to 999,999; ValueError otherwise."""
    if not 0 <= number < NUMERAL_LIMIT:
        raise ValueError(f"{number} is outside 0 to {NUMERAL_LIMIT - 1}")
    stem = _stem(number)
    return stem + "s" if stem.endswith("ein") else stem


def ordinal(number: int, ending: str) -> str:
    """``21`` and ``en`` as ``einundzwanzigsten``.

    number: 0 to 999,999, ValueError otherwise; ending: the adjective's, such as ``e``, ``en``, ``er``, ``es``.
    """
    if not 0 <= number < NUMERAL_LIMIT:
        raise ValueError(f"{number} is outside 0 to {NUMERAL_LIMIT - 1}")
    stem = _stem(number)
    last = number % 100
    if not 0 < last < 20:
        return f"{stem}{'t' if number == 0 else 'st'}{ending}"
    small = _SMALL[last]
    return stem.removesuffix(small) + _IRREGULAR_ORDINALS.get(small, small + "t") + ending


def year(number: int) -> str:
    """A year as it is read: ``1999`` as ``neunzehnhundertneunundneunzig``, ``2026`` as ``zweitausendsechsundzwanzig``.

    number: 0 to 999,999; ValueError otherwise.
    """
    if not 1100 <= number < 2000:
        return cardinal(number)
    hundreds, rest = divmod(number, 100)
    return f"{_stem(hundreds)}hundert" + (cardinal(rest) if rest else "")


def _stem(number: int) -> str:
    """The number as it stands before more of a word: ``ein``, not ``eins``."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return (f"{_SMALL[ones]}und" if ones else "") + _TENS[tens]
    for size, name in ((1000, "tausend"), (100, "hundert")):
        if number >= size:
            count, rest = divmod(number, size)
            return f"{_stem(count)}{name}" + (_stem(rest) if rest else "")
    raise AssertionError("every number from 100 on has hundreds")
