"""JSON with the lines on which its texts stand."""

from __future__ import annotations

import bisect
import json
import re
from array import array
from collections.abc import Iterator
from typing import Any, Protocol

from stimmwerk.errors import SourceError, Where

Json = Any  # None, bool, int, float, str, list or Object: what json gives

_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"', re.DOTALL)
_LONGEST_NUMBER = 18


class Object(dict[str, Json]):
    """An object of JSON.

    strings: how many stand in it, keys among them; first: how many stand before it in the file.
    """

    __slots__ = ("first", "strings")

    def __init__(self, pairs: list[tuple[str, Json]]) -> None:
        super().__init__(pairs)
        self.strings = sum(1 + count_strings(value) for _, value in pairs)
        self.first = 0


def count_strings(value: Json) -> int:
    """How many strings stand in a value."""
    if isinstance(value, str):
        return 1
    if isinstance(value, Object):
        return value.strings
    if not isinstance(value, list):
        return 0
    count, waiting = 0, [value]
    while waiting:
        for item in waiting.pop():
            if isinstance(item, list):
                waiting.append(item)
            elif isinstance(item, str):
                count += 1
            elif isinstance(item, Object):
                count += item.strings
    return count


class Located(Protocol):
    """Values, and where they stand in a source."""

    root: Json

    def line(self, holder: Object, key: str) -> int:
        """The line, from 1, of what an object of ``root`` holds under a key."""
        ...


class Document:
    """A JSON text, read; or several, one a line, as a list."""

    def __init__(self, text: str, file: str) -> None:
        """Raises SourceError, with the line, for what is no JSON."""
        self.root = _parse(text, file)
        _number(self.root)
        self._places = array("Q", (found.start() for found in _STRING.finditer(text)))
        self._ends = array("Q", (found.start() for found in re.finditer("\n", text)))

    def line(self, holder: Object, key: str) -> int:
        """The line on which the first string of a value begins; of the holder's key where it has none."""
        ordinal = holder.first
        for other, value in holder.items():
            if other == key:
                inside = 1 if count_strings(value) else 0
                return self._line_at(ordinal + inside)
            ordinal += 1 + count_strings(value)
        return self._line_at(holder.first)

    def _line_at(self, ordinal: int) -> int:
        if ordinal >= len(self._places):
            return 1
        return bisect.bisect_left(self._ends, self._places[ordinal]) + 1


def _parse(text: str, file: str) -> Json:
    try:
        return _decode(text)
    except json.JSONDecodeError as error:
        if error.msg == "Extra data" and (records := _records(text)) is not None:
            return records
        raise SourceError(
            f"this looks like JSON and is not well formed: {error.msg}",
            where=Where(file, error.lineno),
            hint="export it again; a file that was cut off cannot be read",
        ) from error
    except RecursionError as error:
        raise SourceError(
            "this JSON is nested too deeply for a transcript", where=Where(file), hint="is this the right file?"
        ) from error


def _decode(text: str) -> Json:
    return json.loads(text, object_pairs_hook=Object, parse_int=_whole)


def _whole(digits: str) -> int | float:
    return int(digits) if len(digits) <= _LONGEST_NUMBER else float(digits)


def _records(text: str) -> list[Json] | None:
    """One JSON text a line."""
    try:
        return [_decode(line) for line in text.split("\n") if line.strip()]
    except (json.JSONDecodeError, RecursionError):
        return None


def _number(root: Json) -> None:
    """Tells every object how many strings stand before it."""
    before = 0
    waiting: list[Iterator[Json] | Json] = [root]
    while waiting:
        value = waiting.pop()
        if isinstance(value, str):
            before += 1
        elif isinstance(value, Object):
            value.first = before
            for key, inner in reversed(value.items()):
                waiting += (inner, key)
        elif isinstance(value, list):
            waiting += reversed(value)
