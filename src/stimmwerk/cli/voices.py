"""stimmwerk voices."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stimmwerk.cli.building import JobsOption
from stimmwerk.cli.common import JsonOption, result, result_json, tell

if TYPE_CHECKING:
    from stimmwerk.engines.base import Engine

voices = typer.Typer(help="List the voices of the installed engines, or hear one.", invoke_without_command=True)


@voices.callback()
def list_voices(
    context: typer.Context,
    language: Annotated[
        str | None,
        typer.Option("--language", "-l", metavar="TAG", help="Only voices of a language: its tag, de, or its name."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List what the installed engines offer: engine, id, language, gender."""
    if context.invoked_subcommand:
        return
    from dataclasses import asdict

    from stimmwerk.cli.engines import open_engines

    rows = []
    with open_engines(tell) as engines:
        tag = None if language is None else _tag(language, engines)
        for engine in engines:
            rows += [{"engine": engine.name, **asdict(voice)} for voice in engine.voices(tag)]
    if as_json:
        result_json(rows)
        return
    for row in rows:
        result(
            f"{row['engine']:<9} {row['id']:<24} {row['language']:<10} {row['gender'] or '-':<7} "
            f"{row['name']}{'  ' + row['note'] if row['note'] else ''}".rstrip()
        )


def _tag(language: str, engines: Sequence[Engine]) -> str:
    """A language's tag, of a tag or a name.  Raises UsageError where no voice is of that language in particular."""
    from stimmwerk.casting.languagenames import NAMES, tag_of
    from stimmwerk.errors import UsageError, did_you_mean

    tag = tag_of(language) or language
    # A tone is of whatever language it is asked for.
    every = [voice for engine in engines for voice in engine.voices()]
    particular = {voice.language.casefold() for voice in every if voice.language != "mul"}
    known = {voice.id for voice in every if voice.language != "mul"}
    if not any(voice.id in known for engine in engines for voice in engine.voices(tag)):
        raise UsageError(f"no voice here speaks {language!r}", hint=did_you_mean(language, particular | NAMES))
    return tag


@voices.command("hear")
def hear(
    voice: Annotated[str, typer.Argument(metavar="ID", help="A voice as `stimmwerk voices` lists it.")],
    engine: Annotated[str, typer.Option("--engine", "-e", help="Whose voice it is.")] = "pyttsx3",
    text: Annotated[str | None, typer.Option("--text", "-t", help="What to say, instead of the sample.")] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="By default build/voices/ID.wav.")
    ] = None,
) -> None:
    """Write a sentence in a voice, as an episode would have it, as a WAV file; prints its path."""
    from stimmwerk.cli.engines import show_or_none
    from stimmwerk.files import shown
    from stimmwerk.sample import write_sample

    show = show_or_none()
    target = output or (show.build if show else Path()) / "voices" / f"{voice.replace('/', '-')}.wav"
    write_sample(target, engine=engine, voice=voice, text=text, show=show)
    result(shown(target))


@voices.command("page")
def page(
    jobs: JobsOption = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="By default build/voices/casts.html.")
    ] = None,
) -> None:
    """Write a page on which the voices of every cast of the show are heard, equally loud; prints its path."""
    from stimmwerk.audition import casts_page
    from stimmwerk.exports.page.audition import audition_html
    from stimmwerk.files import shown, write_text
    from stimmwerk.processes import usable_cpus
    from stimmwerk.session import store_of
    from stimmwerk.show import Show

    show = Show.find()
    target = output or show.build / "voices" / "casts.html"
    write_text(target, audition_html(casts_page(show, store=store_of(show), workers=jobs or usable_cpus())))
    result(shown(target))
