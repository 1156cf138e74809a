"""Speech on all cores: every take that the store does not have is made, on a pool of processes that may lose one."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path

from stimmwerk.errors import SpeechFailed, StimmwerkError
from stimmwerk.speech import SpeechRequest
from stimmwerk.store import Store
from stimmwerk.takes import Booth, Job, Studio, Take, kept_take

#: So many utterances are one task: enough to hide what a task costs, few enough to spread over cores.
BATCH = 8

#: Starting a pool takes as long as speaking and polishing so many utterances in this process.
WORTH_A_POOL = 24

#: A task that has not come back after so many seconds hangs.
PATIENCE_S = 120.0

Progress = Callable[[Sequence[Job]], None]


def speak_all(jobs: Sequence[Job], studio: Studio, workers: int, progress: Progress) -> dict[SpeechRequest, Take]:
    """A take for every job, in the order of the jobs.

    workers: 1 speaks in this process; more is a pool of processes, where there is enough to do for one, in which a
    crash or a hang of an engine costs one turn, which the error names.  What is finished stays in the store whatever
    happens.  progress: told of the jobs that are done.  Raises the first failure in the order of the jobs.
    """
    unique = list({job.request: job for job in jobs}.values())
    store = Store(Path(studio.store))
    kept = {job.request: kept_take(store, studio, job.request) for job in unique}
    missing = [job for job in unique if kept[job.request] is None]
    if found := [job for job in unique if kept[job.request] is not None]:
        progress(found)
    if workers <= 1 or len(missing) < WORTH_A_POOL:
        made = _speak_here(missing, studio, progress)
    else:
        made = _Pool(studio, workers, progress).run(missing)
    return {request: take or made[request] for request, take in kept.items()}


def _speak_here(jobs: Sequence[Job], studio: Studio, progress: Progress) -> dict[SpeechRequest, Take]:
    takes: dict[SpeechRequest, Take] = {}
    with Booth(studio) as booth:
        for job in jobs:
            takes[job.request] = booth.take(job)
            progress([job])
    return takes


_booth: Booth | None = None


def _open_booth(studio: Studio) -> None:
    global _booth  # noqa: PLW0603 - a pool's worker has nowhere else to keep its engines
    # Ctrl-C reaches every process of the terminal; the parent alone decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _booth = Booth(studio)


def _work(jobs: Sequence[Job]) -> list[Take | StimmwerkError]:
    """A worker's task.  The first failure ends it: what comes after is not wanted any more."""
    assert _booth is not None
    done: list[Take | StimmwerkError] = []
    for job in jobs:
        try:
            done.append(_booth.take(job))
        except StimmwerkError as error:
            return [*done, error]
    return done


class _Pool:
    """Jobs on a pool of processes that may lose a worker."""

    def __init__(self, studio: Studio, workers: int, progress: Progress) -> None:
        self._studio = studio
        self._workers = workers
        self._progress = progress
        self._takes: dict[SpeechRequest, Take] = {}
        self._failures: dict[int, StimmwerkError] = {}

    def run(self, jobs: Sequence[Job]) -> dict[SpeechRequest, Take]:
        """A take for every job, or the first failure."""
        batches = [list(jobs[at : at + BATCH]) for at in range(0, len(jobs), BATCH)]
        order = {job.request: number for number, job in enumerate(jobs)}
        lost = self._round(batches, order, self._workers)
        if lost and not self._failures:
            # One of these killed its worker or hangs; alone, each shows what it does.
            for batch in lost:
                for job in batch:
                    if self._round([[job]], order, 1):
                        raise _crashed(job)
        if self._failures:
            raise self._failures[min(self._failures)]
        return self._takes

    def _round(self, batches: list[list[Job]], order: dict[SpeechRequest, int], workers: int) -> list[list[Job]]:
        """Runs batches; gives back those that were lost with a worker."""
        lost: list[list[Job]] = []
        context = multiprocessing.get_context("spawn")
        pool = ProcessPoolExecutor(workers, mp_context=context, initializer=_open_booth, initargs=(self._studio,))
        try:
            with _deaf_to_ctrl_c():
                waiting = {pool.submit(_work, batch): batch for batch in batches}
            for future in _as_they_come(waiting, pool):
                batch = waiting[future]
                try:
                    results = future.result(timeout=0)
                except (BrokenProcessPool, TimeoutError):
                    lost.append(batch)
                    continue
                self._keep(batch, results, order)
                if self._failures:
                    break
        finally:
            pool.shutdown(wait=True, cancel_futures=True)
        return lost

    def _keep(self, batch: list[Job], results: list[Take | StimmwerkError], order: dict[SpeechRequest, int]) -> None:
        for job, result in zip(batch, results, strict=False):
            if isinstance(result, StimmwerkError):
                self._failures[order[job.request]] = result
            else:
                self._takes[job.request] = result
        self._progress(batch)


@contextmanager
def _deaf_to_ctrl_c() -> Iterator[None]:
    """Processes that are started meanwhile take no notice of Ctrl-C, not even while they start; ours waits for us."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _as_they_come(
    waiting: dict[Future[list[Take | StimmwerkError]], list[Job]], pool: Executor
) -> Iterator[Future[list[Take | StimmwerkError]]]:
    """Futures as they are done.  Where none is done for a long time, the workers are killed and the rest is lost."""
    left = set(waiting)
    while left:
        done, left = wait(left, timeout=PATIENCE_S, return_when=FIRST_COMPLETED)
        if not done:
            for process in getattr(pool, "_processes", {}).values():
                process.kill()
        yield from sorted(done, key=lambda future: list(waiting).index(future))


def _crashed(job: Job) -> SpeechFailed:
    return SpeechFailed(
        f"the engine {job.request.voice.engine!r} crashed or hung on {job.request.text[:60]!r}",
        where=job.where,
        hint='say it in other words, or spell out what is unusual in it: [text]{say="..."}',
    )


def usable_cpus() -> int:
    """How many CPUs this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
