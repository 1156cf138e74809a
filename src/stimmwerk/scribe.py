"""Texts and drawings made aside: by a process of its own, while this one speaks and encodes.

After an edit nearly all sound is kept, and what stands beside it would take a third of the time.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.context import ForkProcess
from typing import TYPE_CHECKING, Any, Self

from stimmwerk.processes import deaf_to_ctrl_c, follow_parent

if TYPE_CHECKING:  # the process that is started before anything else imports them by itself
    from stimmwerk.exports.edition import Edition
    from stimmwerk.exports.table import Made
    from stimmwerk.formats import Format

#: A process that has not answered after so many seconds hangs.
_PATIENCE_S = 20.0

#: Longer episodes, in seconds, are not worth a second edition in memory: making their sound takes far longer.
_LONGEST_S = 4 * 3600

#: Nothing can be asked of a process that is not there any more, or never was.
_GONE = (OSError, EOFError)


class Scribe:
    """A process that makes the files of an edition, once ``start`` was called, and this one without.

    Whatever becomes of that process, the files are the same: what it has not made is made here.  Close it by ``with``.
    """

    def __init__(self) -> None:
        self._process: ForkProcess | None = None
        self._link: Connection[Any, Any] | None = None
        self._begun = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
            self._process = None
        if self._link is not None:
            self._link.close()
            self._link = None

    def start(self) -> None:
        """Starts it, unless it runs: as early as can be, for it has much to import.

        Forking is safe only on Linux, and there as long as there is one thread.
        """
        if self._process is not None or sys.platform != "linux" or _threads() > 1:
            return
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        with theirs, deaf_to_ctrl_c():
            self._process = context.Process(target=_serve, args=(theirs, ours), daemon=True)
            self._process.start()
        self._link = ours

    def begin(self, edition: Edition, wanted: Collection[str]) -> None:
        """Has it begin with all wanted formats that do not show how loud the episode is."""
        if self._link is None or edition.length > _LONGEST_S * edition.sample_rate:
            return
        with suppress(*_GONE):
            # It takes only a moment to send this to who waits for it, and might take for ever else.
            if self._link.poll():
                self._link.recv()
                self._link.send((edition, tuple(wanted)))
                self._begun = True

    def go_on(self, edition: Edition) -> None:
        """Tells it how loud the episode is, which is the same as before in all else."""
        if self._begun and self._link is not None:
            with suppress(*_GONE):
                self._link.send(edition.loudness)

    def made(self, edition: Edition, wanted: Collection[str]) -> Iterator[tuple[Format, str, bytes]]:
        """As ``exports.table.made``."""
        from stimmwerk.exports.table import made

        return made(edition, wanted, self._ready())

    def _ready(self) -> Mapping[str, Made]:
        found: dict[str, Made] = {}
        if self._begun and self._link is not None:
            with suppress(*_GONE):
                if self._link.poll(_PATIENCE_S):
                    found.update(self._link.recv())
        return found


def _threads() -> int:
    """How many this process has, libraries' own among them."""
    return len(os.listdir("/proc/self/task"))  # noqa: PTH208 - a count


_waiting: Scribe | None = None


def start_waiting() -> None:
    """Starts one for the first command that ``take_waiting``, before this process has imported much to be copied."""
    global _waiting  # noqa: PLW0603 - between a process that stands by and the command that it is told later
    _waiting = Scribe()
    _waiting.start()


def take_waiting() -> Scribe:
    """The one that waits, or a new one that is not started."""
    global _waiting
    scribe, _waiting = _waiting, None
    return scribe or Scribe()


def _serve(link: Connection[Any, Any], not_ours: Connection[Any, Any]) -> None:
    """The process.  It ends with the one that has started it, whose end of the line closes then."""
    follow_parent()
    # What was forked has both ends.
    not_ours.close()
    from stimmwerk.exports.table import MAKERS, SHOWING_LOUDNESS

    def make(edition: Edition, names: Collection[str]) -> dict[str, Made]:
        done: dict[str, Made] = {}
        for name in names:
            # Who wants it makes it again and hears what is wrong.
            with suppress(Exception):
                done[name] = MAKERS[name](edition)
        return done

    with suppress(*_GONE):
        link.send("ready")
        edition, wanted = link.recv()
        names = [name for name in wanted if name in MAKERS]
        done = make(edition, [name for name in names if name not in SHOWING_LOUDNESS])
        edition = replace(edition, loudness=link.recv())
        link.send(done | make(edition, [name for name in names if name in SHOWING_LOUDNESS]))
