"""What of an episode lets a voice be judged: a few lines of a role, spread over the episode, none of them long."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from stimmwerk.casting.rundown import Line

#: So many characters of a line are enough, and a line of fewer says little of a voice.
ENOUGH, LEAST = 260, 40


def excerpts(lines: Sequence[Line], count: int) -> tuple[Line, ...]:
    """At most ``count`` of a role's lines, in their order, each cut behind the sentence with which it is long enough.

    Of the lines that are not short, or of all where those are too few, they are taken at even distances; where one of
    them asks something, one that does is among those.
    """
    cut = [cut_short(line) for line in lines]
    long = [line for line in cut if len(line.text) >= LEAST]
    # A role may say little but interjections.
    pool = long if len(long) >= count else cut
    if len(pool) <= count:
        return tuple(pool)
    steps = max(count - 1, 1)
    chosen = [pool[place * (len(pool) - 1) // steps] for place in range(count)]
    asking = [line for line in pool if "?" in line.text]
    if asking and not any("?" in line.text for line in chosen):
        chosen[-1] = asking[0]
    return tuple(sorted(chosen, key=lambda line: line.number))


def cut_short(line: Line) -> Line:
    """The line up to the end of the first sentence behind which it is long enough."""
    for number, utterance in enumerate(line.utterances):
        if utterance.stop >= ENOUGH and utterance.ending != "clause":
            kept = line.utterances[: number + 1]
            return replace(
                line, text=line.text[: utterance.stop], utterances=kept, unspoken=_within(line, utterance.stop)
            )
    return line


def _within(line: Line, stop: int) -> tuple[tuple[int, int], ...]:
    return tuple(stretch for stretch in line.unspoken if stretch[1] <= stop)
