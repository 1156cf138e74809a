"""Which characters a script may hold, and how its bytes become text."""

from __future__ import annotations

import codecs
import re

from stimmwerk.errors import ScriptError, Where

#: Control characters other than tab and line feed, lone surrogates, and Unicode's noncharacters.
FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")

#: White space that counts as one space; a no-break space is none of it, for it is meant.
SPACE = re.compile("[ \t\n\u2028\u2029]+")

_OTHER_ENCODINGS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decode(data: bytes, file: str) -> str:
    """Bytes of a script or a transcript as text: UTF-8, without a byte order mark, every line end a line feed.

    Raises ScriptError, with the line, for what is no UTF-8 text.
    """
    if data.startswith(_OTHER_ENCODINGS):
        raise ScriptError("the text is UTF-16; it must be UTF-8", where=Where(file, 1), hint=_SAVE_AS)
    if (nul := data.find(b"\0")) >= 0:
        raise ScriptError("this is no text: it holds a zero byte", where=_line_in(data, nul, file), hint=_SAVE_AS)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as cause:
        byte = cause.object[cause.start]
        # With a byte order mark the decoder counts from after it.
        at = len(data) - len(cause.object) + cause.start
        raise ScriptError(
            f"the byte 0x{byte:02X} is no UTF-8", where=_line_in(data, at, file), hint=_SAVE_AS
        ) from cause
    return with_line_feeds(text)


_SAVE_AS = "save the file as UTF-8 in your editor"


def _line_in(data: bytes, at: int, file: str) -> Where:
    before = data[:at].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return Where(file, before.count(b"\n") + 1)


def with_line_feeds(text: str) -> str:
    """The text with CR LF and lone CR as LF and without a byte order mark."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


def check_characters(text: str, file: str) -> None:
    """Raises ScriptError, with the line, for the first character that no script may hold."""
    if found := FORBIDDEN.search(text):
        raise ScriptError(
            f"the character U+{ord(found.group()):04X} is a control character or none at all",
            where=Where(file, text.count("\n", 0, found.start()) + 1),
            hint="delete it; most editors can show invisible characters",
        )


def squeeze(text: str) -> str:
    """The text on one line: each run of spaces, tabs and line ends as one space, none at either end."""
    if text.isprintable() and "  " not in text:
        # All white space but the plain space counts as not printable: there is nothing to do, as a rule.
        return text.strip(" ")
    return SPACE.sub(" ", text).strip()


def after_space(text: str, at: int) -> int:
    """The first place from ``at`` on where no white space stands."""
    while at < len(text) and text[at].isspace():
        at += 1
    return at
