"""The feed of a show: RSS 2.0 with what Apple, Podcasting 2.0 and Podlove add to it."""

from __future__ import annotations

import datetime
import re
import urllib.parse
import uuid
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.utils import format_datetime

from stimmwerk.exports.captions import clock
from stimmwerk.folders import FEED
from stimmwerk.id3 import ascii_address
from stimmwerk.manifest import Manifest, Output, PublishedChapter
from stimmwerk.showfile import ShowSettings

#: The feed's own name, in the folder that is put on the web.
FILE = FEED

#: Under which podcast:guid is made of a feed's address (podcast namespace, docs/tags/guid.md).
GUID_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")

#: Apple cuts descriptions there, in bytes.
MOST_DESCRIPTION = 4000

#: An episode without a date is of this day and as many days later as its number is high.
UNDATED = datetime.date(2000, 1, 1)

_ATOM = "http://www.w3.org/2005/Atom"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://podcastindex.org/namespace/1.0"
_PSC = "http://podlove.org/simple-chapters"
_PREFIXES = {"atom": _ATOM, "content": _CONTENT, "itunes": _ITUNES, "podcast": _PODCAST, "psc": _PSC}

#: Formats that a feed offers as transcripts, and the relation that it states.
_TRANSCRIPTS = {"webvtt": "captions", "subrip": "captions", "transcript_json": None, "transcript_html": None}
#: Formats that people may be led to, the best first.
_PAGES = ("page", "notes_html", "transcript_html")
#: Formats that a feed offers beside the MP3, in the order of preference.
_ALTERNATIVES = {"m4b": "M4B", "m4a": "M4A", "opus": "Opus"}

# XML 1.0 has no way to write these.
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """Where the show stands on the web.  url: of the folder, without a slash at its end; cover: a file in it."""

    url: str
    cover: str

    @property
    def feed(self) -> str:
        """The address of the feed."""
        return self.address(FILE)

    def address(self, *parts: str) -> str:
        """The address of a file of the show, by the names of its folders and its own."""
        return "/".join([self.url, *(urllib.parse.quote(part) for part in parts)])


def feed_xml(settings: ShowSettings, shelf: Shelf, episodes: Iterable[Manifest], generator: str) -> bytes:
    """The whole feed, UTF-8: the same bytes for the same values, whatever the day.

    episodes: in any order; the newest comes first.  Times of day are not known: every episode appears at midnight UTC
    of its date.  generator: the program and its version.
    """
    order = newest_first(episodes)
    for prefix, name in _PREFIXES.items():
        ET.register_namespace(prefix, name)
    rss = ET.Element("rss", {"version": "2.0"})
    channel = _add(rss, "channel")
    _head(channel, settings, shelf, order, generator)
    guid = feed_guid(settings, shelf)
    for episode in order:
        _item(_add(channel, "item"), settings, shelf, episode, guid)
    ET.indent(rss)
    data: bytes = ET.tostring(rss, encoding="utf-8", xml_declaration=True)
    return data + b"\n"


def newest_first(episodes: Iterable[Manifest]) -> list[Manifest]:
    """The episodes as a feed lists them: by date, those of one day by name."""
    return sorted(episodes, key=lambda episode: (published(episode), episode.episode), reverse=True)


def feed_guid(settings: ShowSettings, shelf: Shelf) -> uuid.UUID:
    """The feed's own UUID: what the show says, or version 5 of its address without the scheme."""
    if settings.feed.guid:
        return uuid.UUID(settings.feed.guid)
    return uuid.uuid5(GUID_NAMESPACE, re.sub(r"^[a-z]+://", "", shelf.feed).rstrip("/"))


def published(episode: Manifest) -> datetime.datetime:
    """When an episode appears: midnight UTC of its date, or of the day that stands for it where it has none."""
    facts = episode.publication
    if facts.date is None:
        day = UNDATED + datetime.timedelta(days=max(0, facts.number or 0))
    else:
        day = datetime.date.fromisoformat(facts.date)
    return datetime.datetime.combine(day, datetime.time(), datetime.UTC)


