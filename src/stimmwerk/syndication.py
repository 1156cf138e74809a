"""The feed of a show on disk: made of what the episodes under build/ have left in their manifests."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from stimmwerk import __version__
from stimmwerk.artwork import show_cover
from stimmwerk.catalogue import LeftOut, catalogue_of, renewed
from stimmwerk.exports.feed import FILE, Shelf, feed_xml, newest_first
from stimmwerk.files import unwritable
from stimmwerk.folders import COVER
from stimmwerk.freshness import FEED, remember, state_of_builds
from stimmwerk.manifest import Manifest
from stimmwerk.settings import SHOW_FILE
from stimmwerk.show import Show
from stimmwerk.store import Store

_GENERATOR = "Stimmwerk"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed that was made.

    path: the file, or None where the show wants none; address: where it is to stand; episodes: newest first;
    changed: whether the file is another than before; remarks: what directories would not like.
    """

    path: Path | None
    address: str | None = None
    episodes: tuple[str, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    remarks: tuple[str, ...] = ()
    changed: bool = False


def refresh_feed(show: Show, store: Store) -> Feed:
    """Makes build/feed.xml and the cover beside it; writes only what has changed.

    A show without ``url``, or with the feed switched off, has none: one that an earlier build made is removed.
    Raises OutputError where a file cannot be written, ShowError for a cover that is missing or no picture.
    """
    made, state = None, ""
    while made is None or state_of_builds(show.root) != state:
        # Another build may have finished while this feed was made.
        state = state_of_builds(show.root)
        made = _made(show, store, changed=made is not None and made.changed)
    remember(FEED, (FILE, COVER), state, show.root, store)
    return made


def _made(show: Show, store: Store, *, changed: bool) -> Feed:
    files = (show.build / FILE, show.build / COVER)
    if not show.settings.has_feed:
        return Feed(path=None, changed=_removed(files) or changed)
    catalogue = catalogue_of(show)
    chosen = catalogue.episodes
    shelf = Shelf(url=show.settings.url.rstrip("/"), cover=COVER)
    made = (feed_xml(show.settings, shelf, chosen, f"{_GENERATOR} {__version__}"), show_cover(show, store).data)
    written = [renewed(path, data) for path, data in zip(files, made, strict=True)]
    return Feed(
        path=files[0],
        address=shelf.feed,
        episodes=tuple(episode.episode for episode in newest_first(chosen)),
        left_out=catalogue.left_out,
        remarks=tuple(_remarks(show, chosen)),
        changed=any(written) or changed,
    )


def _remarks(show: Show, episodes: Sequence[Manifest]) -> list[str]:
    settings = show.settings
    found = []
    if not settings.feed.categories:
        found.append(f"{FILE} names no category, which directories ask for: add categories to [feed] in {SHOW_FILE}")
    for episode in episodes:
        facts = episode.publication
        # Of a script that lies elsewhere only its name is known.
        if facts.script.startswith("episodes/") and not (show.root / facts.script).exists():
            found.append(
                f"the script of build/{episode.episode} is gone, {facts.script}, and its episode stays in {FILE}: "
                "remove the folder if it has another name now or is not to be heard any more"
            )
        elif facts.date is None:
            remedy = (
                "add `date:` at its top"
                if facts.script.endswith(".md")
                else "import it, and add `date:` to the script in episodes/"
            )
            found.append(f"{facts.script} has no date, so {FILE} puts it at the end: {remedy}")
        address = f"{settings.url.rstrip('/')}/"
        if facts.address is None or not facts.address.startswith(address):
            found.append(f"build/{episode.episode} was made for another address than {address}: build it again")
    return found


def _removed(files: tuple[Path, Path]) -> bool:
    """Removes a feed and its cover, unless somebody else has made the feed; gives whether there was one."""
    feed = files[0]
    try:
        if f"<generator>{_GENERATOR} ".encode() not in feed.read_bytes():
            return False
        for path in files:
            path.unlink(missing_ok=True)
    except FileNotFoundError:
        return False
    except OSError as cause:
        raise unwritable(feed, cause) from cause
    return True
