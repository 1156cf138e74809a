"""The JSON transcripts of Podcasting 2.0: a segment a sentence, and a segment a word."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from stimmwerk.exports.cues import Measure, check_order, cues
from stimmwerk.exports.edition import Edition
from stimmwerk.exports.written import written_of

_VERSION = "1.0.0"

#: Longer sentences, and what engines that take paragraphs speak in one go, are cut at sense units.
_SENTENCES = Measure(columns=240, lines=1, joins=False)


def transcript_json(edition: Edition) -> str:
    """JSON, indented, with a final newline: a segment a sentence, times in seconds to the millisecond.

    Raises ValueError for passages that are blank, shorter than a millisecond, out of order or overlapping.
    See https://github.com/Podcastindex-org/podcast-namespace, transcripts/transcripts.md.
    """
    segments = [_segment(cue.speaker, cue.start, cue.stop, cue.lines[0]) for cue in cues(edition, _SENTENCES)]
    return json.dumps({"version": _VERSION, "segments": segments}, indent=2, ensure_ascii=False) + "\n"


def words_json(edition: Edition) -> str:
    """The same with a segment a word, one on a line, for players that follow the sound word by word.

    ``wordTimes`` says how the times of words were found: ``marked`` by the engine, ``estimated`` from the lengths of
    words, or ``mixed``, where both are in the file; ``estimated`` then lists the spans (from, to, in seconds).
    Raises like ``transcript_json``.
    """
    check_order(edition)
    passages = [passage for turn in edition.turns for passage in turn.passages]
    guessed = [passage for passage in passages if passage.estimated]
    head: dict[str, Any] = {"version": _VERSION, "wordTimes": "marked"}
    if guessed:
        head["wordTimes"] = "estimated" if len(guessed) == len(passages) else "mixed"
    if guessed and len(guessed) < len(passages):
        head["estimated"] = [[edition.ms(p.start) / 1000, edition.ms(p.stop) / 1000] for p in guessed]
    lines = ",\n".join(_lines_of_turns(edition))
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    return f'{opening}, "segments": [\n{lines}\n]}}\n' if lines else f'{opening}, "segments": []}}\n'


def _lines_of_turns(edition: Edition) -> Iterator[str]:
    """The segments of every turn that has words; an episode of hours has too many to hold each by itself."""
    encode, end, written = json.JSONEncoder(ensure_ascii=False).encode, 0, written_of(edition)
    for turn in edition.turns:
        lines = []
        for word in written.of(turn):
            start = max(end, edition.ms(word.start))
            end = max(start + 1, edition.ms(word.stop))
            lines.append(encode(_segment(turn.speaker, start, end, word.text)))
        if lines:
            yield ",\n".join(lines)


def _segment(speaker: str, start: int, stop: int, text: str) -> dict[str, Any]:
    return {"speaker": speaker, "startTime": start / 1000, "endTime": stop / 1000, "body": " ".join(text.split())}
