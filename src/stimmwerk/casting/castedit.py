"""A cast's text with other voices for some roles; everything that is not concerned stays as it was written."""

from __future__ import annotations

from collections.abc import Iterable, MutableMapping
from typing import Any

import tomlkit
from tomlkit.items import Table

from stimmwerk.casting.cast import Cast, Role, Voice
from stimmwerk.casting.castfile import parse_cast
from stimmwerk.casting.prosody import Prosody
from stimmwerk.casting.recast import Override, recast
from stimmwerk.errors import CastError, StimmwerkError, Where

_CRLF = "\r\n"


def rewritten(text: str, cast: Cast, overrides: Iterable[Override]) -> str:
    """The text of a cast in which the keys of the overrides have their values; comments, order and line ends stay.

    cast: what the text says.  Settings of an engine that no longer speaks are taken out.
    Raises CastError where a text cannot be changed so that it says exactly what ``recast`` gives.
    """
    overrides = tuple(overrides)
    wanted = recast(cast, overrides)
    document = tomlkit.parse(text.replace(_CRLF, "\n"))
    for override in overrides:
        table: Any = document["roles"][override.role]
        if wanted.role(override.role).voice.engine != cast.role(override.role).voice.engine:
            table.pop("settings", None)
        _put(table, override.table())
    new = tomlkit.dumps(document)
    try:
        found = parse_cast(new, name=cast.name, file=cast.file)
    except StimmwerkError as cause:
        raise _unwritable(cast) from cause
    if tuple(map(_said, found.roles)) != tuple(map(_said, wanted.roles)):
        raise _unwritable(cast)
    return new.replace("\n", _CRLF) if _CRLF in text else new


def _put(table: MutableMapping[str, Any], values: dict[str, Any]) -> None:
    for key, value in values.items():
        if isinstance(value, dict):
            if not isinstance(table.get(key), MutableMapping):
                table.pop(key, None)
                _add(table, key, tomlkit.inline_table())
            _put(table[key], value)
        elif key in table:
            table[key] = value
        else:
            _add(table, key, value)


def _add(table: MutableMapping[str, Any], key: str, value: Any) -> None:
    """Adds a key behind the last one, before the comments that follow: those belong to the next table."""
    if not isinstance(table, Table):
        table[key] = value
        return
    body = table.value.body
    end = next((at for at in range(len(body), 0, -1) if body[at - 1][0] is not None), 0)
    rest = body[end:]
    del body[end:]
    table[key] = value
    body.extend(rest)


def _said(role: Role) -> tuple[str, Voice, float, float, str | None, Prosody]:
    return role.name, role.voice, role.gain_db, role.pan, role.preset, role.prosody


def _unwritable(cast: Cast) -> CastError:
    return CastError(
        "this cast is written in a way that cannot be changed for you",
        where=Where(cast.file),
        hint="change it by hand, or leave out --write",
    )
