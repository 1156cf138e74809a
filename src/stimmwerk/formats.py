"""What can be written beside an episode's MP3: the name of each format in show.toml, its file, its media type."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file.

    name: its switch under [exports] in show.toml; ending: its file is the episode's name and this, or, where the
    ending is a whole name (``index.html``), that; of several files it is one, with N for what tells them apart;
    media_type: IANA's, or the one that players expect; what: for people, behind "writes"; for_editors: it is of use to
    who cuts, mixes or keeps the sound, and ``FOR_EDITORS`` switches it, too; in_drafts: whoever hears an edit, and
    reads along, wants it.
    """

    name: str
    ending: str
    media_type: str
    what: str
    for_editors: bool = False
    in_drafts: bool = True

    def file(self, episode: str) -> str:
        """The name of the file in the episode's folder."""
        return f"{episode}{self.ending}" if self.ending.startswith(".") else self.ending


#: The media type of the MP3, which every episode has.
MP3_TYPE = "audio/mpeg"

#: The switch of all formats that only editors of sound need; a format's own goes before.
FOR_EDITORS = "for_editors"

#: In the order in which they are written.
FORMATS = (
    Format(
        name="webvtt",
        ending=".vtt",
        media_type="text/vtt",
        what="the transcript as captions with speakers, for players and browsers",
    ),
    Format(
        name="subrip",
        ending=".srt",
        media_type="application/x-subrip",
        what="the transcript as captions for players that know no WebVTT",
    ),
    Format(
        name="transcript_json",
        ending=".transcript.json",
        media_type="application/json",
        what="the transcript as Podcasting 2.0 has it, a segment a sentence",
    ),
    Format(
        name="words_json",
        ending=".words.json",
        media_type="application/json",
        what="the same, a segment a word",
        in_drafts=False,
    ),
    Format(
        name="transcript_html",
        ending=".transcript.html",
        media_type="text/html",
        what="the transcript as a page to read",
    ),
    Format(
        name="transcript_markdown",
        ending=".transcript.md",
        media_type="text/markdown",
        what="the transcript as Markdown",
    ),
    Format(
        name="chapters_json",
        ending=".chapters.json",
        media_type="application/json+chapters",
        what="the chapters as Podcasting 2.0 has them",
    ),
    Format(
        name="chapters_psc",
        ending=".psc",
        media_type="application/xml",
        what="the chapters as Podlove Simple Chapters",
    ),
    Format(
        name="chapters_webvtt",
        ending=".chapters.vtt",
        media_type="text/vtt",
        what="the chapters as WebVTT",
    ),
    Format(
        name="ffmetadata",
        ending=".ffmetadata",
        media_type="text/plain",
        what="tags and chapters as ffmpeg reads them",
    ),
    Format(
        name="chapter_list",
        ending=".chapters.txt",
        media_type="text/plain",
        what="the chapters as lines for a description on YouTube or Spotify",
    ),
    Format(
        name="notes_markdown",
        ending=".notes.md",
        media_type="text/markdown",
        what="show notes as Markdown",
    ),
    Format(
        name="notes_html",
        ending=".notes.html",
        media_type="text/html",
        what="show notes as a page",
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
        in_drafts=False,
    ),
    Format(
        name="timeline_png",
        ending="timeline.png",
        media_type="image/png",
        what="the same drawing as a picture",
        in_drafts=False,
    ),
    Format(
        name="m4b",
        ending=".m4b",
        media_type="audio/mp4",
        what="the sound as an audiobook with chapters, in AAC",
        in_drafts=False,
    ),
    Format(
        name="opus",
        ending=".opus",
        media_type="audio/ogg",
        what="the sound in Opus, with chapters",
        in_drafts=False,
    ),
    Format(
        name="flac",
        ending=".flac",
        media_type="audio/flac",
        what="the master, 24 bits, with chapters",
        for_editors=True,
        in_drafts=False,
    ),
    Format(
        name="wav",
        ending=".wav",
        media_type="audio/wav",
        what="the master, 24 bits",
        for_editors=True,
        in_drafts=False,
    ),
    Format(
        name="stems",
        ending="stems/N.flac",
        media_type="audio/flac",
        what="a file for every role and one for the music, each as long as the episode",
        for_editors=True,
        in_drafts=False,
    ),
    Format(
        name="turns",
        ending="turns/N.flac",
        media_type="audio/flac",
        what="a file for every turn",
        for_editors=True,
        in_drafts=False,
    ),
    Format(
        name="labels",
        ending=".labels.txt",
        media_type="text/plain",
        what="chapters and turns as a label track for Audacity",
        for_editors=True,
        in_drafts=False,
    ),
    Format(
        name="regions",
        ending=".regions.csv",
        media_type="text/csv",
        what="chapters and turns as regions for REAPER",
        for_editors=True,
        in_drafts=False,
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


def format_of(name: str) -> Format:
    """The format of a name.  Raises KeyError."""
    return _BY_NAME[name]


_BY_NAME = {form.name: form for form in FORMATS}
