"""English words with German endings: ``geghostet``, ``swipen``, ``Streamerin``.  They are read as the English word
that they are made of, with the endings in German.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from stimmwerk.speech import Affixes

_LEAST, _MOST = 5, 30
_LEAST_STEM = 3

# Ending -> its sound.  Before those with a vowel a stem has lost its silent e, or doubled its last consonant.
_FINITE = {"e": "ə", "st": "st", "t": "t", "te": "tə", "test": "təst", "ten": "tən", "tet": "tət",
           "et": "ət", "est": "əst", "ete": "ətə", "eten": "ətən", "etest": "ətəst", "etet": "ətət"}  # fmt: skip
_INFINITE = {"en": "ən", "end": "ənt", "ende": "əndə", "ender": "əndɐ", "endes": "əndəs", "enden": "əndən",
             "endem": "əndəm"}  # fmt: skip
_PARTICIPLE = {"t": "t", "et": "ət", "ed": "t", "d": "t"}
_ADJECTIVE = {"": "", "e": "ə", "er": "ɐ", "es": "əs", "en": "ən", "em": "əm"}
_FEMININE = {"in": "rɪn", "innen": "rɪnən"}
_ENDINGS = {
    **_FINITE,
    **_INFINITE,
    **{
        f"{dental}{ending}": said + sound
        for dental, said in _PARTICIPLE.items()
        for ending, sound in _ADJECTIVE.items()
    },
}
_LONGEST_FIRST = tuple(sorted(_ENDINGS, key=lambda ending: (-len(ending), ending)))

# Stems that are English words alone, and German ones with such endings: ``finden``, ``Methoden``, ``Gericht``.
_GERMAN_STEMS_WORDS = (
    "indie prototype tree blue backend labs toe lake check "
    "alert algorithm and attack back barrier beach beam beer began begin binge bite bomb charge deck dragoner "
    "epoch favorite figure file find finder firm flag flame for frequent from fun gear gig hack has hate hint "
    "hope inner lab lake let lie life line lock loser lots lung map mask mate mechanism merit mess method mind "
    "mixture models nature neck net nomad non off orders past period pick pill plate point poll prank press pull "
    "quit rain ramp range rebel reel rent rhythm rich rise rival royal ruder run satellite scheme sell session "
    "signature sock spend spender spot stake state step stick sticker stocks strike stub supervisor tail take tap "
    "tape tax till turns ultimate universe valid visit volume wars well wet win wine wire wise won word wore"
)
_GERMAN_STEMS = frozenset(_GERMAN_STEMS_WORDS.split())

_PREFIXES = {"": "", "an": "an", "auf": "aʊf", "aus": "aʊs", "ein": "aɪn", "ab": "ap", "durch": "dʊrç", "rein": "raɪn",
             "raus": "raʊs", "hoch": "hoːx", "weg": "vɛk", "mit": "mɪt", "um": "ʊm", "vor": "foːɐ̯", "zu": "tsuː",
             "runter": "ˈrʊntɐ", "nach": "naːx", "los": "loːs"}  # fmt: skip
_MARKS = {"": "", "ge": "ɡə", "zu": "tsuː"}
_DENTAL = ("t", "d")
# After these a silent e was there.
_SILENT_E = re.compile(r"[^aeiou]?[aeiouy][^aeiouwxy]\Z|[aeiou]{2}[csvz]\Z|[^aeiou][gcsvz]\Z|[^aeiou]l\Z")


def germanised(word: str, is_listed: Callable[[str], bool], is_english: Callable[[str], bool]) -> Affixes | None:
    """The English stem of a word, and what stands around it; None where it has none.

    is_listed, is_english: whether a word in lower case is listed as English, and whether it is by its letters, too;
    that is enough for what stands between ``ge`` and ``ed``.
    """
    lower = word.lower()
    if not _LEAST <= len(word) <= _MOST or not word.isascii():
        return None
    for ending, sound in _FEMININE.items():
        stem = lower.removesuffix(ending)
        if stem != lower and stem.endswith("er") and stem not in _GERMAN_STEMS and _is_agent(stem, is_listed):
            return Affixes(before="", stem=stem, behind=sound)
    for prefix, mark in _beginnings(lower):
        rest = lower[len(prefix) + len(mark) :]
        for ending in _LONGEST_FIRST:
            if not rest.endswith(ending) or not _fits(mark, ending, is_noun=word[0].isupper()):
                continue
            bare = rest.removesuffix(ending)
            if bare.endswith(_DENTAL) and not ending.startswith(("e", "d")):
                continue  # there an e stands between: ``resettet``
            test = is_english if mark == "ge" and ending.startswith("ed") else is_listed
            for stem in _stems(bare):
                if len(stem) >= _LEAST_STEM and stem not in _GERMAN_STEMS and test(stem):
                    return Affixes(before=_PREFIXES[prefix] + _MARKS[mark], stem=stem, behind=_sound(stem, ending))
    return None


def _is_agent(word: str, is_listed: Callable[[str], bool]) -> bool:
    """Whether a word in -er is English, or made of an English verb."""
    return is_listed(word) or any(
        stem not in _GERMAN_STEMS and len(stem) >= _LEAST_STEM and is_listed(stem) for stem in _stems(word[:-2])
    )


def _beginnings(word: str) -> Iterator[tuple[str, str]]:
    for prefix in _PREFIXES:
        for mark in _MARKS:
            if (prefix or mark != "zu") and word.startswith(prefix + mark):
                yield prefix, mark


def _fits(mark: str, ending: str, *, is_noun: bool) -> bool:
    """Whether an ending goes with what stands before the stem, and in a noun at all."""
    if mark == "ge":
        return ending.startswith(tuple(_PARTICIPLE)) and ending not in ("test", "tet", "etest", "etet")
    if mark == "zu" or is_noun:
        return ending == "en"
    return ending in _FINITE or ending in _INFINITE


def _stems(bare: str) -> Iterator[str]:
    """What a stem may have been before its ending: as it is, with a silent e, without a doubled consonant."""
    if bare[-1:] == bare[-2:-1] and bare[-1:] not in "aeiouls":
        yield bare[:-1]
    if _SILENT_E.search(bare):
        yield f"{bare}e"
    yield bare
    yield bare[:-1] if bare[-1:] == bare[-2:-1] else f"{bare}e"


def _sound(stem: str, ending: str) -> str:
    """After t and d the e of ``ed`` is heard."""
    sound = _ENDINGS[ending]
    return f"ə{sound}" if ending.startswith("ed") and stem.rstrip("e").endswith(_DENTAL) else sound
