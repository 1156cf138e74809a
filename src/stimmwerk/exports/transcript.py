"""The JSON transcript of Podcasting 2.0."""

from __future__ import annotations

import json
from itertools import pairwise

from stimmwerk.exports.edition import Edition, Passage

_VERSION = "1.0.0"


def transcript_json(edition: Edition) -> str:
    """JSON, indented, with a final newline: one segment a passage, times in seconds to the millisecond.

    Raises ValueError for passages that are blank, shorter than a millisecond, out of order or overlapping.
    See https://github.com/Podcastindex-org/podcast-namespace, transcripts/transcripts.md.
    """
    passages = [(turn.speaker, passage) for turn in edition.turns for passage in turn.passages]
    _require_order(edition, [passage for _, passage in passages])
    segments = [
        {
            "speaker": speaker,
            "startTime": edition.ms(passage.start) / 1000,
            "endTime": edition.ms(passage.stop) / 1000,
            "body": " ".join(passage.text.split()),
        }
        for speaker, passage in passages
    ]
    return json.dumps({"version": _VERSION, "segments": segments}, indent=2, ensure_ascii=False) + "\n"


def _require_order(edition: Edition, passages: list[Passage]) -> None:
    """Raises ValueError unless passages have text, last at least a millisecond, and follow one another."""
    for passage in passages:
        if not passage.text.strip():
            raise ValueError(f"the passage at sample {passage.start} has no text")
        if edition.ms(passage.start) >= edition.ms(passage.stop):
            raise ValueError(f"the passage {passage.text!r} lasts from sample {passage.start} to {passage.stop}")
    for before, after in pairwise(passages):
        if after.start < before.stop:
            raise ValueError(f"the passage {after.text!r} begins before {before.text!r} ends")
