"""Which episodes a changed file concerns, and what is watched for that."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterable
from contextlib import aclosing, suppress
from dataclasses import dataclass
from pathlib import Path

from stimmwerk.manifest import FILE as MANIFEST_FILE
from stimmwerk.settings import SHOW_FILE

#: Folders of a show; whatever changes in the last two may be heard in every episode.
_SCRIPTS, _SHARED = "episodes", ("voices", "audio")


#: Changes are told of when nothing more has changed for so many milliseconds: a file is often saved in several steps.
_QUIET_MS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """What is kept up to date.

    root: the show's folder; script: of the one episode, or None for all; more: files outside the show that belong to
    it, such as a cast.
    """

    root: Path
    script: Path | None = None
    more: tuple[Path, ...] = ()

    def folders(self) -> tuple[tuple[Path, bool], ...]:
        """(folder, whether with all below) that must be watched; only those that are there."""
        folders = {self.root: False} | {self.root / name: True for name in (_SCRIPTS, *_SHARED)}
        for file in (self.script, *self.more):
            if file is not None:
                folders.setdefault(file.parent, False)
        return tuple((folder, deep) for folder, deep in folders.items() if folder.is_dir())

    def concerns(self, changed: Iterable[Path]) -> tuple[str, ...]:
        """The names of the episodes that may have become others by these changes, sorted."""
        files = [path for path in changed if not any(part.startswith(".") for part in path.parts[-1:])]
        shared = any(
            file == self.root / SHOW_FILE
            or file in self.more
            or any(file.is_relative_to(self.root / name) for name in _SHARED)
            for file in files
        )
        if self.script is not None:
            return (self.script.stem,) if shared or self.script in files else ()
        scripts = {file.stem for file in files if file.parent == self.root / _SCRIPTS and file.suffix == ".md"}
        written = {name for name in scripts if (self.root / _SCRIPTS / f"{name}.md").is_file()}
        return tuple(sorted(written | (set(self._built()) if shared else set())))

    def _built(self) -> Iterable[str]:
        """Episodes of the show that were made before."""
        names = (path.parent.name for path in (self.root / "build").glob(f"*/{MANIFEST_FILE}"))
        return (name for name in names if (self.root / _SCRIPTS / f"{name}.md").is_file())


async def concerned(concern: Concern) -> AsyncGenerator[tuple[str, ...]]:
    """Whenever files change, the episodes that are concerned; changes that come together are told of together."""
    waiting: asyncio.Queue[tuple[str, ...]] = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        followers = _Followers(concern, group, waiting.put_nowait)
        try:
            followers.renew(())
            while True:
                names = set(await waiting.get())
                while not waiting.empty():
                    names.update(waiting.get_nowait())
                yield tuple(sorted(names))
        finally:
            followers.end()


class _Followers:
    """One task for each folder that is watched, and for those that come to be later."""

    def __init__(self, concern: Concern, group: asyncio.TaskGroup, tell: Callable[[tuple[str, ...]], None]) -> None:
        self._concern = concern
        self._group = group
        self._tell = tell
        self._ends: dict[Path, asyncio.Event] = {}

    def renew(self, moved: Iterable[Path]) -> list[Path]:
        """Follows what there is and is not followed yet, and anew what has come or gone; returns what it has begun."""
        for folder in self._ends.keys() & set(moved):
            self._ends.pop(folder).set()
        begun = [(folder, deep) for folder, deep in self._concern.folders() if folder not in self._ends]
        for folder, deep in begun:
            end = self._ends[folder] = asyncio.Event()
            self._group.create_task(self._follow(folder, deep, end))
        return [folder for folder, _ in begun]

    def end(self) -> None:
        """Ends all of them."""
        # Not by cancelling: a thread that waits for the system would be waited for.
        for end in self._ends.values():
            end.set()

    async def _follow(self, folder: Path, deep: bool, end: asyncio.Event) -> None:
        from watchfiles import Change, awatch

        # A folder may be gone before it is watched; when it comes again, so does the watch.
        with suppress(FileNotFoundError):
            watch = awatch(folder, step=_QUIET_MS, recursive=deep, stop_event=end)
            async with aclosing(watch) as changes:
                async for found in changes:
                    begun = self.renew({Path(path) for change, path in found if change != Change.modified})
                    # What lies in a new folder may have come before its watch; that begins as soon as it is its turn.
                    await asyncio.sleep(0)
                    there = (file for new in begun for file in (new, *new.rglob("*")))
                    if names := self._concern.concerns((*(Path(path) for _, path in found), *there)):
                        self._tell(names)
