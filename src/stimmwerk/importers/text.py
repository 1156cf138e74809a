"""A text as lines becomes a script: labels are judged, lines joined to paragraphs, paragraphs told in order."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise

from stimmwerk.importers.answers import Answers, find_answers
from stimmwerk.importers.base import Caution, Heading, Imported, LeftOut, Piece, Said, ShowFacts
from stimmwerk.importers.basics import has_words, shortened
from stimmwerk.importers.brackets import close_brackets
from stimmwerk.importers.compose import compose
from stimmwerk.importers.contents import with_contents
from stimmwerk.importers.divisions import find_divisions
from stimmwerk.importers.ending import is_finished
from stimmwerk.importers.film import is_apart, is_filmed
from stimmwerk.importers.frame import find_credits, find_fields
from stimmwerk.importers.furniture import find_furniture
from stimmwerk.importers.judge import Verdict, judge
from stimmwerk.importers.language import guess_language
from stimmwerk.importers.listing import without_numbers
from stimmwerk.importers.masthead import Masthead, is_advert, is_site_line, parse_dateline, read_masthead, site_foot
from stimmwerk.importers.offices import find_offices
from stimmwerk.importers.openings import Opening
from stimmwerk.importers.paragraphs import Paragraph, build_paragraphs
from stimmwerk.importers.questions import Exchange, Part, find_exchange, name_parts
from stimmwerk.importers.recording import find_notes
from stimmwerk.importers.source import BLANK, Source
from stimmwerk.importers.stage import is_direction, is_sound, manner_of
from stimmwerk.importers.themes import Theme, find_themes
from stimmwerk.importers.unfold import unfold
from stimmwerk.importers.vocabulary import CHROME_HEADINGS, MARKERS, QUESTION_AND_ANSWER, VOICES
from stimmwerk.script.model import fold_label

#: ``Slides: https://...``, above a talk.
_ADDRESS = re.compile(r"[^:：]{1,60}[:：]\s*https?://\S+\Z")
#: A hyphen may be a minus; only letters of East Asia stand right behind one that is a dash.
_DASHES = re.compile(r"(?:[–—―−─ ]+|-{1,2}(?=[\u3040-\u9fff\uac00-\ud7a3]))+")
_LEAST_LISTED = 3
_WORDS_LISTED = 12
_MOST_CAUTIONS = 20
_MOST_OF_MARKER = 2


def read_source(source: Source, file: str, facts: ShowFacts, *, format: str) -> Imported:  # noqa: A002
    """The script in a text.  Raises SourceError where there is nothing to speak."""
    source = with_contents(without_numbers(unfold(close_brackets(source))))
    fields = find_fields(source.lines)
    dropped = find_furniture(source.lines) | dict.fromkeys(fields.places, "a field at the top")
    dropped |= find_notes(source.lines) | find_divisions(source.lines)
    kept = [line if index not in dropped else BLANK for index, line in enumerate(source.lines)]
    verdict = judge(replace(source, lines=kept), facts, (*source.people, *fields.names))
    source = replace(source, title=source.title or fields.title, date=source.date or fields.date)
    # A long text is held in one form at a time: what is made of lines takes them away, and so on.
    del kept
    dropped |= find_offices(source.lines, verdict.openings)
    lines, source = list(source.lines), replace(source, lines=())
    paragraphs, rest = build_paragraphs(source, lines, verdict.openings, dropped, timed=verdict.timed)
    del lines
    source, verdict = replace(source, numbers=()), replace(verdict, openings={})
    return _Teller(source, paragraphs, verdict, file=file, facts=facts, format=format, rest=rest).imported()


class _Teller:
    def __init__(
        self,
        source: Source,
        paragraphs: list[Paragraph],
        verdict: Verdict,
        *,
        file: str,
        facts: ShowFacts,
        format: str,  # noqa: A002
        rest: Sequence[tuple[int, str, str]],
    ) -> None:
        self._source = source
        self._paragraphs: list[Paragraph] = paragraphs
        self._file = file
        self._facts = facts
        self._format = format
        self._left = [LeftOut(line=line, text=text, reason=reason) for line, text, reason in rest]
        self._cautions = list(verdict.doubts)
        self._given: list[str] = []
        self._openings = {i: p.opening for i, p in enumerate(paragraphs) if p.opening is not None}
        self._filmed = is_filmed(paragraphs, self._openings)
        self._language, _ = guess_language(" ".join(p.text[:2000] for p in paragraphs[:400]))
        if source.language and source.language.split("-")[0].isalpha() and len(source.language) <= 5:
            self._declared: str | None = source.language
        else:
            self._declared = None

    def imported(self) -> Imported:
        """See ``read_source``."""
        paragraphs = self._paragraphs
        themes = self._themes()
        begin = min((*self._openings, *themes, *self._headings()), default=len(paragraphs))
        title_index = self._title_index()
        masthead = read_masthead(paragraphs, max(begin, (title_index or -1) + 1), title_index)
        used = {**site_foot(paragraphs, begin), **masthead.used, **self._unspoken()}
        if masthead.title_index is not None:
            used.pop(masthead.title_index, None)
        title = masthead.title
        if self._source.title:
            title = self._source.title
            self._given.append(title)
            if masthead.title_index is not None and _alike(masthead.title or "", title):
                used[masthead.title_index] = "the headline stands in the front matter"
            elif masthead.title_index is not None and title_index is None:
                masthead = _without_title(masthead)
        elif title is None and self._source.spare_title:
            title = self._source.spare_title
            self._given.append(title)
        exchange = find_exchange(
            paragraphs, self._openings, 0 if masthead.title_index is None else masthead.title_index + 1
        )
        last = max((*self._openings, *exchange.answers), default=None)
        if last is not None:
            used |= find_credits(paragraphs, last)
        exchanged = self._exchanged(exchange)
        return compose(
            self._pieces(masthead, themes, used, exchanged),
            file=self._file,
            facts=self._facts,
            format=self._format,
            title=title,
            language=self._declared,
            date=masthead.date or self._date(),
            source=masthead.source,
            warnings=self._cautions,
            left_out=chain(self._source.left_out, self._left),
            given=self._given,
        )

    # -- what is no speech -----------------------------------------------------------------------------------------

    def _date(self) -> datetime.date | None:
        found = parse_dateline(self._source.date[:40].replace("T", " ")) if self._source.date else None
        return found[0] if found else None

    def _headings(self) -> list[int]:
        return [index for index, paragraph in enumerate(self._paragraphs) if paragraph.look.level]

    def _themes(self) -> dict[int, Theme]:
        """Headings that are no more than short lines; none where the text has real ones."""
        if self._source.chat or sum(1 for _ in self._headings()) > 1:
            return {}
        return find_themes(self._paragraphs, self._openings, min(self._openings, default=None))

    def _title_index(self) -> int | None:
        """The heading that is the title: the first, where no other is of its level, or where it is of the first."""
        headings = [i for i in self._headings() if i not in self._openings]
        if not headings:
            return None
        first = headings[0]
        level = self._paragraphs[first].look.level
        others = [self._paragraphs[index].look.level for index in headings[1:]]
        leads = not any(p.spoken and not p.look.level for p in self._paragraphs[:first]) and first < min(
            self._openings, default=first + 1
        )
        alone = all(other > level for other in others)
        if self._source.title is not None:
            return first if leads and _alike(self._paragraphs[first].text, self._source.title) else None
        if leads and level == 1:
            return first
        return first if leads and alone and others else None

    def _unspoken(self) -> dict[int, str]:
        """Index -> why, of lists of times before the conversation, addresses, and the site's own parts."""
        found: dict[int, str] = {}
        paragraphs = self._paragraphs
        if self._openings:
            listed = [index for index in range(min(self._openings)) if paragraphs[index].look.listed]
            short = [index for index in listed if len(paragraphs[index].text.split()) <= _WORDS_LISTED]
            if len(short) >= _LEAST_LISTED and len(short) == len(listed):
                found |= dict.fromkeys(listed, "a list of times")
            found |= self._chrome_sections()
        before = min(self._openings, default=len(paragraphs))
        for index, paragraph in enumerate(paragraphs):
            if not paragraph.opening and paragraph.text.startswith(("http://", "https://", "www.")):
                if len(paragraph.text.split()) == 1:
                    found[index] = "an address"
            elif index < before and _ADDRESS.match(paragraph.text):
                found[index] = "an address"
            elif paragraph.look.alone and not (paragraph.look.level or paragraph.opening) and is_advert(paragraph.text):
                found[index] = "words of the site"
            elif (
                paragraph.look.linked
                and (paragraph.look.bullet or is_site_line(paragraph.text))
                and index not in self._openings
            ):
                found[index] = "a link"
        return found

    def _chrome_sections(self) -> dict[int, str]:
        """Sections of links and the like in which nobody speaks."""
        found: dict[int, str] = {}
        headings = [*self._headings(), len(self._paragraphs)]
        for start, stop in pairwise(headings):
            title = self._paragraphs[start].text.casefold().strip(" :.!#")
            spoken = any(index in self._openings for index in range(start, stop))
            if title in CHROME_HEADINGS and not spoken:
                found |= dict.fromkeys(range(start, stop), "no part of the conversation")
        return found

    # -- telling ---------------------------------------------------------------------------------------------------

    def _pieces(
        self, masthead: Masthead, themes: Mapping[int, Theme], used: Mapping[int, str], exchanged: Mapping[int, Part]
    ) -> Iterator[Piece]:
        """What is told, in order; each paragraph is gone once it is told."""
        label: str | None = None
        held: str | None = None
        before = ""
        last = max((*self._openings, *exchanged), default=-1)
        talk = bool(self._openings)
        last_read: Paragraph | None = None
        self._below: list[int] = []
        self._openings.clear()
        self._paragraphs.reverse()
        index = -1
        while self._paragraphs:
            paragraph = self._paragraphs.pop()
            index += 1
            self._left += [LeftOut(line=line, text=text, reason=why) for line, text, why in paragraph.left]
            if index in used:
                self._leave(paragraph, used[index])
                continue
            if index == masthead.title_index:
                continue
            theme = themes.get(index)
            own = exchanged.get(index)
            above, last_read = last_read, paragraph
            if sound := _sound(paragraph, above, inside=talk and own is None and theme is None):
                yield Said(label=label, text=sound, line=paragraph.line)
            elif paragraph.opening is not None:
                label, held = self._label(paragraph.opening), None
                yield _said(label, paragraph)
            elif theme is not None or paragraph.look.level:
                if theme is not None:
                    self._account_for(theme, paragraph)
                    if not theme.title:
                        continue
                held, label = label or held, None
                title, pieces = (theme.title, theme.pieces) if theme else (paragraph.text, ())
                yield Heading(title=title, line=paragraph.line, pieces=pieces)
            elif own is not None:
                label, held = own.label, None
                yield _behind(_said(label, paragraph), own.cut)
            else:
                seen = self._filmed and is_apart(paragraph, above)
                if (
                    label is None
                    and held is not None
                    and not seen
                    and paragraph.spoken
                    and not is_direction(paragraph.text)
                ):
                    label, held = self._below_heading(paragraph, held, before), None
                elif self._is_beside(paragraph, above, behind=index > last >= 0):
                    label = None
                yield _said(label, paragraph)
            heads = theme is not None or paragraph.look.level or sound
            before = paragraph.text if paragraph.spoken and not heads else before

    def _is_beside(self, paragraph: Paragraph, above: Paragraph | None, *, behind: bool) -> bool:
        """Whether whoever spoke above does not go on in a paragraph without a label.  behind: all turns are above."""
        return (self._filmed and is_apart(paragraph, above)) or (paragraph.look.after_rule and behind)

    def _exchanged(self, exchange: Exchange) -> dict[int, Part]:
        """Index of a paragraph -> whose turn it is where no label of its own says so."""
        asks, answers = QUESTION_AND_ANSWER.get(self._language, QUESTION_AND_ANSWER["en"])
        found = find_answers(self._paragraphs, self._openings)
        parts = name_parts(self._paragraphs, exchange, asks, answers)
        self._tell_exchange(exchange, parts, asks, answers)
        self._tell_answers(found, found.label or answers)
        return {**dict.fromkeys(found.places, Part(label=found.label or answers)), **parts}

    def _account_for(self, theme: Theme, paragraph: Paragraph) -> None:
        if theme.number:
            self._left.append(LeftOut(line=paragraph.line, text=theme.number, reason="the number of a heading"))
        elif not theme.sure:
            self._guessed(paragraph)

    def _label(self, opening: Opening) -> str:
        if opening.label:
            return opening.label
        voice = VOICES.get(self._language, VOICES["en"])
        if voice not in self._given:
            self._given.append(voice)
            text = f"lines behind >> without a name are given the label {voice!r}"
            self._cautions.append(Caution(line=None, code="labels-given", message=text))
        return voice

    def _tell_exchange(self, exchange: Exchange, parts: Mapping[int, Part], asks: str, answers: str) -> None:
        if not exchange.questions:
            return
        labels = list(dict.fromkeys(part.label for part in parts.values()))
        self._given += [label for label in (asks, answers) if label in labels]
        first = min(exchange.questions)
        who = "nobody is labelled" if set(labels) <= {asks, answers} else "most turns have no label"
        text = (
            f"{who}, but there are {exchange.how}: they are given the "
            f"label{'s' if len(labels) > 1 else ''} {' and '.join(map(repr, labels))}; for names: "
            f'--speaker "{labels[-1]}=NAME"'
        )
        self._cautions.append(Caution(line=self._paragraphs[first].line, code="labels-given", message=text))

    def _tell_answers(self, found: Answers, label: str) -> None:
        if not found.places:
            return
        if found.label is None:
            self._given.append(label)
        first, count = min(found.places), len(found.places)
        text = (
            f"answers without a label ({count}) are given to {label!r}, the first "
            f"{shortened(self._paragraphs[first].text)!r}; if whoever asks speaks on there, take the label away in the "
            "script"
        )
        self._cautions.append(Caution(line=self._paragraphs[first].line, code="answers-unlabelled", message=text))

    def _below_heading(self, paragraph: Paragraph, held: str, before: str) -> str | None:
        """Who speaks in text without a label below a heading: whoever was cut off there, or the narrator."""
        timed = any(reason == "a time" for _, _, reason in paragraph.left)
        if timed or not is_finished(before) or paragraph.text[:1].islower():
            return held
        self._below.append(paragraph.line)
        if len(self._below) <= _MOST_CAUTIONS:
            text = (
                f"text below a heading without a label is narration: {shortened(paragraph.text)!r}; if {held!r} goes "
                "on, write the label before it in the script"
            )
            self._cautions.append(Caution(line=paragraph.line, code="unlabelled-below-heading", message=text))
        return None

    def _guessed(self, paragraph: Paragraph) -> None:
        text = f"{shortened(paragraph.text)!r} was taken for a heading; if it is none, take the ## away in the script"
        self._cautions.append(Caution(line=paragraph.line, code="heading-guessed", message=text))

    def _leave(self, paragraph: Paragraph, reason: str) -> None:
        for line, text in paragraph.lines():
            if has_words(text):
                self._left.append(LeftOut(line=line, text=text, reason=reason))


