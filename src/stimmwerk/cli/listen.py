"""stimmwerk listen."""

from __future__ import annotations

import shutil
import subprocess
import sys

from stimmwerk.cli.common import EpisodeArgument, result, tell

#: Programs that play a file and come back, best first, and what each is told.
_PLAYERS = (
    ("mpv", ("--no-video",)),
    ("ffplay", ("-nodisp", "-autoexit", "-loglevel", "error")),
    ("mpg123", ("-q",)),
    ("afplay", ()),
    ("cvlc", ("--play-and-exit", "--quiet")),
)
_OPENERS = {"darwin": "open", "linux": "xdg-open"}


def listen(episode: EpisodeArgument = None) -> None:
    """Play a finished episode where there is a player; prints where it lies."""
    from stimmwerk.errors import UsageError
    from stimmwerk.files import shown
    from stimmwerk.show import Show

    show = Show.find()
    name = show.source(episode).name
    mp3 = show.build / name / f"{name}.mp3"
    if not mp3.is_file():
        raise UsageError(f"there is no {shown(mp3)}", hint="make it first: stimmwerk build")
    result(shown(mp3))
    for player, options in _PLAYERS:
        if path := shutil.which(player):
            subprocess.run([path, *options, str(mp3)], check=False)
            return
    opener = shutil.which(_OPENERS.get(sys.platform, ""))
    if opener is None:
        tell("no player was found on this machine; open the file in any")
        return
    subprocess.run([opener, str(mp3)], check=False)
