"""A guess at a text's language by its characters and its commonest words."""

from __future__ import annotations

import re
from collections import Counter

from stimmwerk.importers.vocabulary import COMMON

_WORD = re.compile(r"[^\W\d_]+")
_HAN = re.compile("[\u3400-\u9fff]")
_KANA = re.compile("[\u3040-\u30ff]")

#: Letters that one language, of those that people publish in, has for its own; the commonest of those that share them.
_SCRIPTS = (
    ("ko", re.compile("[\uac00-\ud7a3]")),
    ("ar", re.compile("[\u0621-\u064a]")),
    ("he", re.compile("[\u05d0-\u05ea]")),
    ("hi", re.compile("[\u0904-\u0939]")),
    ("el", re.compile("[\u03b1-\u03c9]")),
    ("th", re.compile("[\u0e01-\u0e2e]")),
)
_OWN = 0.5
#: Enough of a text to judge by, in words and in characters.
_SAMPLE = 4000
_CHARACTERS = 40_000
#: The winner must have so many common words, and so many times those of the next.
_LEAST = 5
_LEAD = 1.5
#: A text is Chinese from this part of Chinese characters on: each of them weighs as much as a few letters.
_CHINESE = 0.2
_FEW = 10
#: Those of the casts and of most transcripts.
_FIRST = ("de", "en", "fr", "es")


def guess_language(text: str) -> tuple[str, bool]:
    """The likeliest language, and whether that is sure; en where nothing speaks for any.

    Of de, en, fr, es and zh the likeliest counts; any other must be far ahead of them.
    """
    head = text[:_CHARACTERS]
    letters = sum(c.isalpha() for c in head)
    han, kana = len(_HAN.findall(head)), len(_KANA.findall(head))
    if han and han + kana > _CHINESE * letters:
        return ("ja", True) if kana > 0.1 * han else ("zh", han > _FEW)
    for language, script in _SCRIPTS:
        if len(script.findall(head)) > _OWN * letters:
            return language, letters > _FEW
    count: Counter[str] = Counter()
    for number, found in enumerate(_WORD.finditer(text)):
        if number == _SAMPLE:
            break
        count[found.group().casefold()] += 1
    scores = {language: sum(count[word] for word in words) for language, words in COMMON.items()}
    other = max((language for language in COMMON if language not in _FIRST), key=lambda language: scores[language])
    order = sorted(_FIRST, key=lambda language: (-scores[language], language != "en", language))
    best, next_best = scores[order[0]], scores[order[1]]
    if scores[other] >= _LEAST and scores[other] >= _LEAD * best:
        return other, True
    return order[0], best >= _LEAST and best >= _LEAD * next_best
