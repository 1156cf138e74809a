"""stimmwerk verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stimmwerk.cli.common import JsonOption, result
from stimmwerk.errors import EXIT_FAILED


def verify(
    episode: Annotated[Path, typer.Argument(help="An MP3, or its folder under build/.")], as_json: JsonOption = False
) -> None:
    """Decode a finished episode and measure whether it holds what its script asks for."""
    from stimmwerk.verify import verify_path

    verdict = verify_path(episode)
    if as_json:
        result(verdict.to_json().rstrip("\n"))
    else:
        for row in verdict.rows:
            limit = f"  ({row.limit})" if row.limit else ""
            result(f"{row.status:<4} {row.name}: {row.figure}{limit}")
    if not verdict.passed:
        raise typer.Exit(EXIT_FAILED)
