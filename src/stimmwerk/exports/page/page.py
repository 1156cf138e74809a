"""What every part of the page needs: the edition, the words that the page says itself, a colour for each role."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import quote

from stimmwerk.exports.edition import Edition
from stimmwerk.exports.page.colours import voices
from stimmwerk.exports.page.icons import icon
from stimmwerk.exports.page.markup import Html, tag
from stimmwerk.exports.page.strings import strings_of, ui_language
from stimmwerk.exports.pictures import PALETTE

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """ui: the language of the page's own words; voices: role -> number of its colour."""

    edition: Edition
    ui: str
    strings: Mapping[str, str]
    voices: Mapping[str, int]

    @classmethod
    def of(cls, edition: Edition) -> Page:
        """The page of an edition."""
        ui = ui_language(edition.language)
        colours = len(voices(PALETTE))
        roles = dict.fromkeys([*(member.role for member in edition.cast), *(turn.role for turn in edition.turns)])
        return cls(
            edition=edition,
            ui=ui,
            strings=strings_of(ui),
            voices={role: number % colours for number, role in enumerate(roles)},
        )

    def lang(self, language: str | None = None) -> str | None:
        """The value of ``lang`` for a text, by default the script's, where it is not in the page's own language."""
        language = language or self.edition.language
        return None if language == self.ui else language

    def button(self, drawing: str, key: str, **attributes: str | bool) -> Html:
        """A round button that shows an icon and says a string."""
        words = self.strings[key]
        return tag("button", icon(drawing), type="button", aria_label=words, title=words, **attributes)


def separated(parts: Iterable[T], between: T) -> Iterator[T]:
    """The parts with something between them."""
    for number, part in enumerate(parts):
        if number:
            yield between
        yield part


def address(file: str) -> str:
    """The address of a file beside the page, whatever signs its name holds."""
    return quote(file)


def is_web(url: str | None) -> bool:
    """Whether an address may stand in a link: nothing that a browser would run."""
    return url is not None and url.startswith(("https://", "http://"))
