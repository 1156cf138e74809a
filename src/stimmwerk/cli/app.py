"""The table of commands; one module each."""

from __future__ import annotations

from typing import Annotated

import typer

from stimmwerk import __version__
from stimmwerk.cli.audition import audition
from stimmwerk.cli.build import build
from stimmwerk.cli.cache import cache
from stimmwerk.cli.cast import cast
from stimmwerk.cli.check import check
from stimmwerk.cli.doctor import doctor
from stimmwerk.cli.export import export
from stimmwerk.cli.feed import feed
from stimmwerk.cli.fmt import fmt
from stimmwerk.cli.import_ import import_
from stimmwerk.cli.init import init
from stimmwerk.cli.lexicon import lexicon
from stimmwerk.cli.listen import listen
from stimmwerk.cli.planning import plan
from stimmwerk.cli.pronounce import pronounce
from stimmwerk.cli.revoice import revoice
from stimmwerk.cli.serve import serve
from stimmwerk.cli.sounds import sounds
from stimmwerk.cli.verify import verify
from stimmwerk.cli.voices import voices
from stimmwerk.cli.voices_get import get
from stimmwerk.cli.words import words

app = typer.Typer(
    name="stimmwerk",
    help="Turns a conversation on paper into a chaptered podcast episode.",
    epilog="Begin with `stimmwerk init` in an empty folder, then `stimmwerk build`.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"stimmwerk {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    _: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")] = False,
) -> None:
    pass


app.command("build")(build)
app.command("revoice")(revoice)
app.command("audition")(audition)
app.add_typer(cast, name="cast")
app.command("check")(check)
app.command("plan")(plan)
app.command("fmt")(fmt)
app.command("import")(import_)
voices.command("get")(get)
app.add_typer(voices, name="voices")
app.command("pronounce")(pronounce)
app.command("words")(words)
app.add_typer(lexicon, name="lexicon")
app.command("feed")(feed)
app.command("export")(export)
app.command("verify")(verify)
app.command("serve")(serve)
app.command("listen")(listen)
app.command("init")(init)
app.command("sounds")(sounds)
app.command("cache")(cache)
app.command("doctor")(doctor)
