"""Labels that stand before values, as in a list of records, and not before speech."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence

from stimmwerk.importers.ending import is_finished
from stimmwerk.importers.names import is_cjk, is_role
from stimmwerk.importers.openings import Opening, text_behind
from stimmwerk.importers.source import Line

#: What stands behind the labels of records has so few words, and hardly ends as sentences do.
WORDS_OF_RECORD = 3
_FINISHED = 0.2
_LEAST = 4
#: So many openings tell what a text is.
_SAMPLE = 20_000


def is_record(openings: Mapping[int, Opening], lines: Sequence[Line]) -> bool:
    """Whether the openings of a text, by index of a line, are those of a list of records."""
    with_colon = [index for index, opening in openings.items() if opening.said and opening.form == "colon"]
    if len(with_colon) < _LEAST or len(with_colon) < 0.8 * len(openings):
        return False
    if any(opening.strong for opening in openings.values()):
        return False
    texts = [text_behind(openings[index], index, lines) for index in with_colon[:_SAMPLE]]
    if any(is_cjk(text) for text in texts[:20]):
        return False
    short = statistics.median(len(text.split()) for text in texts) <= WORDS_OF_RECORD
    ended = sum(is_finished(text) for text in texts) <= _FINISHED * len(texts)
    return short and ended and not any(is_role(label) for label in {opening.label for opening in openings.values()})
