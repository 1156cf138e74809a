"""Show notes: what the episode is about, its chapters, who is heard, how it was made, in Markdown and in HTML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from stimmwerk.exports.chapters import listed
from stimmwerk.exports.edition import Edition
from stimmwerk.exports.markup import html, markdown, paragraphs
from stimmwerk.exports.reading import heading, page
from stimmwerk.exports.wording import wording


@dataclass(frozen=True, slots=True)
class _Link:
    title: str
    url: str


_Item = str | _Link


@dataclass(frozen=True, slots=True)
class _Section:
    """title: None for what needs no heading; items: a list, or, where ``prose`` is set, paragraphs."""

    title: str | None
    items: tuple[_Item, ...]
    prose: bool = False


def notes_markdown(edition: Edition) -> str:
    """CommonMark, with a title."""
    blocks = [f"# {markdown(edition.title)}"]
    for section in _sections(edition):
        if section.title:
            blocks.append(f"## {markdown(section.title)}")
        items = [_markdown_item(item) for item in section.items]
        blocks += items if section.prose else ["\n".join(f"- {item}" for item in items)]
    return "\n\n".join(blocks) + "\n"


def notes_html(edition: Edition) -> str:
    """A whole page."""
    title = f"<h1>{html(edition.title)}</h1>\n"
    return page(edition, edition.title, title + _written(edition, "<h2>{}</h2>\n"))


def notes_fragment(edition: Edition) -> str:
    """HTML without a page around it, in the few elements that podcast players show: p, ul, li, strong, a."""
    return _written(edition, "<p><strong>{}</strong></p>\n")


def making(edition: Edition) -> str:
    """One sentence on how the voices came about, for people."""
    return wording(edition.language).made.format(software=", ".join(_software(edition)))


def _written(edition: Edition, title: str) -> str:
    parts = []
    for section in _sections(edition):
        if section.title:
            parts.append(title.format(html(section.title)))
        items = [_html_item(item) for item in section.items]
        if section.prose:
            parts += [f"<p>{item}</p>\n" for item in items]
        else:
            parts.append("<ul>\n" + "".join(f"<li>{item}</li>\n" for item in items) + "</ul>\n")
    return "".join(parts)


def _sections(edition: Edition) -> tuple[_Section, ...]:
    words, show = wording(edition.language), edition.show
    opening = (*([edition.subtitle] if edition.subtitle else ()), *paragraphs(edition.description))
    chapters = tuple(f"{time} {heading(chapter)}" for time, chapter in listed(edition))
    voices = tuple(
        words.voice.format(speaker=", ".join(member.speakers), voice=member.voice, software=member.software)
        for member in edition.cast
        if member.speakers
    )
    sections = (
        _Section(None, (*opening, show.disclosure), prose=True),
        _Section(words.chapters, chapters),
        _Section(words.voices, voices),
        _Section(words.making, (making(edition), _times(edition)), prose=True),
        _Section(words.links, tuple(_Link(link.title, link.url) for link in edition.links)),
        _Section(words.source, (edition.origin,) if edition.origin else (), prose=True),
    )
    return tuple(section for section in sections if section.items)


def _software(edition: Edition) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member.software or member.engine for member in edition.cast))


def _times(edition: Edition) -> str:
    words = wording(edition.language)
    guessed = any(passage.estimated for turn in edition.turns for passage in turn.passages)
    return words.times_estimated if guessed else words.times_marked


def _item(text: Callable[[str], str], link: Callable[[str, str], str]) -> Callable[[_Item], str]:
    return lambda item: link(text(item.title), item.url) if isinstance(item, _Link) else text(item)


_markdown_item = _item(markdown, lambda title, url: f"[{title}](<{_target(url)}>)")
_html_item = _item(html, lambda title, url: f'<a href="{html(url)}">{title}</a>')


def _target(url: str) -> str:
    """An address for the angle brackets of a Markdown link."""
    return url.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E").replace("\n", "")
