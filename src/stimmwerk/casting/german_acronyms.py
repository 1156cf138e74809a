"""The names of the German letters, and what can be read of acronyms in German."""

from __future__ import annotations

import re

from stimmwerk.casting.acronyms import Letters

GERMAN_LETTERS = Letters(
    names={
        "A": "aː", "B": "beː", "C": "tseː", "D": "deː", "E": "eː", "F": "ɛf", "G": "ɡeː", "H": "haː", "I": "iː",
        "J": "jɔt", "K": "kaː", "L": "ɛl", "M": "ɛm", "N": "ɛn", "O": "oː", "P": "peː", "Q": "kuː", "R": "ɛr",
        "S": "ɛs", "T": "teː", "U": "uː", "V": "faʊ", "W": "veː", "X": "ɪks", "Y": "ˈʏpsilɔn", "Z": "tsɛt",
    },
    plural="s",
    syllables=re.compile(
        r"(?:[BCDFGHJKLMNPQRSTVWXYZ]{0,2}[AEIOU]{1,2}){1,3}(?:[BCDFGHJKLMNPQRSTVWXYZ]|CH|CK|FF|FT|GT|HL|HM|HN|HR|HT|KT"
        r"|LD|LF|LL|LS|LT|LZ|MM|ND|NF|NG|NK|NN|NS|NT|NZ|PP|PT|RD|RF|RG|RK|RM|RN|RR|RS|RT|RZ|SS|ST|TS|TT|TZ|CHT|NST"
        r"|RST)?"
    ),
)  # fmt: skip
