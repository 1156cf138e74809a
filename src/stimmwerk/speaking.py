"""Takes: every request spoken and polished, on all cores, each found in the store before it is made."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from stimmwerk.engines.base import Engine, EngineContext
from stimmwerk.engines.table import open_engine
from stimmwerk.errors import EngineError, SpeechFailed, StimmwerkError, Where
from stimmwerk.signal.loudness import loudness_of
from stimmwerk.signal.polish import Polish, polish
from stimmwerk.speech import SpeechRequest, WordMark, digest_of
from stimmwerk.store import Store

#: Raised whenever polishing gives other samples for the same settings.
POLISH_REVISION = 1

#: So many utterances are one task: enough to hide what a task costs, few enough to spread over cores.
BATCH = 8

#: A task that has not come back after so many seconds hangs.
PATIENCE_S = 120.0

KIND = "take"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A request to be spoken, and the line of the script that an error should name."""

    request: SpeechRequest
    where: Where


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """A polished take in the store.

    key: of the store; speech_key: the fingerprint of what was spoken; length: samples at the programme's rate;
    lufs: its loudness in its one channel, None where it cannot be measured; words: marks in the programme's rate,
    offsets in the request's text; made: it was not in the store before.
    """

    key: str
    speech_key: str
    length: int
    lufs: float | None
    words: tuple[WordMark, ...]
    made: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Studio:
    """Everything a worker needs to know: frozen, so that it can be sent anywhere.

    context: for engines; polish: how takes are polished; sample_rate: of the programme; store: the store's folder.
    """

    context: EngineContext
    polish: Polish
    sample_rate: int
    store: str


class Booth:
    """One worker's open engines.  Close it by ``with``."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._store = Store(Path(studio.store))
        self._open = ExitStack()
        self._engines: dict[str, Engine] = {}
        self._versions: dict[str, str] = {}

    def __enter__(self) -> Booth:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def engine(self, name: str) -> Engine:
        """The engine of that name, opened on first use."""
        if name not in self._engines:
            self._engines[name] = self._open.enter_context(open_engine(name, self._studio.context))
            self._versions[name] = self._engines[name].version()
        return self._engines[name]

    def take(self, job: Job) -> Take:
        """The take that a job asks for: out of the store, or spoken, polished and stored.

        Raises EngineError at the job's line.
        """
        request = job.request
        engine = self.engine(request.voice.engine)
        speech_key = request.fingerprint(self._versions[request.voice.engine])
        key = take_key(speech_key, self._studio)
        if (found := self._store.open_array(KIND, key)) is not None:
            samples, extra = found
            marks = tuple(WordMark(sample=a, start=b, stop=c) for a, b, c in extra["words"])
            return Take(
                key=key, speech_key=speech_key, length=len(samples), lufs=extra["lufs"], words=marks, made=False
            )
        try:
            take = polish(engine.speak(request), self._studio.polish, self._studio.sample_rate)
        except EngineError as cause:
            raise type(cause)(cause.message, where=job.where, hint=cause.hint) from cause
        except ValueError as cause:
            raise SpeechFailed(f"{cause}: {request.text[:60]!r}", where=job.where) from cause
        words = [[mark.sample, mark.start, mark.stop] for mark in take.words]
        measured = loudness_of(take.samples, self._studio.sample_rate)
        # Hundredths: what libraries of another version compute a little differently moves no level.
        lufs = None if measured is None else round(measured, 2)
        self._store.put_array(KIND, key, take.samples, {"words": words, "lufs": lufs})
        return Take(key=key, speech_key=speech_key, length=len(take.samples), lufs=lufs, words=take.words, made=True)


def take_key(speech_key: str, studio: Studio) -> str:
    """The store's key of a polished take: SHA-256 of the speech's fingerprint and of all that polishing depends on."""
    return digest_of(
        {
            "revision": POLISH_REVISION,
            "speech": speech_key,
            "polish": asdict(studio.polish),
            "sample_rate": studio.sample_rate,
        }
    )


Progress = Callable[[Sequence[Job]], None]


def speak_all(jobs: Sequence[Job], studio: Studio, workers: int, progress: Progress) -> dict[SpeechRequest, Take]:
    """A take for every job.

    workers: 1 speaks in this process; more is a pool of processes, in which a crash or a hang of an engine costs one
    turn, which the error names.  What is finished stays in the store whatever happens.
    progress: told of the jobs that are done.  Raises the first failure in the order of the jobs.
    """
    unique = list({job.request: job for job in jobs}.values())
    if workers <= 1 or len(unique) < BATCH:
        return _speak_here(unique, studio, progress)
    return _Pool(studio, workers, progress).run(unique)


def _speak_here(jobs: Sequence[Job], studio: Studio, progress: Progress) -> dict[SpeechRequest, Take]:
    takes = {}
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
