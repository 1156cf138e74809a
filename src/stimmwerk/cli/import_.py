"""stimmwerk import."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stimmwerk.cli.common import NO_INPUT, CastOption, JsonOption, result, result_json, tell
from stimmwerk.errors import UsageError

if TYPE_CHECKING:
    from stimmwerk.importers.base import Imported
    from stimmwerk.show import Show, Source


def import_(
    source: Annotated[str, typer.Argument(help="A transcript, an article or a document, or - for standard input.")],
    *,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="FILE", help="By default episodes/NAME.md; - is standard output."),
    ] = None,
    report: Annotated[
        bool, typer.Option("--report", help="Print what was understood and what was not; write nothing.")
    ] = False,
    as_json: JsonOption = False,
    speaker: Annotated[
        list[str] | None,
        typer.Option(
            "--speaker",
            metavar="LABEL=NAME",
            help="The label belongs to the person of that name; `LABEL=` says that it is no label. May be repeated.",
        ),
    ] = None,
    format: Annotated[  # noqa: A002
        str | None, typer.Option("--format", metavar="FORMAT", help="By default the content decides.")
    ] = None,
    cast: CastOption = None,
    force: Annotated[bool, typer.Option("--force", help="Take the place of a script that is there.")] = False,
) -> None:
    """Turn a transcript into a script; prints the path of the script."""
    from stimmwerk.files import shown

    settled = tuple(_speakers(speaker or ()))
    to_stdout = output is not None and str(output) == "-"
    if as_json and to_stdout:
        raise UsageError("the report and the script cannot both go to standard output", hint="leave -o - or --json out")
    if report and output is not None:
        raise UsageError(
            "--report writes no script, and -o names the file for one",
            hint="leave -o out, or --report; the report goes to standard output",
        )
    found = _source(source)
    if report:
        _report(_imported(found, cast, format, settled), found.file, as_json=as_json)
        return
    from stimmwerk.show import Show

    show = Show.find()
    target = output or show.root / "episodes" / f"{found.name}.md"
    if not to_stdout and target.exists() and not force:
        raise UsageError(f"{shown(target)} is there already", hint="name another file with -o, or add --force")
    imported, text = _script(show, found, cast, format, settled)
    if to_stdout:
        print(text, end="")
        return
    from stimmwerk.files import write_text

    write_text(target, text)
    if as_json:
        _report(imported, found.file, as_json=True)
    else:
        result(shown(target))


def _speakers(options: Iterable[str]) -> Iterator[tuple[str, str]]:
    for option in options:
        label, sign, name = option.rpartition("=") if option.endswith("=") else option.partition("=")
        if not sign or not label.strip():
            raise UsageError(f"--speaker {option!r} names no label", hint='write --speaker "LABEL=NAME"')
        yield " ".join(label.split()), " ".join(name.split())


def _source(source: str) -> Source:
    from stimmwerk.errors import SourceError
    from stimmwerk.files import read_bytes, shown
    from stimmwerk.show import Source

    if source == "-":
        if sys.stdin is None:
            raise UsageError(NO_INPUT)
        return Source(name="stdin", path=Path("-"), file="standard input", data=sys.stdin.buffer.read())
    path = Path(source)
    return Source(name=path.stem, path=path, file=shown(path), data=read_bytes(path, SourceError, "transcript"))


def _imported(found: Source, cast: str | None, form: str | None, speakers: tuple[tuple[str, str], ...]) -> Imported:
    """The source as read; outside of a show no label is known before."""
    from stimmwerk.errors import ShowError
    from stimmwerk.importers.table import import_bytes
    from stimmwerk.plan import import_source
    from stimmwerk.show import Show

    try:
        show = Show.find()
    except ShowError as error:
        if error.where is not None or cast is not None:
            raise
        return import_bytes(found.data, found.file, format=form, speakers=speakers)
    return import_source(show, found, cast, format=form, speakers=speakers)[0]


def _report(imported: Imported, file: str, *, as_json: bool) -> None:
    from stimmwerk.importers.report import report_on, shown_report

    report = report_on(imported)
    if as_json:
        result_json(report.values())
        return
    for line in shown_report(report, file):
        result(line)


def _script(
    show: Show, found: Source, cast_name: str | None, form: str | None, speakers: tuple[tuple[str, str], ...]
) -> tuple[Imported, str]:
    """The source as read, and as the text of a script with roles; says on the way what a producer should look at."""
    from stimmwerk.casting.assignment import assign_roles
    from stimmwerk.errors import CastError, Where
    from stimmwerk.importers.report import warnings_of
    from stimmwerk.opening import announced
    from stimmwerk.plan import import_source
    from stimmwerk.script.formatter import format_script
    from stimmwerk.units import counted

    imported, cast = import_source(show, found, cast_name, format=form, speakers=speakers)
    script = imported.script
    for warning in warnings_of(imported):
        tell(f"warning: {Where(found.file, warning.line)}: {warning.message}")
    if imported.format != "script":
        script = announced(script, show.settings)
        where = Where(found.file)
        try:
            script, assigned = assign_roles(script, cast, where)
        except CastError as error:
            # The script is worth having all the same: whoever has more roles to give can build it.
            tell(f"warning: {error}")
            script, assigned = assign_roles(script, cast, where, as_far_as_possible=True)
        for label, role in assigned:
            tell(f"warning: {where}: {label!r} speaks with the role {role!r}")
    chapters, people = counted(len(script.chapters), "chapter"), counted(len(script.labels()), "person", "people")
    tell(f"{chapters}, {people}, {counted(len(script.turns()), 'turn')}")
    return imported, format_script(script)
