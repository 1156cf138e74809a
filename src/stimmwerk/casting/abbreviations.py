"""Short forms that end in a full stop: how they are read, and whether the full stop ends the sentence as well."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from stimmwerk.casting.draft import SAID, Change
from stimmwerk.speech import Say

_CLOSERS_AND_SPACE = re.compile(r"[\"'“”»«’)\]›‹\s]*")
_NEXT_WORD = re.compile(r"[\"'„“»«‚‘(\[›‹\s]{1,20}([^\W\d_]{1,30})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviation:
    """One short form.

    written: as in ``z. B.``; white space in it may be missing, and a small first letter may be a capital.
    spoken: in full.  closes: it may be the last word of a sentence, and the next word tells.
    before, after: regular expressions of what must precede (of fixed width) and follow, or empty.
    """

    written: str
    spoken: str
    closes: bool = False
    before: str = ""
    after: str = ""


def short_forms(
    readings: Mapping[str, str], *, closes: bool = False, before: str = "", after: str = ""
) -> tuple[Abbreviation, ...]:
    """A table of short forms -> readings, all alike otherwise."""
    return tuple(
        Abbreviation(written=short, spoken=full, closes=closes, before=before, after=after)
        for short, full in readings.items()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviations:
    """The short forms of a language.

    starters: words, in lower case, that stand with a capital at the start of a sentence only.
    """

    forms: tuple[Abbreviation, ...] = ()
    starters: frozenset[str] = frozenset()
    _pattern: re.Pattern[str] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_pattern", _pattern_of(self.forms))

    def inner_stops(self, text: str) -> Iterator[int]:
        """The full stops of short forms that end no sentence, as positions in the text."""
        for match in self._pattern.finditer(text):
            last = match.end() - self._closes(match)
            yield from (place for place in range(match.start(), last) if text[place] == ".")

    def in_full(self, text: str) -> Iterator[Change]:
        """The rule that speaks short forms in full; a full stop that ends the sentence stays."""
        for match in self._pattern.finditer(text):
            say = Say(text=self._form(match).spoken)
            yield Change(start=match.start(), stop=match.end() - self._closes(match), say=say)

    def starts(self, text: str, at: int) -> bool:
        """Whether what follows the position ``at`` is a word that begins a sentence by its capital."""
        following = _NEXT_WORD.match(text, at)
        return following is not None and following[1][0].isupper() and following[1].lower() in self.starters

    def _form(self, match: re.Match[str]) -> Abbreviation:
        assert match.lastgroup
        return self.forms[int(match.lastgroup[1:])]

    def _closes(self, match: re.Match[str]) -> bool:
        rest = _CLOSERS_AND_SPACE.match(match.string, match.end())
        assert rest
        if rest.end() == len(match.string) or rest.group().count("\n") > 1:
            return True
        return self._form(match).closes and self.starts(match.string, match.end())


def _pattern_of(forms: tuple[Abbreviation, ...]) -> re.Pattern[str]:
    """All short forms, longest first; the name of the group that matches is ``_`` and the form's index."""
    choices = []
    for number, form in sorted(enumerate(forms), key=lambda pair: -len(pair[1].written)):
        first, rest = form.written[0], re.escape(form.written[1:]).replace(r"\ ", r"\s?")
        initial = f"[{first}{first.upper()}]" if first.islower() else first
        before = f"(?<={form.before})" if form.before else ""
        after = f"(?={form.after})" if form.after else ""
        choices.append(f"{before}(?P<_{number}>{initial}{rest}){after}")
    return re.compile(rf"(?<![\w.{SAID}])(?:{'|'.join(choices)})(?!\w)" if choices else r"(?!)")
