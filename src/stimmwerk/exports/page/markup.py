"""HTML as values: what is text is escaped, what is markup says so by its type."""

from __future__ import annotations

import re
from collections.abc import Iterable

from stimmwerk.exports.markup import html

#: Elements that have no content and no end tag (HTML, void elements).
_VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"})

# Signs that HTML knows no reference for and no reader shows: controls but tab and line ends, and half surrogates.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")

Attribute = str | int | float | bool | None


class Html(str):
    """Markup that stands as it is; any other text is escaped where it is put into markup."""

    __slots__ = ()


#: Nothing.
NONE = Html("")


def text(plain: str) -> Html:
    """A text as markup: as content and as the value of an attribute."""
    return Html(html(_UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", plain)))


def join(parts: Iterable[str | None]) -> Html:
    """Parts behind one another: markup as it is, texts escaped, None left out."""
    return Html("".join(part if isinstance(part, Html) else text(part) for part in parts if part is not None))


def tag(name: str, /, *content: str | None, **attributes: Attribute) -> Html:
    """An element.

    content: markup stands as it is, text is escaped; attributes: underscores stand for hyphens, one at the end is
    left out (``class_``); True is an attribute without a value, None and False are none.
    """
    shown = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{shown}>")
    return Html(f"<{name}{shown}>{join(content)}</{name}>")


def _attribute(name: str, value: Attribute) -> str:
    if value is None or value is False:
        return ""
    name = name.rstrip("_").replace("_", "-")
    return f" {name}" if value is True else f' {name}="{text(str(value))}"'
