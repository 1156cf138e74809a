"""What a verification is measured by, and what it says."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Status = Literal["ok", "fail", "skip", "note"]

#: A figure names so many of the things that are wrong and counts the rest.
_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One check.

    name: ``group.check``, the same in every verdict; status: ``skip`` where the check could not be made, ``note``
    for a figure that has no limit; figure: what was found, or why it was skipped, for people; limit: what is allowed,
    empty for notes; value: the figure as a number in the unit that both texts name, where it is one.
    """

    name: str
    status: Status
    figure: str
    limit: str = ""
    value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Every check of an episode: the same ones in the same order, whether they could be made or not."""

    rows: tuple[Row, ...]

    @property
    def passed(self) -> bool:
        """Whether no check failed."""
        return all(row.status != "fail" for row in self.rows)

    def to_json(self) -> str:
        """JSON, indented, with a final newline: ``passed`` and ``rows``."""
        facts = {"passed": self.passed, "rows": [asdict(row) for row in self.rows]}
        return json.dumps(facts, indent=2, ensure_ascii=False, allow_nan=False) + "\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What is allowed.

    target_lufs: loudness as heard, ceiling_dbtp: highest true peak; None is the manifest's, or the house's where
    there is none. loudness_lu, turn_loudness_lu, turn_level_db: how far the whole and each turn may lie from what
    they should be; role_spread_lu: between the loudest and the softest role, role_least_s: of roles that speak at
    least so long without music (a short-term loudness by EBU R 128 takes 3 s). silence_dbfs: below it 10 ms are
    silent; longest_silence_s: of the whole, but for a pause that was asked for, which may be pause_slack_s longer
    than asked, and up to fade_s longer where music fades into it. quiet_dbfs: most RMS in the 100 ms before a
    chapter; onset_s: sound, of onset_dbfs (a soft consonant begins there), is heard at most so long after its start.
    edge_db: how far the levels at a turn's ends may lie from the manifest's, on average over 600 ms (coding at 32
    kbit/s makes 0.35, a shift of 41 ms 3 in speech and 2 in a steady tone). dc: mean of the samples.
    """

    target_lufs: float | None = None
    ceiling_dbtp: float | None = None
    loudness_lu: float = 0.5
    turn_loudness_lu: float = 0.5
    turn_level_db: float = 0.5
    role_spread_lu: float = 1.0
    role_least_s: float = 3.0
    silence_dbfs: float = -50.0
    longest_silence_s: float = 2.5
    pause_slack_s: float = 0.2
    fade_s: float = 1.5
    quiet_dbfs: float = -45.0
    onset_s: float = 0.02
    onset_dbfs: float = -66.0
    edge_db: float = 1.5
    dc: float = 0.001


def judged(name: str, passed: bool, figure: str, limit: str, value: float | None = None) -> Row:
    """A check that was made."""
    return Row(name=name, status="ok" if passed else "fail", figure=figure, limit=limit, value=value)


def skipped(names: Iterable[str], reason: str) -> tuple[Row, ...]:
    """Checks that could not be made, all for one reason."""
    return tuple(Row(name=name, status="skip", figure=reason) for name in names)


def listed(wrong: Sequence[str]) -> str:
    """The first few of what is wrong, and how many there are besides."""
    more = len(wrong) - _SHOWN
    return "; ".join(wrong[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")
