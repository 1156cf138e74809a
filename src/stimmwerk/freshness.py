"""Whether the feed and the list of episodes are those of what lies under build/ now: no manifest is read for that."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from stimmwerk.digests import digest_of
from stimmwerk.files import sha256_of
from stimmwerk.program import program_digest
from stimmwerk.settings import SHOW_FILE
from stimmwerk.store import Store

#: What the store calls the state in which each was made.
FEED, LIST = "feed", "list"

# As in the module ``manifest``, which takes longer to import than all this takes.
_MANIFEST = "manifest.json"


def state_of_builds(root: Path) -> str:
    """A digest of the program, of show.toml, and of the size and the time of every episode's manifest."""
    manifests = sorted((root / "build").glob(f"*/{_MANIFEST}"))
    facts = [[path.parent.name, (found := path.stat()).st_size, found.st_mtime_ns] for path in manifests]
    return digest_of([program_digest(), sha256_of(root / SHOW_FILE), facts])


def remember(kind: str, files: Iterable[str], state: str, root: Path, store: Store) -> None:
    """Keeps that files of build/ are as they are, or not there, in a state of the builds."""
    store.put(kind, state, json.dumps({name: _digest(root, name) for name in files}).encode())


def is_fresh(kind: str, root: Path, store: Store) -> bool:
    """Whether the files that were made last are those of the builds' state now."""
    found = store.get(kind, state_of_builds(root))
    return found is not None and all(_digest(root, name) == digest for name, digest in json.loads(found).items())


def _digest(root: Path, name: str) -> str | None:
    path = root / "build" / name
    return sha256_of(path) if path.is_file() else None
