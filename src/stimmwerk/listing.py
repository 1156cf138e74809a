"""The list of a show's episodes on disk, build/index.html: made of what the builds have left in their manifests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from stimmwerk.catalogue import LeftOut, catalogue_of, renewed
from stimmwerk.exports.feed import newest_first
from stimmwerk.exports.page.listing import FILE, listing_html
from stimmwerk.files import unwritable
from stimmwerk.freshness import LIST, remember, state_of_builds
from stimmwerk.show import Show
from stimmwerk.store import Store

#: The format that is a page for each episode; a show that wants none has no list of them.
PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list that was made.

    path: the file, or None where the show wants none; episodes: newest first, as in the feed; changed: whether the file
    is another than before.
    """

    path: Path | None
    episodes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    changed: bool = False


def refresh_list(show: Show, store: Store) -> Listing:
    """Makes build/index.html, where it is not so already; removes it where the show wants no pages.

    Raises OutputError where the file cannot be written or removed.
    """
    made, state = None, ""
    while made is None or state_of_builds(show.root) != state:
        # Another build may have finished while this list was made.
        state = state_of_builds(show.root)
        made = _made(show, changed=made is not None and made.changed)
    remember(LIST, (FILE,), state, show.root, store)
    return made


def _made(show: Show, *, changed: bool) -> Listing:
    path = show.build / FILE
    if PAGE not in show.settings.exports:
        return Listing(path=None, changed=_removed(path) or changed)
    catalogue = catalogue_of(show)
    episodes = newest_first(catalogue.episodes)
    return Listing(
        path=path,
        episodes=tuple(episode.episode for episode in episodes),
        left_out=catalogue.left_out,
        changed=renewed(path, listing_html(show.settings, episodes).encode("utf-8")) or changed,
    )


def _removed(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as cause:
        raise unwritable(path, cause) from cause
    return True
