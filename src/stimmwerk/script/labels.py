"""Who speaks: ``**Label:**`` before a turn, ``(Label: text)`` inside another's."""

from __future__ import annotations

import re

#: A label has at most so many characters, backslashes included.
LONGEST = 160

_INSIDE = re.compile(rf"\*\*((?:[^\\*]|\\.|\*(?!\*)){{0,{LONGEST}}}?)\*\*")
_INTERJECTION = re.compile(rf"\(((?:[^\\:()]|\\.){{1,{LONGEST}}}):")
_MAYBE = re.compile(rf"\([^():]{{1,{LONGEST}}}:")


def strong_at(text: str, at: int) -> tuple[str, int] | None:
    """What stands between the two double asterisks that begin at ``at``, and the place after them; None for none."""
    found = _INSIDE.match(text, at)
    return (found.group(1), found.end()) if found else None


def label_at(text: str, at: int) -> tuple[str, int] | None:
    r"""The label, as written, that opens a turn at ``at``, and the place after it; None where none does.

    ``**so:**`` is a label; ``**so\:**`` is text.
    """
    found = strong_at(text, at)
    if found is None:
        return None
    inside, end = found
    without = inside[:-1]
    backslashes = len(without) - len(without.rstrip("\\"))
    return (without, end) if inside.endswith(":") and backslashes % 2 == 0 else None


def interjection_at(text: str, at: int) -> tuple[str, int] | None:
    """The words, as written, between the round bracket at ``at`` and a colon, and the place after the colon."""
    found = _INTERJECTION.match(text, at)
    return (found.group(1), found.end()) if found else None


def may_open_interjection(plain: str, at: int) -> bool:
    """Whether the round bracket at ``at`` of a plain text would open an interjection if its words were a label."""
    return _MAYBE.match(plain, at) is not None
