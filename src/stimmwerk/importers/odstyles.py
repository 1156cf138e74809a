"""The styles of an OpenDocument text: what they say of its paragraphs and of words in them.

See OpenDocument 1.3, part 3, 16.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from stimmwerk.importers.archive import Archive
from stimmwerk.importers.parts import Part

_SPACES = {
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "style": "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "draw": "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0",
    "fo": "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    "svg": "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0",
    "dc": "http://purl.org/dc/elements/1.1/",
    "meta": "urn:oasis:names:tc:opendocument:xmlns:meta:1.0",
    "manifest": "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0",
}
_DEEPEST = 20
_DEEPEST_HEADING = 6
_BOLD = re.compile(r"bold|[6-9]00\Z")
#: Styles that programs bring along keep their English names.
_TITLES = {"Title": 1, "Subtitle": 2}
_HEADING = re.compile(r"Heading_20_([1-9])\Z")


def open_name(prefixed: str) -> str:
    """The full name of an element or an attribute of OpenDocument, by its usual prefix: ``text:p``."""
    prefix, _, local = prefixed.partition(":")
    return f"{{{_SPACES[prefix]}}}{local}"


def level_of(outline: str | None) -> int | None:
    """The level of a heading, 1 to 6, as it is written; None where it is not."""
    if outline is None or not outline.isdecimal() or len(outline) > 2 or outline == "0":
        return None
    return min(int(outline), _DEEPEST_HEADING)


@dataclass(slots=True)
class Face:
    """How words look, None where a style says nothing of it."""

    bold: bool | None = None
    italic: bool | None = None
    underlined: bool | None = None
    hidden: bool | None = None

    def over(self, base: Face) -> Face:
        """What the two say together; the base where this one says nothing."""
        return Face(
            bold=base.bold if self.bold is None else self.bold,
            italic=base.italic if self.italic is None else self.italic,
            underlined=base.underlined if self.underlined is None else self.underlined,
            hidden=base.hidden if self.hidden is None else self.hidden,
        )


@dataclass(slots=True)
class Style:
    """A style.  parent: the name of the one that it is based on; level: of a heading; quoted: it sets quotations."""

    face: Face
    parent: str | None = None
    level: int | None = None
    quoted: bool = False


_PROPERTIES = {name: open_name(name) for name in (
    "style:name", "style:family", "style:parent-style-name", "style:default-outline-level", "fo:font-weight",
    "fo:font-style", "style:text-underline-style", "text:display", "fo:language",
)}  # fmt: skip


class OpenPart(Part):
    """A part of an OpenDocument text that may hold styles.

    styles: by family and name; language: of text that says no other.
    """

    def __init__(self, archive: Archive, styles: dict[tuple[str, str], Style]) -> None:
        super().__init__(archive)
        self.styles = styles
        self.language: str | None = None
        self._open: Style | None = None
        self._family = ""
        self.begins[open_name("style:style")] = self._begin_style
        self.ends[open_name("style:style")] = self._end_style
        self.begins[open_name("style:default-style")] = self._begin_default
        self.ends[open_name("style:default-style")] = self._end_style
        self.begins[open_name("style:text-properties")] = self._text_properties

    def _begin_style(self, attributes: Mapping[str, str]) -> None:
        name = attributes.get(_PROPERTIES["style:name"], "")
        family = attributes.get(_PROPERTIES["style:family"], "")
        found = _HEADING.match(name)
        level = level_of(attributes.get(_PROPERTIES["style:default-outline-level"]))
        level = level or (min(int(found.group(1)), _DEEPEST_HEADING) if found else _TITLES.get(name))
        self._open = self.styles[family, name] = Style(
            face=Face(),
            parent=attributes.get(_PROPERTIES["style:parent-style-name"]),
            level=level if family == "paragraph" else None,
            quoted=name == "Quotations",
        )
        self.check_named(self.styles)

    def _begin_default(self, attributes: Mapping[str, str]) -> None:
        self._family = attributes.get(_PROPERTIES["style:family"], "")

    def _end_style(self) -> None:
        self._open, self._family = None, ""

    def _text_properties(self, attributes: Mapping[str, str]) -> None:
        if self._family == "paragraph":
            self.language = attributes.get(_PROPERTIES["fo:language"])
        if self._open is None:
            return
        face = self._open.face
        if (weight := attributes.get(_PROPERTIES["fo:font-weight"])) is not None:
            face.bold = _BOLD.match(weight) is not None
        if (slant := attributes.get(_PROPERTIES["fo:font-style"])) is not None:
            face.italic = slant in ("italic", "oblique")
        if (line := attributes.get(_PROPERTIES["style:text-underline-style"])) is not None:
            face.underlined = line != "none"
        if (display := attributes.get(_PROPERTIES["text:display"])) is not None:
            face.hidden = display == "none"

    def style(self, family: str, name: str | None) -> Style:
        """What a style says, with those that it is based on; an unknown one says nothing, but for its name."""
        found = Style(face=Face())
        for _ in range(_DEEPEST):
            one = self.styles.get((family, name or ""))
            if one is None:
                if found.level is None and family == "paragraph":
                    found.level = _TITLES.get(name or "")
                break
            found.face = found.face.over(one.face)
            found.level = one.level if found.level is None else found.level
            found.quoted = found.quoted or one.quoted
            name = one.parent
        return found
