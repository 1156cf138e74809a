"""What Pandoc and notebooks of linked notes add to Markdown: marks of blocks, tags and callouts."""

from __future__ import annotations

import re

#: ``::: note`` and ``:::``, as Pandoc and others mark blocks; ``#bees #roof/garden``, as notes are tagged.
_DIV = re.compile(r":{3,}(?:[ \t]*(?:\{[^{}]{0,300}\}|[\w-]{1,40}(?:[ \t]+\S.{0,100})?))?[ \t:]*\Z")
_TAGS = re.compile(r"(?:#[^\W\d_][\w/-]{0,60}(?:[ \t]+|\Z))+\Z")
#: What stands behind the last sentence of a line: tags, and the name of the block.
_BEHIND = re.compile(r"(?<=[.!?…\"”»)*_])(?:[ \t]+#[^\W\d_][\w/-]{0,60})*(?:[ \t]+\^[\w-]{1,60})?[ \t]*\Z")

#: ``> [!note] Title`` opens a box.
CALLOUT = re.compile(r"\[![\w-]{1,30}\][+-]?[ \t]*")


def mark_alone(line: str) -> str:
    """Why nobody reads out a line that is nothing but a mark of a block or tags; empty for any other."""
    if line[0] == ":" and _DIV.match(line):
        return "the mark of a block"
    return "tags" if line[0] == "#" and _TAGS.match(line) else ""


def without_tags(line: str) -> tuple[str, str]:
    """The line without the tags and the name of its block at its end, and these."""
    found = _BEHIND.search(line) if "#" in line or "^" in line else None
    return (line[: found.start()], found.group()) if found is not None else (line, "")
