"""Backslashes: plain text as markup that means just that text, and the way back."""

from __future__ import annotations

import re

from stimmwerk.script.characters import squeeze
from stimmwerk.script.labels import may_open_interjection
from stimmwerk.script.lines import escape_opening

#: ASCII punctuation, and the one bullet that is none.
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~•])")

_MARKUP = re.compile(r"[\\\[\]*_`{]|<(?=[A-Za-z/!?])|\(")


def unescape(text: str) -> str:
    r"""The text without its backslashes: ``\*`` is ``*``; a backslash before anything but punctuation stays."""
    return _ESCAPED.sub(r"\1", text)


def escape_inline(text: str, *, brackets: bool = False) -> str:
    """Plain text as inline markup on one line, for a place where it opens no paragraph.

    brackets: escape every round bracket too, as the inside of an interjection needs it.
    """
    plain = squeeze(text)

    def escaped(found: re.Match[str]) -> str:
        mark = found.group()
        if mark == "(" and not brackets and not may_open_interjection(plain, found.start()):
            return mark
        return "\\" + mark

    markup = _MARKUP.sub(escaped, plain)
    return markup.replace(")", "\\)") if brackets else markup


def escape(text: str, *, brackets: bool = False) -> str:
    """Plain text as one paragraph of inline markup: ``parse_inline`` of it gives the text back, on one line."""
    return escape_opening(escape_inline(text, brackets=brackets))
