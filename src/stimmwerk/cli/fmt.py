"""stimmwerk fmt."""

from __future__ import annotations

from typing import Annotated

import typer

from stimmwerk.cli.common import result, tell
from stimmwerk.errors import EXIT_FAILED


def fmt(
    scripts: Annotated[
        list[str] | None,
        typer.Argument(metavar="[SCRIPT]...", help="Scripts, by name or path; by default all in episodes/."),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Change nothing; exit with 1 where something would change.")
    ] = False,
) -> None:
    """Bring scripts into their one tidy form; prints the paths of those that change."""
    from stimmwerk.errors import ScriptError
    from stimmwerk.files import read_bytes, shown, write_text
    from stimmwerk.folders import script_path
    from stimmwerk.plan import read_script
    from stimmwerk.script.formatter import tidy
    from stimmwerk.script.markdown import decode
    from stimmwerk.show import Show, Source

    show = Show.find()
    paths = [script_path(show.root, name) for name in scripts or show.episodes()]
    changed = 0
    for path in paths:
        data = read_bytes(path, ScriptError, "script")
        text = decode(data, shown(path))
        # The cast of the script, not the show's, says what is an interjection; so a build and we read alike.
        cast = read_script(show, Source(name=path.stem, path=path, file=shown(path), data=data), None)[1]
        labels = tuple(label for role in cast.roles for label in role.labels)
        neat = tidy(text, shown(path), known_labels=labels, cues=show.settings.cues())
        if neat.encode() == data:
            continue
        changed += 1
        result(shown(path))
        if not check:
            write_text(path, neat)
    tell(f"{changed} of {len(paths)} {'would change' if check else 'changed'}")
    if check and changed:
        raise typer.Exit(EXIT_FAILED)
