"""stimmwerk plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from stimmwerk.cli.building import JobsOption
from stimmwerk.cli.common import CastOption, EpisodeArgument, JsonOption, result, result_json
from stimmwerk.errors import EXIT_FAILED

if TYPE_CHECKING:
    from stimmwerk.plan import Plan
    from stimmwerk.receipt import Order
    from stimmwerk.show import Show, Source
    from stimmwerk.speeds import Estimate, Speeds, Work


def plan(
    episode: EpisodeArgument = None,
    *,
    cast: CastOption = None,
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Compare with build/NAME/ instead of the script's name.")
    ] = None,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where a build would change anything.")
    ] = False,
) -> None:
    """Say what a build would do and why, turn by turn, and how long it will take; writes nothing."""
    from stimmwerk.plan import make_plan
    from stimmwerk.show import Show

    show = Show.find()
    source = show.source(episode)
    made = make_plan(show, source, cast_name=cast, name=name)
    up_to_date = show_plan(made, show, jobs=jobs, as_json=as_json, order=_order(show, source, made, cast))
    if exit_code and not up_to_date:
        raise typer.Exit(EXIT_FAILED)


def _order(show: Show, source: Source, made: Plan, cast: str | None) -> Order:
    """What a build of the plan is asked for."""
    from stimmwerk.receipt import Order

    return Order(root=show.root, script=source.path, name=made.name, cast=cast)


def show_plan(made: Plan, show: Show, *, jobs: int | None, as_json: bool, order: Order | None = None) -> bool:
    """Prints what a build of the plan would do and why; gives whether that is nothing.

    order: what the build would be asked for, where it looks for a receipt before it does anything.
    """
    from dataclasses import asdict

    from stimmwerk.costs import costs_of
    from stimmwerk.forecast import speeds_for, work_of
    from stimmwerk.processes import usable_cpus
    from stimmwerk.receipt import find_receipt
    from stimmwerk.session import jobs_of, kept_requests, store_of, studio_of
    from stimmwerk.speeds import NO_TIME
    from stimmwerk.staleness import last_build, staleness
    from stimmwerk.tuning import known_tuning

    workers = jobs or usable_cpus()
    last = last_build(show.build / made.name)
    store = store_of(show)
    studio = known_tuning(studio_of(show, made), made, show.settings.chain, store)
    kept = kept_requests(made, studio)
    found = staleness(made, show.settings, last, kept_requests=kept)
    work = work_of(made, show.settings, last.manifest, kept_requests=kept)
    speeds = speeds_for(show, workers)
    finished = found.up_to_date and order is not None and find_receipt(order, order.key(), store, counts=False)
    estimate = NO_TIME if finished else speeds.estimate(work)
    costs = costs_of(made, [r for r in dict.fromkeys(job.request for job in jobs_of(made)) if r not in kept])
    if as_json:
        result_json(
            {
                "episode": made.name,
                "up_to_date": found.up_to_date,
                **asdict(found),
                "length": work.length,
                "to_encode": work.encoding,
                "jobs": workers,
                "unmeasured": list(speeds.unmeasured(work)),
                "costs": [asdict(cost) for cost in costs],
                "takes": asdict(estimate) | {"whole": estimate.whole} if estimate else None,
            }
        )
    else:
        for sentence in found.sentences():
            result(sentence)
        result(f"utterances: {found.to_speak} to speak (about {found.seconds:.0f} s of speech), {found.kept} kept")
        for cost in costs:
            result(f"cost: {cost}")
        result(f"time: {_time(estimate, speeds, work)} (jobs: {workers})")
    return found.up_to_date


def _time(estimate: Estimate | None, speeds: Speeds, work: Work) -> str:
    if estimate is None:
        return f"no earlier measurement of {' and '.join(speeds.unmeasured(work))}"
    return (
        f"about {estimate.whole:.1f} s, of that {estimate.speech:.1f} s to speak, "
        f"{estimate.encoding:.1f} s to encode about {work.encoding:.0f} s of sound"
    )
