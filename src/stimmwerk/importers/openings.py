"""The beginning of a turn, as the judgement on labels finds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from stimmwerk.importers.candidates import Candidate, Form
from stimmwerk.importers.source import Line


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The beginning of a turn.

    label: words one space apart; folded: as labels are compared; at, said: where on the last of its lines begins what
    is said, and whether anything is; form, strong: how it is written; times: as written; once: the label stands there
    once only, so that it may be none; lines: how many lines of the source the label is wrapped over.
    """

    label: str
    folded: str
    at: int
    said: bool
    form: Form
    strong: bool = False
    times: tuple[str, ...] = ()
    once: bool = False
    lines: int = 1


def opening_of(candidate: Candidate, *, once: bool = False) -> Opening:
    """The opening that a candidate is.  once: its label stands there once only."""
    return Opening(
        label=candidate.label,
        folded=candidate.folded,
        at=candidate.at,
        said=candidate.said,
        form=candidate.form,
        strong=candidate.strong,
        times=candidate.times,
        once=once,
        lines=candidate.lines,
    )


def text_behind(opening: Opening | Candidate, index: int, lines: Sequence[Line]) -> str:
    """What is said behind a label on the line where it ends.  index: of the line on which it begins."""
    return lines[index + opening.lines - 1].text[opening.at :]
