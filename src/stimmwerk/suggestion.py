"""A cast for a script: of the voices that are installed, those that are least taken for each other."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from stimmwerk.casting.cast import Cast, Role, Voice
from stimmwerk.castlikeness import Likeness, compared, heard_features
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.table import engine_names, open_engine, self_contained
from stimmwerk.errors import CastError, EngineError, Where, did_you_mean
from stimmwerk.inspection import EngineFacts, inspect_engines, pins_of
from stimmwerk.plan import context_of, import_source
from stimmwerk.script.model import Script, fold_label
from stimmwerk.session import studio_for
from stimmwerk.show import Show, Source
from stimmwerk.signal.distinctness import Floats, most_distinct
from stimmwerk.store import Store

# What only tests speak with.
_TEST_ENGINE = "tone"

#: Steps of pitch by which a voice is made several where there are fewer than people.
_HIGHER, _LOWER = 75, 25

_NO_NAME = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A cast, and how well its roles can be told apart.

    candidates: how many voices were compared; left_out: (voice, why) of those that could not be.
    """

    cast: Cast
    likeness: Likeness
    candidates: int
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Speaker:
    """Somebody who needs a voice.  name: of the role; labels: as the script writes them."""

    name: str
    labels: tuple[str, ...]


def suggest(
    show: Show, source: Source, *, store: Store, cast_name: str | None = None, engines: Sequence[str] = ()
) -> Suggestion:
    """A cast for everybody who speaks in an episode.

    Who has a role in the present cast keeps its name and, where that is among the best, its voice.
    engines: whose voices are heard; by default of those that come with the program.
    Raises CastError for fewer voices than people, and for an engine that there is not.
    """
    imported, present = import_source(show, source, cast_name)
    script = imported.script
    where = Where(source.file)
    present = present.with_people([p for p in script.people if p.role in {role.name for role in present.roles}], where)
    speakers = tuple(_speakers(script, present))
    candidates, facts, left_out = _candidates(show, script.language, engines or _usual_engines())
    if len(candidates) < len(speakers):
        candidates += [varied for role in candidates for varied in _varied(role)]
    heard, failed = _heard(candidates, facts, show, store)
    left_out += failed
    if len(heard) < len(speakers):
        raise CastError(
            f"{len(speakers)} people speak, and there are {len(heard)} voices for {script.language!r}",
            where=where,
            hint=f"`stimmwerk voices --language {script.language}` lists them; another engine brings more",
        )
    by_name = {role.name: role for role in candidates if role.name in heard}
    chosen = _chosen(heard, len(speakers))
    roles = tuple(_assigned(speakers, [by_name[name].voice for name in chosen], present))
    ordered = {role.name: heard[_key(role.voice)] for role in roles}
    likeness = (
        compared(ordered) if len(roles) > 1 else Likeness(found=None, missing="one voice has nothing to be near to")
    )
    return Suggestion(
        cast=Cast(name="suggested", file="", roles=roles, narrator=speakers[0].name),
        likeness=likeness,
        candidates=len(heard),
        left_out=tuple(left_out),
    )


def _speakers(script: Script, present: Cast) -> Iterator[_Speaker]:
    """The narrator first, then everybody in the order of their first turns; one role under all of its labels."""
    table = present.answers_to()
    owners = {fold_label(label): person.name for person in script.people for label in (*person.labels, person.name)}
    labels: dict[str, list[str]] = {present.narrator: []}
    taken = {role.name for role in present.roles}
    names: dict[str, str] = {}
    for label in script.labels():
        role = table.get(fold_label(label))
        if role is None:
            owner = owners.get(fold_label(label), label)
            if owner not in names:
                names[owner] = _free_name(owner, taken)
                taken.add(names[owner])
            role = names[owner]
        labels.setdefault(role, []).append(label)
    for role, own in labels.items():
        yield _Speaker(name=role, labels=tuple(own))


