"""Chapters beside the sound: the JSON chapters of Podcasting 2.0, version 1.2."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from stimmwerk import units
from stimmwerk.timeline import ChapterMark

_VERSION = "1.2.0"


def chapters_json(
    chapters: Sequence[ChapterMark],
    sample_rate: int,
    *,
    title: str | None = None,
    image_urls: Mapping[str, str] | None = None,
) -> str:
    """JSON, indented, with a final newline: the same chapters that the MP3's tag holds, to the millisecond.

    title: of the episode.  image_urls: image of a chapter mark -> the address where players fetch it; an image that
    is an http(s) address already needs none, and one without an address cannot be shown and is left out.
    See https://github.com/Podcastindex-org/podcast-namespace, chapters/jsonChapters.md.
    """
    document: dict[str, Any] = {"version": _VERSION}
    if title:
        document["title"] = title
    document["chapters"] = [_chapter(mark, sample_rate, image_urls or {}) for mark in chapters]
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _chapter(mark: ChapterMark, sample_rate: int, image_urls: Mapping[str, str]) -> dict[str, Any]:
    chapter: dict[str, Any] = {
        "startTime": units.milliseconds(mark.start, sample_rate) / 1000,
        "endTime": units.milliseconds(mark.stop, sample_rate) / 1000,
        "title": mark.title,
    }
    if mark.url:
        chapter["url"] = mark.url
    if image := _address(mark.image, image_urls):
        chapter["img"] = image
    return chapter


def _address(image: str | None, image_urls: Mapping[str, str]) -> str | None:
    if image is None:
        return None
    return image if image.startswith(("https://", "http://")) else image_urls.get(image)
