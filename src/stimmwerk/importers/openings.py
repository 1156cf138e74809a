"""The beginning of a turn, as the judgement on labels finds it."""

from __future__ import annotations

from dataclasses import dataclass

from stimmwerk.importers.candidates import Form


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """The beginning of a turn.  label: words one space apart; text: what is said on the same line, or empty;
    form, strong: how it is written; times: as written; once: the label stands there once only, so that it may be none;
    lines: how many lines of the source the label is wrapped over.
    """

    label: str
    text: str
    form: Form
    strong: bool = False
    times: tuple[str, ...] = ()
    once: bool = False
    lines: int = 1
