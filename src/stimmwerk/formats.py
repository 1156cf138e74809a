"""What can be written beside an episode's MP3: the name of each format in show.toml, its file, its media type."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file.

    name: its switch under [exports] in show.toml; ending: its file is the episode's name and this, or, where the
    ending is a whole name (``index.html``), that; of several files it is one, with N for what tells them apart;
    media_type: IANA's, or the one that players expect;
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
    Format(name="cover", ending="cover.jpg", media_type="image/jpeg", what="the cover, as directories want it"),
    Format(
        name="chapter_pictures",
        ending="chapter-N.jpg",
        media_type="image/jpeg",
        what="a picture for every chapter",
    ),
    Format(
        name="timeline_svg",
        ending="timeline.svg",
        media_type="image/svg+xml",
        what="who speaks when, as a drawing for the web",
    ),
    Format(name="timeline_png", ending="timeline.png", media_type="image/png", what="the same drawing as a picture"),
)

#: Name -> format.
BY_NAME = {form.name: form for form in FORMATS}
