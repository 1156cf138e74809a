"""The rundown: a script with its voices, in the order in which everything is heard."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from stimmwerk.casting.cast import Cast, Role, cast_of_its_own
from stimmwerk.casting.delivery import deliveries
from stimmwerk.casting.ipa import check_ipa
from stimmwerk.casting.languages import language_of
from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.phrases import opening_title
from stimmwerk.casting.preparing import Prepared, prepare
from stimmwerk.casting.prosody import settled
from stimmwerk.casting.sentences import Ending
from stimmwerk.casting.speakable import Span
from stimmwerk.casting.spoken import Spoken
from stimmwerk.errors import ScriptError, Where
from stimmwerk.script.commands import write_cue, write_pause
from stimmwerk.script.inline import Inline, parse_inline
from stimmwerk.script.model import Chapter, Cue, Pause, Script, Turn, fold_label
from stimmwerk.speech import Say, SpeechRequest
from stimmwerk.timeline import LineKind

#: A title longer than this is split at its colon: chapter lists of players show about so many characters.
LONG_TITLE = 40

#: ID3 and its readers know no more chapters than one byte counts.
MOST_CHAPTERS = 255


#: Facts, and the way to make what follows from them, in values that JSON has words for -> what follows from them.
Recall = Callable[[object, Callable[[], list[Any]]], list[Any]]


def _make(facts: object, make: Callable[[], list[Any]]) -> list[Any]:
    del facts  # nothing is known of any
    return make()


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What an engine is asked for at a time.

    spoken: offsets in it count from the start of the line's text; start, stop: its characters of the line's text;
    ending: what follows it within the line; pause: what the pause there is multiplied by.
    """

    request: SpeechRequest
    spoken: Spoken
    start: int
    stop: int
    ending: Ending
    pause: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one voice says without being relieved, ready to be spoken.

    number: its place in the episode, from 0; text: as a reader sees it; speaker: the name to show;
    line: in the script's file, from 1; unspoken: stretches of the text that hold letters or digits and are not heard;
    gain_db: how much louder it is than the role's turns.
    """

    number: int
    kind: LineKind
    role: str
    speaker: str
    text: str
    line: int
    utterances: tuple[Utterance, ...]
    unspoken: tuple[tuple[int, int], ...] = ()
    gain_db: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A chapter: its mark, and what is heard in it.  opens: the script's text before any heading."""

    title: str
    subtitle: str | None
    url: str | None
    image: str | None
    line: int
    opens: bool
    items: tuple[Line | Pause | Cue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Pauses and sounds that the script asks for, as it writes them.

    before: between a line and the line or the heading before it; after: between the last line of a chapter and the
    chapter's end.
    """

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rundown:
    """Everything that is heard, in order."""

    sections: tuple[Section, ...]

    def lines(self) -> tuple[Line, ...]:
        """Every line, in order."""
        return tuple(item for section in self.sections for item in section.items if isinstance(item, Line))

    def asked(self) -> tuple[Asked, ...]:
        """What the script asks for around every line, in their order."""
        found: list[Asked] = []
        for section in self.sections:
            waiting: list[str] = []
            for item in section.items:
                if isinstance(item, Line):
                    found.append(Asked(before=tuple(waiting)))
                    waiting = []
                else:
                    waiting.append(write_pause(item) if isinstance(item, Pause) else write_cue(item))
            if waiting and found:
                found[-1] = replace(found[-1], after=tuple(waiting))
        return tuple(found)


def rundown(
    script: Script,
    cast: Cast,
    *,
    file: str,
    lexicons: Mapping[str, Lexicon],
    grain: Callable[[str], str],
    trained: Callable[[str], bool] = lambda engine: False,
    announce_titles: bool = True,
    recall: Recall = _make,
) -> Rundown:
    """Casts a script.

    cast: with the script's people in it; file: the script's, for messages; lexicons: language -> lexicon;
    grain: engine -> how much it is given at a time; trained: engine -> whether its voices were learned from people;
    announce_titles: the narrator reads each chapter's title;
    recall: gives what is known for some facts and, where nothing is, makes it; what a line follows from, but for the
    lexicons, is in its facts.
    Raises CastError for a label that no role answers to, ScriptError for a turn in which nothing can be spoken and
    for more chapters than a tag can hold.
    """
    if len(script.chapters) > MOST_CHAPTERS:
        raise ScriptError(
            f"{len(script.chapters)} chapters; an MP3's tag holds at most {MOST_CHAPTERS}",
            where=Where(file, script.chapters[MOST_CHAPTERS].line),
            hint="join chapters, or make two episodes of it",
        )
    casting = _Casting(
        script=script, cast=cast, file=file, lexicons=lexicons, grain=grain, trained=trained, recall=recall
    )
    opening = opening_title(
        script.language, (split_title(chapter.title)[0] for chapter in script.chapters if chapter.title)
    )
    sections = []
    for chapter in script.chapters:
        items: list[Line | Pause | Cue] = []
        if chapter.title is not None and announce_titles:
            items.append(casting.title(chapter))
        for part in chapter.parts:
            if isinstance(part, Turn):
                items.append(casting.turn(part))
            elif isinstance(part, Pause | Cue):
                items.append(part)
        title, subtitle = split_title(chapter.title or opening)
        sections.append(
            Section(
                title=title,
                subtitle=subtitle,
                url=chapter.url,
                image=chapter.image,
                line=chapter.line,
                opens=chapter.title is None,
                items=tuple(items),
            )
        )
    return Rundown(sections=tuple(sections))


def split_title(title: str) -> tuple[str, str | None]:
    """A long title as its part before the first colon and the rest; a short one, or one without a colon, whole."""
    head, colon, rest = title.partition(": ")
    if len(title) <= LONG_TITLE or not colon or not rest.strip():
        return title, None
    return head.strip(), rest.strip()


class _Casting:
    """What every line of one script is made with."""

    def __init__(
        self,
        *,
        script: Script,
        cast: Cast,
        file: str,
        lexicons: Mapping[str, Lexicon],
        grain: Callable[[str], str],
        trained: Callable[[str], bool],
        recall: Recall,
    ) -> None:
        self._cast = cast
        self._file = file
        self._lexicons = lexicons
        self._grain = grain
        self._trained = trained
        self._recall = recall
        self._count = 0
        self._names = {
            fold_label(label): person.name for person in script.people for label in (*person.labels, person.name)
        }
        narrators = [person.name for person in script.people if person.role == cast.narrator]
        self._narrator = narrators[0] if narrators else self._own_name(cast.role(cast.narrator))

    @staticmethod
    def _own_name(role: Role) -> str:
        return role.labels[0] if role.labels else role.name.capitalize()

    def title(self, chapter: Chapter) -> Line:
        """The line in which the narrator reads a chapter's title."""
        assert chapter.title is not None
        title = chapter.title
        turn = Turn(label=None, text=title, line=chapter.line)
        return self._line("title", turn, lambda where: Inline(plain=title, spans=(), directions=()))

    def turn(self, turn: Turn) -> Line:
        """The line that a turn becomes."""
        kind: LineKind = "narration" if turn.label is None and turn.kind == "turn" else turn.kind
        return self._line(kind, turn, lambda where: parse_inline(turn.text, where))

    def _line(self, kind: LineKind, turn: Turn, read: Callable[[Where], Inline]) -> Line:
        """read: what the turn's text means."""
        where = Where(self._file, turn.line)
        role = self._cast.voice_for(turn.label, where)
        voice = role.voice
        language, grain, is_title = voice.language, self._grain(voice.engine), kind == "title"
        prosody = settled(role.prosody, trained=self._trained(voice.engine))
        breath = bool(prosody.breath)

        def prepared() -> list[Any]:
            inline = read(where)
            lexicon = self._lexicons.get(language.split("-")[0], Lexicon())
            spans = _spoken_spans(inline, where)
            return prepare(
                inline.plain, spans, language, grain, lexicon, title=is_title, breath=breath, items=inline.items
            ).to_facts()

        ready = Prepared.from_facts(self._recall([turn.text, language, grain, is_title, breath], prepared))
        text = ready.text
        said = deliveries(
            [(text[portion.start : portion.stop], portion.ending) for portion in ready.portions],
            voice,
            prosody,
            language_of(language),
            opens=kind != "continuation",
        )
        utterances = [
            Utterance(
                request=SpeechRequest(
                    say=portion.spoken.say if prosody.emphasis else _unstressed(portion.spoken.say),
                    voice=delivery.voice,
                    take=turn.take,
                    cast_voice=None if delivery.voice == voice else voice,
                ),
                spoken=portion.spoken,
                start=portion.start,
                stop=portion.stop,
                ending=portion.ending,
                pause=delivery.pause,
            )
            for portion, delivery in zip(ready.portions, said, strict=True)
        ]
        if not utterances:
            hint = 'take it out, make it a direction in [brackets], or say how it sounds: [text]{say="..."}'
            if any(map(str.isalpha, text)):
                other = f"the voice speaks {voice.language!r}; where the script does not, {cast_of_its_own(where.file)}"
                hint = f"{other}; else {hint}"
            raise ScriptError(
                f"nothing in this {'title' if kind == 'title' else 'turn'} can be spoken: {text[:60]!r}",
                where=where,
                hint=hint,
            )
        label = turn.label
        speaker = self._narrator if label is None else self._names.get(fold_label(label), label)
        self._count += 1
        return Line(
            number=self._count - 1,
            kind=kind,
            role=role.name,
            speaker=speaker,
            text=text,
            line=turn.line,
            utterances=tuple(utterances),
            unspoken=ready.unspoken,
            gain_db=prosody.interjection_db if kind == "interjection" else 0.0,
        )


def _unstressed(said: tuple[Say, ...]) -> tuple[Say, ...]:
    return tuple(replace(say, emphasis=0) for say in said)


def _spoken_spans(inline: Inline, where: Where) -> list[Span]:
    """What the script says of how words sound.  Raises ScriptError for IPA with a sign that is none."""
    for span in inline.spans:
        if span.kind == "ipa" and span.value is not None:
            try:
                check_ipa(span.value)
            except ValueError as cause:
                written = inline.plain[span.start : span.stop]
                raise ScriptError(f"the IPA of {written!r}: {cause}", where=where) from cause
    return [(s.start, s.stop, s.kind, s.value) for s in inline.spans]
