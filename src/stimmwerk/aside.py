"""Something that is done aside, by a thread of its own, while this one waits for others."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Generic, TypeVar

T = TypeVar("T")


class Aside(Generic[T]):
    """A call that may be begun before its result is needed.  Close it by ``with``: what was begun is waited for."""

    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._thread = ThreadPoolExecutor(1)
        self._begun: Future[T] | None = None

    def begin(self) -> None:
        """Starts on it now."""
        if self._begun is None:
            self._begun = self._thread.submit(self._work)

    def result(self) -> T:
        """What the call gives, made here if it was not begun.  Raises what it raises."""
        return self._work() if self._begun is None else self._begun.result()

    def __enter__(self) -> Aside[T]:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown(cancel_futures=True)
