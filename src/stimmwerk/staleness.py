"""What a build would make anew, and why: a plan beside what the last build left and what the store has.

Only ``last_build`` looks at files; nothing here writes any.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path
from typing import Literal

from stimmwerk.casting.rundown import Line
from stimmwerk.errors import InputError
from stimmwerk.files import read_text, sha256_of, shown
from stimmwerk.manifest import FILE as MANIFEST_FILE
from stimmwerk.manifest import Manifest, TurnRecord
from stimmwerk.plan import Plan
from stimmwerk.records import versions_of
from stimmwerk.session import about_seconds, jobs_of
from stimmwerk.showfile import FILE as SHOW_FILE
from stimmwerk.showfile import ShowSettings
from stimmwerk.speech import SpeechRequest

#: The manifest keeps no number of the take: to tell a new take from other words, so many numbers are tried.
_TAKES_TRIED = 9

InputKind = Literal["script", "show", "cast", "lexicon", "sound", "cover"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LastBuild:
    """What a build left in its folder.

    manifest: None where there is none that this version can read; trouble: then why, for people, else empty;
    outputs: name -> SHA-256 of those files of the manifest that are there.
    """

    manifest: Manifest | None
    trouble: str
    outputs: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """A line that is to be made anew.

    number: its place in the episode to come, from 0; of a line that was taken out, its place in the last one;
    line: in the script, from 1, None for a line that was taken out; reasons: at least one, for people.
    """

    number: int
    speaker: str
    role: str
    line: int | None
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        place = "" if self.line is None else f" (line {self.line})"
        return f"turn {self.number} {self.speaker}{place}: {'; '.join(self.reasons)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Staleness:
    """What is stale in an episode.

    whole: reasons that concern all of it; titles: reasons that concern what is shown and not what is heard;
    lines: by their place in the episode; to_speak, kept: utterances, each once, with those by which voices are
    levelled; seconds: about how much speech is to be made.
    """

    whole: tuple[str, ...]
    titles: tuple[str, ...]
    lines: tuple[LineChange, ...]
    to_speak: int
    kept: int
    seconds: float

    @property
    def up_to_date(self) -> bool:
        """Whether a build would write the same bytes again and speak nothing."""
        return not (self.whole or self.titles or self.lines)

    def sentences(self) -> tuple[str, ...]:
        """Every reason as a line of text, the widest first; ``up to date`` where there is none."""
        if self.up_to_date:
            return ("up to date",)
        only = ("only titles changed",) if not (self.whole or self.lines) else ()
        return (*self.whole, *only, *self.titles, *map(str, self.lines))


def last_build(folder: Path) -> LastBuild:
    """What the last build left in ``folder``."""
    path = folder / MANIFEST_FILE
    if not path.is_file():
        return LastBuild(manifest=None, trouble=f"not built yet: there is no {shown(path)}", outputs={})
    try:
        manifest = Manifest.from_json(read_text(path, InputError, "manifest"), shown(path))
    except InputError as error:
        return LastBuild(manifest=None, trouble=f"{error.where}: {error.message}", outputs={})
    there = [name for name in manifest.outputs if (folder / name).is_file()]
    return LastBuild(manifest=manifest, trouble="", outputs={name: sha256_of(folder / name) for name in there})


def staleness(
    plan: Plan, settings: ShowSettings, last: LastBuild, *, kept_requests: AbstractSet[SpeechRequest]
) -> Staleness:
    """Compares a plan with the last build.

    settings: the show's, which the plan was made with; kept_requests: those whose takes the store has.
    Where there is no last build, that is the one reason, and no line is named.
    """
    wanted = dict.fromkeys(job.request for job in jobs_of(plan))
    missing = [request for request in wanted if request not in kept_requests]
    whole, titles, lines = [last.trouble], list[str](), list[LineChange]()
    if last.manifest is not None:
        whole, titles, lines = _compare(plan, settings, last.manifest, frozenset(missing))
        whole += _spoilt_outputs(last.manifest, last.outputs)
        if missing and not (whole or lines):
            whole.append("the texts by which voices are levelled are not in the store")
    return Staleness(
        whole=tuple(whole),
        titles=tuple(titles),
        lines=tuple(lines),
        to_speak=len(missing),
        kept=len(wanted) - len(missing),
        seconds=sum(map(about_seconds, missing)),
    )


def _compare(
    plan: Plan, settings: ShowSettings, before: Manifest, missing: frozenset[SpeechRequest]
) -> tuple[list[str], list[str], list[LineChange]]:
    """Reasons for the whole, reasons of titles, lines: see ``Staleness``."""
    files = _changed_inputs(before.inputs, plan.inputs)
    kinds = {_kind_of(name, settings) for name in files}
    versions = list(_changed_versions(before.versions, versions_of(plan)))
    form = list(_changed_form(before, settings))
    gains = list(_changed_gains(before, plan))
    pairs = list(_pairs(before.turns, plan.rundown.lines()))
    # A new sample rate asks for new takes of everything, like a new version of an engine: that is told once.
    lost = missing if before.sample_rate == settings.mp3.sample_rate else frozenset[SpeechRequest]()
    lines = list(_changed_lines(pairs, before.versions, plan, lost, _wording(kinds)))
    titles = list(dict.fromkeys([*_changed_titles(before, plan), *_renamed(pairs)]))
    chapters = list(_changed_chapter_count(before, plan))
    told: set[InputKind] = set()
    if lines or titles or chapters:
        told.add("script")
    if form:
        told.add("show")
    if lines or gains:
        told |= {"cast", "lexicon"}
    inputs = [
        _input_sentence(name, how, kind)
        for name, how in files.items()
        if (kind := _kind_of(name, settings)) not in told
    ]
    return [*versions, *form, *gains, *chapters, *inputs], titles, lines


# -- lines -----------------------------------------------------------------------------------------------------------

_Pair = tuple[TurnRecord | None, Line | None]

#: What makes a line of the last build and one of the plan the same line, the strictest first.
_SAMENESS: tuple[Callable[[TurnRecord | Line], Hashable], ...] = (
    lambda line: (line.role, line.text),
    lambda line: line.text,
    lambda line: line.role,
)


def _pairs(
    old: Sequence[TurnRecord],
    new: Sequence[Line],
    sameness: Sequence[Callable[[TurnRecord | Line], Hashable]] = _SAMENESS,
) -> Iterator[_Pair]:
    """Lines of the last build beside those of the plan; None beside what was taken out and what is new."""
    if not (sameness and old and new):
        yield from ((record, None) for record in old)
        yield from ((None, line) for line in new)
        return
    same = sameness[0]
    matcher = SequenceMatcher(None, [same(record) for record in old], [same(line) for line in new], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield from _pairs(old[a:b], new[c:d], sameness[1:])


def _changed_lines(
    pairs: Iterable[_Pair], versions: Mapping[str, str], plan: Plan, lost: frozenset[SpeechRequest], wording: str
) -> Iterator[LineChange]:
    """lost: requests that the store should have and has not; wording: how to tell that other words are spoken."""
    for record, line in pairs:
        if line is None:
            assert record is not None
            yield LineChange(
                number=record.number, speaker=record.speaker, role=record.role, line=None, reasons=("taken out",)
            )
            continue
        reasons = ["new"] if record is None else list(_line_reasons(record, line, versions, wording))
        name = line.utterances[0].request.voice.engine
        if not reasons and versions.get(f"engine {name}") == plan.engines[name].version:
            reasons = list(_not_in_store(line, lost))
        if reasons:
            yield LineChange(
                number=line.number, speaker=line.speaker, role=line.role, line=line.line, reasons=tuple(reasons)
            )


def _line_reasons(record: TurnRecord, line: Line, versions: Mapping[str, str], wording: str) -> Iterator[str]:
    """Why a line is not what it was, apart from another version of its engine."""
    voice = line.utterances[0].request.voice
    before, now = record.settings, voice.settings
    facts = (
        ("role", record.role, line.role),
        ("kind", record.kind, line.kind),
        ("engine", record.engine, voice.engine),
        ("voice", record.voice, voice.name),
    )
    numbers = (
        ("rate", record.rate, voice.rate),
        ("pitch", record.pitch, voice.pitch),
        ("range", record.range, voice.range),
    )
    reasons = ["text changed"] if record.text != line.text else []
    reasons += [f"{what} changed: {a} -> {b}" for what, a, b in facts if a != b]
    reasons += [f"{what} {a} -> {b}" for what, a, b in numbers if a != b]
    if before != now:
        reasons.append(f"settings changed: {_listed(before)} -> {_listed(now)}")
    yield from reasons
    version = versions.get(f"engine {voice.engine}")
    if reasons or version is None or _keys(line, version) == record.keys:
        return
    take = line.utterances[0].request.take
    earlier = (t for t in range(1, _TAKES_TRIED + 1) if t != take and _keys(line, version, t) == record.keys)
    found = next(earlier, None)
    yield wording if found is None else f"take {found} -> {take}"


def _keys(line: Line, version: str, take: int | None = None) -> tuple[str, ...]:
    """The fingerprints that a line's utterances have with an engine's version, as they are or in another take."""
    requests = (utterance.request for utterance in line.utterances)
    return tuple((replace(r, take=take) if take else r).fingerprint(version) for r in requests)


def _not_in_store(line: Line, lost: frozenset[SpeechRequest]) -> Iterator[str]:
    count = sum(utterance.request in lost for utterance in line.utterances)
    if count:
        part = "" if count == len(line.utterances) else f"{count} of {len(line.utterances)} utterances are "
        yield f"{part}not in the store"


def _wording(kinds: AbstractSet[InputKind]) -> str:
    """Why the same text may be spoken otherwise, as far as the files that changed tell."""
    causes = [
        name for kind, name in (("lexicon", "lexicon"), ("script", "markup"), ("cast", "language")) if kind in kinds
    ]
    listed = f"{', '.join(causes)} or rules" if causes else "rules"
    return f"{listed} changed: spoken text differs"


def _listed(settings: Iterable[tuple[str, object]]) -> str:
    return ", ".join(f"{key} = {value}" for key, value in settings) or "none"


# -- the whole -------------------------------------------------------------------------------------------------------


def _changed_versions(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[str]:
    for name in sorted(before.keys() & now.keys()):
        if before[name] != now[name]:
            engine = name.removeprefix("engine ")
            subject = name if engine == name else f"engine changed: {engine}"
            yield f"{subject} {before[name]} -> {now[name]}"


def _changed_form(before: Manifest, settings: ShowSettings) -> Iterator[str]:
    goal, form = settings.loudness, settings.mp3
    for what, old, new, unit in (
        ("loudness target", before.target_lufs, goal.target_lufs, " LUFS"),
        ("true peak ceiling", before.ceiling_dbtp, goal.ceiling_dbtp, " dBTP"),
        ("sample rate", before.sample_rate, form.sample_rate, " Hz"),
        ("channels", before.channels, form.channels, ""),
    ):
        if old != new:
            yield f"{what} changed: {old:g} -> {new:g}{unit}"


def _changed_gains(before: Manifest, plan: Plan) -> Iterator[str]:
    for role in plan.roles:
        old = before.role_gains_db.get(role.name, role.gain_db)
        if old != role.gain_db:
            yield f"gain of {role.name} changed: {old:g} -> {role.gain_db:g} dB"


def _changed_chapter_count(before: Manifest, plan: Plan) -> Iterator[str]:
    old, new = len(before.chapters), len(plan.rundown.sections)
    if old != new:
        yield f"chapters changed: {old} -> {new}"


def _changed_titles(before: Manifest, plan: Plan) -> Iterator[str]:
    if before.title != plan.script.title:
        yield f"title changed: {before.title!r} -> {plan.script.title!r}"
    if before.language != plan.script.language:
        yield f"language changed: {before.language} -> {plan.script.language}"
    if len(before.chapters) != len(plan.rundown.sections):
        return
    for number, (mark, section) in enumerate(zip(before.chapters, plan.rundown.sections, strict=True), 1):
        for what in ("title", "subtitle", "url", "image"):
            old, new = getattr(mark, what), getattr(section, what)
            if old != new:
                yield f"chapter {number}: {what} changed: {old or 'none'} -> {new or 'none'}"


def _renamed(pairs: Iterable[_Pair]) -> Iterator[str]:
    for record, line in pairs:
        if record and line and record.role == line.role and record.speaker != line.speaker:
            yield f"name of {line.role} changed: {record.speaker} -> {line.speaker}"


def _spoilt_outputs(before: Manifest, outputs: Mapping[str, str]) -> Iterator[str]:
    for name, digest in sorted(before.outputs.items()):
        if name not in outputs:
            yield f"{name} is missing"
        elif outputs[name] != digest:
            yield f"{name} is not as it was built"


# -- inputs ----------------------------------------------------------------------------------------------------------


def _changed_inputs(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """File -> what became of it, sorted."""
    found = {}
    for name in sorted(before.keys() | now.keys()):
        if name not in before:
            found[name] = "is new"
        elif name not in now:
            found[name] = "is not used any more"
        elif before[name] != now[name]:
            found[name] = "changed"
    return found


def _kind_of(name: str, settings: ShowSettings) -> InputKind:
    """What a file of the manifest's inputs is; one that is not used any more counts as what its folder is for."""
    if name == SHOW_FILE:
        return "show"
    if name == f"audio/{settings.cover}":
        return "cover"
    if name.startswith("audio/"):
        return "sound"
    if name in {f"voices/{file}" for _, file in settings.lexicons}:
        return "lexicon"
    return "cast" if name.endswith(".toml") else "script"


def _input_sentence(name: str, how: str, kind: InputKind) -> str:
    """What a file that changed means where nothing else tells it; the manifest knows no more than its digest."""
    match kind:
        case "show":
            return f"{name} {how}: pauses, sounds, the MP3's format or texts may be others"
        case "script":
            return f"{name} {how}: pauses, cues or notes may be others, no words are"
        case "cast" | "lexicon":
            return f"{name} {how}: nothing that is spoken is another"
        case "sound":
            return f"sounds changed: {name} {how}"
        case "cover":
            return f"cover changed: {name} {how}"
