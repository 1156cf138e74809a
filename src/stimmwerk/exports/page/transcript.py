"""The transcript: chapters, turns and paragraphs, in pieces that the script finds by their times."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from stimmwerk.exports.edition import EditionChapter, SpokenTurn
from stimmwerk.exports.page.icons import icon
from stimmwerk.exports.page.markup import Html, join, tag
from stimmwerk.exports.page.page import Page
from stimmwerk.exports.page.words import Piece, paragraphs
from stimmwerk.exports.wording import wording
from stimmwerk.units import clock


def transcript(page: Page) -> tuple[Html, tuple[Piece, ...]]:
    """The section, and the pieces that are heard, in the order in which their elements (``.s``) stand in it."""
    edition, strings = page.edition, page.strings
    pieces: list[Piece] = []
    estimated = any(passage.estimated for turn in edition.turns for passage in turn.passages)
    hint = [strings["transcript_hint"], *((" ", wording(page.ui).times_estimated) if estimated else ())]
    section = tag(
        "section",
        tag(
            "div",
            tag("h2", strings["transcript"], id="h-transcript"),
            tag("p", *hint, class_="hint js-only"),
            class_="transcript-head",
        ),
        _search(page),
        *(_theme(page, number, chapter, pieces) for number, chapter in enumerate(edition.chapters)),
        class_="transcript",
        id="transcript",
        tabindex="-1",
        aria_labelledby="h-transcript",
    )
    return section, tuple(pieces)


def _search(page: Page) -> Html:
    words = page.strings["search"]
    field = tag(
        "input",
        type="search",
        id="query",
        name="q",
        aria_label=words,
        placeholder=words,
        autocomplete="off",
        spellcheck="false",
        enterkeyhint="search",
    )
    return tag(
        "form",
        tag(
            "div",
            icon("search"),
            field,
            tag("output", id="hits", for_="query"),
            page.button("up", "previous_hit", id="hit-previous", class_="tool", disabled=True),
            page.button("down", "next_hit", id="hit-next", class_="tool", disabled=True),
            page.button("play", "hear_hit", id="hit-play", class_="tool", disabled=True),
        ),
        role="search",
        id="search",
        class_="search js-only",
    )


def _theme(page: Page, number: int, chapter: EditionChapter, pieces: list[Piece]) -> Html:
    """A chapter's heading and turns; where its title is read aloud, that turn is the heading."""
    turns, lang = page.edition.turns_of(number), page.lang()
    if turns and turns[0].kind == "title":
        said = [piece for found in paragraphs(turns[0], page.edition) for piece in _pieces(found, pieces)]
        title, turns = tag("h3", *said, dir="auto", lang=lang), turns[1:]
    else:
        whole = f"{chapter.title}: {chapter.subtitle}" if chapter.subtitle else chapter.title
        title = tag("h3", whole, dir="auto", lang=lang)
    at = tag("span", clock(page.edition.ms(chapter.start) / 1000), class_="at", aria_hidden="true")
    return tag(
        "section",
        tag("header", at, title, class_="turn title"),
        *(_turn(page, turn, before, pieces) for before, turn in pairwise((None, *turns)) if turn),
        class_="theme",
        id=f"chapter-{number + 1}",
    )


def _turn(page: Page, turn: SpokenTurn, before: SpokenTurn | None, pieces: list[Piece]) -> Html:
    """before: the turn before it in its chapter; whoever speaks on is not named again."""
    ms, lang = page.edition.ms(turn.start), page.lang()
    at, name = clock(ms / 1000), f"turn-{turn.number + 1}"
    label = page.strings["hear_from"].format(time=at, speaker=turn.speaker)
    speaker = None
    if before is None or before.speaker != turn.speaker:
        speaker = tag("bdi", turn.speaker, class_="name", lang=lang)
    return tag(
        "div",
        tag("p", speaker, " ", tag("a", at, href=f"#{name}", class_="at", aria_label=label, data_ms=ms), class_="who"),
        tag(
            "div",
            *(tag("p", *_pieces(found, pieces), dir="auto", lang=lang) for found in paragraphs(turn, page.edition)),
            class_="said",
        ),
        class_=f"turn v{page.voices[turn.role]} {turn.kind}",
        id=name,
    )


def _pieces(found: tuple[Piece, ...], pieces: list[Piece]) -> Iterator[Html]:
    for piece in found:
        if piece.start is None:
            yield join([piece.text])
        else:
            pieces.append(piece)
            yield tag("span", piece.text, class_="s")
