"""What WebVTT and SubRip have in common: from a file of cues to a script."""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence
from dataclasses import dataclass

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.base import Caution, Heading, Imported, LeftOut, ShowFacts
from stimmwerk.importers.compose import compose
from stimmwerk.importers.counting import count_words
from stimmwerk.importers.cues import Cue, CueFile, parse_cues, timing_of
from stimmwerk.importers.cuetext import Spoken, read_cue_texts
from stimmwerk.importers.prefixes import with_speakers
from stimmwerk.importers.rolling import without_repeats
from stimmwerk.importers.utterances import Utterance, given_labels, to_pieces
from stimmwerk.script.attributes import is_language

#: Nobody speaks so slowly, in seconds a word, for a whole file: these are titles of chapters.
_SLOWEST = 8.0
_SLOWEST_CUE = 20.0

_PICTURE = re.compile(r"\S+(?:#xywh=\S+|\.(?:jpe?g|png|webp|gif))\Z", re.IGNORECASE)


def has_cues(text: str) -> bool:
    """Whether there is a line of times among the first lines."""
    lines = text[: 1 << 16].split("\n")
    return any(timing_of(line.strip()) is not None for line in lines)


def read_captions(text: str, file: str, facts: ShowFacts, name: str) -> Imported:
    """The script in a file of cues.  name: of the importer.

    Raises SourceError for a file in which nobody speaks: without cues, or of chapters or pictures.
    """
    found = parse_cues(text)
    told = tell_cues(found.cues, facts)
    _require_speech(found, told.spoken, file)
    pieces, more = to_pieces(told.utterances, _headings(found, told.spoken))
    language = found.head.get("language", "").strip()
    return compose(
        pieces,
        file=file,
        facts=facts,
        format=name,
        title=found.head.get("title") or None,
        language=language if is_language(language) else None,
        warnings=(*told.cautions, *more),
        left_out=(*found.left_out, *told.left_out),
        given=given_labels(told.utterances),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What cues say.  utterances: one for each of ``spoken``."""

    spoken: tuple[Spoken, ...]
    utterances: tuple[Utterance, ...]
    cautions: tuple[Caution, ...]
    left_out: tuple[LeftOut, ...]


def tell_cues(cues: Sequence[Cue], facts: ShowFacts) -> Told:
    """The text of cues, by who says it: as tags of voices have it, else as names before colons do."""
    texts = read_cue_texts(cues)
    spoken, repeated = without_repeats(texts)
    cautions = [_unclosed(line) for line in texts.unclosed]
    if not any(line.speaker for line in spoken):
        spoken, more = with_speakers(spoken, facts)
        cautions += more
    return Told(
        spoken=spoken,
        utterances=tuple(_utterance(line, cues[line.cue]) for line in spoken),
        cautions=tuple(cautions),
        left_out=repeated,
    )


def _require_speech(found: CueFile, spoken: Sequence[Spoken], file: str) -> None:
    where = Where(file, spoken[0].line if spoken else None)
    if not found.cues:
        raise SourceError("there is no cue in this file", where=where, hint="a cue has a line 00:01.000 --> 00:02.000")
    if not spoken:
        raise SourceError("the cues of this file have no text", where=Where(file), hint="is this the right file?")
    if found.head.get("kind", "").casefold() == "chapters" or _are_titles(found.cues, spoken):
        raise SourceError(
            "this file holds the titles of chapters, not what is said",
            where=where,
            hint="import the transcript; chapters of a script are its headings (## Title)",
        )
    if found.head.get("kind", "").casefold() == "metadata" or all(_is_data(line.text) for line in spoken):
        raise SourceError(
            "the cues of this file hold pictures or data, not what is said",
            where=where,
            hint="import the transcript: its cues hold sentences",
        )


def _are_titles(cues: Sequence[Cue], spoken: Sequence[Spoken]) -> bool:
    """Whether the cues stand far longer than anybody would need to speak their words."""
    words = dict.fromkeys(range(len(cues)), 0)
    for line in spoken:
        words[line.cue] += count_words(line.text)
    lengths = {index: cue.stop - cue.start for index, cue in enumerate(cues) if words[index]}
    if len(lengths) < 2:
        return False
    pace = statistics.median(length / words[index] for index, length in lengths.items())
    return pace >= _SLOWEST and statistics.median(lengths.values()) >= _SLOWEST_CUE


def _is_data(text: str) -> bool:
    return _PICTURE.match(text) is not None or (
        text.startswith(("{", "[")) and text.endswith(("}", "]")) and '":' in text
    )


def _unclosed(line: int) -> Caution:
    message = "a voice tag does not end here; check who speaks, or close it: <v Name>"
    return Caution(line=line, code="voice-unclosed", message=message)


def _utterance(line: Spoken, cue: Cue) -> Utterance:
    return Utterance(
        speaker=line.speaker, text=line.text, line=line.line, start=cue.start, stop=cue.stop, changes=line.changes
    )


def _headings(found: CueFile, spoken: Sequence[Spoken]) -> tuple[tuple[int, Heading], ...]:
    """(index of the line before which it stands, heading), from notes that name chapters."""
    headings: list[tuple[int, Heading]] = []
    at = 0
    for cue, title, line in found.chapters:
        while at < len(spoken) and spoken[at].cue < cue:
            at += 1
        headings.append((at, Heading(title=title, line=line)))
    return tuple(headings)
