"""How long each stage of a build takes, seen from where it reports."""

from __future__ import annotations

import time
from collections.abc import Callable

from stimmwerk.reporter import Reporter


class Stopwatch:
    """Passes everything on to a reporter, and takes the time.

    took: stage -> seconds from its begin to its last progress; begun: when it was made, by the clock.
    """

    def __init__(self, reporter: Reporter, clock: Callable[[], float] = time.monotonic) -> None:
        self._reporter = reporter
        self._clock = clock
        self._stage: str | None = None
        self._stage_begun = 0.0
        self.begun = clock()
        self.took: dict[str, float] = {}

    def stage(self, name: str, total: float) -> None:
        """See Reporter."""
        self._stage, self._stage_begun = name, self._clock()
        self.took[name] = 0.0
        self._reporter.stage(name, total)

    def advance(self, amount: float) -> None:
        """See Reporter."""
        if self._stage is not None:
            self.took[self._stage] = self._clock() - self._stage_begun
        self._reporter.advance(amount)

    def note(self, text: str) -> None:
        """See Reporter."""
        self._reporter.note(text)

    def warn(self, text: str) -> None:
        """See Reporter."""
        self._reporter.warn(text)
