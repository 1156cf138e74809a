"""The figures that the project wants to reach, and whether a run reached them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cases import COLD, EMPTY, FLOOR, HELP, MP3_ALONE, NO_OP, PLAIN, SENTENCE, SERVED, TARGET, TITLE, Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """what is wanted, the limit and what was measured, for people; met: whether it was reached."""

    what: str
    limit: str
    measured: str
    met: bool


def figures(rows: Sequence[Row]) -> tuple[Figure, ...]:
    """Every figure that these rows say something about."""
    return tuple(_all({(row.length, row.case): row for row in rows}))


def _all(rows: dict[tuple[str, str], Row]) -> Iterator[Figure]:
    def have(*wanted: tuple[str, str]) -> bool:
        return all(key in rows for key in wanted)

    if have(("14min", MP3_ALONE), ("14min", FLOOR)):
        cold, floor = rows["14min", MP3_ALONE].wall, rows["14min", FLOOR].wall
        yield _most(
            "cold build of 14 min, the MP3 alone, s", cold, 1.25 * floor + 0.5, f"1.25 × floor {floor:.2f} + 0.5"
        )
    if have(("14min", MP3_ALONE), ("14min", PLAIN)):
        faster = rows["14min", PLAIN].wall / rows["14min", MP3_ALONE].wall
        yield Figure(
            what="cold build of 14 min, the MP3 alone, times as fast as the plain script",
            limit=">= 1.8",
            measured=f"{faster:.2f}",
            met=faster >= 1.8,
        )
    for length in ("14min", "1h"):
        if have((length, COLD), (length, MP3_ALONE)):
            ratio = rows[length, COLD].cpu / rows[length, MP3_ALONE].cpu
            yield _most(f"cold build with all exports ({length}), times the CPU time of the MP3 alone", ratio, 1.3)
    if have(("1h", MP3_ALONE), ("1h", FLOOR)):
        ratio = rows["1h", MP3_ALONE].wall / rows["1h", FLOOR].wall
        yield _most("cold build of 1 h, the MP3 alone, times the floor", ratio, 1.2)
    if have(("1h", MP3_ALONE), ("1h", SENTENCE)):
        changed = rows["1h", SENTENCE].wall
        yield _most("one sentence changed in 1 h, % of its cold build", 100 * changed / rows["1h", MP3_ALONE].wall, 4)
        yield _most("one sentence changed in 1 h, s", changed, 1)
    if have(("1h", MP3_ALONE), ("1h", SERVED)):
        heard, what = rows["1h", SERVED].wall, "one sentence changed in 1 h, until a page of `stimmwerk serve` has it"
        yield _most(f"{what}, % of its cold build", 100 * heard / rows["1h", MP3_ALONE].wall, 4)
        yield _most(f"{what}, s", heard, 1)
    yield from _starts(rows)
    for (length, case), row in rows.items():
        if case in (TITLE, TARGET):
            yield _most(f"{case} ({length}), utterances spoken", row.spoken or 0, 0)
        if case == TITLE:
            yield _most(f"{case} ({length}), blocks encoded", row.encoded or 0, 0)
    if have(("1h", COLD), ("10h", COLD)):
        yield from _ten_hours(rows["1h", COLD], rows["10h", COLD])


def _starts(rows: dict[tuple[str, str], Row]) -> Iterator[Figure]:
    for length in ("1h", "14min"):
        if (length, EMPTY) in rows and not (length == "14min" and ("1h", EMPTY) in rows):
            empty = rows[length, EMPTY].wall
            yield _most("stimmwerk --help, times that of an empty typer program", rows[length, HELP].wall / empty, 1.3)
            if length == "1h":
                ratio = rows["1h", NO_OP].wall / empty
                yield _most("no-op build of 1 h, times `--help` of an empty typer program", ratio, 2)


def _ten_hours(one: Row, ten: Row) -> Iterator[Figure]:
    if one.peak_mb and ten.peak_mb:
        yield _most("peak memory of 10 h, times that of 1 h", ten.peak_mb / one.peak_mb, 1.15)
    assert one.seconds is not None
    assert ten.seconds is not None
    # By the second of sound: the two are not exactly as long as they are called.
    yield _most(
        "cold build of 10 h, times ten times that of 1 h", (ten.wall / ten.seconds) / (one.wall / one.seconds), 1.1
    )


def _most(what: str, measured: float, limit: float, why: str = "") -> Figure:
    return Figure(
        what=what,
        limit=f"<= {_short(limit)}" + (f" ({why})" if why else ""),
        measured=_short(measured),
        met=measured <= limit,
    )


def _short(number: float) -> str:
    return f"{number:g}" if number == round(number) else f"{number:.2f}"
