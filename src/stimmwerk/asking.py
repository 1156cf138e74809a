"""Speech that other machines make: many requests under way at a time, from this process, each kept as soon as it comes.

What is asked for waits for an answer and needs no core of ours, so threads do it, as many as the engine allows.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from queue import SimpleQueue

from stimmwerk.engines.base import Engine
from stimmwerk.errors import StimmwerkError
from stimmwerk.inspection import EngineFacts
from stimmwerk.recording import record
from stimmwerk.speech import SpeechRequest
from stimmwerk.store import Store
from stimmwerk.takes import SPEECH, TAKE, Booth, Job, Studio, keep_speech, take_key

Progress = Callable[[Sequence[Job]], None]


def to_ask(
    jobs: Sequence[Job], engines: Mapping[str, EngineFacts], studio: Studio, store: Store
) -> dict[SpeechRequest, Job]:
    """The jobs that other machines have to speak, because the store has neither their speech nor their takes."""
    wanted: dict[str, Job] = {}
    for job in jobs:
        request = job.request
        if not engines[request.voice.engine].parallel:
            continue
        # The same words in the same voice are one speech, whoever has the voice.
        if (key := studio.speech_key(request)) in wanted:
            continue
        if not store.has(SPEECH, key) and not store.has(TAKE, take_key(request, studio)):
            wanted[key] = job
    return {job.request: job for job in wanted.values()}


def ask(
    jobs: Sequence[Job], engines: Mapping[str, EngineFacts], studio: Studio, booth: Booth, progress: Progress
) -> frozenset[str]:
    """Speaks the jobs of ``to_ask`` and keeps what comes; gives the store's keys of it.

    progress: told of jobs that are done, from this thread.
    Raises the first failure in the order of the jobs, after all that was under way has come in and is kept.
    """
    for name in dict.fromkeys(job.request.voice.engine for job in jobs):
        mine = [job for job in jobs if job.request.voice.engine == name]
        _Asking(booth.engine(name), mine, studio, booth.store).run(engines[name].parallel, progress)
    return frozenset(studio.speech_key(job.request) for job in jobs)


class _Asking:
    """Jobs of one engine."""

    def __init__(self, engine: Engine, jobs: Sequence[Job], studio: Studio, store: Store) -> None:
        self._engine = engine
        self._studio = studio
        self._store = store
        self._jobs = jobs
        self._waiting = deque(enumerate(jobs))
        self._done: SimpleQueue[tuple[int, Exception | None] | None] = SimpleQueue()

    def run(self, threads: int, progress: Progress) -> None:
        threads = min(threads, len(self._jobs))
        for _ in range(threads):
            # Daemons: Ctrl-C waits for no server.
            threading.Thread(target=self._work, daemon=True).start()
        failures: dict[int, Exception] = {}
        try:
            while threads:
                if (done := self._done.get()) is None:
                    threads -= 1
                    continue
                number, failure = done
                if failure is None:
                    progress([self._jobs[number]])
                else:
                    failures[number] = failure
        finally:
            self._waiting.clear()
        if failures:
            raise failures[min(failures)]

    def _work(self) -> None:
        while True:
            try:
                number, job = self._waiting.popleft()
            except IndexError:
                break
            try:
                recorded = record(self._engine, job.request, job.where)
                keep_speech(self._store, self._studio.speech_key(job.request), recorded.speech)
            except StimmwerkError as failure:
                self._fail(number, failure)
            except Exception as bug:  # noqa: BLE001 - whatever it is, the thread that asked for it is to raise it
                self._fail(number, bug)
            else:
                self._done.put((number, None))
        self._done.put(None)

    def _fail(self, number: int, failure: Exception) -> None:
        self._waiting.clear()
        self._done.put((number, failure))
