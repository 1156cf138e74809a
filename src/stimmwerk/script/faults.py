"""What else is wrong in a script: its reader stops at the first fault, and people want to mend all in one go."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TypeVar

from stimmwerk.errors import ScriptError, together
from stimmwerk.script.characters import with_line_feeds
from stimmwerk.script.labels import label_at

#: So many faults are told at once: behind them may be others.
MOST = 20

_WORD = "x"


Read = TypeVar("Read")


def with_all_faults(text: str, read: Callable[[str], Read]) -> Read:
    """What a reader makes of a script.  Raises ScriptError for the first fault, and the others with it."""
    try:
        return read(text)
    except ScriptError as error:
        raise together(faults_of(with_line_feeds(text), error, read)) from None


def faults_of(text: str, first: ScriptError, read: Callable[[str], object]) -> tuple[ScriptError, ...]:
    """All faults of a script by their lines, one for each paragraph and heading, and at most ``MOST``.

    text: with line feeds; first: the fault at which its reader stopped; read: the reader, which raises ScriptError.
    What is faulty is replaced by what is not, as long as it was, and the rest read again.  A fault of the front matter,
    and one that has no line, is told alone: what follows depends on it.
    """
    found, lines, body = [first], text.split("\n"), _body_line(text)
    tried: dict[int, int] = {}
    while len(found) < MOST:
        line = found[-1].where.line if found[-1].where else None
        if line is None or not body < line <= len(lines) or not lines[line - 1].strip():
            break
        tried[line] = tried.get(line, 0) + 1
        if tried[line] > 1:
            # It was not the words: nobody speaks in a chapter, as a rule.
            found.pop()
        if tried[line] > 2:
            break
        _replace(lines, line - 1, plainly=tried[line] > 1)
        try:
            read("\n".join(lines))
        except ScriptError as error:
            found.append(error)
        else:
            break
    return tuple(sorted(found, key=lambda error: (error.where.line if error.where else None) or 0))


def _body_line(text: str) -> int:
    """The line of the second fence, from 1; the last one where there is none."""
    fences = [number for number, line in enumerate(text.split("\n"), 1) if line.rstrip() == "---"]
    return fences[1] if len(fences) > 1 else text.count("\n") + 1


def _replace(lines: list[str], at: int, *, plainly: bool) -> None:
    """Puts something in the place of a paragraph or heading that cannot be wrong; plainly: not even a heading."""
    if lines[at].startswith("#"):
        lines[at] = _WORD if plainly else f"## {_WORD} {at}"
        return
    for number in _paragraph(lines, at):
        label = label_at(lines[number], 0)
        lines[number] = _WORD if label is None or plainly else f"{lines[number][: label[1]]} {_WORD}"


def _paragraph(lines: list[str], at: int) -> Iterator[int]:
    """The lines of the paragraph in which one stands; a label begins a new one."""
    first = last = at
    while first and label_at(lines[first], 0) is None and _is_text(lines[first - 1]):
        first -= 1
    while last + 1 < len(lines) and _is_text(lines[last + 1]) and label_at(lines[last + 1], 0) is None:
        last += 1
    return iter(range(first, last + 1))


def _is_text(line: str) -> bool:
    return bool(line.strip()) and not line.startswith("#")
