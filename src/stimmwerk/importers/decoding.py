"""From the bytes of a transcript to its text, whatever program wrote them; what was guessed is said."""

from __future__ import annotations

import codecs
import re

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.base import Caution
from stimmwerk.script.characters import with_line_feeds

#: How files that are no text begin -> what they are and how their text is had.
_NO_TEXT = (
    (b"%PDF", "a PDF file", "copy its text into a text file"),
    (b"PK\x03\x04", "a ZIP file", "unpack it first"),
    (b"{\\rtf", "an RTF file", "save the document as .docx, as plain text or as a web page"),
    (b"ID3", "a sound file", "Stimmwerk reads what is written, not what is said"),
    (b"RIFF", "a sound file", "Stimmwerk reads what is written, not what is said"),
    (b"OggS", "a sound file", "Stimmwerk reads what is written, not what is said"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
)

#: The programs of old, and those that lock a new document, write such a container.
_CONTAINER = b"\xd0\xcf\x11\xe0"
_LOCKED = "EncryptedPackage".encode("utf-16-le")

#: The longer marks first: that of UTF-32 begins like that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: Enough of a file to judge its encoding by, in bytes.
_SAMPLE = 1 << 16
#: A text may hold so many zero bytes, as a part of it; they are taken out later and counted.
_ZEROS = 0.01
#: So many of the characters that UTF-16 would give must be of a kind that texts are made of.
_PLAUSIBLE = 0.9
#: In the languages of western Europe most bytes above 0x7F stand alone, and they are few; in Chinese and in Cyrillic
#: they are most of the text.
_ALONE = 0.5
_RARE = 0.3
#: So many rows of bytes above 0x7F that are UTF-8 cannot be chance: a part of the text is of another encoding.
_NO_CHANCE = 0.25
#: What is taken where the detector cannot tell encodings apart.
_PREFERRED = ("gb18030", "big5", "cp1251", "cp1250", "shift_jis", "euc_kr")
_TIE = 0.01

_DECLARED = re.compile(rb"(?:charset|encoding)\s?=\s?[\"']?([\w.:-]{1,40})")
#: What pages name -> what browsers take it for.
_MEANT = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}

_ROW = re.compile(rb"[\x80-\xff]+")
_SURROGATE = re.compile("[\udc80-\udcff]")
#: Latin, Cyrillic, Chinese, Japanese and Korean letters, and what stands between words.
_PROSE = re.compile(
    r"[\t\n\r -~\u00a0-\u024f\u0370-\u04ff\u2010-\u2027\u2030-\u205e"
    r"\u3000-\u30ff\u4e00-\u9fff\uac00-\ud7a3\uff01-\uff5e]"
)


def decode_source(data: bytes, file: str) -> tuple[str, tuple[Caution, ...]]:
    """The text of a transcript, with line feeds and without a byte order mark, and a caution where it was guessed.

    UTF-8, UTF-16 and UTF-32 with a mark or without; else Windows-1252 where that gives a text of western Europe, else
    what charset-normalizer finds.  Single bytes that are not of the encoding are read as Windows-1252 and reported.
    Raises SourceError for what is no text.
    """
    for begin, what, remedy in _NO_TEXT:
        if data.startswith(begin):
            raise SourceError(f"this is {what}, not a text", where=Where(file), hint=remedy)
    if data.startswith(_CONTAINER):
        raise _container(data, file)
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _marked(data[len(mark) :], encoding)
    if (wide := _wide(data)) is not None:
        return with_line_feeds(data.decode(wide, "replace")), (_caution(wide),)
    if data.count(b"\0") > _ZEROS * len(data):
        raise SourceError("this is no text: it holds zero bytes", where=Where(file), hint="save it as UTF-8 text")
    try:
        return with_line_feeds(data.decode()), ()
    except UnicodeDecodeError as error:
        return _foreign(data, error.start, file)


def _container(data: bytes, file: str) -> SourceError:
    if _LOCKED in data:
        hint = "open it in a word processor and save it without one"
        return SourceError("this document is behind a password", where=Where(file), hint=hint)
    hint = "save the document as .docx, as plain text or as a web page"
    return SourceError("this is an old Word or Excel file, not a text", where=Where(file), hint=hint)


def _caution(encoding: str, line: int | None = None, more: str = "") -> Caution:
    message = f"the text was read as {encoding.upper()}{more}; if letters are wrong, save it as UTF-8"
    return Caution(line=line, code="encoding", message=message)


