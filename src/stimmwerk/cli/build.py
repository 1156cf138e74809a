"""stimmwerk build."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from stimmwerk.cli.common import CastOption, EpisodeArgument, JsonOption, result, result_json, tell
from stimmwerk.errors import EXIT_FAILED


def build(
    episode: EpisodeArgument = None,
    cast: CastOption = None,
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Build into build/NAME/ instead of the script's name.")
    ] = None,
    jobs: Annotated[
        int | None, typer.Option("--jobs", "-j", min=1, max=256, help="Work on so many CPUs (default: all usable).")
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Make an episode and verify it; prints the path of the MP3."""
    from stimmwerk.files import shown
    from stimmwerk.plan import make_plan
    from stimmwerk.produce import produce
    from stimmwerk.reporter import reporter_for
    from stimmwerk.show import Show
    from stimmwerk.speaking import usable_cpus
    from stimmwerk.units import clock

    begun = time.monotonic()
    show = Show.find()
    plan = make_plan(show, show.source(episode), cast_name=cast, name=name)
    with reporter_for() as reporter:
        for remark in plan.remarks:
            reporter.warn(str(remark))
        made = produce(plan, show, workers=jobs or usable_cpus(), reporter=reporter)
    took, verdict = time.monotonic() - begun, made.verdict
    tell(
        f"{clock(made.seconds)} in {len(made.manifest.chapters)} chapters and {len(made.manifest.turns)} turns; "
        f"{made.spoken} utterances spoken, {made.kept} kept; {made.encoded} blocks encoded, {made.blocks_kept} kept; "
        f"{took:.1f} s, {made.seconds / took:.0f} × real time"
    )
    failed = [row for row in verdict.rows if row.status == "fail"]
    for row in failed:
        tell(f"FAIL {row.name}: {row.figure} ({row.limit})")
    tell(
        f"verified: {sum(row.status == 'ok' for row in verdict.rows)} checks passed"
        + (f", {len(failed)} failed" if failed else "")
    )
    if as_json:
        result_json(
            {
                "mp3": shown(made.mp3),
                "seconds": made.seconds,
                "chapters": len(made.manifest.chapters),
                "turns": len(made.manifest.turns),
                "spoken": made.spoken,
                "kept": made.kept,
                "blocks_encoded": made.encoded,
                "blocks_kept": made.blocks_kept,
                "passed": verdict.passed,
                "failed": [row.name for row in failed],
            }
        )
    else:
        result(shown(made.mp3))
    if failed:
        raise typer.Exit(EXIT_FAILED)
