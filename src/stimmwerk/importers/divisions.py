"""Lists of names under how they voted: nobody reads them out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from stimmwerk.importers.names import is_name
from stimmwerk.importers.source import Line

_LEAST = 3
_LONGEST = 70
_VOTES = (
    "ayes|noes|yeas|nays|aye|no|not voting|contents?|not[- ]contents?|ja|nein|enthalten|enthaltungen?|pour|contre"
    "|abstentions?|votent pour|votent contre|a favor|en contra|abstenciones|for|against|abstained|abstaining"
)
_HEAD = re.compile(rf"(?:{_VOTES})\s?[:—–-]?\s?(?:\(?\d{{1,4}}\)?)?:?\Z", re.IGNORECASE)
_TELLERS = re.compile(r"tellers for the [\w ]{2,20}[:—–-]?\Z", re.IGNORECASE)
#: ``Carter, rh Ann``, ``Ford, Sir Tim``, and a name that goes on on the next line: ``Tim Ford and``.
_TURNED = re.compile(r"[^\W\d_][\w'’ -]{1,40},\s(?:rh\s)?[^\W\d_][\w'’. -]{1,40}(?:\s\([^()]{1,40}\))?\Z")


def find_divisions(lines: Sequence[Line]) -> dict[int, str]:
    """Index of a line -> why it is no text, of the lists of names below votes and tellers."""
    found: dict[int, str] = {}
    for index, line in enumerate(lines):
        if line.kind != "text" or index in found or len(line.text) > _LONGEST:
            continue
        tellers = _TELLERS.match(line.text) is not None
        if not tellers and not _HEAD.match(line.text):
            continue
        names = list(_names(lines, index + 1))
        full = sum(" " in lines[at].text for at in names)
        if len(names) >= (1 if tellers else _LEAST) and 2 * full >= len(names):
            found |= dict.fromkeys((index, *names), "a list of votes")
    return found


def _names(lines: Sequence[Line], start: int) -> Iterator[int]:
    """The indexes of the names from a line on.

    One behind a gap that text follows at once is that of somebody who speaks.
    """
    for index in range(start, len(lines)):
        if lines[index].kind == "blank":
            continue
        if not _is_listed(lines[index]):
            return
        following = lines[index + 1] if index + 1 < len(lines) else None
        alone = index > start and lines[index - 1].kind == "blank"
        if alone and (following is None or not (_is_listed(following) or _listed_behind_gap(lines, index))):
            return
        yield index


def _listed_behind_gap(lines: Sequence[Line], index: int) -> bool:
    behind = index + 2
    return behind < len(lines) and lines[index + 1].kind == "blank" and _is_listed(lines[behind])


def _is_listed(line: Line) -> bool:
    text = line.text.removesuffix(" and")
    if line.kind != "text" or len(text) > _LONGEST or text.endswith((".", "!", "?", ":")) or _HEAD.match(text):
        return False
    return _TURNED.match(text) is not None or is_name(text)
