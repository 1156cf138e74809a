"""The writer of the script format: from a script to its text, and from a text to its tidy form."""

from __future__ import annotations

from collections.abc import Iterable

from stimmwerk.script.attributes import write_attributes
from stimmwerk.script.characters import check_characters, with_line_feeds
from stimmwerk.script.commands import write_cue, write_pause
from stimmwerk.script.escaping import escape_inline
from stimmwerk.script.faults import with_all_faults
from stimmwerk.script.frontmatter import format_front_matter, split_front_matter
from stimmwerk.script.lines import list_item
from stimmwerk.script.markdown import DEFAULT_CUES, parse_sections
from stimmwerk.script.model import Chapter, Comment, Cue, Part, Pause, Script, Turn


def format_script(script: Script) -> str:
    """The script as text of our format, with a final line end: ``parse_script`` of it gives the script back.

    Texts of turns are written as they are, for they are markup already; plain text becomes markup by
    ``script.escaping.escape``.  Titles, labels and the front matter are plain and are escaped here.
    Labels that only interjections use must stand under people, or the reader must be told of them.
    Raises ValueError for parts that the format cannot write in this order: narration after a label in one chapter, a
    continuation of nothing, a take of what has no label.
    """
    return f"{format_front_matter(script)}\n\n{format_body(script.chapters)}"


def tidy(text: str, file: str, known_labels: Iterable[str] = (), cues: Iterable[str] = DEFAULT_CUES) -> str:
    """A script's text with its body in the one form that ``format_script`` writes, its front matter as it was.

    Means the same as before, and tidied again stays as it is.  Raises ScriptError as ``with_all_faults`` does.
    """

    def tidied(text: str) -> str:
        check_characters(text, file)
        sections = split_front_matter(text, file)
        script = parse_sections(sections, file, known_labels, cues)
        return f"{sections.head}\n\n{format_body(script.chapters)}"

    return with_all_faults(with_line_feeds(text), tidied)


def format_body(chapters: Iterable[Chapter]) -> str:
    """Chapters as text, with a final line end.  Raises ValueError as ``format_script`` does."""
    blocks: list[str] = []
    for number, chapter in enumerate(chapters):
        if chapter.title is not None:
            braces = write_attributes((("url", chapter.url), ("image", chapter.image)))
            blocks.append(f"## {escape_inline(chapter.title)} {braces}".rstrip())
        elif number:
            raise ValueError("only the first chapter may be without a title")
        blocks += _parts(chapter.parts)
    return "\n\n".join(blocks) + "\n"


def _parts(parts: Iterable[Part]) -> list[str]:
    blocks: list[str] = []
    speaking: Turn | None = None
    before: Part | None = None
    for part in parts:
        if isinstance(part, Turn) and part.kind == "interjection" and before is not None and before is speaking:
            blocks[-1] += f" {_interjection(part)}"
        elif isinstance(part, Turn):
            blocks.append(_turn(part, speaking, before))
            speaking = part if part.kind != "interjection" else speaking
        elif isinstance(part, Pause):
            blocks.append(write_pause(part))
        elif isinstance(part, Cue):
            blocks.append(write_cue(part))
        elif isinstance(part, Comment):
            blocks.append(f"<!-- {part.text} -->")
        before = part
    return blocks


def _turn(turn: Turn, speaking: Turn | None, before: Part | None) -> str:
    """A turn.  speaking: whose turn it was before, None at the beginning of a chapter; before: the part before."""
    if turn.kind == "interjection":
        return _interjection(turn)
    if turn.kind == "continuation":
        if speaking is None or before is speaking or (turn.label, turn.take) != (speaking.label, speaking.take):
            raise ValueError(f"a continuation of nothing: {turn.text[:40]!r}")
        return _paragraphs(turn.text)
    if turn.label is None:
        if speaking is not None or turn.take != 1:
            raise ValueError(f"narration can only open a chapter, and has no take: {turn.text[:40]!r}")
        return _paragraphs(turn.text)
    take = f" {{take={turn.take}}}" if turn.take != 1 else ""
    gap = "\n\n" if list_item(turn.text, None) else " "
    return f"**{escape_inline(turn.label)}:**{take}{gap}{_paragraphs(turn.text)}"


def _interjection(turn: Turn) -> str:
    if turn.label is None or turn.take != 1:
        raise ValueError("an interjection has a label and no take")
    label = escape_inline(turn.label, brackets=True).replace(":", "\\:")
    return f"({label}: {turn.text})"


def _paragraphs(text: str) -> str:
    """Paragraphs with an empty line between them, but none inside a list."""
    written: list[str] = []
    number: int | None = None
    previous = None
    for paragraph in text.split("\n\n"):
        item = list_item(paragraph, number)
        number = item.number if item else None
        together = item and previous and (item.number is None) == (previous.number is None)
        written += ("\n" if together else "\n\n", paragraph)
        previous = item
    return "".join(written[1:])
