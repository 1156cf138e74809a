"""What commands about engines share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from stimmwerk.engines.base import Engine, EngineContext
from stimmwerk.errors import CastError, EngineError, ShowError
from stimmwerk.show import Show


def show_or_none() -> Show | None:
    """The show that we stand in, or None where show.toml is missing; a wrong one is an error all the same."""
    try:
        return Show.find()
    except ShowError as error:
        if error.where is None:
            return None
        raise


def engine_context(show: Show | None) -> EngineContext:
    """What engines may know where we stand.  Raises ShowError for options of an engine that there is not."""
    from stimmwerk.plan import context_of

    return context_of(show) if show else EngineContext()


@contextmanager
def open_engines(tell: Callable[[str], None]) -> Iterator[list[Engine]]:
    """Every engine that can work here, opened; tell hears of those that cannot."""
    from stimmwerk.engines.table import engine_names, open_engine

    context = engine_context(show_or_none())
    with ExitStack() as opened:
        engines = []
        for name in engine_names():
            try:
                engine = open_engine(name, context)
                engine.check()
                engines.append(opened.enter_context(engine))
            except (CastError, EngineError) as error:
                tell(f"{name}: {error}")
        yield engines
