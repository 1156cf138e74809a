"""WebVTT, the captions of the web and the transcripts of podcasts.  See https://www.w3.org/TR/webvtt1/."""

from __future__ import annotations

from stimmwerk.importers.base import Imported, ShowFacts
from stimmwerk.importers.captions import read_captions

name = "webvtt"


def recognise(text: str) -> float:
    """Sure where the first line says so."""
    return 0.95 if text.lstrip().startswith("WEBVTT") else 0.0


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script in the cues.  Raises SourceError where nobody speaks in them."""
    return read_captions(text, file, facts, name)
