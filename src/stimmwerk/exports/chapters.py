"""Chapters beside the sound, in every shape that players and platforms read: all from the same marks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from stimmwerk import units
from stimmwerk.exports.captions import clock
from stimmwerk.exports.edition import Edition, EditionChapter
from stimmwerk.exports.markup import html

_VERSION = "1.2.0"

_FFMETADATA = re.compile(r"[=;#\\\n]")


def chapters_json(edition: Edition) -> str:
    """JSON, indented, with a final newline: the same chapters that the MP3's tag holds, to the millisecond.

    A picture is named by the address where it will stand; a show without an address names none.
    See https://github.com/Podcastindex-org/podcast-namespace, chapters/jsonChapters.md.
    """
    facts = {
        "title": edition.title,
        "podcastName": edition.show.title,
        "author": edition.show.author,
        "description": edition.description,
        "fileName": edition.mp3,
    }
    document = {
        "version": _VERSION,
        **{name: value for name, value in facts.items() if value},
        "chapters": [_chapter(chapter, edition) for chapter in edition.chapters],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def chapters_psc(edition: Edition) -> str:
    """Podlove Simple Chapters 1.2 (https://podlove.org/simple-chapters), as a document of its own."""
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    lines.append('<psc:chapters version="1.2" xmlns:psc="http://podlove.org/simple-chapters">')
    for chapter in edition.chapters:
        facts = {
            "start": clock(edition.ms(chapter.start)),
            "title": _line(chapter.title),
            "href": chapter.url,
            "image": picture_address(edition, chapter),
        }
        written = " ".join(f'{name}="{html(value)}"' for name, value in facts.items() if value)
        lines.append(f"  <psc:chapter {written}/>")
    lines.append("</psc:chapters>")
    return "\n".join(lines) + "\n"


def ffmetadata(edition: Edition) -> str:
    """What ``ffmpeg -i FILE -map_metadata`` reads: the tags of the other files, and chapters.

    See https://ffmpeg.org/ffmpeg-formats.html#Metadata.
    """
    tags = {
        "title": edition.title,
        "artist": edition.show.author,
        "album": edition.show.title,
        "date": edition.date.isoformat() if edition.date else "",
        "track": "" if edition.number is None else str(edition.number),
        "genre": "Podcast",
        "copyright": edition.show.copyright,
    }
    comment = _FFMETADATA.sub(r"\\\g<0>", edition.comment)
    lines = [";FFMETADATA1", *_pairs(tags), f"comment={comment}"]
    for chapter in edition.chapters:
        times = {"TIMEBASE": "1/1000", "START": str(edition.ms(chapter.start)), "END": str(edition.ms(chapter.stop))}
        lines += ["[CHAPTER]", *(f"{name}={value}" for name, value in times.items()), *_pairs({"title": chapter.title})]
    return "\n".join(lines) + "\n"


def chapter_list(edition: Edition) -> str:
    """``00:00 Title`` lines, as YouTube and Spotify find them in a description; hours where the episode has any.

    Seconds are cut, so that nobody who jumps there misses the start.  YouTube shows chapters only where there are three
    at least, the first at 00:00, and none is shorter than ten seconds; the list is right all the same.
    """
    return "".join(f"{time} {_line(chapter.title)}\n" for time, chapter in listed(edition))


def listed(edition: Edition) -> Iterator[tuple[str, EditionChapter]]:
    """Every chapter behind its time as ``MM:SS`` or, in an episode of an hour and more, ``H:MM:SS``."""
    long = edition.ms(edition.length) >= 3_600_000
    for chapter in edition.chapters:
        seconds = edition.ms(chapter.start) // 1000
        yield (
            (f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" if long else units.clock(seconds)),
            chapter,
        )


def picture_address(edition: Edition, chapter: EditionChapter) -> str | None:
    """Where a chapter's picture will stand on the web, or None."""
    return edition.address_of(chapter.image.file) if chapter.image and chapter.image.file else None


def _chapter(mark: EditionChapter, edition: Edition) -> dict[str, Any]:
    chapter: dict[str, Any] = {
        "startTime": edition.ms(mark.start) / 1000,
        "endTime": edition.ms(mark.stop) / 1000,
        "title": mark.title,
        "toc": True,
    }
    if mark.url:
        chapter["url"] = mark.url
    if address := picture_address(edition, mark):
        chapter["img"] = address
    return chapter


def _pairs(tags: dict[str, str]) -> Iterator[str]:
    for name, value in tags.items():
        if value:
            yield f"{name}=" + _FFMETADATA.sub(r"\\\g<0>", _line(value))


def _line(text: str) -> str:
    return " ".join(text.split())
