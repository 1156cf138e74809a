"""The page on which voices are compared: one HTML file with all its sound inside."""

from __future__ import annotations

from dataclasses import dataclass

from stimmwerk.exports.page.frame import document
from stimmwerk.exports.page.icons import icon, rings
from stimmwerk.exports.page.markup import Html, join, tag
from stimmwerk.exports.pictures import PALETTE

_STYLES = ("base.css", "audition.css")
_SCRIPTS = ("audition.js",)

#: So many colours of roles the page's style knows.
_COLOURS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A voice.

    letter: what it is called on the page; name: what it is; remark: a sentence on it, or empty; figures: how far it is
    from others, or empty; paste: what a cast must say to have it, as TOML.
    """

    letter: str
    name: str
    remark: str
    figures: str
    paste: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What every voice reads.

    text: as written; place: file and line, or empty; sounds: an address for each entry of the group, in their order.
    """

    text: str
    place: str
    sounds: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Voices that are compared with each other.  title, about: may be empty; language: BCP 47, of the texts."""

    title: str
    about: str
    language: str
    entries: tuple[Entry, ...]
    scenes: tuple[Scene, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditionPage:
    """Everything on the page.  blind: what the voices are is not shown until somebody asks."""

    title: str
    about: str
    blind: bool
    groups: tuple[Group, ...]


def audition_html(page: AuditionPage) -> str:
    """The page: the same bytes for the same content.

    Every text stands in it as text, whatever signs it holds.  A content security policy allows the page's own script
    and style, and sound from the page itself, and nothing else.  Without JavaScript it has the browser's own players.
    """
    how = (
        "Play a line in each voice; all are equally loud. ",
        tag("span", "While one plays, another takes over at the same place. ", class_="js-only"),
        tag(
            "span",
            "Keys: ", tag("kbd", "A"), ", ", tag("kbd", "B"), " … for a voice, ", tag("kbd", "↑"), " and ",
            tag("kbd", "↓"), " for a line, ", tag("kbd", "Space"), " to stop.",
            class_="js-only",
        ),
    )  # fmt: skip
    body = (
        tag(
            "header",
            tag("div", rings(PALETTE), tag("h1", page.title), class_="title"),
            tag("p", page.about, class_="about"),
            tag("p", *how, class_="facts"),
            class_="top",
        ),
        tag("main", *(_group(group, number, page.blind) for number, group in enumerate(page.groups))),
        tag("p", role="status", id="status", class_="hush"),
        tag("p", role="alert", id="trouble", hidden=True),
    )
    return document(
        title=page.title,
        description=page.about,
        language="en",
        body=join(body),
        styles=_STYLES,
        scripts=_SCRIPTS,
        data={},
        palette=PALETTE,
        media="data:",
    )


def _group(group: Group, number: int, blind: bool) -> Html:
    head = (
        tag("h2", group.title, id=f"group-{number}") if group.title else None,
        tag("p", group.about, class_="about") if group.about else None,
    )
    scenes = (_scene(group, scene, f"{number}-{place}", blind) for place, scene in enumerate(group.scenes))
    voices = (_voice(entry, at, blind) for at, entry in enumerate(group.entries))
    return tag(
        "section",
        *head,
        tag("ol", *scenes, class_="scenes"),
        tag("h3", "The voices"),
        tag("ul", *voices, class_="voices"),
        class_="group",
        aria_labelledby=f"group-{number}" if group.title else None,
    )


def _scene(group: Group, scene: Scene, name: str, blind: bool) -> Html:
    pairs = enumerate(zip(group.entries, scene.sounds, strict=True))
    takes = tag("div", *(_take(entry, sound, at, name, blind) for at, (entry, sound) in pairs), class_="takes")
    quote = tag("blockquote", scene.text, lang=group.language, dir="auto", id=f"text-{name}")
    place = tag("cite", scene.place) if scene.place else None
    return tag("li", quote, place, takes, class_="scene", role="group", aria_labelledby=f"text-{name}")


def _take(entry: Entry, sound: str, at: int, name: str, blind: bool) -> Html:
    caption = f"Voice {entry.letter}" if blind else f"Voice {entry.letter}: {entry.name}"
    short = entry.letter if blind else _short(entry)
    button = tag(
        "button",
        icon("play", "off"), icon("pause", "on"),
        tag("span", entry.letter, class_="letter"),
        tag("span", short, class_="who") if short != entry.letter else None,
        tag("span", class_="bar"),
        type="button", class_="play js-only", aria_label=caption, aria_pressed="false",
    )  # fmt: skip
    best = tag(
        "label",
        tag("input", type="radio", name=f"best-{name}", value=entry.letter),
        tag("span", "best"),
        tag("span", f" in this line: {caption}", class_="hush"),
        class_="best js-only",
    )
    player = tag("audio", src=sound, controls=True, preload="metadata", aria_label=caption)
    return tag("div", button, best, player, class_=f"take v{at % _COLOURS}", data_letter=entry.letter)


def _voice(entry: Entry, at: int, blind: bool) -> Html:
    what = (
        tag("p", entry.name, class_="name"),
        tag("p", entry.remark) if entry.remark else None,
        tag("p", entry.figures, class_="figures") if entry.figures else None,
        tag("pre", tag("code", entry.paste), tabindex="0"),
        tag("button", "Copy for the cast", type="button", class_="copy js-only"),
    )
    letter = tag("span", entry.letter, class_="letter")
    tally = tag("span", class_="tally", data_letter=entry.letter)
    if blind:
        shown = tag("details", tag("summary", letter, tag("span", f"Who is voice {entry.letter}?"), tally), *what)
    else:
        shown = tag("div", tag("p", letter, tally, class_="head"), *what)
    return tag("li", shown, class_=f"voice v{at % _COLOURS}")


def _short(entry: Entry) -> str:
    """Enough of a name to know it by, where there is little room."""
    return entry.name.partition(",")[0].rpartition(" ")[2]
