"""Samples, seconds, decibels and their conversions.  Time inside is a count of samples; these are the only doors."""

from __future__ import annotations

import math
import re

#: A mono programme is heard from two loudspeakers: 10 log10 2 dB more than its one channel measures (ITU-R BS.1770).
DUAL_MONO_LU = 10 * math.log10(2)

#: The level that a silent signal is said to have, in dB; keeps infinities out of files.
SILENCE_DB = -120.0

_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,6})?)\s?(ms|s)\Z")


def samples(seconds: float, rate: int) -> int:
    """Seconds as the nearest whole number of samples at ``rate`` Hz; halves go up."""
    return math.floor(seconds * rate + 0.5)


def seconds(samples: int, rate: int) -> float:
    """A count of samples at ``rate`` Hz as seconds."""
    return samples / rate


def milliseconds(samples: int, rate: int) -> int:
    """A count of samples at ``rate`` Hz as the nearest whole millisecond; halves go up.  Exact, without floats."""
    return (samples * 2000 + rate) // (2 * rate)


def round_up(samples: int, step: int) -> int:
    """The least multiple of ``step`` that is not below ``samples``."""
    return -(-samples // step) * step


def gain_from_db(decibels: float) -> float:
    """A level in dB as a factor on amplitudes."""
    return math.pow(10.0, decibels / 20)


def db_from_gain(gain: float) -> float:
    """A factor on amplitudes as dB; ``SILENCE_DB`` for zero and whatever lies below it."""
    return max(SILENCE_DB, 20 * math.log10(gain)) if gain > 0 else SILENCE_DB


def db_from_power(power: float) -> float:
    """A mean square as dB; ``SILENCE_DB`` for zero and whatever lies below it."""
    return max(SILENCE_DB, 10 * math.log10(power)) if power > 0 else SILENCE_DB


def parse_duration(text: str) -> float:
    """``1.5s``, ``1.5 s`` or ``300ms`` in seconds.  Raises ValueError for anything else."""
    found = _DURATION.match(text.strip())
    if not found:
        raise ValueError(f"{text!r} is no duration: write 1.5s or 300ms")
    number = float(found.group(1))
    return number / 1000 if found.group(2) == "ms" else number


def counted(count: int, thing: str, things: str = "") -> str:
    """A count and what is counted, ``1 turn`` or ``2 turns``; things: its plural where that takes more than an s."""
    return f"{count} {plural(count, thing, things)}"


def plural(count: int, thing: str, things: str = "") -> str:
    """What is counted alone, as ``counted`` has it."""
    return thing if count == 1 else things or f"{thing}s"


def clock(seconds: float) -> str:
    """Seconds as ``MM:SS``, or ``H:MM:SS`` from an hour on, cut to whole seconds."""
    whole = int(seconds)
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    return f"{hours}:{minutes:02}:{secs:02}" if hours else f"{minutes:02}:{secs:02}"
