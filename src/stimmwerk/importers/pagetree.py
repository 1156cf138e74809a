"""A web page as blocks of text in the order of the page, each with what its tags say of it."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.times import is_time
from stimmwerk.script.characters import FORBIDDEN, squeeze


def _words(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


#: Nobody reads what stands in these.
_UNSEEN = _words(
    "script style noscript template svg math head iframe object embed canvas audio video map select textarea button",
    "datalist dialog input option progress meter rp",
)
_BLOCKS = _words(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure",
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main nav ol p pre section summary table tbody td",
    "tfoot th thead tr ul",
)
_STRONG = frozenset(("b", "strong", "em", "i", "u", "mark", "dt", "th", "cite"))
_CHROME = {
    "nav": "navigation of the page",
    "footer": "the foot of the page",
    "aside": "beside the main text",
    "figcaption": "the caption of a picture",
    "caption": "the caption of a table",
}
_CHROME_WORDS = _words(
    "share sharing social related newsletter cookie cookies breadcrumb breadcrumbs advert advertisement promo comments",
    "sidebar navigation subscribe signup paywall banner toolbar pagination",
)
_HIDDEN = re.compile(r"(?:^|;)\s?(?:display\s?:\s?none|visibility\s?:\s?hidden)", re.IGNORECASE)
_SPEAKER = re.compile(r"speaker|interviewer|interviewee|sprecher|locuteur|hablante", re.IGNORECASE)
_NOTE = re.compile(r"\d{1,3}")
_WORDED = re.compile(r"(?:[^\W\d_]{3}|[.,;:!?…\"”“»’)\]])\Z")
_NAME_OF_CLASS = re.compile(r"[a-zA-Z]+")

#: Numbers in the elements of a page with more characters would take more memory than they are worth.
LONGEST_NUMBERED = 2_000_000

#: An element with so great a part of the page's text is the page, whatever its class is called.
_MOST_OF_PAGE = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of text between two borders of the page.

    element: the number of the element that holds its first word, in the order of the page; line: in the source; text:
    on one line; strong: stretches of it that are emphasised or named as a speaker; level: of a heading, 0 for none;
    cite, clock: it stands in <cite> or <time>; chrome: why it is no part of the text, None where it may be one;
    first: the end of a table row's first cell, 0 for none; follows: it stands in <pre>, right below the one before it.
    """

    element: int
    line: int
    text: str
    strong: tuple[tuple[int, int], ...] = ()
    level: int = 0
    bullet: bool = False
    quoted: bool = False
    cite: bool = False
    clock: bool = False
    chrome: str | None = None
    first: int = 0
    follows: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """root: what lxml made of it, each element with its number in the attribute ``x`` if it has one.

    frame: the numbers of the first and the last element of the one <article> or <main> that the page has, None where it
    has none or several.
    """

    root: Any
    blocks: tuple[Block, ...]
    title: str | None
    language: str | None
    date: str | None
    frame: tuple[int, int] | None


def read_page(text: str, file: str) -> Page:
    """A web page, however broken.  Raises SourceError for one whose elements are nested beyond what can be read."""
    from lxml import etree

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise SourceError(
            "the tags of this page are nested too deeply to be read",
            where=Where(file),
            hint="copy its text into a text file",
        )
    if root is None:
        return Page(root=None, blocks=(), title=None, language=None, date=None, frame=None)
    walker = _Walker(root, numbered=len(text) <= LONGEST_NUMBERED)
    return Page(
        root=root,
        blocks=tuple(walker.blocks()),
        title=_meta(root, ("og:title", "twitter:title")) or _text_of(root.find(".//title")),
        language=root.get("lang") or _meta(root, ("og:locale", "language", "content-language")),
        date=_meta(root, ("article:published_time", "date", "dc.date", "datePublished")),
        frame=walker.frame(),
    )


def _text_of(element: Any) -> str | None:
    return None if element is None else squeeze("".join(element.itertext())) or None


def _meta(root: Any, names: tuple[str, ...]) -> str | None:
    for meta in root.iter("meta"):
        if any(meta.get(key) in names for key in ("property", "name", "itemprop")) and meta.get("content"):
            return squeeze(meta.get("content"))
    return None


