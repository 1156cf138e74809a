"""A document's paragraphs, tables and asides, in their order, as the lines of a source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from stimmwerk.importers.archive import Archive
from stimmwerk.importers.base import LeftOut
from stimmwerk.importers.basics import clean, has_words
from stimmwerk.importers.columns import find_columns, is_mark
from stimmwerk.importers.ending import is_finished
from stimmwerk.importers.language import guess_language
from stimmwerk.importers.passages import Passage
from stimmwerk.importers.source import BLANK, LONGEST_SHARED, MOST_SHARED, Line, Source, is_divided
from stimmwerk.importers.spacing import closed_up
from stimmwerk.importers.times import is_time, lead_time
from stimmwerk.script.characters import squeeze

#: So many characters and lines, those that are left out among them, are in a document at most: a hundred hours of
#: speech have fewer.
MOST_TEXT = 10_000_000
MOST_LINES = 300_000
#: So many cells, and rows, are in one table at most.
MOST_CELLS = 300_000

#: A table of more columns than this holds figures, not turns.
_WIDEST = 12
_MOSTLY = 0.8
#: Between two paragraphs that follow each other at once.
_CLOSE = Line(text="", kind="blank")
_WIDEST_GAP = 3
#: Paragraphs are lines where so many, at least, go on in the next, and so large a part of those that follow each other
#: at once; or where empty ones stand between so large a part of all.
_GOING_ON = 3
_GOING_ON_SHARE = 0.25
_GAP_SHARE = 0.25
#: So many lines tell the language of a text.
_SAMPLE = 400


@dataclass(slots=True)
class _Row:
    """cells: the paragraphs of each; headed: it names the columns; whole: one cell goes over all columns."""

    headed: bool
    cells: list[list[Passage]] = field(default_factory=list)
    whole: bool = False
    deleted: bool = False

    def texts(self) -> list[str]:
        """Of each cell, on one line."""
        return [squeeze(" ".join(passage.text() for passage in cell)) for cell in self.cells]


class Flow:
    """Takes in a document in its order; its lines are a source's.

    Text boxes and tables without turns are left out, unless there is no other text.
    """

    def __init__(self, archive: Archive) -> None:
        """archive: what is read, for the errors of a document that is too long."""
        self._archive = archive
        self._lines: list[Line] = []
        self._numbers: list[int] = []
        self._left: list[LeftOut] = []
        self._beside: list[tuple[Passage, str]] = []
        self._known: dict[tuple[str, bool, bool], Line] = {}
        self._speakers: set[str] = set()
        self._spoken = False
        #: So many empty paragraphs came last.
        self._empty = 0
        self._count = self._length = self._kept = 0
        #: Characters that no script may hold, taken out.
        self.removed = 0
        #: Reasons why what is read now is no text, and whether its paragraphs are counted.
        self._asides: list[tuple[str, bool]] = []
        self._tables = 0
        self._rows: list[_Row] = []
        self._cells = 0

    # -- paragraphs ------------------------------------------------------------------------------------------------

    def begin(self) -> Passage:
        """A paragraph begins."""
        self._count += all(counted for _, counted in self._asides)
        return Passage(number=max(1, self._count))

    def end(self, passage: Passage) -> None:
        """A paragraph is complete.  Raises SourceError where the document is longer than any text."""
        self.removed += passage.removed
        for reason, pieces in passage.dropped.items():
            self.leave(passage.number, "".join(pieces), reason)
        if not passage.length:
            self._empty += not self._asides and not self._tables
            return
        self._reckon(passage.length, 1 + passage.breaks)
        if self._asides:
            self._set_aside(passage, self._asides[-1][0])
        elif self._tables and self._rows and self._rows[-1].cells:
            self._rows[-1].cells[-1].append(passage)
        else:
            self._put(passage)

    def _reckon(self, characters: int, lines: int) -> None:
        self._length += characters
        self._kept += lines
        if self._length > MOST_TEXT or self._kept > MOST_LINES:
            raise self._archive.too_long(f"there are more than {MOST_TEXT:,} characters or {MOST_LINES:,} lines in it")

    def leave(self, number: int, text: str, reason: str) -> None:
        """Accounts for words that nobody speaks.  number: of their paragraph."""
        words = squeeze(clean(text)[0])
        if has_words(words):
            self._reckon(len(words), 1)
            self._left.append(LeftOut(line=number, text=words, reason=reason))

    def open_aside(self, reason: str, *, counted: bool = False) -> None:
        """Until ``close_aside``, paragraphs are no part of the text; counted: they have numbers of their own."""
        self._asides.append((reason, counted))

    def close_aside(self) -> None:
        """Ends the innermost aside."""
        if self._asides:
            self._asides.pop()

    def _set_aside(self, passage: Passage, reason: str) -> None:
        if reason in _BESIDE:
            self._beside.append((passage, reason))
        else:
            self.leave(passage.number, passage.text(), reason)

    def _put(self, passage: Passage, *, row: bool = False) -> None:
        """A paragraph of the text, with as many empty lines before it as there were empty paragraphs, at least one.

        row: it is a turn of a table that is not the first, and no line stands before it.
        """
        lines = self._lines_of(passage)
        if not lines:
            self._empty += 1
            return
        apart = self._empty or passage.level or passage.speaker or not self._lines or self._lines[-1].level
        gap = [] if row else [BLANK] * min(max(self._empty, 1), _WIDEST_GAP) if apart else [_CLOSE]
        self._empty = 0
        self._lines += (*gap, *lines)
        self._numbers += [passage.number] * (len(gap) + len(lines))
        self._spoken = self._spoken or any(line.spoken for line in lines)

    def _lines_of(self, passage: Passage) -> Sequence[Line]:
        lines = list(passage.lines())
        if len(lines) == 1 and len(lines[0].text) <= LONGEST_SHARED and not lines[0].level:
            # Short ones come again.
            line = lines[0]
            key = (line.text, line.bullet, bool(line.strong))
            known = self._known.get(key)
            if known == line:
                return [known]
            if len(self._known) < MOST_SHARED:
                self._known[key] = line
        return lines

    # -- tables ----------------------------------------------------------------------------------------------------

    def open_table(self) -> None:
        """A table begins; what stands in a table in a table belongs to the cell of the outer one."""
        self._tables += 1

    def open_row(self, *, headed: bool = False) -> None:
        """A row begins.  headed: the document says that it names the columns."""
        if self._tables == 1 and not self._asides:
            self._rows.append(_Row(headed=headed))
            self._reckon_cell()

    def mark_row(self, *, headed: bool = False, deleted: bool = False) -> None:
        """Says more of the row that is open.  deleted: it is no longer in the document."""
        if self._tables == 1 and not self._asides and self._rows:
            self._rows[-1].headed |= headed
            self._rows[-1].deleted |= deleted

    def open_cell(self) -> None:
        """A cell begins."""
        if self._tables == 1 and not self._asides and self._rows:
            self._rows[-1].cells.append([])
            self._reckon_cell()

    def _reckon_cell(self) -> None:
        self._cells += 1
        if self._cells > MOST_CELLS:
            raise self._archive.too_long(f"a table has more than {MOST_CELLS:,} cells")

    def span_cell(self) -> None:
        """The cell that is open goes over several columns."""
        if self._tables == 1 and not self._asides and self._rows:
            self._rows[-1].whole = len(self._rows[-1].cells) == 1

    def close_table(self) -> None:
        """A table ends: turns, where one column says who speaks and another what."""
        self._tables -= 1
        if self._tables or not self._rows:
            return
        self._cells = 0
        rows, self._rows = [row for row in self._rows if not row.deleted], []
        for row in rows:
            row.whole = row.whole and len(row.cells) == 1
        width = max((len(row.cells) for row in rows), default=0)
        turns = [row for row in rows if not row.whole]
        if width == 1:
            for row in rows:
                self._put_all(row.cells[0] if row.cells else ())
            return
        told = _columns(turns) if width <= _WIDEST else None
        for row in rows:
            if told is None:
                for cell in row.cells:
                    self._beside += [(passage, "a table") for passage in cell]
            elif row.whole:
                self._put_all(row.cells[0])
            elif told.headed and row is turns[0]:
                self._leave_all(row.cells, "the head of a table")
            else:
                self._tell(row, told, first=row is turns[told.headed])

    def _put_all(self, passages: Sequence[Passage]) -> None:
        for passage in passages:
            self._put(passage)

    def _leave_all(self, cells: Sequence[Sequence[Passage]], reason: str) -> None:
        for cell in cells:
            for passage in cell:
                self.leave(passage.number, passage.text(), reason)

    def _tell(self, row: _Row, told: _Told, *, first: bool) -> None:
        """A row as a turn: who speaks stands before the first paragraph of what they say."""
        others = [cell for at, cell in enumerate(row.cells) if at not in (told.speaker, told.text)]
        self._leave_all(others, "a time or a number in a table")
        said = list(row.cells[told.text]) if told.text < len(row.cells) else []
        who = row.cells[told.speaker] if told.speaker is not None and told.speaker < len(row.cells) else []
        speaker = squeeze(" ".join(passage.text() for passage in who)).rstrip(" :：")
        if speaker:
            self._speakers.add(speaker)
            turn = Passage(number=who[0].number, speaker=len(speaker))
            turn.add(f"{speaker} ")
            if said:
                turn.append(said.pop(0))
            self._put(turn, row=not first)
        self._put_all(said)

    # -- all of it -------------------------------------------------------------------------------------------------

    def source(self, *, title: str | None, language: str | None) -> Source:
        """The text as lines.

        title: what the document's properties call it; language: what its styles say, which is often no more than the
        language of the program and counts only where the words do not tell.
        """
        if self._spoken:
            for passage, reason in self._beside:
                self.leave(passage.number, passage.text(), reason)
        else:
            self._put_all([passage for passage, _ in self._beside])
        self._beside = []
        _, sure = guess_language(" ".join(line.text[:2000] for line in self._lines[: 2 * _SAMPLE]))
        source = Source(
            lines=self._lines,
            numbers=self._numbers,
            left_out=tuple(self._left),
            language=None if sure or not language else language,
            markdown=True,
            speakers=tuple(sorted(self._speakers)),
            spare_title=squeeze(clean(title)[0]) or None if title else None,
        )
        return closed_up(_unspaced(source)) if _is_set_in_lines(self._lines) else source


#: Asides that may be all the text there is.
_BESIDE = frozenset(("a text box",))


@dataclass(frozen=True, slots=True)
class _Told:
    """speaker, text: numbers of columns, from 0, None where the text says who speaks; headed: see ``Columns``."""

    speaker: int | None
    text: int
    headed: bool


def _columns(rows: Sequence[_Row]) -> _Told | None:
    """The columns of a table of turns, or of times and what is said then; None for any other table."""
    texts = [row.texts() for row in rows]
    found = find_columns(texts, ruled=bool(rows) and rows[0].headed)
    if found is not None:
        return _Told(found.speaker, found.text, found.headed)
    headed = bool(rows) and rows[0].headed
    body = texts[1:] if headed else texts
    width = max((len(row) for row in body), default=0)
    columns = [[row[at] if at < len(row) else "" for row in body] for at in range(width)]
    worded = [at for at, cells in enumerate(columns) if sum(map(is_mark, cells)) < _MOSTLY * len(body)]
    timed = any(sum(map(is_time, cells)) >= _MOSTLY * len(body) for cells in columns)
    return _Told(None, worded[0], headed) if timed and len(worded) == 1 else None


def _is_set_in_lines(lines: Sequence[Line]) -> bool:
    """Whether the paragraphs of a document are the lines of its text, as where it was copied from somewhere else.

    Then an empty paragraph ends a paragraph.
    """
    close = gaps = going = 0
    for at in range(1, len(lines) - 1):
        before, after = lines[at - 1], lines[at + 1]
        if lines[at].kind != "blank" or before.kind != "text" or before.bullet or after.bullet:
            continue
        if lines[at] is _CLOSE:
            close += 1
            text = after.text[lead_time(after.text, bare=True) :]
            going += is_divided(before.text, text) or (text[:1].islower() and not is_finished(before.text))
        else:
            gaps += 1
    if going >= _GOING_ON and going >= _GOING_ON_SHARE * close:
        return True
    return gaps > 1 and gaps >= _GAP_SHARE * (gaps + close)


def _unspaced(source: Source) -> Source:
    """The source, where paragraphs that follow each other at once are lines that do."""
    kept = [at for at, line in enumerate(source.lines) if line is not _CLOSE]
    return replace(
        source,
        lines=[source.lines[at] for at in kept],
        numbers=[source.numbers[at] for at in kept],
        markdown=False,
    )
