"""An entry put into the TOML text of a lexicon, everything else as it was: comments, order, empty lines."""

from __future__ import annotations

import re

from stimmwerk.casting.lexicon import Entry

_HEADING = re.compile(r"^\s*\[+\s*([^\]]+?)\s*\]+\s*(?:#.*)?$")
_KEY = re.compile(r"""^\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)'|([\w-]+))\s*=""")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\t": "\\t", "\n": "\\n"}
_WORDS = "words"


def with_entry(text: str, entry: Entry) -> str:
    """The text with an entry in its table ``[words]``: in the place of the one with the same key, else at the end."""
    lines = text.splitlines()
    written = entry_line(entry)
    heading, end = _table(lines)
    if heading is None:
        return "\n".join((*lines, *([""] if lines and lines[-1].strip() else []), f"[{_WORDS}]", written, ""))
    for number in range(heading + 1, end):
        found = _KEY.match(lines[number])
        if found and _unescaped(found) == entry.key:
            lines[number] = written + _comment(lines[number])
            return "\n".join((*lines, ""))
    while end > heading + 1 and not lines[end - 1].strip():
        end -= 1
    return "\n".join((*lines[:end], written, *lines[end:], ""))


def entry_line(entry: Entry) -> str:
    """An entry as a line of ``[words]``."""
    ways = [(way, getattr(entry, way)) for way in ("ipa", "say", "espeak", "language")]
    given = [f"{way} = {_quoted(value)}" for way, value in ways if value]
    if entry.inflect:
        given.append("inflect = true" if entry.inflect == "noun" else f'inflect = "{entry.inflect}"')
    if entry.compound:
        given.append("compound = true" if entry.compound == "both" else f'compound = "{entry.compound}"')
    if entry.say and len(given) == 1:
        return f"{_quoted(entry.key)} = {_quoted(entry.say)}"
    return f"{_quoted(entry.key)} = {{ {', '.join(given)} }}"


def _quoted(text: str) -> str:
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'


def _unescaped(found: re.Match[str]) -> str:
    if found[1] is not None:
        return re.sub(r"\\(.)", r"\1", found[1])
    return found[2] if found[2] is not None else found[3]


def _table(lines: list[str]) -> tuple[int | None, int]:
    """The line of the heading ``[words]``, and the line behind the table; texts of several lines are passed over."""
    heading: int | None = None
    inside = False
    for number, line in enumerate(lines):
        was_inside, inside = inside, inside ^ (line.count('"""') % 2 == 1)
        found = None if was_inside else _HEADING.match(line)
        if found and heading is not None:
            return heading, _before_comments(lines, number)
        if found and found[1].strip("\"'") == _WORDS:
            heading = number
    return heading, len(lines)


def _before_comments(lines: list[str], number: int) -> int:
    """Where the comment above a line begins: it belongs to what stands below it."""
    while number and lines[number - 1].lstrip().startswith("#"):
        number -= 1
    return number


def _comment(line: str) -> str:
    """The comment at the end of an entry's line, with the space before it, or nothing."""
    found = re.search(r"""^(?:[^"'#]|"(?:[^"\\]|\\.)*"|'[^']*')*?(\s*#.*)$""", line)
    return found[1] if found else ""
