"""Makes episodes again when something changes: in a process of its own, by the very command that people use."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from stimmwerk.serving.board import Board
from stimmwerk.serving.watching import Concern, concerned

# What a message begins with on a terminal.
_PREFIX = re.compile(r"^stimmwerk: ", re.MULTILINE)

# What a Ctrl-C is; where there is no such signal, whatever ends a process.
_INTERRUPT = signal.SIGINT if os.name == "posix" else signal.SIGTERM

#: So long, in seconds, may a build that is told to end take to do so.
_PATIENCE = 3.0


class Standby:
    """A process that has imported all that a build needs, so that a change is heard the sooner; ``close`` ends it."""

    def __init__(self) -> None:
        self._waiting: asyncio.subprocess.Process | None = None

    async def renew(self) -> None:
        """Starts one, if none waits."""
        if self._waiting is None or self._waiting.returncode is not None:
            self._waiting = await _started()

    async def take(self, arguments: Sequence[str]) -> asyncio.subprocess.Process:
        """A process that carries a command out, with its standard error as a pipe; arguments: of ``stimmwerk``."""
        await self.renew()
        process, self._waiting = self._waiting, None
        assert process is not None
        assert process.stdin is not None
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            process.stdin.write(f"{json.dumps(list(arguments))}\n".encode())
            await process.stdin.drain()
        process.stdin.close()
        return process

    async def close(self) -> None:
        """Ends the one that waits."""
        process, self._waiting = self._waiting, None
        if process is not None:
            await _end(process)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeper:
    """concern: what is kept up to date; options: of the build, as on the command line; tell: to the terminal."""

    concern: Concern
    board: Board
    options: Sequence[str]
    tell: Callable[[str], None]
    _standby: Standby = field(default_factory=Standby, init=False, repr=False, compare=False)

    @asynccontextmanager
    async def beside(self) -> AsyncIterator[None]:
        """Keeps episodes up to date for as long as the block runs."""
        task = asyncio.create_task(self._keep())
        task.add_done_callback(self._ended)
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await task
            await self._standby.close()

    async def _keep(self) -> None:
        await self._standby.renew()
        async with contextlib.aclosing(concerned(self.concern)) as changes:
            async for names in changes:
                for name in names:
                    await self.make(name)
                await self._standby.renew()

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Whoever relies on being kept up to date is told when that is over."""
        if not task.cancelled() and (cause := task.exception()) is not None:
            self.tell(f"changes are not seen any more: {cause}; start again")

    async def make(self, name: str) -> None:
        """Makes an episode again, and tells what came of it."""
        self.tell(f"{name}: something has changed")
        episode = str(self.concern.script) if self.concern.script else name
        before = self.board.state(name)
        process = await self._standby.take(build_arguments(episode, self.options))
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
            left = "the last episode that was made stays as it is" if before else "nothing that was made is left of it"
            self.tell(f"{said}\n{name}: {left}")


def build_arguments(episode: str, options: Sequence[str]) -> tuple[str, ...]:
    """What `stimmwerk` is given to build an episode."""
    return ("build", episode, *options)


def standby_command() -> tuple[str, ...]:
    """What starts a process that waits to be told what to do."""
    return (sys.executable, "-m", "stimmwerk.cli.standby")


async def _started() -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *standby_command(),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        # A Ctrl-C on the terminal reaches it by us, once.
        start_new_session=True,
    )


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
