"""Editions made by hand."""

from stimmwerk.exports.edition import Edition, EditionChapter, Passage, Picture, SpokenTurn
from stimmwerk.id3 import DigitalSource
from stimmwerk.showfile import parse_show

SHOW = """\
title = "Gespräche"
author = "Ada"
language = "de"
cast = "first"
disclosure = "Alle Stimmen sind künstlich."
url = "https://example.org/show"
"""


def edition(chapters=None, turns=(), *, sample_rate=44_100, show=SHOW, **others):
    """An edition that lasts until its last chapter or turn ends."""
    length = max([part.stop for part in (*(chapters or ()), *turns)], default=sample_rate)
    values = {
        "name": "first",
        "title": "Folge 1",
        "language": "de",
        "sample_rate": sample_rate,
        "length": length,
        "show": parse_show(show),
        "chapters": chapters or (EditionChapter(start=0, stop=length, title="Alles"),),
        "turns": tuple(turns),
        "cast": (),
        "cover": Picture(data=b"\x89PNG"),
        "source": DigitalSource.RULES,
    }
    return Edition(**values | others)


def turn(speaker, *passages, number=0, chapter=0, kind="turn"):
    """A turn of passages: (start, stop, text) or (start, stop, text, words)."""
    texts, at, parts = [], 0, []
    for start, stop, text, *words in passages:
        parts.append(Passage(start=start, stop=stop, text=text, at=at, words=tuple(*words)))
        texts.append(text)
        at += len(text) + 1
    return SpokenTurn(
        number=number,
        chapter=chapter,
        kind=kind,
        role=speaker.casefold(),
        speaker=speaker,
        line=number + 1,
        text=" ".join(texts),
        start=parts[0].start,
        stop=parts[-1].stop,
        passages=tuple(parts),
    )
