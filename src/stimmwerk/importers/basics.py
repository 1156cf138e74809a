"""What every text without front matter needs: a title, and a word of caution about what was guessed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from stimmwerk.importers.base import Caution
from stimmwerk.importers.paragraphs import clean
from stimmwerk.script.characters import squeeze
from stimmwerk.script.model import Script


def title_of(file: str) -> str:
    """A file's name as a title."""
    stem = squeeze(clean(PurePath(file).stem.replace("_", " ").replace("-", " "))[0])
    return stem or "Untitled"


def cautions_of_text(removed: int, headline: str | None, script: Script, sure: bool) -> Iterator[Caution]:
    """removed: control characters that were taken out; headline: as found; sure: whether the language is."""
    if removed:
        yield Caution(
            line=None, code="control-characters", message=f"{removed} control characters were taken out of the text"
        )
    if headline is None:
        yield Caution(
            line=None, code="no-headline", message=f"no headline was found; the title is {script.title!r} for now"
        )
    if not sure:
        yield Caution(
            line=None,
            code="language-unsure",
            message=f"the language is hard to tell and set to {script.language!r}; check `language:`",
        )
