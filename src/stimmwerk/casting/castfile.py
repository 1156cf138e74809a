"""Casts as people write them: TOML -> Cast."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from stimmwerk.casting.cast import PITCHES, RANGES, RATES, Cast, Role, Setting, Settings, Voice
from stimmwerk.casting.prosody import BOUNDS, NONE, USUAL, Prosody
from stimmwerk.errors import CastError, did_you_mean
from stimmwerk.presets import PRESETS
from stimmwerk.script.model import fold_label
from stimmwerk.settings import Table
from stimmwerk.textchecks import language_tag

_ROLE_NAME = "lower-case letters, digits and hyphens, beginning with a letter"

# A voice of another engine than the one that speaks otherwise: `piper:de_DE-thorsten-medium`.
_OF_ENGINE = re.compile(r"([a-z][a-z0-9-]*):(.+)")


def parse_cast(text: str, *, name: str, file: str, engines: Callable[[], Collection[str]] | None = None) -> Cast:
    """The cast that a TOML text describes; see docs/casts.md for the keys.

    name: what scripts and the command line call it; engines: gives the names that tables of settings may have, and is
    only called where there are such tables; None allows any.
    Raises CastError with file, line and the nearest right word.
    """
    top = Table.parse(text, file=file, error=CastError)
    narrator = top.take("narrator", str, "narrator")
    defaults = top.table("defaults")
    roles_table = top.table("roles")
    top.done()
    if engines is not None:
        for table in (defaults, *roles_table.tables().values()):
            _known_engines(table, engines)
    fallback = _Defaults(defaults)
    roles = tuple(_role(key, table, fallback) for key, table in roles_table.tables().items())
    if not roles:
        raise CastError("this cast has no roles", where=top.where(), hint="add a table such as [roles.narrator]")
    if narrator not in {role.name for role in roles}:
        raise top.fail(
            f"the narrator is to be the role {narrator!r}, which this cast does not have",
            "narrator",
            f"add [roles.{narrator}], or name one of: {', '.join(role.name for role in roles)}",
        )
    _no_label_twice(roles, roles_table)
    cast = Cast(name=name, file=file, roles=roles, narrator=narrator, settings=tuple(sorted(fallback.settings.items())))
    cast.presets()
    return cast


class _Defaults:
    """What a role has that does not say otherwise."""

    def __init__(self, table: Table) -> None:
        self.engine = table.take("engine", str)
        self.language = table.take("language", str, check=language_tag)
        self.rate = _rate(table, 165)
        self.pitch = _pitch(table, 50)
        self.range = _range(table, 50)
        self.preset = _preset(table, None)
        self.prosody = _prosody(table, USUAL)
        self.settings = _settings(table, self.engine)
        table.done()


def _role(name: str, table: Table, defaults: _Defaults) -> Role:
    if not name or not name.replace("-", "").isalnum() or name != name.lower() or not name[0].isalpha():
        raise table.fail(f"{name!r} is no name for a role", None, f"write {_ROLE_NAME}")
    usual = table.take("engine", str, defaults.engine)
    own, voice = _engine_and_voice(table.take("voice", str, required=True))
    engine = own or table.take("engine", str, usual, required=usual is None)
    base = Voice(
        engine=engine,
        name=voice,
        language=table.take("language", str, defaults.language, required=defaults.language is None, check=language_tag),
        rate=defaults.rate,
        pitch=defaults.pitch,
        range=defaults.range,
        settings=defaults.settings.get(engine, ()),
    )
    role = Role(
        name=name,
        voice=_set(table, base, usual),
        labels=table.texts("labels"),
        gain_db=_gain_db(table, 0.0),
        pan=_pan(table, 0.0),
        preset=_preset(table, defaults.preset),
        prosody=_prosody(table, defaults.prosody),
        line=table.where("voice").line,
    )
    table.done()
    return role


def revoiced(role: Role, table: Table, defaults: Mapping[str, Settings], *, origin: str) -> Role:
    """The role as it would be with these keys in its table of the cast: the same keys, with the same bounds.

    What the keys do not name stays, but settings of an engine that does not speak any more give way to those of
    ``defaults``, engine -> settings.  origin: where a person gave the keys, for messages.  Raises the table's error.
    """
    voice = role.voice
    engine = table.take("engine", str, voice.engine)
    base = replace(
        voice,
        engine=engine,
        name=table.take("voice", str, voice.name),
        language=table.take("language", str, voice.language, check=language_tag),
        settings=voice.settings if engine == voice.engine else defaults.get(engine, ()),
    )
    changed = replace(
        role,
        voice=_set(table, base, engine),
        gain_db=_gain_db(table, role.gain_db),
        pan=_pan(table, role.pan),
        preset=_preset(table, role.preset),
        prosody=_prosody(table, role.prosody),
        origin=origin,
    )
    table.done()
    return changed


def _engine_and_voice(written: str) -> tuple[str | None, str]:
    """``ENGINE:VOICE`` as engine and voice; a voice alone names no engine."""
    found = _OF_ENGINE.fullmatch(written)
    return (found[1], found[2]) if found else (None, written)


def _set(table: Table, voice: Voice, usual: str | None) -> Voice:
    """The voice, set as the table says, and as it was where the table says nothing.

    usual: the engine that the table's settings are for, where they do not name another.
    """
    own = _settings(table, usual).get(voice.engine, ())
    return replace(
        voice,
        rate=_rate(table, voice.rate),
        pitch=_pitch(table, voice.pitch),
        range=_range(table, voice.range),
        settings=tuple(sorted({**dict(voice.settings), **dict(own)}.items())),
    )


def _rate(table: Table, default: int) -> int:
    return table.take("rate", int, default, low=RATES[0], high=RATES[1])


def _pitch(table: Table, default: int) -> int:
    return table.take("pitch", int, default, low=PITCHES[0], high=PITCHES[1])


def _range(table: Table, default: int) -> int:
    return table.take("range", int, default, low=RANGES[0], high=RANGES[1])


def _gain_db(table: Table, default: float) -> float:
    return table.take("gain_db", float, default, low=-12, high=12)


def _pan(table: Table, default: float) -> float:
    return table.take("pan", float, default, low=-1, high=1)


def _preset(table: Table, default: str | None) -> str | None:
    return table.take("preset", str, default, choices=PRESETS)


def _prosody(table: Table, default: Prosody) -> Prosody:
    """``false`` is nothing of it, ``true`` what is usual, and a table changes what stands in it."""
    value = table.raw("prosody")
    if isinstance(value, bool):
        return USUAL if value else NONE
    inner = table.table("prosody")
    changes: dict[str, Any] = {
        name: inner.take(name, float if name == "interjection_db" else int, getattr(default, name), low=low, high=high)
        for name, (low, high) in BOUNDS.items()
    }
    changes |= {name: inner.take(name, bool, getattr(default, name)) for name in ("emphasis", "breath", "pauses")}
    inner.done()
    return replace(default, **changes)


def _settings(table: Table, usual: str | None) -> dict[str, Settings]:
    """Engine -> its settings.  A table within them is for the engine of its name, the rest for the usual one."""
    values = table.take("settings", dict, {})
    named = {key: value for key, value in values.items() if isinstance(value, dict)}
    rest = {key: value for key, value in values.items() if key not in named}
    if usual is not None:
        named[usual] = {**named.get(usual, {}), **rest}
    elif rest:
        raise table.fail(f"settings.{next(iter(rest))} is for no engine", "settings", "name one as `engine`")
    return {
        engine: tuple(sorted((key, _setting(table, key, value)) for key, value in inner.items()))
        for engine, inner in named.items()
    }


def _known_engines(table: Table, engines: Callable[[], Collection[str]]) -> None:
    """Raises the table's error where a table within its settings is for an engine that there is not."""
    values = table.raw("settings")
    for name in [key for key, value in values.items() if isinstance(value, dict)] if isinstance(values, dict) else ():
        if name not in (known := engines()):
            raise table.fail(
                f"settings.{name} is for an engine {name!r}, which there is not", "settings", did_you_mean(name, known)
            )


def _setting(table: Table, key: str, value: object) -> Setting:
    if isinstance(value, str | int | float | bool):
        return value
    if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise table.fail(
        f"settings.{key} is {value!r}; it must be a text, a number, true or false, or a list of texts", "settings"
    )


def _no_label_twice(roles: tuple[Role, ...], tables: Table) -> None:
    owners: dict[str, str] = {}
    for role in roles:
        for label in role.labels:
            owner = owners.setdefault(fold_label(label), role.name)
            if owner != role.name:
                raise tables.table(role.name).fail(
                    f"the label {label!r} belongs to the roles {owner!r} and {role.name!r}",
                    "labels",
                    "take it from one of them",
                )
