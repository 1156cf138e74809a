"""OpenDocument texts, as LibreOffice writes them: what a reader of the page sees as their text.

See OpenDocument 1.3, part 3, https://docs.oasis-open.org/office/OpenDocument/v1.3/.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field

from stimmwerk.importers.archive import Archive
from stimmwerk.importers.flow import Flow
from stimmwerk.importers.odstyles import Face, OpenPart, Style, level_of, open_name
from stimmwerk.importers.parts import MOST_NAMED, Begin, End, Part, title_in
from stimmwerk.importers.passages import Passage
from stimmwerk.importers.source import Source

name = "odt"

_CONTENT = "content.xml"
_STYLES = "styles.xml"
_MANIFEST = "META-INF/manifest.xml"
_PROPERTIES = "meta.xml"
#: What is deleted, counted by the program, said of a picture, or how ruby is read.
_PASSED_OVER = (
    *("text:tracked-changes", "text:note-citation", "text:page-number", "text:page-count", "text:ruby-text"),
    *("text:sequence-decls", "text:variable-decls", "text:user-field-decls", "svg:title", "svg:desc", "dc:creator"),
    *("dc:date", "meta:date-string", "meta:creator-initials", "office:forms", "office:scripts"),
)
_INDEXES = (
    *("text:table-of-content", "text:illustration-index", "text:table-index", "text:object-index", "text:user-index"),
    *("text:alphabetical-index", "text:bibliography"),
)
_SHAPES = (
    *("frame", "text-box", "custom-shape", "rect", "ellipse", "circle", "line", "polyline", "polygon", "path", "g"),
    *("connector", "caption", "measure", "control", "regular-polygon"),
)
#: Spaces in a row; more than these tell no more than a wide space does.
_SPACES = tuple(" " * count for count in range(9))


def read_document(archive: Archive) -> tuple[Source, int]:
    """An OpenDocument text as lines, and how many characters that no script may hold were in it.

    Raises SourceError where it cannot be read.
    """
    if _MANIFEST in archive:
        manifest = _Manifest(archive)
        archive.read_xml(_MANIFEST, manifest)
        if manifest.encrypted:
            raise archive.locked()
    if _CONTENT not in archive:
        raise archive.damaged(f"{_CONTENT} is missing")
    named: dict[tuple[str, str], Style] = {}
    styles = OpenPart(archive, named)
    if _STYLES in archive:
        archive.read_xml(_STYLES, styles)
    flow = Flow(archive)
    archive.read_xml(_CONTENT, _Content(archive, named, flow))
    return flow.source(title=title_in(archive, _PROPERTIES), language=styles.language), flow.removed


class _Manifest(Part):
    """The list of parts.  encrypted: one of them is."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.encrypted = False
        self.begins[open_name("manifest:encryption-data")] = self._encrypted

    def _encrypted(self, _: Mapping[str, str]) -> None:
        self.encrypted = True


@dataclass(slots=True)
class _Open:
    """A paragraph that is open.  faces: of it and of each span that is open; links: so many are open."""

    passage: Passage
    faces: list[Face] = field(default_factory=list)
    links: int = 0


