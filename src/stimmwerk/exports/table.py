"""Who writes each format."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from types import MappingProxyType

from stimmwerk.exports.captions import chapters_webvtt, transcript_subrip, transcript_webvtt
from stimmwerk.exports.chapters import chapter_list, chapters_json, chapters_psc, ffmetadata
from stimmwerk.exports.edition import Edition
from stimmwerk.exports.labels import labels, regions
from stimmwerk.exports.notes import notes_html, notes_markdown
from stimmwerk.exports.page.document import page_html
from stimmwerk.exports.reading import transcript_html, transcript_markdown
from stimmwerk.exports.timeline import timeline_png, timeline_svg
from stimmwerk.exports.transcript import transcript_json, words_json
from stimmwerk.formats import FORMATS, Format

#: The whole of a file, or several: name in the episode's folder -> bytes.
Made = str | bytes | Mapping[str, bytes]


def made(
    edition: Edition, wanted: Collection[str], ready: Mapping[str, Made] = MappingProxyType({})
) -> Iterator[tuple[Format, str, bytes]]:
    """(format, name of the file in the episode's folder, its bytes) of every wanted format, in their order.

    ready: what was made of the same edition before, by format.
    """
    for form in FORMATS:
        if form.name in wanted and form.name in MAKERS:
            found = ready[form.name] if form.name in ready else MAKERS[form.name](edition)
            files = found if isinstance(found, Mapping) else {form.file(edition.name): found}
            for name, data in files.items():
                yield form, name, data.encode("utf-8") if isinstance(data, str) else data


def _cover(edition: Edition) -> bytes:
    return edition.cover.data


def _chapter_pictures(edition: Edition) -> dict[str, bytes]:
    pictures = (chapter.image for chapter in edition.chapters if chapter.image)
    return {picture.file: picture.data for picture in pictures if picture.file}


#: Format -> what makes the files of an edition.
MAKERS: dict[str, Callable[[Edition], Made]] = {
    "webvtt": transcript_webvtt,
    "subrip": transcript_subrip,
    "transcript_json": transcript_json,
    "words_json": words_json,
    "transcript_html": transcript_html,
    "transcript_markdown": transcript_markdown,
    "chapters_json": chapters_json,
    "chapters_psc": chapters_psc,
    "chapters_webvtt": chapters_webvtt,
    "ffmetadata": ffmetadata,
    "chapter_list": chapter_list,
    "notes_markdown": notes_markdown,
    "notes_html": notes_html,
    "cover": _cover,
    "chapter_pictures": _chapter_pictures,
    "timeline_svg": timeline_svg,
    "timeline_png": timeline_png,
    "labels": labels,
    "regions": regions,
    "page": page_html,
}

#: Those whose files are others where the edition's ``loudness`` is another.
SHOWING_LOUDNESS = frozenset({"timeline_svg", "timeline_png", "page"})
