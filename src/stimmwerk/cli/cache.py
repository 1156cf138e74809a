"""stimmwerk cache."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from stimmwerk.cli.common import JsonOption, result, result_json, tell

if TYPE_CHECKING:
    from stimmwerk.pruning import Limits
    from stimmwerk.store import Entry, Leftover, Store


def cache(
    older_than: Annotated[
        str | None, typer.Option("--older-than", metavar="AGE", help="Remove what was not used for so long: 30d, 12h.")
    ] = None,
    max_size: Annotated[
        str | None,
        typer.Option("--max-size", metavar="SIZE", help="Remove the least recently used until so much is left: 2GB."),
    ] = None,
    everything: Annotated[bool, typer.Option("--all", help="Remove everything.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would be removed.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show what is kept of earlier builds, or remove some of it; what is missing is made again."""
    from stimmwerk.session import store_of
    from stimmwerk.show import Show

    limits = _limits(older_than, max_size, everything, dry_run)
    store = store_of(Show.find())
    if limits is None:
        _show(store, as_json)
    else:
        _prune(store, limits, dry_run, as_json)


def _limits(older_than: str | None, max_size: str | None, everything: bool, dry_run: bool) -> Limits | None:
    """What may stay, or None where nothing is to be removed.  Raises UsageError for options that do not go together."""
    from stimmwerk.errors import UsageError
    from stimmwerk.pruning import NOTHING, Limits, parse_age, parse_size

    if everything and (older_than is not None or max_size is not None):
        raise UsageError("--all leaves nothing for --older-than and --max-size", hint="give the one or the others")
    if everything:
        return NOTHING
    if older_than is None and max_size is None:
        if dry_run:
            raise UsageError("--dry-run has nothing to try", hint="add --older-than, --max-size or --all")
        return None
    return Limits(
        age=None if older_than is None else parse_age(older_than),
        size=None if max_size is None else parse_size(max_size),
    )


def _show(store: Store, as_json: bool) -> None:
    from stimmwerk.files import shown
    from stimmwerk.pruning import shown_size, usage
    from stimmwerk.units import counted, plural

    kinds = usage(store.entries())
    leftovers = tuple(store.leftovers())
    if as_json:
        result_json(
            {
                "folder": shown(store.folder),
                "kinds": [
                    {"kind": k.kind, "entries": k.entries, "bytes": k.size, "last_used": _when(k.last_used)}
                    for k in kinds
                ],
                "temporary": {"files": len(leftovers), "bytes": sum(leftover.size for leftover in leftovers)},
            }
        )
        return
    if not kinds:
        result(f"{shown(store.folder)}: empty")
    for k in kinds:
        entries = plural(k.entries, "entry", "entries")
        result(f"{k.kind:<8} {k.entries:>7} {entries:<7} {shown_size(k.size):>10}  last used {_when(k.last_used)}")
    if leftovers:
        tell(f"{counted(len(leftovers), 'temporary file')}, {shown_size(sum(leftover.size for leftover in leftovers))}")


def _prune(store: Store, limits: Limits, dry_run: bool, as_json: bool) -> None:
    from stimmwerk.pruning import abandoned, shown_size, superfluous
    from stimmwerk.units import counted

    now = time.time()
    entries = tuple(store.entries())
    going = superfluous(entries, limits, now=now)
    swept = abandoned(store.leftovers(), now=now)
    if not dry_run:
        for entry in going:
            store.remove(entry.kind, entry.key)
        for leftover in swept:
            store.sweep(leftover)
    freed = sum(entry.size for entry in going) + sum(leftover.size for leftover in swept)
    if as_json:
        result_json(_removed_json(store, going, swept, freed, dry_run))
        return
    for entry in going:
        result(f"{entry.kind} {entry.key} {shown_size(entry.size)}, last used {_when(entry.last_used)}")
    for leftover in swept:
        result(f"temporary {leftover.path.relative_to(store.folder).as_posix()} {shown_size(leftover.size)}")
    left = len(entries) - len(going)
    kept = sum(entry.size for entry in entries) - sum(entry.size for entry in going)
    tell(
        f"{'would remove' if dry_run else 'removed'} {counted(len(going), 'entry', 'entries')} and "
        f"{counted(len(swept), 'temporary file')}, "
        f"{shown_size(freed)}; {counted(left, 'entry is', 'entries are')} kept, {shown_size(kept)}"
    )


def _removed_json(
    store: Store, going: Sequence[Entry], swept: Sequence[Leftover], freed: int, dry_run: bool
) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "removed": [
            {"kind": entry.kind, "key": entry.key, "bytes": entry.size, "last_used": _when(entry.last_used)}
            for entry in going
        ],
        "temporary": [leftover.path.relative_to(store.folder).as_posix() for leftover in swept],
        "bytes": freed,
    }


def _when(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
