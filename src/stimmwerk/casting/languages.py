"""The languages that we know something of."""

from __future__ import annotations

from functools import cache

from stimmwerk.casting.language import Language

#: Those with rules of their own.
_RULED = ("de", "en", "en-us")

#: Of these we know the alphabet alone.
_LATIN_WRITTEN = "af ca cs cy da es et eu fi fr ga gl hr hu id is it lt lv ms nb nl nn no pl pt ro sk sl sq sv sw tr vi"
_LATIN = frozenset(_LATIN_WRITTEN.split())


def language_of(tag: str) -> Language:
    """What is known of the language of a BCP 47 tag; next to nothing for most."""
    folded = tag.casefold()
    base = folded.partition("-")[0]
    for known in (folded, base):
        if known in _RULED:
            return _ruled(known)
    return Language(latin=base in _LATIN)


@cache
def _ruled(tag: str) -> Language:
    """One of ``_RULED``.  Rules are many and long, and most episodes are in one language."""
    if tag == "de":
        from stimmwerk.casting.german import GERMAN

        return GERMAN
    from stimmwerk.casting.english import AMERICAN, ENGLISH

    return AMERICAN if tag == "en-us" else ENGLISH
