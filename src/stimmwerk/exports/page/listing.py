"""The list of a show's episodes, as one HTML file above their folders."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from stimmwerk.exports.feed import FILE as FEED_FILE
from stimmwerk.exports.markup import paragraphs
from stimmwerk.exports.page.frame import document
from stimmwerk.exports.page.icons import icon, rings
from stimmwerk.exports.page.markup import Html, join, tag
from stimmwerk.exports.page.page import separated
from stimmwerk.exports.page.strings import places, shown_length, strings_of, ui_language
from stimmwerk.exports.wording import wording
from stimmwerk.folders import LIST
from stimmwerk.manifest import Manifest
from stimmwerk.showfile import ShowSettings

#: The list's name, in the folder that is put on the web; that of every episode's page in its own.
FILE = LIST

_STYLES = ("base.css", "list.css")
_SCRIPTS = ("base.js", "live.js", "list.js")

# Between two chapters, in thousandths of the track.
_GAP = 4.0


def listing_html(show: ShowSettings, episodes: Sequence[Manifest]) -> str:
    """The list, in the order of ``episodes``: the same bytes for the same values.

    An episode without a page of its own is a link to its MP3.  What it says itself is in the show's language, as far as
    it is known.
    """
    ui = ui_language(show.language)
    strings = strings_of(ui)
    name = tag("bdi", show.title, lang=None if show.language == ui else show.language)
    theme = tag(
        "button",
        icon("theme"),
        type="button",
        aria_label=strings["theme"],
        title=strings["theme"],
        id="theme",
        class_="tool js-only",
        aria_pressed="false",
    )
    body = (
        tag("a", strings["skip_to_episodes"], class_="skip", href="#episodes"),
        tag(
            "header",
            tag("p", rings(show.colours), tag("span", name), class_="brand"),
            tag("div", theme, class_="tools"),
            class_="top",
        ),
        tag("main", _hero(show, episodes, ui), _list(show, episodes, ui)),
        tag("p", role="status", id="status", class_="hush"),
        tag("p", role="alert", id="trouble", hidden=True),
    )
    return document(
        title=show.title,
        description=show.description,
        language=ui,
        body=join(body),
        styles=_STYLES,
        scripts=_SCRIPTS,
        data={
            "episodes": [[episode.episode, episode.publication.duration_ms] for episode in episodes],
            "strings": {"go_on": strings["js_go_on"]},
        },
        palette=show.colours,
        feed=_feed(show),
    )


def _feed(show: ShowSettings) -> str | None:
    """The feed beside the list, where the show has one."""
    return FEED_FILE if show.feed.on and show.url else None


def _hero(show: ShowSettings, episodes: Sequence[Manifest], ui: str) -> Html:
    strings, lang = strings_of(ui), None if show.language == ui else show.language
    covers = [f"{quote(one.episode)}/{quote(one.publication.cover)}" for one in episodes if one.publication.cover]
    cover = rings(show.colours)
    if covers:
        cover = tag("img", src=covers[0], alt="", width=480, height=480, decoding="async")
    seconds = sum(episode.publication.duration_ms for episode in episodes) / 1000
    feed, count = _feed(show), len(episodes)
    counted = strings["one_episode"] if count == 1 else strings["count_episodes"].format(count=count)
    return tag(
        "section",
        tag("div", cover, class_="cover"),
        tag(
            "div",
            tag("p", *separated((counted, shown_length(seconds, strings)), " · "), class_="facts") if count else None,
            tag("h1", show.title, id="title", lang=lang, dir="auto"),
            *(tag("p", text, class_="summary", lang=lang, dir="auto") for text in paragraphs(show.description)),
            tag("p", show.author, class_="by", dir="auto"),
            tag("p", tag("a", icon("feed"), strings["feed"], href=feed, class_="feed")) if feed else None,
            class_="intro",
        ),
        class_="hero",
        aria_labelledby="title",
    )


def _list(show: ShowSettings, episodes: Sequence[Manifest], ui: str) -> Html:
    strings = strings_of(ui)
    cards = tag("ol", *(_card(episode, ui) for episode in episodes), class_="episodes")
    return tag(
        "section",
        tag("h2", strings["episodes"], id="h-episodes"),
        cards if episodes else tag("p", strings["no_episodes"], class_="none"),
        id="episodes",
        class_="list",
        tabindex="-1",
        aria_labelledby="h-episodes",
    )


def _card(episode: Manifest, ui: str) -> Html:
    facts, lang = episode.publication, None if episode.language == ui else episode.language
    page = FILE if FILE in episode.outputs else f"{episode.episode}.mp3"
    return tag(
        "li",
        tag("p", *separated(_facts(episode, ui), " · "), class_="facts"),
        tag("h3", tag("a", episode.title, href=f"{quote(episode.episode)}/{quote(page)}", lang=lang, dir="auto")),
        tag("span", icon("play"), class_="go", aria_hidden="true"),
        tag("p", facts.subtitle, class_="subtitle", lang=lang, dir="auto") if facts.subtitle else None,
        tag("p", facts.summary, class_="summary", lang=lang, dir="auto") if facts.summary else None,
        _track(episode),
        tag("p", class_="go-on", hidden=True),
        class_="card",
        data_name=episode.episode,
    )


def _facts(episode: Manifest, ui: str) -> Iterator[str]:
    facts, strings = episode.publication, strings_of(ui)
    yield from places(facts.season, facts.number, facts.kind, strings)
    if facts.date:
        yield wording(ui).day(datetime.date.fromisoformat(facts.date))
    yield shown_length(facts.duration_ms / 1000, strings)
    count = len(facts.chapters)
    yield strings["one_chapter"] if count == 1 else strings["count_chapters"].format(count=count)


def _track(episode: Manifest) -> Html:
    """The chapters as a line of their lengths, twice: the second shows how much of it was heard."""
    facts = episode.publication
    starts = [chapter.start_ms for chapter in facts.chapters]
    path = "".join(
        f"M{1000 * start / facts.duration_ms:.1f} 0h{max(1.0, 1000 * (stop - start) / facts.duration_ms - _GAP):.1f}v6"
        f"H{1000 * start / facts.duration_ms:.1f}z"
        for start, stop in zip(starts, [*starts[1:], facts.duration_ms], strict=True)
    )
    box: Mapping[str, str] = {"viewBox": "0 0 1000 6", "preserveAspectRatio": "none", "aria_hidden": "true"}
    line = tag("path", d=path)
    return tag("div", tag("svg", line, **box), tag("svg", line, class_="heard", **box), class_="track js-only")
