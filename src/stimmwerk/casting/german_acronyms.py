"""German acronyms: those in the plural, and those that nobody can read as a word, are spelled."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stimmwerk.casting.draft import Change
from stimmwerk.speech import Say

_LETTERS = {
    "A": "aː", "B": "beː", "C": "tseː", "D": "deː", "E": "eː", "F": "ɛf", "G": "ɡeː", "H": "haː", "I": "iː",
    "J": "jɔt", "K": "kaː", "L": "ɛl", "M": "ɛm", "N": "ɛn", "O": "oː", "P": "peː", "Q": "kuː", "R": "ɛr", "S": "ɛs",
    "T": "teː", "U": "uː", "V": "faʊ", "W": "veː", "X": "ɪks", "Y": "ˈʏpsilɔn", "Z": "tsɛt",
}  # fmt: skip

# In capitals, with an -s of the plural; or four or five letters, which may be a word that is shouted.
_ACRONYM = re.compile(r"(?<![\w&/'’])(?:(?P<several>[A-Z]{2,5})s|(?P<one>[A-Z]{4,5}))(?![\w&/'’])")
_SYLLABLES = re.compile(
    r"(?:[BCDFGHJKLMNPQRSTVWXYZ]{0,2}[AEIOU]{1,2}){1,3}(?:[BCDFGHJKLMNPQRSTVWXYZ]|CH|CK|FF|FT|GT|HL|HM|HN|HR|HT|KT|LD|LF|"
    r"LL|LS|LT|LZ|MM|ND|NF|NG|NK|NN|NS|NT|NZ|PP|PT|RD|RF|RG|RK|RM|RN|RR|RS|RT|RZ|SS|ST|TS|TT|TZ|CHT|NST|RST)?"
)


def acronyms(text: str) -> Iterator[Change]:
    """The rule that spells ``LLMs`` and ``OECD`` with the names of the German letters.

    All other acronyms are left to the engine: ``SDK``, which it spells, ``NATO``, which it reads.
    """
    for match in _ACRONYM.finditer(text):
        letters = match["several"] or match["one"]
        if match["one"] and (_SYLLABLES.fullmatch(letters) or not any(letter in "AEIOU" for letter in letters)):
            continue
        ipa = spelled(letters) + ("s" if match["several"] else "")
        yield Change(start=match.start(), stop=match.end(), say=Say(text=match.group(), ipa=ipa))


def spelled(letters: str) -> str:
    """The IPA of capitals one by one, the stress on the last.  letters: A to Z, at least one."""
    *first, last = (_LETTERS[letter] for letter in letters)
    return "".join((*first, "" if last.startswith("ˈ") else "ˈ", last))