class _Walker:
    """Walks over the elements of a page without recursion, for pages may be nested deeply."""

    def __init__(self, root: Any, *, numbered: bool) -> None:
        """numbered: write each element's number into its attribute ``x``, too."""
        self._root = root
        self._numbered = numbered
        self._count = 0
        self._open: list[int] = []
        self._frames: dict[str, list[tuple[int, int]]] = {"article": [], "main": []}
        self._pieces: list[str] = []
        self._length = 0
        self._strong: list[tuple[int, int]] = []
        self._open_strong: list[int] = []
        self._block: dict[str, Any] = {}
        self._chrome: list[tuple[int, str]] = []
        self._headings: list[int] = []
        self._bullet = False
        self._quotes = 0
        self._cites = 0
        self._clocks = 0
        self._typed = 0
        self._typed_block = False
        self._sizes = _sizes(root)

    def blocks(self) -> Iterator[Block]:
        """Every block with text."""
        from lxml import etree

        walk = etree.iterwalk(self._root, events=("start", "end"))
        for event, element in walk:
            if event == "start":
                self._number(element)
                if _is_unseen(element):
                    walk.skip_subtree()
                else:
                    yield from self._enter(element)
            else:
                yield from self._leave(element)
        yield from self._flush()

    def frame(self) -> tuple[int, int] | None:
        """The first and the last number of the one <article>, or else of the one <main>, that was walked over."""
        return next((found[0] for found in self._frames.values() if len(found) == 1), None)

    def _number(self, element: Any) -> None:
        self._open.append(self._count)
        if self._numbered:
            element.set("x", str(self._count))
        self._count += 1

    def _enter(self, element: Any) -> Iterator[Block]:
        tag = element.tag
        if tag in _BLOCKS or _stands_alone(element):
            if tag in ("td", "th") and self._length and element.getprevious() is not None:
                if self._counts(element):
                    # The first cell says when, or counts; it is no part of what is said.
                    self._block["chrome"] = "a time or a number in a table"
                    yield from self._flush()
                else:
                    self._block.setdefault("first", self._length)
                    self._add(" ", element)
            else:
                yield from self._flush()
        elif tag == "br":
            yield from self._flush()
        self._bullet = self._bullet or tag == "li"
        self._quotes += tag == "blockquote"
        self._cites += tag == "cite"
        self._clocks += tag == "time"
        self._typed += tag == "pre"
        if tag[0] == "h" and tag[1:] in ("1", "2", "3", "4", "5", "6"):
            self._headings.append(int(tag[1:]))
        if (reason := self._reason(element)) is not None:
            self._chrome.append((len(self._open), reason))
        if _is_strong(element):
            self._open_strong.append(self._length)
        if element.text:
            self._add(self._with_mark(element), element)

    def _with_mark(self, element: Any) -> str:
        """The text that begins an element; the number of a footnote is put in brackets, as it is elsewhere."""
        above = element.getparent()
        raised = element.tag == "sup" or (above is not None and above.tag == "sup")
        before = "".join(self._pieces[-2:]).rstrip() if raised else ""
        # What is raised behind a unit, as in km², is no footnote.
        noted = raised and _NOTE.fullmatch(element.text.strip()) and _WORDED.search(before)
        return f"[{element.text.strip()}]" if noted else element.text

    def _counts(self, cell: Any) -> bool:
        """Whether a row has begun with a time, or with a number before two more cells.  cell: the second."""
        begun = "".join(self._pieces).strip()
        return is_time(begun) or (begun.strip(" .#").isdecimal() and cell.getnext() is not None)

    def _leave(self, element: Any) -> Iterator[Block]:
        tag = element.tag
        if _is_unseen(element):
            self._open.pop()
            if element.tail:
                self._add(element.tail, element)
            return
        if _is_strong(element) and self._open_strong:
            start = self._open_strong.pop()
            if self._length > start:
                self._strong.append((start, self._length))
        if (tag in _BLOCKS and tag not in ("td", "th")) or _stands_alone(element):
            yield from self._flush()
        self._bullet = self._bullet and tag not in ("li", "ul", "ol")
        self._quotes -= tag == "blockquote"
        self._cites -= tag == "cite"
        self._clocks -= tag == "time"
        self._typed -= tag == "pre"
        if tag[0] == "h" and tag[1:] in ("1", "2", "3", "4", "5", "6"):
            self._headings.pop()
        if self._chrome and self._chrome[-1][0] == len(self._open):
            self._chrome.pop()
        number = self._open.pop()
        if tag in self._frames:
            self._frames[tag].append((number, self._count - 1))
        if element.tail:
            self._add(element.tail, element)

    def _reason(self, element: Any) -> str | None:
        tag = element.tag
        if tag in _CHROME:
            return _CHROME[tag]
        if tag in ("html", "body", "main", "article"):
            return None
        names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
        words = {word.casefold() for word in _NAME_OF_CLASS.findall(names[:300])}
        if words & _CHROME_WORDS and self._sizes[self._open[-1]] < _MOST_OF_PAGE * self._sizes[0]:
            return "beside the main text"
        return None

    def _add(self, raw: str, element: Any) -> None:
        """Takes in text as it is; white space becomes single spaces at the end."""
        if not self._length and not raw.strip():
            return
        if not self._length:
            self._typed_block = self._typed > 0
            raw = raw if self._typed_block else raw.lstrip()
            self._block.update(
                element=self._open[-1] if self._open else 0,
                line=element.sourceline or 1,
                level=self._headings[-1] if self._headings else 0,
                bullet=self._bullet,
                quoted=self._quotes > 0,
                cite=self._cites > 0,
                clock=self._clocks > 0,
                chrome=self._chrome[-1][1] if self._chrome else None,
            )
        text = " ".join(FORBIDDEN.sub("", raw).split(" "))
        self._pieces.append(text)
        self._length += len(text)

    def _flush(self) -> Iterator[Block]:
        """Ends the block that is open."""
        raw = "".join(self._pieces)
        spans = [*self._strong, *((start, self._length) for start in self._open_strong if start < self._length)]
        block = self._block
        self._pieces, self._length, self._strong, self._block = [], 0, [], {}
        self._open_strong = [0 for _ in self._open_strong]
        if self._typed_block and "\n" in raw:
            self._typed_block = False
            yield from _typed_lines(raw, spans, block)
            return
        text = squeeze(raw)
        if text:
            place = _places(raw, [*(at for span in spans[:200] for at in span), block.get("first", 0)])
            strong = tuple(sorted({(place[a], place[b]) for a, b in spans[:200] if place[b] > place[a]}))
            block["first"] = place[block.get("first", 0)]
            yield Block(text=text, strong=strong, **block)


