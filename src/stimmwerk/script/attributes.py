"""Attributes in braces: ``{take=2}``, ``{url="https://example.org" image=audio/cover.png}``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from urllib.parse import urlsplit

from stimmwerk.errors import ScriptError, Where, did_you_mean
from stimmwerk.script.escaping import unescape

#: From the place of a character in a text to its place in the file.
Locate = Callable[[int], Where]

_KEY = re.compile(r"\s*([^\W\d][\w-]*)\s*=\s*")
_VALUE = re.compile(r""""((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)'|([^\s"'{}„“”‚‘’]+)""")
_OPENING = re.compile(r"\{(?=\s*[\w}])")
_ESCAPE_OR_OPENING = re.compile(rf"\\.|{_OPENING.pattern}")
_END = re.compile(r"\s*\}")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*\Z")

_EXAMPLES = {
    "say": 'say="as it is spoken"',
    "ipa": 'ipa="ˈoʊpən"',
    "lang": "lang=en",
    "take": "take=2",
    "url": 'url="https://example.org"',
    "image": 'image="audio/cover.png"',
}


def parse_attributes(text: str, start: int, allowed: Iterable[str], locate: Locate) -> tuple[dict[str, str], int]:
    """The attributes in the braces that open at ``start``, and the place after their closing brace.

    Values stand bare or in straight quotation marks, in which a backslash makes a quotation mark literal.
    Raises ScriptError for anything else, for unknown, doubled and empty attributes, and for none at all.
    """
    names = tuple(allowed)
    example = "{" + _EXAMPLES[names[0]] + "}"
    found: dict[str, str] = {}
    at = start + 1
    while not (end := _END.match(text, at)):
        key = _KEY.match(text, at)
        value = _VALUE.match(text, key.end()) if key else None
        if not key or not value:
            shown = text[start : start + 40]
            raise ScriptError(
                f"these braces cannot be read: {shown!r}",
                where=locate(start),
                hint=f'write {example}, with straight quotation marks ("); or \\{{ for a brace that is meant',
            )
        name = key.group(1)
        if name not in names:
            raise ScriptError(f"unknown attribute {name!r}", where=locate(key.start(1)), hint=did_you_mean(name, names))
        if name in found:
            raise ScriptError(f"the attribute {name!r} stands here twice", where=locate(at), hint="take one out")
        content = unescape(next(group for group in value.groups() if group is not None)).strip()
        if not content:
            raise ScriptError(f"the attribute {name!r} is empty", where=locate(at), hint=f"write {example}")
        found[name] = content
        at = value.end()
    if not found:
        raise ScriptError("empty braces", where=locate(start), hint=f"write {example}, or take them out")
    return found, end.end()


def opens_attributes(text: str, at: int) -> bool:
    """Whether a brace stands at ``at`` that looks as if it held attributes."""
    return _OPENING.match(text, at) is not None


def split_attributes(text: str, allowed: Iterable[str], locate: Locate) -> tuple[str, dict[str, str]]:
    """A text and the attributes in the braces at its end; none where it has no braces.

    Raises ScriptError for braces that cannot be read and for text behind them.
    """
    for found in _ESCAPE_OR_OPENING.finditer(text):
        if found.group() == "{":
            attributes, end = parse_attributes(text, found.start(), allowed, locate)
            if rest := text[end:].strip():
                raise ScriptError(
                    f"there is text behind the braces: {rest[:40]!r}",
                    where=locate(end),
                    hint="braces stand at the end of the line; for a brace that is meant write \\{",
                )
            return text[: found.start()].rstrip(), attributes
    return text, {}


def write_attributes(pairs: Iterable[tuple[str, str | None]]) -> str:
    """Attributes as ``{key="value" ...}``, None left out; empty where nothing is left."""
    written = [f'{key}="{_quoted(value)}"' for key, value in pairs if value is not None]
    return "{" + " ".join(written) + "}" if written else ""


def _quoted(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


def is_language(text: str) -> bool:
    """Whether the text has the form of a BCP 47 tag."""
    return _LANGUAGE.match(text) is not None


def is_web_address(text: str) -> bool:
    """Whether the text is an http or https address with a host."""
    try:
        parts = urlsplit(text)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and not any(c.isspace() for c in text)
    except ValueError:
        return False


def check_web_address(text: str, where: Where) -> str:
    """The text.  Raises ScriptError where it is no http or https address."""
    if not is_web_address(text):
        raise ScriptError(f"{text!r} is no web address", where=where, hint="write it in full: https://example.org/page")
    return text
