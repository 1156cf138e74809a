"""One pass over the decoded sound, in which everything that needs it is measured."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from stimmwerk import units
from stimmwerk.errors import VerificationFailed
from stimmwerk.manifest import TurnRecord
from stimmwerk.signal.loudness import Gate, Power, Weigher
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

#: The first sample of a stretch and the first after its last.
Span = tuple[int, int]

#: The sound is decoded in blocks of so many windows: 1.5 s.
_WINDOWS_A_BLOCK = 150


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


def listen(
    path: Path, marks_ms: Sequence[int], turns: Sequence[TurnRecord], limits: Limits, music: Sequence[Span] = ()
) -> Heard:
    """Decodes a file by libsndfile and measures it, holding a few seconds of it at a time.

    marks_ms: of chapters; turns, music: their starts and stops are taken for samples of the file's own
    rate.
    Raises VerificationFailed where the file cannot be decoded.
    """
    import soundfile

    try:
        with soundfile.SoundFile(path) as file:
            ear = _Ear(file.samplerate, file.channels, marks_ms=marks_ms, turns=turns, limits=limits, music=music)
            block = _WINDOWS_A_BLOCK * units.samples(WINDOW_MS / 1000, file.samplerate)
            # Not ``file.blocks``: where a file is cut short, that goes on with what it read before.
            while len(samples := file.read(block, dtype="float32", always_2d=True)):
                ear.add(samples)
    except (soundfile.SoundFileError, OSError) as cause:
        raise VerificationFailed(f"libsndfile cannot decode it: {cause}") from cause
    return ear.heard()


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


class _Ear:
    """All meters side by side."""

    def __init__(
        self,
        rate: int,
        channels: int,
        *,
        marks_ms: Sequence[int],
        turns: Sequence[TurnRecord],
        limits: Limits,
        music: Sequence[Span],
    ) -> None:
        self._rate, self._channels = rate, channels
        self._length = 0
        self._weigher = Weigher(rate, channels)
        self._programme = Gate(rate)
        self._true_peak = TruePeakMeter(channels)
        self._level = LevelMeter(channels)
        self._silence = SilenceMeter(rate, limits.silence_dbfs)
        marks = [units.samples(mark / 1000, rate) for mark in marks_ms]
        self._marks = MarkMeter(marks, rate, channels, limits.onset_s, limits.onset_dbfs)
        self._clear = [(turn.role, span) for turn in turns for span in without((turn.start, turn.stop), music)]
        self._clear_spans = Stretches([span for _, span in self._clear])
        spans = [(turn.start, turn.stop) for turn in turns]
        self._sound_spans, self._power_spans = Stretches(spans), Stretches(spans)
        self._turn_meters: dict[int, TurnMeter] = {}
        self._turn_sounds: list[TurnSound | None] = [None] * len(turns)
        self._role_gates = {turn.role: Gate(rate) for turn in turns}
        self._role_lengths = dict.fromkeys(self._role_gates, 0)

    def add(self, block: Samples) -> None:
        """The next frames of the episode."""
        self._length += len(block)
        self._true_peak.add(block)
        self._level.add(block)
        self._silence.add(block)
        self._marks.add(block)
        for index, piece, _ in self._sound_spans.cut(block):
            if index not in self._turn_meters:
                self._turn_meters[index] = TurnMeter(self._rate, self._channels)
            self._turn_meters[index].hear(piece)
        # Last: a turn's meter must be there before its power comes.
        for power in self._weigher.add(block):
            self._weigh(power)

    def _weigh(self, power: Power) -> None:
        """Power lags behind sound by up to a stretch of the weigher; the last of a turn's power completes it."""
        self._programme.add(power)
        for index, piece, last in self._power_spans.cut(power):
            self._turn_meters[index].weigh(piece)
            if last:
                self._turn_sounds[index] = self._turn_meters.pop(index).result()

        for index, piece, _ in self._clear_spans.cut(power):
            role = self._clear[index][0]
            self._role_gates[role].add(piece)
            self._role_lengths[role] += len(piece)

    def heard(self) -> Heard:
        """Everything, at the end of the episode."""
        self._weigh(self._weigher.rest())
        return Heard(
            sample_rate=self._rate,
            channels=self._channels,
            length=self._length,
            lufs=self._programme.integrated(),
            true_peak_dbtp=units.db_from_gain(self._true_peak.peak()),
            full_scale=self._level.full_scale,
            dc=self._level.mean(),
            silence=self._silence.longest(),
            marks=tuple(self._marks.sounds),
            turns=tuple(self._turn_sounds),
            roles={
                role: RoleSound(lufs=gate.integrated(), length=self._role_lengths[role])
                for role, gate in self._role_gates.items()
            },
        )
