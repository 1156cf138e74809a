"""XML of parliaments and of plays, whose elements say who speaks (TEI, Akoma Ntoso, the Bundestag's and others).

See https://www.tei-c.org/release/doc/tei-p5-doc/en/html/DR.html, https://docs.oasis-open.org/legaldocml/akn-core/v1.0/
and https://www.bundestag.de/services/opendata.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.base import Heading, Imported, LeftOut, Piece, Said, ShowFacts
from stimmwerk.importers.basics import has_words
from stimmwerk.importers.compose import compose
from stimmwerk.importers.masthead import parse_dateline
from stimmwerk.importers.names import tidy_label
from stimmwerk.importers.stage import is_stage
from stimmwerk.importers.ttml import local_name, parsed_xml
from stimmwerk.script.attributes import is_language
from stimmwerk.script.characters import FORBIDDEN, squeeze

name = "xml"

_HEAD = 1 << 19
_XML = re.compile(r"<(?:\?xml|!DOCTYPE (?!html)|[A-Za-z])", re.IGNORECASE)
#: Elements in which somebody speaks.
_SPEECH = re.compile(r"<(?:\w+:)?(?:(?:sp|speech|rede|redner)[\s>]|speaker>|u\s[^<>]{0,300}\bwho=|speech\s)")
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z]{2,20};")
#: A direction inside a paragraph: behind its bracket stands a character that no text may hold.
_INNER = re.compile(r"\[\0([^\[\]]*)\]")
_LONGEST_STANZA = 1200
_XML_SPACE = "{http://www.w3.org/XML/1998/namespace}"

#: Local name -> why nobody reads it out.
_BESIDE = {
    **dict.fromkeys(("teiHeader", "meta", "vorspann", "rednerliste", "standOff", "coverPage"), "about the text"),
    **dict.fromkeys(("anlagen", "inhaltsverzeichnis", "back", "toc", "attachments"), "no part of the conversation"),
    **dict.fromkeys(("castList", "particDesc", "titlePage"), "before the conversation"),
    **dict.fromkeys(("note", "authorialNote", "fussnote"), "a footnote"),
    **dict.fromkeys(("a", "seite", "pb", "fw", "redner", "recordedTime", "img", "figure"), "no words of a speaker"),
}  # fmt: skip
_HEADINGS = frozenset(("head", "heading", "subheading", "major-heading", "minor-heading", "oral-heading"))
_SPEAKERS = frozenset(("speaker", "from"))
_DIRECTIONS = frozenset(
    ("stage", "kommentar", "narrative", "scene", "remark", "kinesic", "incident", "vocal", "gap", "view", "move")
)
_BLOCKS = frozenset(("p", "l", "ab", "seg", "u", "s", "item", "li", "blockquote", "block"))
_LABELS = ("speakername", "speaker", "who", "by")
_TITLES = ("docTitle", "plenarprotokoll-nummer")


def recognise(text: str) -> float:
    """Sure where elements of XML say who speaks."""
    head = text[:_HEAD].lstrip()
    return 0.97 if _XML.match(head) and "<html" not in head[:500].casefold() and _SPEECH.search(head) else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Facts:
    """title, language, date: as the file says them, None where it does not; people: id -> name."""

    title: str | None
    language: str | None
    date: str | None
    people: dict[str, str]


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script in such a file.  Raises SourceError for what is no XML, and where nobody speaks in it."""
    # Without its definition the parser would drop what a named character stands for.
    text = _ENTITY.sub(lambda found: FORBIDDEN.sub("", html.unescape(found.group())), text)
    root = parsed_xml(text, file)
    known = _facts(root)
    reader = _Reader(known.people)
    try:
        pieces = list(_joined(reader.pieces(root)))
    except RecursionError:
        raise SourceError(
            "the elements of this XML stand one in another too deeply",
            where=Where(file),
            hint="export the transcript as WebVTT, SubRip, JSON or plain text",
        ) from None
    del root
    if not any(isinstance(piece, Said) and piece.label for piece in pieces):
        raise SourceError(
            "nobody speaks in this XML",
            where=Where(file),
            hint="export the transcript as WebVTT, SubRip, JSON or plain text",
        )
    dated = parse_dateline(known.date[:40]) if known.date else None
    return compose(
        pieces,
        file=file,
        facts=facts,
        format=name,
        title=known.title,
        language=known.language,
        date=dated[0] if dated else None,
        left_out=reader.left_out,
        given=(*reader.given, *([known.title] if known.title else [])),
    )


def _facts(root: Any) -> _Facts:
    title = None
    people: dict[str, str] = {}
    for element in root.iter():
        kind = local_name(element)
        above = local_name(element.getparent()) if element.getparent() is not None else ""
        if title is None and (kind in _TITLES or (kind == "title" and above == "titleStmt")):
            title = squeeze("".join(element.itertext())) or None
        elif kind in ("person", "TLCPerson", "org", "personGrp"):
            key = element.get(f"{_XML_SPACE}id") or element.get("eId") or element.get("id")
            shown = element.get("showAs") or next((_name(e) for e in element if local_name(e) in _NAMES), "")
            if key and shown:
                people[key] = shown
    language = root.get(f"{_XML_SPACE}lang") or ""
    return _Facts(
        title=title,
        language=language if is_language(language) else None,
        date=root.get("sitzung-datum") or root.get("date"),
        people=people,
    )


_NAMES = frozenset(("persName", "name", "orgName"))


def _name(element: Any) -> str:
    return squeeze(" ".join(element.itertext()))


