"""Numbers at the margin of every line, as courts and offices print them."""

from __future__ import annotations

import re
from itertools import islice, pairwise

#: A number before a wide space or before nothing; in front of text a narrow one would do for numbered lists, too.
_NUMBERED = re.compile(r"^[ \t]*(\d{1,2})(?:[ \t]+(?=\S)|[ \t]*$)")
_SAMPLE = 2000
_LEAST = 20
_MOSTLY = 0.8
#: Behind a number comes the next, or the first of a page.
_COUNTS = 0.9


class Margin:
    """Takes numbers from the margin of lines, where a text has them."""

    def __init__(self, text: str) -> None:
        self._numbered = _is_numbered(text)

    def part(self, line: str) -> tuple[str, str]:
        """(number, line without it); no number where there is none at the margin."""
        found = _NUMBERED.match(line) if self._numbered else None
        return (found.group(1), line[found.end() :]) if found else ("", line)


def _is_numbered(text: str) -> bool:
    """Whether most lines begin with numbers that count up by one, and begin again on each page."""
    head = text[: 200 * _SAMPLE]
    lines = [line for line in islice(head.split("\n"), _SAMPLE) if line.strip()]
    numbers = [int(found.group(1)) for line in lines if (found := _NUMBERED.match(line))]
    if len(numbers) < _LEAST or len(numbers) < _MOSTLY * len(lines):
        return False
    counting = sum(later == earlier + 1 or later == 1 for earlier, later in pairwise(numbers))
    return counting >= _COUNTS * (len(numbers) - 1)
