"""What a show and its cast are set to, value by value, so that a later plan can tell which one is another."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict
from typing import Any

from stimmwerk.casting.cast import Role, Setting
from stimmwerk.digests import digest_of
from stimmwerk.formats import FORMATS
from stimmwerk.palette import shown_colour
from stimmwerk.showfile import ShowSettings

#: Names that the manifest says in other places, and what changes no file of an episode by itself.
_ELSEWHERE = ("loudness.target_lufs", "loudness.ceiling_dbtp", "mp3.sample_rate", "mp3.channels", "cast")

#: After a change of these no block of the MP3 sounds otherwise.
_SILENT = frozenset(
    (
        *("title", "author", "language", "description", "copyright", "url", "cover", "announce_titles", "disclosure"),
        *("spoken_disclosure", "lexicons", "engines", "feed", "colours", "m4b", "opus", "exports"),
    )
)

#: Texts are shown up to so many characters.
_MOST = 40


def settings_of(settings: ShowSettings, roles: Iterable[Role]) -> dict[str, Setting]:
    """Name -> value, sorted: keys as show.toml has them, ``roles.NAME.…`` as the cast has them; what is not set is not
    there.

    A show's manifests lie on the web: how engines are reached, and who may be asked about the feed, is kept as a
    digest.  Formats that drafts do not have are left out: a manifest tells by its outputs which were wanted.
    """
    found = asdict(settings) | {
        "pauses": asdict(settings.pacing),
        "sound": asdict(settings.chain),
        "sounds": {sound.name: asdict(sound) | {"name": None, "line": None} for sound in settings.sounds},
        "colours": {name: _colours(value) for name, value in asdict(settings.colours).items()},
        "lexicons": dict(settings.lexicons),
        "spoken_disclosure": dict(settings.spoken_disclosure),
        "engines": digest_of([[options.engine, options.values] for options in settings.engines]),
        "feed": digest_of(asdict(settings.feed)),
        "exports": {form.name: form.name in settings.exports for form in FORMATS if form.in_drafts},
        "roles": {
            role.name: {"pan": role.pan, "preset": role.preset, "prosody": asdict(role.prosody)} for role in roles
        },
    }
    values = _flat({name: value for name, value in found.items() if name not in ("pacing", "chain")})
    return dict(sorted((name, value) for name, value in values if name not in _ELSEWHERE))


def changed_settings(before: Mapping[str, Setting], now: Mapping[str, Setting]) -> Iterator[str]:
    """A sentence for every value that is another, sorted by name; what came or went as a whole is told once.

    Of roles that speak in one of the two only, nothing is told: their lines say so.
    """
    names = sorted(before.keys() | now.keys())
    whole: list[str] = []
    for name in names:
        old, new = before.get(name), now.get(name)
        if old == new or any(name.startswith(f"{group}.") for group in whole):
            continue
        whole.append(name)
        if name in ("engines", "feed"):
            yield f"{name} changed"
        elif None in (old, new) and any(other.startswith(f"{name}.") for other in names):
            if name.startswith("sound."):
                yield f"{name} changed: {'off -> on' if old is None else 'on -> off'}"
            elif not name.startswith("roles.") or name.count(".") > 1:
                yield f"{name} is {'new' if old is None else 'not there any more'}"
        else:
            # An episode has a title, a language and a description, too.
            subject = name if "." in name else f"the show's {name}"
            yield f"{subject} changed: {_shown(old)} -> {_shown(new)}"


def heard(before: Mapping[str, Setting], now: Mapping[str, Setting]) -> frozenset[str]:
    """The names of what is set otherwise and may be heard; without those of roles that speak in one of the two only."""

    def counts(name: str) -> bool:
        group, _, rest = name.partition(".")
        role = f"{group}.{rest.partition('.')[0]}"
        return group not in _SILENT and (group != "roles" or (role in before and role in now))

    return frozenset(name for name in before.keys() | now.keys() if before.get(name) != now.get(name) and counts(name))


def _flat(values: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, Setting]]:
    """Values by their dotted names; None is not set.  A table inside a table is ``True`` itself, and a step that is
    left out is not there.
    """
    for name, value in values.items():
        if isinstance(value, dict):
            if path:
                yield f"{path}{name}", True
            yield from _flat(value, f"{path}{name}.")
        elif value is not None:
            yield f"{path}{name}", value


def _colours(value: Any) -> str:
    return shown_colour(value) if isinstance(value[0], int) else ", ".join(map(shown_colour, value))


def _shown(value: Setting | None) -> str:
    if value is None:
        return "unset"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, str):
        return repr(value if len(value) <= _MOST else value[: _MOST - 1] + "…")
    return f"{value:g}"
