"""Lines as paragraphs, whether each line is one or they are wrapped over several."""

from __future__ import annotations

import functools
import statistics
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from stimmwerk.importers.basics import has_words
from stimmwerk.importers.candidates import without_times
from stimmwerk.importers.ending import is_finished
from stimmwerk.importers.names import is_cjk
from stimmwerk.importers.openings import Opening
from stimmwerk.importers.source import (
    BLANK,
    LONGEST_SHARED,
    MOST_SHARED,
    Line,
    Source,
    compounds_in,
    joined_lines,
)
from stimmwerk.importers.times import is_clock, is_time

#: What says in captions that somebody else speaks.
_CHANGE = ">>"
#: A text counts as wrapped when it has at least so many lines that go on, mostly at least so long, none longer.
_WRAPPED_LINES = 3
_WRAPPED_LENGTH = 50
_WRAPPED_MOST = 120
_WRAPPED_CJK = 25
#: A line that is shorter than this part of the longest, the next word included, ends its paragraph.
_FULL = 0.75
#: Cues are joined to paragraphs of about so many characters.
_LONGEST_JOINED = 1200


@dataclass(frozen=True, slots=True)
class Setting:
    """How a paragraph is typeset; those that look alike share one.

    bullet: it is a list item; alone: an empty line, or the end of the text, stands before and after it; level: of a
    heading, 0 for text; strong: all of it is emphasised; after_rule: a line of dashes stands before it; listed: a time
    of the recording stands before it; linked: all of it is links; dashed: a dash opens it; slanted: it is emphasised
    weakly; quoted: it is a quotation.
    """

    bullet: bool = False
    alone: bool = False
    level: int = 0
    strong: bool = False
    after_rule: bool = False
    listed: bool = False
    linked: bool = False
    dashed: bool = False
    slanted: bool = False
    quoted: bool = False


