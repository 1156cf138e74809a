"""Our own format as one of the families: a script is its own import."""

from __future__ import annotations

import difflib
import re

from stimmwerk.importers.base import Imported, ShowFacts
from stimmwerk.script.faults import with_all_faults
from stimmwerk.script.frontmatter import KEYS
from stimmwerk.script.markdown import parse_script

name = "script"

_FRONT_MATTER = re.compile(r"\s*---[ \t]*\n")
_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_KEY = re.compile(r"^([A-Za-z_][\w-]*)[ \t]*:", re.MULTILINE)
_FACT = re.compile(r"[A-Za-z_][\w-]*[ \t]*:|[ \t]+\S|- ")
#: Front matter is at most so long.
_MOST = 50_000
#: A key is one of ours with a slip of the pen where it is so much like one.
_TYPO = 0.8
#: Keys that the pages of sites have, too.
_SHARED = frozenset(("title", "date", "description", "subtitle", "source", "links"))


def recognise(text: str) -> float:
    """Sure where the front matter is ours: its keys, or keys like them, are; other sites' pages have other keys."""
    opening = _FRONT_MATTER.match(text)
    if opening is None:
        return 0.0
    head = text[opening.end() : opening.end() + _MOST]
    end = _END.search(head)
    keys = [key.casefold() for key in _KEY.findall(head[: end.start()] if end else head)]
    ours = [next(iter(difflib.get_close_matches(key, KEYS, n=1, cutoff=_TYPO)), None) for key in keys]
    if end is None or not keys:
        # A line of dashes opens other texts, too.
        return 1.0 if "language" in keys or _is_cut(head) else 0.0
    if None in ours:
        return 0.0
    return 1.0 if any(key not in _SHARED for key in ours) else 0.4


def _is_cut(head: str) -> bool:
    """Whether a text ends before its front matter does: it was saved half, and holds nothing that could be spoken."""
    *lines, last = [line for line in head.splitlines() if line.strip()] or [""]
    key, colon, _ = (lines or [last])[0].partition(":")
    ours = key.casefold() in KEYS if colon else _begins_a_key(key)
    return ours and all(map(_FACT.match, lines)) and (_FACT.match(last) is not None or _begins_a_key(last))


def _begins_a_key(text: str) -> bool:
    return any(key.startswith(text.casefold()) for key in KEYS)


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script.  Raises ScriptError for what is not of the format, with all that is wrong."""
    script = with_all_faults(text, lambda text: parse_script(text, file, facts.known_labels, facts.cues))
    return Imported(script=script, format=name)
