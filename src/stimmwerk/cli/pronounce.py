"""stimmwerk pronounce."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from typing import Annotated

import typer

from stimmwerk.cli.common import NO_INPUT, language_given, result
from stimmwerk.errors import UsageError


def pronounce(
    text: Annotated[
        str | None,
        typer.Argument(metavar="[TEXT | -]", help="What is to be spoken; - for the lines of standard input."),
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", "-l", metavar="TAG", help="Of the text; by default the show's.")
    ] = None,
    engine: Annotated[str, typer.Option("--engine", "-e", help="Which engine is asked.")] = "pyttsx3",
    voice: Annotated[
        str | None, typer.Option("--voice", metavar="ID", help="Which of its voices; by default the language's own.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a list of tokens as JSON, a line for each line.")
    ] = False,
) -> None:
    """Show what a text becomes: each token, how it is read, and the sounds that the engine really makes."""
    from dataclasses import replace

    from stimmwerk.casting.cast import Voice
    from stimmwerk.casting.lexicon import Lexicon
    from stimmwerk.cli.engines import engine_context, show_or_none
    from stimmwerk.engines.table import open_engine
    from stimmwerk.pronouncing import hearing, pronounced
    from stimmwerk.shipped import over_shipped

    show = show_or_none()
    tag = language_given(language, by_default=show.settings.language if show else "de")
    lexicons = show.lexicons() if show else over_shipped({})
    lexicon = lexicons.get(tag.casefold().partition("-")[0], Lexicon())
    spec = Voice(engine=engine, name=voice or tag, language=tag)
    with open_engine(engine, engine_context(show)) as opened:
        opened.check()
        if voice is None and "-" in tag:
            known = {info.language for info in opened.voices(tag)}
            spec = replace(spec, name=tag if tag in known else tag.partition("-")[0])
        opened.check_voice(spec)
        for line in _lines(text):
            tokens = pronounced(line, language=tag, lexicon=lexicon, engine=hearing(opened), voice=spec)
            if as_json:
                rows = [
                    {"text": t.text, "start": t.start, "end": t.stop, "spoken": t.spoken, "ipa": t.ipa} for t in tokens
                ]
                result(json.dumps(rows, ensure_ascii=False))
                continue
            width = max((len(token.text) for token in tokens), default=0)
            for token in tokens:
                spoken = "" if token.spoken == token.text else f"  {token.spoken}"
                result(f"{token.start:>5} {token.text:<{width}}  {token.ipa or '-'}{spoken}")


def _lines(text: str | None) -> Iterator[str]:
    if text is not None and text != "-":
        yield from text.splitlines()
        return
    if sys.stdin is None:
        raise UsageError(NO_INPUT)
    for line in sys.stdin:
        yield line.rstrip("\r\n")
