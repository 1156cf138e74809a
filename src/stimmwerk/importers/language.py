"""A guess at a text's language by its commonest words."""

from __future__ import annotations

import re
from collections import Counter

from stimmwerk.importers.vocabulary import COMMON

_WORD = re.compile(r"[^\W\d_]+")

#: Enough of a text to judge by, in words.
_SAMPLE = 4000
#: The winner must have so many common words, and so many times those of the next.
_LEAST = 5
_LEAD = 1.5


def guess_language(text: str) -> tuple[str, bool]:
    """The likeliest of de, en, fr and es, and whether that is sure; en where nothing speaks for any."""
    count: Counter[str] = Counter()
    for number, found in enumerate(_WORD.finditer(text)):
        if number == _SAMPLE:
            break
        count[found.group().casefold()] += 1
    scores = {language: sum(count[word] for word in words) for language, words in COMMON.items()}
    order = sorted(scores, key=lambda language: (-scores[language], language != "en", language))
    best, next_best = scores[order[0]], scores[order[1]]
    return order[0], best >= _LEAST and best >= _LEAD * next_best
