"""Where a line of text may end: at sense units, as people who write subtitles break it."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator

from stimmwerk.casting.punctuation import COMMAS, SEMICOLONS, STOPS, SURE_STOPS, WIDE_COMMAS, WIDE_SEMICOLONS

#: What a break costs: at the end of a sentence, ..., and after a word that leans on the next.
SENTENCE, CLAUSE, COMMA, BEFORE_CLAUSE, BEFORE_PHRASE, ANYWHERE, LEANING = 0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 10.0

# What is written without spaces.  Words of Korean stand apart like those of other languages.
_KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6"
# What begins no line: closing marks, small kana and the marks that lengthen or repeat a sign (JIS X 4051).
_CLOSING = (
    "\u3001\u3002\uff0c\uff0e\uff1a\uff1b\uff01\uff1f\uff09\u300b\u300d\u300f\u3011\u3009\u2026\u201d\u2019)\\]"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶー々ゝゞヽヾ・"
)
_OPENING = "\u300a\u300c\u300e\u3010\u3008\uff08\u201c\u2018(\\["
# White space at which lines may break: a no-break space is none.
_SPACE = " \t\n\r\f\v"
_UNIT = re.compile(f"[{_OPENING}]*(?:[{_KATAKANA}]+|[{_WIDE}])[{_CLOSING}]*|[^{_SPACE}{_WIDE}]+[{_CLOSING}]*")
_UNSPACED = re.compile(f"[{_WIDE}]")
# Of Japanese and Chinese: what begins a word behind hiragana, what hiragana belongs to the word behind it, and what
# belongs to the word before it.
_BEGINS = re.compile(f"[{_KATAKANA}\u3400-\u9fff\uf900-\ufaff]")
_HIRAGANA = re.compile("[\u3041-\u3096]")
_POLITE, _OBJECT, _PARTICLES = "おご", "を", "的们吗呢吧"
_SAID = re.compile(r"\w")
_ENDS_SENTENCE = STOPS + SURE_STOPS
_ENDS_CLAUSE, _ENDS_COMMA = SEMICOLONS + WIDE_SEMICOLONS, COMMAS + WIDE_COMMAS
_AFTER = "\"'»«“”’›‹)]》」』】〉）"
_BEFORE = "\"'»«„“‚‘›‹([《「『【〈（"

# Categories of what has no width of its own, and of what belongs to the letter before it.
_NO_WIDTH, _MARKS = ("Mn", "Me", "Cf"), ("Mn", "Me", "Mc")
_SKINS, _FLAGS = ("\U0001f3fb", "\U0001f3ff"), ("\U0001f1e6", "\U0001f1ff")
_JOINER = "\N{ZERO WIDTH JOINER}"


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# By language: what opens a clause, what opens a phrase, what leans on the word behind it.
_CONJUNCTIONS = {
    "de": _set("und oder aber sondern denn doch weil dass wenn als ob damit obwohl während bevor nachdem sobald sowie"),
    "en": _set("and or but because that when if while although though since before after until unless so which who"),
    "es": _set("y e o u pero sino porque que cuando si aunque mientras como para"),
    "fr": _set("et ou mais car parce que qui quand si lorsque puisque comme donc quoique"),
}
_PREPOSITIONS = {
    "de": _set(
        "in im ins an am auf aus bei beim mit nach von vom vor zu zum zur für über um unter durch gegen ohne zwischen "
        "seit bis wegen trotz wie"
    ),
    "en": _set("in on at by for with from of to into over under about between through without against as than"),
    "es": _set("en con de del a al por sin sobre entre hasta desde hacia según contra"),
    "fr": _set("dans en avec de du des à au aux par pour sans sur sous entre chez vers depuis contre"),
}
_LEANING = {
    "de": _set(
        "der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner mein meine dein sein "
        "seine ihr ihre ihren unser unsere dieser diese dieses jeder jede jedes welche nicht sehr so zu ich du er sie "
        "es wir man"
    ),
    "en": _set("the a an my your his her its our their this that these those no not very i you he she it we they"),
    "es": _set("el la los las un una unos unas mi tu su sus este esta no muy lo se me te nos"),
    "fr": _set("le la les l un une des mon ma mes ton sa son ses ce cette ces ne pas très je tu il elle on nous vous"),
}
_NONE: frozenset[str] = frozenset()


def width(text: str) -> int:
    """Columns of a text: two for a wide character, as Chinese and Japanese have them, none for one that is not seen or
    stands above or below another.
    """
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.category(sign) in _NO_WIDTH else 2 if unicodedata.east_asian_width(sign) in "WF" else 1
        for sign in text
    )


def pieces(text: str, most: int) -> Iterator[tuple[int, int]]:
    """What a line may consist of, as (start, stop) in the text: words, or single signs of scripts without spaces.

    What is nothing but punctuation, such as a spaced dash, belongs to the word before it.  A word of more than
    ``most`` columns comes in parts.
    """
    begin, end, said = -1, 0, False
    for found in _UNIT.finditer(text):
        start, stop = found.span()
        says = _SAID.search(text, start, stop) is not None
        if begin < 0:
            begin = start
        elif says and said:
            yield from _parts(text, begin, end, most)
            begin, said = start, False
        end, said = stop, said or says
    if begin >= 0:
        yield from _parts(text, begin, end, most)


def first_letter(text: str, start: int, stop: int) -> int:
    """Where a unit begins to be heard: behind its opening marks."""
    found = _SAID.search(text, start, stop)
    return found.start() if found else start


def _parts(text: str, start: int, stop: int, most: int) -> Iterator[tuple[int, int]]:
    # No sign has more than two columns.
    if 2 * (stop - start) <= most or width(text[start:stop]) <= most:
        yield start, stop
        return
    at, borders = start, list(_borders(text, start, stop))
    while at < stop:
        end, columns = at, 0
        for border in borders[bisect_right(borders, at) :]:
            columns += width(text[end:border])
            if columns > most:
                break
            end = border
        if end == at:
            # Joiners make one sign of any number of letters.
            end, columns = at + 1, width(text[at])
            while end < stop and (columns := columns + width(text[end])) <= most:
                end += 1
        if end < stop:
            # Rather behind a hyphen, a slash or a space than anywhere.
            good = max(text.rfind(mark, at + 1, end) for mark in "-/_. \N{NO-BREAK SPACE}")
            end = good + 1 if good > at else end
        yield at, end
        at = end


def _borders(text: str, start: int, stop: int) -> Iterator[int]:
    """Where what people see as one sign ends: a letter with its marks, a flag, several emoji that are one picture."""
    flags = 0
    for at in range(start, stop):
        sign, is_flag = text[at], _FLAGS[0] <= text[at] <= _FLAGS[1]
        goes_on = (
            unicodedata.category(sign) in _MARKS
            or _JOINER in (sign, text[at - 1])
            or _SKINS[0] <= sign <= _SKINS[1]
            or (is_flag and flags % 2 == 1)
        )
        flags = flags + 1 if is_flag else 0
        if at > start and not goes_on:
            yield at
    yield stop


def _cost_unspaced(last: str, first: str) -> float:
    """The cost of a line's end between two signs of Chinese or Japanese, where no space tells words apart.

    Most such places lie within a word.  Words of Japanese begin, as a rule, where hiragana ends.
    """
    if first in _PARTICLES:
        return LEANING
    if last in _PARTICLES or last == _OBJECT:
        return BEFORE_PHRASE
    begins = _HIRAGANA.match(last) and last not in _POLITE and _BEGINS.match(first)
    return BEFORE_PHRASE if begins else LEANING


class Breaks:
    """What it costs to break lines in one language; those that it does not know have punctuation only."""

    def __init__(self, language: str) -> None:
        base = language.casefold().split("-")[0]
        self._conjunctions = _CONJUNCTIONS.get(base, _NONE)
        self._prepositions = _PREPOSITIONS.get(base, _NONE)
        self._leaning = _LEANING.get(base, _NONE)

    def cost(self, before: str, after: str) -> float:
        """The cost of a line that ends with the unit ``before``, where ``after`` follows in the same sentence."""
        bare = before.rstrip(_AFTER)
        last = bare[-1:] or before[-1:]
        if last in _ENDS_SENTENCE:
            # Inside a sentence a full stop stands behind an abbreviation or an ordinal.
            return LEANING if last == "." and len(bare) <= 4 else CLAUSE
        if last in _ENDS_CLAUSE:
            return CLAUSE
        if last in _ENDS_COMMA:
            return COMMA
        if _UNSPACED.match(last) and _UNSPACED.match(after):
            return _cost_unspaced(last, after[0])
        following = after.strip(_AFTER + _BEFORE + ",.;:!?").casefold()
        if following in self._conjunctions:
            return BEFORE_CLAUSE
        word = before.strip(_AFTER + _BEFORE).casefold()
        if word in self._leaning or word in self._prepositions or word in self._conjunctions or word[-1:].isdigit():
            return LEANING
        if following in self._prepositions or after[:1] in _BEFORE:
            return BEFORE_PHRASE
        return ANYWHERE
