"""What is known of an episode once it is arranged, in the shape that its manifest wants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from itertools import zip_longest

from stimmwerk import __version__, units
from stimmwerk.casting.delivery import MOST_PAUSE
from stimmwerk.casting.rundown import Asked, Line
from stimmwerk.manifest import Manifest, Output, Publication, TurnRecord
from stimmwerk.master import Master
from stimmwerk.mp3.lame import lame_version
from stimmwerk.plan import Plan
from stimmwerk.script.model import Pause
from stimmwerk.settled import settings_of
from stimmwerk.showfile import ShowSettings
from stimmwerk.speech import SpeechRequest
from stimmwerk.takes import TAKE
from stimmwerk.timeline import CHAPTER_GRID, Timeline, TurnSpan
from stimmwerk.verify.listening import Heard
from stimmwerk.verify.meters import TurnLevels


def manifest_of(
    plan: Plan,
    settings: ShowSettings,
    master: Master,
    keys: Mapping[SpeechRequest, str],
    *,
    made: Sequence[TurnLevels],
    heard: Heard,
    outputs: Mapping[str, Output],
    publication: Publication,
) -> Manifest:
    """The record of the build.

    keys: the fingerprint of every request; made: the master's levels of each turn; heard: the decoded episode;
    outputs: every file; publication: for feeds.
    """
    lines, asked, timeline = plan.rundown.lines(), plan.rundown.asked(), master.timeline
    loudness = [None if sound is None else sound.lufs for sound in heard.turns]
    return Manifest(
        episode=plan.name,
        title=plan.script.title,
        language=plan.script.language,
        sample_rate=timeline.sample_rate,
        channels=settings.mp3.channels,
        length=timeline.length,
        target_lufs=settings.loudness.target_lufs,
        ceiling_dbtp=settings.loudness.ceiling_dbtp,
        programme_gain_db=master.gain_db,
        role_gains_db={role.name: role.gain_db for role in plan.roles},
        settings=settings_of(settings, plan.roles),
        longest_pause_s=_longest_pause(plan, settings),
        music=music_of(timeline),
        chapters=timeline.chapters,
        turns=tuple(
            _turn(lines[span.number], asked[span.number], span, keys, levels=levels, lufs=lufs)
            for span, levels, lufs in zip(timeline.turns, made, loudness, strict=True)
        ),
        inputs=dict(sorted(plan.inputs.items())),
        versions=versions_of(plan),
        outputs=dict(sorted(outputs.items())),
        publication=publication,
        source=plan.script.source,
        links=tuple((link.title, link.url) for link in plan.script.links),
    )


def music_of(timeline: Timeline) -> tuple[tuple[int, int], ...]:
    """First sample and the first after the last of every sound of the show."""
    return tuple((c.start, c.stop) for c in timeline.clips if not c.source.startswith(f"{TAKE}:"))


def versions_of(plan: Plan) -> dict[str, str]:
    """Component -> version, sorted, of everything that may change the episode's sound; engines as ``engine NAME``."""
    versions = {"stimmwerk": __version__, "lame": lame_version()}
    versions |= {f"engine {name}": facts.version for name, facts in plan.engines.items()}
    return dict(sorted(versions.items()))


def _turn(
    line: Line,
    asked: Asked,
    span: TurnSpan,
    keys: Mapping[SpeechRequest, str],
    *,
    levels: TurnLevels,
    lufs: float | None,
) -> TurnRecord:
    voice = line.utterances[0].request.own_voice
    return TurnRecord(
        number=line.number,
        chapter=span.chapter,
        kind=line.kind,
        role=line.role,
        speaker=line.speaker,
        line=line.line,
        text=line.text,
        engine=voice.engine,
        voice=voice.name,
        rate=voice.rate,
        pitch=voice.pitch,
        range=voice.range,
        settings=voice.settings,
        keys=tuple(keys[utterance.request] for utterance in line.utterances),
        start=span.start,
        stop=span.stop,
        gain_db=span.gain_db,
        lufs=None if lufs is None else round(lufs, 2),
        level=round(levels.level, 2),
        attack=_rounded(levels.attack),
        release=_rounded(levels.release),
        before=asked.before,
        after=asked.after,
    )


def _longest_pause(plan: Plan, settings: ShowSettings) -> float:
    """The longest silence that the show or the script asks for, in seconds, with what goes up to the chapters' grid."""
    pacing = settings.pacing
    grid = units.seconds(CHAPTER_GRID, settings.mp3.sample_rate)
    asked = [pacing.chapter + grid, pacing.end + grid]
    for section in plan.rundown.sections:
        for item, after in zip_longest(section.items, section.items[1:]):
            if isinstance(item, Pause):
                asked.append(item.seconds + (grid if after is None else 0.0))
    usual: list[float] = [getattr(pacing, field.name) for field in fields(pacing)]
    inside = max(pacing.sentence, pacing.item, pacing.paragraph) * MOST_PAUSE + pacing.jitter
    return max(*usual, inside, *asked)


def _rounded(levels: Sequence[float]) -> tuple[float, ...]:
    return tuple(round(level, 1) for level in levels)
