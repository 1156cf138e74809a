"""stimmwerk cast."""

from __future__ import annotations

from typing import Annotated

import typer

from stimmwerk.cli.common import CastOption, EpisodeArgument, JsonOption, result, result_json, tell

cast = typer.Typer(help="Help with casts.", no_args_is_help=True)


@cast.callback()
def _group() -> None:
    pass


@cast.command("suggest")
def suggest(
    episode: EpisodeArgument = None,
    present: CastOption = None,
    engine: Annotated[
        list[str] | None,
        typer.Option("--engine", "-e", metavar="NAME", help="Voices of this engine; may be given again."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Print a cast for an episode: of the installed voices of its language, those that are farthest apart."""
    from stimmwerk.casting.casttext import cast_text
    from stimmwerk.session import store_of
    from stimmwerk.show import Show
    from stimmwerk.suggestion import suggest as find

    show = Show.find()
    source = show.source(episode)
    found = find(show, source, store=store_of(show), cast_name=present, engines=tuple(engine or ()))
    for voice, why in found.left_out:
        tell(f"left out: {voice}: {why}")
    for warning in found.likeness.warnings():
        tell(f"warning: {warning}")
    if as_json:
        result_json(
            {
                "script": source.file,
                "narrator": found.cast.narrator,
                "roles": [
                    {
                        "role": role.name,
                        "labels": list(role.labels),
                        "engine": role.voice.engine,
                        "language": role.voice.language,
                        "voice": role.voice.name,
                        "rate": role.voice.rate,
                        "pitch": role.voice.pitch,
                        "range": role.voice.range,
                        "settings": dict(role.voice.settings),
                    }
                    for role in found.cast.roles
                ],
                "candidates": found.candidates,
                "distinctness": found.likeness.to_json(),
            }
        )
        return
    remarks = [f"A cast for {source.file}, from {found.candidates} voices.", found.likeness.shown()]
    result(cast_text(found.cast, remarks).rstrip("\n"))
