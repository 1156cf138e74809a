"""When everything sounds: the one source of every time in every output, counted in samples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

#: Samples in an MPEG-1 layer III frame: lines and chapters begin on this grid, so that encoded sound can be kept.
FRAME = 1152

#: A cut needs so much digital silence before it (two frames) and after it (the encoder's look-ahead).
SILENCE_BEFORE_CUT = 2 * FRAME
SILENCE_AFTER_CUT = 224

LineKind = Literal["title", "narration", "turn", "interjection", "continuation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A stretch of a source, placed.

    source: a key that the mixdown's ``open_source`` understands; offset: first sample taken of the source;
    start, length: where it sounds, in samples of the timeline.  gain: factor on amplitudes.
    envelope: (sample from the clip's start, dB) pairs, rising; between them the dB run straight, outside them the
    nearest counts; empty is 0 dB throughout.  pan: its place in a stereo picture, from -1 (left) to 1 (right).
    """

    source: str
    start: int
    length: int
    gain: float = 1.0
    offset: int = 0
    envelope: tuple[tuple[int, float], ...] = ()
    pan: float = 0.0

    @property
    def stop(self) -> int:
        """The first sample after the clip."""
        return self.start + self.length


@dataclass(frozen=True, slots=True, kw_only=True)
class ChapterMark:
    """A chapter, from ``start`` to just before ``stop``, in samples.

    title: the short title; subtitle: what a long title says after its colon, or None.
    """

    start: int
    stop: int
    title: str
    subtitle: str | None = None
    url: str | None = None
    image: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnSpan:
    """When a line of the conversation is heard: first sample and the first after its last.

    number: the line's place in the episode, from 0; chapter: the index of its chapter mark; gain_db: how much louder
    it is meant to be than its role's other turns.
    """

    number: int
    chapter: int
    kind: LineKind
    role: str
    start: int
    stop: int
    gain_db: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """An arranged episode.

    clips: by start; chapters: the first at 0, contiguous, the last ends at ``length``; turns: by start.
    length: in samples, a whole number of MPEG frames (1152).
    cuts: rising positions, multiples of 1152, before each of which at least two frames of digital silence stand
    and after which at least 224 samples of silence follow: where encoded sound may be cut and joined.
    """

    sample_rate: int
    length: int
    clips: tuple[Clip, ...]
    chapters: tuple[ChapterMark, ...]
    turns: tuple[TurnSpan, ...]
    cuts: tuple[int, ...] = ()
