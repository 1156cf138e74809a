"""stimmwerk voices get."""

from __future__ import annotations

import shlex
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stimmwerk.cli.common import JsonOption, result, result_json

if TYPE_CHECKING:
    from stimmwerk.engines.base import EngineContext


def get(
    engine: Annotated[str, typer.Argument(metavar="ENGINE", help="Whose voices: piper.")],
    voice: Annotated[str | None, typer.Argument(metavar="[VOICE]", help="Such as de_DE-thorsten-medium.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Say where a voice can be had, and check it once it is here; nothing is downloaded."""
    from stimmwerk.cli.engines import engine_context, show_or_none
    from stimmwerk.engines.piper_source import checked, installed
    from stimmwerk.engines.table import engine_names
    from stimmwerk.errors import UsageError

    if engine not in engine_names():
        raise UsageError(
            f"there is no engine {engine!r}", hint=f"`stimmwerk voices get piper {engine}` asks for a voice of piper"
        )
    if engine != "piper":
        raise UsageError(f"the voices of the engine {engine!r} need not be got", hint="piper's do")
    context = engine_context(show_or_none())
    here = installed(context)
    if voice is not None and voice not in here:
        _say_where(voice, context, as_json=as_json)
        return
    found = [checked(name, context) for name in ([voice] if voice else here)]
    if as_json:
        result_json([asdict(one) for one in found])
        return
    for one in found:
        times = "tells when words begin" if one.word_times else "the times of words are estimated"
        speakers = f", {one.speakers} speakers" if one.speakers > 1 else ""
        result(f"{one.voice}: {one.language}, {one.sample_rate} Hz{speakers}, speaks on the {one.device}, {times}")
        result(f'  voice = "piper:{one.voice}"')
        result(f"  sha256 {one.sha256}")
    if voice is None:
        _say_where(None, context, as_json=False)


def _say_where(voice: str | None, context: EngineContext, *, as_json: bool) -> None:
    from stimmwerk.engines.piper_source import HOME, SAMPLES, show_folder, source_of

    folder = show_folder(context) or Path("voices/piper")
    if voice is None:
        result(f"Hear them: {SAMPLES}")
        result(f"All of them: {HOME}")
        result("`stimmwerk voices get piper NAME` says how to get one, and checks it when it is here.")
        return
    source = source_of(voice)
    if as_json:
        result_json({"voice": voice, "folder": str(folder), **asdict(source)})
        return
    where = shlex.quote(str(folder))
    result(f"# {voice} is not here.  Its licence: {source.card}")
    result(f"mkdir -p {where}")
    for address in (source.model, source.config):
        result(f"curl -fL --output-dir {where} -O {address}")
    result(f"stimmwerk voices get piper {voice}")
