"""What every page is wrapped in: head, policy, style and script, each inline, each allowed by its digest."""

from __future__ import annotations

import base64
import functools
import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from importlib.resources import files
from typing import Any
from urllib.parse import quote

from stimmwerk.exports.page.colours import style_of
from stimmwerk.exports.page.icons import rings
from stimmwerk.exports.page.markup import Html, tag
from stimmwerk.palette import Palette

# Runs before anything is shown, so that no page flashes in the wrong colours.
_EARLY = "early.js"

_COMPACT = json.JSONEncoder(separators=(",", ":"))


def document(
    *,
    title: str,
    description: str,
    language: str,
    body: Html,
    styles: tuple[str, ...],
    scripts: tuple[str, ...],
    data: Mapping[str, Any],
    palette: Palette,
    feed: str | None = None,
    media: str = "'self'",
) -> str:
    """A whole HTML file.

    language: of the page's own words; styles, scripts: files of ours, put into one; data: what the scripts find as
    JSON, in which an iterator is a list that is never held as a whole; feed: the address of one that programs shall
    find; media: where sound may come from, in the words of a content security policy.
    """
    style = style_of(palette) + "\n" + "".join(map(_file, styles))
    early, late = _file(_EARLY), _script(scripts)
    policy = "; ".join(
        (
            "default-src 'none'",
            f"script-src {_digest(early)} {_digest(late)}",
            f"style-src {_digest(style)}",
            "img-src 'self' data:",
            f"media-src {media}",
            "connect-src 'self'",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    favicon = "data:image/svg+xml," + quote(rings(palette))
    head = (
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", title),
        tag("meta", name="description", content=description) if description else None,
        tag("meta", name="referrer", content="no-referrer"),
        tag("meta", name="color-scheme", content="light dark"),
        tag("link", rel="icon", href=favicon),
        tag("link", rel="alternate", type="application/rss+xml", href=feed) if feed else None,
        tag("style", Html(style)),
        tag("script", Html(early)),
    )
    return (
        "<!doctype html>\n"
        + tag(
            "html",
            tag("head", *head),
            "\n",
            tag(
                "body",
                Html(_file("icons.svg")),
                body,
                "\n",
                tag("script", _json(data), type="application/json", id="data"),
                tag("script", Html(late)),
            ),
            lang=language,
        )
        + "\n"
    )


def _json(data: Mapping[str, Any]) -> Html:
    """JSON that no text in it can end: script elements know no references, so signs of markup are escaped by JSON."""
    plain = "{" + ",".join(f"{_COMPACT.encode(key)}:{_value(value)}" for key, value in data.items()) + "}"
    return Html(plain.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e"))


def _value(value: Any) -> str:
    """A value as JSON; an iterator, which may have very many numbers in it, as a list, one item after the other."""
    return f"[{','.join(map(_COMPACT.encode, value))}]" if isinstance(value, Iterator) else _COMPACT.encode(value)


def _digest(content: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(content.encode('utf-8')).digest()).decode('ascii')}'"


@functools.cache
def _script(names: tuple[str, ...]) -> str:
    return '(() => {\n"use strict";\n' + "".join(map(_file, names)) + "})();\n"


@functools.cache
def _file(name: str) -> str:
    """One of our files, with LF."""
    found = (files("stimmwerk.exports.page") / "files" / name).read_text("utf-8")
    return re.sub(r"\r\n?", "\n", found)
