"""The sound chain of a show's voices, found beforehand, for those who make an episode without a build."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from stimmwerk.casting.cast import Voice
from stimmwerk.plan import Plan
from stimmwerk.session import studio_of
from stimmwerk.show import Show
from stimmwerk.signal.polish import Polish
from stimmwerk.store import Store
from stimmwerk.tuning import tuned


def polishes(plan: Plan, show: Show) -> Callable[[Voice], Polish]:
    """Voice -> how a build polishes its takes; in a store of its own, which is gone afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        studio, _ = tuned(studio_of(show, plan), plan, show.settings.chain, Store(Path(folder, "store")))
    return studio.polish_of