def _typed_lines(raw: str, spans: Sequence[tuple[int, int]], block: dict[str, Any]) -> Iterator[Block]:
    """The lines of what stands in <pre>, where line ends are meant."""
    begin, blank = 0, True
    for number, line in enumerate(raw.split("\n")):
        if text := squeeze(line):
            lead = begin + len(line) - len(line.lstrip())
            inside = [
                (max(a, lead) - lead, min(b - lead, len(text))) for a, b in spans if a < begin + len(line) and b > lead
            ]
            yield Block(
                text=text,
                strong=tuple(sorted({(a, b) for a, b in inside if b > a})),
                **{**block, "line": block["line"] + number, "first": 0, "follows": not blank},
            )
        blank = not text
        begin += len(line) + 1


def _places(raw: str, places: list[int]) -> dict[int, int]:
    """Places in a text as places in its squeezed form."""
    found: dict[int, int] = {}
    last = at = 0
    squeezed = ""
    for place in sorted(set(places)):
        squeezed = squeeze(raw[last:place])
        if at and squeezed and raw[last:place][:1].isspace():
            at += 1
        at += len(squeezed)
        found[place] = at
        if squeezed and raw[last:place][-1:].isspace():
            at += 1
        last = place
    return found


def _is_unseen(element: Any) -> bool:
    return (
        element.tag in _UNSEEN
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or (element.get("style") is not None and _HIDDEN.search(element.get("style")[:500]) is not None)
    )


def _is_strong(element: Any) -> bool:
    return element.tag in _STRONG or (
        element.tag in ("span", "div", "p", "a", "h6")
        and _SPEAKER.search((element.get("class") or "")[:200]) is not None
    )


def _stands_alone(element: Any) -> bool:
    """Whether a <cite> or <time> belongs to a transcript: a paragraph, or another of them, follows it."""
    if element.tag not in ("cite", "time") or (element.tail or "").strip():
        return False
    following = element.getnext()
    return following is not None and following.tag in ("cite", "time", "p", "div", "blockquote")


def _sizes(root: Any) -> array[int]:
    """How many characters stand in each element that is seen, by its number."""
    from lxml import etree

    sizes = array("Q")
    open_: list[tuple[int, int]] = []
    total = 0
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            open_.append((len(sizes), total))
            sizes.append(0)
            if _is_unseen(element):
                walk.skip_subtree()
            else:
                total += len(element.text or "")
        else:
            number, before = open_.pop()
            sizes[number] = total - before
            total += len(element.tail or "")
    return sizes
