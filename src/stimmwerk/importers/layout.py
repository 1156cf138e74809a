"""What each paragraph of an article is: headline, turn, heading, text, or nothing that is spoken."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stimmwerk.importers.masthead import Masthead, read_masthead, site_foot
from stimmwerk.importers.paragraphs import Paragraph
from stimmwerk.importers.speakers import Opening, find_openings
from stimmwerk.importers.themes import Theme, find_themes


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """An article's paragraphs, judged; every dictionary is by index of a paragraph.

    openings: the turns that open there; themes: the headings, each with text behind it; dropped: why a paragraph is
    not spoken; kept: all others but the headline, rising.
    """

    paragraphs: tuple[Paragraph, ...]
    masthead: Masthead
    openings: dict[int, Opening]
    themes: dict[int, Theme]
    dropped: dict[int, str]
    kept: tuple[int, ...]


def lay_out(paragraphs: Sequence[Paragraph], known_labels: Iterable[str]) -> Layout:
    """Judges the paragraphs of an article.  known_labels: those of the cast."""
    openings = find_openings(paragraphs, known_labels)
    themes = find_themes(paragraphs, openings, min(openings, default=None))
    begin = min((*openings, *themes), default=len(paragraphs))
    masthead = read_masthead(paragraphs, begin)
    dropped = {index: "no words in it" for index, paragraph in enumerate(paragraphs) if not paragraph.spoken}
    dropped |= site_foot(paragraphs, begin) | masthead.used
    kept: list[int] = []
    following: str | None = None
    for index in reversed(range(len(paragraphs))):
        if index in dropped or index == masthead.title_index:
            continue
        kind = _kind(index, openings, themes, following)
        if kind == "label":
            dropped[index] = "a label without text"
            continue
        kept.append(index)
        following = kind
    return Layout(
        paragraphs=tuple(paragraphs),
        masthead=masthead,
        openings={index: opening for index, opening in openings.items() if index not in dropped},
        themes={index: theme for index, theme in themes.items() if index not in dropped},
        dropped=dropped,
        kept=tuple(reversed(kept)),
    )


def _kind(index: int, openings: dict[int, Opening], themes: dict[int, Theme], following: str | None) -> str:
    """What a paragraph is, by what follows it; a heading without text behind it is text and leaves ``themes``."""
    if index in openings:
        has_words = any(c.isalnum() for c in openings[index].text)
        return "turn" if has_words or following == "text" else "label"
    if index in themes and following in (None, "theme"):
        del themes[index]
    return "theme" if index in themes else "text"
