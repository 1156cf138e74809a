"""A programme to be coded, and AAC to code it in."""

from dataclasses import replace

from stimmwerk.coded.codec import Codec
from stimmwerk.exports.edition import Edition, EditionChapter, Picture
from stimmwerk.id3 import DigitalSource
from stimmwerk.showfile import parse_show
from stimmwerk.timeline import CHAPTER_GRID

SHOW = parse_show('title="Reihe"\nauthor="Wir"\nlanguage="de"\ncast="c"\ndisclosure="Künstliche Stimmen."\n')

#: In samples; a programme always ends on the grid.
LENGTH = 17 * CHAPTER_GRID


def codec(rate=22_050, channels=1):
    return Codec(name="aac", programme_rate=44_100, sample_rate=rate, channels=channels, quality=90)


def edition(cover, length=LENGTH, starts=(0, 50_001, 123_457), **changes):
    """Of chapters that begin with these samples."""
    stops = (*starts[1:], length)
    chapters = [EditionChapter(start=a, stop=b, title=f"Das Thäma {a}") for a, b in zip(starts, stops, strict=True)]
    plain = Edition(
        name="folge",
        title="Eine Folge",
        language="de-CH",
        sample_rate=44_100,
        length=length,
        show=SHOW,
        chapters=tuple(chapters),
        turns=(),
        cast=(),
        cover=Picture(data=cover),
        source=DigitalSource.RULES,
    )
    return replace(plain, **changes)
