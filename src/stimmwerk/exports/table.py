"""Who writes each format."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from stimmwerk.exports.captions import chapters_webvtt, transcript_subrip, transcript_webvtt
from stimmwerk.exports.chapters import chapter_list, chapters_json, chapters_psc, ffmetadata
from stimmwerk.exports.edition import Edition
from stimmwerk.exports.notes import notes_html, notes_markdown
from stimmwerk.exports.page.document import page_html
from stimmwerk.exports.reading import transcript_html, transcript_markdown
from stimmwerk.exports.transcript import transcript_json, words_json
from stimmwerk.formats import FORMATS, Format

#: Format -> what makes the whole file of an edition.
MAKERS: dict[str, Callable[[Edition], str | bytes]] = {
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
    "page": page_html,
}


def made(edition: Edition, wanted: Collection[str]) -> Iterator[tuple[Format, str, bytes]]:
    """(format, name of the file in the episode's folder, its bytes) of every wanted format, in their order."""
    for form in FORMATS:
        if form.name in wanted and form.name in MAKERS:
            text = MAKERS[form.name](edition)
            yield form, form.file(edition.name), text.encode("utf-8") if isinstance(text, str) else text
