"""stimmwerk lexicon."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stimmwerk.cli.common import language_given, result, tell

lexicon = typer.Typer(help="Read and write pronunciations as W3C PLS files.", no_args_is_help=True)


@lexicon.command("import")
def import_pls(
    file: Annotated[Path, typer.Argument(metavar="FILE.pls", help="A lexicon in the alphabet ipa.")],
    language: Annotated[
        str | None, typer.Option("--language", "-l", metavar="TAG", help="By default the one that the file names.")
    ] = None,
) -> None:
    """Write the words of a PLS file to the show's lexicon of its language; those that it has are replaced."""
    from stimmwerk.casting.pls import read_pls
    from stimmwerk.errors import LexiconError
    from stimmwerk.files import read_bytes, shown
    from stimmwerk.lexicons import add_entries, lexicon_path
    from stimmwerk.show import Show
    from stimmwerk.units import counted

    show = Show.find()
    read = read_pls(read_bytes(file, LexiconError, "PLS file"), shown(file))
    tag = language_given(language, by_default=read.language)
    path = lexicon_path(show, tag)
    replaced = add_entries(path, read.entries, tag)
    for line, why in read.skipped:
        tell(f"{shown(file)}:{line}: left out: {why}")
    tell(f"{counted(len(read.entries) - len(replaced), 'word')} added, {len(replaced)} replaced")
    result(shown(path))


@lexicon.command("export")
def export_pls(
    language: Annotated[
        str | None, typer.Option("--language", "-l", metavar="TAG", help="By default the show's.")
    ] = None,
    shipped: Annotated[bool, typer.Option("--shipped", help="With the words that come with the program.")] = False,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="By default it is printed.")
    ] = None,
) -> None:
    """Print the show's lexicon of a language as a PLS file."""
    from stimmwerk.casting.lexicon import Lexicon
    from stimmwerk.casting.pls import write_pls
    from stimmwerk.cli.engines import show_or_none
    from stimmwerk.files import shown, write_text
    from stimmwerk.shipped import over_shipped

    show = show_or_none()
    tag = language_given(language, by_default=show.settings.language if show else "de")
    lexicons = show.lexicons() if show else over_shipped({})
    layers = lexicons.get(tag.casefold().partition("-")[0], Lexicon()).layers()
    entries = {entry.key: entry for layer in reversed(layers if shipped else layers[:1]) for entry in layer.entries}
    text, left_out = write_pls(entries.values(), tag)
    if left_out:
        tell(f"left out, for PLS cannot say them: {', '.join(left_out)}")
    if output is None:
        result(text.rstrip("\n"))
        return
    write_text(output, text)
    result(shown(output))
