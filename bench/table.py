"""The results as tables for people."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from cases import FLOOR, MP3_ALONE, PLAIN, SERVED, Row
from figures import Figure
from measuring import MEMORY
from rich.console import Console
from rich.table import Table


def show(rows: Sequence[Row], figures: Sequence[Figure], cpus: int) -> None:
    """Prints everything to stdout."""
    console = Console(width=132, highlight=False)
    console.print(_results(rows))
    console.print(
        "wall and CPU: medians of the rounds; CPU is user and system time of all processes.\n"
        f"memory: {MEMORY}; 1 MB is 1e6 bytes.\n"
        f"floor: CPU time of speech, sound chain and one LAME encode with nothing around them, over {cpus} CPUs.\n"
        "× floor and × plain: wall time over that of the floor and of the plain script; "
        "% cold: of the cold build of the MP3 alone.  After an edit a draft is built (`build --draft`).",
        soft_wrap=True,
    )
    table = Table(title="figures to reach")
    for column, side in (("figure", "left"), ("limit", "right"), ("measured", "right"), ("", "left")):
        table.add_column(column, justify=side)
    for figure in figures:
        table.add_row(figure.what, figure.limit, figure.measured, "met" if figure.met else "NOT MET")
    console.print(table)


def _results(rows: Sequence[Row]) -> Table:
    table = Table(title="builds")
    columns = "rounds,wall s,CPU s,memory MB,spoken,encoded,× floor,× plain,% cold"
    for column in ("length", "case"):
        table.add_column(column)
    for column in columns.split(","):
        table.add_column(column, justify="right")
    by_name = {(row.length, row.case): row for row in rows}
    last = None
    for row in rows:
        if last not in (None, row.length):
            table.add_section()
        last = row.length
        bases = [by_name.get((row.length, case)) for case in (FLOOR, PLAIN, MP3_ALONE)]
        table.add_row(row.length, row.case, *_cells(row, bases))
    return table


def _cells(row: Row, bases: Sequence[Row | None]) -> Iterator[str]:
    yield str(len(row.wall_s))
    yield f"{row.wall:.2f}"
    yield "-" if math.isnan(row.cpu) else f"{row.cpu:.2f}"
    yield f"{row.peak_mb:.0f}" if row.peak_mb else "-"
    for count in (row.spoken, row.encoded):
        yield "-" if count is None else str(count)
    for base, factor in zip(bases, (1, 1, 100), strict=True):
        yield f"{row.wall / base.wall * factor:.2f}" if base and (row.spoken is not None or row.case == SERVED) else "-"