def _said(label: str | None, paragraph: Paragraph) -> Said:
    return Said(
        label=label,
        text=paragraph.text,
        line=paragraph.line,
        bullet=paragraph.look.bullet and paragraph.opening is None,
        breaks=paragraph.breaks,
        label_pieces=paragraph.label_pieces,
    )


def _behind(said: Said, cut: int) -> Said:
    """The paragraph without its first characters and without the dash that opens it."""
    text = said.text[cut:]
    text = text[found.end() :] if (found := _DASHES.match(text)) else text
    gone = len(said.text) - len(text)
    breaks = tuple((max(0, at - gone), line) for at, line in said.breaks)
    return replace(said, text=text, breaks=breaks, bullet=False)


def _sound(paragraph: Paragraph, above: Paragraph | None, *, inside: bool) -> str:
    """What is heard in between, or how somebody speaks, in square brackets; empty where somebody speaks.

    above: the paragraph before it; inside: in a talk, and no heading.
    """
    if paragraph.opening is not None:
        return f"[{paragraph.opening.label} {paragraph.text}]" if _is_marker(paragraph) else ""
    if above is not None and above.opening is not None and not above.spoken and (manner := manner_of(paragraph.text)):
        return f"[{manner}]"
    return f"[{paragraph.text}]" if inside and not paragraph.look.level and is_sound(paragraph.text) else ""


def _is_marker(paragraph: Paragraph) -> bool:
    """Whether a label and next to nothing behind it says what is heard in between: ``Break:``, ``Music: (fades)``."""
    opening = paragraph.opening
    if opening is None or fold_label(opening.label) not in MARKERS:
        return False
    return sum(any(c.isalpha() for c in word) for word in paragraph.text.split()) <= _MOST_OF_MARKER


def _alike(one: str, other: str) -> bool:
    return "".join(c for c in fold_label(one) if c.isalnum()) == "".join(c for c in fold_label(other) if c.isalnum())


def _without_title(masthead: Masthead) -> Masthead:
    return Masthead(title=None, title_index=None, date=masthead.date, source=masthead.source, used=masthead.used)
