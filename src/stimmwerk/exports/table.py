"""Who writes each format."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from stimmwerk.exports.chapters import chapters_json
from stimmwerk.exports.edition import Edition
from stimmwerk.exports.timeline import timeline_png, timeline_svg
from stimmwerk.exports.transcript import transcript_json
from stimmwerk.formats import FORMATS

#: The whole of a file, or several: name in the episode's folder -> bytes.
Made = str | bytes | Mapping[str, bytes]


def made(edition: Edition, wanted: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """(name of the file in the episode's folder, its bytes) of every wanted format, in the order of the formats."""
    for form in FORMATS:
        if form.name in wanted and form.name in MAKERS:
            found = MAKERS[form.name](edition)
            if isinstance(found, Mapping):
                yield from found.items()
            else:
                yield form.file(edition.name), found.encode("utf-8") if isinstance(found, str) else found


def _cover(edition: Edition) -> bytes:
    return edition.cover.data


def _chapter_pictures(edition: Edition) -> dict[str, bytes]:
    pictures = (chapter.image for chapter in edition.chapters if chapter.image)
    return {picture.file: picture.data for picture in pictures if picture.file}


#: Format -> what makes the files of an edition.
MAKERS: dict[str, Callable[[Edition], Made]] = {
    "chapters_json": chapters_json,
    "transcript_json": transcript_json,
    "cover": _cover,
    "chapter_pictures": _chapter_pictures,
    "timeline_svg": timeline_svg,
    "timeline_png": timeline_png,
}
