"""Chapters and turns for those who go on in an audio editor: Audacity's label track, the regions of REAPER."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import NamedTuple

from stimmwerk.exports.edition import Edition, SpokenTurn

#: So much of a turn's text stands in its label.
_LONGEST = 60


class _Stretch(NamedTuple):
    """start, stop: milliseconds."""

    start: int
    stop: int
    name: str


def labels(edition: Edition) -> str:
    """A label track as Audacity imports it: seconds, tabulators, a line a label."""
    return "".join(f"{_seconds(start)}\t{_seconds(stop)}\t{name}\n" for start, stop, name in _stretches(edition))


def regions(edition: Edition) -> str:
    """CSV as the region manager of REAPER imports it, with a ruler in minutes and seconds."""
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(("#", "Name", "Start", "End", "Length"))
    for number, (start, stop, name) in enumerate(_stretches(edition), 1):
        table.writerow((f"R{number}", name, _clock(start), _clock(stop), _clock(stop - start)))
    return text.getvalue()


def _stretches(edition: Edition) -> Iterator[_Stretch]:
    """By start; a chapter before its turns."""
    for number, chapter in enumerate(edition.chapters):
        yield _Stretch(edition.ms(chapter.start), edition.ms(chapter.stop), " ".join(chapter.title.split()))
        for turn in edition.turns_of(number):
            yield _Stretch(edition.ms(turn.start), edition.ms(turn.stop), _name(turn))


def _name(turn: SpokenTurn) -> str:
    text = " ".join(turn.text.split())
    short = text if len(text) <= _LONGEST else text[:_LONGEST].rsplit(" ", 1)[0] + " …"
    return f"{' '.join(turn.speaker.split())}: {short}"


def _seconds(ms: int) -> str:
    return f"{ms // 1000}.{ms % 1000:03}"


def _clock(ms: int) -> str:
    hours, rest = divmod(ms, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    minutes_text = f"{hours}:{minutes:02}" if hours else f"{minutes}"
    return f"{minutes_text}:{rest // 1000:02}.{rest % 1000:03}"
