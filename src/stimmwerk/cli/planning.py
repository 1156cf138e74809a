"""stimmwerk plan."""

from __future__ import annotations

from typing import Annotated

import typer

from stimmwerk.cli.common import CastOption, EpisodeArgument, JsonOption, result, result_json
from stimmwerk.errors import EXIT_FAILED


def plan(
    episode: EpisodeArgument = None,
    cast: CastOption = None,
    name: Annotated[
        str | None, typer.Option("--as", metavar="NAME", help="Compare with build/NAME/ instead of the script's name.")
    ] = None,
    as_json: JsonOption = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit with 1 where a build would change anything.")
    ] = False,
) -> None:
    """Say what a build would do and why, turn by turn; writes nothing."""
    from dataclasses import asdict

    from stimmwerk.plan import make_plan
    from stimmwerk.session import kept_requests, studio_of
    from stimmwerk.show import Show
    from stimmwerk.staleness import last_build, staleness

    show = Show.find()
    made = make_plan(show, show.source(episode), cast_name=cast, name=name)
    found = staleness(
        made,
        show.settings,
        last_build(show.build / made.name),
        kept_requests=kept_requests(made, studio_of(show, made)),
    )
    if as_json:
        result_json({"episode": made.name, "up_to_date": found.up_to_date, **asdict(found)})
    else:
        for sentence in found.sentences():
            result(sentence)
        result(f"utterances: {found.to_speak} to speak (about {found.seconds:.0f} s of speech), {found.kept} kept")
    if exit_code and not found.up_to_date:
        raise typer.Exit(EXIT_FAILED)
