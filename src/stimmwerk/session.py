"""What a plan asks of the studio: the jobs, how takes are made, and which of them the store has."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from stimmwerk.errors import Where
from stimmwerk.folders import store_folder
from stimmwerk.inspection import EngineFacts
from stimmwerk.levels import calibration_jobs
from stimmwerk.plan import Plan, context_of
from stimmwerk.show import Show
from stimmwerk.signal.polish import Polish
from stimmwerk.speech import SpeechRequest
from stimmwerk.store import Store
from stimmwerk.takes import SPEECH, TAKE, Job, Studio, take_key


def studio_of(show: Show, plan: Plan) -> Studio:
    """How the takes of an episode are made and where they are kept."""
    return studio_for(show, plan.engines)


def studio_for(show: Show, engines: Mapping[str, EngineFacts]) -> Studio:
    """The same for engines that speak, by their names."""
    return Studio(
        context=context_of(show),
        versions=tuple(sorted((name, facts.version) for name, facts in engines.items())),
        polish=Polish(),
        sample_rate=show.settings.mp3.sample_rate,
        store=str(store_folder(show.root)),
    )


def store_of(show: Show) -> Store:
    """The show's store.  Raises OutputError where its folder holds something else."""
    return Store(store_folder(show.root))


def jobs_of(plan: Plan) -> list[Job]:
    """Everything that is spoken for an episode: its lines, then the texts by which the voices are levelled."""
    jobs = [
        Job(request=utterance.request, where=Where(plan.file, line.line))
        for line in plan.rundown.lines()
        for utterance in line.utterances
    ]
    return [*jobs, *calibration_jobs(plan.roles, Where(plan.cast.file))]


def kept_requests(plan: Plan, studio: Studio) -> frozenset[SpeechRequest]:
    """The requests of a plan that need not be spoken, because the store has them; nothing of them is read.

    Raises OutputError where the store's folder holds something else.
    """
    store = Store(Path(studio.store))

    def kept(request: SpeechRequest) -> bool:
        key = studio.speech_key(request)
        return store.has(SPEECH, key) or store.has(TAKE, take_key(request, studio))

    return frozenset(job.request for job in jobs_of(plan) if kept(job.request))
