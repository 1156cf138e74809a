"""From paragraphs with their speakers to a script, and the account of what it leaves out."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.base import Caution, Heading, Imported, LeftOut, Piece, Said, ShowFacts
from stimmwerk.importers.basics import has_words, shortened, title_of
from stimmwerk.importers.ending import Ending
from stimmwerk.importers.language import guess_language
from stimmwerk.importers.stage import Marked, direction, mark
from stimmwerk.importers.vocabulary import MARKERS, NARRATORS
from stimmwerk.script import blocks
from stimmwerk.script.characters import squeeze
from stimmwerk.script.escaping import escape_inline
from stimmwerk.script.markdown import chapters_of
from stimmwerk.script.model import Person, Script, fold_label

_BRACKETS = re.compile(r"\\(?=[\[\]\\])|(?<!\\)[\[\]]")

#: So many characters of a text are looked at to guess its language.
_SAMPLE = 60_000


def compose(
    pieces: Iterable[Piece],
    *,
    file: str,
    facts: ShowFacts,
    format: str,  # noqa: A002 (what Imported calls it)
    title: str | None,
    language: str | None = None,
    date: datetime.date | None = None,
    source: str | None = None,
    warnings: Iterable[Caution] = (),
    left_out: Iterable[LeftOut] = (),
    given: Collection[str] = (),
) -> Imported:
    """A script of paragraphs in order.

    Neighbours of one label are one turn; what stands in brackets becomes a direction or an interjection; a title that
    a chapter before has is numbered; headings without speech and labels without words are left out and listed.
    title: None for the file's name; language: None for a guess; given: what the importer adds to the source's words.
    Raises SourceError where there is nothing to speak.
    """
    # A long text is held in one form at a time: each piece is gone once it is read.
    pieces = iter(pieces)
    head = _head(pieces)
    guess, sure = guess_language(_sample(head)) if language is None else (language, True)
    pieces = chain(head, pieces)
    del head
    teller = _Teller(facts, NARRATORS.get(guess.split("-")[0], NARRATORS["en"]))
    chapters = chapters_of(teller.told(pieces, given), file, teller.labels.keys(), facts.cues)
    if not chapters:
        raise SourceError("there is nothing to speak in this text", where=Where(file), hint="is this the right file?")
    given = tuple(given)
    labels = tuple(teller.labels.values())
    script = Script(
        title=title or title_of(file),
        language=guess,
        chapters=chapters,
        date=date,
        source=source,
        people=tuple(Person(name=label, labels=(label,)) for label in labels),
    )
    cautions = [*warnings, *teller.cautions, *_cautions(script, teller.ending, headless=title is None, sure=sure)]
    left = [*left_out, *teller.left_out]
    return Imported(
        script=script,
        format=format,
        warnings=tuple(sorted(cautions, key=lambda caution: caution.line or 0)),
        left_out=tuple(sorted(left, key=lambda gone: gone.line)),
        given=(*given, *teller.given),
    )


def _head(pieces: Iterator[Piece]) -> list[Piece]:
    """The first pieces, as many as it takes to judge the language."""
    head: list[Piece] = []
    length = 0
    for piece in pieces:
        head.append(piece)
        length += len(piece.text) if isinstance(piece, Said) else 0
        if length > _SAMPLE:
            break
    return head


def _sample(pieces: Iterable[Piece]) -> str:
    return "\n".join(piece.text[:_SAMPLE] for piece in pieces if isinstance(piece, Said))


def _cautions(script: Script, ending: Ending, *, headless: bool, sure: bool) -> Iterator[Caution]:
    if headless:
        text = f"no headline was found; the title is {script.title!r} for now; change `title:` in the script"
        yield Caution(line=None, code="no-headline", message=text)
    if not sure:
        text = f"the language is hard to tell and set to {script.language!r}; check `language:` in the script"
        yield Caution(line=None, code="language-unsure", message=text)
    if not script.labels():
        text = (
            "nobody is labelled in this text; all of it is narration; where somebody is, name the label: "
            '--speaker "LABEL=NAME"'
        )
        yield Caution(line=None, code="no-speakers", message=text)
    if caution := ending.caution():
        yield caution


class _Teller:
    """Writes paragraphs as blocks of our markup."""

    def __init__(self, facts: ShowFacts, narrator: str) -> None:
        self._facts = facts
        self._foreign: Collection[str] = ()
        self._narrator = narrator
        #: A chapter in which nobody has spoken yet.
        self._unopened: Heading | None = None
        #: Somebody has spoken in the chapter.
        self._inside = False
        #: Blocks that are written and not yet handed on.
        self._blocks: list[blocks.Block] = []
        #: The first paragraph of whoever speaks now, and whether there was a word in any.
        self._begun: Said | None = None
        self._speaking = False
        #: What stood before their first word.
        self._unspoken: list[tuple[Said, Marked]] = []
        #: The label, where it is still to be written.
        self._head = ""
        self._open_label: str | None = None
        #: An interjection or a pause came last: directions behind it belong to whoever speaks next.
        self._cut = False
        self._titles: dict[str, int] = {}
        #: Directions that wait for somebody to speak: (paragraph, markup).
        self._waiting: list[tuple[Said, str]] = []
        self.ending = Ending()
        #: Folded labels, those of interjections among them by the time that they are read.
        self.labels: dict[str, str] = {}
        self.given: list[str] = []
        self.left_out: list[LeftOut] = []
        self.cautions: list[Caution] = []
        self._doubts: dict[str, int] = {}

    def told(self, pieces: Iterable[Piece], foreign: Collection[str]) -> Iterator[blocks.Block]:
        """The blocks of a script, in order.  foreign: labels that are not the source's."""
        self._foreign = foreign
        for piece in pieces:
            if isinstance(piece, Heading):
                self._end_run()
                yield from self._handed_on()
                # Behind the heading they would stand in another scene.
                self._leave_waiting()
                self._leave_unopened()
                self._unopened, self._inside = piece, False
                continue
            self.ending.take(piece)
            if self._begun is None or not _same(self._begun.label, piece.label):
                self._end_run()
                self._begun = piece
            self._say(piece)
            if self._blocks:
                yield from self._handed_on()
        self._end_run()
        yield from self._handed_on()
        self._leave_unopened()
        self._leave_waiting()

    def _handed_on(self) -> Iterator[blocks.Block]:
        """What was written since, behind the heading of its chapter where it is the first."""
        if self._blocks:
            if self._unopened is not None:
                yield self._heading(self._unopened)
                self._unopened = None
            self._inside = True
            yield from self._blocks
            self._blocks.clear()

    def _leave_unopened(self) -> None:
        """Where nobody speaks in a chapter, its heading is left out."""
        if self._unopened is not None and self._unopened.title:
            for line, text in self._unopened.pieces or ((self._unopened.line, self._unopened.title),):
                self._leave(line, text, "a heading without text below it")

    def _leave_waiting(self) -> None:
        """Accounts for the directions after which nobody spoke."""
        for said, markup in self._waiting:
            text = _BRACKETS.sub("", markup).strip()
            if said.label is not None and text.startswith(f"{said.label}: "):
                self._leave(said.line, said.label, "a label without words")
                text = text[len(said.label) + 2 :]
            line = said.breaks[-1][1] if said.breaks else said.line
            self._leave(line, text, "a direction where nobody speaks")
        self._waiting = []

    def _leave(self, line: int, text: str, reason: str) -> None:
        self.left_out.append(LeftOut(line=line, text=squeeze(text), reason=reason))

    def _heading(self, heading: Heading) -> blocks.Heading:
        title = squeeze(heading.title)
        if title in self._titles:
            base = title
            while title in self._titles:
                self._titles[base] += 1
                title = f"{base} ({self._titles[base]})"
            self.given.append(title[len(base) + 1 :])
            text = f"a second chapter of one title is called {title!r}; listeners tell chapters by their titles"
            self.cautions.append(Caution(line=heading.line, code="title-twice", message=text))
        self._titles[title] = 1
        return blocks.Heading(text=escape_inline(title), line=heading.line)

    def _say(self, said: Said) -> None:
        """A paragraph of whoever speaks: they are neighbours of one label and one turn."""
        marked = self._marked(said)
        if marked is None:
            return
        for other in marked.labels:
            self.labels.setdefault(fold_label(other), other)
        if not self._speaking:
            self._unspoken.append((said, marked))
            if marked.words:
                self._open_turn()
            return
        self._write(said, marked)

    def _open_turn(self) -> None:
        """There are words: what has waited for somebody to speak comes before them."""
        assert self._begun is not None
        label = self._begun.label
        if label is None and self._inside and self._open_label:
            label = self._narrator
            if fold_label(label) not in self.labels:
                self.given.append(label)
        if label is not None:
            self.labels.setdefault(fold_label(label), label)
        self._head = f"**{escape_inline(label)}:** " if label is not None else ""
        self._open_label = label
        self._speaking, self._cut = True, False
        before = [(said, Marked(markup=markup, words=False)) for said, markup in self._waiting]
        ready = (*before, *self._unspoken)
        self._waiting, self._unspoken = [], []
        for said, marked in ready:
            self._write(said, marked)

    def _write(self, said: Said, marked: Marked) -> None:
        if not marked.markup:
            return
        if self._cut and not marked.words:
            # The reader would put it before what has come between.
            self._waiting.append((said, marked.markup))
            return
        ahead = "".join(f"{markup} " for _, markup in self._waiting) if self._waiting else ""
        self._waiting = []
        self._block(said.line, f"{self._head}{'- ' if said.bullet and not ahead else ''}{ahead}{marked.markup}")
        self._head = ""
        self._cut = marked.cut
        if marked.tail:
            self._waiting.append((said, marked.tail))

    def _end_run(self) -> None:
        """Whoever spoke is relieved."""
        if self._begun is not None and not self._speaking:
            unspoken, self._unspoken = self._unspoken, []
            self._wordless(self._begun, unspoken)
        self._begun, self._speaking = None, False

    def _block(self, line: int, markup: str) -> None:
        self._blocks.append(blocks.Paragraph(text=squeeze(markup), breaks=((0, line),)))

    def _marked(self, said: Said) -> Marked | None:
        """The paragraph as markup; None where there is nothing in it."""
        if not has_words(said.text):
            marked = mark(said.text, speaking=False, spoken=False, cues=())
            if "[" not in marked.markup or not marked.markup.startswith("["):
                if said.text.strip():
                    self._leave(said.line, said.text, "no words in it")
                return None
        marked = mark(said.text, speaking=said.label is not None, spoken=self._speaking, cues=self._facts.cues)
        for at, text, reason in marked.left:
            self._leave(said.line_at(at), text, reason)
        for text in marked.doubtful:
            self._doubt(text, said.line)
        return marked

    def _doubt(self, text: str, line: int) -> None:
        if text not in self._doubts and len(self._doubts) < 50:
            self._doubts[text] = line
            message = (
                f"{shortened(text)!r} in brackets is spoken; if it says what happens and not what is said, write it in "
                "square brackets without a backslash in the script"
            )
            self.cautions.append(Caution(line=line, code="brackets-spoken", message=message))

    def _wordless(self, begun: Said, marked: Sequence[tuple[Said, Marked]]) -> None:
        """Somebody who only laughs: the direction goes to whoever spoke before, with the label in it."""
        label, line = begun.label, begun.line
        if label is not None and not any(paragraph.markup for _, paragraph in marked):
            if fold_label(label) not in MARKERS:
                for at, text in begun.label_pieces or ((line, label),):
                    if label not in self._foreign:
                        self._leave(at, text, "a label without words")
                return
            marked = [(Said(label=None, text=label, line=line), Marked(markup=direction(label, ()), words=False))]
            label = None
        for own, paragraph in marked:
            if not paragraph.markup:
                continue
            said, markup = own, paragraph.markup
            if label is not None:
                bare = markup.strip("[]").replace("\\", "") if markup.count("[") == 1 else markup
                markup, label = direction(f"{label}: {bare}", self._facts.cues), None
                said = replace(said, line=line, breaks=said.breaks or ((0, said.line),))
            if self._inside and not self._cut:
                self._block(said.line, markup)
            else:
                self._waiting.append((said, markup))


def _same(one: str | None, other: str | None) -> bool:
    if one == other or one is None or other is None:
        return one == other
    return fold_label(one) == fold_label(other)
