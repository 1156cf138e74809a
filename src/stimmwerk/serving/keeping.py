"""Makes episodes again when something changes: in a process of its own, by the very command that people use."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass

from stimmwerk.serving.board import Board
from stimmwerk.serving.watching import Concern, concerned

# What a message begins with on a terminal.
_PREFIX = re.compile(r"^stimmwerk: ", re.MULTILINE)

# What a Ctrl-C is; where there is no such signal, whatever ends a process.
_INTERRUPT = signal.SIGINT if os.name == "posix" else signal.SIGTERM

#: So long, in seconds, may a build that is told to end take to do so.
_PATIENCE = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """concern: what is kept up to date; options: of the build, as on the command line; tell: to the terminal."""

    concern: Concern
    board: Board
    options: Sequence[str]
    tell: Callable[[str], None]

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Keeps episodes up to date for as long as the block runs."""
        stop = asyncio.Event()
        task = asyncio.create_task(self._keep(stop))
        task.add_done_callback(self._ended)
        try:
            yield
        finally:
            stop.set()
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task

    async def _keep(self, stop: asyncio.Event) -> None:
        async with contextlib.aclosing(concerned(self.concern, stop)) as changes:
            async for names in changes:
                for name in names:
                    await self.make(name)

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Whoever relies on being kept up to date is told when that is over."""
        if not task.cancelled() and (cause := task.exception()) is not None:
            self.tell(f"changes are not seen any more: {cause}; start again")

    async def make(self, name: str) -> None:
        """Makes an episode again, and tells what came of it."""
        self.tell(f"{name}: something has changed")
        episode = str(self.concern.script) if self.concern.script else name
        before = self.board.state(name)
        process = await asyncio.create_subprocess_exec(
            *build_command(episode, self.options),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            # A Ctrl-C on the terminal reaches it by us, once.
            start_new_session=True,
        )
        try:
            _, talk = await process.communicate()
        finally:
            await _end(process)
        said = talk.decode("utf-8", "replace").strip()
        if process.returncode == 0:
            self.board.troubles.pop(name, None)
            self.tell(said.splitlines()[-1] if self.board.state(name) == before and said else said)
        else:
            self.board.troubles[name] = _PREFIX.sub("", said) or f"the build ended with {process.returncode}"
            self.tell(f"{said}\n{name}: the last episode that was made stays as it is")


def build_command(episode: str, options: Sequence[str]) -> tuple[str, ...]:
    """What builds an episode in a process of its own."""
    return (sys.executable, "-m", "stimmwerk", "build", episode, *options)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ends a build that is still at work; what it has finished is kept."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.send_signal(_INTERRUPT)
    try:
        await asyncio.wait_for(process.wait(), _PATIENCE)
    except TimeoutError:
        process.kill()
        await process.wait()
