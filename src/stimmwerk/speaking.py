"""Speech on all cores: every take that the store does not have is made, on a pool of processes that may lose one."""

from __future__ import annotations

import multiprocessing
import multiprocessing.util
import os
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from multiprocessing.context import BaseContext
from pathlib import Path
from typing import Self

from stimmwerk.digests import digest_of
from stimmwerk.engines.table import self_contained
from stimmwerk.errors import EXIT_FAILED, SpeechFailed, StimmwerkError
from stimmwerk.processes import deaf_workers, follow_parent
from stimmwerk.recording import ATTEMPTS
from stimmwerk.scratch import TemporaryFolder
from stimmwerk.speech import SpeechRequest
from stimmwerk.store import Damage, Store
from stimmwerk.takes import Booth, Job, Studio, Take, kept_take

#: So many utterances are one task: enough to hide what a task costs, few enough to spread over cores.
BATCH = 8

#: A pool is ended after so many utterances, some two hours of sound, and another one started: loading an engine's
#: library for every utterance loses a little memory each time.
JOBS_OF_A_POOL = 2000

#: Starting a pool takes as long as speaking and polishing so many utterances in this process.
WORTH_A_POOL = 24

#: What the store calls the sign that a process is speaking by itself; one that is found says that it crashed.
CRUMB = "speaking"
_CRUMB_KEY = digest_of("this process speaks by itself")

#: A task that has not come back after so many seconds hangs; engines that other packages or programs are part of may
#: take this long for one take, and may be asked for it again.
PATIENCE_S = 120.0

Progress = Callable[[Sequence[Job]], None]


def speak_all(
    jobs: Sequence[Job],
    studio: Studio,
    workers: int,
    progress: Progress,
    *,
    store: Store | None = None,
    crew: Crew | None = None,
) -> dict[SpeechRequest, Take]:
    """A take for every job, in the order of the jobs.

    workers: 1 speaks in this process; more is a pool of processes, where there is enough to do for one, in which a
    crash or a hang of an engine costs one turn, which the error names.  Where a crash has ended this process once,
    the next try takes a pool however little there is to do.  What is finished stays in the store whatever happens.
    progress: told of the jobs that are done; store: the studio's, where it is open already; crew: workers that may have
    been started early.
    Raises the first failure in the order of the jobs.
    """
    unique = list({job.request: job for job in jobs}.values())
    store = store or Store(Path(studio.store))
    kept = {job.request: kept_take(store, studio, job.request) for job in unique}
    missing = [job for job in unique if kept[job.request] is None]
    if found := [job for job in unique if kept[job.request] is not None]:
        progress(found)
    crashed = store.has(CRUMB, _CRUMB_KEY)
    if workers <= 1 or (len(missing) < WORTH_A_POOL and not crashed):
        made = _speak_here(missing, studio, progress, store)
    else:
        made = _Pool(studio, crew or Crew(workers), progress, store).run(missing)
        store.remove(CRUMB, _CRUMB_KEY)
    return {request: take or made[request] for request, take in kept.items()}


def _speak_here(jobs: Sequence[Job], studio: Studio, progress: Progress, store: Store) -> dict[SpeechRequest, Take]:
    takes: dict[SpeechRequest, Take] = {}
    if not jobs:
        return takes
    store.put(CRUMB, _CRUMB_KEY, b"")
    try:
        with Booth(studio, store, planned_here=True) as booth:
            for job in jobs:
                takes[job.request] = booth.take(job)
                progress([job])
    finally:
        # What kills the process, an engine's crash, leaves it there.
        store.remove(CRUMB, _CRUMB_KEY)
    return takes


#: What became of jobs, in their order, and what was found damaged on the way.
_Results = tuple[list[Take | StimmwerkError], list[Damage]]

_booth: Booth | None = None


#: What a worker needs, imported once for all of them where they are forked.
_PRELOADED = ["stimmwerk.cli", "stimmwerk.speaking", "stimmwerk.engines.pyttsx3_engine", "pyttsx3", "mmap"]