def _head(
    channel: ET.Element, settings: ShowSettings, shelf: Shelf, episodes: Sequence[Manifest], generator: str
) -> None:
    feed = settings.feed
    link = feed.link or f"{shelf.url}/"
    _add(channel, "title", settings.title)
    _add(channel, "link", link)
    _add(channel, "description", "\n\n".join(text for text in (settings.description, settings.disclosure) if text))
    _add(channel, "language", settings.language)
    _add(channel, "copyright", settings.copyright)
    _add(channel, "generator", generator)
    if episodes:
        _add(channel, "lastBuildDate", _date(published(episodes[0])))
    _add(channel, f"{{{_ATOM}}}link", rel="self", type="application/rss+xml", href=shelf.feed)
    image = _add(channel, "image")
    _add(image, "url", shelf.address(shelf.cover))
    _add(image, "title", settings.title)
    _add(image, "link", link)
    _add(channel, f"{{{_ITUNES}}}author", settings.author)
    _add(channel, f"{{{_ITUNES}}}image", href=shelf.address(shelf.cover))
    _add(channel, f"{{{_ITUNES}}}explicit", _yes(feed.explicit, "true", "false"))
    _add(channel, f"{{{_ITUNES}}}type", feed.kind)
    if feed.owner or feed.email:
        owner = _add(channel, f"{{{_ITUNES}}}owner")
        _add(owner, f"{{{_ITUNES}}}name", feed.owner)
        _add(owner, f"{{{_ITUNES}}}email", feed.email)
    for category in feed.categories:
        node = _add(channel, f"{{{_ITUNES}}}category", text=category.name)
        if category.below:
            _add(node, f"{{{_ITUNES}}}category", text=category.below)
    _add(channel, f"{{{_PODCAST}}}guid", str(feed_guid(settings, shelf)))
    _add(channel, f"{{{_PODCAST}}}locked", _yes(feed.locked, "yes", "no"), owner=feed.email)
    _add(channel, f"{{{_PODCAST}}}medium", "podcast")
    _add(channel, f"{{{_PODCAST}}}txt", "true", purpose="ai-content")


def _item(item: ET.Element, settings: ShowSettings, shelf: Shelf, episode: Manifest, feed: uuid.UUID) -> None:
    name, facts = episode.episode, episode.publication

    def address(file: str) -> str:
        return shelf.address(name, *file.split("/"))

    def first(form: str) -> tuple[str, Output] | None:
        return next(((file, output) for file, output in episode.outputs.items() if output.format == form), None)

    _add(item, "title", episode.title)
    if page := next(filter(None, map(first, _PAGES)), None):
        _add(item, "link", address(page[0]))
    # Of the feed's own UUID and the episode's name: it stays when the episode is built again, and when the show moves.
    _add(item, "guid", str(uuid.uuid5(feed, name)), isPermaLink="false")
    _add(item, "pubDate", _date(published(episode)))
    _add(item, "description", description(episode))
    _add(item, f"{{{_CONTENT}}}encoded", facts.notes)
    if mp3 := first("mp3"):
        _add(item, "enclosure", url=address(mp3[0]), length=str(mp3[1].size), type=mp3[1].media_type)
    _add(item, f"{{{_ITUNES}}}title", episode.title)
    _add(item, f"{{{_ITUNES}}}subtitle", facts.subtitle)
    _add(item, f"{{{_ITUNES}}}author", settings.author)
    _add(item, f"{{{_ITUNES}}}duration", clock(facts.duration_ms + 500)[:8])
    explicit = settings.feed.explicit if facts.explicit is None else facts.explicit
    _add(item, f"{{{_ITUNES}}}explicit", _yes(explicit, "true", "false"))
    _add(item, f"{{{_ITUNES}}}episodeType", facts.kind)
    # Directories take no number 0.
    for name_of, number in (("season", facts.season), ("episode", facts.number)):
        _add(item, f"{{{_ITUNES}}}{name_of}", str(number) if number else None)
        _add(item, f"{{{_PODCAST}}}{name_of}", str(number) if number else None)
    if facts.cover:
        _add(item, f"{{{_ITUNES}}}image", href=address(facts.cover))
    for form, relation in _TRANSCRIPTS.items():
        if found := first(form):
            file, output = found
            kind = {"url": address(file), "type": output.media_type, "language": episode.language, "rel": relation}
            _add(item, f"{{{_PODCAST}}}transcript", **kind)
    if found := first("chapters_json"):
        _add(item, f"{{{_PODCAST}}}chapters", url=address(found[0]), type=found[1].media_type)
    for person in facts.people:
        _add(item, f"{{{_PODCAST}}}person", person.name[:128], role=person.role, href=person.url)
    _add(item, f"{{{_PODCAST}}}txt", "true", purpose="ai-content")
    for form, title in _ALTERNATIVES.items():
        if found := first(form):
            file, output = found
            other = _add(
                item,
                f"{{{_PODCAST}}}alternateEnclosure",
                type=output.media_type,
                length=str(output.size),
                title=title,
                lang=episode.language,
            )
            _add(other, f"{{{_PODCAST}}}source", uri=address(file))
    chapters = _add(item, f"{{{_PSC}}}chapters", version="1.2")
    for chapter in facts.chapters:
        _chapter(chapters, chapter, address(chapter.picture) if chapter.picture else None)


