"""Auditions: several voices read the same lines, on one page on which they can be compared."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from stimmwerk.casting.cast import Cast, Role, Voice
from stimmwerk.casting.casttext import voice_lines
from stimmwerk.casting.excerpts import cut_short, excerpts
from stimmwerk.casting.phrases import comparison_sentences
from stimmwerk.casting.recast import Override
from stimmwerk.casting.rundown import Line
from stimmwerk.castlikeness import compared, heard_features, unheard
from stimmwerk.digests import digest_of
from stimmwerk.errors import UsageError, Where
from stimmwerk.exports.page.audition import AuditionPage, Entry, Group, Scene
from stimmwerk.inspection import EngineFacts, known_engines, unpinned
from stimmwerk.mp3.lame import LOOK_AHEAD, EncoderSettings, encode_all
from stimmwerk.plan import Plan, context_of, make_plan, memo_of
from stimmwerk.presets import chain_for
from stimmwerk.rehearsal import Part, reading, rehearse
from stimmwerk.session import studio_for
from stimmwerk.show import Show, Source
from stimmwerk.signal.distinctness import LEAST_RATIO
from stimmwerk.signal.waveform import to_int16
from stimmwerk.speech import Samples
from stimmwerk.store import Store
from stimmwerk.units import round_up

#: The letters by which voices are called on the page, and so the most that can be compared at once.
LETTERS = "ABCDEFGHIJKL"

_KBPS = 96


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """A voice that reads for a role.  now: it is the one that the cast has."""

    plan: Plan
    role: Role
    now: bool

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for line in self.plan.rundown.lines() if line.role == self.role.name)


def audition(
    show: Show,
    source: Source,
    role_name: str,
    overrides: Sequence[Override],
    *,
    store: Store,
    cast_name: str | None = None,
    count: int = 4,
    blind: bool = False,
    workers: int = 1,
) -> AuditionPage:
    """The role's present voice and others in some of the role's lines.

    overrides: the other voices, all of that role; count: of lines; blind: the voices are shuffled, always in the same
    way, and their names are not shown at first.
    Raises UsageError for a role that says nothing and for too many voices, and all that ``make_plan`` does.
    """
    candidates = _candidates(show, source, role_name, overrides, store=store, cast_name=cast_name)
    if blind:
        candidates.sort(key=lambda candidate: digest_of(["blind", voice_lines(unpinned(candidate.role.voice))]))
    first = candidates[0].plan
    chosen = excerpts(candidates[0].lines, count)
    numbers = [line.number for line in chosen]
    parts = [
        Part(
            role=candidate.role,
            lines=tuple(cut_short(line) for line in candidate.lines if line.number in numbers),
            chain=chain_for(candidate.role.preset, show.settings.chain),
        )
        for candidate in candidates
    ]
    engines = {name: facts for candidate in candidates for name, facts in candidate.plan.engines.items()}
    figures = [_nearest(candidate, show, store) for candidate in candidates]
    entries = tuple(
        Entry(
            letter=letter,
            name=_name(candidate.role.voice),
            remark="The cast has this voice now." if candidate.now else "",
            figures=figure,
            paste=f"[roles.{role_name}]\n{voice_lines(unpinned(candidate.role.voice))}",
        )
        for letter, candidate, figure in zip(LETTERS, candidates, figures, strict=False)
    )
    group = Group(
        title="",
        about="",
        language=first.script.language,
        entries=entries,
        scenes=_scenes(
            show, engines, parts, store=store, workers=workers, where=Where(first.cast.file), file=first.file
        ),
    )
    return AuditionPage(
        title=f"Audition for {role_name}",
        about=f"{len(parts)} voices in {len(chosen)} lines of the role {role_name}, from “{first.script.title}”.",
        blind=blind,
        groups=(group,),
    )


def casts_page(show: Show, *, store: Store, workers: int, count: int = 3) -> AuditionPage:
    """All roles of every cast of the show in the same sentences.  count: of sentences."""
    memo = memo_of(show, store)
    groups = []
    for name in show.casts():
        cast = show.cast(name)
        engines = known_engines(cast.roles, cast.file, context_of(show), memo)
        groups.append(_cast_group(show, cast, engines, store=store, workers=workers, count=count))
    return AuditionPage(
        title=f"Voices of {show.settings.title}",
        about="Each must be known again with closed eyes, and none must tire you within an hour.",
        blind=False,
        groups=tuple(groups),
    )


def _cast_group(
    show: Show, cast: Cast, engines: Mapping[str, EngineFacts], *, store: Store, workers: int, count: int
) -> Group:
    roles = cast.roles[: len(LETTERS)]
    where = Where(cast.file)
    parts = [
        Part(
            role=role,
            lines=reading(
                comparison_sentences(role.voice.language)[:count], role, lexicons=show.lexicons(), engines=engines
            ),
            chain=chain_for(role.preset, show.settings.chain),
        )
        for role in roles
    ]
    return Group(
        title=f"The cast {cast.name}",
        about=_told_apart(show, roles, engines, store, where),
        language=roles[0].voice.language,
        entries=tuple(
            Entry(
                letter=letter,
                name=role.name,
                remark=_name(role.voice),
                figures="",
                paste=f"[roles.{role.name}]\n{voice_lines(role.voice)}",
            )
            for letter, role in zip(LETTERS, roles, strict=False)
        ),
        scenes=_scenes(show, engines, parts, store=store, workers=workers, where=where, file=""),
    )


def _told_apart(
    show: Show, roles: Sequence[Role], engines: Mapping[str, EngineFacts], store: Store, where: Where
) -> str:
    if unheard(roles):
        return ""
    heard, _ = heard_features(roles, engines, studio_for(show, engines), store, where)
    found = compared(heard).found
    if found is None:
        return ""
    return (
        f"Nearest to each other are {' and '.join(found.weakest)}: {found.ratio:.1f} apart. "
        f"People tell voices apart from {LEAST_RATIO:g} on."
    )


def _candidates(
    show: Show,
    source: Source,
    role_name: str,
    overrides: Sequence[Override],
    *,
    store: Store,
    cast_name: str | None,
) -> list[_Candidate]:
    """The present voice, and each other once.  Raises UsageError for a silent role and for too many voices."""
    memo = memo_of(show, store)
    plan = make_plan(show, source, cast_name=cast_name, memo=memo)
    present = plan.cast.role(role_name, Where(f"--role {role_name}"))
    if present not in plan.roles:
        raise UsageError(
            f"the role {role_name!r} says nothing in {plan.file}",
            where=Where(f"--role {role_name}"),
            hint=f"those that do: {', '.join(role.name for role in plan.roles)}",
        )
    found = {present.voice: _Candidate(plan=plan, role=present, now=True)}
    for override in overrides:
        other = make_plan(show, source, cast_name=cast_name, overrides=[override], memo=memo)
        role = other.cast.role(role_name)
        found.setdefault(role.voice, _Candidate(plan=other, role=role, now=False))
    if len(found) > len(LETTERS):
        raise UsageError(f"{len(found)} voices; {len(LETTERS)} are compared at once", hint="leave some out")
    return list(found.values())


def _nearest(candidate: _Candidate, show: Show, store: Store) -> str:
    """How far the voice is from the other roles of the episode, for people; empty where that is not measured."""
    plan = candidate.plan
    if unheard(plan.roles):
        return ""
    studio = studio_for(show, plan.engines)
    heard, _ = heard_features(plan.roles, plan.engines, studio, store, Where(plan.cast.file))
    found = compared(heard).found if len(heard) > 1 else None
    if found is None:
        return ""
    name = candidate.role.name
    pair = next(pair for pair in found.distances if name in (pair.first, pair.second))
    other = pair.second if pair.first == name else pair.first
    verdict = "" if pair.ratio >= LEAST_RATIO else f", which is too near: at least {LEAST_RATIO:g}"
    return f"{pair.ratio:.1f} from {other}, the nearest other role{verdict}"


def _scenes(
    show: Show,
    engines: Mapping[str, EngineFacts],
    parts: Sequence[Part],
    *,
    store: Store,
    workers: int,
    where: Where,
    file: str,
) -> tuple[Scene, ...]:
    studio = studio_for(show, engines)
    sounds = rehearse(parts, studio, store, pacing=show.settings.pacing, workers=workers, where=where)
    return tuple(
        Scene(
            text=line.text,
            place=f"{file}:{line.line}" if file else "",
            sounds=tuple(_address(heard[at], studio.sample_rate) for heard in sounds),
        )
        for at, line in enumerate(parts[0].lines)
    )


def _address(sound: Samples, rate: int) -> str:
    """Sound as an MP3 in a ``data:`` address."""
    settings = EncoderSettings(sample_rate=rate, bitrate_kbps=_KBPS)
    length = round_up(len(sound) + LOOK_AHEAD, settings.frame)
    pcm = np.zeros((length + LOOK_AHEAD, 1), np.int16)
    pcm[: len(sound)] = to_int16(sound)
    data, _ = encode_all(pcm, settings, length // settings.frame)
    return f"data:audio/mpeg;base64,{base64.b64encode(data).decode('ascii')}"


def _name(voice: Voice) -> str:
    return f"{voice.engine} {voice.name}, {voice.rate} words a minute, pitch {voice.pitch}, range {voice.range}"