# The fork server listens on a socket in the folder of temporary files, whose path may not be longer than 107 bytes.
_LONGEST_TEMPORARY_PATH = 60


def _processes() -> BaseContext:
    """How workers are started: on Linux they are forked from one that has imported everything, which saves each of
    them that time; elsewhere that is not safe or not to be had.
    """
    if sys.platform != "linux" or len(os.fsencode(tempfile.gettempdir())) > _LONGEST_TEMPORARY_PATH:
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    _keep_tidy()
    return context


# Held here as well: a process that is forked from this one lets go of all that the library is to tidy up, and nobody
# would hold the folder, which then goes.
_sockets: TemporaryFolder | None = None


def _keep_tidy() -> None:
    """Has the library put its sockets into a folder of ours, which goes even after a process that was killed."""
    global _sockets  # noqa: PLW0603 - as the library's own
    config: dict[str, str] = multiprocessing.current_process()._config  # type: ignore[attr-defined]  # no public way
    if "tempdir" not in config:
        _sockets = folder = TemporaryFolder("pool")
        config["tempdir"] = folder.name
        # As late as the library would remove its own: what still listens there has ended by then.
        multiprocessing.util.Finalize(None, folder.cleanup, exitpriority=-100)


def _start_worker() -> None:
    follow_parent()
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    # A parent that is killed tells nobody, and a worker holds both ends of the queue that it waits on.
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(EXIT_FAILED)


def _booth_of(studio: Studio) -> Booth:
    global _booth  # noqa: PLW0603 - a pool's worker has nowhere else to keep its engines
    if _booth is None:
        _booth = Booth(studio)
        # A process that was forked ends without what others do at their end.
        multiprocessing.util.Finalize(_booth, _booth.close, exitpriority=1)
    return _booth


def _work(studio: Studio, jobs: Sequence[Job]) -> _Results:
    """A worker's task.  The first failure ends it: what comes after is not wanted any more."""
    booth = _booth_of(studio)
    done: list[Take | StimmwerkError] = []
    for job in jobs:
        try:
            done.append(booth.take(job))
        except StimmwerkError as error:
            done.append(error)
            break
    damaged, booth.store.damaged = booth.store.damaged, []
    return done, damaged


class Crew:
    """Workers, which may be started before there is anything for them to do.  Close it by ``with``.

    count: how many; 1 is none, whoever asks for them speaks by itself.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._early: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._early is not None:
            _kill_workers(self._early)
            self._early.shutdown(wait=True, cancel_futures=True)

    def start_early(self) -> None:
        """Starts them now: they import what they need while this process is busy with something else."""
        if self.count < 2:
            return
        with deaf_workers():
            if _processes().get_start_method() == "forkserver":
                from multiprocessing import forkserver

                forkserver.ensure_running()
                return
            self._early = self._new(self.count)
            for _ in range(self.count):
                self._early.submit(_look_around)

    def pool(self, workers: int) -> ProcessPoolExecutor:
        """A pool of so many workers: the one that was started early, once, or a new one."""
        early, self._early = self._early, None
        return early or self._new(workers)

    def dismiss(self) -> None:
        """Ends the process that workers are forked from, which holds some 30 MB, once there is nothing more to speak.

        Who asks for workers later all the same has it started again.
        """
        if self.count < 2 or _processes().get_start_method() != "forkserver":
            return
        from multiprocessing import forkserver

        server = forkserver._forkserver
        if (pid := getattr(server, "_forkserver_pid", None)) is not None:
            # It has nothing to tidy up, and may still be importing what no worker will need.
            os.kill(pid, signal.SIGTERM)
            server._stop()  # type: ignore[attr-defined]  # there is no public way

    @staticmethod
    def _new(workers: int) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(workers, mp_context=_processes(), initializer=_start_worker)


def _look_around() -> None:
    """A worker's first task: to find it, all that speaking needs has been imported."""


