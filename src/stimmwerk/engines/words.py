"""Words of a text, and when each of them begins."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stimmwerk.speech import WordMark

_RUN = re.compile(r"\S+")
_LETTERS_A_DIGIT = 5
_LETTERS_A_CAPITAL = 2


def tokens(text: str) -> tuple[tuple[int, int], ...]:
    """(start, stop) of each run without white space that holds a letter or a digit, in order."""
    return tuple(found.span() for found in _RUN.finditer(text) if any(map(str.isalnum, found.group())))


def letters_spoken(text: str) -> float:
    """About how many letters are heard of a text: a digit counts as a word, a capital among capitals as its name."""
    count = 0.0
    for token in text.split():
        if token.isalpha() and token[1:].islower():  # as most words are
            count += len(token)
            continue
        capitals = sum(map(str.isupper, token))
        spelled = capitals if capitals > 1 else 0
        digits = sum(map(str.isdigit, token))
        count += sum(map(str.isalnum, token)) + digits * (_LETTERS_A_DIGIT - 1) + spelled * (_LETTERS_A_CAPITAL - 1)
    return count


def mark_words(text: str, events: Iterable[tuple[int, int]], length: int) -> tuple[WordMark, ...]:
    """A mark for each token of the text, from an engine's (character, sample) events.

    The first event inside a token counts.  A token without one begins where its place between its neighbours says.
    Marks rise strictly and lie below ``length``; a token for which no sample is left has none.  No event at all
    gives no mark at all.
    """
    found = tokens(text)
    known = _first_events(found, events, length)
    if not known:
        return ()
    marks: list[WordMark] = []
    for index, (start, stop) in enumerate(found):
        sample = known[index] if index in known else _between(found, known, index, len(text), length)
        if sample < length and (not marks or sample > marks[-1].sample):
            marks.append(WordMark(sample=sample, start=start, stop=stop))
    return tuple(marks)


def _first_events(found: tuple[tuple[int, int], ...], events: Iterable[tuple[int, int]], length: int) -> dict[int, int]:
    """Number of a token -> sample, for those that have an event later than those of all tokens before."""
    known: dict[int, int] = {}
    latest = -1
    index = 0
    for character, sample in sorted(events):
        while index < len(found) and found[index][1] <= character:
            index += 1
        if index == len(found):
            break
        if found[index][0] <= character and index not in known and latest < sample < length:
            known[index] = latest = sample
    return known


def _between(found: tuple[tuple[int, int], ...], known: dict[int, int], index: int, end: int, length: int) -> int:
    before = max((number for number in known if number < index), default=None)
    after = min((number for number in known if number > index), default=None)
    low_character, low = (0, 0) if before is None else (found[before][0], known[before])
    high_character, high = (end, length) if after is None else (found[after][0], known[after])
    return low + (high - low) * (found[index][0] - low_character) // max(1, high_character - low_character)
