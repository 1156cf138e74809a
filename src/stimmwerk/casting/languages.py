"""The languages that we know something of."""

from __future__ import annotations

from stimmwerk.casting.english import AMERICAN, ENGLISH
from stimmwerk.casting.german import GERMAN
from stimmwerk.casting.language import Language

_KNOWN = {"de": GERMAN, "en": ENGLISH, "en-us": AMERICAN}

#: Of these we know the alphabet alone.
_LATIN_WRITTEN = "af ca cs cy da es et eu fi fr ga gl hr hu id is it lt lv ms nb nl nn no pl pt ro sk sl sq sv sw tr vi"
_LATIN = frozenset(_LATIN_WRITTEN.split())


def language_of(tag: str) -> Language:
    """What is known of the language of a BCP 47 tag; next to nothing for most."""
    folded = tag.casefold()
    base = folded.partition("-")[0]
    return _KNOWN.get(folded) or _KNOWN.get(base) or Language(latin=base in _LATIN)
