"""Files of cues (WebVTT, SubRip, SBV) as lines with times, however broken they are.

webvtt-py and its like drop what does not follow the standard (a block without a time, a second paragraph of a cue),
and with it words; here every line is a cue's, or is accounted for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from stimmwerk.importers.base import LeftOut
from stimmwerk.script.characters import squeeze

_TIME = r"\d{1,10}(?::\d{1,3}){0,3}(?:[.,:] ?\d{1,9})?"
_ARROW = r"(?:-{1,3} ?(?:>|&gt;)|[–—] ?>|→)"
_TIMING = re.compile(rf"({_TIME})[ \t]*{_ARROW}[ \t]*({_TIME})(?![\d:])[ \t]*(.*)")
_SBV_TIMING = re.compile(r"(\d{1,3}:\d\d:\d\d\.\d{3}),(\d{1,3}:\d\d:\d\d\.\d{3})()\Z")
_SETTING = re.compile(r"[A-Za-z]\w{0,19}:[^\s:]\S*\Z")
_HEAD = re.compile(r"([A-Za-z][\w-]{0,39})\s?[:=]\s?(.*)")
#: What programs write into notes; no words.
_FACTS = ("confidence", "duration", "language", "recognizability")
_CHAPTER = re.compile(
    r"(?:chapter|kapitel|chapitre|capítulo|capitulo|章节)\s?\d{0,4}\s?[:：.–—-]?\s+(\S.*)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CueLine:
    """A line of a cue as it stands in the file, without white space at its ends.  number: of the line, from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """start, stop: in seconds; lines: those with characters in them."""

    start: float
    stop: float
    lines: tuple[CueLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CueFile:
    """head: the keys at the top, case folded, with their values; chapters: (number of the cue before which it begins,
    title, line), from notes; left_out: every line with words that belongs to no cue.
    """

    cues: tuple[Cue, ...]
    head: dict[str, str]
    chapters: tuple[tuple[int, str, int], ...]
    left_out: tuple[LeftOut, ...]


def timing_of(line: str) -> tuple[float, float, str] | None:
    """Begin and end of a cue in seconds and what stands behind them, where the line, stripped, gives times."""
    if not line[:1].isdigit():
        return None
    found = _TIMING.match(line) or _SBV_TIMING.match(line)
    if found is None or not any(mark in found.group(1) for mark in ":.,"):
        return None
    return seconds(found.group(1)), seconds(found.group(2)), found.group(3)


def seconds(time: str) -> float:
    """``1:02:03.5``, ``02:03,500`` and ``123.5`` in seconds; a fourth number after a colon counts as milliseconds."""
    *whole, last = time.replace(" ", "").replace(",", ".").split(":")
    if len(whole) == 3 and "." not in last:
        last = f"{whole.pop()}.{last}"
    total = float(last)
    for power, number in enumerate(reversed(whole), 1):
        total += int(number) * 60**power
    return total


def parse_cues(text: str) -> CueFile:
    """The cues of a text, in its order; none where it has no line with times."""
    return _Reader(text).file()


@dataclass(slots=True)
class _Open:
    """A cue that is still growing.  gap: an empty line was the last."""

    start: float
    stop: float
    lines: list[CueLine] = field(default_factory=list)


class _Reader:
    def __init__(self, text: str) -> None:
        self._lines = [squeeze(line) for line in text.split("\n")]
        self._top = next((index for index, line in enumerate(self._lines) if line), 0)
        self._vtt = self._lines[self._top].startswith("WEBVTT")
        self._times = {index: times for index, line in enumerate(self._lines) if (times := timing_of(line)) is not None}
        numbered = sum(self._lines[index - 1].isdigit() for index in self._times if index)
        self._is_numbered = 2 * numbered >= len(self._times)
        self._cues: list[_Open] = []
        self._head: dict[str, str] = {}
        self._chapters: list[tuple[int, str, int]] = []
        self._left_out: list[LeftOut] = []

    def file(self) -> CueFile:
        """All that the lines give."""
        at = self._read_head() if self._vtt else 0
        while at < len(self._lines):
            at = self._block(at) if self._opens_block(at) else self._line(at)
        return CueFile(
            cues=tuple(Cue(start=cue.start, stop=cue.stop, lines=tuple(cue.lines)) for cue in self._cues),
            head=self._head,
            chapters=tuple(self._chapters),
            left_out=tuple(self._left_out),
        )

    def _leave_out(self, index: int, reason: str) -> None:
        if any(c.isalnum() for c in self._lines[index]):
            self._left_out.append(LeftOut(line=index + 1, text=self._lines[index], reason=reason))

    def _read_head(self) -> int:
        """Takes in the lines up to the first empty one; the place after them."""
        at = self._top
        self._lines[at] = self._lines[at].removeprefix("WEBVTT").strip(" -–:")
        while at < len(self._lines) and (at == self._top or self._lines[at]) and at not in self._times:
            found = _HEAD.match(self._lines[at])
            if found:
                self._head[found.group(1).casefold()] = found.group(2)
            elif at + 1 not in self._times:
                self._leave_out(at, "the head of the file")
            at += 1
        return at

    def _opens_block(self, at: int) -> bool:
        """Whether a note or a style sheet begins."""
        line = self._lines[at]
        return (
            self._vtt and (line in ("NOTE", "STYLE", "REGION") or line.startswith("NOTE ")) and not self._lines[at - 1]
        )

    def _block(self, at: int) -> int:
        kind = "a note" if self._lines[at].startswith("NOTE") else "a style sheet"
        while at < len(self._lines) and self._lines[at] and at not in self._times:
            note = self._lines[at].removeprefix("NOTE").strip()
            found = _CHAPTER.match(note)
            fact = _HEAD.match(note) if kind == "a note" else None
            if fact and fact.group(1).casefold() in _FACTS:
                self._head.setdefault(fact.group(1).casefold(), fact.group(2))
                note = ""
            if found and kind == "a note":
                self._chapters.append((len(self._cues), found.group(1), at + 1))
                self._lines[at] = note.removesuffix(found.group(1)).strip()
            elif kind == "a note":
                self._lines[at] = note
            self._leave_out(at, f"{kind} of the file")
            at += 1
        return at

    def _line(self, at: int) -> int:
        line = self._lines[at]
        timing = self._times.get(at)
        if self._vtt and line.startswith(("WEBVTT", "X-TIMESTAMP-MAP=")):
            # Pieces of a stream, one behind the other.
            return at + 1
        if timing is not None:
            start, stop, rest = timing
            self._cues.append(_Open(start, stop))
            if not all(_SETTING.match(word) for word in rest.split()):
                self._cues[-1].lines.append(CueLine(number=at + 1, text=rest))
        elif self._is_name(at):
            if any(c.isalpha() for c in line):
                self._leave_out(at, "the name of a cue")
        elif line and self._cues:
            self._cues[-1].lines.append(CueLine(number=at + 1, text=line))
        elif line:
            self._leave_out(at, "stands before the first cue")
        return at + 1

    def _is_name(self, at: int) -> bool:
        """Whether the line before a line of times is the cue's name or number, and not the last of the cue before."""
        if at + 1 not in self._times:
            return False
        after_gap = at == 0 or not self._lines[at - 1]
        if self._lines[at].isdigit():
            return self._is_numbered or after_gap
        return self._vtt and after_gap
