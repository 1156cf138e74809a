"""Captions that roll up: each cue shows again what the last one showed, and adds a line or some words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby, pairwise

from stimmwerk.importers.base import LeftOut
from stimmwerk.importers.cuetext import CueTexts, Spoken, without_first

#: A file rolls up when at least so many cues, and so great a part of them, begin with the end of the one before.
_LEAST = 3
_PART = 0.5
#: The same where words carry times of their own, as live captions do.
_LEAST_CLOCKED = 2
_PART_CLOCKED = 0.3
#: So great a part of the cues that show something again add to it; otherwise somebody says a thing twice.
_GROWN = 0.25

_REASON = "shown again by a caption that rolls up"


def without_repeats(texts: CueTexts) -> tuple[tuple[Spoken, ...], tuple[LeftOut, ...]]:
    """What is said, without what captions show again, and an account of that; as it is where the file does not roll."""
    cues = [tuple(lines) for _, lines in groupby(texts.spoken, lambda spoken: spoken.cue)]
    shared = [_shared(before, after) for before, after in pairwise(cues)]
    rolls = sum(count > 0 for count, _ in shared)
    least, part = (_LEAST_CLOCKED, _PART_CLOCKED) if texts.clocked else (_LEAST, _PART)
    grown = sum(_grows(*pair) for pair in zip(shared, cues[1:], strict=True))
    if rolls < least or rolls < part * len(shared) or grown < _GROWN * rolls:
        return texts.spoken, ()
    kept: list[Spoken] = list(cues[0])
    left_out: list[LeftOut] = []
    for cue, (count, characters) in zip(cues[1:], shared, strict=True):
        for index, line in enumerate(cue):
            if index >= count:
                kept.append(line)
            elif index == count - 1 and characters < len(line.text):
                left_out.append(LeftOut(line=line.line, text=line.text[:characters], reason=_REASON))
                kept.append(without_first(line, characters))
            else:
                # With tags among its words, only the line as a whole stands so in the file.
                shown = line.text if line.text in line.raw else line.raw
                left_out.append(LeftOut(line=line.line, text=shown, reason=_REASON))
    return tuple(kept), tuple(left_out)


def _grows(shared: tuple[int, int], cue: Sequence[Spoken]) -> bool:
    """Whether a cue shows something new behind what it shows again."""
    count, characters = shared
    return 0 < count < len(cue) or (count > 0 and characters < len(cue[count - 1].text))


def _shared(before: Sequence[Spoken], after: Sequence[Spoken]) -> tuple[int, int]:
    """How many lines of a cue stood at the end of the one before, and how many characters of the last of them did."""
    for count in range(min(len(before), len(after)), 0, -1):
        *same, last = zip(before[-count:], after[:count], strict=True)
        if all(old.text == new.text for old, new in same):
            old, new = last[0].text, last[1].text
            if new == old or new.startswith(f"{old} "):
                return count, len(old)
    return 0, 0
