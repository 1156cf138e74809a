"""The timeline as sound: any stretch of an episode, computed from the clips that touch it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from stimmwerk.signal.limiter import REACH, limit
from stimmwerk.signal.waveform import to_channels
from stimmwerk.speech import Samples
from stimmwerk.timeline import Clip, Timeline

#: Raised whenever the same clips would sound otherwise.
REVISION = 2

#: So many sources stay open: those of a turn and the music under it.
SOURCES_OPEN = 16


class Mixdown:
    """An episode that can be read anywhere.

    channels: 1 or 2.  open_source: a clip's key -> the whole source, float32, shape (frames, channels), at the
    timeline's rate; a memory map will do; it is asked again for sources that have not been used for a while.
    gain: factor on the whole programme.  ceiling: the most that the true peak may be, linear.

    Memory is that of the sources that a stretch touches and of ``SOURCES_OPEN`` others.
    Raises ValueError for other numbers of channels and for clips that are not in order of their starts.
    """

    def __init__(
        self,
        timeline: Timeline,
        channels: int,
        open_source: Callable[[str], Samples],
        gain: float,
        ceiling: float,
    ) -> None:
        if channels not in (1, 2):
            raise ValueError(f"an episode of {channels} channels; allowed are 1 and 2")
        self.length = timeline.length
        self.channels = channels
        self._timeline = timeline
        self._clips = timeline.clips
        self._open = lru_cache(maxsize=SOURCES_OPEN)(open_source)
        self._gain = np.float32(gain)
        self._ceiling = ceiling
        self._starts = np.array([clip.start for clip in timeline.clips], np.int64)
        self._stops = np.array([clip.stop for clip in timeline.clips], np.int64)
        if (np.diff(self._starts) < 0).any():
            raise ValueError("the clips of the timeline are not in order of their starts")
        # The latest stop of each clip and all before it rises, so it can be searched.
        self._latest = np.maximum.accumulate(self._stops)

    def read(self, start: int, stop: int) -> Samples:
        """The samples from ``start`` to just before ``stop``: float32, shape (stop - start, channels).

        The same sample has the same bits in whatever stretch it is read.  Outside the episode, from 0 to ``length``,
        is silence, and silence is exactly zero.  Raises ValueError where ``stop`` lies before ``start`` or a clip asks
        for more than its source has.
        """
        if stop < start:
            raise ValueError(f"{start} to {stop} is no stretch of time")
        mixed = self._sum(start - REACH, stop + REACH)
        mixed *= self._gain
        return limit(mixed, self._ceiling)

    def ingredients(self, start: int, stop: int, *, before: bool, after: bool) -> tuple[object, ...]:
        """Everything that ``read`` depends on between two times, in values that JSON has words for.

        Times count from ``start``: a stretch that has moved as a whole has the same ingredients.  before, after:
        whether what sounds just outside matters too; it does not where silence of ``REACH`` samples stands there.
        """
        low = start - REACH if before else start
        high = stop + REACH if after else stop
        clips = tuple(
            (
                clip.source,
                clip.start - start,
                clip.length,
                clip.gain,
                clip.offset,
                clip.envelope,
                clip.pan if self.channels == 2 else 0.0,
            )
            for clip in self._touching(max(low, 0), min(high, self.length))
        )
        return (REVISION, clips, float(self._gain), self._ceiling, self.channels)

    def only(self, clips: Sequence[Clip]) -> Mixdown:
        """Some of its clips alone, in order of their starts, at the same gain and under the same ceiling."""
        timeline = replace(self._timeline, clips=tuple(clips))
        return Mixdown(timeline, self.channels, self._open, float(self._gain), self._ceiling)

    def blocks(self, frames: int) -> Iterator[Samples]:
        """The whole episode in stretches of ``frames`` samples; the last one has what is left."""
        for start in range(0, self.length, frames):
            yield self.read(start, min(start + frames, self.length))

    def _sum(self, start: int, stop: int) -> Samples:
        """The clips between two times, added up in the order of the timeline, which fixes the rounding."""
        total: Samples = np.zeros((stop - start, self.channels), np.float32)
        low, high = max(start, 0), min(stop, self.length)
        for clip in self._touching(low, high) if low < high else ():
            first, last = max(low, clip.start), min(high, clip.stop)
            total[first - start : last - start] += self._sound(clip, first, last)
        return total

    def _touching(self, start: int, stop: int) -> Iterator[Clip]:
        """The clips that sound between two times, in the order of the timeline."""
        first = int(np.searchsorted(self._latest, start, side="right"))
        last = int(np.searchsorted(self._starts, stop, side="left"))
        for index in first + np.flatnonzero(self._stops[first:last] > start):
            yield self._clips[index]

    def _sound(self, clip: Clip, first: int, last: int) -> Samples:
        """What a clip sounds like between two times inside it."""
        source = self._open(clip.source)
        if clip.offset < 0 or clip.offset + clip.length > len(source):
            raise ValueError(
                f"a clip takes samples {clip.offset} to {clip.offset + clip.length} of {clip.source!r}, "
                f"which has {len(source)}"
            )
        begin = clip.offset + first - clip.start
        sound = to_channels(np.asarray(source[begin : begin + last - first], np.float32), self.channels)
        factors = _factors(clip, first - clip.start, last - clip.start)
        return sound * (factors * _sides(clip.pan) if self.channels == 2 and clip.pan else factors)


def _factors(clip: Clip, first: int, last: int) -> Samples:
    """The clip's gain and envelope between two of its samples as factors; one factor for all where nothing moves."""
    if not clip.envelope:
        return np.full((1, 1), clip.gain, np.float32)
    places, levels = zip(*clip.envelope, strict=True)
    decibels = np.interp(np.arange(first, last), places, levels)
    factors: Samples = (clip.gain * 10 ** (decibels / 20)).astype(np.float32)
    return factors[:, np.newaxis]


def _sides(pan: float) -> Samples:
    """The factors of left and right, shape (1, 2), for a place from -1 to 1.

    Of constant power: their squares add up to 2 everywhere, as in the middle, so that a place changes no loudness
    (ITU-R BS.1770 adds the powers of the channels).
    """
    angle = (pan + 1) * np.pi / 4
    return np.array([[np.cos(angle), np.sin(angle)]], np.float32) * np.float32(np.sqrt(2))
