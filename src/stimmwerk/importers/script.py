"""Our own format as one of the families: a script is its own import."""

from __future__ import annotations

import re

from stimmwerk.errors import nearest
from stimmwerk.importers.base import Imported, ShowFacts
from stimmwerk.script.frontmatter import KEYS
from stimmwerk.script.markdown import parse_script

name = "script"

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:", re.MULTILINE)
#: Front matter is at most so long.
_MOST = 50_000
#: Keys that our scripts have and the pages of sites hardly ever do.
_OURS = frozenset(("people", "cast", "number"))
_SHARED = frozenset(("title", "date", "description", "subtitle", "source", "links"))


def recognise(text: str) -> float:
    """Sure where the front matter is ours: its keys, or keys like them, are; other sites' pages have other keys."""
    opening = _FRONT_MATTER.match(text)
    if opening is None:
        return 0.0
    head = text[opening.end() : opening.end() + _MOST]
    end = _END.search(head)
    keys = [key.casefold() for key in _KEY.findall(head[: end.start()] if end else head)]
    foreign = [key for key in keys if key not in KEYS and not nearest(key, KEYS, count=1)]
    if end is None or not keys:
        # Front matter that does not end, or has nothing in it, is a script with a slip rather than a page.
        return 1.0 if "language" in keys or not keys else 0.4
    if foreign:
        return 0.0
    return 1.0 if "language" in keys or any(key not in _SHARED for key in keys) else 0.4


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script.  Raises ScriptError for what is not of the format."""
    return Imported(script=parse_script(text, file, facts.known_labels, facts.cues), format=name)
