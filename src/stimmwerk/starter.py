"""A new show: the folders that every show has, with one short episode that builds at once."""

from __future__ import annotations

import json
import re
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

Alle Stimmen sind künstlich, auch meine. Diese Folge ist ein Muster: Ändern Sie den Text, und bauen Sie sie neu.

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
    yield FILE, _renewed(read_bytes(home / FILE, ShowError, "show").decode(), title).encode()
    for name in (*_TAKEN_OVER, *_variants(home)):
        yield name, read_bytes(home / name, ShowError, "part of Stimmwerk")
    yield "episodes/erste-folge.md", _EPISODE.encode()
    yield "build/.gitignore", _BUILD_IGNORE.encode()
    for name, data in show_assets():
        yield f"audio/{name}", data


def _renewed(show: str, title: str) -> str:
    """Our show's settings under another title, without our address and without the files that only editors need.

    TOML's basic strings are written as JSON's.
    """
    named = f"title = {json.dumps(title, ensure_ascii=False)}"
    show = re.sub(r"^title = .*", lambda _: named, show, count=1, flags=re.MULTILINE)
    show = re.sub(r"^url = ", "# url = ", show, count=1, flags=re.MULTILINE)
    return re.sub(r"^# (\[exports\])\n# (for_editors = false)$", r"\1\n\2", show, count=1, flags=re.MULTILINE)


def _variants(home: Path) -> list[str]:
    return sorted(f"voices/espeak/{path.name}" for path in (home / "voices/espeak").iterdir() if path.is_file())


def _home() -> Path:
    """Where our own show's files lie: inside an installed package, or around a checkout's src/."""
    installed = Path(__file__).parent / "starter"
    return installed if installed.is_dir() else Path(__file__).parents[2]
