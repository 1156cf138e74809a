"""Words of a text in any script, for reports."""

from __future__ import annotations

import re

_CJK = "\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff"
#: A Chinese character is a word of its own; elsewhere apostrophes and hyphens stay inside words.
_WORD = re.compile(rf"[{_CJK}]|[^\W{_CJK}]+(?:['’-][^\W{_CJK}]+)*")

_SHORT = 1 << 16


def count_words(text: str) -> int:
    """How many words there are; each Chinese character is one."""
    if len(text) <= _SHORT:
        return len(_WORD.findall(text))
    # A list of the words of a long text would be that text several times over.
    return sum(1 for _ in _WORD.finditer(text))


def first_words(text: str, count: int) -> str:
    """The text up to the end of its word of that number, from 1."""
    stop = 0
    for number, found in enumerate(_WORD.finditer(text), 1):
        stop = found.end()
        if number == count:
            break
    return " ".join(text[:stop].split())


def last_words(text: str, count: int) -> str:
    """The text from its last words on, so many of them; marks at the end stay."""
    starts = [found.start() for found in _WORD.finditer(text)]
    return " ".join(text[starts[-count] if len(starts) >= count else 0 :].split())
