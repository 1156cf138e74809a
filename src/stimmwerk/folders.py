"""Where a show keeps what: its folder, the scripts in it, and which file an episode's name means."""

from __future__ import annotations

import os
from pathlib import Path

from stimmwerk.errors import ScriptError, ShowError, Where, did_you_mean
from stimmwerk.files import shown
from stimmwerk.settings import SHOW_FILE

#: The store's folder, under build/.
CACHE = "cache"

#: The feed's own name, and that of the list of episodes, in the folder that is put on the web: build/.
FEED, LIST = "feed.xml", "index.html"

#: The cover's, there and in the folder of every episode.
COVER = "cover.jpg"


def find_root(start: Path | None = None) -> Path:
    """The folder of the show that ``start`` (by default the working directory) lies in.

    Raises ShowError where there is none.
    """
    begin = (start or Path.cwd()).resolve()
    for folder in (begin, *begin.parents):
        if (folder / SHOW_FILE).is_file():
            return folder
    raise ShowError(
        f"there is no {SHOW_FILE} in {shown(begin)} or any folder above it",
        hint="go to a show's folder, or make one here with `stimmwerk init`",
    )


def store_folder(root: Path) -> Path:
    """Where a show keeps finished speech and sound."""
    return root / "build" / CACHE


def episodes(root: Path) -> tuple[str, ...]:
    """The names of a show's scripts, sorted."""
    return tuple(sorted(path.stem for path in (root / "episodes").glob("*.md")))


def script_path(root: Path, episode: str | None) -> Path:
    """The script of an episode, by its name in episodes/ or by the path of any file, which need not exist.

    None is the only episode of a show that has one.  Raises ScriptError with the nearest names, and for TOML.
    """
    if episode is None:
        names = episodes(root)
        if len(names) != 1:
            raise ScriptError(
                f"this show has {len(names)} episodes", hint=f"name one: {', '.join(names)}" if names else None
            )
        episode = names[0]
    in_show = root / "episodes" / f"{episode}.md"
    path = in_show if in_show.is_file() else Path(episode)
    if os.sep not in episode and "." not in episode and not path.exists():
        raise ScriptError(
            f"there is no episode {episode!r}",
            where=Where(shown(in_show.parent)),
            hint=did_you_mean(episode, episodes(root)),
        )
    if path.suffix == ".toml":
        raise ScriptError(
            "this is a file of settings, not a script",
            where=Where(shown(path)),
            hint=did_you_mean(path.stem, episodes(root)),
        )
    return path
