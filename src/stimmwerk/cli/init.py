"""stimmwerk init."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import Annotated

import typer

from stimmwerk.cli.common import result, tell


def init(
    folder: Annotated[Path, typer.Argument(help="An empty folder, or one that is to be made.")] = Path(),
    title: Annotated[str, typer.Option("--title", help="The show's title.")] = "Meine Sendung",
) -> None:
    """Make a new show that builds at once; prints the paths of its files."""
    from stimmwerk.files import shown
    from stimmwerk.starter import plant

    for path in plant(folder, title):
        result(shown(path))
    tell("now: " + ("" if folder == Path() else f"cd {shlex.quote(str(folder))} && ") + "stimmwerk build")
