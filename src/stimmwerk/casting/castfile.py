"""Casts as people write them: TOML -> Cast."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from stimmwerk.casting.cast import PITCHES, RANGES, RATES, Cast, Role, Setting, Voice
from stimmwerk.casting.prosody import BOUNDS, NONE, USUAL, Prosody
from stimmwerk.errors import CastError
from stimmwerk.presets import PRESETS
from stimmwerk.script.model import fold_label
from stimmwerk.settings import Table

_ROLE_NAME = "lower-case letters, digits and hyphens, beginning with a letter"


def parse_cast(text: str, *, name: str, file: str) -> Cast:
    """The cast that a TOML text describes; see docs/casts.md for the keys.

    name: what scripts and the command line call it.  Raises CastError with file, line and the nearest right word.
    """
    top = Table.parse(text, file=file, error=CastError)
    narrator = top.take("narrator", str, "narrator")
    defaults = top.table("defaults")
    roles_table = top.table("roles")
    top.done()
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
    cast = Cast(name=name, file=file, roles=roles, narrator=narrator)
    cast.presets()
    return cast


class _Defaults:
    """What a role has that does not say otherwise."""

    def __init__(self, table: Table) -> None:
        self.engine = table.take("engine", str)
        self.language = table.take("language", str)
        self.rate = _rate(table, 165)
        self.pitch = _pitch(table, 50)
        self.range = _range(table, 50)
        self.preset = _preset(table, None)
        self.prosody = _prosody(table, USUAL)
        self.settings = _settings(table)
        table.done()


def _role(name: str, table: Table, defaults: _Defaults) -> Role:
    if not name or not name.replace("-", "").isalnum() or name != name.lower() or not name[0].isalpha():
        raise table.fail(f"{name!r} is no name for a role", None, f"write {_ROLE_NAME}")
    base = Voice(
        engine=table.take("engine", str, defaults.engine, required=defaults.engine is None),
        name=table.take("voice", str, required=True),
        language=table.take("language", str, defaults.language, required=defaults.language is None),
        rate=defaults.rate,
        pitch=defaults.pitch,
        range=defaults.range,
    )
    # Settings are what only one engine understands: another's defaults mean nothing to it.
    settings = defaults.settings if base.engine == defaults.engine else ()
    role = Role(
        name=name,
        voice=_set(table, replace(base, settings=settings)),
        labels=table.texts("labels"),
        gain_db=_gain_db(table, 0.0),
        pan=_pan(table, 0.0),
        preset=_preset(table, defaults.preset),
        prosody=_prosody(table, defaults.prosody),
        line=table.where("voice").line,
    )
    table.done()
    return role


def revoiced(role: Role, table: Table, *, origin: str) -> Role:
    """The role as it would be with these keys in its table of the cast: the same keys, with the same bounds.

    What the keys do not name stays, but settings of an engine that does not speak any more go.
    origin: where a person gave the keys, for messages.  Raises the table's error.
    """
    voice = role.voice
    engine = table.take("engine", str, voice.engine)
    base = replace(
        voice,
        engine=engine,
        name=table.take("voice", str, voice.name),
        language=table.take("language", str, voice.language),
        settings=voice.settings if engine == voice.engine else (),
    )
    changed = replace(
        role,
        voice=_set(table, base),
        gain_db=_gain_db(table, role.gain_db),
        pan=_pan(table, role.pan),
        preset=_preset(table, role.preset),
        prosody=_prosody(table, role.prosody),
        origin=origin,
    )
    table.done()
    return changed


def _set(table: Table, voice: Voice) -> Voice:
    """The voice, set as the table says, and as it was where the table says nothing."""
    return replace(
        voice,
        rate=_rate(table, voice.rate),
        pitch=_pitch(table, voice.pitch),
        range=_range(table, voice.range),
        settings=tuple(sorted({**dict(voice.settings), **dict(_settings(table))}.items())),
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


def _settings(table: Table) -> tuple[tuple[str, Setting], ...]:
    values = table.take("settings", dict, {})
    for key, value in values.items():
        if not isinstance(value, str | int | float | bool):
            raise table.fail(f"settings.{key} is {value!r}; it must be a text, a number, true or false", "settings")
    return tuple(sorted(values.items()))


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
