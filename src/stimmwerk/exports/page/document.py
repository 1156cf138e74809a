"""The page of an episode, as one HTML file that needs nothing but the sound and the pictures beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from stimmwerk.exports.edition import Edition
from stimmwerk.exports.markup import paragraphs
from stimmwerk.exports.page.frame import document
from stimmwerk.exports.page.icons import icon, rings
from stimmwerk.exports.page.markup import Html, join, tag
from stimmwerk.exports.page.page import Page, address, separated
from stimmwerk.exports.page.player import keys, player
from stimmwerk.exports.page.side import side
from stimmwerk.exports.page.strings import places, shown_length
from stimmwerk.exports.page.transcript import transcript
from stimmwerk.exports.page.words import Piece, utf16
from stimmwerk.exports.wording import wording

_STYLES = ("base.css", "episode.css")
_SCRIPTS = ("base.js", "player.js", "transcript.js", "search.js", "keys.js", "live.js", "begin.js")


def page_html(edition: Edition) -> str:
    """The page: the same bytes for the same edition.

    Every text of the script stands in it as text, whatever signs it holds.  A content security policy allows the
    page's own script and style and nothing else; sound and pictures come from its folder.  Without JavaScript it is
    the browser's own player and a transcript to read.
    """
    page = Page.of(edition)
    text, pieces = transcript(page)
    body = (
        tag("a", page.strings["skip"], class_="skip", href="#transcript"),
        _top(page),
        tag("main", _hero(page), tag("div", side(page), text, class_="columns")),
        player(page),
        keys(page),
        tag("p", role="status", id="status", class_="hush"),
        tag("p", role="alert", id="trouble", hidden=True),
    )
    return document(
        title=f"{edition.title} – {edition.show.title}",
        description=edition.description or edition.subtitle or edition.show.description,
        language=page.ui,
        body=join(body),
        styles=_STYLES,
        scripts=_SCRIPTS,
        data=_data(page, pieces),
        palette=edition.show.colours,
        # Where a host hands out no parts of files, the script holds the sound itself.
        media="'self' blob:",
    )


def _top(page: Page) -> Html:
    show = page.edition.show
    name = tag("bdi", show.title, lang=page.lang(show.language))
    home = tag(
        "a",
        rings(page.edition.show.colours),
        tag("span", name),
        class_="brand",
        href="../index.html",
        title=page.strings["all_episodes"],
    )
    tools = (
        page.button("keys", "help", id="help-open", class_="tool js-only"),
        page.button("theme", "theme", id="theme", class_="tool js-only", aria_pressed="false"),
    )
    return tag("header", home, tag("div", *tools, class_="tools"), class_="top")


def _hero(page: Page) -> Html:
    edition, lang = page.edition, page.lang()
    cover = rings(edition.show.colours)
    if edition.cover.file:
        cover = tag("img", src=address(edition.cover.file), alt="", width=480, height=480, decoding="async")
    start = tag("span", page.strings["play_episode"], id="start-label")
    disclosure = tag("span", edition.show.disclosure, lang=page.lang(edition.show.language), dir="auto")
    return tag(
        "section",
        tag("div", cover, class_="cover"),
        tag(
            "div",
            tag("p", *separated(_facts(page), " · "), class_="facts"),
            tag("h1", edition.title, id="title", lang=lang, dir="auto"),
            tag("p", edition.subtitle, class_="subtitle", lang=lang, dir="auto") if edition.subtitle else None,
            *(tag("p", text, class_="summary", lang=lang, dir="auto") for text in paragraphs(edition.description)),
            tag(
                "div",
                tag("button", icon("play"), start, type="button", id="start", class_="start js-only"),
                tag("a", page.strings["read"], href="#transcript", class_="read"),
                tag("audio", id="audio", src=address(edition.mp3), preload="metadata", controls=True),
                class_="actions",
            ),
            tag("p", icon("voice"), disclosure, class_="disclosure"),
            class_="intro",
        ),
        class_="hero",
        aria_labelledby="title",
    )


def _facts(page: Page) -> Iterator[str]:
    edition, strings = page.edition, page.strings
    yield from places(edition.season, edition.number, edition.kind, strings)
    if edition.date:
        yield wording(page.ui).day(edition.date)
    yield shown_length(edition.ms(edition.length) / 1000, strings)
    count = len(edition.chapters)
    yield strings["one_chapter"] if count == 1 else strings["count_chapters"].format(count=count)


def _data(page: Page, pieces: tuple[Piece, ...]) -> Mapping[str, Any]:
    """What the script needs: times in milliseconds, characters in units of UTF-16, words by their differences."""
    edition = page.edition
    return {
        "name": edition.name,
        "title": edition.title,
        "show": edition.show.title,
        "artist": edition.show.author,
        "length": edition.ms(edition.length),
        "cover": address(edition.cover.file) if edition.cover.file else None,
        "mp3": edition.mp3,
        "chapters": [
            [
                edition.ms(chapter.start),
                chapter.title,
                address(chapter.image.file) if chapter.image and chapter.image.file else None,
            ]
            for chapter in edition.chapters
        ],
        "pieces": ([piece.start, piece.stop, list(_differences(piece))] for piece in pieces),
        "strings": {key[3:]: text for key, text in page.strings.items() if key.startswith("js_")},
    }


def _differences(piece: Piece) -> Iterator[int]:
    """Of each word: characters since the last word, and in it; milliseconds since the last word, and in it."""
    wide = any(sign > "\uffff" for sign in piece.text)
    at, time = 0, piece.start or 0
    for first, last, start, stop in piece.words:
        begin, end = (utf16(piece.text[:first]), utf16(piece.text[:last])) if wide else (first, last)
        yield from (begin - at, end - begin, start - time, stop - start)
        at, time = end, stop
