"""Rules for single characters: what is composed, which letters a language can read, and what is no letter at all."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from itertools import groupby

from stimmwerk.casting.draft import GONE, SAID, Change, swap

# Ligatures, full-width forms and "mathematical" alphabets are letters in fancy dress; accents follow their letter.
_DRESSED = re.compile("[\ufb00-\ufb06\uff01-\uff5e\U0001d400-\U0001d7ff]+|[^\\W\\d_][\u0300-\u036f]+")

_NOT_PRINTABLE_ASCII = re.compile(r"[^ -~]+")
_ACCENTS = "[\u0300-\u036f\u20d0-\u20ff]+"
_LATIN_NAMES = ("LATIN ", "MODIFIER LETTER", "FEMININE", "MASCULINE", "MICRO SIGN")

#: Among the pictographs, by their category, are two signs that languages have words for.
_PICTURE_CATEGORIES = frozenset(("So", "Sk", "Cf", "Cc", "Cn", "Co", "Cs", "Me"))
_SIGNS = frozenset("°№")

#: What some engines take for markup of their own.
_MARKUP = frozenset("[]{}<>\\|_^")


def _plain(match: re.Match[str]) -> str | None:
    plain = safe(unicodedata.normalize("NFKC", match.group()))
    return plain if plain and plain != match.group() else None


#: Speaks letters in fancy dress, and letters with separate accents, as the letters that they are.
composed = swap(_DRESSED, _plain)

#: Leaves out accents that no letter has taken up.
loose_accents = swap(_ACCENTS, "")


def foreign(text: str) -> Iterator[Change]:
    """The rule that leaves out letters which are not Latin, and the space before them."""
    yield from _left_out(text, _is_foreign)


def pictures(text: str) -> Iterator[Change]:
    """The rule that leaves out emoji, pictographs, control and format characters, and the space before them."""
    yield from _left_out(text, _is_picture)


def safe(text: str) -> str:
    """A reading that somebody wrote, on one line, without what an engine may take for more than text."""
    kept = (" " if c.isspace() or c in _MARKUP else c for c in text if c.isspace() or not _is_picture(c))
    return " ".join("".join(kept).split())


def _is_foreign(character: str) -> bool:
    return character.isalpha() and not unicodedata.name(character, "").startswith(_LATIN_NAMES)


def _is_picture(character: str) -> bool:
    if character in _SIGNS or character in (SAID, GONE) or character.isspace():
        return False
    return unicodedata.category(character) in _PICTURE_CATEGORIES or "\ufe00" <= character <= "\ufe0f"


def _left_out(text: str, wanted: Callable[[str], bool]) -> Iterator[Change]:
    for start, stop in _stretches(text, wanted):
        spaced = text[start - 1 : start] == " " and not text[stop : stop + 1].isalnum()
        yield Change(start=start - spaced, stop=stop, say=None)


def _stretches(text: str, wanted: Callable[[str], bool]) -> Iterator[tuple[int, int]]:
    """The longest stretches of characters beyond printable ASCII that are all wanted."""
    for match in _NOT_PRINTABLE_ASCII.finditer(text):
        start = match.start()
        for hit, run in groupby(match.group(), wanted):
            stop = start + sum(1 for _ in run)
            if hit:
                yield start, stop
            start = stop
