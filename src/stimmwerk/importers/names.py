"""Whether words before a colon name somebody, and what is left of a name without titles, parties and offices."""

from __future__ import annotations

import functools
import re
import unicodedata
from dataclasses import dataclass

from stimmwerk.importers.vocabulary import (
    ANNOUNCING,
    ANNOUNCING_CJK,
    JOINING,
    NO_FIRST_WORD,
    NO_NAME_CJK,
    PAPERS,
    PARTS,
    ROLES,
    ROLES_CJK,
    SAYING_CJK,
    TITLES,
)

#: A label has at most so many characters.
LONGEST_LABEL = 120

_MOST_WORDS = 6
_MOST_WORDS_OF_OFFICE = 14
_MOST_WORDS_ASIDE = 12
_LONGEST_CJK = 14
#: ``El señor vicepresidente primero``, ``M. le ministre des affaires étrangères``: offices without capitals.
_ADDRESSES = frozenset(("señor", "señora", "sr", "sra", "m", "mm", "mme", "mlle"))
_ARTICLES = frozenset(("el", "la", "los", "las", "le", "les"))
_MOST_WORDS_OF_ADDRESS = 9
_OFFICES = TITLES | ROLES
#: Words of sentences that no office has.
_PERSONS = frozenset(
    ("ich", "wir", "er", "es", "man", "dass", "daß", "sondern", "aber", "i", "we", "he", "she", "it", "they", "you",
     "but", "je", "j'ai", "nous", "vous", "il", "elle", "mais", "yo", "nosotros", "ella", "pero")
)  # fmt: skip
_LEADING = frozenset(("der", "die", "das", "the", "le", "la", "les", "el", "los", "las"))
_MOST_WORDS_OF_PAPER = 3

