"""A new show: the folders that every show has, with one short episode that builds at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from stimmwerk.assets import show_assets
from stimmwerk.errors import OutputError, ShowError, Where
from stimmwerk.files import read_bytes, shown, write_bytes
from stimmwerk.showfile import FILE

#: What a new show takes over from ours, file by file.
_TAKEN_OVER = ("voices/town-hall.toml", "voices/second.toml", "voices/de.toml")

_EPISODE = """\
---
title: Die erste Folge
language: de
number: 1
---

Diese Folge wird von künstlichen Stimmen gesprochen. Sie ist ein Muster: Ändern Sie den Text, und bauen Sie sie neu.

## Das Gespräch

**Frage:** Wie wird aus einem geschriebenen Gespräch eine Sendung?

**Antwort:** Jede Rolle bekommt eine Stimme, jedes Thema ein Kapitel. (Zuschauer: Und die Musik?)

Die kommt dazu.

**Frage:** Und wenn mir eine Stimme nicht gefällt?

**Antwort:** Dann ändern Sie eine Zeile in der Besetzung.

## Schluss

Das war es schon. Viel Freude beim Hören.
"""

_BUILD_IGNORE = "# Everything here is made; nothing but this file is kept.\n*\n!.gitignore\n"


def plant(folder: Path, title: str) -> tuple[Path, ...]:
    """Writes a new show and gives its files, in the order of their names.

    Raises OutputError for a folder in which something of ours stands already, or that cannot be written.
    """
    files = dict(sorted(_files(title)))
    taken = [name for name in files if (folder / name).exists()]
    if taken:
        raise OutputError(
            f"there is something already: {', '.join(taken[:4])}",
            where=Where(shown(folder)),
            hint="use an empty folder",
        )
    for name, data in files.items():
        write_bytes(folder / name, data)
    return tuple(folder / name for name in files)


def _files(title: str) -> Iterator[tuple[str, bytes]]:
    home = _home()
    yield FILE, _retitled(read_bytes(home / FILE, ShowError, "show").decode(), title).encode()
    for name in (*_TAKEN_OVER, *_variants(home)):
        yield name, read_bytes(home / name, ShowError, "part of Stimmwerk")
    yield "episodes/erste-folge.md", _EPISODE.encode()
    yield "build/.gitignore", _BUILD_IGNORE.encode()
    for name, data in show_assets():
        yield f"audio/{name}", data


def _retitled(show: str, title: str) -> str:
    """A show's settings under another title; TOML's basic strings are written as JSON's."""
    head, _, rest = show.partition("title = ")
    return f"{head}title = {json.dumps(title, ensure_ascii=False)}\n{rest.partition(chr(10))[2]}"


def _variants(home: Path) -> list[str]:
    return sorted(f"voices/espeak/{path.name}" for path in (home / "voices/espeak").iterdir() if path.is_file())


def _home() -> Path:
    """Where our own show's files lie: inside an installed package, or around a checkout's src/."""
    installed = Path(__file__).parent / "starter"
    return installed if installed.is_dir() else Path(__file__).parents[2]
