"""Web pages: transcripts with <cite> and <time>, and whatever else people speak in."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.base import Heading, Imported, LeftOut, ShowFacts
from stimmwerk.importers.columns import is_head
from stimmwerk.importers.compose import compose
from stimmwerk.importers.cues import seconds
from stimmwerk.importers.pagetree import Block, Page, read_page
from stimmwerk.importers.source import BLANK, Line, Source, look_of
from stimmwerk.importers.text import read_source
from stimmwerk.importers.utterances import Utterance, given_labels, to_pieces
from stimmwerk.script.attributes import is_language

name = "html"

_HEAD = 1 << 16
_PAGE = re.compile(r"<(?:!doctype html|html|body)[\s>]", re.IGNORECASE)
_CITED = re.compile(r"<cite[\s>]|<time[\s>]", re.IGNORECASE)
_PARAGRAPH = re.compile(r"</(?:p|div|li|h\d|dd)>", re.IGNORECASE)
_TAG = re.compile(r"<([A-Za-z][\w:.-]{0,60})")
_CLOCK = re.compile(r"[\[(]?\d{1,4}(?::\d{1,2}){1,2}(?:[.,]\d{1,3})?[\])]?\Z")

#: readability looks at each element several times; a text of more characters is taken as it is.
_LONGEST_ARTICLE = 500_000
#: The main text has at least so great a part of the words of a page, or it was not found.
_LEAST_PART = 0.25
_MOST_COLUMNS = 4
_ROWS = ("section", "article", "tr", "li", "dd", "dt", "p")
_MARKED = re.compile(r'\bx="(\d+)"')


def recognise(text: str) -> float:
    """Sure where a page begins, likely where the text is made of paragraphs in tags."""
    head = text[:_HEAD].lstrip()
    if not head.startswith("<"):
        return 0.0
    if _PAGE.search(head):
        return 0.95
    if head.startswith("<?xml"):
        return 0.9
    if _CITED.search(head) and _PARAGRAPH.search(head):
        return 0.9
    return 0.8 if len(_PARAGRAPH.findall(head)) > 1 and text.rstrip().endswith(">") else 0.0


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script in a page.  Raises SourceError for a page without text, and for XML that is no page."""
    _refuse_other_xml(text, file)
    page = read_page(text, file)
    kept, left_out = _main(page)
    if not any(any(c.isalnum() for c in block.text) for block in kept):
        raise SourceError("there is no text on this page", where=Where(file), hint="is this the right file?")
    language = (page.language or "").replace("_", "-")
    language = language if is_language(language) else ""
    # The tree of a long page takes more memory than all that is made of it.
    page = replace(page, root=None, blocks=(), language=language or None, title=_title(page, kept))
    if sum(block.cite for block in kept) > 1:
        cited = _cited(kept, page.title)
        kept = []
        pieces, cautions = to_pieces(cited.utterances, cited.headings)
        return compose(
            pieces,
            file=file,
            facts=facts,
            format=name,
            title=cited.title,
            language=page.language,
            warnings=cautions,
            left_out=left_out,
            given=(*given_labels(cited.utterances), *([page.title] if page.title else [])),
        )
    placed = list(_lines(kept))
    kept = []
    source = Source(
        lines=[line for _, line in placed],
        numbers=[number for number, _ in placed],
        left_out=tuple(left_out),
        title=page.title,
        date=page.date,
        language=page.language,
        markdown=True,
    )
    del placed
    return read_source(source, file, facts, format=name)


def _refuse_other_xml(text: str, file: str) -> None:
    head = text[:_HEAD].lstrip()
    found = _TAG.search(head)
    if head.startswith("<?xml") and found and found.group(1).casefold() != "html":
        raise SourceError(
            f"this is XML of a kind that cannot be read (<{found.group(1)}>)",
            where=Where(file),
            hint="export the transcript as WebVTT, SubRip, JSON or plain text",
        )


def _title(page: Page, kept: Sequence[Block]) -> str | None:
    """The page's title, where no heading of the first level stands in its text; the site's name left away."""
    if page.title is None or any(block.level == 1 for block in kept):
        return None
    parts = re.split(r"\s[|–—·»-]\s", page.title)
    return max(parts, key=len).strip() or page.title


# -- the main text ----------------------------------------------------------------------------------------------------