class _Content(OpenPart):
    """The content.  What it holds goes into the flow."""

    def __init__(self, archive: Archive, styles: dict[tuple[str, str], Style], flow: Flow) -> None:
        super().__init__(archive, styles)
        self._flow = flow
        self._stack: list[_Open] = []
        self._item = False
        self._header_rows = 0
        #: Of each section that is open, whether it is hidden.
        self._sections: list[bool] = []
        self._styled = functools.lru_cache(maxsize=MOST_NAMED)(self.style)
        self._listen()

    def _listen(self) -> None:
        for prefixed in _PASSED_OVER:
            self._on(prefixed, self.skip)
        self._on("text:p", self._begin_paragraph, self._end_paragraph)
        self._on("text:h", self._begin_heading, self._end_paragraph)
        self._on("text:span", self._begin_span, self._end_span)
        self._on("text:a", self._begin_link, self._end_link)
        self._on("text:s", self._spaces)
        self._on("text:tab", self._typed("\t"))
        self._on("text:line-break", self._typed("\n"))
        for prefixed in ("text:hidden-text", "text:hidden-paragraph"):
            self._on(prefixed, self.skip)
        self._on("text:note", self._aside("a footnote"), self._flow.close_aside)
        self._on("office:annotation", self._aside("a comment"), self._flow.close_aside)
        for local in _SHAPES:
            self._on(f"draw:{local}", self._aside("a text box"), self._flow.close_aside)
        for prefixed in _INDEXES:
            self._on(prefixed, self._aside("a table of contents", counted=True), self._flow.close_aside)
        self._on("text:section", self._begin_section, self._end_section)
        self._on("text:list-item", self._begin_item, self._end_item)
        self._on("table:table", self._begin_table, self._flow.close_table)
        self._on("table:table-header-rows", self._begin_header, self._end_header)
        self._on("table:table-row", self._begin_row)
        self._on("table:table-cell", self._begin_cell)
        self._on("table:covered-table-cell", self._covered_cell)

    def _on(self, prefixed: str, begin: Begin, end: End | None = None) -> None:
        full = open_name(prefixed)
        self.begins[full] = begin
        if end is not None:
            self.ends[full] = end

    # -- paragraphs ------------------------------------------------------------------------------------------------

    def _begin_paragraph(self, attributes: Mapping[str, str]) -> None:
        self._begin(attributes, None)

    def _begin_heading(self, attributes: Mapping[str, str]) -> None:
        self._begin(attributes, level_of(attributes.get(_OUTLINE)) or 1)

    def _begin(self, attributes: Mapping[str, str], level: int | None) -> None:
        style = self._styled("paragraph", attributes.get(_STYLE_NAME))
        passage = self._flow.begin() if not self._stack else Passage(number=self._stack[0].passage.number)
        passage.level = level or style.level or 0
        passage.bullet = self._item and not passage.level
        passage.quoted = style.quoted
        self._item = False
        self._stack.append(_Open(passage, faces=[style.face]))

    def _end_paragraph(self) -> None:
        if self._stack:
            self._flow.end(self._stack.pop().passage)

    def _begin_span(self, attributes: Mapping[str, str]) -> None:
        if self._stack:
            faces = self._stack[-1].faces
            faces.append(self._styled("text", attributes.get(_STYLE_NAME)).face.over(faces[-1]))

    def _end_span(self) -> None:
        if self._stack and len(self._stack[-1].faces) > 1:
            self._stack[-1].faces.pop()

    def _begin_link(self, _: Mapping[str, str]) -> None:
        if self._stack:
            self._stack[-1].links += 1

    def _end_link(self) -> None:
        if self._stack:
            self._stack[-1].links -= 1

    # -- text ------------------------------------------------------------------------------------------------------

    def words(self, text: str) -> None:
        """See ``Part``."""
        self._add(text, typed=False)

    def _typed(self, text: str) -> Begin:
        def begin(_: Mapping[str, str]) -> None:
            self._add(text, typed=True)

        return begin

    def _spaces(self, attributes: Mapping[str, str]) -> None:
        count = attributes.get(_COUNT, "1")
        single = len(count) == 1 and count.isdecimal()
        self._add(_SPACES[min(int(count), len(_SPACES) - 1) if single else -1], typed=True)

    def _add(self, text: str, *, typed: bool) -> None:
        if not self._stack:
            return
        open_ = self._stack[-1]
        face = open_.faces[-1]
        if face.hidden:
            open_.passage.drop(text, "hidden text")
            return
        linked = open_.links > 0
        strong = bool(face.bold) or (bool(face.underlined) and not linked)
        add = open_.passage.add if typed else open_.passage.type
        add(text, strong=strong, slanted=bool(face.italic), linked=linked)

    # -- what stands beside the text -------------------------------------------------------------------------------

    def _aside(self, reason: str, *, counted: bool = False) -> Begin:
        def begin(_: Mapping[str, str]) -> None:
            self._flow.open_aside(reason, counted=counted)

        return begin

    def _begin_section(self, attributes: Mapping[str, str]) -> None:
        self._sections.append(attributes.get(_DISPLAY) == "none")
        if self._sections[-1]:
            self._flow.open_aside("hidden text", counted=True)

    def _end_section(self) -> None:
        if self._sections and self._sections.pop():
            self._flow.close_aside()

    # -- lists and tables ------------------------------------------------------------------------------------------

    def _begin_item(self, _: Mapping[str, str]) -> None:
        self._item = True

    def _end_item(self) -> None:
        self._item = False

    def _begin_table(self, _: Mapping[str, str]) -> None:
        self._flow.open_table()

    def _begin_header(self, _: Mapping[str, str]) -> None:
        self._header_rows += 1

    def _end_header(self) -> None:
        self._header_rows -= 1

    def _begin_row(self, _: Mapping[str, str]) -> None:
        self._flow.open_row(headed=self._header_rows > 0)

    def _begin_cell(self, attributes: Mapping[str, str]) -> None:
        self._flow.open_cell()
        if attributes.get(_SPANNED, "1") != "1":
            self._flow.span_cell()

    def _covered_cell(self, _: Mapping[str, str]) -> None:
        """A cell that another one covers: it is not seen."""
        self.skip()


_STYLE_NAME = open_name("text:style-name")
_OUTLINE = open_name("text:outline-level")
_COUNT = open_name("text:c")
_DISPLAY = open_name("text:display")
_SPANNED = open_name("table:number-columns-spanned")
