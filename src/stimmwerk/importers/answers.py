"""Questions with a label and answers without: ``Q:`` and then plain paragraphs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stimmwerk.importers.openings import Opening
from stimmwerk.importers.paragraphs import Paragraph
from stimmwerk.importers.stage import is_direction
from stimmwerk.importers.vocabulary import ANSWERS, QUESTIONS
from stimmwerk.script.model import fold_label

_MARKS = ("?", "？")
_CLOSING = "\"'”“’»)」』 "


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """places: indexes of paragraphs that answer; label: the document's own for answers, None where it has none."""

    places: frozenset[int] = frozenset()
    label: str | None = None


def find_answers(paragraphs: Sequence[Paragraph], openings: Mapping[int, Opening]) -> Answers:
    """Paragraphs without a label that answer a question with one.

    Only behind labels that say ``question`` and nothing else, and behind a question mark: an interviewer may well
    speak on.  Where no label says ``answer``, the plain paragraphs must follow most of the questions.
    """
    labels = {fold_label(opening.label): opening.label for opening in openings.values()}
    own = next((label for folded, label in labels.items() if folded in ANSWERS), None)
    asked = [index for index, opening in openings.items() if fold_label(opening.label) in QUESTIONS]
    places = frozenset(index + 1 for index in asked if _is_answered(paragraphs, openings, index))
    others = [folded for folded in labels if folded not in QUESTIONS]
    if own is None and (others or len(places) < 2 or 2 * len(places) < len(asked)):
        return Answers()
    return Answers(places=places, label=own)


def _is_answered(paragraphs: Sequence[Paragraph], openings: Mapping[int, Opening], index: int) -> bool:
    following = index + 1
    return (
        paragraphs[index].text.rstrip(_CLOSING).endswith(_MARKS)
        and following < len(paragraphs)
        and following not in openings
        and not paragraphs[following].look.level
        and not paragraphs[following].look.bullet
        and paragraphs[following].spoken
        and not is_direction(paragraphs[following].text)
        and not paragraphs[following].text.rstrip(_CLOSING).endswith(_MARKS)
    )
