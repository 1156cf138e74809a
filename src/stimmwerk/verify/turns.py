"""Whether every turn that the manifest lists is heard, whole, in its place and as loud as it was made."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from stimmwerk.manifest import Manifest, TurnRecord
from stimmwerk.verify.listening import Heard, TurnSound
from stimmwerk.verify.verdict import Limits, Row, judged, listed, skipped

_PRESENT, _ATTACK, _RELEASE = "turns.present", "turns.attack", "turns.release"
_LEVEL, _LOUDNESS = "turns.level", "turns.loudness"
_ALL = (_PRESENT, _ATTACK, _RELEASE, _LEVEL, _LOUDNESS)


def check_turns(heard: Heard | None, manifest: Manifest | None, limits: Limits) -> tuple[Row, ...]:
    """heard: with a sound for each turn of the manifest, None where nothing was decoded.

    A turn that is missing counts in ``turns.present`` alone.
    """
    if manifest is None:
        return skipped(_ALL, "there is no manifest")
    if heard is None:
        return skipped(_ALL, "the sound cannot be decoded")
    if (heard.sample_rate, heard.channels) != (manifest.sample_rate, manifest.channels):
        return skipped(_ALL, "the sound is of another format than the manifest's")
    pairs = list(zip(manifest.turns, heard.turns, strict=True))
    present = [(turn, sound) for turn, sound in pairs if sound is not None and _sounds(sound, limits)]
    missing = [turn for turn, sound in pairs if sound is None or not _sounds(sound, limits)]
    figure = f"{len(present)} of {len(pairs)}"
    if missing:
        figure += ", without " + listed([_name(turn) for turn in missing])
    edges = f"levels at most {limits.edge_db:g} dB from the manifest's on average"
    return (
        judged(_PRESENT, not missing, figure, f"all sound, at {limits.silence_dbfs:g} dBFS or more", len(present)),
        _worst(_ATTACK, present, lambda t, s: _apart(t.attack, s.levels.attack, limits), limits.edge_db, edges),
        _worst(_RELEASE, present, lambda t, s: _apart(t.release, s.levels.release, limits), limits.edge_db, edges),
        _worst(_LEVEL, present, _stronger, limits.turn_level_db, f"within {limits.turn_level_db:g} dB"),
        _worst(_LOUDNESS, present, _louder, limits.turn_loudness_lu, f"within {limits.turn_loudness_lu:g} LU"),
    )


def _sounds(sound: TurnSound, limits: Limits) -> bool:
    return max((*sound.levels.attack, *sound.levels.release)) >= limits.silence_dbfs


def _worst(
    name: str,
    turns: Sequence[tuple[TurnRecord, TurnSound]],
    distance: Callable[[TurnRecord, TurnSound], float],
    limit: float,
    limit_text: str,
) -> Row:
    """The row of a distance, in dB, that no turn may have more of than ``limit``."""
    found = [(distance(turn, sound), turn) for turn, sound in turns]
    worst = max((apart for apart, _ in found), default=0.0)
    wrong = [f"{apart:.2f} dB at {_name(turn)}" for apart, turn in found if apart > limit]
    value = round(worst, 3) if math.isfinite(worst) else None
    return judged(name, not wrong, listed(wrong) or f"{worst:.2f} dB at most", limit_text, value)


def _apart(expected: Sequence[float], found: Sequence[float], limits: Limits) -> float:
    """The mean distance of two level profiles in dB; infinite for profiles of other lengths.

    Whatever is silent counts as equally silent: there MP3 coding leaves a noise of its own.
    """
    if len(expected) != len(found) or not expected:
        return math.inf
    floor = limits.silence_dbfs
    return sum(abs(max(a, floor) - max(b, floor)) for a, b in zip(expected, found, strict=True)) / len(expected)


def _stronger(turn: TurnRecord, sound: TurnSound) -> float:
    """How far its level lies from the master's, either way."""
    return abs(turn.level - sound.levels.level)


def _louder(turn: TurnRecord, sound: TurnSound) -> float:
    """How far its loudness lies from the manifest's, either way; 0 where either is too short to have one."""
    return abs(turn.lufs - sound.lufs) if turn.lufs is not None and sound.lufs is not None else 0.0


def _name(turn: TurnRecord) -> str:
    return f"turn {turn.number} ({turn.speaker}, line {turn.line})"
