"""stimmwerk import."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from stimmwerk.cli.common import CastOption, result, tell
from stimmwerk.errors import UsageError


def import_(
    source: Annotated[str, typer.Argument(help="A transcript or an article, or - for standard input.")],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="By default episodes/NAME.md; - is standard output."),
    ] = None,
    cast: CastOption = None,
    force: Annotated[bool, typer.Option("--force", help="Take the place of a script that is there.")] = False,
) -> None:
    """Turn a transcript into a script; prints the path of the script."""
    from stimmwerk.errors import SourceError
    from stimmwerk.files import read_bytes, shown, write_text
    from stimmwerk.plan import read_script
    from stimmwerk.script.formatter import format_script
    from stimmwerk.show import Show, Source

    show = Show.find()
    if source == "-":
        found = Source(name="stdin", path=Path("-"), file="standard input", data=sys.stdin.buffer.read())
    else:
        path = Path(source)
        found = Source(name=path.stem, path=path, file=shown(path), data=read_bytes(path, SourceError, "transcript"))
    script, _, remarks = read_script(show, found, cast)
    for remark in remarks:
        tell(f"warning: {remark}")
    text = format_script(script)
    if output is not None and str(output) == "-":
        sys.stdout.write(text)
        return
    target = output or show.root / "episodes" / f"{found.name}.md"
    if target.exists() and not force:
        raise UsageError(f"{shown(target)} is there already", hint="name another file with -o, or add --force")
    write_text(target, text)
    tell(f"{len(script.chapters)} chapters, {len(script.labels())} people, {len(script.turns())} turns")
    result(shown(target))
