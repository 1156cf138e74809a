"""Roles and casts as TOML, for people to paste: what ``castfile`` reads."""

from __future__ import annotations

from collections.abc import Iterable

import tomlkit

from stimmwerk.casting.cast import Cast, Role, Voice


def voice_lines(voice: Voice) -> str:
    """What a role's table says of its voice: a line for each key."""
    keys: dict[str, object] = {
        "engine": voice.engine,
        "language": voice.language,
        "voice": voice.name,
        "rate": voice.rate,
        "pitch": voice.pitch,
        "range": voice.range,
    }
    lines = [f"{key} = {_value(value)}" for key, value in keys.items()]
    if voice.settings:
        inner = ", ".join(f"{key} = {_value(value)}" for key, value in voice.settings)
        lines.append(f"settings = {{ {inner} }}")
    return "\n".join(lines) + "\n"


def cast_text(cast: Cast, remarks: Iterable[str] = ()) -> str:
    """A cast's labels and voices as a whole file; remarks: lines that stand before it as comments.

    Gains, places, presets and prosody are not in it.
    """
    head = "".join(f"# {line}\n" for line in remarks)
    roles = "\n".join(map(_role, cast.roles))
    return f"{head}narrator = {_value(cast.narrator)}\n\n{roles}"


def _role(role: Role) -> str:
    labels = f"labels = [{', '.join(map(_value, role.labels))}]\n" if role.labels else ""
    return f"[roles.{role.name}]\n{labels}{voice_lines(role.voice)}"


def _value(value: object) -> str:
    return tomlkit.item(value).as_string()
