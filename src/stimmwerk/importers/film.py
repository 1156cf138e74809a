"""Scripts for films: what stands apart from a name is seen and not said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from stimmwerk.importers.openings import Opening
from stimmwerk.importers.paragraphs import Paragraph
from stimmwerk.importers.stage import is_slugline

_MOSTLY = 0.8


def is_filmed(paragraphs: Sequence[Paragraph], openings: Mapping[int, Opening]) -> bool:
    """Whether a text is a script for a film: scenes have headings, and names stand right above what is said.

    openings: index of a paragraph -> the turn that it opens.
    """
    if not any(is_slugline(paragraph.text) for paragraph in paragraphs):
        return False
    close = sum(opening.form == "alone" and _speaks_below(paragraphs, index) for index, opening in openings.items())
    return close >= _MOSTLY * len(openings)


def is_apart(paragraph: Paragraph, above: Paragraph | None) -> bool:
    """Whether an empty line stands before a paragraph.  above: the one before it, None for none."""
    return above is None or paragraph.line > max((line for line, _ in above.lines()), default=0) + 1


def _speaks_below(paragraphs: Sequence[Paragraph], index: int) -> bool:
    """Whether something stands right below the label of a paragraph."""
    own, below = paragraphs[index], paragraphs[index + 1 : index + 2]
    return own.spoken or (bool(below) and not is_apart(below[0], own))
