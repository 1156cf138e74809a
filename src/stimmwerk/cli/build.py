"""stimmwerk build."""

from __future__ import annotations

import time
from dataclasses import replace

from stimmwerk.cli.building import (
    AsOption,
    DraftOption,
    DryRunOption,
    JobsOption,
    make,
    renew_catalogue,
    report,
    report_finished,
)
from stimmwerk.cli.common import CastOption, EpisodeArgument, JsonOption


def build(
    episode: EpisodeArgument = None,
    *,
    cast: CastOption = None,
    name: AsOption = None,
    jobs: JobsOption = None,
    draft: DraftOption = False,
    dry_run: DryRunOption = False,
    as_json: JsonOption = False,
) -> None:
    """Make an episode and verify it; prints the path of the MP3."""
    from stimmwerk.folders import find_root, script_path, store_folder
    from stimmwerk.receipt import Order, find_receipt
    from stimmwerk.store import Store

    begun = time.monotonic()
    root = find_root()
    script = script_path(root, episode)
    order = Order(root=root, script=script, name=script.stem if name is None else name, cast=cast, draft=draft)
    key, store = order.key(), Store(store_folder(root))
    finished = None if dry_run else find_receipt(order, key, store)
    if draft and not dry_run and finished is None:
        # Whoever has all of it has the draft as well.
        whole = replace(order, draft=False)
        finished = find_receipt(whole, whole.key(), store)
    if finished is not None:
        renew_catalogue(root, store)
        report_finished(finished, order.folder, begun=begun, as_json=as_json)
        return

    from stimmwerk.processes import usable_cpus
    from stimmwerk.scribe import Scribe, take_waiting

    edited, workers = order.folder.exists(), jobs or usable_cpus()
    with take_waiting() if workers > 1 else Scribe() as scribe:
        if edited and workers > 1 and not dry_run:
            # As far as can be told now, most of the sound is kept.
            scribe.start()

        from stimmwerk.cli.planning import show_plan
        from stimmwerk.plan import make_plan, memo_of
        from stimmwerk.show import Show
        from stimmwerk.speaking import Crew

        with Crew(workers) as crew:
            if not (dry_run or edited):
                # As far as can be told now, all is to be made; they start while the script is read.
                crew.start_early()
            show = Show.find().draft() if draft else Show.find()
            memo = memo_of(show, store)
            plan = make_plan(show, show.source(episode), cast_name=cast, name=name, memo=memo)
            if dry_run:
                show_plan(plan, show, jobs=jobs, as_json=as_json, order=order)
                return
            memo.keep()
            made = make(plan, show, store=store, jobs=jobs, begun=begun, crew=crew, scribe=scribe)
    made.keep_receipt(order, key, store)
    renew_catalogue(root, store, show)
    report(made, as_json)
