"""Word documents: what a reader of the page sees as its text.

See ECMA-376, part 1, 17; and https://learn.microsoft.com/openspecs/office_standards/ms-docx/ for what Word adds.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping

from stimmwerk.importers.archive import Archive
from stimmwerk.importers.flow import Flow
from stimmwerk.importers.parts import Part, title_in
from stimmwerk.importers.source import Source
from stimmwerk.importers.wordbody import Body
from stimmwerk.importers.wordnotes import Notes
from stimmwerk.importers.wordstyles import Styles

name = "docx"

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TOP = "_rels/.rels"
_MAIN = "word/document.xml"
_PROPERTIES = "docProps/core.xml"


def read_document(archive: Archive) -> tuple[Source, int]:
    """A Word document as lines, and how many characters that no script may hold were in it.

    Raises SourceError where it cannot be read.
    """
    related = _Related(archive, "")
    main = related.part("officeDocument", _MAIN)
    if main is None:
        raise archive.damaged(f"{_MAIN} is missing")
    parts = _Related(archive, main)
    styles = Styles(archive)
    notes = {}
    for kind, part in (("styles", styles), *((kind, Notes(archive)) for kind in ("footnotes", "endnotes", "comments"))):
        if (found := parts.part(kind, f"word/{kind}.xml")) is not None:
            archive.read_xml(found, part)
        if isinstance(part, Notes):
            notes[kind] = part.texts
    flow = Flow(archive)
    archive.read_xml(main, Body(archive, flow, styles, notes))
    title = title_in(archive, related.part("core-properties", _PROPERTIES) or "")
    return flow.source(title=title, language=_primary(styles.language)), flow.removed


def _primary(language: str | None) -> str | None:
    return language.replace("_", "-").partition("-")[0].casefold() if language else None


class _Related(Part):
    """The parts that a part refers to, by the last word of how they are related."""

    def __init__(self, archive: Archive, part: str) -> None:
        """part: that which refers to others, empty for the document as a whole."""
        super().__init__(archive)
        self._targets: dict[str, str] = {}
        folder, file = posixpath.split(part)
        self._folder = folder
        self.begins[_RELATIONSHIP] = self._relationship
        where = posixpath.join(folder, "_rels", f"{file}.rels") if part else _TOP
        if where in archive:
            archive.read_xml(where, self)

    def part(self, kind: str, usual: str) -> str | None:
        """The name of the part that is related so, or the usual one; None where there is no such part."""
        return next((name for name in (self._targets.get(kind), usual) if name and name in self.archive), None)

    def _relationship(self, attributes: Mapping[str, str]) -> None:
        kind = attributes.get("Type", "").rpartition("/")[2]
        target = posixpath.normpath(posixpath.join("/", self._folder, attributes.get("Target", ""))).lstrip("/")
        if attributes.get("TargetMode") != "External":
            self._targets.setdefault(kind, target)
            self.check_named(self._targets)