def _marked(data: bytes, encoding: str) -> tuple[str, tuple[Caution, ...]]:
    if encoding == "utf-8":
        return _mended(data)
    text = data.decode(encoding, "replace")
    lost = text.count("\ufffd")
    cautions = (_caution(encoding, more=f", {lost} characters of it cannot be read"),) if lost else ()
    return with_line_feeds(text), cautions


def _wide(data: bytes) -> str | None:
    """UTF-16 without a mark: half of its bytes are zero, or it is a text only when read so."""
    sample = data[: _SAMPLE & ~1]
    if len(data) % 2 or len(sample) < 4 or (0 not in sample and _is_utf8(sample)):
        return None
    scores = {}
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        # Every second byte of a Latin text is zero; a Chinese text has its spaces and line ends.
        zeros = sample[1 if encoding.endswith("le") else 0 :: 2].count(0)
        plausible = len(_PROSE.findall(text)) / len(text)
        scores[encoding] = plausible if zeros and zeros > sample.count(0) / 2 else 0.0
    best = max(scores, key=lambda encoding: scores[encoding])
    return best if scores[best] >= _PLAUSIBLE else None


def _is_utf8(sample: bytes) -> bool:
    try:
        # The sample may end inside a character.
        codecs.getincrementaldecoder("utf-8")().decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _mended(data: bytes) -> tuple[str, tuple[Caution, ...]]:
    """UTF-8 in which single bytes of Windows-1252 stand, as in texts that were put together from two files."""
    text = with_line_feeds(data.decode("utf-8", "surrogateescape"))
    found = _SURROGATE.search(text)
    if found is None:
        return text, ()
    line = text.count("\n", 0, found.start()) + 1
    text, count = _SURROGATE.subn(lambda lone: bytes([ord(lone.group()) - 0xDC00]).decode("cp1252", "replace"), text)
    more = f", {count} bytes of it as WINDOWS-1252, the first of them here"
    return text, (_caution("utf-8", line, more),)


def _foreign(data: bytes, at: int, file: str) -> tuple[str, tuple[Caution, ...]]:
    """A text that is not UTF-8.  at: the first byte that shows it."""
    if (declared := _declared(data)) is not None:
        return with_line_feeds(data.decode(declared, "replace")), ()
    sample = data[max(0, at - 1024) : at + _SAMPLE]
    rows = _ROW.findall(sample)
    good = sum(_is_utf8(row) and len(row) > 1 for row in rows)
    if good >= _NO_CHANCE * len(rows):
        return _mended(data)
    alone = sum(len(row) == 1 for row in rows)
    if alone >= _ALONE * len(rows) and sum(map(len, rows)) < _RARE * len(b"".join(sample.split())):
        # A detector of encodings takes a short text of these languages for cp1250, cp1257 or a Macintosh's as often.
        text = data.decode("cp1252", "replace")
        return with_line_feeds(text), (_caution("windows-1252", data.count(b"\n", 0, at) + 1),)
    encoding = _detected(sample)
    if encoding is None:
        raise SourceError(
            f"the byte 0x{data[at]:02X} is no UTF-8, and no other encoding makes a text of it",
            where=Where(file, data.count(b"\n", 0, at) + 1),
            hint="save the file as UTF-8 in your editor",
        )
    text = data.decode(encoding, "replace")
    return with_line_feeds(text), (_caution(encoding.replace("_", "-"), data.count(b"\n", 0, at) + 1),)


def _declared(data: bytes) -> str | None:
    """The encoding that a web page or an XML file names at its top, where Python knows it and it is not UTF-8."""
    found = _DECLARED.search(data, 0, 2048)
    if found is None or b"<" not in data[: found.start()]:
        return None
    name = found.group(1).decode().casefold()
    try:
        known = codecs.lookup(_MEANT.get(name, name)).name
    except LookupError:
        return None
    return None if known.startswith(("utf", "base64", "hex", "rot")) else known


def _detected(sample: bytes) -> str | None:
    from charset_normalizer import from_bytes

    matches = list(from_bytes(sample))
    if not matches:
        return None
    equals = {match.encoding for match in matches if match.chaos <= matches[0].chaos + _TIE}
    return next((encoding for encoding in _PREFERRED if encoding in equals), matches[0].encoding)
