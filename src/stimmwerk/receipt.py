"""What says that an episode is finished: everything that it was made of and everything that was made, by digest.

A build that finds the receipt of what it is asked for, and all files as the receipt names them, has nothing to do; to
know that takes no engine, no script and no sound.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stimmwerk.digests import digest_of
from stimmwerk.files import folder_digests, sha256_of
from stimmwerk.program import program_digest
from stimmwerk.settings import SHOW_FILE
from stimmwerk.store import Store

#: What the store calls receipts.
RECEIPT = "receipt"

#: Outputs of so many bytes are not read again while the system says that nobody has touched them: an hour of all sound
#: is more than a gigabyte.
_LARGE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What is asked for: the episode of a script, under a name, with a cast of the show, a cast's file, or None.

    draft: without the formats that drafts lack.
    """

    root: Path
    script: Path
    name: str
    cast: str | None
    draft: bool = False

    @property
    def folder(self) -> Path:
        """Where the episode lies."""
        return self.root / "build" / self.name

    def key(self) -> str | None:
        """The store's key of the receipt: SHA-256 of the order, of the program, and of the show's files.

        Of voices/ and audio/ every file counts, whether the episode needs it or not.  None where a file cannot be
        read: who reads it for its own sake will say so.
        """
        root, cast = self.root, self.cast
        try:
            facts = {
                "program": program_digest(),
                "name": self.name,
                "draft": self.draft,
                "script": [_from(root, self.script), sha256_of(self.script)],
                "show": sha256_of(root / SHOW_FILE),
                "cast": [cast, sha256_of(Path(cast)) if cast and Path(cast).is_file() else None],
                "folders": [_below(root / folder) for folder in ("voices", "audio")],
            }
        except OSError:
            return None
        return digest_of(facts)


def find_receipt(order: Order, key: str | None, store: Store, *, counts: bool = True) -> dict[str, Any] | None:
    """The summary of a finished episode, or None where something is missing, changed or was never finished.

    key: of the order; counts: whether this is a use of the receipt.
    """
    if key is None or (found := (store.get if counts else store.peek)(RECEIPT, key)) is None:
        return None
    receipt = json.loads(found)
    seen = receipt["seen"]
    untouched = {name for name, state in seen.items() if _state(order.folder / name) == state}
    outputs = {name: digest for name, digest in receipt["outputs"].items() if name not in untouched}
    parts = ((order.root, receipt["inputs"]), (order.folder, outputs))
    try:
        same = all(sha256_of(folder / name) == digest for folder, files in parts for name, digest in files.items())
    except OSError:
        return None
    summary: dict[str, Any] = receipt["summary"]
    return summary if same else None


def write_receipt(
    order: Order,
    key: str | None,
    store: Store,
    *,
    inputs: Mapping[str, str],
    outputs: Mapping[str, str],
    summary: Mapping[str, Any],
) -> None:
    """Keeps the receipt of an episode that was made and verified.

    key: of the order, as it was before anything was read; nothing is kept where it is another by now, or where an
    input lies outside the show.  inputs: path from the show's folder -> SHA-256; outputs: name in the episode's
    folder -> SHA-256; summary: what ``find_receipt`` will give.
    """
    if key is None or key != order.key() or not all((order.root / name).is_file() for name in inputs):
        return
    states = {name: _state(order.folder / name) for name in outputs}
    seen = {name: state for name, state in states.items() if state and state[0] >= _LARGE}
    receipt = {"inputs": dict(inputs), "outputs": dict(outputs), "seen": seen, "summary": dict(summary)}
    store.put(RECEIPT, key, json.dumps(receipt, sort_keys=True).encode("utf-8"))


def _state(path: Path) -> list[int] | None:
    """What changes whenever a file is written or replaced, its size first; None where there is none.

    The time of the last change of anything (``ctime``) cannot be set back.
    """
    try:
        facts = path.stat()
    except OSError:
        return None
    return [facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns, facts.st_ino]


def _below(folder: Path) -> dict[str, str]:
    return folder_digests(folder) if folder.is_dir() else {}


def _from(root: Path, path: Path) -> str:
    path = path.resolve()
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
