"""stimmwerk export."""

from __future__ import annotations

import time
from typing import Annotated

import typer

from stimmwerk.cli.building import AsOption, JobsOption, make
from stimmwerk.cli.common import CastOption, EpisodeArgument, JsonOption, result, result_json
from stimmwerk.errors import EXIT_FAILED, UsageError, did_you_mean

FormatsOption = Annotated[
    str, typer.Option("--formats", metavar="NAMES", help="Which, with commas: m4b, opus, flac, wav, stems, turns.")
]


def export(
    episode: EpisodeArgument = None,
    *,
    formats: FormatsOption,
    cast: CastOption = None,
    name: AsOption = None,
    jobs: JobsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write an episode's sound in further formats; prints their paths.

    The episode is built first where it is not finished.  What the show itself wants stands in show.toml; these files
    are beside that: later builds neither renew nor remove them.
    """
    from stimmwerk.files import shown
    from stimmwerk.folders import find_root, store_folder
    from stimmwerk.plan import make_plan
    from stimmwerk.show import Show
    from stimmwerk.store import Store

    begun = time.monotonic()
    wanted = _wanted(formats)
    store = Store(store_folder(find_root()))
    show = Show.find()
    plan = make_plan(show, show.source(episode), cast_name=cast, name=name)
    made = make(plan, show, store=store, jobs=jobs, begun=begun, more=wanted)
    produced = made.produced
    listed = [file for file, output in produced.manifest.outputs.items() if output.format in wanted]
    files = [shown(produced.folder / file) for file in (*listed, *produced.extra)]
    if as_json:
        result_json({"files": files, "passed": produced.verdict.passed})
    else:
        for file in files:
            result(file)
    if not produced.verdict.passed:
        raise typer.Exit(EXIT_FAILED)


def _wanted(formats: str) -> tuple[str, ...]:
    from stimmwerk.produce import SOUNDS

    names = tuple(dict.fromkeys(name.strip() for name in formats.split(",")))
    for name in names:
        if name not in SOUNDS:
            raise UsageError(
                f"{name!r} is no format of sound; there are {', '.join(SOUNDS)}", hint=did_you_mean(name, SOUNDS)
            )
    return names
