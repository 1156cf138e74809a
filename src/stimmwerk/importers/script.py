"""Our own format as one of the families: a script is its own import."""

from __future__ import annotations

import re

from stimmwerk.importers.base import Imported, ShowFacts
from stimmwerk.script.markdown import parse_script

name = "script"

_OPENING = re.compile(r"\s*---[ \t]*\n")
_TRAIT = re.compile(r"^[ \t]*(?:##[ \t]+\S|\*\*[^*\n]{1,80}:\*\*)", re.MULTILINE)


def has_front_matter(text: str) -> bool:
    """Whether a text begins like a script."""
    return _OPENING.match(text) is not None


def recognise(text: str) -> float:
    """Sure where front matter opens the text; likely where it has chapters or labels of ours but lost its top."""
    if has_front_matter(text):
        return 1.0
    return 0.6 if _TRAIT.search(text) else 0.0


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script.  Raises ScriptError for what is not of the format."""
    return Imported(script=parse_script(text, file, facts.known_labels, facts.cues), format=name)
