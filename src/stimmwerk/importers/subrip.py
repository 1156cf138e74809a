"""SubRip (.srt), and what is like it: numbers, times and text, often broken."""

from __future__ import annotations

from stimmwerk.importers.base import Imported, ShowFacts
from stimmwerk.importers.captions import has_cues, read_captions

name = "subrip"


def recognise(text: str) -> float:
    """Likely where lines give times as cues have them."""
    return 0.85 if has_cues(text) else 0.0


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script in the cues.  Raises SourceError where nobody speaks in them."""
    return read_captions(text, file, facts, name)
