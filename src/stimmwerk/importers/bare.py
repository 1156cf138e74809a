"""Markdown with our headings and labels but without front matter: what people type, and what other tools write."""

from __future__ import annotations

import re

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.base import Imported, ShowFacts
from stimmwerk.importers.basics import cautions_of_text, title_of
from stimmwerk.importers.language import guess_language
from stimmwerk.importers.paragraphs import clean
from stimmwerk.importers.script import has_front_matter
from stimmwerk.script.blocks import read_blocks
from stimmwerk.script.markdown import read_chapters
from stimmwerk.script.model import Person, Script

name = "markdown"

_LABEL = re.compile(r"^[ \t]*\*\*[^*\n]{1,80}:\*\*", re.MULTILINE)
_TITLE = re.compile(r"\s*#[ \t]+(\S[^\n]*)")


def recognise(text: str) -> float:
    """Likely where people are labelled as in a script and nothing else of one stands there."""
    return 0.7 if not has_front_matter(text) and _LABEL.search(text) else 0.0


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script; a first line ``# Title`` is its title.  Raises ScriptError for what is not of the script format."""
    cleaned, removed = clean(text)
    heading = _TITLE.match(cleaned)
    # The lines stay where they are, so that messages name the right ones.
    body = "\n" * cleaned[: heading.end()].count("\n") + cleaned[heading.end() :] if heading else cleaned
    chapters = read_chapters(read_blocks(body, file, 1), file, facts.known_labels, facts.cues)
    if not chapters:
        raise SourceError("there is nothing to speak in this text", where=Where(file), hint="is this the right file?")
    language, sure = guess_language(cleaned)
    headline = heading.group(1).strip() if heading else None
    script = Script(title=headline or title_of(file), language=language, chapters=chapters)
    people = tuple(Person(name=label, labels=(label,)) for label in script.labels())
    return Imported(
        script=Script(title=script.title, language=language, chapters=chapters, people=people),
        format=name,
        warnings=tuple(cautions_of_text(removed, headline, script, sure)),
    )
