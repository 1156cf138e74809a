"""How fast earlier builds worked, and how long the next one will take by that.  Arithmetic only.

A build is taken apart into four: what it needs before anything is made, speech, encoding, and the rest (arranging,
checking, writing), which grows with the length of the episode.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

#: Raised whenever the text of ``Speeds`` changes.
SCHEMA = 1

#: A rate remembers about so many seconds of sound: a machine that has become faster is believed within an hour's work.
_MEMORY_S = 3600.0

#: What is fixed is a mean over about so many builds.
_MEMORY_BUILDS = 8

#: A stage that makes less sound than this, and takes less time than that, is mostly start-up: it tells no speed.
_TELLING_SOUND_S = 60.0
_TELLING_WORK_S = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """Seconds of sound that were made in seconds of work; both 0 where nothing was measured."""

    sound: float = 0.0
    work: float = 0.0

    def time_for(self, sound: float) -> float | None:
        """The seconds of work that so much sound will take, or None where nothing was measured."""
        return self.work * sound / self.sound if self.sound > 0 else None

    def with_more(self, sound: float, work: float) -> Rate:
        """With another measurement, which counts for more than those long ago."""
        kept = min(1.0, _MEMORY_S / self.sound) if self.sound > 0 else 0.0
        return Rate(sound=self.sound * kept + sound, work=self.work * kept + work)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What a build makes, in seconds of sound.

    speech: engine -> what it speaks anew; encoding: what is encoded anew; length: of the episode.
    """

    speech: Mapping[str, float]
    encoding: float
    length: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """How long a build took for its work, in seconds.

    start: before anything was made; speech, encoding: from the begin of the stage to its last progress; whole: all.
    """

    work: Work
    start: float
    speech: float
    encoding: float
    whole: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """How long a build will take, in seconds: for speech, for encoding, and for everything else."""

    speech: float
    encoding: float
    other: float

    @property
    def whole(self) -> float:
        """All of it."""
        return self.speech + self.encoding + self.other


#: Of a build that only finds out that all is there.
NO_TIME = Estimate(speech=0.0, encoding=0.0, other=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Speeds:
    """What earlier builds tell.

    start: seconds that a build needs whatever it makes; builds: of how many ``start`` is the mean; speech: engine ->
    its rate; encoding; rest: seconds of the episode in seconds of all other work.
    """

    start: float = 0.0
    builds: int = 0
    speech: Mapping[str, Rate] = field(default_factory=dict)
    encoding: Rate = Rate()
    rest: Rate = Rate()

    def unmeasured(self, work: Work) -> tuple[str, ...]:
        """What the work needs and no earlier build tells, for people; empty where an estimate can be made."""
        if not self.builds:
            return ("a build",)
        engines = (f"the engine {name!r}" for name in sorted(work.speech) if not self.speech.get(name, Rate()).sound)
        return (*engines, *(["encoding"] if work.encoding and not self.encoding.sound else []))

    def estimate(self, work: Work) -> Estimate | None:
        """How long the work will take, or None where something of it was never measured."""
        if self.unmeasured(work):
            return None
        return Estimate(
            speech=sum(self.speech[name].time_for(sound) or 0.0 for name, sound in work.speech.items()),
            encoding=self.encoding.time_for(work.encoding) or 0.0,
            other=self.start + (self.rest.time_for(work.length) or 0.0),
        )

    def learned(self, seen: Measured) -> Speeds:
        """With what another build tells."""
        work = seen.work
        speech, opening = self._speech_learned(work.speech, seen.speech)
        encoding, setting_up = _stage_learned(self.encoding, work.encoding, seen.encoding)
        fixed = seen.start + opening + setting_up
        # A stage that made nothing has only looked at what is kept: that, too, grows with the length.
        making = (seen.speech if work.speech else 0.0) + (seen.encoding if work.encoding else 0.0)
        count = min(self.builds + 1, _MEMORY_BUILDS)
        return replace(
            self,
            start=self.start + (fixed - self.start) / count,
            builds=count,
            speech=speech,
            encoding=encoding,
            rest=self.rest.with_more(work.length, max(0.0, seen.whole - seen.start - making)),
        )

    def _speech_learned(self, spoken: Mapping[str, float], took: float) -> tuple[dict[str, Rate], float]:
        """Rates of the engines, and what of the time was start-up."""
        expected = {name: self.speech.get(name, Rate()).time_for(sound) for name, sound in spoken.items()}
        # Engines that spoke side by side share the time as they did before; a new one makes all shares equal.
        known = all(expected.values())
        shares = {name: (expected[name] or 0.0) if known else sound for name, sound in spoken.items()}
        of, rates, opening = sum(shares.values()), dict(self.speech), 0.0
        for name, sound in spoken.items():
            work = took * shares[name] / of if of else 0.0
            rates[name], fixed = _stage_learned(self.speech.get(name, Rate()), sound, work)
            opening += fixed
        return rates, opening


def _stage_learned(rate: Rate, sound: float, work: float) -> tuple[Rate, float]:
    """The rate with another measurement, or, where that is too small to tell, the rate and what it was too slow."""
    if not sound:
        return rate, 0.0
    expected = rate.time_for(sound)
    if expected is None or sound >= _TELLING_SOUND_S or work >= _TELLING_WORK_S:
        return rate.with_more(sound, work), 0.0
    return rate, max(0.0, work - expected)


Table = Mapping[int, Speeds]


def table_to_json(table: Table) -> str:
    """Number of workers -> speeds, as JSON with a final newline."""
    workers = {str(count): asdict(speeds) for count, speeds in sorted(table.items())}
    return json.dumps({"schema": SCHEMA, "workers": workers}, indent=2, sort_keys=True) + "\n"


def table_from_json(text: str) -> Table:
    """What ``table_to_json`` wrote; empty where the text is anything else.  Speeds are a help, never a need."""
    try:
        found = json.loads(text)
        if found["schema"] != SCHEMA:
            return {}
        return {int(count): _speeds(values) for count, values in found["workers"].items()}
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return {}


def _speeds(values: dict[str, Any]) -> Speeds:
    return Speeds(
        start=_amount(values["start"]),
        builds=int(_amount(values["builds"])),
        speech={str(name): _rate(rate) for name, rate in values["speech"].items()},
        encoding=_rate(values["encoding"]),
        rest=_rate(values["rest"]),
    )


def _rate(values: dict[str, Any]) -> Rate:
    return Rate(sound=_amount(values["sound"]), work=_amount(values["work"]))


def _amount(value: Any) -> float:
    """A number that can be one of seconds.  Raises ValueError for any other."""
    number = float(value)
    if not 0 <= number < math.inf:
        raise ValueError(f"{value!r} is no amount")
    return number
