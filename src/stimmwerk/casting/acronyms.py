"""Acronyms: those in the plural, and those that nobody can read as a word, are spelled."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from stimmwerk.casting.draft import Change
from stimmwerk.speech import Say

# In capitals, with an -s of the plural; or four or five letters, which may be a word that is shouted.
_ACRONYM = re.compile(r"(?<![\w&/'’])(?:(?P<several>[A-Z]{2,5})(?:['’]?s)|(?P<one>[A-Z]{4,5}))(?![\w&/'’])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """How a language says letters, and which of them make a word.

    names: A to Z -> IPA; plural: the sound of the plural's -s; syllables: what can be read.
    """

    names: Mapping[str, str]
    plural: str
    syllables: re.Pattern[str]

    def spelled(self, letters: str) -> str:
        """The IPA of capitals one by one, the stress on the last.  letters: A to Z, at least one."""
        *first, last = (self.names[letter] for letter in letters)
        return "".join((*first, "" if last.startswith("ˈ") else "ˈ", last))

    def acronyms(self, text: str) -> Iterator[Change]:
        """The rule that spells ``LLMs`` and ``OECD`` with the names of the letters.

        All other acronyms are left to the engine: ``SDK``, which it spells, ``NATO``, which it reads.
        """
        for match in _ACRONYM.finditer(text):
            letters = match["several"] or match["one"]
            if match["one"] and (self.syllables.fullmatch(letters) or not any(letter in "AEIOU" for letter in letters)):
                continue
            ipa = self.spelled(letters) + (self.plural if match["several"] else "")
            yield Change(start=match.start(), stop=match.end(), say=Say(text=match.group(), ipa=ipa))
