"""What a producer sees while an episode is made: progress to a terminal, plain lines elsewhere; always to stderr."""

from __future__ import annotations

import os
import sys
from types import TracebackType
from typing import Protocol, Self, TextIO

from stimmwerk.units import clock

#: What the environment variable CI says where it is not meant; every CI service sets it to something else.
_NO = ("", "0", "false", "no")


class Reporter(Protocol):
    """Who is told of the work.  Stages follow one another; all calls come from one thread at a time."""

    def stage(self, name: str, total: float) -> None:
        """A stage begins; total: what ``advance`` will add up to, in seconds of sound."""
        ...

    def advance(self, amount: float) -> None:
        """So much more of the stage is done."""
        ...

    def note(self, text: str) -> None:
        """Something worth knowing."""
        ...

    def warn(self, text: str) -> None:
        """Something that a producer should look at; the work goes on."""
        ...


class Quiet:
    """Tells nobody anything but warnings, which it keeps."""

    def __init__(self) -> None:
        self.warnings: list[str] = []

    def stage(self, name: str, total: float) -> None:
        """See Reporter."""

    def advance(self, amount: float) -> None:
        """See Reporter."""

    def note(self, text: str) -> None:
        """See Reporter."""

    def warn(self, text: str) -> None:
        """See Reporter."""
        self.warnings.append(text)


class Lines:
    """Plain lines, for logs: notes and warnings, no progress."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream or sys.stderr

    def stage(self, name: str, total: float) -> None:
        """See Reporter."""

    def advance(self, amount: float) -> None:
        """See Reporter."""

    def note(self, text: str) -> None:
        """See Reporter."""
        print(text, file=self._stream)

    def warn(self, text: str) -> None:
        """See Reporter."""
        self.note(f"warning: {text}")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass


class Terminal(Lines):
    """One line a stage on a terminal: how much sound is done, how many times real time it runs, and the time left."""

    def __init__(self) -> None:
        super().__init__()
        from rich.console import Console
        from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn, TimeRemainingColumn
        from rich.table import Column
        from rich.text import Text

        class RealTimeFactor(ProgressColumn):
            """Seconds of sound done a second."""

            def render(self, task: Task) -> Text:
                speed = task.finished_speed or task.speed
                return Text(f"{speed:.0f} × real time" if speed else "", style="dim")

        class Done(ProgressColumn):
            """Sound done, of all there is to do."""

            def render(self, task: Task) -> Text:
                return Text(f"{clock(task.completed)} of {clock(task.total or 0)}")

        self._progress = Progress(
            TextColumn("{task.description:<10}", table_column=Column(no_wrap=True)),
            BarColumn(bar_width=None),
            TextColumn("{task.percentage:>3.0f} %", table_column=Column(no_wrap=True)),
            Done(Column(no_wrap=True)),
            RealTimeFactor(Column(no_wrap=True)),
            TimeRemainingColumn(table_column=Column(no_wrap=True)),
            console=Console(stderr=True),
            expand=True,  # the bar takes what is left: a stage is one line on a narrow terminal too
        )
        self._task: TaskID | None = None

    def stage(self, name: str, total: float) -> None:
        """See Reporter."""
        self._finish()
        self._task = self._progress.add_task(name, total=max(total, 1e-9))

    def advance(self, amount: float) -> None:
        """See Reporter."""
        if self._task is not None:
            self._progress.advance(self._task, amount)

    def note(self, text: str) -> None:
        """See Reporter."""
        self._progress.console.print(text, markup=False, highlight=False)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self._finish()
        self._progress.stop()

    def _finish(self) -> None:
        # What a stage will add up to is an estimate; once it is over it is all done.
        if self._task is not None:
            task = self._progress.tasks[self._task]
            self._progress.update(self._task, completed=task.total)


def reporter_for(stream: TextIO | None = None) -> Terminal | Lines:
    """A terminal's reporter on a terminal, plain lines elsewhere: in a file, in CI, on a terminal that only types."""
    stream = stream or sys.stderr
    plain = os.environ.get("CI", "").casefold() not in _NO or os.environ.get("TERM") == "dumb"
    return Lines(stream) if plain or not stream.isatty() else Terminal()