def _chapter(chapters: ET.Element, chapter: PublishedChapter, image: str | None) -> None:
    start = clock(chapter.start_ms)
    _add(chapters, f"{{{_PSC}}}chapter", start=start, title=chapter.title, href=chapter.url, image=image)


def description(episode: Manifest) -> str:
    """Plain text of at most 4000 bytes: the summary, how the voices came about, and the chapters as far as they fit."""
    facts = episode.publication
    voices = f"{facts.disclosure} {facts.making}"
    summary = _cut(
        facts.summary or facts.subtitle or episode.title, MOST_DESCRIPTION - len(voices.encode()) - len("\n\n")
    )
    text = "\n\n".join(part for part in (summary, _cut(voices, MOST_DESCRIPTION)) if part)
    for number, chapter in enumerate(facts.chapters):
        line = ("\n\n" if number == 0 else "\n") + f"{clock(chapter.start_ms)[:8]} {chapter.title}"
        if len((text + line).encode()) > MOST_DESCRIPTION:
            break
        text += line
    return text


def _cut(text: str, most: int) -> str:
    """The text, or as many of its words as ``most`` bytes hold, and an ellipsis; nothing where not one has room."""
    if len(text.encode()) <= most:
        return text
    words = text.encode()[: max(0, most - len("…".encode()))].decode(errors="ignore").rsplit(None, 1)
    return f"{words[0]}…" if words else ""


def _add(parent: ET.Element, tag: str, content: str | None = "", /, **attributes: str | None) -> ET.Element:
    """A new child; attributes that are None or empty are left out, and so is the whole child where it would say
    nothing: its content is asked for and there is none.
    """
    given = {name: _uri(value) if name in _URIS else _clean(value) for name, value in attributes.items() if value}
    node = ET.Element(tag, given)
    node.text = (_uri(content) if tag in _URIS else _clean(content)) if content else None
    if node.text or given or tag in _CONTAINERS:
        parent.append(node)
    return node


_CONTAINERS = {"channel", "item", "image", f"{{{_ITUNES}}}owner", f"{{{_PSC}}}chapters"}


#: Attributes and elements that are addresses.
_URIS = {"href", "uri", "url", "image", "link"}


def _uri(address: str) -> str:
    """As programs want it; one that cannot be had so stays as it is."""
    try:
        return ascii_address(address)
    except ValueError:
        return _clean(address)


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text).strip()


def _yes(value: bool, yes: str, no: str) -> str:
    return yes if value else no


def _date(when: datetime.datetime) -> str:
    return format_datetime(when)