def _main(page: Page) -> tuple[list[Block], list[LeftOut]]:
    """The blocks of the main text, and an account of the others.

    The library says where the text begins and ends; between the two only what tags and classes name as no part of the
    text is left out, for short turns must not be lost.
    """
    first, last = _range(page)
    kept: list[Block] = []
    left_out: list[LeftOut] = []
    for block in page.blocks:
        outside = None if first <= block.element <= last else "beside the main text"
        words = block.text.split() if block.first else ()
        head = "the head of a table" if 1 < len(words) <= _MOST_COLUMNS and is_head(words) else None
        reason = block.chrome or outside or head
        if reason is None:
            kept.append(block)
        elif any(c.isalnum() for c in block.text):
            left_out.append(LeftOut(line=block.line, text=block.text, reason=reason))
    return kept, left_out


def _range(page: Page) -> tuple[int, int]:
    """The numbers of the first and the last element of the main text."""
    candidates = [block for block in page.blocks if block.chrome is None]
    whole = (0, max((block.element for block in page.blocks), default=0))
    total = sum(len(block.text) for block in candidates)
    frame = page.frame or _article(page, total)
    if frame is None:
        return whole
    inside = sum(len(block.text) for block in candidates if frame[0] <= block.element <= frame[1])
    if inside < _LEAST_PART * total:
        return whole
    # A headline stands above its text, and often outside of what holds it.
    titles = [block.element for block in candidates if block.level == 1 and block.element < frame[0]]
    return (max(titles, default=frame[0]), frame[1])


def _article(page: Page, length: int) -> tuple[int, int] | None:
    """The first and the last element with text of what readability takes for the article; None where it finds none."""
    if length > _LONGEST_ARTICLE or page.root is None or page.root.get("x") is None:
        return None
    from lxml import etree
    from readability import Document
    from readability.readability import Unparseable

    log = logging.getLogger("readability.readability")
    if not log.handlers:
        log.addHandler(logging.NullHandler())
    try:
        summary = Document(etree.tostring(page.root, encoding="unicode", method="html")).summary(html_partial=True)
    except Unparseable:
        return None
    inside = {int(number) for number in _MARKED.findall(summary)}
    found = [block.element for block in page.blocks if block.element in inside and block.chrome is None]
    return _holder(page, min(found), max(found)) if found else None


def _holder(page: Page, first: int, last: int) -> tuple[int, int]:
    """The whole of the element that holds two others, and of its likes beside it: a turn has turns for neighbours."""
    elements = {int(element.get("x")): element for element in page.root.iter() if element.get("x")}
    above = [elements[last], *elements[last].iterancestors()]
    holder = elements[first]
    while holder not in above:
        holder = holder.getparent()
    while holder.getparent() is not None and any(
        _alike(holder, other) for other in (holder.getprevious(), holder.getnext()) if other is not None
    ):
        holder = holder.getparent()
    if holder.tag in ("body", "html"):
        return first, last
    numbers = [int(element.get("x")) for element in holder.iter() if element.get("x")]
    return numbers[0], numbers[-1]


def _alike(one: Any, other: Any) -> bool:
    """Whether two neighbours are of one kind: by their class, or by a tag that comes in rows."""
    return one.tag == other.tag and (one.get("class") == other.get("class") if one.get("class") else one.tag in _ROWS)


# -- pages with <cite> ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class _Cited:
    utterances: tuple[Utterance, ...]
    headings: tuple[tuple[int, Heading], ...]
    title: str | None


def _cited(blocks: Sequence[Block], title: str | None) -> _Cited:
    """A transcript as podcasts publish it: <cite> says who speaks, <time> when, <p> what."""
    utterances: list[Utterance] = []
    headings: list[tuple[int, Heading]] = []
    speaker: str | None = None
    start: float | None = None
    for block in blocks:
        if block.level == 1 and title is None and not utterances:
            title = block.text
        elif block.level:
            headings.append((len(utterances), Heading(title=block.text, line=block.line)))
        elif block.cite:
            speaker = block.text.rstrip(" :：").strip() or None
        elif block.clock and _CLOCK.match(block.text):
            start = seconds(block.text.strip("[]()"))
        else:
            utterances.append(Utterance(speaker=speaker, text=block.text, line=block.line, start=start, opens=True))
            start = None
    return _Cited(utterances=tuple(utterances), headings=tuple(headings), title=title)


# -- other pages ------------------------------------------------------------------------------------------------------


def _lines(blocks: Sequence[Block]) -> Iterator[tuple[int, Line]]:
    """Blocks as lines, each with its number in the source, with an empty one between them, as the reader of texts wants
    them; those in <pre> as they are.
    """
    for block in blocks:
        if block.clock and _CLOCK.match(block.text):
            continue
        if not block.follows:
            yield block.line, BLANK
        line = Line(
            text=block.text,
            kind="heading" if block.level else "text",
            look=look_of(
                level=block.level,
                bullet=block.bullet,
                strong=((0, block.first),) if block.first else block.strong,
                gap=block.first,
                quoted=block.quoted,
            ),
        )
        yield block.line, line
