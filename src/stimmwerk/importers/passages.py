"""A paragraph of a document: its text with what is emphasised in it, and the lines that it becomes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from stimmwerk.importers.marks import LONGEST_ASIDE, MOST_STRONG, is_aside
from stimmwerk.importers.source import Line, look_of, plain_line, squeezed_spans
from stimmwerk.script.characters import FORBIDDEN, squeeze

_SOFT = "\u00ad"
_UNBROKEN = str.maketrans("\t\n\r", "   ")


@dataclass(slots=True)
class Passage:
    """A paragraph while it is read.

    number: of the paragraph in the document, from 1; level: of a heading, 1 to 6, 0 for text; bullet: it is a list
    item; quoted: it is a quotation; speaker: so many characters at its beginning say who speaks; length: in
    characters; breaks: how many of its lines another follows; removed: how many characters no script may hold;
    dropped: reason -> what stands in it and nobody reads.
    """

    number: int
    level: int = 0
    bullet: bool = False
    quoted: bool = False
    speaker: int = 0
    length: int = 0
    breaks: int = 0
    removed: int = 0
    dropped: dict[str, list[str]] = field(default_factory=dict)
    _pieces: list[str] = field(default_factory=list)
    #: (start, stop, it is emphasised weakly), by start; they do not overlap.
    _spans: list[tuple[int, int, bool]] = field(default_factory=list)
    _linked: int = 0
    _soft: bool = False

    def add(self, text: str, *, strong: bool = False, slanted: bool = False, linked: bool = False) -> None:
        """Text with white space as it stands; a line feed of its own ends a line."""
        divided, self._soft = self._soft, text.endswith(_SOFT)
        if not text.isprintable():
            self.breaks += text == "\n"
            text, count = FORBIDDEN.subn("", text.replace(_SOFT, ""))
            self.removed += count
            if text == "\n" and divided:
                # Where a word is divided at the end of a line, the hyphen is seen.
                text = f"{_SOFT}\n"
        if not text:
            return
        start, self.length = self.length, self.length + len(text)
        self._pieces.append(text)
        self._linked += len(text.strip()) if linked else 0
        if strong or slanted:
            weak = not strong
            if self._spans and self._spans[-1][1] == start and self._spans[-1][2] == weak:
                self._spans[-1] = (self._spans[-1][0], self.length, weak)
            else:
                self._spans.append((start, self.length, weak))

    def type(self, text: str, *, strong: bool = False, slanted: bool = False, linked: bool = False) -> None:
        """Text of an XML file, where line ends and tabs are no more than spaces."""
        if not text.isprintable():
            text = text.translate(_UNBROKEN)
        self.add(text, strong=strong, slanted=slanted, linked=linked)

    def drop(self, text: str, reason: str) -> None:
        """Words that nobody reads, and why."""
        self.dropped.setdefault(reason, []).append(text)

    def append(self, other: Passage) -> None:
        """Goes on with the text of another paragraph."""
        self._spans += [(start + self.length, stop + self.length, weak) for start, stop, weak in other._spans]
        self._pieces += other._pieces
        self._linked += other._linked
        self.length += other.length
        self.removed += other.removed

    def text(self) -> str:
        """All of it, on one line."""
        return squeeze("".join(self._pieces))

    def lines(self) -> Iterator[Line]:
        """The lines with text; a heading is one."""
        raw, spans = self._bracketed()
        if self.level:
            text = squeeze(raw)
            strong = squeezed_spans(raw, _joined(raw, spans)[:MOST_STRONG])
            if text:
                yield Line(text=text, kind="heading", look=look_of(level=self.level, strong=strong))
            return
        typed = raw.split("\n")
        linked = len(typed) == 1 and self._linked > 0 and len(raw.strip(" .,;|·•")) <= self._linked
        begin = at = 0
        speaker = self.speaker
        for one in typed:
            own: list[tuple[int, int, bool]] = []
            while at < len(spans) and spans[at][0] < begin + len(one):
                start, stop, weak = spans[at]
                if stop > begin and len(own) < MOST_STRONG:
                    own.append((max(0, start - begin), min(len(one), stop - begin), weak))
                if stop > begin + len(one):
                    break
                at += 1
            begin += len(one) + 1
            line = plain_line(one)
            if line.kind == "text":
                yield self._line(one, line, own, linked=linked, speaker=speaker)
                speaker = 0
            elif line.kind == "rule":
                yield line

    def _line(self, raw: str, line: Line, spans: list[tuple[int, int, bool]], *, linked: bool, speaker: int) -> Line:
        """A line as it is typed, with what the document says of it."""
        strong = squeezed_spans(raw, _joined(raw, spans))
        if taken := len(squeeze(raw)) - len(line.text):
            strong = tuple((max(0, start - taken), stop - taken) for start, stop in strong if stop > taken)
        lead = len(raw) - len(raw.lstrip())
        look = look_of(
            bullet=self.bullet or line.bullet,
            strong=((0, speaker),) if speaker else strong,
            gap=speaker + 1 if speaker else 0 if self.bullet else line.look.gap,
            quoted=self.quoted,
            linked=linked,
            dashed=line.look.dashed,
            slanted=bool(spans) and spans[0][2] and spans[0][0] <= lead,
        )
        return Line(text=line.text, look=look)

    def _bracketed(self) -> tuple[str, list[tuple[int, int, bool]]]:
        """The text and its spans, with brackets around stage directions that are only emphasised."""
        raw = "".join(self._pieces)
        if not any(weak and stop - start <= 2 * LONGEST_ASIDE for start, stop, weak in self._spans):
            return raw, self._spans
        pieces: list[str] = []
        spans: list[tuple[int, int, bool]] = []
        at = moved = 0
        for start, stop, weak in self._spans:
            inside = raw[start:stop]
            words = inside.strip()
            before = raw[max(0, start - 1) : start]
            spans.append((start + moved, stop + moved, weak))
            if weak and len(inside) <= 2 * LONGEST_ASIDE and words and is_aside(words, before):
                begin = start + len(inside) - len(inside.lstrip())
                pieces += (raw[at:begin], "[", words, "]")
                at = begin + len(words)
                moved += 2
                spans[-1] = (spans[-1][0], spans[-1][1] + 2, weak)
        pieces.append(raw[at:])
        return "".join(pieces), spans


def _joined(raw: str, spans: list[tuple[int, int, bool]]) -> list[tuple[int, int]]:
    """Stretches without white space at their ends, and those as one that touch, or look alike but for a space."""
    joined: list[tuple[int, int]] = []
    last = False
    for start, stop, weak in spans:
        inside = raw[start:stop]
        begin, end = start + len(inside) - len(inside.lstrip()), start + len(inside.rstrip())
        if begin >= end:
            continue
        before = joined[-1][1] if joined else -1
        if before == begin or (before >= 0 and weak == last and raw[before:begin].isspace()):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((begin, end))
        last = weak
    return joined
