"""Other voices for some roles of a cast, as a person gives them on a command line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from stimmwerk.casting.cast import Cast, Role
from stimmwerk.casting.castfile import revoiced
from stimmwerk.errors import UsageError, Where, did_you_mean
from stimmwerk.settings import Table

_FORM = "write ROLE=VOICE, ROLE=VOICE,rate=170,pitch=55 or ROLE=ENGINE:VOICE"
_NESTED = ("settings", "prosody")


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """What a role is to have instead of what its cast says.

    keys: as in the role's table of a cast, those of tables in it as ``settings.NAME``, in the order given; origin: as
    it was typed, for messages.
    """

    role: str
    keys: tuple[tuple[str, Any], ...]
    origin: str

    def table(self) -> dict[str, Any]:
        """The keys as a table of a cast holds them."""
        found: dict[str, Any] = {}
        for key, value in self.keys:
            table, dot, name = key.partition(".")
            if dot and table in _NESTED:
                found.setdefault(table, {})[name] = value
            else:
                found[key] = value
        return found


def parse_override(text: str, *, option: str, engines: Iterable[str]) -> Override:
    """``altman=de+pc-alt,rate=170``: a role, its voice, or its engine and voice, and how the voice is set.

    The voice may be left out where only something else of the role is to change.  option: what stands before the text
    on the command line; engines: those there are.  Raises UsageError for what is not of this form, and for an engine
    that there is not; whether role and voice are known is not looked at.
    """
    origin = f"{option} {text}"
    where = Where(origin)
    role, equals, rest = text.partition("=")
    role = role.strip()
    first, *others = (item.strip() for item in rest.split(","))
    if not (role and equals and first):
        raise UsageError("this names no voice for a role", where=where, hint=_FORM)
    keys: list[tuple[str, Any]] = []
    if "=" in first:
        others = [first, *others]
    else:
        engine, colon, voice = first.partition(":")
        if colon:
            _check_engine(engine, engines, where)
            keys.append(("engine", engine))
        else:
            voice = first
        if not voice:
            raise UsageError(f"{first!r} names no voice", where=where, hint=_FORM)
        keys.append(("voice", voice))
    for item in others:
        key, equals, value = (part.strip() for part in item.partition("="))
        if not (key and equals and value):
            raise UsageError(f"{item!r} sets nothing", where=where, hint=_FORM)
        known = [key for key, _ in keys]
        if key in known or any(key.startswith(f"{other}.") or other.startswith(f"{key}.") for other in known):
            raise UsageError(f"{key} is given twice", where=where, hint="leave one out")
        said = _value(value)
        if key in _NESTED and not (key == "prosody" and isinstance(said, bool)):
            raise UsageError(f"{key} is a table", where=where, hint=f"write {key}.NAME=VALUE")
        keys.append((key, said))
    return Override(role=role, keys=tuple(keys), origin=origin)


def recast(cast: Cast, overrides: Iterable[Override]) -> Cast:
    """The same cast, in which some roles have other voices.

    Raises CastError for a role that the cast does not have, UsageError for a key that roles do not have, a value out
    of its bounds, and a role that is named twice; CastError for two presets of one voice.
    """
    changed: dict[str, Role] = {}
    for override in overrides:
        where = Where(override.origin)
        role = cast.role(override.role, where)
        if role.name in changed:
            raise UsageError(f"the role {role.name!r} is named twice", where=where, hint="say all of it in one")
        path = ("roles", role.name)
        table = Table(override.table(), file=override.origin, error=UsageError, path=path)
        changed[role.name] = revoiced(role, table, dict(cast.settings), origin=override.origin)
    new = replace(cast, roles=tuple(changed.get(role.name, role) for role in cast.roles))
    new.presets()
    return new


def _check_engine(engine: str, engines: Iterable[str], where: Where) -> None:
    known = tuple(engines)
    if engine not in known:
        raise UsageError(f"there is no engine {engine!r}", where=where, hint=did_you_mean(engine, known))


def _value(text: str) -> Any:
    """A value as TOML writes it; what is none is a text, so that nobody needs quotation marks within others."""
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except tomllib.TOMLDecodeError:
        return text
