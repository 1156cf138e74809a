"""Checks of a voice's numbers and settings that are the same for every engine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from stimmwerk.casting.cast import PITCHES, RANGES, RATES, Voice
from stimmwerk.errors import EngineError, VoiceUnknown, did_you_mean


def check_numbers(voice: Voice) -> None:
    """Raises EngineError where rate, pitch or range lies outside its bounds; nothing is ever clipped."""
    for name, value, (low, high) in (
        ("rate", voice.rate, RATES),
        ("pitch", voice.pitch, PITCHES),
        ("range", voice.range, RANGES),
    ):
        _check_number(voice, name, value, low, high)


def check_settings(voice: Voice, known: Mapping[str, tuple[int, int]]) -> None:
    """Raises EngineError for a setting that is not in ``known`` (name -> least and most), or lies outside of it."""
    for name, value in voice.settings:
        if name not in known:
            raise EngineError(
                f"the engine {voice.engine!r} has no setting {name!r} (voice {voice.name!r})",
                hint=did_you_mean(name, known),
            )
        _check_number(voice, name, value, *known[name])


def voice_unknown(voice: Voice, name: str, known: Iterable[str], what: str = "voice") -> VoiceUnknown:
    """The complaint about a name that is not among ``known``, ready to be raised."""
    return VoiceUnknown(f"the engine {voice.engine!r} has no {what} {name!r}", hint=did_you_mean(name, known))


def _check_number(voice: Voice, name: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise EngineError(
            f"{name} = {value!r} for the voice {voice.name!r} of the engine {voice.engine!r}",
            hint=f"a whole number from {low} to {high}",
        )
