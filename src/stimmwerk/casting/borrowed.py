"""English words in the text of another language, found by their letters and by lists, so that they are read as English.

Each word is marked for itself and spoken in one voice: how, is the engine's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from stimmwerk.casting.draft import SAID, Change
from stimmwerk.casting.germanised import germanised
from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.orthography import ENGLISH_POINTS, english_points
from stimmwerk.speech import Affixes, Say

ENGLISH = "en"

_WORD = re.compile(r"(?<![\w'’])[^\W\d_]+(?:['’](?:s|t|re|ve|ll|d|m)(?!\w))?")
_HUMPS = re.compile(r"[^\W\d_][a-zäöüß]+")
_JOINED = re.compile(r"[ \u00a0-]\Z|\n\Z")
_LONGEST = 40
#: Through so many short words, at most, an English word keeps company.
_REACH = 4

# Short words that belong to English only in English company: beside one English word, or between two.
_BESIDE_WORDS = "the of and for to with by your you my our this that is are from or if it be we us at as on up"
_BESIDE = frozenset(_BESIDE_WORDS.split())
_BETWEEN_WORDS = "a an in not no all so was die fast hand man art will mode out over"
_BETWEEN = frozenset(_BETWEEN_WORDS.split())

_IN_COMPANY = ("beside", "between")

#: What English words may have added, and what then has to stand before it again.
_ENDINGS = (("s", ""), ("es", ""), ("ies", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"), ("er", ""),
            ("er", "e"), ("ers", ""), ("ers", "e"), ("ly", ""), ("ness", ""), ("less", ""), ("able", ""))  # fmt: skip
_LEAST_STEM = 3
_LEAST_COMPOUND = 7
_COMPOUND_POINTS = -5
_SHARED_ENDING_POINTS = 8
_PLURAL_POINTS = -15

# Of words with endings that Latin gave to both languages, letters tell less.
_SHARED = re.compile(
    r"(?:tion|tions|sion|sions|ment|ments|ant|ants|ent|ents|al|als|or|ors|iv|ive|ium|us|um|ist|ists|ismus|graph)\Z"
)
_SHARED_POINTS = 28


def is_english(word: str, lexicon: Lexicon) -> bool:
    """Whether a word, in any case, is English: listed, made of listed words, or by its letters."""
    lower = word.lower()
    if (known := lexicon.is_foreign(lower)) is not None:
        return known
    if not lower.isascii():
        return False
    if _stem_listed(lower, lexicon) or _composed(lower, lexicon):
        return True
    return english_points(lower) > (_SHARED_POINTS if _SHARED.search(lower) else ENGLISH_POINTS)


def english_stem(word: str, lexicon: Lexicon) -> Affixes | None:
    """The English stem of a word that has German endings; None where it has none."""
    if lexicon.is_foreign(word.lower()) is not None:
        return None

    def is_listed(stem: str) -> bool:
        return lexicon.is_foreign(stem) is True

    return germanised(word, is_listed, lambda stem: len(stem) > _LEAST_STEM and is_english(stem, lexicon))


def _stem_listed(word: str, lexicon: Lexicon) -> bool:
    if len(word) < _LEAST_STEM + 2:
        return False
    for ending, restored in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _LEAST_STEM and not _looks_german(ending, word):
            bare = stem + restored
            doubled = stem[:-1] if stem[-1:] == stem[-2:-1] else bare
            if lexicon.is_foreign(bare) or lexicon.is_foreign(doubled):
                return True
    return False


def _looks_german(ending: str, word: str) -> bool:
    """Whether the letters of a word are too German for an ending that both languages have."""
    if ending == "s":
        return english_points(word) < _PLURAL_POINTS
    return english_points(word) < (_SHARED_ENDING_POINTS if ending in ("er", "ers", "es") else 0)


def _composed(word: str, lexicon: Lexicon) -> bool:
    if len(word) < _LEAST_COMPOUND or english_points(word) < _COMPOUND_POINTS:
        return False
    return any(
        lexicon.is_foreign(word[:at])
        and (lexicon.is_foreign(word[at:]) or (word.endswith("s") and lexicon.is_foreign(word[at:-1])))
        for at in range(_LEAST_STEM, len(word) - _LEAST_STEM + 1)
    )


def english_words(text: str, lexicon: Lexicon, written: str) -> Iterator[Change]:
    """Every English word of a text as a stretch of that language, from left to right; humps of ``CamelCase`` apart.

    written: the text with what is settled in ``text`` as it stood there.
    """
    words = [match for match in _WORD.finditer(text) if match.end() - match.start() <= _LONGEST]
    if not words or text.isupper():
        return
    kinds = _kinds([match.group() for match in words], lexicon)
    for place, (match, kind) in enumerate(zip(words, kinds, strict=True)):
        if kind == "humps":
            yield from _humps(match, lexicon)
        elif kind == "name":
            if _before_name(match, words[place + 1 : place + 2], kinds[place + 1 : place + 2], text, written):
                yield _marked(match.group(), match.start())
        elif kind == "english" or (kind in _IN_COMPANY and _in_company(place, words, kinds, text)):
            yield _marked(match.group(), match.start())
        elif kind == "stem":
            say = Say(text=match.group(), language=ENGLISH, affixes=english_stem(match.group(), lexicon))
            yield Change(start=match.start(), stop=match.end(), say=say)


def _kinds(words: list[str], lexicon: Lexicon) -> list[str]:
    """For each word english, stem (of English, with German endings), humps, name (before a name), beside or
    between (in such company only), or nothing.
    """
    seen: dict[str, str] = {}
    for word in words:
        if word not in seen:
            seen[word] = _kind(word, lexicon)
    return [seen[word] for word in words]


def _kind(word: str, lexicon: Lexicon) -> str:
    letters = re.split("['’]", word)[0]
    lower = letters.lower()
    if lower in _BESIDE:
        return "beside"
    if lower in _BETWEEN:
        return "between"
    if lexicon.is_foreign_in_company(lower):
        return "beside"
    if letters[:1].isupper() and lexicon.is_first_name(lower):
        return "name"
    if len(letters) < _LEAST_STEM or (letters.isupper() and len(letters) > 1):
        return ""
    if any(character.isupper() for character in letters[1:]):
        return "humps" if len(_HUMPS.findall(letters)) > 1 else ""
    by_letters = is_english(letters, lexicon)
    if by_letters and not (lower.startswith("ge") and lower.endswith("ed")):
        return "english"
    if letters == word and english_stem(letters, lexicon):
        return "stem"
    return "english" if by_letters else ""


def _in_company(place: int, words: list[re.Match[str]], kinds: list[str], text: str) -> bool:
    """Whether English words stand beside a short one, nothing but a space or a hyphen between them."""
    before = _reaches(range(place - 1, max(-1, place - 1 - _REACH), -1), place, words, kinds, text)
    behind = _reaches(range(place + 1, min(len(words), place + 1 + _REACH)), place, words, kinds, text)
    return (before and behind) if kinds[place] == "between" else (before or behind)


def _before_name(
    first: re.Match[str], following: list[re.Match[str]], kinds: list[str], text: str, written: str
) -> bool:
    """Whether an English word with a capital, or one that the lexicon knows, stands behind a first name."""
    at = first.end() + 1
    if text[at - 1 : at] != " " or not written[at : at + 1].isupper():
        return False
    if text[at : at + 1] == SAID:
        return True
    return bool(following) and following[0].start() == at and kinds[0] in ("english", "humps")


def _reaches(places: range, start: int, words: list[re.Match[str]], kinds: list[str], text: str) -> bool:
    near = words[start]
    if kinds[start] == "beside" and _touches_settled(text, near, places.step):
        return True
    for place in places:
        low, high = sorted((near, words[place]), key=lambda match: match.start())
        if not _JOINED.fullmatch(text[low.end() : high.start()]):
            return False
        if kinds[place] == "english":
            return True
        if not kinds[place]:
            return False
        near = words[place]
    return False


def _touches_settled(text: str, word: re.Match[str], step: int) -> bool:
    """Whether a word that the lexicon knows stands before (-1) or behind (1), nothing but one character between."""
    at = word.end() if step > 0 else word.start() - 1
    return bool(_JOINED.fullmatch(text[at : at + 1])) and text[at + step : at + step + 1] == SAID


def _humps(match: re.Match[str], lexicon: Lexicon) -> Iterator[Change]:
    for hump in _HUMPS.finditer(match.group()):
        if is_english(hump.group(), lexicon):
            yield _marked(hump.group(), match.start() + hump.start())


def _marked(word: str, start: int) -> Change:
    return Change(start=start, stop=start + len(word), say=Say(text=word, language=ENGLISH))
