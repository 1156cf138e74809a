"""English numbers as words."""

from __future__ import annotations

_SMALL = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_IRREGULAR_ORDINALS = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
                       "nine": "ninth", "twelve": "twelfth"}  # fmt: skip

#: The largest number that has words here, plus one.
NUMERAL_LIMIT = 1_000_000


def cardinal(number: int) -> str:
    """``121`` as ``one hundred and twenty-one``.  number: 0 to 999,999; ValueError otherwise."""
    if not 0 <= number < NUMERAL_LIMIT:
        raise ValueError(f"{number} is outside 0 to {NUMERAL_LIMIT - 1}")
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")
    if number < 1000:
        hundreds, rest = divmod(number, 100)
        return f"{_SMALL[hundreds]} hundred" + (f" and {cardinal(rest)}" if rest else "")
    thousands, rest = divmod(number, 1000)
    link = " and " if rest < 100 else " "
    return f"{cardinal(thousands)} thousand" + (f"{link}{cardinal(rest)}" if rest else "")


def ordinal(number: int) -> str:
    """``21`` as ``twenty-first``.  number: 0 to 999,999; ValueError otherwise."""
    words = cardinal(number)
    at = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[at:]
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return words[:at] + _IRREGULAR_ORDINALS.get(last, regular)


def year(number: int) -> str:
    """A year as it is read: ``1999`` as ``nineteen ninety-nine``, ``2005`` as ``two thousand and five``.

    number: 0 to 999,999; ValueError otherwise.
    """
    century, rest = divmod(number, 100)
    if not 11 <= century <= 99 or (century % 10 == 0 and rest < 10):
        return cardinal(number)
    if rest < 10:
        return f"{cardinal(century)} {f'oh {_SMALL[rest]}' if rest else 'hundred'}"
    return f"{cardinal(century)} {cardinal(rest)}"


def decade(number: int) -> str:
    """The years that begin with a multiple of ten: ``1990`` as ``nineteen nineties``, ``90`` as ``nineties``.

    ValueError for what has no such name: another number, or one of more than four digits.
    """
    if number % 10 or not 0 <= number < 10_000:
        raise ValueError(f"{number} is no decade")
    words = cardinal(number) if number < 100 else year(number)
    return f"{words[:-1]}ies" if words.endswith("y") else f"{words}s"
