"""What can be written beside an episode's MP3: the name of each format in show.toml, its file, its media type."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file.

    name: its switch under [exports] in show.toml; ending: its file is the episode's name and this, or, where the
    ending is a whole name (``index.html``), that; media_type: IANA's, or the one that players expect;
    on: whether a show that says nothing has it; what: for people, behind "writes".
    """

    name: str
    ending: str
    media_type: str
    what: str
    on: bool = True

    def file(self, episode: str) -> str:
        """The name of the file in the episode's folder."""
        return f"{episode}{self.ending}" if self.ending.startswith(".") else self.ending


#: In the order in which they are written.
FORMATS = (
    Format(
        name="chapters_json",
        ending=".chapters.json",
        media_type="application/json+chapters",
        what="the chapters as Podcasting 2.0 has them",
    ),
    Format(
        name="transcript_json",
        ending=".transcript.json",
        media_type="application/json",
        what="the transcript as Podcasting 2.0 has it",
    ),
    Format(
        name="page",
        ending="index.html",
        media_type="text/html",
        what="the page on which listeners hear, read and search the episode",
    ),
)

#: Name -> format.
BY_NAME = {form.name: form for form in FORMATS}
