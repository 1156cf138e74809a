"""From paragraphs with their speakers to a script, and the account of what it leaves out."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.base import Caution, Heading, Imported, LeftOut, Piece, Said, ShowFacts
from stimmwerk.importers.basics import shortened, title_of
from stimmwerk.importers.ending import end_caution
from stimmwerk.importers.language import guess_language
from stimmwerk.importers.stage import Marked, direction, mark
from stimmwerk.importers.vocabulary import MARKERS, NARRATORS
from stimmwerk.script import blocks
from stimmwerk.script.characters import squeeze
from stimmwerk.script.escaping import escape_inline
from stimmwerk.script.markdown import read_chapters
from stimmwerk.script.model import Person, Script, fold_label

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
    given: Iterable[str] = (),
) -> Imported:
    """A script of paragraphs in order.

    Neighbours of one label are one turn; what stands in brackets becomes a direction or an interjection; a title that
    a chapter before has is numbered; headings without speech and labels without words are left out and listed.
    title: None for the file's name; language: None for a guess; given: what the importer adds to the source's words.
    Raises SourceError where there is nothing to speak.
    """
    pieces = tuple(pieces)
    guess, sure = guess_language(_sample(pieces)) if language is None else (language, True)
    teller = _Teller(facts, NARRATORS.get(guess.split("-")[0], NARRATORS["en"]))
    for section in _sections(pieces):
        teller.section(section)
    teller.finish()
    if not teller.blocks:
        raise SourceError("there is nothing to speak in this text", where=Where(file), hint="is this the right file?")
    labels = tuple(teller.labels.values())
    script = Script(
        title=title or title_of(file),
        language=guess,
        chapters=read_chapters(teller.blocks, file, labels, facts.cues),
        date=date,
        source=source,
        people=tuple(Person(name=label, labels=(label,)) for label in labels),
    )
    cautions = [*warnings, *teller.cautions, *_cautions(script, pieces, headless=title is None, sure=sure)]
    left = [*left_out, *teller.left_out]
    return Imported(
        script=script,
        format=format,
        warnings=tuple(sorted(cautions, key=lambda caution: caution.line or 0)),
        left_out=tuple(sorted(left, key=lambda gone: gone.line)),
        given=(*given, *teller.given),
    )


def _sample(pieces: Sequence[Piece]) -> str:
    texts: list[str] = []
    length = 0
    for piece in pieces:
        if isinstance(piece, Said):
            texts.append(piece.text[:_SAMPLE])
            length += len(texts[-1])
            if length > _SAMPLE:
                break
    return "\n".join(texts)


def _cautions(script: Script, pieces: Sequence[Piece], *, headless: bool, sure: bool) -> Iterator[Caution]:
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
    if caution := end_caution([piece for piece in pieces if isinstance(piece, Said)]):
        yield caution


@dataclass(slots=True, kw_only=True)
class _Section:
    """A heading and the paragraphs below it; None opens the script."""

    heading: Heading | None
    said: list[Said] = field(default_factory=list)


def _sections(pieces: Iterable[Piece]) -> Iterator[_Section]:
    section = _Section(heading=None)
    for piece in pieces:
        if isinstance(piece, Heading):
            yield section
            section = _Section(heading=piece)
        else:
            section.said.append(piece)
    yield section


class _Teller:
    """Writes sections as blocks of our markup."""

    def __init__(self, facts: ShowFacts, narrator: str) -> None:
        self._facts = facts
        self._narrator = narrator
        self._open_label: str | None = None
        self._titles: dict[str, int] = {}
        #: Directions that wait for somebody to speak: (paragraph, markup).
        self._waiting: list[tuple[Said, str]] = []
        self.blocks: list[blocks.Block] = []
        self.labels: dict[str, str] = {}
        self.given: list[str] = []
        self.left_out: list[LeftOut] = []
        self.cautions: list[Caution] = []
        self._doubts: dict[str, int] = {}

    def section(self, section: _Section) -> None:
        """A chapter; where nobody speaks in it, its heading is left out."""
        begin = len(self.blocks)
        for label, run in _runs(section.said):
            self._run(label, run, inside=len(self.blocks) > begin)
        if section.heading is not None:
            if len(self.blocks) > begin:
                self.blocks.insert(begin, self._heading(section.heading))
            elif section.heading.title:
                self._leave(section.heading.line, section.heading.title, "a heading without text below it")

    def finish(self) -> None:
        """Accounts for the directions after which nobody spoke."""
        for said, _ in self._waiting:
            self._leave(said.line, said.text, "a direction where nobody speaks")
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

    def _run(self, label: str | None, run: Sequence[Said], *, inside: bool) -> None:
        """What one voice says without being relieved.  inside: somebody has spoken in this chapter before."""
        marked = self._marked(label, run)
        words = [index for index, (_, paragraph) in enumerate(marked) if paragraph.words]
        if not words:
            self._wordless(label, run[0].line, marked, inside=inside)
            return
        if label is None and inside and self._open_label:
            label = self._narrator
            if fold_label(label) not in self.labels:
                self.given.append(label)
        opening = f"**{escape_inline(label)}:** " if label is not None else ""
        if label is not None:
            self.labels.setdefault(fold_label(label), label)
        self._open_label = label
        waiting, self._waiting = self._waiting, []
        for number, (said, markup) in enumerate([*waiting, *((s, p.markup) for s, p in marked if p.markup)]):
            bullet = "- " if said.bullet else ""
            head = opening if number == 0 else ""
            self._block(said.line, f"{head}{bullet}{markup}")
        for _, paragraph in marked:
            for other in paragraph.labels:
                self.labels.setdefault(fold_label(other), other)

    def _block(self, line: int, markup: str) -> None:
        self.blocks.append(blocks.Paragraph(text=squeeze(markup), breaks=((0, line),)))

    def _marked(self, label: str | None, run: Sequence[Said]) -> list[tuple[Said, Marked]]:
        spoken = False
        found: list[tuple[Said, Marked]] = []
        for said in run:
            if not any(c.isalnum() for c in said.text):
                marked = mark(said.text, speaking=False, spoken=False, cues=())
                if "[" not in marked.markup or not marked.markup.startswith("["):
                    if said.text.strip():
                        self._leave(said.line, said.text, "no words in it")
                    continue
            marked = mark(said.text, speaking=label is not None, spoken=spoken, cues=self._facts.cues)
            spoken = spoken or marked.words
            for text, reason in marked.left:
                self._leave(said.line, text, reason)
            for text in marked.doubtful:
                self._doubt(text, said.line)
            found.append((said, marked))
        return found

    def _doubt(self, text: str, line: int) -> None:
        if text not in self._doubts and len(self._doubts) < 50:
            self._doubts[text] = line
            message = (
                f"[{shortened(text)}] is spoken; if it says what happens and not what is said, take the backslash "
                "before the bracket away in the script"
            )
            self.cautions.append(Caution(line=line, code="brackets-spoken", message=message))

    def _wordless(self, label: str | None, line: int, marked: Sequence[tuple[Said, Marked]], *, inside: bool) -> None:
        """Somebody who only laughs: the direction goes to whoever spoke before, with the label in it."""
        if label is not None and not any(paragraph.markup for _, paragraph in marked):
            if fold_label(label) not in MARKERS:
                self._leave(line, label, "a label without words")
                return
            marked = [(Said(label=None, text=label, line=line), Marked(markup=direction(label, ()), words=False))]
            label = None
        for said, paragraph in marked:
            if not paragraph.markup:
                continue
            markup = paragraph.markup
            if label is not None:
                bare = markup.strip("[]").replace("\\", "") if markup.count("[") == 1 else markup
                markup = direction(f"{label}: {bare}", self._facts.cues)
            if inside:
                self._block(said.line, markup)
            else:
                self._waiting.append((said, markup))


def _runs(said: Iterable[Said]) -> Iterator[tuple[str | None, list[Said]]]:
    """Neighbours of one label, under the label as the first of them has it."""
    run: list[Said] = []
    for paragraph in said:
        if run and _same(run[0].label, paragraph.label):
            run.append(paragraph)
            continue
        if run:
            yield run[0].label, run
        run = [paragraph]
    if run:
        yield run[0].label, run


def _same(one: str | None, other: str | None) -> bool:
    if one is None or other is None:
        return one is other
    return fold_label(one) == fold_label(other)
