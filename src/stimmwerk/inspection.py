"""What the engines of an episode say of themselves and of the voices that they are to speak with."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from stimmwerk.casting.cast import Role, Voice
from stimmwerk.casting.delivery import bounds
from stimmwerk.casting.prosody import settled
from stimmwerk.engines.base import PIN, Candid, Engine, EngineContext, Grain, Pinning, Remote, Tariff
from stimmwerk.engines.table import open_engine, self_contained
from stimmwerk.errors import CastError, EngineError
from stimmwerk.files import folder_digests
from stimmwerk.memo import ENGINE, Memo


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineFacts:
    """What an opened engine says of itself; see ``engines.base.Engine``.

    parallel: how many requests may be under way at a time where another machine speaks, else 0; spending_limit: in US
    dollars; tariffs: of the voices in the cast, where another machine speaks; pins: (name of a voice, ``PIN`` of its
    files) pairs; unheard: (role, what it is set to and will not be heard) pairs.
    """

    version: str
    grain: Grain
    repeats: bool
    trained: bool
    parallel: int = 0
    spending_limit: float | None = None
    tariffs: tuple[tuple[Voice, Tariff | None], ...] = ()
    pins: tuple[tuple[str, str], ...] = ()
    unheard: tuple[tuple[str, tuple[str, ...]], ...] = ()


def known_engines(roles: Iterable[Role], file: str, context: EngineContext, memo: Memo) -> dict[str, EngineFacts]:
    """As ``inspect_engines``; engines that came with the program are not asked for the same voices again."""
    roles = tuple(roles)
    names = {role.voice.engine for role in roles}
    if context.options or not all(map(self_contained, names)):
        return inspect_engines(roles, file, context)
    voices = sorted({json.dumps([asdict(role.voice), asdict(role.prosody)], sort_keys=True) for role in roles})
    folder = context.voices_folder
    own = folder_digests(Path(folder)) if folder else {}
    found = memo.recall(
        ENGINE,
        [voices, own],
        # Those engines say nothing of the rest.
        lambda: {
            name: {"version": f.version, "grain": f.grain, "repeats": f.repeats, "trained": f.trained, "pins": f.pins}
            for name, f in inspect_engines(roles, file, context).items()
        },
    )
    return {
        name: EngineFacts(**facts | {"pins": tuple((voice, pin) for voice, pin in facts["pins"])})
        for name, facts in found.items()
    }


def inspect_engines(roles: Iterable[Role], file: str, context: EngineContext) -> dict[str, EngineFacts]:
    """Opens every engine that a role needs and has it look at the role's voice; file: the cast's.

    Raises EngineError, at the role's line, for an engine that cannot work here and a voice that it does not have.
    """
    roles = tuple(roles)
    engines: dict[str, Engine] = {}
    with ExitStack() as opened:
        for role in roles:
            where, name = role.chosen_at(file), role.voice.engine
            try:
                if name not in engines:
                    engines[name] = opened.enter_context(open_engine(name, context))
                    engines[name].check()
                prosody = settled(role.prosody, trained=engines[name].trained)
                for voice in (role.voice, *bounds(role.voice, prosody)):
                    engines[name].check_voice(voice)
            except (CastError, EngineError) as error:
                if error.where is not None:
                    raise  # a file of the engine's own is wrong
                raise type(error)(f"role {role.name!r}: {error.message}", where=where, hint=error.hint) from error
        return {
            name: _facts(engine, [role for role in roles if role.voice.engine == name])
            for name, engine in engines.items()
        }


def _facts(engine: Engine, roles: Iterable[Role]) -> EngineFacts:
    """roles: those that it speaks."""
    facts = EngineFacts(version=engine.version(), grain=engine.grain, repeats=engine.repeats, trained=engine.trained)
    if isinstance(engine, Candid):
        unheard = ((role.name, engine.unheard(role.voice)) for role in roles)
        facts = replace(facts, unheard=tuple((name, settings) for name, settings in unheard if settings))
    voices = dict.fromkeys(role.voice for role in roles)
    facts = replace(facts, pins=pins_of(engine, voices))
    if isinstance(engine, Remote):
        facts = replace(
            facts,
            parallel=engine.parallel,
            spending_limit=engine.spending_limit,
            tariffs=tuple((voice, engine.tariff(voice)) for voice in voices),
        )
    return facts


def pins_of(engine: Engine, voices: Iterable[Voice]) -> tuple[tuple[str, str], ...]:
    """(name of a voice, ``PIN`` of its files) pairs, of those that are of files.  Raises EngineError."""
    if not isinstance(engine, Pinning):
        return ()
    found = ((voice.name, engine.pin(voice)) for voice in voices)
    return tuple(dict.fromkeys((name, pin) for name, pin in found if pin is not None))


def pinned(role: Role, engines: Mapping[str, EngineFacts]) -> Role:
    """The role with a voice that says which files it is of, as the facts of its engine have it."""
    voice = role.voice
    pin = dict(engines[voice.engine].pins).get(voice.name)
    if pin is None:
        return role
    return replace(role, voice=replace(voice, settings=tuple(sorted({**dict(voice.settings), PIN: pin}.items()))))


def unpinned(voice: Voice) -> Voice:
    """The voice as it is whatever is in its files: as a cast would have it."""
    return replace(voice, settings=tuple((name, value) for name, value in voice.settings if name != PIN))
