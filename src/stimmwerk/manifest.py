"""What an episode is made of: the record beside the MP3, by which anybody can check it later."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields
from itertools import islice
from typing import Any

from stimmwerk.casting.cast import Setting
from stimmwerk.errors import InputError, Where
from stimmwerk.script.model import EpisodeKind
from stimmwerk.timeline import ChapterMark, LineKind

#: Beside the MP3, under build/NAME/.
FILE = "manifest.json"

#: Raised whenever the manifest's shape changes.
MANIFEST_SCHEMA = 5

#: One value of a level profile covers so many cells of 144 samples: 20 ms at 44.1 kHz.
PROFILE_STEP_CELLS = 6

#: A level profile covers so many cells at each end of a turn: 0.6 s at 44.1 kHz.
PROFILE_CELLS = 180

_PIECES_AT_ONCE = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnRecord:
    """A line of the conversation as it was produced.

    number: its place in the episode, from 0; chapter: index of its chapter; speaker: the name shown to people;
    line: in the script, from 1; engine, voice: who spoke; rate, pitch, range, settings: how the voice was set, as in
    ``casting.cast.Voice``; keys: the fingerprints of its utterances;
    start, stop: samples of the master; gain_db: how much louder than its role's other turns it is meant to be;
    lufs: its loudness in the decoded episode's channels, None where it is too soft to measure; level: of the master,
    in dBFS (RMS of all channels), over the whole turn; attack, release: the same of every 6 cells of 144 samples
    (20 ms) of its first and of its last 180 (0.6 s).  A reader that finds other levels there holds another, a missing
    or a cut turn.  before, after: see ``casting.rundown.Asked``.
    """

    number: int
    chapter: int
    kind: LineKind
    role: str
    speaker: str
    line: int
    text: str
    engine: str
    voice: str
    rate: int
    pitch: int
    range: int
    settings: tuple[tuple[str, Setting], ...]
    keys: tuple[str, ...]
    start: int
    stop: int
    gain_db: float = 0.0
    lufs: float | None
    level: float
    attack: tuple[float, ...]
    release: tuple[float, ...]
    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """A file that a build wrote.

    format: as in ``formats``, or ``mp3``; media_type: IANA's, or the one that players expect; size: in bytes; sha256:
    of its bytes, in hexadecimal.
    """

    format: str
    media_type: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedChapter:
    """A chapter as a feed names it: start in milliseconds; picture: its file in the episode's folder, or None."""

    start_ms: int
    title: str
    url: str | None = None
    picture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPerson:
    """Somebody who is heard.  role: ``host``, ``guest`` or ``narrator``; url: a page about them."""

    name: str
    role: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What feeds and lists of episodes say of an episode.

    script: its path from the show's folder; address: where its folder is to stand on the web, or None; duration_ms:
    of the sound; summary: plain text; notes: HTML without a page around it; date: ISO 8601; making: one sentence on
    how the voices came about; disclosure: one that they are synthetic; cover: a file in the episode's folder.
    """

    script: str
    address: str | None
    duration_ms: int
    subtitle: str | None
    summary: str | None
    notes: str
    date: str | None
    number: int | None
    making: str
    disclosure: str
    cover: str | None
    chapters: tuple[PublishedChapter, ...]
    people: tuple[PublishedPerson, ...]
    season: int | None = None
    kind: EpisodeKind = "full"
    explicit: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """The record of one build; nothing in it depends on the day, the machine or the folder.

    target_lufs: as heard (a mono file from two loudspeakers); ceiling_dbtp: the most that a decoded true peak may be;
    programme_gain_db: what the whole programme was turned up; role_gains_db: role -> what its cast asks for beyond
    the others; settings: what else show and cast are set to, see ``settled``;
    longest_pause_s: the longest silence that the show or the script asks for; music: first sample and the first after
    the last of every sound of the show; inputs: file -> SHA-256; versions: component -> version; outputs: file in the
    episode's folder -> what it is; publication: for feeds and lists; source: where the conversation comes from;
    links: (title, address) pairs of the show notes.
    """

    episode: str
    title: str
    language: str
    sample_rate: int
    channels: int
    length: int
    target_lufs: float
    ceiling_dbtp: float
    programme_gain_db: float
    role_gains_db: dict[str, float]
    settings: dict[str, Setting]
    longest_pause_s: float
    music: tuple[tuple[int, int], ...]
    chapters: tuple[ChapterMark, ...]
    turns: tuple[TurnRecord, ...]
    inputs: dict[str, str]
    versions: dict[str, str]
    outputs: dict[str, Output]
    publication: Publication
    source: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    schema: int = MANIFEST_SCHEMA

    @property
    def digests(self) -> dict[str, str]:
        """Each output -> its SHA-256."""
        return {name: output.sha256 for name, output in self.outputs.items()}

    def to_json(self) -> str:
        """JSON, indented, with a final newline: the same bytes for the same values."""
        pieces = _ENCODER.iterencode(self)
        # Of ten hours it has hundreds of thousands of pieces: held all at once, they take many times its room.
        parts = iter(lambda: "".join(islice(pieces, _PIECES_AT_ONCE)), "")
        return "".join((*parts, "\n"))

    @classmethod
    def from_json(cls, text: str, file: str) -> Manifest:
        """Raises InputError where the text is no manifest of this schema."""
        try:
            found: dict[str, Any] = json.loads(text)
            if found.get("schema") != MANIFEST_SCHEMA:
                raise ValueError(f"schema {found.get('schema')!r}, this version reads {MANIFEST_SCHEMA}")
            found["chapters"] = tuple(ChapterMark(**mark) for mark in found["chapters"])
            found["music"] = tuple((start, stop) for start, stop in found["music"])
            found["links"] = tuple((title, url) for title, url in found["links"])
            found["turns"] = tuple(_turn(values) for values in found["turns"])
            found["outputs"] = {name: Output(**values) for name, values in found["outputs"].items()}
            found["publication"] = _publication(found["publication"])
            return cls(**found)
        except (ValueError, TypeError, KeyError, AttributeError) as cause:
            # The name of our own function, which a TypeError begins with, says nothing to people.
            why = re.sub(r"^\S+\(\) ", "", str(cause))
            raise InputError(
                f"not a manifest that this version can read, another has made it: {why}",
                where=Where(file),
                hint="build the episode again",
            ) from cause


def _named(value: Any) -> dict[str, Any]:
    """A dataclass as JSON has it; what is in it is asked for in its turn."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


_ENCODER = json.JSONEncoder(indent=2, sort_keys=True, ensure_ascii=False, default=_named)


def _turn(values: dict[str, Any]) -> TurnRecord:
    return TurnRecord(**{key: _frozen(value) for key, value in values.items()})


def _publication(values: dict[str, Any]) -> Publication:
    chapters = tuple(PublishedChapter(**chapter) for chapter in values["chapters"])
    people = tuple(PublishedPerson(**person) for person in values["people"])
    return Publication(**(values | {"chapters": chapters, "people": people}))


def _frozen(value: Any) -> Any:
    """A value of JSON with tuples for lists."""
    return tuple(_frozen(item) for item in value) if isinstance(value, list) else value
