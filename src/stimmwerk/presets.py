"""What is done to the sound of speech: the settings of each step, and the presets that shows and casts name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, dataclass, field
from types import MappingProxyType
from typing import Any


def _number(default: float, low: float, high: float) -> Any:
    """A setting with the least and the most that people may write."""
    return field(default=default, metadata={"low": low, "high": high})


def limits(setting: Field[Any]) -> tuple[float, float]:
    """The least and the most that a setting of a step may be, both allowed."""
    return setting.metadata["low"], setting.metadata["high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Equaliser:
    """Brings a voice's average spectrum nearer to that of people who speak.

    strength: the part of the way, 0 to 1; most_up_db, most_down_db: no frequency is raised or lowered by more.
    """

    strength: float = _number(0.6, 0, 1)
    most_up_db: float = _number(6.0, 0, 12)
    most_down_db: float = _number(8.0, 0, 18)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeEsser:
    """Softens sharp s and sch: turns down what lies between two frequencies, and only while there is too much of it.

    low_hz, high_hz: the band; threshold_db: what counts as too much, relative to the level of the speech;
    ratio: of so many dB too much, one is left; most_db: it is never turned down further; attack, release: seconds in
    which 63 % of a change is done.
    """

    low_hz: float = _number(4500.0, 2000, 7000)
    high_hz: float = _number(9500.0, 7500, 20000)
    threshold_db: float = _number(-14.0, -40, 20)
    ratio: float = _number(3.0, 1, 20)
    most_db: float = _number(6.0, 0, 24)
    attack: float = _number(0.001, 0.0005, 0.1)
    release: float = _number(0.04, 0.005, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Compressor:
    """Evens out loud and soft syllables.

    threshold_db: where it sets in, relative to the level of the speech; ratio: of so many dB above it, one is left;
    knee_db: the width of the transition around the threshold; attack, release: seconds in which 63 % of a change is
    done; pause_db: below this level, relative to that of the speech, nothing counts as sound, and the gain stays as
    it is: pauses are not drawn up.
    """

    threshold_db: float = _number(-4.0, -40, 20)
    ratio: float = _number(2.5, 1, 20)
    knee_db: float = _number(8.0, 0, 24)
    attack: float = _number(0.008, 0.001, 0.5)
    release: float = _number(0.12, 0.01, 3)
    pause_db: float = _number(-30.0, -60, -10)


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """The small room in which all roles sit.

    level_db: the power of what the room answers, relative to that of average speech in it; decay: seconds in which the
    answer falls by 60 dB (RT60).
    """

    level_db: float = _number(-24.0, -48, -6)
    decay: float = _number(0.22, 0.05, 0.8)


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundChain:
    """The steps in their order; None leaves one out.  high_pass_hz: where the high-pass takes 6 dB."""

    high_pass_hz: float = _number(75.0, 20, 200)
    equaliser: Equaliser | None = None
    deesser: DeEsser | None = None
    compressor: Compressor | None = None
    room: Room | None = None


#: The steps that can be left out, in their order.
STEPS: Mapping[str, type[Equaliser | DeEsser | Compressor | Room]] = MappingProxyType(
    {"equaliser": Equaliser, "deesser": DeEsser, "compressor": Compressor, "room": Room}
)

#: The presets by name: nothing but the high-pass; a treated voice; the same in a room.
PRESETS: Mapping[str, SoundChain] = MappingProxyType(
    {
        "dry": SoundChain(),
        "studio": SoundChain(equaliser=Equaliser(), deesser=DeEsser(), compressor=Compressor()),
        "room": SoundChain(equaliser=Equaliser(), deesser=DeEsser(), compressor=Compressor(), room=Room()),
    }
)

#: What a show has that names none.
DEFAULT_PRESET = "studio"


def chain_for(preset: str | None, show: SoundChain) -> SoundChain:
    """The chain of a role: that of the preset which its cast names, as it stands above, or else the show's own."""
    return show if preset is None else PRESETS[preset]
