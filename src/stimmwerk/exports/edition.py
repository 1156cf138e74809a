"""An episode as it goes out: all that any file beside the MP3 may say, in values.

Every time in it is a sample of the one timeline, and every file that is written takes its times from here.
"""

from __future__ import annotations

import datetime
import urllib.parse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from stimmwerk import units
from stimmwerk.id3 import DigitalSource
from stimmwerk.packed import Packed
from stimmwerk.script.model import EpisodeKind, Link, Person
from stimmwerk.showfile import ShowSettings
from stimmwerk.timeline import LineKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word that is heard.

    start, stop: first sample in the episode and the first after its last; at, end: its characters in the text of its
    passage.
    """

    start: int
    stop: int
    at: int
    end: int


def packed_words(words: Iterable[Word]) -> Sequence[Word]:
    """The same words in little room."""
    return Packed(_word, [(word.start, word.stop, word.at, word.end) for word in words])


def _word(start: int, stop: int, at: int, end: int) -> Word:
    return Word(start=start, stop=stop, at=at, end=end)


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A sentence, or whatever else an engine speaks in one go.

    start, stop: first sample in the episode and the first after its last; text: as people read it, never blank;
    at: where it begins in the text of its turn; words: by time; estimated: the words' times are reckoned from their
    lengths, for the engine gave none.
    """

    start: int
    stop: int
    text: str
    at: int = 0
    words: Sequence[Word] = ()
    estimated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenTurn:
    """What one voice says without being relieved.

    number: its place in the episode, from 0; chapter: index of its chapter; kind: ``title`` and ``narration`` are the
    narrator's; speaker: the name shown to people; line: in the script, from 1; text: as people read it, paragraphs
    joined by one empty line; start, stop: first sample and the first after its last.
    passages: by time, at least one.
    """

    number: int
    chapter: int
    kind: LineKind
    role: str
    speaker: str
    line: int
    text: str
    start: int
    stop: int
    passages: tuple[Passage, ...]

    def stretches(self) -> Iterator[tuple[Passage, int, int]]:
        """Each passage with the characters of the turn's text that belong to it, so that none is left out.

        White space and what is written but not spoken belong to the passage before, or to the first.
        """
        starts = [0, *(passage.at for passage in self.passages[1:])]
        return zip(self.passages, starts, [*starts[1:], len(self.text)], strict=True)

    def paragraphs(self) -> Iterator[tuple[int, str]]:
        """Each paragraph: the sample with which it begins to be heard, and its text on one line."""
        at, passages = 0, list(self.passages)
        for text in self.text.split("\n\n"):
            end = at + len(text)
            heard = [passage.start for passage in passages if at <= passage.at < end]
            if heard:
                yield heard[0], " ".join(text.split())
            at = end + 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A PNG or JPEG.

    file: its name in the episode's folder, where it is written beside the MP3, or None; small: the same in few bytes,
    for tags, or None where it is small already.
    """

    data: bytes
    file: str | None = None
    small: bytes | None = None

    @property
    def media_type(self) -> str:
        """``image/png`` or ``image/jpeg``."""
        return "image/png" if self.data.startswith(b"\x89PNG") else "image/jpeg"


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionChapter:
    """A theme: start and stop in samples; subtitle: what a long title says after its colon; line: in the script."""

    start: int
    stop: int
    title: str
    subtitle: str | None = None
    url: str | None = None
    image: Picture | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CastMember:
    """A role that is heard.

    speakers: the names shown for it; engine, voice: what speaks it; software: the engine's own name and version;
    pan: -1 to 1.
    """

    role: str
    speakers: tuple[str, ...]
    engine: str
    voice: str
    software: str = ""
    pan: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """One episode.

    name: of its folder and files; language: BCP 47; length: in samples; chapters: contiguous from 0 to the length;
    turns: by start; cast: roles in the order of the cast; people: as the script names them; links: for the show notes;
    season, number, kind: its place in the show; explicit: for adults only, or None where the show says so;
    source: how the voices came about, for machines; loudness: short-term loudness (EBU Tech 3341: 3 s) of the decoded
    MP3, as heard, in LUFS, one value a second, None where it is silent; cover: the episode's.
    """

    name: str
    title: str
    language: str
    sample_rate: int
    length: int
    show: ShowSettings
    chapters: tuple[EditionChapter, ...]
    turns: tuple[SpokenTurn, ...]
    cast: tuple[CastMember, ...]
    cover: Picture
    source: DigitalSource
    subtitle: str | None = None
    description: str | None = None
    date: datetime.date | None = None
    season: int | None = None
    number: int | None = None
    kind: EpisodeKind = "full"
    explicit: bool | None = None
    origin: str | None = None
    people: tuple[Person, ...] = ()
    links: tuple[Link, ...] = ()
    loudness: tuple[float | None, ...] = ()
    #: What several files are made of and is found once: by its class.
    derived: dict[type, object] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def mp3(self) -> str:
        """The MP3's name in the episode's folder."""
        return f"{self.name}.mp3"

    @property
    def comment(self) -> str:
        """What the tags of every file say about the episode, in lines: what it is, where it is from, the disclosure."""
        return "\n".join(text for text in (self.description, self.origin, self.show.disclosure) if text)

    @property
    def address(self) -> str | None:
        """Where the episode's folder will stand on the web, with a final slash, or None where the show has no url."""
        return f"{self.show.url.rstrip('/')}/{urllib.parse.quote(self.name)}/" if self.show.url else None

    def address_of(self, file: str) -> str | None:
        """Where a file of the episode's folder will stand on the web, or None where the show has no url."""
        return self.address + urllib.parse.quote(file) if self.address else None

    def ms(self, sample: int) -> int:
        """A sample as whole milliseconds: the one rounding that all files share."""
        return units.milliseconds(sample, self.sample_rate)

    def turns_of(self, chapter: int) -> tuple[SpokenTurn, ...]:
        """The turns of a chapter, by its index."""
        return tuple(turn for turn in self.turns if turn.chapter == chapter)
