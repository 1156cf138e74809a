"""What every importer offers: a family of formats in, a script of ours out, and an account of what was lost."""

from __future__ import annotations

import bisect
from dataclasses import dataclass
from typing import Protocol

from stimmwerk.script.markdown import DEFAULT_CUES
from stimmwerk.script.model import Script


@dataclass(frozen=True, slots=True, kw_only=True)
class Caution:
    """Something that a producer should look at.

    line: in the source, from 1, None for the whole of it; code: a name that stays the same; message: for people, with
    the candidates and the option that settles it, where there is one.
    """

    line: int | None
    code: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Words of the source that nobody will speak.  line: in the source, from 1; text: the words; reason: why."""

    line: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShowFacts:
    """What an importer may know of the show, and what the user has settled.

    known_labels: the cast's; cues: the names of its sounds; speakers: (label, name) as ``--speaker LABEL=NAME`` gives
    them: the label is one for certain and belongs to the person of that name; an empty name says that it is none.
    """

    known_labels: tuple[str, ...] = ()
    cues: tuple[str, ...] = DEFAULT_CUES
    speakers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """A source, read.

    script: valid in our format, its lines the source's; format: the importer's name; warnings, left_out: by line;
    given: labels that the source does not have and the importer gave, and other words of its own in the script.
    Every word of the source is in the script or in ``left_out``.
    """

    script: Script
    format: str
    warnings: tuple[Caution, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    given: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A chapter begins.

    title: plain text; line: in the source, from 1; pieces: (line, words) of it, where it stands on several lines.
    """

    title: str
    line: int
    pieces: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A paragraph.

    label: who speaks, None for narration; text: plain, on one line, stage directions still in their brackets;
    line: of its first word in the source, from 1; bullet: it is a list item; breaks: (character of the text, line)
    where each line of the source begins, rising, where there are several; label_pieces: (line, words) of the label,
    where it stands on several lines.
    """

    label: str | None
    text: str
    line: int
    bullet: bool = False
    breaks: tuple[tuple[int, int], ...] = ()
    label_pieces: tuple[tuple[int, str], ...] = ()

    def line_at(self, character: int) -> int:
        """The line on which a character of the text stands."""
        at = bisect.bisect_right(self.breaks, (character, 1 << 62)) - 1
        return self.breaks[at][1] if at >= 0 else self.line


Piece = Heading | Said


class Importer(Protocol):
    """A reader of one family of formats; a module of this package serves as one.

    The text has line feeds, no byte order mark and no character that a script may not hold.
    """

    @property
    def name(self) -> str:
        """How the family is called on the command line and in ``Imported.format``."""
        ...

    def recognise(self, text: str) -> float:
        """How sure it is that the text is of this family, 0 to 1; it never raises."""
        ...

    def read(self, text: str, file: str, facts: ShowFacts) -> Imported:
        """The script in the text.  file: its name, for messages.

        Raises SourceError, or ScriptError for our own format, where there is no script in it.
        """
        ...
