"""Closed compounds, in which a word of a lexicon stands beside German words: ``Cloudspeicher``, ``Entwicklertool``."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Form = TypeVar("Form")

#: A part of a compound as (start, stop, form) within the word.
Part = tuple[int, int, Form]

#: The fewest letters of a word beside one of a lexicon's.
_LEAST = 3
_LONGEST = 60

_VOWEL = re.compile(r"[aeiouyäöü]")
_ONSET = re.compile(
    r"(?:b[lr]?|ch[lr]?|d[r]?|f[lr]?|g[lnr]?|h|j|k[lnr]?|l|m|n|p[lrfs]?|pfl?|ph|qu|r|s|sch[lmnrw]?|sk|sp[lr]?|str?|t[rh]?|v[or]?|w[r]?"
    r"|z[w]?)?[aeiouyäöü]"
)
_CODA = re.compile(r".*[aeiouyäöü](?:[bcdfghjklmnprstvwxzß]{0,4})\Z")
#: Endings of words that are no words: what is left of ``Appetit`` behind ``App``.
_ENDINGS = (
    "ung ungs heit keit lich isch ismus ist isten ieren iert iere ier tion tionen ität itäten eur eure eurs eurin "
    "ation ationen ator atoren ment mente ants ant anten age agen erei ereien erin erinnen ling linge schaft tum bar "
    "sam haft los end ende enden ender endes endem igen iger iges igem ige ern ert erte erten est esten ester estes "
    "chen lein innen ens ende ester ette etten ine inen ina ino iker ikerin ik iken isch ische ischen ischer isches "
    "ismen"
)
_NO_WORDS = frozenset(_ENDINGS.split())


#: What words of Latin and French descent go on with.
_NO_BEGINNINGS = ("ier", "eau", "uell", "ual")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts(Generic[Form]):
    """Words that are found in compounds, by their letters in lower case.

    own: those that may stand first, as they are listed; first: the same in all their forms; last: those that may
    stand last, in all their forms.
    """

    own: dict[str, Form]
    first: dict[str, Form]
    last: dict[str, Form]

    @classmethod
    def merged(cls, layers: Sequence[Parts[Form]]) -> Parts[Form]:
        """All layers as one, the uppermost, which wins, first."""
        merged: Parts[Form] = Parts(own={}, first={}, last={})
        for layer in reversed(layers):
            merged.own.update(layer.own)
            merged.first.update(layer.first)
            merged.last.update(layer.last)
        return merged


def split(word: str, parts: Parts[Form], is_german: Callable[[str], bool]) -> tuple[Part[Form], ...]:
    """Those parts of a word that are known, rising; none where it is no compound that we can see through.

    is_german: whether letters in lower case may be a German word.
    The first part may have a linking ``s``, which belongs to neither.
    """
    lower = word.lower()
    if len(lower) != len(word) or not 2 * _LEAST <= len(word) <= _LONGEST:
        return ()
    return (
        _behind(lower, 0, parts.own, parts.last, is_german)
        or _behind(lower, 0, parts.first, parts.last, is_german)
        or _pair(lower, parts.last)
        or _before(lower, parts.last, is_german)
    )


def _pair(word: str, lasts: Mapping[str, Form]) -> tuple[Part[Form], ...]:
    """Two known words: beside another even one that otherwise stands last only is found first."""
    for at in range(len(word) - _LEAST, _LEAST - 1, -1):
        if word[:at] in lasts and word[at:] in lasts:
            return ((0, at, lasts[word[:at]]), (at, len(word), lasts[word[at:]]))
    return ()


def _behind(
    word: str, start: int, firsts: Mapping[str, Form], lasts: Mapping[str, Form], is_german: Callable[[str], bool]
) -> tuple[Part[Form], ...]:
    """The word from ``start`` on as a known one and what stands behind it."""
    for stop in range(len(word) - _LEAST + 1, start + 1, -1):
        form = firsts.get(word[start:stop])
        if form is None:
            continue
        for link in ("", "s"):
            at = stop + len(link)
            rest = word[at:]
            if not word.startswith(link, stop) or len(rest) < _LEAST - 1:
                continue
            if rest in lasts:
                return ((start, stop, form), (at, len(word), lasts[rest]))
            if further := _behind(word, at, firsts, lasts, is_german):
                return ((start, stop, form), *further)
            if len(rest) > _LEAST and _is_word(rest) and is_german(rest):
                return ((start, stop, form),)
    return ()


def _before(word: str, forms: Mapping[str, Form], is_german: Callable[[str], bool]) -> tuple[Part[Form], ...]:
    """A form at the word's end, behind German words."""
    for start in range(_LEAST, len(word) - 1):
        form = forms.get(word[start:])
        if form is not None and _is_word(word[:start]) and is_german(word[:start]):
            return ((start, len(word), form),)
    return ()


def _is_word(letters: str) -> bool:
    return bool(
        letters not in _NO_WORDS
        and not letters.startswith(_NO_BEGINNINGS)
        and _VOWEL.search(letters)
        and _ONSET.match(letters)
        and _CODA.match(letters)
    )
