"""TOML that people write, read so that every complaint names its line and the nearest right word."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from stimmwerk.errors import StimmwerkError, Where, did_you_mean, nearest

T = TypeVar("T")

#: The file that makes a folder a show.
SHOW_FILE = "show.toml"

_HEADER = re.compile(r"\s*\[\[?\s*([^\]]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY = re.compile(r"""\s*((?:"[^"]*"|'[^']*'|[\w-]+)(?:\s*\.\s*(?:"[^"]*"|'[^']*'|[\w-]+))*)\s*=""")
_PART = re.compile(r'"([^"]*)"|\'([^\']*)\'|([\w-]+)')
_NAMES = {
    str: "a text in quotation marks",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    list: "a list",
    dict: "a table",
}


class Table:
    """One table of a TOML file.  Keys are taken one by one; ``done`` complains of those that nobody took.

    Every complaint is of the class ``error`` and names the file and line.
    """

    def __init__(
        self,
        values: dict[str, Any],
        *,
        file: str,
        error: type[StimmwerkError],
        path: tuple[str, ...] = (),
        lines: dict[tuple[str, ...], int] | None = None,
    ) -> None:
        self._values = values
        self._file = file
        self._error = error
        self._path = path
        self._lines = lines or {}
        self._known: list[str] = []

    @classmethod
    def parse(cls, text: str, *, file: str, error: type[StimmwerkError]) -> Table:
        """The top table of a TOML text.  Raises ``error`` where it is no TOML 1.0."""
        try:
            values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as cause:
            found = re.search(r"at line (\d+)", str(cause))
            where = Where(file, int(found.group(1)) if found else None)
            raise error(f"not valid TOML: {cause}", where=where, hint="see https://toml.io for the notation") from cause
        return cls(values, file=file, error=error, lines=_find_lines(text))

    def where(self, key: str | None = None) -> Where:
        """The line of a key of this table, or of the table's own heading."""
        path = (*self._path, key) if key is not None else self._path
        while path:
            if line := self._lines.get(path):
                return Where(self._file, line)
            path = path[:-1]
        return Where(self._file)

    def fail(self, message: str, key: str | None = None, hint: str | None = None) -> StimmwerkError:
        """The complaint, ready to be raised, at a key's line."""
        return self._error(message, where=self.where(key), hint=hint)

    def __contains__(self, key: str) -> bool:
        return key in self._values

    def keys(self) -> tuple[str, ...]:
        """The keys in the file, in its order."""
        return tuple(self._values)

    def take(
        self,
        key: str,
        kind: type[T],
        default: T | None = None,
        *,
        required: bool = False,
        low: float | None = None,
        high: float | None = None,
        choices: Iterable[str] | None = None,
        check: Callable[[T], object] | None = None,
    ) -> T:
        """The value of a key, of the kind asked for (whole numbers pass for ``float``), or the default.

        low, high: the least and the most, both allowed; choices: the texts allowed; check: raises ValueError for
        what is not.  A default of None with ``required`` False gives None, which the caller's type must allow.
        """
        self._known.append(key)
        if key not in self._values:
            if required:
                hint = f"add {key} = ... ({_NAMES.get(kind, kind)}){self._perhaps(key)}"
                raise self.fail(f"{self._name(key)} is missing", None, hint)
            return default  # type: ignore[return-value]
        value = self._values[key]
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise self.fail(f"{self._name(key)} is {value!r}; it must be {_NAMES.get(kind, kind)}", key)
        if isinstance(value, int | float) and not (
            (low is None or value >= low) and (high is None or value <= high)  # NaN fails both
        ):
            raise self.fail(f"{self._name(key)} is {value}; allowed is {low} to {high}", key)
        if choices is not None and value not in (allowed := tuple(choices)):
            raise self.fail(f"{self._name(key)} is {value!r}", key, did_you_mean(str(value), allowed))
        if check is not None:
            try:
                check(value)
            except ValueError as cause:
                raise self.fail(f"{self._name(key)}: {cause}", key) from cause
        return value

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The value of a key as texts; one text alone counts as a list of one."""
        self._known.append(key)
        if key not in self._values:
            return default
        value = self._values[key]
        items = [value] if isinstance(value, str) else value
        if not isinstance(items, list) or not all(isinstance(item, str) and item.strip() for item in items):
            raise self.fail(f"{self._name(key)} is {value!r}; it must be a list of texts", key)
        return tuple(items)

    def table(self, key: str) -> Table:
        """A table inside this one; empty where there is none."""
        value = self.take(key, dict, {})
        return Table(value, file=self._file, error=self._error, path=(*self._path, key), lines=self._lines)

    def tables(self) -> dict[str, Table]:
        """Every value of this table as a table of its own.  Raises for a value that is none."""
        return {key: self.table(key) for key in self._values}

    def raw(self, key: str) -> Any:
        """The value of a key as it is, or None; counts as taken."""
        self._known.append(key)
        return self._values.get(key)

    def done(self) -> None:
        """Raises at the first key that nobody took, and names the nearest that somebody would have."""
        for key in self._values:
            if key not in self._known:
                raise self.fail(f"unknown key {self._name(key)}", key, did_you_mean(key, set(self._known)))

    def _perhaps(self, key: str) -> str:
        """Which key that nobody has asked for may be a missing one, written wrong; for a hint."""
        if not (found := nearest(key, self._values.keys() - set(self._known), count=1)):
            return ""
        return f"; {found[0]!r} in line {self.where(found[0]).line} may be meant to be it"

    def _name(self, key: str) -> str:
        return ".".join((*self._path, key))


def _find_lines(text: str) -> dict[tuple[str, ...], int]:
    """Path of each table and key -> its line, from 1.  For messages only: a key that is written in an unusual way
    (inside an inline table, or in a text of several lines) has the line of what stands around it.
    """
    lines: dict[tuple[str, ...], int] = {}
    table: tuple[str, ...] = ()
    for number, line in enumerate(text.splitlines(), 1):
        if found := _HEADER.match(line):
            table = _parts(found.group(1))
            for depth in range(1, len(table) + 1):
                lines.setdefault(table[:depth], number)
        elif found := _KEY.match(line):
            lines.setdefault((*table, *_parts(found.group(1))), number)
    return lines


def _parts(dotted: str) -> tuple[str, ...]:
    return tuple("".join(groups) for groups in _PART.findall(dotted))
