"""stimmwerk audition."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stimmwerk.cli.building import JobsOption
from stimmwerk.cli.common import CastOption, result

_VOICE = "ID, ENGINE:ID, or either with what is to be set: de+pc-narr,rate=170,pitch=45."


def audition(
    *,
    episode: Annotated[str, typer.Argument(metavar="EPISODE", help="A script's name in episodes/, or its path.")],
    role: Annotated[str, typer.Option("--role", "-r", metavar="ROLE", help="Whose lines are read.")],
    voices: Annotated[
        list[str], typer.Option("--voices", metavar="VOICE...", help=f"Who reads, beside the present voice. {_VOICE}")
    ],
    more: Annotated[list[str] | None, typer.Argument(metavar="[VOICE...]", help="Further voices.")] = None,
    cast: CastOption = None,
    lines: Annotated[int, typer.Option("--lines", min=1, max=12, help="How many of the role's lines are read.")] = 4,
    blind: Annotated[bool, typer.Option("--blind", help="Shuffle the voices and hide who is who until asked.")] = False,
    jobs: JobsOption = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="By default build/auditions/EPISODE-ROLE.html."),
    ] = None,
) -> None:
    """Write a page on which a role's lines are heard in several voices, equally loud; prints its path."""
    from stimmwerk.audition import audition as hold
    from stimmwerk.casting.recast import parse_override
    from stimmwerk.engines.table import engine_names
    from stimmwerk.exports.page.audition import audition_html
    from stimmwerk.files import shown, write_text
    from stimmwerk.processes import usable_cpus
    from stimmwerk.session import store_of
    from stimmwerk.show import Show

    show = Show.find()
    source = show.source(episode)
    engines = engine_names()
    overrides = [
        parse_override(f"{role}={voice}", option="--voices", engines=engines) for voice in (*voices, *(more or ()))
    ]
    page = hold(
        show,
        source,
        role,
        overrides,
        store=store_of(show),
        cast_name=cast,
        count=lines,
        blind=blind,
        workers=jobs or usable_cpus(),
    )
    target = output or show.build / "auditions" / f"{source.name}-{role}.html"
    write_text(target, audition_html(page))
    result(shown(target))
