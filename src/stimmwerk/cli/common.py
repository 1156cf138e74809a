"""Options and output that several commands share."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer

EpisodeArgument = Annotated[
    str | None,
    typer.Argument(
        metavar="[EPISODE]",
        help="A script's name in episodes/, or the path of any file: scripts and transcripts. "
        "May be left out where the show has one episode.",
    ),
]
CastOption = Annotated[
    str | None,
    typer.Option("--cast", "-c", metavar="CAST", help="A cast's name in voices/, or the path of a TOML file."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]

#: What a command says that is to read standard input where a shell has closed it.
NO_INPUT = "standard input is closed: there is nothing to read"


def language_given(text: str | None, *, by_default: str) -> str:
    """The tag of a language that was given as an option, by its tag or its name.  Raises UsageError for neither."""
    from stimmwerk.casting.languagenames import NAMES, tag_of
    from stimmwerk.errors import UsageError, did_you_mean
    from stimmwerk.script.attributes import is_language

    if text is None:
        return by_default
    if (tag := tag_of(text)) is None and not is_language(text):
        raise UsageError(
            f"--language {text}: this is no language tag such as de or en-GB", hint=did_you_mean(text, NAMES)
        )
    return tag or text


def tell(text: str) -> None:
    """The talk goes to stderr."""
    print(text, file=sys.stderr)


def result(text: str) -> None:
    """The result goes to stdout."""
    print(text)


def result_json(value: Any) -> None:
    """The result as JSON, to stdout."""
    print(json.dumps(value, indent=2, ensure_ascii=False))
