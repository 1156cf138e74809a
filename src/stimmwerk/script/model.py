"""What an episode's script is, once read: frozen values that know nothing of files or of sound."""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass, field
from typing import Literal

TurnKind = Literal["turn", "interjection", "continuation"]

#: What an episode is among the others: a whole one, what whets the appetite, or an extra (Apple's itunes:episodeType).
EpisodeKind = Literal["full", "trailer", "bonus"]


@functools.lru_cache(maxsize=20_000)
def fold_label(label: str) -> str:
    """The form in which labels are compared: case folded, runs of white space (no-break spaces too) as one space."""
    return " ".join(label.casefold().split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link for the show notes.  title: what a person reads; url: http or https."""

    title: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who speaks.

    name: in full; labels: what stands before the person's turns in the script; role: the role of the cast that
    speaks for them, None where the cast itself answers to the labels; url: a page about them, or None.
    """

    name: str
    labels: tuple[str, ...] = ()
    role: str | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """What one voice says without being relieved.

    label: who, as written; None is narration.  text: paragraphs joined by one empty line, in the script's inline
    markup (see ``script.inline``), never empty, each paragraph on one line.  kind: ``turn`` opens with a label (or is
    narration); ``interjection`` stands in brackets inside another's turn; ``continuation`` is the rest of a turn after
    an interjection, a pause, a cue or a comment.  take: which of an engine's takes is wanted, from 1.
    line: of the first word in the file, from 1; 0 where there is no file.  Lines do not count for equality.
    """

    label: str | None
    text: str
    kind: TurnKind = "turn"
    take: int = 1
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Silence that the script asks for, in place of the silence that would stand there.  seconds: 0 to 60."""

    seconds: float
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """A sound of the show, by its name in show.toml (``sting``)."""

    name: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """A comment of its own between parts: kept by the formatter, never spoken, never shown.

    text: what stands between the comment marks, stripped.
    """

    text: str
    line: int = field(default=0, compare=False)


Part = Turn | Pause | Cue | Comment


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A theme.

    title: plain text; None only for the first chapter, where the script opens before any heading.
    url, image: what the heading's braces give; image is a path as written, relative to the show.
    """

    title: str | None
    parts: tuple[Part, ...] = ()
    url: str | None = None
    image: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Script:
    """A whole episode on paper.

    language: a BCP 47 tag such as ``de`` or ``en-GB``; cast: the name of a cast of the show, or None for the show's
    own; number: the episode's number in the show or in its season, or None; season: its number, or None; explicit:
    whether it is for adults only, or None where the show says so; source: where the conversation comes from, free text.
    """

    title: str
    language: str
    chapters: tuple[Chapter, ...] = ()
    subtitle: str | None = None
    description: str | None = None
    date: datetime.date | None = None
    season: int | None = None
    number: int | None = None
    kind: EpisodeKind = "full"
    explicit: bool | None = None
    people: tuple[Person, ...] = ()
    cast: str | None = None
    source: str | None = None
    links: tuple[Link, ...] = ()

    def turns(self) -> tuple[Turn, ...]:
        """Every turn of every chapter, in order, interjections and continuations among them."""
        return tuple(part for chapter in self.chapters for part in chapter.parts if isinstance(part, Turn))

    def labels(self) -> tuple[str, ...]:
        """Every label in use, in the order of its first turn."""
        return tuple(dict.fromkeys(turn.label for turn in self.turns() if turn.label is not None))
