"""stimmwerk build."""

from __future__ import annotations

import time

from stimmwerk.cli.building import AsOption, DryRunOption, JobsOption, make, report
from stimmwerk.cli.common import CastOption, EpisodeArgument, JsonOption


def build(
    episode: EpisodeArgument = None,
    *,
    cast: CastOption = None,
    name: AsOption = None,
    jobs: JobsOption = None,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make an episode and verify it; prints the path of the MP3."""
    from stimmwerk.cli.planning import show_plan
    from stimmwerk.plan import make_plan, memo_of
    from stimmwerk.session import store_of
    from stimmwerk.show import Show

    begun = time.monotonic()
    show = Show.find()
    memo = memo_of(show, store_of(show))
    plan = make_plan(show, show.source(episode), cast_name=cast, name=name, memo=memo)
    if dry_run:
        show_plan(plan, show, jobs=jobs, as_json=as_json)
    else:
        memo.keep()
        report(make(plan, show, jobs=jobs, begun=begun), as_json)
