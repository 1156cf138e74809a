"""The reader of the script format; docs/script-format.md is its description for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace

from stimmwerk.errors import ScriptError, Where
from stimmwerk.script.attributes import check_web_address, split_attributes
from stimmwerk.script.blocks import Block, Heading, Note, Paragraph, read_blocks
from stimmwerk.script.characters import check_characters, decode, with_line_feeds
from stimmwerk.script.frontmatter import Sections, parse_front_matter, split_front_matter
from stimmwerk.script.inline import parse_plain
from stimmwerk.script.labels import label_at
from stimmwerk.script.model import Chapter, Comment, Script, Turn, fold_label
from stimmwerk.script.turns import ChapterParts, parse_label

__all__ = ["DEFAULT_CUES", "chapters_of", "decode", "parse_script", "parse_sections", "read_chapters"]

#: The sounds that a show has unless it says otherwise.
DEFAULT_CUES = ("sting",)


def parse_script(text: str, file: str, known_labels: Iterable[str] = (), cues: Iterable[str] = DEFAULT_CUES) -> Script:
    """A script of our format.

    known_labels: those that may stand in interjections although the script uses them nowhere else, the cast's as a
    rule; cues: the names of the show's sounds.
    Raises ScriptError, with the line and a remedy, for everything that is not of the format.
    """
    text = with_line_feeds(text)
    check_characters(text, file)
    return parse_sections(split_front_matter(text, file), file, known_labels, cues)


def parse_sections(sections: Sections, file: str, known_labels: Iterable[str], cues: Iterable[str]) -> Script:
    """See ``parse_script``; sections: its text, parted."""
    script = parse_front_matter(sections, file)
    blocks = read_blocks(sections.body, file, sections.body_line)
    people = (label for person in script.people for label in (*person.labels, person.name))
    chapters = read_chapters(blocks, file, (*known_labels, *people), cues)
    if not chapters:
        raise ScriptError(
            "the script has no text", where=Where(file, sections.body_line), hint="write what is to be spoken below ---"
        )
    return replace(script, chapters=chapters)


def read_chapters(
    blocks: Iterable[Block], file: str, known_labels: Iterable[str], cues: Iterable[str]
) -> tuple[Chapter, ...]:
    """The chapters that blocks of markup make; none where nothing but comments stands in them.

    For readers of other formats too: they make blocks of their text, with its own lines, and have them read here.
    Raises ScriptError as ``parse_script`` does.
    """
    blocks = tuple(blocks)
    known = frozenset(fold_label(label) for label in (*known_labels, *_labels_of(blocks, file)))
    return chapters_of(blocks, file, known, cues)


def chapters_of(
    blocks: Iterable[Block], file: str, known: AbstractSet[str], cues: Iterable[str]
) -> tuple[Chapter, ...]:
    """The chapters that blocks make, each block taken once.

    known: the folded labels that may stand in interjections, whole by the time that a block with one is taken.
    """
    chapters = tuple(_chapters(blocks, file, known, frozenset(cues)))
    _check_titles(chapters, file)
    return chapters


def _labels_of(blocks: Iterable[Block], file: str) -> Iterator[str]:
    """Every label that opens a turn."""
    for block in blocks:
        if isinstance(block, Paragraph) and (found := label_at(block.text, 0)):
            yield parse_label(found[0], Where(file, block.line))


def _chapters(blocks: Iterable[Block], file: str, known: AbstractSet[str], cues: frozenset[str]) -> Iterator[Chapter]:
    """The chapters; comments before the first heading go to its chapter where no text stands with them."""
    head: Chapter = Chapter(title=None)
    parts = ChapterParts(file, known, cues)
    for block in blocks:
        if isinstance(block, Heading):
            before = replace(head, parts=parts.parts())
            parts = ChapterParts(file, known, cues)
            head = _heading(block, file)
            comments = [part for part in before.parts if isinstance(part, Comment)]
            if before.title is not None or len(comments) < len(before.parts):
                yield _checked(before, file)
                comments = []
            for comment in comments:
                parts.note(Note(text=comment.text, line=comment.line))
        elif isinstance(block, Note):
            parts.note(block)
        else:
            parts.paragraph(block)
    last = replace(head, parts=parts.parts())
    if last.title is not None or any(not isinstance(part, Comment) for part in last.parts):
        yield _checked(last, file)


def _heading(heading: Heading, file: str) -> Chapter:
    where = Where(file, heading.line)
    raw, attributes = split_attributes(heading.text, ("url", "image"), lambda at: where)
    title = parse_plain(raw, where, "a heading")
    if not title:
        raise ScriptError("this heading has no title", where=where, hint="write it before the braces")
    url = attributes.get("url")
    if url is not None:
        check_web_address(url, where)
    return Chapter(title=title, url=url, image=attributes.get("image"), line=heading.line)


def _checked(chapter: Chapter, file: str) -> Chapter:
    """The chapter, its line known.  Raises ScriptError where nobody speaks in it."""
    line = chapter.line or chapter.parts[0].line
    if not any(isinstance(part, Turn) for part in chapter.parts):
        name = "the opening" if chapter.title is None else f"the chapter {chapter.title!r}"
        raise ScriptError(
            f"nobody speaks in {name}", where=Where(file, line), hint="write text into it, or take its heading out"
        )
    return replace(chapter, line=line)


def _check_titles(chapters: Iterable[Chapter], file: str) -> None:
    lines: dict[str, int] = {}
    for chapter in chapters:
        if chapter.title is None:
            continue
        if chapter.title in lines:
            raise ScriptError(
                f"the chapter {chapter.title!r} stands here and in line {lines[chapter.title]}",
                where=Where(file, chapter.line),
                hint="give one of them another title: listeners tell chapters by it",
            )
        lines[chapter.title] = chapter.line
