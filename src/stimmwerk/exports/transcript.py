"""What is said, by whom and when: the values of a transcript, and the JSON transcript of Podcasting 2.0."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from stimmwerk import units

_VERSION = "1.0.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptWord:
    """When a word begins: its first sample in the episode; start, stop: its characters in the passage's text."""

    sample: int
    start: int
    stop: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence, or whatever else an engine speaks in one go.

    speaker: the name shown to people; start, stop: first sample and the first after the last, in the episode;
    text: as people read it, never blank; words: by time, empty where nobody knows.
    """

    speaker: str
    start: int
    stop: int
    text: str
    words: tuple[TranscriptWord, ...] = ()


def transcript_json(passages: Sequence[Passage], sample_rate: int) -> str:
    """JSON, indented, with a final newline: one segment a passage, times in seconds to the millisecond.

    Raises ValueError for passages that are blank, shorter than a millisecond, out of order or overlapping.
    See https://github.com/Podcastindex-org/podcast-namespace, transcripts/transcripts.md.
    """
    _require_order(passages, sample_rate)
    segments = [
        {
            "speaker": passage.speaker,
            "startTime": units.milliseconds(passage.start, sample_rate) / 1000,
            "endTime": units.milliseconds(passage.stop, sample_rate) / 1000,
            "body": " ".join(passage.text.split()),
        }
        for passage in passages
    ]
    return json.dumps({"version": _VERSION, "segments": segments}, indent=2, ensure_ascii=False) + "\n"


def _require_order(passages: Sequence[Passage], sample_rate: int) -> None:
    """Raises ValueError unless passages have text, last at least a millisecond, and follow one another."""
    for passage in passages:
        if not passage.text.strip():
            raise ValueError(f"the passage at sample {passage.start} has no text")
        if units.milliseconds(passage.start, sample_rate) >= units.milliseconds(passage.stop, sample_rate):
            raise ValueError(f"the passage {passage.text!r} lasts from sample {passage.start} to {passage.stop}")
    for before, after in pairwise(passages):
        if after.start < before.stop:
            raise ValueError(f"the passage {after.text!r} begins before {before.text!r} ends")
