"""stimmwerk revoice."""

from __future__ import annotations

import codecs
import time
from typing import TYPE_CHECKING, Annotated

import typer

from stimmwerk.cli.building import AsOption, DryRunOption, JobsOption, make, renew_catalogue, report
from stimmwerk.cli.common import CastOption, EpisodeArgument, JsonOption, tell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from stimmwerk.casting.cast import Cast, Role
    from stimmwerk.casting.recast import Override
    from stimmwerk.plan import Plan

_ROLE = "--role"


def revoice(
    episode: EpisodeArgument = None,
    *,
    roles: Annotated[
        list[str] | None,
        typer.Option(
            _ROLE,
            "-r",
            metavar="ROLE=VOICE",
            help="Who is to speak otherwise, and how: altman=de+pc-alt, altman=de+pc-alt,rate=170,pitch=55, "
            "altman=tone:low. May be given for several roles.",
        ),
    ] = None,
    cast: CastOption = None,
    name: AsOption = None,
    write: Annotated[bool, typer.Option("--write", help="Change the cast's file, too.")] = False,
    jobs: JobsOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make an episode again with other voices for some roles; only their turns are spoken."""
    from stimmwerk.casting.recast import parse_override
    from stimmwerk.cli.planning import show_plan
    from stimmwerk.engines.table import engine_names
    from stimmwerk.errors import UsageError
    from stimmwerk.plan import make_plan, read_script
    from stimmwerk.session import store_of
    from stimmwerk.show import Show
    from stimmwerk.units import counted

    begun = time.monotonic()
    show = Show.find()
    source = show.source(episode)
    overrides = [parse_override(text, option=_ROLE, engines=engine_names()) for text in roles or ()]
    if not overrides:
        raise UsageError(
            "no role is to speak otherwise", hint=f"add {_ROLE} ROLE=VOICE; another cast alone: stimmwerk build --cast"
        )
    before = read_script(show, source, cast)[1]
    plan = make_plan(show, source, cast_name=cast, name=name, overrides=overrides)
    _check_speaking(plan, overrides)
    if dry_run:
        show_plan(plan, show, jobs=jobs, as_json=as_json)
        return
    if write:
        _write(before, overrides)
        plan = make_plan(show, source, cast_name=cast, name=name)
    for override in overrides:
        tell(_change(before.role(override.role), plan.cast.role(override.role)))
    store = store_of(show)
    made = make(plan, show, store=store, jobs=jobs, begun=begun)
    renew_catalogue(show.root, store, show)
    spoken = sum(made.produced.spoken_s.values())
    tell(
        f"spoken anew: {counted(made.produced.spoken, 'utterance')}, {spoken:.0f} s of speech; "
        f"saved: {counted(made.produced.kept, 'utterance')}, {made.produced.kept_s:.0f} s of speech"
    )
    report(made, as_json, {"revoiced": [override.role for override in overrides], "cast_written": write})


def _check_speaking(plan: Plan, overrides: Sequence[Override]) -> None:
    """Raises UsageError for a role that says nothing in the episode: no engine has looked at its voice."""
    from stimmwerk.errors import UsageError, Where

    speaking = [role.name for role in plan.roles]
    for override in overrides:
        if override.role not in speaking:
            raise UsageError(
                f"the role {override.role!r} says nothing in {plan.file}",
                where=Where(override.origin),
                hint=f"those that do: {', '.join(speaking)}",
            )


def _write(cast: Cast, overrides: Sequence[Override]) -> None:
    """Changes the cast's file.  Raises CastError where that cannot be done, OutputError where it cannot be written."""
    from pathlib import Path

    from stimmwerk.casting.castedit import rewritten
    from stimmwerk.errors import CastError
    from stimmwerk.files import read_bytes, write_bytes

    path = Path(cast.file)
    data = read_bytes(path, CastError, "cast")
    mark = codecs.BOM_UTF8 if data.startswith(codecs.BOM_UTF8) else b""
    write_bytes(path, mark + rewritten(data.removeprefix(mark).decode("utf-8"), cast, overrides).encode("utf-8"))
    tell(f"written: {cast.file}")


def _change(before: Role, now: Role) -> str:
    """What of a role is other than it was, for people."""
    then, new = _facts(before), _facts(now)
    changes = [
        f"{name} {then.get(name, 'unset')} -> {new.get(name, 'unset')}"
        for name in dict.fromkeys((*then, *new))
        if then.get(name) != new.get(name)
    ]
    return f"{now.name}: {', '.join(changes) or 'as it was'}"


def _facts(role: Role) -> dict[str, object]:
    from stimmwerk.inspection import unpinned

    voice = unpinned(role.voice)
    return {
        "engine": voice.engine,
        "voice": voice.name,
        "language": voice.language,
        "rate": voice.rate,
        "pitch": voice.pitch,
        "range": voice.range,
        "gain_db": role.gain_db,
        "pan": role.pan,
        "preset": role.preset or "the show's",
        **dict(voice.settings),
    }
