"""An arranged episode as an edition: what its tag and every file beside the MP3 are made from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from stimmwerk.artwork import Artwork
from stimmwerk.casting.rundown import Line, Utterance
from stimmwerk.exports.edition import (
    CastMember,
    Edition,
    EditionChapter,
    Passage,
    Picture,
    SpokenTurn,
    Word,
    packed_words,
)
from stimmwerk.exports.notes import making, notes_fragment
from stimmwerk.id3 import DigitalSource, EpisodeTag, TagChapter
from stimmwerk.manifest import Publication, PublishedChapter, PublishedPerson
from stimmwerk.plan import Plan
from stimmwerk.show import Show
from stimmwerk.speech import SpeechRequest, WordMark
from stimmwerk.takes import TAKE, Take
from stimmwerk.timeline import Clip, Timeline, TurnSpan

#: A word and what follows it; a pause at a mark lasts as long as so many letters.
_SPOKEN_WORD = re.compile(r"(\w+(?:[-'’.]\w+)*)[^\w\s]*")
_PAUSES = {",": 4, ";": 5, ":": 5, "–": 5, ".": 6, "!": 6, "?": 6, "…": 6}


#: Roles of a cast that lead a conversation.
_HOSTS = ("host", "moderator", "interviewer", "presenter")


def edition_of(
    plan: Plan, show: Show, timeline: Timeline, takes: Mapping[SpeechRequest, Take], art: Artwork
) -> Edition:
    """Everything but the loudness."""
    script = plan.script
    trained = any(facts.trained for facts in plan.engines.values())
    return Edition(
        name=plan.name,
        title=script.title,
        language=script.language,
        sample_rate=timeline.sample_rate,
        length=timeline.length,
        show=show.settings,
        chapters=tuple(_chapters(plan, timeline, art)),
        turns=tuple(_turns(plan, timeline, takes)),
        cast=tuple(_cast(plan)),
        cover=art.cover,
        source=DigitalSource.TRAINED if trained else DigitalSource.RULES,
        subtitle=script.subtitle,
        description=script.description,
        date=script.date,
        season=script.season,
        number=script.number,
        kind=script.kind,
        explicit=script.explicit,
        origin=script.source,
        people=script.people,
        links=script.links,
    )


def tag_of(edition: Edition) -> EpisodeTag:
    """All that the ID3 tag says."""
    settings = edition.show
    return EpisodeTag(
        title=edition.title,
        artist=settings.author,
        album=settings.title,
        language=edition.language,
        length_ms=edition.ms(edition.length),
        subtitle=edition.subtitle,
        number=edition.number,
        date=edition.date,
        publisher=settings.author,
        copyright=settings.copyright or None,
        comment=edition.comment,
        url=settings.url or None,
        cover=_in_tag(edition.cover),
        chapters=tuple(
            TagChapter(
                start_ms=edition.ms(chapter.start),
                end_ms=edition.ms(chapter.stop),
                title=chapter.title,
                subtitle=chapter.subtitle,
                url=chapter.url,
                image=_in_tag(chapter.image) if chapter.image else None,
            )
            for chapter in edition.chapters
        ),
        disclosure=settings.disclosure,
        source=edition.source,
    )


def publication_of(edition: Edition, script: str) -> Publication:
    """All that the feed says; script: the script's path from the show's folder."""
    return Publication(
        script=script,
        address=edition.address,
        duration_ms=edition.ms(edition.length),
        subtitle=edition.subtitle,
        summary=edition.description,
        notes=notes_fragment(edition),
        date=edition.date.isoformat() if edition.date else None,
        season=edition.season,
        number=edition.number,
        kind=edition.kind,
        explicit=edition.explicit,
        making=making(edition),
        disclosure=edition.show.disclosure,
        cover=edition.cover.file,
        chapters=tuple(
            PublishedChapter(
                start_ms=edition.ms(chapter.start),
                title=chapter.title,
                url=chapter.url,
                picture=chapter.image.file if chapter.image else None,
            )
            for chapter in edition.chapters
        ),
        people=tuple(_people(edition)),
    )


def _people(edition: Edition) -> Iterator[PublishedPerson]:
    """Those that the script names, with what they do in the taxonomy of Podcasting 2.0."""
    narrating = {turn.role for turn in edition.turns if turn.kind in ("title", "narration")}
    speakers = {turn.speaker: turn.role for turn in edition.turns}
    for person in edition.people:
        role = person.role or speakers.get(person.name)
        part = "narrator" if role in narrating else "host" if role in _HOSTS else "guest"
        yield PublishedPerson(name=person.name, role=part, url=person.url)


def _in_tag(picture: Picture) -> bytes:
    return picture.small or picture.data


def _chapters(plan: Plan, timeline: Timeline, art: Artwork) -> Iterator[EditionChapter]:
    for mark, section, image in zip(timeline.chapters, plan.rundown.sections, art.chapters, strict=True):
        yield EditionChapter(
            start=mark.start,
            stop=mark.stop,
            title=mark.title,
            subtitle=mark.subtitle,
            url=mark.url,
            image=image,
            line=section.line,
        )


def _turns(plan: Plan, timeline: Timeline, takes: Mapping[SpeechRequest, Take]) -> Iterator[SpokenTurn]:
    """Every line with its utterances and their words, as written, with their times in the episode."""
    lines = plan.rundown.lines()
    clips = iter(clip for clip in timeline.clips if clip.source.startswith(f"{TAKE}:"))
    for span in timeline.turns:
        line = lines[span.number]
        yield _turn(line, span, tuple(_passages(line, clips, takes)))


def _turn(line: Line, span: TurnSpan, passages: tuple[Passage, ...]) -> SpokenTurn:
    return SpokenTurn(
        number=line.number,
        chapter=span.chapter,
        kind=line.kind,
        role=line.role,
        speaker=line.speaker,
        line=line.line,
        text=line.text,
        start=span.start,
        stop=span.stop,
        passages=passages,
    )


def _passages(line: Line, clips: Iterator[Clip], takes: Mapping[SpeechRequest, Take]) -> Iterator[Passage]:
    # The line first: a clip is only taken where there is an utterance for it.
    for utterance, clip in zip(line.utterances, clips, strict=False):
        take = takes[utterance.request]
        stop = clip.stop - take.tail
        marks = take.words or tuple(estimated_marks(utterance.spoken.text, stop - clip.start))
        yield Passage(
            start=clip.start,
            stop=stop,
            text=line.text[utterance.start : utterance.stop],
            at=utterance.start,
            words=packed_words(written_words(utterance, clip.start, stop, marks)),
            estimated=not take.words,
        )


def written_words(utterance: Utterance, start: int, stop: int, marks: Iterable[WordMark]) -> Iterator[Word]:
    """The words as they are written: what is spoken in several words (``36 %``) is one, from the first of them on."""
    found: list[tuple[int, int, int]] = []
    for mark in marks:
        at, end = (place - utterance.start for place in utterance.spoken.original(mark.start, mark.stop))
        if found and at < found[-1][2]:
            begin, first, last = found[-1]
            found[-1] = (begin, first, max(last, end))
        elif at < end:
            found.append((start + mark.sample, at, end))
    ends = [begin for begin, *_ in found[1:]]
    for (begin, at, end), until in zip(found, [*ends, stop], strict=True):
        yield Word(start=begin, stop=until, at=at, end=end)


def estimated_marks(spoken: str, length: int) -> Iterator[WordMark]:
    """When the words of a text are heard that takes ``length`` samples: as long as they are, and pauses at marks."""
    words = list(_SPOKEN_WORD.finditer(spoken))
    weights = [len(word.group(1)) + _PAUSES.get(word.group()[-1], 1) for word in words]
    weights[-1:] = [len(word.group(1)) for word in words[-1:]]
    whole, at = sum(weights), 0
    for word, weight in zip(words, weights, strict=True):
        yield WordMark(sample=length * at // whole, start=word.start(1), stop=word.end(1))
        at += weight


def _cast(plan: Plan) -> Iterator[CastMember]:
    speakers: dict[str, dict[str, None]] = {}
    for line in plan.rundown.lines():
        speakers.setdefault(line.role, {})[line.speaker] = None
    for role in plan.roles:
        yield CastMember(
            role=role.name,
            speakers=tuple(speakers.get(role.name, ())),
            engine=role.voice.engine,
            voice=role.voice.name,
            software=plan.engines[role.voice.engine].version.split(",")[0],
            pan=role.pan,
        )
