"""What may go from the store: by age, by size, and what killed writers left behind."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass

from stimmwerk.errors import UsageError
from stimmwerk.store import Entry, Leftover

#: A temporary file that nobody has written to for so many seconds belongs to nobody any more.
ABANDONED_S = 3600.0

_AGES = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}
_SIZES = {"B": 1, "kB": 10**3, "MB": 10**6, "GB": 10**9, "TB": 10**12}
_QUANTITY = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)\s?([a-z]+)\Z", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a store holds of one kind.  size: bytes; last_used: of the youngest, in seconds since 1970 (UTC)."""

    kind: str
    entries: int
    size: int
    last_used: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What may stay: entries used within the last ``age`` seconds, ``size`` bytes in all; None sets no limit."""

    age: float | None = None
    size: int | None = None


#: Nothing may stay, whenever it was used.
NOTHING = Limits(age=-math.inf)


def usage(entries: Iterable[Entry]) -> tuple[Usage, ...]:
    """What there is of each kind, sorted by kind."""
    kinds: dict[str, list[Entry]] = {}
    for entry in entries:
        kinds.setdefault(entry.kind, []).append(entry)
    return tuple(
        Usage(
            kind=kind,
            entries=len(found),
            size=sum(entry.size for entry in found),
            last_used=max(entry.last_used for entry in found),
        )
        for kind, found in sorted(kinds.items())
    )


def superfluous(entries: Iterable[Entry], limits: Limits, *, now: float) -> tuple[Entry, ...]:
    """The entries that must go for the limits to hold, the least recently used first; now: seconds since 1970."""
    by_use = sorted(entries, key=lambda entry: (entry.last_used, entry.kind, entry.key))
    left = sum(entry.size for entry in by_use)
    going = []
    for entry in by_use:
        old = limits.age is not None and now - entry.last_used > limits.age
        if not old and (limits.size is None or left <= limits.size):
            break
        going.append(entry)
        left -= entry.size
    return tuple(going)


def abandoned(leftovers: Iterable[Leftover], *, now: float) -> tuple[Leftover, ...]:
    """The temporary files that nobody writes to any more."""
    return tuple(leftover for leftover in leftovers if now - leftover.written > ABANDONED_S)


def parse_age(text: str) -> float:
    """``30d`` or ``12h`` in seconds; minutes and weeks too.  Raises UsageError for anything else."""
    return _quantity(text, _AGES, "no age", "write 45m, 12h, 30d or 2w")


def parse_size(text: str) -> int:
    """``2GB`` or ``500 MB`` in bytes, in steps of 1000.  Raises UsageError for anything else."""
    if text.strip() == "0":
        return 0
    return round(_quantity(text, _SIZES, "no size", "write 800kB, 500MB, 2GB or 1.5TB"))


def shown_size(size: int) -> str:
    """Bytes as a person reads them, in steps of 1000: ``980 B``, ``3.4 MB``."""
    unit = max((name for name in _SIZES if size >= _SIZES[name]), key=_SIZES.__getitem__, default="B")
    return f"{size} B" if unit == "B" else f"{size / _SIZES[unit]:.1f} {unit}"


def _quantity(text: str, units: dict[str, int], complaint: str, hint: str) -> float:
    found = _QUANTITY.match(text.strip())
    factors = {name.casefold(): factor for name, factor in units.items()}
    if not found or found.group(2).casefold() not in factors:
        raise UsageError(f"{text!r} is {complaint}: a number with {', '.join(units)}", hint=hint)
    return float(found.group(1)) * factors[found.group(2).casefold()]
