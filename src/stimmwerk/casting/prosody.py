"""How a role is to speak beyond its voice: what a cast may set, and what is usual."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Prosody:
    """What makes a role's sentences differ from each other; None is what is usual for the engine (``settled``).

    pitch, range: so many steps of ``Voice.pitch`` and ``Voice.range`` a sentence may lie higher or lower than the role
    itself, and its melody move further or less; rate: per cent that it may be faster or slower.
    turn: the first sentence of a turn is so many steps of pitch higher, the last as many lower.
    question: so many steps of range the melody of a question moves further, and so rises further at its end.
    emphasis: what the script emphasises is stressed.  breath: long sentences are said in several breaths.
    pauses: the pauses between sentences follow what is said.
    interjection_db: how much softer than the role's turns its interjections are, at most 0.
    """

    pitch: int | None = None
    rate: int | None = None
    range: int | None = None
    turn: int | None = None
    question: int | None = None
    emphasis: bool = True
    breath: bool | None = None
    pauses: bool = True
    interjection_db: float = -1.5


USUAL = Prosody()

#: Least and most of what is a number.
BOUNDS = {
    "pitch": (0, 20),
    "rate": (0, 20),
    "range": (0, 30),
    "turn": (0, 20),
    "question": (0, 50),
    "interjection_db": (-12, 0),
}

#: Nothing of it.
NONE = Prosody(
    pitch=0, rate=0, range=0, turn=0, question=0, emphasis=False, breath=False, pauses=False, interjection_db=0.0
)

#: What is usual for voices made by rules, which say everything alike ...
OF_RULES = Prosody(pitch=3, rate=3, range=4, turn=2, question=10, breath=True)

#: ... and for those learned from people, which bring a melody and breaths of their own.
OF_PEOPLE = Prosody(pitch=0, rate=0, range=0, turn=0, question=0, breath=False)


def settled(prosody: Prosody, *, trained: bool) -> Prosody:
    """With what is usual wherever a cast says nothing; trained: as in ``engines.base.Engine``."""
    usual = OF_PEOPLE if trained else OF_RULES
    missing = {f.name: getattr(usual, f.name) for f in fields(prosody) if getattr(prosody, f.name) is None}
    return replace(prosody, **missing)
