"""Transcripts as captions: WebVTT with speakers, and SubRip."""

from __future__ import annotations

import re

from stimmwerk.exports.cues import Measure, cues, name_before
from stimmwerk.exports.edition import Edition
from stimmwerk.exports.markup import srt, vtt

#: No cue stays for longer than 7 s (Netflix, Timed Text Style Guide, General Requirements, 1), and none goes for less
#: than 1 s, which flickers (BBC, Subtitle Guidelines, 4.5).
_LONGEST_MS, _SHORTEST_GAP_MS = 7000, 1000
#: Two lines of 42 characters are what broadcasters and streaming services give to a caption.
WEBVTT = Measure(columns=42, longest=_LONGEST_MS, closes=_SHORTEST_GAP_MS)
#: Podcasting 2.0 asks for lines of at most 32 in SubRip; a line behind a speaker's name may have 42.
_SUBRIP = Measure(columns=32, longest=_LONGEST_MS, closes=_SHORTEST_GAP_MS, named=True, first=42)

_ARROW = re.compile("-{2,}>")


def transcript_webvtt(edition: Edition) -> str:
    """WebVTT (https://www.w3.org/TR/webvtt1/): every cue of two lines at most, of one speaker.

    Players find speakers in ``<v Name>``; a note at the top says what the file is, and that the voices are synthetic.
    """
    blocks = ["WEBVTT", _note(edition)]
    for cue in cues(edition, WEBVTT):
        text = "\n".join(vtt(line) for line in cue.lines)
        blocks.append(f"{clock(cue.start)} --> {clock(cue.stop)}\n<v {vtt(' '.join(cue.speaker.split()))}>{text}")
    return "\n\n".join(blocks) + "\n"


def transcript_subrip(edition: Edition) -> str:
    """SubRip: ``Name: `` stands where the speaker changes, and where the text itself could be taken for a name."""
    blocks = []
    for number, cue in enumerate(cues(edition, _SUBRIP), 1):
        name = srt(name_before(cue.speaker, _SUBRIP.first)) if cue.named else ""
        text = srt("\n".join(cue.lines))
        times = f"{clock(cue.start, ',')} --> {clock(cue.stop, ',')}"
        blocks.append(f"{number}\n{times}\n{name}{text}\n")
    return "\n".join(blocks)


def chapters_webvtt(edition: Edition) -> str:
    """WebVTT of the kind ``chapters``: a cue a chapter, from its start to the next one's."""
    blocks = ["WEBVTT", _note(edition)]
    for number, chapter in enumerate(edition.chapters, 1):
        times = f"{clock(edition.ms(chapter.start))} --> {clock(edition.ms(chapter.stop))}"
        blocks.append(f"{number}\n{times}\n{vtt(' '.join(chapter.title.split()))}")
    return "\n\n".join(blocks) + "\n"


def clock(ms: int, mark: str = ".") -> str:
    """Milliseconds as ``HH:MM:SS.mmm``; mark: what stands before the last three digits."""
    seconds, thousandths = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{thousandths:03}"


def _note(edition: Edition) -> str:
    """What the file is, as a comment, which ``-->`` would end."""
    facts = (
        ("Title", edition.title),
        ("Show", edition.show.title),
        ("Language", edition.language),
        ("Date", edition.date.isoformat() if edition.date else ""),
        ("Disclosure", edition.show.disclosure),
    )
    lines = [_ARROW.sub("->", f"{name}: {' '.join(text.split())}") for name, text in facts if text]
    return "\n".join(["NOTE", *lines])
