"""Articles and plain texts: a headline, a few paragraphs, and a conversation of ``Name: text``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.base import Caution, Imported, ShowFacts
from stimmwerk.importers.basics import cautions_of_text, title_of
from stimmwerk.importers.language import guess_language
from stimmwerk.importers.layout import Layout, lay_out
from stimmwerk.importers.paragraphs import Paragraph, clean, is_finished, split_paragraphs
from stimmwerk.importers.speakers import opens_turn
from stimmwerk.importers.telling import Telling, tell
from stimmwerk.script.markdown import read_chapters
from stimmwerk.script.model import Person, Script

name = "article"

_CUE = re.compile(r"\s*(?:\d+:)?\d\d:\d\d[.,]\d{3}\s*-->")


def recognise(text: str) -> float:
    """Little, for any text with words: this is what is left when no other format claims it."""
    return 0.1 if any(c.isalnum() for c in text) else 0.0


def read(text: str, file: str, facts: ShowFacts) -> Imported:
    """The script in an article.  Raises SourceError where there is nothing to speak."""
    cleaned, removed = clean(text)
    _refuse_cues(cleaned, file)
    layout = lay_out(split_paragraphs(cleaned, opens_turn), facts.known_labels)
    telling = tell(layout)
    if not telling.blocks:
        raise SourceError("there is nothing to speak in this text", where=Where(file), hint="is this the right file?")
    language, sure = guess_language(cleaned)
    masthead = layout.masthead
    script = Script(
        title=masthead.title or title_of(file),
        language=language,
        chapters=read_chapters(telling.blocks, file, telling.labels, facts.cues),
        date=masthead.date,
        source=masthead.source,
        people=tuple(Person(name=label, labels=(label,)) for label in telling.labels),
    )
    warnings = (
        *cautions_of_text(removed, masthead.title, script, sure),
        *_warnings_of_speakers(layout, telling),
        *_end_warning(layout),
    )
    return Imported(
        script=script,
        format=name,
        warnings=tuple(sorted(warnings, key=lambda warning: warning.line or 0)),
        left_out=telling.left_out,
    )


def _refuse_cues(text: str, file: str) -> None:
    """Raises SourceError for WebVTT and SubRip: read as an article, their times would be spoken."""
    for number, line in enumerate(text.splitlines(), 1):
        if _CUE.match(line):
            raise SourceError(
                "this is a file of cues (WebVTT or SubRip), which cannot be read yet",
                where=Where(file, number),
                hint="take numbers and times out, and write `Name: text`",
            )


def _warnings_of_speakers(layout: Layout, telling: Telling) -> Iterator[Caution]:
    if not telling.labels:
        yield Caution(line=None, code="no-speakers", message="nobody is labelled in this text; all of it is narration")
    for index, opening in layout.openings.items():
        if opening.once:
            yield Caution(
                line=layout.paragraphs[index].line,
                code="label-once",
                message=f"{opening.label!r} stands here once and was taken for a speaker",
            )
    for index, theme in layout.themes.items():
        if not theme.number:
            yield Caution(
                line=layout.paragraphs[index].line,
                code="heading-guessed",
                message=f"{theme.title!r} was taken for a heading",
            )
    for line, title in telling.renamed:
        yield Caution(line=line, code="title-twice", message=f"a second chapter of one title is called {title!r}")


def _end_warning(layout: Layout) -> Iterator[Caution]:
    last: Paragraph = layout.paragraphs[layout.kept[-1]]
    if not is_finished(last.text) or _quote_is_open(last.text):
        yield Caution(
            line=last.line, code="breaks-off", message=f"the text breaks off: it ends with {last.text[-40:]!r}"
        )


def _quote_is_open(text: str) -> bool:
    if "„" in text:
        return text.count("„") > text.count("“") + text.count("”")
    return text.count('"') % 2 == 1 or text.count("“") > text.count("”")
