"""Everything that is asked of an episode's sound, measured in one pass over its cells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np

from stimmwerk import units
from stimmwerk.errors import VerificationFailed
from stimmwerk.signal.cells import CELL
from stimmwerk.signal.loudness import Gate, as_heard
from stimmwerk.verify.measuring import Measured, StreamMeasure
from stimmwerk.verify.meters import (
    LevelsOfTurns,
    LoudnessOfTurns,
    MarkMeter,
    MarkSound,
    SilenceMeter,
    Span,
    Stretches,
    TurnLevels,
    cells_of,
)
from stimmwerk.verify.verdict import Limits

#: The sound is decoded in pieces of so many samples.
_PIECE = 1 << 16

#: No MP3 decodes to more than a few times full scale; broken frames may decode to anything.
_BEYOND = 1e6


class TurnLike(Protocol):
    """What must be known of a turn: its role, its first sample, the first after its last, and its gain."""

    @property
    def role(self) -> str:
        """The role that speaks."""
        ...

    @property
    def start(self) -> int:
        """The first sample."""
        ...

    @property
    def stop(self) -> int:
        """The first sample after the last."""
        ...

    @property
    def gain_db(self) -> float:
        """How much louder it is meant to be than its role's other turns."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnSound:
    """How a turn sounds: its loudness in LUFS, None where it cannot be measured, and its levels."""

    lufs: float | None
    levels: TurnLevels


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSound:
    """All that a role says without music under it: loudness, None where it cannot be measured; length in samples."""

    lufs: float | None
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was measured.

    length: decoded samples; lufs: of the whole, in the channels as they are, None for silence; true_peak_dbtp;
    full_scale: samples that reach full scale; dc: of all channels the mean furthest from zero;
    silence: first sample of the longest silence and the first after it.
    marks: one for each that was asked for, None where the sound ends before it could be measured; turns: likewise;
    roles: name -> what sounds of all its turns together, less the gains that they are meant to have; short_term: one
    value a second (``Gate.short_term``), as two loudspeakers give it.
    """

    sample_rate: int
    channels: int
    length: int
    lufs: float | None
    true_peak_dbtp: float
    full_scale: int
    dc: float
    silence: tuple[int, int]
    marks: tuple[MarkSound | None, ...]
    turns: tuple[TurnSound | None, ...]
    roles: dict[str, RoleSound]
    short_term: tuple[float | None, ...]


def listen(
    path: Path, marks_ms: Sequence[int], turns: Sequence[TurnLike], limits: Limits, music: Sequence[Span] = ()
) -> Heard:
    """Decodes a file by libsndfile and measures it, holding a few seconds of it at a time.

    marks_ms: of chapters; turns, music: their starts and stops are taken for samples of the file's own rate.
    Raises VerificationFailed where the file cannot be decoded.
    """
    import soundfile

    try:
        with soundfile.SoundFile(path) as file:
            ear = Ear(file.samplerate, file.channels, marks_ms=marks_ms, turns=turns, limits=limits, music=music)
            stream = StreamMeasure(file.samplerate, file.channels)
            length = 0
            # Not ``file.blocks``: where a file is cut short, that goes on with what it read before.
            while len(samples := file.read(_PIECE, dtype="float32", always_2d=True)):
                if not (np.abs(samples) < _BEYOND).all():
                    raise VerificationFailed(
                        "it decodes to values that are no sound: not finite, or far beyond full scale"
                    )
                length += len(samples)
                for measured in stream.add(samples):
                    ear.add(measured)
            ear.add(stream.rest())
    except (soundfile.SoundFileError, OSError) as cause:
        raise VerificationFailed(f"libsndfile cannot decode it: {cause}") from cause
    return ear.heard(length)


def without(span: Span, others: Sequence[Span]) -> Iterator[Span]:
    """What is left of a span, in order, where none of the others lies."""
    at = span[0]
    for start, stop in sorted(others):
        if start > at:
            yield at, min(start, span[1])
        at = max(at, stop)
        if at >= span[1]:
            return
    yield at, span[1]


class Ear:
    """All meters side by side.

    marks_ms: of chapters; turns, music: in samples of this rate; limits: what counts as silence and as an onset.
    """

    def __init__(
        self,
        rate: int,
        channels: int,
        *,
        marks_ms: Sequence[int],
        turns: Sequence[TurnLike],
        limits: Limits,
        music: Sequence[Span] = (),
    ) -> None:
        self._rate, self._channels = rate, channels
        self._programme = Gate(rate, CELL)
        self._true_peak, self._full_scale = 0.0, 0
        self._sums = np.zeros(channels)
        self._silence = SilenceMeter(limits.silence_dbfs)
        self._silent_power = np.float32(10 ** (limits.silence_dbfs / 10))
        marks = [units.samples(mark / 1000, rate) for mark in marks_ms]
        self._marks = MarkMeter(marks, rate, limits.onset_s, limits.onset_dbfs)
        spans = [(turn.start, turn.stop) for turn in turns]
        self._levels, self._loudness = LevelsOfTurns(spans), LoudnessOfTurns(spans, rate)
        self._clear = [(turn, span) for turn in turns for span in without((turn.start, turn.stop), music)]
        self._clear_spans = Stretches([cells_of(span) for _, span in self._clear])
        self._role_gates = {turn.role: Gate(rate, CELL) for turn in turns}
        self._role_lengths = dict.fromkeys(self._role_gates, 0)

    def add(self, measured: Measured) -> None:
        """The next stretch of the episode."""
        cells = measured.cells
        self._true_peak = max(self._true_peak, measured.true_peak)
        self._full_scale += measured.full_scale
        self._sums += measured.sums
        self._programme.add(cells.weighted)
        self._silence.add(cells.plain)
        self._marks.add(cells.plain)
        self._levels.add(cells.plain)
        self._loudness.add(cells)
        for index, part, _ in self._clear_spans.cut(len(cells)):
            turn = self._clear[index][0]
            role, gain = turn.role, units.gain_from_db(turn.gain_db)
            # Who pauses more speaks no softer: the standard's gates keep blocks that are silent for the greater part.
            sounding = cells.weighted[part][cells.plain[part] >= self._silent_power]
            self._role_gates[role].add(sounding / np.float32(gain * gain))
            self._role_lengths[role] += (part.stop - part.start) * CELL

    def heard(self, length: int) -> Heard:
        """Everything, at the end of the episode; length: of it, in samples."""
        means = self._sums / max(1, length)
        return Heard(
            sample_rate=self._rate,
            channels=self._channels,
            length=length,
            lufs=self._programme.integrated(),
            true_peak_dbtp=units.db_from_gain(self._true_peak),
            full_scale=self._full_scale,
            dc=float(means[np.abs(means).argmax()]),
            silence=self._silence.longest(),
            marks=tuple(self._marks.sounds),
            turns=tuple(
                None if levels is None else TurnSound(lufs=lufs, levels=levels)
                for lufs, levels in zip(self._loudness.lufs, self._levels.levels, strict=True)
            ),
            roles={
                role: RoleSound(lufs=gate.integrated(), length=self._role_lengths[role])
                for role, gate in self._role_gates.items()
            },
            short_term=tuple(
                None if lufs is None else round(as_heard(lufs, self._channels), 1)
                for lufs in self._programme.short_term()
            ),
        )
