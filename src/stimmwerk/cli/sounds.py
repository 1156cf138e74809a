"""stimmwerk sounds."""

from __future__ import annotations

from typing import Annotated

import typer

from stimmwerk.cli.common import result, tell
from stimmwerk.errors import EXIT_FAILED


def sounds(
    check: Annotated[
        bool, typer.Option("--check", help="Write nothing; exit with 1 where a file is another than would be made.")
    ] = False,
) -> None:
    """Make the show's own sounds again, from nothing; prints the paths of those that change."""
    from stimmwerk.assets import show_assets
    from stimmwerk.files import shown, write_bytes
    from stimmwerk.show import Show

    show = Show.find()
    changed = 0
    for name, data in show_assets():
        path = show.audio / name
        if path.is_file() and path.read_bytes() == data:
            continue
        changed += 1
        result(shown(path))
        if not check:
            write_bytes(path, data)
    tell(f"{changed} {'would change' if check else 'changed'}")
    if check and changed:
        raise typer.Exit(EXIT_FAILED)
