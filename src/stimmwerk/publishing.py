"""An arranged episode as an edition: what its tag and every file beside the MP3 are made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

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
)
from stimmwerk.id3 import DigitalSource, EpisodeTag, TagChapter
from stimmwerk.plan import Plan
from stimmwerk.show import Show
from stimmwerk.speech import SpeechRequest
from stimmwerk.takes import TAKE, Take
from stimmwerk.timeline import Clip, Timeline, TurnSpan


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
        number=script.number,
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
        comment="\n".join(text for text in (edition.description, edition.origin, settings.disclosure) if text),
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
        yield Passage(
            start=clip.start,
            stop=stop,
            text=line.text[utterance.start : utterance.stop],
            at=utterance.start,
            words=tuple(_words(utterance, clip.start, stop, take)),
        )


def _words(utterance: Utterance, start: int, stop: int, take: Take) -> Iterator[Word]:
    starts = [start + mark.sample for mark in take.words]
    for mark, begins, ends in zip(take.words, starts, [*starts[1:], stop], strict=True):
        first, last = utterance.spoken.original(mark.start, mark.stop)
        yield Word(start=begins, stop=ends, at=first - utterance.start, end=last - utterance.start)


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
            pan=role.pan,
        )
