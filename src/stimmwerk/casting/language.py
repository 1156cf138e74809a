"""What has to be known of a language before its text can be spoken."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from stimmwerk.casting.abbreviations import Abbreviations
from stimmwerk.casting.draft import Rule


def _none(text: str) -> Iterable[int]:
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language as far as we know it; the defaults are those of a language that we know nothing of.

    latin: it is written in Latin letters, so that others cannot be read.
    conjunctions: words before which a long sentence may be cut.
    numbers_inside: finds full stops behind numbers that end no sentence, as positions in a text.
    rules: what is spoken otherwise than it is written, in order.
    borrows: English words in its texts are read as English.
    dot, at: how the signs in a web or mail address, or in the name of a file, are read.
    """

    latin: bool = False
    abbreviations: Abbreviations = field(default_factory=Abbreviations)
    conjunctions: tuple[str, ...] = ()
    numbers_inside: Callable[[str], Iterable[int]] = _none
    rules: tuple[Rule, ...] = ()
    borrows: bool = False
    dot: str = "."
    at: str = "@"