_CJK = re.compile("[\u3400-\u9fff\uf900-\ufaff\u3040-\u30ff]")
_NAME_WORD = re.compile(r"[^\W\d_][\w'’/&+-]*\Z")
_ABBREVIATED = re.compile(r"[^\W\d_aeiouäöüAEIOUÄÖÜ]{1,4}\.\Z")
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?){1,4}\Z")
#: ``Lampe.de``: a paper that has its name from its site.
_SITE = re.compile(r"[^\W\d_a-zäöü][^\W\d_]+\.[^\W\d_]{2,3}\Z")
_TAIL = re.compile(r"#?\d{1,3}[a-z]?\Z|[A-Z]\Z")
_COUNT = re.compile(rf"(?:{_TAIL.pattern}|[IVXLC]{{1,6}}\Z|[a-z]\Z)")
_NUMBER = frozenset(("no.", "no", "nr.", "nr", "number", "n°", "nº", "núm."))
_SHORTHAND = re.compile(r"[A-Z]{1,4}\d{0,2}\Z|[A-Za-z]+[_-]?\d{1,3}\Z")
#: ``Vors.``, ``Mod.``, ``Int.``: a part in a conversation, cut short.
_SHORT_PART = re.compile(r"[A-ZÄÖÜ][^\W\d_]{1,4}\.\Z")
_ASIDE = re.compile(r"\s*(?:\(([^()]*)\)|\[([^\[\]]*)\]|（([^（）]*)）)\s*\Z")
_INNER_ASIDE = re.compile(r"\s+(?:\([^()]*\)|\[[^\[\]]*\])(?=[\s,])")
_CJK_BREAK = re.compile(r"[，。！？；、“”‘’「」『』《》…,.!?;\"]")
#: ``Ida, Hale, Moll``: several people, none of them the office of another.
_SEVERAL = re.compile(r"[^\W\d_][\w'’-]*(?:, (?-i:[^\W\d_a-zäöü])[\w'’-]*){2,30}\Z")
_SENTENCE = re.compile(r"[.!?…]\s+\S")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A label taken apart.

    words: of the name alone, case folded, without titles; titles: words of address and office, case folded, without
    full stops; asides: what stands in brackets or behind a comma, case folded.
    """

    words: tuple[str, ...]
    titles: frozenset[str]
    asides: frozenset[str]


#: Labels come again and again: what is known of so many different ones is kept.
_kept = functools.lru_cache(maxsize=20_000)


def is_cjk(text: str) -> bool:
    """Whether the text holds Chinese or Japanese characters."""
    return _CJK.search(text) is not None


@_kept
def tidy_label(label: str) -> str:
    """A label, its words one space apart, no-break spaces among them."""
    return " ".join(label.split())


def split_asides(label: str) -> tuple[str, tuple[str, ...]]:
    """The label without the brackets at its end and within it, and what stands in them, in order."""
    asides: list[str] = []
    rest = label
    for _ in range(3):
        found = _ASIDE.search(rest)
        if found is None:
            break
        asides.insert(0, next(group for group in found.groups() if group is not None).strip())
        rest = rest[: found.start()]
    inner = [found.group().strip(" ()[]") for found in _INNER_ASIDE.finditer(rest)]
    return _INNER_ASIDE.sub("", rest).strip(), (*inner, *asides)


@_kept
def take_apart(label: str) -> Name:
    """The parts of a label."""
    name, asides = split_asides(tidy_label(label))
    if _SEVERAL.match(name):
        return Name(words=(name.casefold(),), titles=frozenset(), asides=frozenset(map(str.casefold, asides)))
    name, _, office = name.partition(", ")
    titles: set[str] = set()
    words: list[str] = []
    for raw in name.split():
        word = raw.casefold().strip(".,:;")
        if word in TITLES and not (len(word) == 1 and not raw.endswith(".")):
            titles.add(word)
        elif word:
            words.append(word)
    if all(word in JOINING or word in NO_FIRST_WORD for word in words):
        # An office without a name: M. le président is not M. le ministre.
        words = [word.casefold().strip(".,:;") for word in name.split()]
    if len(words) > 1 and words[0] in NO_FIRST_WORD:
        words = words[1:]
    words = [word for word in words if word]
    noted = {aside.casefold() for aside in asides if aside} | ({office.casefold()} if office else set())
    return Name(words=tuple(words), titles=frozenset(titles), asides=frozenset(noted))


@_kept
def is_role(label: str) -> bool:
    """Whether a label names a part in the conversation (``Frage``, ``Speaker 2``, ``主持人``), not a person."""
    if is_cjk(label):
        return label.rstrip("0123456789一二三四五ABCDE") in ROLES_CJK or label in ROLES_CJK
    words = [word.casefold().strip(".") for word in split_asides(label)[0].split()]
    if len(words) > 1 and _TAIL.match(label.rsplit(maxsplit=1)[-1]):
        words = words[:-1]
    if words and words[0] in NO_FIRST_WORD and len(words) > 1:
        words = words[1:]
    return bool(words) and all(word in ROLES or word in TITLES or _SHORTHAND_ROLE.match(word) for word in words)


_SHORTHAND_ROLE = re.compile(r"(?:speaker|spk|sprecher|q|a|s|p|r)[_-]?\d{1,3}\Z")


@_kept
def announces(label: str) -> bool:
    """Whether a label announces a thing (``Hinweis``, ``Kapitel 3``, ``时间``)."""
    if is_cjk(label):
        return label in ANNOUNCING_CJK
    shown = label.split()
    words = [word.casefold() for word in shown]
    if not words or (label.isupper() and words[0] in PAPERS):
        return False
    numbered = words[1:] if len(words) < 3 or words[1] not in _NUMBER else words[2:]
    part = len(numbered) == 1 and words[0] in PARTS and bool(_COUNT.match(shown[-1]))
    opens = words[0].strip(".*") in ANNOUNCING and (
        len(words) == 1 or words[1] in JOINING or shown[1][0].islower() or not shown[1][0].isalpha()
    )
    return part or opens or (len(words) <= 3 and words[-1].strip(".*") in ANNOUNCING)


def is_name(label: str) -> bool:
    """Whether a label looks like a name or a part in a conversation: capitals, titles, initials, Chinese names."""
    return len(label) <= 2 * LONGEST_LABEL and _is_name(label)


@_kept
def _is_name(label: str) -> bool:
    label = tidy_label(label)
    if not label or len(label) > LONGEST_LABEL:
        return False
    if is_cjk(label):
        return _is_cjk_name(label)
    name, asides = split_asides(label)
    if any(len(aside.split()) > _MOST_WORDS_ASIDE for aside in asides) or not name:
        return False
    name, comma, office = name.partition(", ")
    if comma and not _is_office(office):
        return False
    return _is_latin_name(name)


def _is_office(office: str) -> bool:
    words = office.split()
    if not words or any(word.casefold().strip(",") in _PERSONS for word in words):
        return False
    if words[0] in NO_FIRST_WORD and not any(word.casefold().strip(".,") in _OFFICES for word in words):
        return False
    return 0 < len(words) <= _MOST_WORDS_ASIDE and not _SENTENCE.search(office) and words[-1][-1] not in ".!?"


def _is_latin_name(name: str) -> bool:
    words = name.split()
    folded = [word.casefold().strip(".") for word in words]
    if folded == ["all"] or is_role(name):
        return not words[0][0].isdigit()
    titled = any(word in TITLES or word in ROLES for word in folded)
    if not 0 < len(words) <= (_MOST_WORDS_OF_OFFICE if titled else _MOST_WORDS):
        return False
    if len(words) > 1 and folded[0] in NO_FIRST_WORD:
        shouted = words[1].isupper() and len(words[1]) > 1
        # Der Spiegel, Le Monde: a paper that asks.  Whether it is one, recurrence must say.
        paper = len(words) <= _MOST_WORDS_OF_PAPER and folded[0] in _LEADING and words[1][0].isupper()
        if not (folded[1] in TITLES or folded[1] in ROLES or shouted or paper):
            return False
        if folded[1] in _ADDRESSES and folded[0] in _ARTICLES:
            return _is_address(words[2:])
        words, folded = words[1:], folded[1:]
    if len(words) > 1 and _TAIL.match(words[-1]):
        words, folded = words[:-1], folded[:-1]
    if _SHORTHAND.match(name) or _SHORT_PART.match(name):
        return True
    if len(folded) > 2 and folded[0] in _ADDRESSES and folded[1] in _ARTICLES:
        return _is_address(words[2:])
    named = [(word, low) for word, low in zip(words, folded, strict=True) if low not in JOINING or word[0].isupper()]
    if not named or (folded[-1] in JOINING and not words[-1][0].isupper()):
        return False
    return all(_is_name_word(word, low) for word, low in named)


def _is_address(words: list[str]) -> bool:
    """Whether what follows ``M. le`` or ``El señor`` is an office or a name, written without a break."""
    return len(words) <= _MOST_WORDS_OF_ADDRESS and all(_NAME_WORD.match(word) for word in words)


def _is_name_word(word: str, folded: str) -> bool:
    if _INITIALS.match(word) or (word.endswith(".") and (folded in TITLES or folded in ROLES)):
        return True
    if _ABBREVIATED.match(word):
        return not word[0].islower()
    word = _without_vowels(word.strip("\"'“”„‘’«»"))
    if _SITE.match(word):
        return True
    if not word or not (_NAME_WORD.match(word) or _SHORTHAND.match(word)):
        return False
    return not word[0].islower() or folded in TITLES or folded in ROLES or word[:2] in ("d'", "d’", "l'", "l’")


def _without_vowels(word: str) -> str:
    """A word without the signs for vowels that some scripts set beside their letters."""
    return word if word.isascii() or word.isalpha() else "".join(c for c in word if unicodedata.category(c)[0] != "M")


def _is_cjk_name(label: str) -> bool:
    name, asides = split_asides(label)
    if any(len(aside) > _LONGEST_CJK * 2 for aside in asides):
        return False
    compact = "".join(name.split())
    if name in ROLES_CJK:
        return True
    if not 0 < len(compact) <= _LONGEST_CJK + 4 or _CJK_BREAK.search(name) or not compact[0].isalpha():
        return False
    if any(c.isdigit() for c in compact.rstrip("0123456789")):
        return False
    return not compact.endswith(SAYING_CJK) and not any(c in NO_NAME_CJK for c in compact)
