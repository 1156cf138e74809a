"""Labels that stand before values, as in a list of records, and not before speech."""

from __future__ import annotations

import statistics
from collections.abc import Mapping

from stimmwerk.importers.ending import is_finished
from stimmwerk.importers.names import is_cjk, is_role
from stimmwerk.importers.openings import Opening

#: What stands behind the labels of records has so few words, and hardly ends as sentences do.
WORDS_OF_RECORD = 3
_FINISHED = 0.2
_LEAST = 4


def is_record(openings: Mapping[int, Opening]) -> bool:
    """Whether the openings of a text are those of a list of records."""
    texts = [opening.text for opening in openings.values() if opening.text and opening.form == "colon"]
    if len(texts) < _LEAST or len(texts) < 0.8 * len(openings):
        return False
    if any(is_cjk(text) for text in texts[:20]):
        return False
    short = statistics.median(len(text.split()) for text in texts) <= WORDS_OF_RECORD
    ended = sum(is_finished(text) for text in texts) <= _FINISHED * len(texts)
    roles = any(is_role(opening.label) for opening in openings.values())
    return short and ended and not roles and not any(opening.strong for opening in openings.values())
