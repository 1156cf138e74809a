"""What stands at the top of Markdown: front matter in YAML or TOML, and Pandoc's title block."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from stimmwerk.importers.marks import html_text
from stimmwerk.script.characters import squeeze

_PEOPLE_KEYS = ("speakers", "guests", "guest", "hosts", "host", "interviewer", "interviewee", "people", "participants")

#: A line of a title block, and what its lines say, in their order.
TITLE_BLOCK = re.compile(r"%[ \t]+\S")
TITLE_KEYS = ("title", "author", "date")


def title_block(lines: Sequence[str]) -> dict[str, Any]:
    """The keys of a title block of at most three lines."""
    return {key: line[1:].strip() for key, line in zip(TITLE_KEYS, lines, strict=False)}


def facts_in(block: str) -> dict[str, Any] | None:
    """The keys of front matter; None where it is none."""
    try:
        found = yaml.safe_load(block)
    except (yaml.YAMLError, ValueError, RecursionError):
        found = None
    if isinstance(found, dict):
        return {str(key).casefold(): value for key, value in found.items()}
    keys: dict[str, Any] = {}
    for line in block.split("\n"):
        key, sign, value = line.partition("=" if "=" in line and ":" not in line.partition("=")[0] else ":")
        if sign and key.strip().replace("_", "").replace("-", "").isalnum():
            keys.setdefault(key.strip().casefold(), value.strip().strip("\"'"))
    return keys or None


def text_of(value: object) -> str | None:
    """A value of front matter as a text on one line; None for none, and for a list."""
    text = squeeze(html_text(str(value))) if value is not None and not isinstance(value, (dict, list)) else ""
    return text or None


def people_in(facts: dict[str, Any]) -> Iterator[str]:
    """The names that front matter gives to people."""
    for key in _PEOPLE_KEYS:
        value = facts.get(key)
        for one in value if isinstance(value, list) else [value]:
            named = one.get("name") if isinstance(one, dict) else one
            if isinstance(named, str) and named.strip():
                yield squeeze(named)
