"""One pass over the decoded sound, in which everything that needs it is measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stimmwerk import units
from stimmwerk.errors import VerificationFailed
from stimmwerk.manifest import TurnRecord
from stimmwerk.signal.loudness import LoudnessMeter
from stimmwerk.signal.true_peak import TruePeakMeter
from stimmwerk.speech import Samples
from stimmwerk.verify.meters import (
    WINDOW_MS,
    LevelMeter,
    MarkMeter,
    MarkSound,
    SilenceMeter,
    Stretches,
    TurnMeter,
    TurnSound,
)
from stimmwerk.verify.verdict import Limits

#: The sound is decoded in blocks of so many windows: 1.5 s.
_WINDOWS_A_BLOCK = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleSound:
    """All that a role says: its loudness, None where it cannot be measured, and its length in samples."""

    lufs: float | None
    length: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What was measured.

    length: decoded samples; lufs: of the whole, in the channels as they are, None for silence; true_peak_dbtp;
    full_scale: samples that reach full scale; dc: of all channels the mean furthest from zero;
    silence: first sample of the longest silence and the first after it.
    marks: one for each that was asked for, None where the sound ends before it could be measured; turns: likewise;
    roles: name -> all of its turns together.
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


def listen(path: Path, marks_ms: Sequence[int], turns: Sequence[TurnRecord], limits: Limits) -> Heard:
    """Decodes a file by libsndfile and measures it, holding a few seconds of it at a time.

    marks_ms: of chapters; turns: their starts and stops are taken for samples of the file's own rate.
    Raises VerificationFailed where the file cannot be decoded.
    """
    import soundfile

    try:
        with soundfile.SoundFile(path) as file:
            ear = _Ear(file.samplerate, file.channels, marks_ms, turns, limits)
            block = _WINDOWS_A_BLOCK * units.samples(WINDOW_MS / 1000, file.samplerate)
            # Not ``file.blocks``: where a file is cut short, that goes on with what it read before.
            while len(samples := file.read(block, dtype="float32", always_2d=True)):
                ear.add(samples)
    except (soundfile.SoundFileError, OSError) as cause:
        raise VerificationFailed(f"libsndfile cannot decode it: {cause}") from cause
    return ear.heard()


class _Ear:
    """All meters side by side."""

    def __init__(
        self, rate: int, channels: int, marks_ms: Sequence[int], turns: Sequence[TurnRecord], limits: Limits
    ) -> None:
        self._rate, self._channels = rate, channels
        self._length = 0
        self._loudness = LoudnessMeter(rate, channels)
        self._true_peak = TruePeakMeter(channels)
        self._level = LevelMeter(channels)
        self._silence = SilenceMeter(rate, limits.silence_dbfs)
        marks = [units.samples(mark / 1000, rate) for mark in marks_ms]
        self._marks = MarkMeter(marks, rate, channels, limits.onset_s, limits.silence_dbfs)
        self._turns = turns
        self._spans = Stretches([(turn.start, turn.stop) for turn in turns])
        self._turn_meters: dict[int, TurnMeter] = {}
        self._turn_sounds: list[TurnSound | None] = [None] * len(turns)
        self._role_meters = {turn.role: LoudnessMeter(rate, channels) for turn in turns}
        self._role_lengths = dict.fromkeys(self._role_meters, 0)

    def add(self, block: Samples) -> None:
        """The next frames of the episode."""
        self._length += len(block)
        self._loudness.add(block)
        self._true_peak.add(block)
        self._level.add(block)
        self._silence.add(block)
        self._marks.add(block)
        for index, piece, last in self._spans.cut(block):
            self._hear_turn(index, piece, last=last)

    def _hear_turn(self, index: int, piece: Samples, *, last: bool) -> None:
        role = self._turns[index].role
        self._role_meters[role].add(piece)
        self._role_lengths[role] += len(piece)
        if index not in self._turn_meters:
            self._turn_meters[index] = TurnMeter(self._rate, self._channels)
        self._turn_meters[index].add(piece)
        if last:
            self._turn_sounds[index] = self._turn_meters.pop(index).result()

    def heard(self) -> Heard:
        """Everything, at the end of the episode."""
        return Heard(
            sample_rate=self._rate,
            channels=self._channels,
            length=self._length,
            lufs=self._loudness.integrated(),
            true_peak_dbtp=units.db_from_gain(self._true_peak.peak()),
            full_scale=self._level.full_scale,
            dc=self._level.mean(),
            silence=self._silence.longest(),
            marks=tuple(self._marks.sounds),
            turns=tuple(self._turn_sounds),
            roles={
                role: RoleSound(lufs=meter.integrated(), length=self._role_lengths[role])
                for role, meter in self._role_meters.items()
            },
        )