_look = functools.cache(Setting)


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph, or a heading.

    text: on one line, without bullet, label and time; line: of its first word in the source, from 1; opening: the turn
    that it opens; left: (line, words, reason) that stood in it and are no text; breaks: (character of the text, line)
    where each line of the source begins, where there are several or the label ends on another; label_pieces: (line,
    words) of a label over several lines.
    """

    text: str
    line: int
    look: Setting
    opening: Opening | None = None
    left: tuple[tuple[int, str, str], ...] = ()
    breaks: tuple[tuple[int, int], ...] = ()
    label_pieces: tuple[tuple[int, str], ...] = ()

    @property
    def spoken(self) -> bool:
        """Whether there is a letter or a digit in it."""
        return has_words(self.text)

    def lines(self) -> Iterator[tuple[int, str]]:
        """(line, text) of each line of the source."""
        if not self.breaks:
            yield self.line, self.text
            return
        stops = (*(at for at, _ in self.breaks[1:]), len(self.text))
        for (at, number), stop in zip(self.breaks, stops, strict=True):
            yield number, self.text[at:stop].rstrip(" ")


@dataclass(slots=True)
class _Open:
    """A paragraph that is still growing."""

    line: int
    first: int
    texts: list[str] = field(default_factory=list)
    length: int = 0
    bullet: bool = False
    level: int = 0
    opening: Opening | None = None
    strong: bool = True
    after_rule: bool = False
    listed: bool = False
    last: int = 0
    numbers: list[int] = field(default_factory=list)
    label_pieces: tuple[tuple[int, str], ...] = ()
    left: list[tuple[int, str, str]] = field(default_factory=list)


def build_paragraphs(
    source: Source, lines: list[Line], openings: Mapping[int, Opening], dropped: Mapping[int, str], *, timed: bool
) -> tuple[list[Paragraph], tuple[tuple[int, str, str], ...]]:
    """The paragraphs of a text, and (line, words, reason) of what stands behind them and is no text.

    lines: the source's; each is gone once it stands in a paragraph, for a long text is held in one form at a time;
    openings: index of a line -> the turn that it opens; dropped: index of a line -> why it is no text; timed: times at
    the beginning of lines are no speech.
    """
    builder = _Builder(source, lines, openings, dropped, timed=timed)
    return builder.paragraphs(), builder.rest()


class _Builder:
    def __init__(
        self,
        source: Source,
        lines: list[Line],
        openings: Mapping[int, Opening],
        dropped: Mapping[int, str],
        *,
        timed: bool,
    ) -> None:
        self._lines = lines
        #: So many lines are gone.
        self._gone = 0
        self._numbers = source.numbers
        self._openings = openings
        self._dropped = dropped
        self._timed = timed
        self._markdown = source.markdown
        #: Short texts come again.
        self._known: dict[str, str] = {}
        self._compounds = compounds_in(lines)
        self._width = _wrapped_at(lines, openings)
        self._found: list[Paragraph] = []
        self._open: _Open | None = None
        self._gap = False
        self._rule = False
        self._cue = False
        self._waiting: list[tuple[int, str, str]] = []

    def paragraphs(self) -> list[Paragraph]:
        """See ``build_paragraphs``."""
        index = 0
        while index < len(self._lines):
            index += self._line(index)
        self._close()
        return self._found

    def rest(self) -> tuple[tuple[int, str, str], ...]:
        """What stands behind the last paragraph and is no text."""
        return tuple(self._waiting)

    def _line(self, index: int) -> int:
        """Takes in a line; how many lines that were."""
        line = self._lines[index]
        opening = self._openings.get(index)
        if line.kind in ("blank", "rule") or index in self._dropped:
            if index in self._dropped:
                if line.text:
                    self._waiting.append((self._numbers[index], line.text, self._dropped[index]))
            else:
                self._gap = True
                self._rule = self._rule or line.kind == "rule"
                if not self._timed:
                    self._close()
        elif opening is not None:
            self._close()
            last = index + opening.lines - 1
            text = self._lines[last].text[opening.at :]
            self._begin(index, text, opening=opening, strong=line.whole, last=last)
            if last > index and self._open is not None:
                self._open.label_pieces = self._label_pieces(opening, index, last)
            if opening.times:
                self._account((self._numbers[last], time) for time in opening.times)
            return opening.lines
        elif line.kind == "heading":
            self._close()
            self._begin(index, line.text, level=line.level)
            self._close()
        else:
            self._text(index, line)
        return 1

    def _label_pieces(self, opening: Opening, index: int, last: int) -> tuple[tuple[int, str], ...]:
        """(line, words) of a label that ends on another line."""
        begun = self._lines[index].text.strip()
        if not opening.label.startswith(begun):
            return ()
        return (self._numbers[index], begun), (self._numbers[last], opening.label[len(begun) :].strip())

    def _text(self, index: int, line: Line) -> None:
        text, times = without_times(line, timed=self._timed or is_clock(line.text))
        if times and not text:
            self._waiting += [(self._numbers[index], time, "a time") for time in times]
            self._cue = True
            if not self._timed:
                self._gap = True
            return
        cue = bool(times) or self._cue
        if self._open is not None and self._goes_on(index, text, cue=cue):
            self._add(index, text, line)
        else:
            self._close()
            self._begin(index, text, bullet=line.bullet, strong=line.whole, listed=bool(times))
        if times:
            self._account((self._numbers[index], time) for time in times)
        self._cue = False

    def _account(self, pieces: Iterable[tuple[int, str]]) -> None:
        assert self._open is not None
        for number, text in pieces:
            asks = "the number of a question" if any(map(str.isdigit, text)) else "the mark of a question or an answer"
            self._open.left.append((number, text, "a time" if is_time(text) else asks))

    def _goes_on(self, index: int, text: str, *, cue: bool) -> bool:
        """Whether a line belongs to the paragraph that is open."""
        open_ = self._open
        assert open_ is not None
        line = self._lines[index]
        before = self._lines[open_.last]
        if (
            line.bullet
            or not line.spoken
            or text.startswith(_CHANGE)
            or open_.level
            or not open_.length
            or (open_.bullet and cue)
        ):
            return False
        finished = is_finished(open_.texts[-1])
        if self._timed and cue and not open_.listed:
            return open_.length < _LONGEST_JOINED and not (finished and self._gap)
        if self._timed and cue:
            return open_.opening is not None or (not finished and open_.length < _LONGEST_JOINED)
        if self._gap:
            return False
        if self._width and before.spoken and _is_full(before, text, self._width):
            return True
        if not finished and text[:1].islower():
            return True
        if not self._markdown:
            return False
        return not finished or (open_.strong and line.whole) or (bool(open_.bullet) and not self._width)

    def _begin(
        self,
        index: int,
        text: str,
        *,
        bullet: bool = False,
        strong: bool = False,
        level: int = 0,
        opening: Opening | None = None,
        listed: bool = False,
        last: int | None = None,
    ) -> None:
        if text.startswith(_CHANGE):
            text = text.lstrip("> ")
        self._open = _Open(
            line=self._numbers[index],
            first=index,
            texts=[text] if text else [],
            numbers=[self._numbers[index if last is None else last]] if text else [],
            length=len(text),
            bullet=bullet,
            level=level,
            opening=opening,
            strong=strong,
            after_rule=self._rule,
            listed=listed,
            last=index if last is None else last,
            left=self._waiting,
        )
        self._waiting = []
        self._gap = self._rule = self._cue = False

    def _add(self, index: int, text: str, line: Line) -> None:
        assert self._open is not None
        self._open.texts.append(text)
        self._open.numbers.append(self._numbers[index])
        self._open.length += len(text) + 1
        self._open.strong = self._open.strong and line.whole
        self._open.last = index
        self._open.left += self._waiting
        self._waiting = []
        self._gap = False

    def _close(self) -> None:
        open_, self._open = self._open, None
        if open_ is None:
            return
        before = open_.first == 0 or self._lines[open_.first - 1].kind != "text"
        after = open_.last + 1 >= len(self._lines) or self._lines[open_.last + 1].kind != "text"
        text, starts = joined_lines(open_.texts, self._compounds)
        if len(text) <= LONGEST_SHARED and len(self._known) < MOST_SHARED:
            text = self._known.setdefault(text, text)
        first = self._lines[open_.first]
        look = _look(
            open_.bullet,
            before and after,
            open_.level,
            open_.strong,
            open_.after_rule,
            open_.listed,
            open_.first == open_.last and first.look.linked,
            first.look.dashed,
            first.look.slanted,
            first.look.quoted,
        )
        self._found.append(
            Paragraph(
                text=text,
                line=open_.line,
                look=look,
                opening=open_.opening,
                left=tuple(open_.left),
                label_pieces=open_.label_pieces,
                breaks=() if open_.numbers in ([], [open_.line]) else tuple(zip(starts, open_.numbers, strict=True)),
            )
        )
        while self._gone < open_.last:
            self._lines[self._gone] = BLANK
            self._gone += 1


def _wrapped_at(lines: Sequence[Line], openings: Mapping[int, Opening]) -> int:
    """How long the lines of a wrapped text are at most; 0 for a text whose lines are paragraphs."""
    going_on: list[int] = []
    longest = 0
    wide = 0
    for index, line in enumerate(lines):
        if line.kind != "text":
            continue
        longest = max(longest, len(line.text))
        following = lines[index + 1] if index + 1 < len(lines) else None
        if following is not None and following.kind == "text" and index + 1 not in openings and not following.bullet:
            going_on.append(len(line.text))
            wide += is_cjk(line.text[:1])
    if len(going_on) < _WRAPPED_LINES:
        return 0
    least = _WRAPPED_CJK if wide > len(going_on) / 2 else _WRAPPED_LENGTH
    going_on.sort()
    usual = going_on[int(0.98 * (len(going_on) - 1))]
    if usual <= _WRAPPED_MOST and statistics.median(going_on) >= least:
        return usual
    return 0


def _is_full(line: Line, following: str, width: int) -> bool:
    """Whether the first word of what follows would hardly have fitted on the line."""
    word = following.split(maxsplit=1)[0] if following else ""
    room = 1 if is_cjk(word) else len(word)
    return len(line.text) + 1 + room > _FULL * width
