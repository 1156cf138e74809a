"""What a build would make anew, and why: a plan beside what the last build left and what the store has.

Only ``last_build`` looks at files; nothing here writes any.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from stimmwerk.delivery import MP3
from stimmwerk.engines.espeak_data import VARIANTS_FOLDER
from stimmwerk.errors import InputError
from stimmwerk.files import read_text, sha256_of, shown
from stimmwerk.formats import format_of
from stimmwerk.linechanges import LineChange, LinePair, changed_lines, pair_lines
from stimmwerk.manifest import FILE as MANIFEST_FILE
from stimmwerk.manifest import Manifest
from stimmwerk.plan import Plan
from stimmwerk.records import versions_of
from stimmwerk.session import jobs_of
from stimmwerk.settled import changed_settings, settings_of
from stimmwerk.showfile import FILE as SHOW_FILE
from stimmwerk.showfile import ShowSettings
from stimmwerk.speech import SpeechRequest, about_seconds

InputKind = Literal["script", "show", "cast", "lexicon", "variant", "sound", "picture", "cover"]

#: What became of a file that an episode is made of.
_NEW, _GONE, _CHANGED = "is new", "is not used any more", "changed"

#: How the names of pictures end.
_PICTURES = (".png", ".jpg", ".jpeg")


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
    """What is stale in a plan, seen from the last build.

    settings: the show's, which the plan was made with; kept_requests: those whose takes the store has.
    Where there is no last build, that is the one reason, and no line is named.
    """
    wanted = dict.fromkeys(job.request for job in jobs_of(plan))
    missing = [request for request in wanted if request not in kept_requests]
    whole, titles, lines = [last.trouble], list[str](), tuple[LineChange, ...]()
    if last.manifest is not None:
        whole, titles, lines = _compare(plan, settings, last.manifest, frozenset(missing))
        whole += _spoilt_outputs(last.manifest, last.outputs)
        whole += _unwritten(settings, last.manifest)
        if missing and not (whole or lines):
            whole.append("the texts by which voices are levelled are not in the store")
    return Staleness(
        whole=tuple(whole),
        titles=tuple(titles),
        lines=lines,
        to_speak=len(missing),
        kept=len(wanted) - len(missing),
        seconds=sum(map(about_seconds, missing)),
    )


def _compare(
    plan: Plan, settings: ShowSettings, before: Manifest, missing: frozenset[SpeechRequest]
) -> tuple[list[str], list[str], tuple[LineChange, ...]]:
    """Reasons for the whole, reasons of titles, lines: see ``Staleness``."""
    files = _changed_inputs(before.inputs, plan.inputs)
    kinds = {_kind_of(name, settings) for name in files}
    versions = list(_changed_versions(before.versions, versions_of(plan)))
    form = [*_changed_form(before, settings), *_switched_off(before, settings, "show" in kinds)]
    values = list(changed_settings(before.settings, settings_of(settings, plan.roles)))
    gains = list(_changed_gains(before, plan))
    pairs = pair_lines(before.turns, plan.rundown.lines())
    # A new sample rate asks for new takes of everything, like a new version of an engine: that is told once.
    lost = missing if before.sample_rate == settings.mp3.sample_rate else frozenset[SpeechRequest]()
    lines = changed_lines(pairs, before.versions, plan, lost=lost, wording=_wording(kinds))
    renamed = list(dict.fromkeys(_renamed(pairs)))
    titles = [*_changed_titles(before, plan), *_changed_people(before, plan, renamed=bool(renamed)), *renamed]
    chapters = list(_changed_chapter_count(before, plan))
    casts = list(_changed_cast(files, settings))
    told: set[InputKind] = set()
    if lines or titles or chapters:
        told.add("script")
    if form or values or casts:
        told.add("show")
    if lines or gains or casts or any(value.startswith("roles.") for value in values):
        told |= {"cast", "lexicon"}
    inputs = [
        _input_sentence(name, how, kind)
        for name, how in files.items()
        if (kind := _kind_of(name, settings)) not in told and not (kind == "variant" and _is_spoken_with(name, plan))
    ]
    return [*versions, *casts, *form, *values, *gains, *chapters, *inputs], titles, lines


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


def _changed_cast(files: Mapping[str, str], settings: ShowSettings) -> Iterator[str]:
    """That another file is the cast; files: what became of those that changed."""
    casts = {how: name for name, how in files.items() if _kind_of(name, settings) == "cast"}
    if _NEW in casts and _GONE in casts:
        yield f"cast changed: {casts[_GONE]} -> {casts[_NEW]}"


def _changed_chapter_count(before: Manifest, plan: Plan) -> Iterator[str]:
    old, new = len(before.chapters), len(plan.rundown.sections)
    if old != new:
        yield f"chapters changed: {old} -> {new}"


def _changed_titles(before: Manifest, plan: Plan) -> Iterator[str]:
    if before.title != plan.script.title:
        yield f"title changed: {before.title!r} -> {plan.script.title!r}"
    if before.language != plan.script.language:
        yield f"language changed: {before.language} -> {plan.script.language}"
    script, then = plan.script, before.publication
    date = script.date.isoformat() if script.date else None
    for what, old, new in (
        ("subtitle", then.subtitle, script.subtitle),
        ("date", then.date, date),
        ("season", then.season, script.season),
        ("number", then.number, script.number),
        ("type", then.kind, script.kind),
        ("explicit", then.explicit, script.explicit),
        ("source", before.source, script.source),
    ):
        if old != new:
            yield f"{what} changed: {_named(old)} -> {_named(new)}"
    if then.summary != script.description:
        yield "description changed"
    if before.links != tuple((link.title, link.url) for link in script.links):
        yield "links changed"
    if len(before.chapters) != len(plan.rundown.sections):
        return
    for number, (mark, section) in enumerate(zip(before.chapters, plan.rundown.sections, strict=True), 1):
        for what in ("title", "subtitle", "url", "image"):
            old, new = getattr(mark, what), getattr(section, what)
            if old != new:
                yield f"chapter {number}: {what} changed: {_named(old)} -> {_named(new)}"


def _changed_people(before: Manifest, plan: Plan, *, renamed: bool) -> Iterator[str]:
    """Who is named at the top of the script, unless it is told with whose lines they are, and their pages."""
    then = {person.name: person.url for person in before.publication.people}
    now = {person.name: person.url for person in plan.script.people}
    if tuple(then) != tuple(now) and not renamed:
        yield f"people changed: {_named(', '.join(then))} -> {_named(', '.join(now))}"
    for name, page in then.items():
        if name in now and page != now[name]:
            yield f"page of {name} changed: {_named(page)} -> {_named(now[name])}"


def _named(value: str | int | None) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "none" if value in (None, "") else str(value)


def _renamed(pairs: Iterable[LinePair]) -> Iterator[str]:
    for record, line in pairs:
        if record and line and record.role == line.role and record.speaker != line.speaker:
            yield f"name of {line.role} changed: {record.speaker} -> {line.speaker}"


def _spoilt_outputs(before: Manifest, outputs: Mapping[str, str]) -> Iterator[str]:
    for name, digest in sorted(before.digests.items()):
        if name not in outputs:
            yield f"{name} is missing"
        elif outputs[name] != digest:
            yield f"{name} is not as it was built"


def _switched_off(before: Manifest, settings: ShowSettings, edited: bool) -> Iterator[str]:
    """What drafts lack and the show wants no more; edited: whether show.toml is another, else it is a draft's doing."""
    there = dict.fromkeys(output.format for output in before.outputs.values())
    late = [name for name in there if name != MP3 and not format_of(name).in_drafts]
    if edited and (gone := [name for name in late if name not in settings.exports]):
        yield f"not wanted any more: {', '.join(sorted(gone))}"