class _Reader:
    """Goes through the elements in their order and remembers who speaks."""

    def __init__(self, people: dict[str, str]) -> None:
        self._people = people
        self._label: str | None = None
        self.left_out: list[LeftOut] = []
        #: Words of attributes, which are no text.
        self.given: list[str] = []

    def pieces(self, element: Any) -> Iterator[Piece]:
        """Headings and paragraphs in an element."""
        kind = local_name(element)
        if kind in _BESIDE:
            self._leave(element, _BESIDE[kind])
        elif kind in _HEADINGS:
            self._label = None
            yield Heading(title=self._text(element).replace("\0", ""), line=self._line(element))
        elif kind in _SPEAKERS or self._names_speaker(element, kind):
            self._label = tidy_label(self._text(element).replace("\0", "").rstrip(" :.–—-")) or None
        elif kind in _DIRECTIONS:
            yield from self._direction(element)
        elif kind in _BLOCKS or _has_own_words(element):
            yield from self._block(element)
        else:
            before = self._label
            yield from self._opened(element, kind)
            for child in element:
                yield from self.pieces(child)
            if kind in ("sp", "speech"):
                self._label = before if kind == "sp" else None

    def _opened(self, element: Any, kind: str) -> Iterator[Piece]:
        """What the attributes of an element say: the chapter that it is, or who speaks in it."""
        top = element.get("top-id") if kind == "tagesordnungspunkt" else None
        if top:
            # Whoever is in the chair speaks on.
            self.given.append(top)
            yield Heading(title=top, line=self._line(element))
        self._take_attribute(element)

    def _take_attribute(self, element: Any) -> None:
        for key in _LABELS:
            if value := element.get(key):
                ids = [part.lstrip("#") for part in value.split()] if value.startswith("#") else [value]
                self._label = tidy_label(" ".join(self._people.get(part, part) for part in ids)) or None
                if self._label:
                    self.given.append(self._label)
                return

    def _names_speaker(self, element: Any, kind: str) -> bool:
        return (kind == "p" and element.get("klasse") == "redner") or (kind == "name" and len(element) == 0)

    def _block(self, element: Any) -> Iterator[Piece]:
        inner = [child for child in element if local_name(child) in _BLOCKS]
        self._take_attribute(element)
        if inner and not _has_own_words(element):
            for child in element:
                yield from self.pieces(child)
            return
        line = self._line(element)
        # Verses are joined: what has lines of its own goes on.
        breaks = ((0, line),) if local_name(element) == "l" else ()
        for text in _parted(self._text(element)):
            yield Said(label=self._label, text=text, line=line, breaks=breaks)

    def _direction(self, element: Any) -> Iterator[Piece]:
        text = self._text(element).replace("\0", "")
        if has_words(text):
            bracketed = text if text[0] in "([" and text[-1] in ")]" else f"[{text.strip('()[]')}]"
            yield Said(label=self._label, text=bracketed, line=self._line(element))

    def _text(self, element: Any) -> str:
        """The words of an element on one line; directions in it in brackets, notes in it left out."""
        return squeeze("".join(self._pieces_of(element)))

    def _pieces_of(self, element: Any) -> Iterator[str]:
        yield element.text or ""
        for child in element:
            kind = local_name(child)
            if kind in _BESIDE:
                self._leave(child, _BESIDE[kind])
            elif kind in _DIRECTIONS:
                inner = self._text(child)
                yield f" [\0{inner.strip('()[]')}] " if has_words(inner) else " "
            elif kind:
                yield from self._pieces_of(child)
                yield " " if kind in ("lb", "br", "eol") or kind in _BLOCKS else ""
            yield child.tail or ""

    def _leave(self, element: Any, reason: str) -> None:
        for inner in element.iter():
            for text in (inner.text, inner.tail if inner is not element else None):
                if isinstance(inner.tag, str) and text and has_words(text):
                    left = LeftOut(line=self._line(inner), text=squeeze(text), reason=reason)
                    self.left_out.append(left)

    def _line(self, element: Any) -> int:
        return element.sourceline or 1


def _has_own_words(element: Any) -> bool:
    """Whether there is a word directly in an element and not in one inside it."""
    return has_words(element.text or "") or any(has_words(child.tail or "") for child in element)


def _parted(text: str) -> Iterator[str]:
    """A text, each direction in it that no word in it gives away as a paragraph of its own."""
    at = 0
    for found in _INNER.finditer(text):
        if not is_stage(found.group(1)):
            yield from filter(None, (text[at : found.start()].strip(), found.group().replace("\0", "")))
            at = found.end()
    yield from filter(None, (text[at:].replace("\0", "").strip(),))


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """The pieces, where verses of one speaker are a paragraph, and a heading below a heading is one with it."""
    held: Piece | None = None
    for piece in pieces:
        if isinstance(held, Heading) and isinstance(piece, Heading):
            held = replace(held, title=f"{held.title}, {piece.title}")
        elif isinstance(held, Said) and isinstance(piece, Said) and _is_verse(held, piece):
            at = len(held.text) + 1
            breaks = (*held.breaks, *((at + begin, line) for begin, line in piece.breaks))
            held = replace(held, text=f"{held.text} {piece.text}", breaks=breaks)
        else:
            if held is not None:
                yield held
            held = piece
    if held is not None:
        yield held


def _is_verse(held: Said, piece: Said) -> bool:
    if held.label != piece.label or len(held.text) > _LONGEST_STANZA:
        return False
    return bool(held.breaks and piece.breaks) and piece.text[0] not in "([" and held.text[-1] not in ")]"
