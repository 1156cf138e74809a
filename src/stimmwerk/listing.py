"""The list of a show's episodes on disk, build/index.html: made of what the builds have left in their manifests."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from stimmwerk.digests import digest_of
from stimmwerk.errors import InputError
from stimmwerk.exports.page.listing import FILE, listing_html
from stimmwerk.files import read_text, sha256_of, shown, unwritable, write_bytes
from stimmwerk.folders import CACHE
from stimmwerk.manifest import FILE as MANIFEST_FILE
from stimmwerk.manifest import Manifest
from stimmwerk.program import program_digest
from stimmwerk.settings import SHOW_FILE
from stimmwerk.show import Show
from stimmwerk.store import Store

#: What the store calls the state in which a list was made.
LIST = "list"

#: The format that is a page for each episode; a show that wants none has no list of them.
PAGE = "page"


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list that was made.

    path: the file, or None where the show wants none; episodes: newest first; changed: whether the file is another
    than before.
    """

    path: Path | None
    episodes: tuple[str, ...] = ()
    changed: bool = False


def refresh_list(show: Show, store: Store) -> Listing:
    """Makes build/index.html, where it is not so already; removes it where the show wants no pages.

    What another version of the program has built is left out until it is built again, and so are episodes that were
    built under another name than their script's.  Raises OutputError where the file cannot be written or removed.
    """
    path = show.build / FILE
    if PAGE not in show.settings.exports:
        made = Listing(path=None, changed=_removed(path))
    else:
        episodes = sorted(_finished(show.build), key=_place, reverse=True)
        data = listing_html(show.settings, episodes).encode("utf-8")
        names = tuple(episode.episode for episode in episodes)
        made = Listing(path=path, episodes=names, changed=_written(path, data))
    store.put(LIST, _state(show.root), json.dumps(_digest(show.root)).encode())
    return made


def list_is_fresh(root: Path, store: Store) -> bool:
    """Whether the list is the one that was made of what lies under build/ now; no manifest is read for that."""
    found = store.get(LIST, _state(root))
    return found is not None and json.loads(found) == _digest(root)


def _finished(build: Path) -> list[Manifest]:
    found = []
    for path in sorted(build.glob(f"*/{MANIFEST_FILE}")):
        if path.parent.name == CACHE:
            continue
        try:
            manifest = Manifest.from_json(read_text(path, InputError, "manifest"), shown(path))
        except InputError:
            continue
        if manifest.episode == path.parent.name == Path(manifest.publication.script).stem:
            found.append(manifest)
    return found


def _place(episode: Manifest) -> tuple[str, int, str]:
    """What episodes are ordered by."""
    facts = episode.publication
    return facts.date or "", facts.number or 0, episode.episode


def _state(root: Path) -> str:
    """A digest of the program, of show.toml, and of the size and the time of every episode's manifest."""
    stats = [(path.parent.name, path.stat()) for path in sorted((root / "build").glob(f"*/{MANIFEST_FILE}"))]
    facts = [[name, stat.st_size, stat.st_mtime_ns] for name, stat in stats]
    return digest_of([program_digest(), sha256_of(root / SHOW_FILE), facts])


def _digest(root: Path) -> str | None:
    """Of the list, or None where there is none."""
    try:
        return sha256_of(root / "build" / FILE)
    except OSError:
        return None


def _written(path: Path, data: bytes) -> bool:
    """Writes a file where it is not so already; gives whether it was another."""
    try:
        if path.read_bytes() == data:
            return False
    except OSError:
        pass  # it is not there, or cannot be read: writing will tell
    write_bytes(path, data)
    return True


def _removed(path: Path) -> bool:
    try:
        path.unlink()
    except FileNotFoundError:
        return False
    except OSError as cause:
        raise unwritable(path, cause) from cause
    return True