def _unwritten(settings: ShowSettings, before: Manifest) -> Iterator[str]:
    """What a draft has left out, or the show did not want before."""
    there = {output.format for output in before.outputs.values()}
    if missing := [name for name in settings.exports if not format_of(name).in_drafts and name not in there]:
        yield f"not written yet: {', '.join(missing)}"


# -- inputs ----------------------------------------------------------------------------------------------------------


def _changed_inputs(before: Mapping[str, str], now: Mapping[str, str]) -> dict[str, str]:
    """File -> what became of it, sorted."""
    found = {}
    for name in sorted(before.keys() | now.keys()):
        if name not in before:
            found[name] = _NEW
        elif name not in now:
            found[name] = _GONE
        elif before[name] != now[name]:
            found[name] = _CHANGED
    return found


def _kind_of(name: str, settings: ShowSettings) -> InputKind:
    """What a file of the manifest's inputs is; one that is not used any more counts as what its folder is for."""
    if name == SHOW_FILE:
        return "show"
    if settings.cover and name == f"audio/{settings.cover}":
        return "cover"
    if name.casefold().endswith(_PICTURES):
        return "picture"
    if name.startswith("audio/"):
        return "sound"
    if name.startswith(f"voices/{VARIANTS_FOLDER}/"):
        return "variant"
    if name in {f"voices/{file}" for _, file in settings.lexicons}:
        return "lexicon"
    return "cast" if name.endswith(".toml") else "script"


def _is_spoken_with(variant: str, plan: Plan) -> bool:
    """Whether a voice of the episode is of the file of a variant: its lines then tell that the file is another."""
    return any(role.voice.name.endswith(f"+{PurePosixPath(variant).name}") for role in plan.roles)


def _wording(kinds: AbstractSet[InputKind]) -> str:
    """Why the same text may be spoken otherwise, as far as the files that changed tell."""
    causes = [
        name
        for kind, name in (("lexicon", "lexicon"), ("script", "markup"), ("cast", "language or prosody"))
        if kind in kinds
    ]
    listed = f"{', '.join(causes)} or rules" if causes else "rules"
    return f"{listed} changed: spoken text differs"


def _input_sentence(name: str, how: str, kind: InputKind) -> str:
    """What a file that changed means where nothing else tells it; the manifest knows no more than its digest."""
    match kind:
        case "show":
            return f"{name} {how}: nothing of this episode is set otherwise"
        case "script":
            return f"{name} {how}: nothing that is heard or shown is another"
        case "cast" | "lexicon":
            return f"{name} {how}: nothing that is spoken is another"
        case "sound":
            return f"sounds changed: {name} {how}"
        case "variant":
            return f"{name} {how}: no voice of this episode is another"
        case "picture":
            return f"pictures changed: {name} {how}"
        case "cover":
            return f"cover changed: {name} {how}"
