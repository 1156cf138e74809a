"""stimmwerk serve."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from urllib.parse import quote

import typer

from stimmwerk.cli.building import JobsOption
from stimmwerk.cli.common import CastOption, EpisodeArgument, result, tell

if TYPE_CHECKING:
    from stimmwerk.serving.board import Board


def serve(
    episode: EpisodeArgument = None,
    *,
    cast: CastOption = None,
    port: Annotated[
        int | None,
        typer.Option(
            "--port",
            "-p",
            envvar="STIMMWERK_PORT",
            min=0,
            max=65535,
            help="Listen there; 0 takes any port that is free (default: 8321).",
        ),
    ] = None,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = True,
    watch: Annotated[
        bool, typer.Option("--watch/--no-watch", help="Make the episode again when something of the show changes.")
    ] = True,
    jobs: JobsOption = None,
    draft: Annotated[
        bool,
        typer.Option(
            "--draft/--whole",
            help="Only what it takes to hear and read along, or all formats of the show.",
        ),
    ] = True,
) -> None:
    """Serve what was made to this machine's browser, and keep it up to date; prints the address.

    Ends with Ctrl-C.  Without an episode, in a show that has several, it is the list of them; then nothing is made
    before something changes.
    """
    from stimmwerk.folders import episodes, find_root, script_path
    from stimmwerk.serving.board import LIST, Board
    from stimmwerk.serving.keeping import Keeper
    from stimmwerk.serving.server import PORT, address_of, listening, run
    from stimmwerk.serving.watching import Concern

    root = find_root()
    several = episode is None and len(episodes(root)) != 1
    script = None if several else script_path(root, episode).resolve()
    name = script.stem if script else LIST
    options = [
        *(("--cast", cast) if cast else ()),
        *(("--jobs", str(jobs)) if jobs else ()),
        *(("--draft",) if draft else ()),
    ]
    board = Board(build=root / "build")
    with listening(PORT if port is None else port) as sock:
        if watch and script:
            _make_first(board, script, options)
        page = _page(root, name)
        more = (Path(cast).resolve(),) if cast and cast.endswith(".toml") else ()
        keeper = Keeper(concern=Concern(root=root, script=script, more=more), board=board, options=options, tell=tell)

        def started() -> None:
            address = address_of(sock) + page
            result(address)
            sys.stdout.flush()
            tell("served to this machine only, until Ctrl-C" + ("; changes are heard at once" if watch else ""))
            if open_page:
                _open(address)

        run(board, sock, keeper=keeper if watch else None, started=started)
    tell("ended")


def _make_first(board: Board, script: Path, options: Sequence[str]) -> None:
    """Makes the episode, in full sight; what is wrong with it costs nobody the one that is there.

    Raises typer.Exit where there is none.
    """
    from stimmwerk.errors import EXIT_FAILED, EXIT_INTERRUPTED
    from stimmwerk.serving.keeping import build_arguments

    done = subprocess.run(
        [sys.executable, "-m", "stimmwerk", *build_arguments(str(script), options)],
        check=False,
        stdout=subprocess.DEVNULL,
    )
    if done.returncode == EXIT_INTERRUPTED or (done.returncode and not _page_file(board.build, script.stem).is_file()):
        raise typer.Exit(done.returncode if done.returncode > 0 else EXIT_FAILED)
    if done.returncode:
        board.troubles[script.stem] = f"stimmwerk build ended with {done.returncode}; the terminal says why."


def _page(root: Path, name: str) -> str:
    """The page's place below build/.  Raises UsageError where there is none."""
    from stimmwerk.errors import UsageError
    from stimmwerk.files import shown

    if not (path := _page_file(root / "build", name)).is_file():
        raise UsageError(
            f"there is no {shown(path)}",
            hint="make it first: stimmwerk build; or `page` is switched off under [exports] in show.toml",
        )
    return f"{quote(name)}/" if name else ""


def _page_file(build: Path, name: str) -> Path:
    from stimmwerk.exports.page.listing import FILE

    return build / name / FILE


def _open(address: str) -> None:
    """Opens the browser where there is one with windows: one in the terminal would take the terminal."""
    windows = sys.platform in ("darwin", "win32") or any(map(os.environ.get, ("BROWSER", "DISPLAY", "WAYLAND_DISPLAY")))
    if windows:
        # It may take its time, and the server may not wait for it.
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()
