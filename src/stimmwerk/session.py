"""What a plan asks of the studio: the jobs, how takes are made, and which of them the store has."""

from __future__ import annotations

from pathlib import Path

from stimmwerk.errors import Where
from stimmwerk.levels import calibration_jobs
from stimmwerk.plan import Plan, context_of
from stimmwerk.show import Show
from stimmwerk.signal.polish import Polish
from stimmwerk.speaking import KIND, Job, Studio, take_key
from stimmwerk.speech import SpeechRequest
from stimmwerk.store import Store

#: The store's folder, under build/.
CACHE = "cache"

#: Speech has about so many characters a second; for progress and estimates only.
_CHARACTERS_A_SECOND = 15


def studio_of(show: Show) -> Studio:
    """How a show's takes are made and where they are kept."""
    return Studio(
        context=context_of(show),
        polish=Polish(),
        sample_rate=show.settings.mp3.sample_rate,
        store=str(show.build / CACHE),
    )


def store_of(show: Show) -> Store:
    """The show's store.  Raises OutputError where its folder holds something else."""
    return Store(show.build / CACHE)


def jobs_of(plan: Plan) -> list[Job]:
    """Everything that is spoken for an episode: its lines, then the texts by which the voices are levelled."""
    jobs = [
        Job(request=utterance.request, where=Where(plan.file, line.line))
        for line in plan.rundown.lines()
        for utterance in line.utterances
    ]
    return [*jobs, *calibration_jobs(plan.roles, Where(plan.cast.file))]


def about_seconds(request: SpeechRequest) -> float:
    """About how long a request will be as speech, in seconds, guessed from its text."""
    return len(request.text) / _CHARACTERS_A_SECOND


def kept_requests(plan: Plan, studio: Studio) -> frozenset[SpeechRequest]:
    """The requests of a plan whose takes the store has; nothing of them is read.

    Raises OutputError where the store's folder holds something else.
    """
    store = Store(Path(studio.store))
    return frozenset(
        job.request
        for job in jobs_of(plan)
        if store.has(KIND, take_key(job.request.fingerprint(plan.engines[job.request.voice.engine].version), studio))
    )
