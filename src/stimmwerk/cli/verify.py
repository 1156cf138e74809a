"""stimmwerk verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stimmwerk.cli.common import JsonOption, result
from stimmwerk.errors import EXIT_FAILED, ShowError


def verify(
    episode: Annotated[str, typer.Argument(help="A built episode's name, its folder, or the path of an MP3.")],
    as_json: JsonOption = False,
) -> None:
    """Decode a finished episode and measure whether it holds what its script asks for."""
    from stimmwerk.verify import verify_path

    verdict = verify_path(_path(episode))
    if as_json:
        result(verdict.to_json().rstrip("\n"))
    else:
        for row in verdict.rows:
            limit = f"  ({row.limit})" if row.limit else ""
            result(f"{row.status:<4} {row.name}: {row.figure}{limit}")
    if not verdict.passed:
        raise typer.Exit(EXIT_FAILED)


def _path(episode: str) -> Path:
    """What is there under that path, or else what the show has built under that name."""
    from stimmwerk.folders import find_root

    path = Path(episode)
    if path.exists() or path.name != episode:
        return path
    try:
        built = find_root() / "build" / episode
    except ShowError:
        return path  # an MP3 is verified outside of a show, too
    return built if built.is_dir() else path
