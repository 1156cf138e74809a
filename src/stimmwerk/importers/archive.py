"""Documents that are ZIP files: what kind each is, and its parts, read within bounds."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any, Literal

from stimmwerk.errors import SourceError, Where

Kind = Literal["docx", "odt"]

#: How these files begin; the second is an archive with nothing in it.
MAGIC = (b"PK\x03\x04", b"PK\x05\x06")

#: A part of a document unpacks to so many bytes at most: the text of a thousand hours is far shorter.
MOST_UNPACKED = 100_000_000
#: So many files, at most, are in the archive: a document has dozens.
MOST_MEMBERS = 10_000
#: Between two tags, or in one, stand so many bytes at most: a parser holds them all at once.
MOST_BETWEEN_TAGS = 4_000_000

_CHUNK = 1 << 16
_MEMBER = b"PK\x01\x02"
#: What a media type begins with -> what the file is, and how its text is had.
_MEDIA_TYPES = (
    ("application/vnd.oasis.opendocument.text", "odt"),
    ("application/vnd.oasis.opendocument.spreadsheet", "an OpenDocument spreadsheet"),
    ("application/vnd.oasis.opendocument.presentation", "an OpenDocument presentation"),
    ("application/vnd.oasis.opendocument", "an OpenDocument file without a text"),
    ("application/epub+zip", "an EPUB file"),
)
#: What the names of members begin with -> what the file is.
_FOLDERS = (
    ("word/", "docx"),
    ("xl/", "an Excel file"),
    ("ppt/", "a PowerPoint file"),
    ("Index/", "a Pages, Numbers or Keynote file"),
    ("Index.zip", "a Pages, Numbers or Keynote file"),
    ("META-INF/container.xml", "an EPUB file"),
)
_REMEDIES = {
    "an Excel file": "save the sheet as CSV",
    "an OpenDocument spreadsheet": "save the sheet as CSV",
    "a ZIP file": "unpack it first",
}
#: What zipfile and what unpacks for it raise on bytes that are no archive, or a damaged one.
_DAMAGED = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, RuntimeError)


class Archive:
    """A ZIP file in memory.

    Raises SourceError for one that is damaged, or has more files in it than any document.
    """

    def __init__(self, data: bytes, file: str) -> None:
        """file: its name, for messages."""
        self.file = file
        if data.count(_MEMBER) > MOST_MEMBERS:
            raise SourceError(
                f"this archive holds more than {MOST_MEMBERS:,} files", where=Where(file), hint="save its text alone"
            )
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except _DAMAGED as cause:
            raise self.damaged() from cause
        # Some programs write the names as Windows has them.
        self._members = {info.filename.replace("\\", "/"): info for info in self._zip.infolist()}

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def names(self) -> tuple[str, ...]:
        """Of all files, in their order."""
        return tuple(self._members)

    def chunks(self, name: str) -> Iterator[bytes]:
        """A file, piece by piece.

        Raises SourceError where it is behind a password or damaged, or unpacks to too much.
        """
        info = self._members[name]
        if info.flag_bits & 1:
            raise self.locked()
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise self.damaged(f"{name} is packed in a way that documents are not")
        length = 0
        try:
            with self._zip.open(info) as member:
                while chunk := member.read(_CHUNK):
                    length += len(chunk)
                    if length > MOST_UNPACKED:
                        raise self.too_long(f"{name} unpacks to more than {MOST_UNPACKED // 1_000_000} MB")
                    yield chunk
        except _DAMAGED as cause:
            raise self.damaged() from cause

    def beginning(self, name: str) -> bytes:
        """The first bytes of a file, at most 64 KiB of it.  Raises as ``chunks``."""
        return next(self.chunks(name), b"")

    def read_xml(self, name: str, target: Any) -> None:
        """Tells a part to a target of lxml's parser.

        Raises SourceError where it is no well-formed XML, or declares entities.
        """
        from lxml import etree

        parser = etree.XMLParser(target=target, resolve_entities=False, no_network=True, huge_tree=False)
        since = 0
        try:
            for chunk in self.chunks(name):
                last = chunk.rfind(b"<")
                since = since + len(chunk) if last < 0 else max(0, len(chunk) - last)
                if since > MOST_BETWEEN_TAGS:
                    raise self.too_long(f"{name} has {MOST_BETWEEN_TAGS // 1_000_000} MB in one piece")
                parser.feed(chunk)
            parser.close()
        except etree.XMLSyntaxError as cause:
            raise self.damaged(f"{name} is no well-formed XML ({cause.msg})") from cause

    def damaged(self, more: str = "") -> SourceError:
        """The error for a document that cannot be read.  more: what is wrong with it."""
        return SourceError(
            f"this document is damaged{': ' if more else ''}{more}",
            where=Where(self.file),
            hint="open it in a word processor and save it again",
        )

    def locked(self) -> SourceError:
        """The error for a document behind a password."""
        return SourceError(
            "this document is behind a password",
            where=Where(self.file),
            hint="open it in a word processor and save it without one",
        )

    def too_long(self, what: str) -> SourceError:
        """The error for a document that holds more than a text would.  what: holds what, and how much is allowed."""
        return SourceError(
            f"this is more than a text would be: {what}",
            where=Where(self.file),
            hint="save its text alone as a new document, or in several",
        )


def kind_of(archive: Archive) -> Kind:
    """Which format a document has.  Raises SourceError, with its name, for what is no text document."""
    found = _found(archive)
    if found == "docx":
        return "docx"
    if found == "odt":
        return "odt"
    remedy = _REMEDIES.get(found, "save it as a Word document, as plain text or as a web page")
    raise SourceError(f"this is {found}, not a text", where=Where(archive.file), hint=remedy)


def _found(archive: Archive) -> str:
    if "mimetype" in archive:
        media_type = archive.beginning("mimetype").decode("ascii", "replace").strip()
        for begin, kind in _MEDIA_TYPES:
            if media_type.startswith(begin):
                return kind
    names = archive.names()
    for begin, kind in _FOLDERS:
        if any(name.startswith(begin) for name in names):
            return kind
    if "[Content_Types].xml" in archive and b"wordprocessingml" in archive.beginning("[Content_Types].xml"):
        return "docx"
    return "odt" if "content.xml" in archive and "META-INF/manifest.xml" in archive else "a ZIP file"
