"""The names of WordprocessingML, and what the styles of a Word document say of its paragraphs.

See ECMA-376, part 1, 17.7; both the transitional and the strict namespaces are known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from stimmwerk.importers.archive import Archive
from stimmwerk.importers.parts import Begin, End, Part

_SPACES = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_OFF = ("0", "false", "off", "none")
#: A chain of styles has so many links at most.
_DEEPEST = 20
_DEEPEST_HEADING = 6
#: Word writes the names of its own styles in English, whatever the language of the program.
_HEADING = re.compile(r"heading ?([1-9])\Z")
_TITLES = {"title": 1, "subtitle": 2}
_QUOTES = frozenset(("quote", "intense quote", "block text", "quotations"))
#: Identifiers, which are of the program's language, of styles that a document uses and does not describe.
_IDENTIFIER = re.compile(r"(?:heading|[uü]?berschrift|titre|t[ií]?tulo|titolo|kop)([1-9])\Z")
_TITLE_IDENTIFIERS = {"title": 1, "titel": 1, "subtitle": 2, "untertitel": 2}


def word_names(local: str) -> tuple[str, ...]:
    """The full names of an element or an attribute of WordprocessingML."""
    return tuple(f"{{{space}}}{local}" for space in _SPACES)


_VALUE = word_names("val")


def value_of(attributes: Mapping[str, str], names: tuple[str, ...] = _VALUE) -> str | None:
    """An attribute by its full names, by default ``w:val``; None where there is none."""
    for name in names:
        if name in attributes:
            return attributes[name]
    return None


def is_on(attributes: Mapping[str, str]) -> bool:
    """What a property says that is on or off."""
    return (value_of(attributes) or "").casefold() not in _OFF


def level_of(outline: str | None) -> int | None:
    """The level of a heading, 1 to 6, by its outline level as written, 0 for text; None where there is none."""
    if outline is None or not outline.isdecimal() or len(outline) > 1:
        return None
    return min(int(outline) + 1, _DEEPEST_HEADING) if outline < "9" else 0


class WordPart(Part):
    """A part of a Word document; elements of WordprocessingML by their local names."""

    def on(self, local: str, begin: Begin | None = None, end: End | None = None) -> None:
        """What is to be done where an element of this name begins and ends."""
        for name in word_names(local):
            if begin is not None:
                self.begins[name] = begin
            if end is not None:
                self.ends[name] = end


@dataclass(slots=True)
class Traits:
    """What a style, or a paragraph or a run, says; None where it says nothing.

    level: of a heading, 0 for text; listed: it is a list item.
    """

    level: int | None = None
    listed: bool | None = None
    bold: bool | None = None
    italic: bool | None = None
    hidden: bool | None = None
    quoted: bool | None = None

    def over(self, base: Traits) -> Traits:
        """These, and where they say nothing, what the base says."""
        return Traits(
            level=base.level if self.level is None else self.level,
            listed=base.listed if self.listed is None else self.listed,
            bold=base.bold if self.bold is None else self.bold,
            italic=base.italic if self.italic is None else self.italic,
            hidden=base.hidden if self.hidden is None else self.hidden,
            quoted=base.quoted if self.quoted is None else self.quoted,
        )


@dataclass(slots=True)
class _Style:
    traits: Traits
    base: str | None = None


class Styles(WordPart):
    """The styles of a document, once they are read.

    default: the identifier of the style of paragraphs that name none; language: of text that says no other.
    """

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.default: str | None = None
        self.language: str | None = None
        self._styles: dict[str, _Style] = {}
        self._resolved: dict[str, Traits] = {}
        self._open: _Style | None = None
        self._defaults = False
        self._identifier = word_names("styleId")
        self._kind = word_names("type")
        self._is_default = word_names("default")
        for change in ("rPrChange", "pPrChange", "tblStylePr"):
            self.on(change, self.skip)
        self.on("docDefaults", self._begin_defaults, self._end_defaults)
        self.on("lang", self._lang)
        self.on("style", self._begin_style, self._end_style)
        self.on("name", self._name)
        self.on("basedOn", self._based_on)
        self.on("outlineLvl", self._outline)
        self.on("numId", self._number)
        self.on("b", self._bold)
        self.on("i", self._italic)
        self.on("vanish", self._vanish)

    def traits(self, identifier: str | None) -> Traits:
        """What the style of an identifier says, with those that it is based on; None is the default of paragraphs."""
        key = identifier or self.default or ""
        if key not in self._resolved:
            # Of those that are not described there may be any number.
            if key not in self._styles:
                return self._resolve(key)
            self._resolved[key] = self._resolve(key)
        return self._resolved[key]

    def _resolve(self, identifier: str) -> Traits:
        found = Traits()
        at: str | None = identifier
        for _ in range(_DEEPEST):
            style = self._styles.get(at or "")
            if style is None:
                return found.over(Traits(level=_level_by_identifier(at))) if at else found
            found = found.over(style.traits)
            at = style.base
        return found

    def _begin_defaults(self, _: Mapping[str, str]) -> None:
        self._defaults = True

    def _end_defaults(self) -> None:
        self._defaults = False

    def _lang(self, attributes: Mapping[str, str]) -> None:
        if self._defaults:
            self.language = value_of(attributes)

    def _begin_style(self, attributes: Mapping[str, str]) -> None:
        identifier = value_of(attributes, self._identifier) or ""
        self._open = self._styles[identifier] = _Style(Traits())
        self.check_named(self._styles)
        default = value_of(attributes, self._is_default)
        if value_of(attributes, self._kind) == "paragraph" and default and default.casefold() not in _OFF:
            self.default = identifier

    def _end_style(self) -> None:
        self._open = None

    def _name(self, attributes: Mapping[str, str]) -> None:
        name = (value_of(attributes) or "").casefold()
        if self._open is None:
            return
        found = _HEADING.match(name)
        level = min(int(found.group(1)), _DEEPEST_HEADING) if found else _TITLES.get(name)
        if level is not None and self._open.traits.level is None:
            self._open.traits.level = level
        if name in _QUOTES:
            self._open.traits.quoted = True

    def _based_on(self, attributes: Mapping[str, str]) -> None:
        if self._open is not None:
            self._open.base = value_of(attributes)

    def _outline(self, attributes: Mapping[str, str]) -> None:
        level = level_of(value_of(attributes))
        if self._open is not None and level is not None:
            self._open.traits.level = level

    def _number(self, attributes: Mapping[str, str]) -> None:
        if self._open is not None:
            self._open.traits.listed = value_of(attributes) != "0"

    def _bold(self, attributes: Mapping[str, str]) -> None:
        if self._open is not None:
            self._open.traits.bold = is_on(attributes)

    def _italic(self, attributes: Mapping[str, str]) -> None:
        if self._open is not None:
            self._open.traits.italic = is_on(attributes)

    def _vanish(self, attributes: Mapping[str, str]) -> None:
        if self._open is not None:
            self._open.traits.hidden = is_on(attributes)


def _level_by_identifier(identifier: str) -> int | None:
    plain = identifier.casefold().replace(" ", "").replace("-", "")
    found = _IDENTIFIER.match(plain)
    return min(int(found.group(1)), _DEEPEST_HEADING) if found else _TITLE_IDENTIFIERS.get(plain)
