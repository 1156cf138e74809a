"""What an importer understood, as values for people and programs."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stimmwerk.errors import Where
from stimmwerk.importers.base import Caution, Imported, LeftOut
from stimmwerk.importers.basics import shortened
from stimmwerk.importers.counting import count_words, first_words, last_words
from stimmwerk.script.inline import parse_inline
from stimmwerk.script.model import Script, Turn, fold_label
from stimmwerk.units import plural

#: So many words of the first and of the last turn are shown.
SHOWN_WORDS = 8

#: Turns of so few characters come again, and are counted once.
_SHORT = 60

#: Of one reason, so many pieces that were left out are told one by one; the rest is counted.
_TOLD = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody who speaks.  turns: neighbours counted once, interjections among them; words: in all of them."""

    name: str
    labels: tuple[str, ...]
    turns: int
    words: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was understood of a source.

    chapters: (title, line) of those with a title; turns: of all speakers, neighbouring paragraphs of one counted
    once, narration not; first_words, last_words: of the first and the last turn, of the narration where nobody is
    labelled; warnings: cautions and what was left out, by line.
    """

    format: str
    title: str
    language: str
    chapters: tuple[tuple[str, int], ...]
    speakers: tuple[Speaker, ...]
    turns: int
    first_words: str
    last_words: str
    warnings: tuple[Caution, ...]

    def values(self) -> dict[str, object]:
        """The report as it stands in JSON."""
        return {
            "format": self.format,
            "title": self.title,
            "language": self.language,
            "chapters": [{"title": title, "line": line} for title, line in self.chapters],
            "speakers": [
                {"name": one.name, "labels": list(one.labels), "turns": one.turns, "words": one.words}
                for one in self.speakers
            ],
            "turns": self.turns,
            "first_words": self.first_words,
            "last_words": self.last_words,
            "warnings": [{"line": one.line, "code": one.code, "message": one.message} for one in self.warnings],
        }


def report_on(imported: Imported) -> Report:
    """The report on a source that was read."""
    script = imported.script
    speakers, first, last = _speakers(script)
    return Report(
        format=imported.format,
        title=script.title,
        language=script.language,
        chapters=tuple((chapter.title, chapter.line) for chapter in script.chapters if chapter.title is not None),
        speakers=speakers,
        turns=sum(speaker.turns for speaker in speakers),
        first_words=first_words(first, SHOWN_WORDS),
        last_words=last_words(last, SHOWN_WORDS),
        warnings=warnings_of(imported),
    )


def warnings_of(imported: Imported) -> tuple[Caution, ...]:
    """Cautions, and what was left out, by line; many pieces of one reason as one."""
    told = [*imported.warnings, *_left_out(imported.left_out)]
    return tuple(sorted(told, key=lambda caution: caution.line or 0))


def _left_out(left_out: Iterable[LeftOut]) -> list[Caution]:
    by_reason: dict[str, list[LeftOut]] = {}
    for left in left_out:
        by_reason.setdefault(left.reason, []).append(left)
    told: list[Caution] = []
    for reason, pieces in by_reason.items():
        for left in pieces[:_TOLD]:
            message = f"left out ({reason}): {shortened(left.text)!r}"
            told.append(Caution(line=left.line, code="left-out", message=message))
        if (more := len(pieces) - _TOLD) > 0:
            message = f"left out ({reason}): {more} more, the next in line {pieces[_TOLD].line}"
            told.append(Caution(line=pieces[_TOLD].line, code="left-out", message=message))
    return told


def _speakers(script: Script) -> tuple[tuple[Speaker, ...], str, str]:
    """Everybody who speaks, and the texts of the first and the last turn."""
    owner = {fold_label(label): person.name for person in script.people for label in person.labels or (person.name,)}
    turns: dict[str, int] = {}
    words: dict[str, int] = {}
    labels: dict[str, dict[str, None]] = {}
    first: Turn | None = None
    last: list[Turn] = []
    narration: list[Turn] = []
    for chapter in script.chapters:
        before = ""
        for turn in (part for part in chapter.parts if isinstance(part, Turn)):
            if turn.label is None:
                narration = [*narration[:1], turn]
                continue
            name = owner.get(fold_label(turn.label), turn.label)
            opens = turn.kind == "interjection" or (turn.kind == "turn" and name != before)
            turns[name] = turns.get(name, 0) + opens
            words[name] = words.get(name, 0) + _words(turn.text)
            labels.setdefault(name, {}).setdefault(turn.label)
            if turn.kind != "interjection":
                last = [turn] if opens else [*last[-1:], turn]
                before = name
            first = first or turn
    speakers = tuple(
        Speaker(name=name, labels=tuple(labels[name]), turns=turns[name], words=words[name]) for name in labels
    )
    if not speakers and narration:
        return speakers, _plain(narration[0].text), _plain(narration[-1].text)
    return speakers, _plain(first.text) if first else "", " ".join(_plain(turn.text) for turn in last)


def _plain(text: str) -> str:
    return parse_inline(text, Where("")).plain


def _words(text: str) -> int:
    """How many words a turn has."""
    return _words_of_short(text) if len(text) <= _SHORT else count_words(_plain(text))


@functools.lru_cache(maxsize=20_000)
def _words_of_short(text: str) -> int:
    return count_words(_plain(text))


def shown_report(report: Report, file: str) -> Sequence[str]:
    """The report for people, line by line."""
    lines = [f"{file}: {report.title} ({report.language}, {report.format})"]
    lines += [f"  chapter  line {line:>5}  {title}" for title, line in report.chapters]
    width = max((len(speaker.name) for speaker in report.speakers), default=0)
    for speaker in report.speakers:
        others = [label for label in speaker.labels if label != speaker.name]
        also = f"  as {', '.join(others)}" if others else ""
        turns, words = plural(speaker.turns, "turn"), plural(speaker.words, "word")
        share = f"{speaker.turns:>4} {turns:<5} {speaker.words:>6} {words:<5}"
        lines.append(f"  speaker  {speaker.name:<{width}}  {share}{also}".rstrip())
    lines.append(f"  turns    {report.turns}: {report.first_words!r} ... {report.last_words!r}")
    for warning in report.warnings:
        place = "" if warning.line is None else f":{warning.line}"
        lines.append(f"  {file}{place}: {warning.code}: {warning.message}")
    return lines
