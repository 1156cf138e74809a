"""How much a build will have to make, and how long that takes by what earlier builds of the show needed.

The speeds stand in the store's folder.  No output depends on them, so they may be missing, damaged or of another
version, and may fail to be written: an estimate is then told to be missing, and nothing else.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import suppress
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from stimmwerk import units
from stimmwerk.arrangement import pauses_before
from stimmwerk.casting.rundown import Line
from stimmwerk.errors import OutputError
from stimmwerk.files import atomic_writer
from stimmwerk.folders import CACHE
from stimmwerk.manifest import Manifest
from stimmwerk.plan import Plan
from stimmwerk.records import versions_of
from stimmwerk.script.model import Cue
from stimmwerk.session import jobs_of
from stimmwerk.settled import heard, settings_of
from stimmwerk.show import Show
from stimmwerk.showfile import PLACED_SOUNDS, ShowSettings
from stimmwerk.speech import SpeechRequest, about_seconds
from stimmwerk.speeds import Measured, Speeds, Table, Work, table_from_json, table_to_json
from stimmwerk.store import MARKER

FILE = "speeds.json"

#: Settings that are heard only in certain places, by the first part of their names; some pauses are all over a talk.
_OF_PLACES = frozenset(("sounds", "ducking", "pauses"))
_OF_ALL = frozenset(("pauses.jitter", "pauses.speaker", "pauses.answer", "pauses.sentence"))

#: What of a sound is set without moving what follows it.
_STILL = frozenset(("level_lufs", "fade_in", "fade_out"))

#: Sound is encoded in blocks of about so many seconds.
_BLOCK_S = 10.0


def work_of(
    plan: Plan, settings: ShowSettings, before: Manifest | None, *, kept_requests: AbstractSet[SpeechRequest]
) -> Work:
    """About what a build of the plan will make.

    An edit may move the border of a block, so that a neighbour is encoded too; blocks that the store still has of
    builds before the last are not looked for.

    before: of the last build; kept_requests: those whose takes the store has.
    """
    missing = {job.request for job in jobs_of(plan)} - kept_requests
    speech: dict[str, float] = {}
    for request in missing:
        speech[request.voice.engine] = speech.get(request.voice.engine, 0.0) + about_seconds(request)
    changed = _set_otherwise(plan, settings, before) if before else frozenset()
    length, encoding = _walk(plan, settings, before, missing, changed or frozenset())
    if before is None or changed is None:
        encoding = length
    return Work(speech=dict(sorted(speech.items())), encoding=min(encoding, length), length=length)


def speeds_for(show: Show, workers: int) -> Speeds:
    """What earlier builds of the show with so many workers tell."""
    return _read(_path(show)).get(workers, Speeds())


def remember(show: Show, workers: int, seen: Measured) -> None:
    """Keeps what a build tells, where there is a store: a folder that holds nothing but this would be none of ours."""
    path = _path(show)
    if not (path.parent / MARKER).is_file():
        return
    table = dict(_read(path))
    table[workers] = table.get(workers, Speeds()).learned(seen)
    # A power cut may leave it empty: then it is damaged, and made again.
    with suppress(OutputError), atomic_writer(path, durable=False) as stream:
        stream.write(table_to_json(table).encode())


def _path(show: Show) -> Path:
    return show.build / CACHE / FILE


def _read(path: Path) -> Table:
    try:
        return table_from_json(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError):
        return {}


# -- encoding --------------------------------------------------------------------------------------------------------


def _set_otherwise(plan: Plan, settings: ShowSettings, before: Manifest) -> frozenset[str] | None:
    """Settings that are heard in certain places only and are others than before; None where any block may be another.

    Another file of a sound counts as another ``sounds.NAME.file``.
    """
    goal, form = settings.loudness, settings.mp3
    now = (goal.target_lufs, goal.ceiling_dbtp, form.sample_rate, form.channels)
    then = (before.target_lufs, before.ceiling_dbtp, before.sample_rate, before.channels)
    if now != then or versions_of(plan)["lame"] != before.versions.get("lame"):
        return None
    changed = heard(before.settings, settings_of(settings, plan.roles))
    if form.channels == 1:
        changed = frozenset(name for name in changed if not (name.startswith("roles.") and name.endswith(".pan")))
    if changed & _OF_ALL or any(name.partition(".")[0] not in _OF_PLACES for name in changed):
        return None
    files = {name for name in plan.inputs.keys() | before.inputs.keys() if name.startswith("audio/")}
    others = {name for name in files if plan.inputs.get(name) != before.inputs.get(name)}
    changed |= {f"sounds.{sound.name}.file" for sound in settings.sounds if f"audio/{sound.file}" in others}
    called = {item.name for section in plan.rundown.sections for item in section.items if isinstance(item, Cue)}
    played = {*PLACED_SOUNDS, *called}
    return frozenset(name for name in changed if not name.startswith("sounds.") or name.split(".")[1] in played)


def _walk(
    plan: Plan,
    settings: ShowSettings,
    before: Manifest | None,
    missing: AbstractSet[SpeechRequest],
    changed: AbstractSet[str],
) -> tuple[float, float]:
    """About how long the episode will be, and how long its blocks that sound otherwise than before; in seconds.

    changed: settings that are others than before.
    """
    said = {key for record in before.turns for key in record.keys} if before else set[str]()
    louder = {r.name for r in plan.roles if before and before.role_gains_db.get(r.name, r.gain_db) != r.gain_db}
    lasted = _lasted(before) if before else {}
    at, blocks, saying = 0.0, set[int](), list[tuple[str, ...]]()
    between = _between(before) if before else settings.pacing.speaker
    pauses = pauses_before(plan.rundown, sting=settings.sound("sting") is not None)
    for line in plan.rundown.lines():
        version = plan.engines[line.utterances[0].request.voice.engine].version
        keys = [utterance.request.fingerprint(version) for utterance in line.utterances]
        guessed = [about_seconds(utterance.request) for utterance in line.utterances]
        silence = settings.pacing.sentence * (len(keys) - 1)
        stretch = lasted[tuple(keys)] / (sum(guessed) + silence) if tuple(keys) in lasted else 1.0
        saying.append(tuple(keys))
        if changed & {f"pauses.{name}" for name in pauses[line.number]}:
            # The block that ends in the pause, and that which begins in it.
            blocks |= {int(max(0.0, at - between) / _BLOCK_S), int(at / _BLOCK_S)}
        last = line.utterances[-1]
        for utterance, key, seconds in zip(line.utterances, keys, guessed, strict=True):
            stop = at + (seconds + settings.pacing.sentence) * stretch
            longer = utterance is not last and f"pauses.{utterance.ending}" in changed
            if longer or line.role in louder or utterance.request in missing or key not in said:
                blocks |= set(range(int(at / _BLOCK_S), int(stop / _BLOCK_S) + 1))
            at = stop
        at += between - settings.pacing.sentence * stretch
    if "pauses.end" in changed:
        blocks.add(int(at / _BLOCK_S))
    if before:
        blocks |= _music_anew(before, changed)
    anew = len(blocks) * _BLOCK_S
    if before:
        # What is spoken no more leaves a block behind it, unless something else took its place.
        still = {key for keys in saying for key in keys}
        anew = max(anew, sum(not still.issuperset(record.keys) for record in before.turns) * _BLOCK_S)
        anew = max(anew, _rearranged(plan, saying, before) * _BLOCK_S)
        if anew:
            # The silence at the end of the chapter takes up what an edit has made longer or shorter.
            anew += _BLOCK_S
    return at, anew


def _rearranged(plan: Plan, saying: Sequence[tuple[str, ...]], before: Manifest) -> int:
    """In how many places something else follows than before: a line, a pause, a sound or a chapter.

    saying: the keys of every line.
    """
    then = [(record.chapter, record.kind, record.keys, record.before, record.after) for record in before.turns]
    chapters = [
        number
        for number, section in enumerate(plan.rundown.sections)
        for item in section.items
        if isinstance(item, Line)
    ]
    now = [
        (chapter, line.kind, keys, asked.before, asked.after)
        for chapter, line, keys, asked in zip(chapters, plan.rundown.lines(), saying, plan.rundown.asked(), strict=True)
    ]
    matcher = SequenceMatcher(None, _opening(then), _opening(now), autojunk=False)
    return sum(tag != "equal" for tag, *_ in matcher.get_opcodes())


def _opening(lines: Iterable[tuple[int, *tuple[Any, ...]]]) -> list[Hashable]:
    """Lines that begin with the index of their chapter, with whether they are its first instead."""
    found: list[Hashable] = []
    last = -1
    for chapter, *line in lines:
        found.append((chapter != last, *line))
        last = chapter
    return found


def _lasted(before: Manifest) -> dict[tuple[str, ...], float]:
    """How long the lines of the last build were, in seconds, by what was said."""
    return {
        tuple(record.keys): units.seconds(record.stop - record.start, before.sample_rate) for record in before.turns
    }


def _between(before: Manifest) -> float:
    """The seconds of the last build in which nobody spoke, shared out among its lines."""
    spoken = sum(record.stop - record.start for record in before.turns)
    return units.seconds(before.length - spoken, before.sample_rate) / max(1, len(before.turns))


def _music_anew(before: Manifest, changed: AbstractSet[str]) -> set[int]:
    """The blocks of the last build in which music sounded that is to sound otherwise, by their numbers."""
    names = {name.split(".")[1] for name in changed if name.startswith("sounds.")}
    moved = {name.split(".")[1] for name in changed if name.startswith("sounds.") and name.split(".")[-1] not in _STILL}
    spans = [(units.seconds(a, before.sample_rate), units.seconds(b, before.sample_rate)) for a, b in before.music]
    opening = spans[:1] if "sounds.opening" in before.settings else []
    closing = spans[len(opening) :][-1:] if "sounds.closing" in before.settings else []
    inner = spans[len(opening) : len(spans) - len(closing)]
    found = set[int]()
    for start, stop in [
        *(opening if "opening" in names else ()),
        *(closing if "closing" in names else ()),
        *(inner if names - {"opening", "closing"} else ()),
        *(_under_speech(before, spans) if any(name.startswith("ducking.") for name in changed) else ()),
    ]:
        found |= set(range(int(start / _BLOCK_S), int(stop / _BLOCK_S) + 1))
    if moved - {"opening", "closing"}:
        # What follows moves, too, up to the cut on which old and new agree.
        found |= {int(stop / _BLOCK_S) + 1 for _, stop in inner}
    return found


def _under_speech(before: Manifest, spans: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    """Those stretches of music, in seconds, in which somebody speaks."""
    turns = [
        (units.seconds(r.start, before.sample_rate), units.seconds(r.stop, before.sample_rate)) for r in before.turns
    ]
    return [(a, b) for a, b in spans if any(start < b and a < stop for start, stop in turns)]
