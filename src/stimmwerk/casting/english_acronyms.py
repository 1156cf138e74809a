"""The names of the English letters, and what can be read of acronyms in English."""

from __future__ import annotations

import re

from stimmwerk.casting.acronyms import Letters

ENGLISH_LETTERS = Letters(
    names={
        "A": "eɪ", "B": "biː", "C": "siː", "D": "diː", "E": "iː", "F": "ɛf", "G": "dʒiː", "H": "eɪtʃ", "I": "aɪ",
        "J": "dʒeɪ", "K": "keɪ", "L": "ɛl", "M": "ɛm", "N": "ɛn", "O": "oʊ", "P": "piː", "Q": "kjuː", "R": "ɑː",
        "S": "ɛs", "T": "tiː", "U": "juː", "V": "viː", "W": "ˈdʌbəljuː", "X": "ɛks", "Y": "waɪ", "Z": "zɛd",
    },
    plural="z",
    syllables=re.compile(
        r"(?:[BCDFGHJKLMNPQRSTVWXYZ]{0,2}[AEIOUY]{1,2}){1,3}(?:[BCDFGHJKLMNPQRSTVWXYZ]|CH|CK|CT|FF|FT|GH|HT|KE|LD|LF|LL"
        r"|LM|LP|LS|LT|MB|MP|MS|ND|NG|NK|NN|NS|NT|PS|PT|RD|RE|RK|RM|RN|RP|RS|RT|SH|SK|SP|SS|ST|TH|TS|TT|WN|WS|GHT|NCE"
        r"|RST|TCH)?E?S?"
    ),
)  # fmt: skip
