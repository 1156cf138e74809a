"""Who writes each format."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from stimmwerk.exports.chapters import chapters_json
from stimmwerk.exports.edition import Edition
from stimmwerk.exports.page.document import page_html
from stimmwerk.exports.transcript import transcript_json
from stimmwerk.formats import FORMATS

#: Format -> what makes the whole file of an edition.
MAKERS: dict[str, Callable[[Edition], str | bytes]] = {
    "chapters_json": chapters_json,
    "transcript_json": transcript_json,
    "page": page_html,
}


def made(edition: Edition, wanted: Collection[str]) -> Iterator[tuple[str, bytes]]:
    """(name of the file in the episode's folder, its bytes) of every wanted format, in the order of the formats."""
    for form in FORMATS:
        if form.name in wanted and form.name in MAKERS:
            text = MAKERS[form.name](edition)
            yield form.file(edition.name), text.encode("utf-8") if isinstance(text, str) else text
