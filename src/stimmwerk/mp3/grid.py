"""Where the sound is cut into blocks that are encoded, and kept, one by one.

Blocks are cut at the timeline's cuts: silence around them makes a block's frames depend on the block alone.  Of the
cuts that leave a block of usual length, the one after the longest stretch without a cut is taken.  Two versions of an
episode then soon agree on a cut after an edit, and from there on on all, wherever the later one has moved to; taking
the first cut that leaves enough, they could go on out of step to the end.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from stimmwerk import units
from stimmwerk.mp3.frames import samples_per_frame

#: A block is this long, in seconds, wherever the cuts allow it: from, to.
USUAL_SECONDS = (6.0, 14.0)

#: No block is longer than this, in seconds: sound without a cut is divided all the same.
MOST_SECONDS = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of the sound, from ``start`` to just before ``stop``, in samples.

    sealed, closed: nothing sounds across its start, or across its end; both hold at the ends of the episode.
    """

    start: int
    stop: int
    sealed: bool
    closed: bool


def blocks_of(length: int, cuts: Sequence[int], *, sample_rate: int, resets: Sequence[int] = ()) -> tuple[Block, ...]:
    """Blocks that cover 0 to ``length``, every start a multiple of one MPEG frame, none over ``MOST_SECONDS``.

    cuts: rising positions in silence, multiples of one frame; resets: positions, in any order, that are borders
    wherever they are cuts too (chapters: what changes in one then leaves the others as they are).
    Raises ValueError for a length below 1, and for cuts that do not rise or are off the frames.
    """
    step = samples_per_frame(sample_rate)
    if length < 1:
        raise ValueError(f"a length of {length} samples; there must be at least 1")
    if any(cut % step for cut in cuts) or any(a >= b for a, b in pairwise(cuts)):
        raise ValueError(f"cuts must rise and be multiples of {step} samples")
    inner = [cut for cut in cuts if 0 < cut < length]
    sections = [0, *sorted(set(inner).intersection(resets)), length]
    limits = _Limits(
        *(units.samples(seconds, sample_rate) // step * step for seconds in (*USUAL_SECONDS, MOST_SECONDS))
    )
    borders = [0]
    for start, stop in pairwise(sections):
        within = [start, *inner[bisect.bisect_right(inner, start) : bisect.bisect_left(inner, stop)]]
        borders.extend(_borders(start, stop, within, limits))
    silent = {0, length, *inner}
    return tuple(Block(start=a, stop=b, sealed=a in silent, closed=b in silent) for a, b in pairwise(borders))


class _Limits(NamedTuple):
    """Lengths of a block in samples, whole frames."""

    least: int
    usual: int
    most: int


def _borders(start: int, stop: int, cuts: Sequence[int], limits: _Limits) -> Iterator[int]:
    """The borders after ``start`` up to ``stop``, itself one; cuts: the first is ``start``, all below ``stop``."""
    while start < stop:
        start = _next_border(start, stop, cuts, limits)
        yield start


def _next_border(start: int, stop: int, cuts: Sequence[int], limits: _Limits) -> int:
    if stop <= start + limits.usual:
        return stop
    first, last = bisect.bisect_left(cuts, start + limits.least), bisect.bisect_right(cuts, start + limits.usual)
    if first < last:
        return cuts[max(range(first, last), key=lambda number: cuts[number] - cuts[number - 1])]
    if first < len(cuts) and cuts[first] <= start + limits.most:
        return cuts[first]
    if stop <= start + limits.most:
        return stop
    # An early cut keeps the sound before it out of the hard cuts that follow.
    return cuts[first - 1] if cuts[first - 1] > start else start + limits.most
