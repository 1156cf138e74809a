"""Chapters beside the sound: the JSON chapters of Podcasting 2.0, version 1.2."""

from __future__ import annotations

import json
from typing import Any

from stimmwerk.exports.edition import Edition, EditionChapter

_VERSION = "1.2.0"


def chapters_json(edition: Edition) -> str:
    """JSON, indented, with a final newline: the same chapters that the MP3's tag holds, to the millisecond.

    A picture is named by the address where it will stand; a show without an address names none.
    See https://github.com/Podcastindex-org/podcast-namespace, chapters/jsonChapters.md.
    """
    document = {
        "version": _VERSION,
        "title": edition.title,
        "chapters": [_chapter(chapter, edition) for chapter in edition.chapters],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _chapter(mark: EditionChapter, edition: Edition) -> dict[str, Any]:
    chapter: dict[str, Any] = {
        "startTime": edition.ms(mark.start) / 1000,
        "endTime": edition.ms(mark.stop) / 1000,
        "title": mark.title,
    }
    if mark.url:
        chapter["url"] = mark.url
    if edition.address and mark.image and mark.image.file:
        chapter["img"] = edition.address + mark.image.file
    return chapter
