"""Making an episode and telling of it: what `build` and `revoice` share."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stimmwerk.cli.common import result, result_json, tell
from stimmwerk.errors import EXIT_FAILED

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from stimmwerk.plan import Plan
    from stimmwerk.produce import Produced
    from stimmwerk.receipt import Order
    from stimmwerk.scribe import Scribe
    from stimmwerk.show import Show
    from stimmwerk.speaking import Crew
    from stimmwerk.speeds import Measured
    from stimmwerk.stopwatch import Stopwatch
    from stimmwerk.store import Store

AsOption = Annotated[
    str | None, typer.Option("--as", metavar="NAME", help="Build into build/NAME/ instead of the script's name.")
]
JobsOption = Annotated[
    int | None, typer.Option("--jobs", "-j", min=1, max=256, help="Work on so many CPUs (default: all usable).")
]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Only say what would be done and why, as `stimmwerk plan` does.")
]


DraftOption = Annotated[
    bool,
    typer.Option(
        "--draft/--whole",
        help="Only what it takes to hear and read along; other sound and what editors want go until all is made.",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """An episode that was made and verified.  took: the seconds from the begin of the command."""

    produced: Produced
    took: float

    def to_json(self) -> dict[str, Any]:
        """What ``--json`` prints."""
        from stimmwerk.files import shown

        made = self.produced
        return {
            "mp3": shown(made.mp3),
            "seconds": made.seconds,
            "chapters": len(made.manifest.chapters),
            "turns": len(made.manifest.turns),
            "spoken": made.spoken,
            "kept": made.kept,
            "spoken_s": round(sum(made.spoken_s.values()), 3),
            "kept_s": round(made.kept_s, 3),
            "blocks_encoded": made.encoded,
            "blocks_kept": made.blocks_kept,
            "took_s": round(self.took, 3),
            "real_time_factor": round(made.seconds / self.took, 1),
            "passed": made.verdict.passed,
            "failed": [row.name for row in made.verdict.rows if row.status == "fail"],
        }

    def keep_receipt(self, order: Order, key: str | None, store: Store) -> None:
        """Keeps what says that the episode is finished, where it is whole and all that spoke came with the program."""
        from stimmwerk.engines.table import self_contained
        from stimmwerk.files import sha256_of
        from stimmwerk.manifest import FILE
        from stimmwerk.receipt import write_receipt

        manifest, verdict = self.produced.manifest, self.produced.verdict
        if verdict.passed and all(self_contained(turn.engine) for turn in manifest.turns):
            write_receipt(
                order,
                key,
                store,
                inputs=manifest.inputs,
                outputs=manifest.digests | {FILE: sha256_of(self.produced.folder / FILE)},
                summary=self.to_json() | {"checks": sum(row.status == "ok" for row in verdict.rows)},
            )


def renew_catalogue(root: Path, store: Store, show: Show | None = None) -> None:
    """Makes the feed and the list of episodes again unless they are those of what lies under build/.

    Tells what is wrong with what lies there.
    """
    from stimmwerk.freshness import FEED, LIST, is_fresh

    if is_fresh(FEED, root, store) and is_fresh(LIST, root, store):
        return
    from stimmwerk.listing import refresh_list
    from stimmwerk.show import Show
    from stimmwerk.syndication import refresh_feed

    show = show or Show.find(root)
    listing, feed = refresh_list(show, store), refresh_feed(show, store)
    left_out = dict.fromkeys((*listing.left_out, *feed.left_out))
    for text in (*(out for out in left_out if not out.meant), *feed.remarks):
        tell(f"note: {text}")


def report_finished(summary: dict[str, Any], folder: Path, *, begun: float, as_json: bool) -> None:
    """Prints what ``report`` would of an episode that is finished already, in its folder; summary: of its receipt."""
    from stimmwerk.files import shown
    from stimmwerk.units import clock, counted

    mp3 = shown(folder / f"{folder.name}.mp3")
    took = time.monotonic() - begun
    tell(
        f"up to date: {clock(summary['seconds'])} in {counted(summary['chapters'], 'chapter')} and "
        f"{counted(summary['turns'], 'turn')}; "
        f"verified when it was made: {counted(summary['checks'], 'check')} passed; nothing has changed since; "
        f"{took:.2f} s"
    )
    if as_json:
        seconds = summary["spoken_s"] + summary["kept_s"]
        now = {
            "mp3": mp3,
            "spoken": 0,
            "kept": summary["spoken"] + summary["kept"],
            "spoken_s": 0.0,
            "kept_s": round(seconds, 3),
            "blocks_encoded": 0,
            "blocks_kept": summary["blocks_encoded"] + summary["blocks_kept"],
            "took_s": round(took, 3),
            "real_time_factor": round(summary["seconds"] / took, 1),
        }
        result_json({name: value for name, value in (summary | now).items() if name != "checks"})
    else:
        result(mp3)


def make(
    plan: Plan,
    show: Show,
    *,
    store: Store,
    jobs: int | None,
    begun: float,
    crew: Crew | None = None,
    scribe: Scribe | None = None,
    more: Collection[str] = (),
) -> Made:
    """Makes an episode, verifies it, and keeps how fast that went.

    begun: when the command did, by ``monotonic``; more: formats beside those that the show wants.
    """
    from stimmwerk.forecast import remember
    from stimmwerk.processes import usable_cpus
    from stimmwerk.produce import produce
    from stimmwerk.reporter import reporter_for
    from stimmwerk.stopwatch import Stopwatch

    workers = jobs or usable_cpus()
    with reporter_for() as reporter:
        for remark in plan.remarks:
            reporter.warn(str(remark))
        watch = Stopwatch(reporter)
        produced = produce(
            plan, show, store=store, workers=workers, crew=crew, scribe=scribe, reporter=watch, more=more
        )
    took = time.monotonic() - begun
    remember(show, workers, _measured(produced, watch, begun=begun, took=took))
    return Made(produced=produced, took=took)


def report(made: Made, as_json: bool, more: dict[str, Any] | None = None) -> None:
    """Prints the summary and the result; more: what a command adds to its JSON.

    Raises typer.Exit where the verdict is against the episode.
    """
    from stimmwerk.files import shown
    from stimmwerk.units import clock, counted

    produced, verdict = made.produced, made.produced.verdict
    tell(
        f"{clock(produced.seconds)} in {counted(len(produced.manifest.chapters), 'chapter')} and "
        f"{counted(len(produced.manifest.turns), 'turn')}; "
        f"{counted(produced.spoken, 'utterance')} spoken, {produced.kept} kept; "
        f"{counted(produced.encoded, 'block')} encoded, {produced.blocks_kept} kept; "
        f"{made.took:.1f} s, {produced.seconds / made.took:.0f} × real time"
    )
    failed = [row for row in verdict.rows if row.status == "fail"]
    for row in failed:
        tell(f"FAIL {row.name}: {row.figure} ({row.limit})")
    tell(
        f"verified: {sum(row.status == 'ok' for row in verdict.rows)} checks passed"
        + (f", {len(failed)} failed" if failed else "")
    )
    if as_json:
        result_json(made.to_json() | (more or {}))
    else:
        result(shown(produced.mp3))
    if failed:
        raise typer.Exit(EXIT_FAILED)


def _measured(made: Produced, watch: Stopwatch, *, begun: float, took: float) -> Measured:
    from stimmwerk.speeds import Measured, Work

    blocks = made.encoded + made.blocks_kept
    return Measured(
        work=Work(
            speech=made.spoken_s, encoding=made.seconds * made.encoded / blocks if blocks else 0.0, length=made.seconds
        ),
        start=watch.begun - begun,
        speech=watch.took.get("speech", 0.0),
        encoding=watch.took.get("encoding", 0.0),
        whole=took,
    )