class _Pool:
    """Jobs on a pool of processes that may lose a worker."""

    def __init__(self, studio: Studio, crew: Crew, progress: Progress, store: Store) -> None:
        self._studio = studio
        self._crew = crew
        self._store = store
        self._progress = progress
        self._takes: dict[SpeechRequest, Take] = {}
        self._failures: dict[int, StimmwerkError] = {}

    def run(self, jobs: Sequence[Job]) -> dict[SpeechRequest, Take]:
        """A take for every job, or the first failure."""
        order = {job.request: number for number, job in enumerate(jobs)}
        waiting = deque(_batches(jobs))
        while waiting and not self._failures:
            # One of these killed its worker or hangs; one after another, each shows what it does.
            lost = self._round(waiting, order, self._crew.count)
            suspects = deque([job] for batch in lost for job in batch)
            while suspects and not self._failures:
                for culprit in self._round(suspects, order, 1):
                    # Whatever it was, it may have come from outside: it gets a second chance.
                    if self._round(deque([culprit]), order, 1):
                        raise _crashed(culprit[0])
        if self._failures:
            raise self._failures[min(self._failures)]
        return self._takes

    def _round(self, waiting: deque[list[Job]], order: dict[SpeechRequest, int], workers: int) -> list[list[Job]]:
        """Runs batches until none waits, the pool is worn out or a worker is lost; gives back those that were under way
        then.

        No more are under way than keep the workers busy: one worker has one, and that is the one it dies of.
        """
        under_way: dict[Future[_Results], list[Job]] = {}
        lost: list[list[Job]] = []
        left = JOBS_OF_A_POOL
        pool = self._crew.pool(workers)
        try:
            while ((waiting and left > 0) or under_way) and not lost and not self._failures:
                # A pool that breaks meanwhile takes nothing more; what is under way says so.
                with deaf_workers(), suppress(BrokenProcessPool):
                    while waiting and left > 0 and len(under_way) < (workers + 1 if workers > 1 else 1):
                        future = pool.submit(_work, self._studio, waiting[0])
                        under_way[future] = waiting.popleft()
                        left -= len(under_way[future])
                if not under_way:
                    break
                done, _ = wait(under_way, timeout=_patience(under_way.values()), return_when=FIRST_COMPLETED)
                if not done:
                    _kill_workers(pool)
                for future in done:
                    batch = under_way.pop(future)
                    try:
                        self._keep(batch, future.result(), order)
                    except BrokenProcessPool:
                        lost.append(batch)
            return [*lost, *(under_way.values() if lost else ())]
        except BaseException:
            # Ctrl-C does not wait for what an engine is at.
            _kill_workers(pool)
            raise
        finally:
            pool.shutdown(wait=True, cancel_futures=True)

    def _keep(self, batch: list[Job], found: _Results, order: dict[SpeechRequest, int]) -> None:
        results, damaged = found
        self._store.damaged += damaged
        for job, result in zip(batch, results, strict=False):
            if isinstance(result, StimmwerkError):
                self._failures[order[job.request]] = result
            else:
                self._takes[job.request] = result
        self._progress(batch)


def _batches(jobs: Sequence[Job]) -> Iterator[list[Job]]:
    """Jobs in tasks: those of engines that may be slow are tasks of their own."""
    quick = [job for job in jobs if self_contained(job.request.voice.engine)]
    yield from (quick[at : at + BATCH] for at in range(0, len(quick), BATCH))
    yield from ([job] for job in jobs if not self_contained(job.request.voice.engine))


def _patience(batches: Iterable[Sequence[Job]]) -> float:
    engines = {job.request.voice.engine for batch in batches for job in batch}
    return PATIENCE_S * (1 if all(map(self_contained, engines)) else ATTEMPTS)


def _kill_workers(pool: Executor) -> None:
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.kill()


def _crashed(job: Job) -> SpeechFailed:
    return SpeechFailed(
        f"the engine {job.request.voice.engine!r} crashed or hung on {job.request.text[:60]!r}",
        where=job.where,
        hint='say it in other words, or spell out what is unusual in it: [text]{say="..."}',
    )
