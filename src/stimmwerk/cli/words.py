"""stimmwerk words."""

from __future__ import annotations

from typing import Annotated

import typer

from stimmwerk.cli.common import CastOption, EpisodeArgument, JsonOption, language_given, result, result_json, tell


def words(
    episode: EpisodeArgument = None,
    cast: CastOption = None,
    add: Annotated[
        list[str] | None,
        typer.Option(
            "--add",
            metavar="ENTRY",
            help='Write an entry to the show\'s lexicon: "WORD=IPA", "WORD=say=respelling", "WORD=lang=en". '
            "May be given several times.",
        ),
    ] = None,
    language: Annotated[
        str | None,
        typer.Option("--language", "-l", metavar="TAG", help="Of the lexicon for --add; the show's by default."),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """List every word that is not plain text of the voice's language, with its sounds, the least certain first."""
    from dataclasses import asdict

    from stimmwerk.files import shown
    from stimmwerk.lexicons import add_entries, lexicon_path, parse_addition
    from stimmwerk.plan import context_of, make_plan
    from stimmwerk.show import Show
    from stimmwerk.wordlist import words_of

    show = Show.find()
    if add:
        entries = [parse_addition(text) for text in add]
        tag = language_given(language, by_default=show.settings.language)
        path = lexicon_path(show, tag)
        replaced = add_entries(path, entries, tag)
        for entry in entries:
            tell(f"{shown(path)}: {entry.key!r} {'replaced' if entry.key in replaced else 'added'}")
        if episode is None:
            return
    plan = make_plan(show, show.source(episode), cast_name=cast)
    voices = {role.name: role.voice for role in plan.roles}
    found = words_of(plan.rundown, voices, show.lexicons(), context_of(show))
    if as_json:
        result_json([asdict(word) for word in found])
        return
    width = max((len(word.text) for word in found), default=0)
    for word in found:
        spoken = "" if word.spoken == word.text else f"  {word.spoken}"
        result(
            f"{word.certainty:4.2f} {word.source:<8} {word.count:>3}  {word.text:<{width}}  {word.ipa or '-'}{spoken}"
        )