def _free_name(label: str, taken: set[str]) -> str:
    """A name for a role that no other has: ``Anna Köhler`` is ``anna-kohler``."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode("ascii").casefold()
    base = _NO_NAME.sub("-", plain).strip("-")
    if not base or not base[0].isalpha():
        base = f"speaker-{base}".rstrip("-")
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}-{number}"
    return name


def _usual_engines() -> tuple[str, ...]:
    return tuple(name for name in engine_names() if self_contained(name) and name != _TEST_ENGINE)


def _candidates(
    show: Show, language: str, engines: Sequence[str]
) -> tuple[list[Role], dict[str, EngineFacts], list[tuple[str, str]]]:
    """Every voice of a language as a role of its own, set as a cast of the show sets it where one does."""
    tuned = _tuned(show)
    context = context_of(show)
    found: dict[str, Role] = {}
    facts: dict[str, EngineFacts] = {}
    left_out = []
    for engine in engines:
        voices, pins = _offered(engine, language, context)
        for offered in voices:
            voice = tuned.get((offered.engine, offered.name), offered)
            role = Role(name=_key(voice), voice=voice, origin=f"voice {voice.name}")
            try:
                facts |= inspect_engines([role], "", context) if engine not in facts else {}
            except EngineError as error:
                left_out.append((_key(voice), error.message))
                continue
            found[role.name] = role
        if engine in facts:
            facts[engine] = replace(facts[engine], pins=pins)
    return list(found.values()), facts, left_out


def _offered(engine: str, language: str, context: EngineContext) -> tuple[list[Voice], tuple[tuple[str, str], ...]]:
    """The voices of a language, and which files they are of."""
    if engine not in engine_names():
        raise CastError(f"there is no engine {engine!r}", hint=did_you_mean(engine, engine_names()))
    with open_engine(engine, context) as opened:
        opened.check()
        offered = opened.voices(language)
        voices = [
            Voice(engine=engine, name=info.id, language=language if info.language == "mul" else info.language)
            for info in offered
        ]
        return voices, pins_of(opened, voices)


def _tuned(show: Show) -> Mapping[tuple[str, str], Voice]:
    """Voices as the show's casts set them; the show's own cast wins."""
    # `cast suggest > voices/mine.toml` has made that file, still empty, before we run.
    names = [
        name for name in show.casts() if name != show.settings.cast and not _is_empty(show.voices / f"{name}.toml")
    ]
    found: dict[tuple[str, str], Voice] = {}
    for name in (show.settings.cast, *names):
        for role in show.cast(name).roles:
            found.setdefault((role.voice.engine, role.voice.name), role.voice)
    return found


def _is_empty(path: Path) -> bool:
    return path.is_file() and not path.stat().st_size


def _varied(role: Role) -> Iterator[Role]:
    for pitch in (_LOWER, _HIGHER):
        voice = replace(role.voice, pitch=pitch)
        yield replace(role, name=_key(voice), voice=voice)


def _heard(
    candidates: Sequence[Role], facts: Mapping[str, EngineFacts], show: Show, store: Store
) -> tuple[dict[str, tuple[Floats, ...]], list[tuple[str, str]]]:
    """Candidate -> features; and those that fail, with the reason."""
    heard: dict[str, tuple[Floats, ...]] = {}
    failed = []
    studio = studio_for(show, facts)
    for role in candidates:
        try:
            found, _ = heard_features([role], facts, studio, store, Where(f"voice {role.voice.name}"))
        except EngineError as error:
            failed.append((role.name, error.message))
            continue
        if len(found[role.name]) < 2:
            failed.append((role.name, "too little of it is voiced to be compared"))
        else:
            heard |= found
    return heard, failed


def _chosen(heard: Mapping[str, tuple[Floats, ...]], count: int) -> tuple[str, ...]:
    return most_distinct(heard, count) if count > 1 else tuple(heard)[:1]


def _assigned(speakers: Sequence[_Speaker], voices: Sequence[Voice], present: Cast) -> Iterator[Role]:
    """Who has one of the voices keeps it; the others get those that are left, in their order."""
    own = {role.name: role.voice for role in present.roles if role.voice in voices}
    kept = {speaker.name: own[speaker.name] for speaker in speakers if speaker.name in own}
    # Two roles may have had one voice.
    given: dict[str, Voice] = {}
    for name, voice in kept.items():
        if voice not in given.values():
            given[name] = voice
    left = iter([voice for voice in voices if voice not in given.values()])
    for speaker in speakers:
        voice = given[speaker.name] if speaker.name in given else next(left)
        yield Role(name=speaker.name, voice=voice, labels=speaker.labels)


def _key(voice: Voice) -> str:
    """A voice as the command line names it; a show has it in one setting, but for the pitch."""
    return f"{voice.engine}:{voice.name},pitch={voice.pitch}"
