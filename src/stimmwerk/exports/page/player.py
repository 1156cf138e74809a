"""The bar at the foot of the page: the episode as a wave, and what there is to press; and the keys that do the same."""

from __future__ import annotations

from stimmwerk.exports.page.icons import icon, wave
from stimmwerk.exports.page.markup import Html, join, tag
from stimmwerk.exports.page.page import Page, separated
from stimmwerk.units import clock

_SPEEDS = ("0.75", "0.9", "1", "1.1", "1.25", "1.5", "1.75", "2", "2.5")

_KEYS = (
    (("key_space", "K"), "key_play"),
    (("J", "L"), "key_skip"),
    (("←", "→"), "key_step"),
    ((",", "."), "key_word"),
    (("P", "N"), "key_chapter"),
    (("<", ">"), "key_speed"),
    (("/",), "key_search"),
    (("F",), "key_follow"),
    (("?",), "key_help"),
)


def player(page: Page) -> Html:
    """Hidden until the script has taken the sound over from the browser's own player."""
    follow = page.strings["follow"]
    return tag(
        "section",
        tag("button", icon("down"), follow, type="button", id="follow", class_="follow", hidden=True),
        tag("p", id="toast", class_="toast", hidden=True, aria_hidden="true"),
        tag("div", *_timeline(page), class_="line"),
        tag(
            "div",
            tag("p", tag("bdi", id="now-chapter"), tag("bdi", id="now-speaker"), class_="what"),
            tag("div", *_controls(page), class_="controls"),
            tag("div", _speeds(page), page.button("link", "copy_link", id="copy", class_="tool"), class_="extras"),
            class_="line",
        ),
        class_="player",
        id="player",
        aria_label=page.strings["player"],
        hidden=True,
    )


def _timeline(page: Page) -> tuple[Html, ...]:
    length = page.edition.ms(page.edition.length) / 1000
    slider = tag(
        "input",
        type="range",
        id="seek",
        min=0,
        max=f"{length:.3f}",
        value=0,
        step="any",
        aria_label=page.strings["seek"],
    )
    bubble = tag("div", id="bubble", class_="bubble", hidden=True, aria_hidden="true")
    return (
        tag("span", "00:00", id="now", class_="clock"),
        tag("div", wave(page.edition, page.voices), slider, bubble, class_="seek"),
        tag("span", clock(length), id="length", class_="clock"),
    )


def _controls(page: Page) -> tuple[Html, ...]:
    play = page.strings["play"]
    icons = icon("play", "when-paused"), icon("pause", "when-playing")
    return (
        page.button("previous", "previous_chapter", id="chapter-previous", class_="tool"),
        _skip(page, "back", "15"),
        tag("button", *icons, type="button", id="play", class_="play", aria_label=play, title=play),
        _skip(page, "forward", "30"),
        page.button("next", "next_chapter", id="chapter-next", class_="tool"),
    )


def _skip(page: Page, way: str, seconds: str) -> Html:
    words = page.strings[way]
    figure = tag("span", seconds, aria_hidden="true")
    return tag("button", icon(way), figure, type="button", id=way, class_="tool skipper", aria_label=words, title=words)


def _speeds(page: Page) -> Html:
    decimal = "," if page.ui == "de" else "."
    options = (
        tag("option", speed.replace(".", decimal) + " ×", value=speed, selected=speed == "1") for speed in _SPEEDS
    )
    words = page.strings["speed"]
    return tag("select", *options, id="speed", aria_label=words, title=words)


def keys(page: Page) -> Html:
    """What each key does, and the switch that makes them do nothing."""
    rows = []
    for pressed, what in _KEYS:
        shown = [tag("kbd", page.strings.get(key, key)) for key in pressed]
        rows.append(tag("div", tag("dt", *separated(shown, Html(" "))), tag("dd", page.strings[what])))
    switch = tag("input", type="checkbox", id="keys", checked=True)
    return tag(
        "dialog",
        tag(
            "div",
            tag("h2", page.strings["help"], id="h-help"),
            page.button("close", "close", id="help-close", class_="tool"),
            class_="dialog-head",
        ),
        tag("dl", *rows),
        tag("label", switch, join([" ", page.strings["shortcuts_on"]])),
        id="help",
        aria_labelledby="h-help",
    )
