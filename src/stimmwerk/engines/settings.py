"""Checks of a voice's numbers and settings, and of a show's options, that are the same for every engine."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import UnionType

from stimmwerk.casting.cast import PITCHES, RANGES, RATES, Setting, Voice
from stimmwerk.errors import EngineError, ShowError, VoiceUnknown, did_you_mean
from stimmwerk.showfile import EngineOptions


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowed:
    """What the value of a setting or an option may be.

    kind: ``float`` takes whole numbers, too; ``tuple`` is a list of texts; several are joined by ``|``.
    low, high: the least and the most, both allowed; choices: the texts allowed; what: the same for people.
    """

    kind: type[Setting] | UnionType
    low: float = -math.inf
    high: float = math.inf
    choices: tuple[str, ...] | None = None
    what: str = ""

    def complaint(self, value: object) -> str | None:
        """What a value should be, or None where it is that."""
        right = isinstance(value, int | float) if self.kind is float else isinstance(value, self.kind)
        if self.kind is not bool and isinstance(value, bool):
            right = False
        if right and isinstance(value, int | float):
            right = self.low <= value <= self.high  # NaN fails
        if right and isinstance(value, str):
            right = bool(value.strip()) if self.choices is None else value in self.choices
        return None if right else self._described(value)

    def _described(self, value: object) -> str:
        if self.what:
            return self.what
        if self.choices is not None:
            return did_you_mean(str(value), self.choices)
        names: dict[object, str] = {str: "a text", bool: "true or false", tuple: "a list of texts"}
        return names.get(self.kind) or _numbers("whole number" if self.kind is int else "number", self.low, self.high)


#: Name -> what its value may be; a pair is the least and the most of a whole number.
Known = Mapping[str, Allowed | tuple[int, int]]


def check_numbers(voice: Voice) -> None:
    """Raises EngineError where rate, pitch or range lies outside its bounds; nothing is ever clipped."""
    for name, value, bounds in (
        ("rate", voice.rate, RATES),
        ("pitch", voice.pitch, PITCHES),
        ("range", voice.range, RANGES),
    ):
        _check_value(voice, name, value, bounds)


def check_settings(voice: Voice, known: Known) -> None:
    """Raises EngineError for a setting that is not in ``known``, or that is none of what it may be."""
    for name, value in voice.settings:
        if name not in known:
            raise EngineError(
                f"the engine {voice.engine!r} has no setting {name!r} (voice {voice.name!r})",
                hint=did_you_mean(name, known),
            )
        _check_value(voice, name, value, known[name])


def checked_options(options: EngineOptions, known: Known) -> dict[str, Setting]:
    """The options of an engine.  Raises ShowError for one that is not in ``known``, or none of what it may be."""
    for name, value in options.values:
        if name not in known:
            raise ShowError(
                f"the engine {options.engine!r} has no option {name!r}",
                where=options.where(name),
                hint=did_you_mean(name, known),
            )
        if complaint := _allowed(known[name]).complaint(value):
            raise ShowError(f"engines.{options.engine}.{name} is {value!r}", where=options.where(name), hint=complaint)
    return dict(options.values)


def number(values: Mapping[str, Setting], name: str, default: float) -> float:
    """The value of a setting that was checked to be a number."""
    value = values.get(name, default)
    assert isinstance(value, int | float)
    return value


def text(values: Mapping[str, Setting], name: str, default: str) -> str:
    """The value of a setting that was checked to be a text."""
    value = values.get(name, default)
    assert isinstance(value, str)
    return value


def unheard_numbers(voice: Voice, *names: str) -> tuple[str, ...]:
    """Those of a voice's numbers (rate, pitch, range) that are named and were set by the cast."""
    usual = Voice(engine=voice.engine, name=voice.name, language=voice.language)
    return tuple(f"{name} = {value}" for name in names if (value := getattr(voice, name)) != getattr(usual, name))


def voice_unknown(voice: Voice, name: str, known: Iterable[str], what: str = "voice") -> VoiceUnknown:
    """The complaint about a name that is not among ``known``, ready to be raised."""
    return VoiceUnknown(f"the engine {voice.engine!r} has no {what} {name!r}", hint=did_you_mean(name, known))


def _check_value(voice: Voice, name: str, value: object, allowed: Allowed | tuple[int, int]) -> None:
    if complaint := _allowed(allowed).complaint(value):
        raise EngineError(
            f"{name} = {value!r} for the voice {voice.name!r} of the engine {voice.engine!r}", hint=complaint
        )


def _allowed(allowed: Allowed | tuple[int, int]) -> Allowed:
    return allowed if isinstance(allowed, Allowed) else Allowed(kind=int, low=allowed[0], high=allowed[1])


def _numbers(what: str, low: float, high: float) -> str:
    if math.isinf(low) and math.isinf(high):
        return f"a {what}"
    return f"a {what}, at least {low:g}" if math.isinf(high) else f"a {what} from {low:g} to {high:g}"
