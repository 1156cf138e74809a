"""What every importer needs: a title for a text without one, and words short enough for a message."""

from __future__ import annotations

import re
from pathlib import PurePath

from stimmwerk.script.characters import FORBIDDEN, squeeze

_SHOWN = 40
_WORD = re.compile(r"[^\W_]")


def has_words(text: str) -> bool:
    """Whether there is a letter or a digit in a text."""
    return _WORD.search(text) is not None


def clean(text: str) -> tuple[str, int]:
    """The text without characters that no script may hold, and how many of them there were."""
    return FORBIDDEN.subn("", text)


def title_of(file: str) -> str:
    """A file's name as a title."""
    stem = squeeze(clean(PurePath(file).stem.replace("_", " ").replace("-", " "))[0])
    return stem or "Untitled"


def shortened(text: str, *, end: bool = False) -> str:
    """The beginning of a text, or its end, as a message shows it."""
    if len(text) <= _SHOWN:
        return text
    return text[-_SHOWN:] if end else f"{text[: _SHOWN - 1]}…"
