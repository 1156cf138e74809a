"""What a build will cost where engines want to be paid, known before the first call is made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stimmwerk.errors import EngineError, Where
from stimmwerk.plan import Plan
from stimmwerk.speech import SpeechRequest


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What an engine asks for the requests that it has to speak.

    characters: of their texts; usd: about so many US dollars, None where nobody has said what its voices cost;
    limit: the most that a build may cost, None is no limit.
    """

    engine: str
    requests: int
    characters: int
    usd: float | None
    limit: float | None

    def __str__(self) -> str:
        what = "nobody knows what" if self.usd is None else f"about {self.usd:.2f} USD"
        limit = "" if self.limit is None else f"; the limit is {self.limit:.2f} USD"
        return f"{what} for {self.characters} characters by {self.engine!r}{limit}"


def costs_of(plan: Plan, requests: Iterable[SpeechRequest]) -> tuple[Cost, ...]:
    """What the requests cost, by engine; nothing for those that ask for nothing."""
    by_engine: dict[str, list[SpeechRequest]] = {}
    for request in requests:
        by_engine.setdefault(request.voice.engine, []).append(request)
    costs = []
    for engine, spoken in sorted(by_engine.items()):
        facts = plan.engines[engine]
        tariffs = dict(facts.tariffs)
        asked = [(request, tariffs[request.own_voice]) for request in spoken if request.own_voice in tariffs]
        known = [tariff.cost(request) for request, tariff in asked if tariff is not None]
        usd = sum(known) if len(known) == len(asked) else None
        if usd is None or usd > 0:
            characters = sum(len(request.text) for request, _ in asked)
            costs.append(
                Cost(engine=engine, requests=len(asked), characters=characters, usd=usd, limit=facts.spending_limit)
            )
    return tuple(costs)


def check_costs(plan: Plan, costs: Iterable[Cost]) -> None:
    """Raises EngineError, at the cast, where a build would cost more than it may, or nobody knows how much."""
    for cost in costs:
        if cost.limit is None:
            continue
        section = f"[engines.{cost.engine}] of show.toml"
        if cost.usd is None:
            raise EngineError(
                f"nobody knows what {cost.characters} characters by the engine {cost.engine!r} cost",
                where=Where(plan.cast.file),
                hint=f"say what its voices cost: price_per_minute or price_per_million_characters under {section}",
            )
        if cost.usd > cost.limit:
            raise EngineError(
                f"{cost.characters} characters by the engine {cost.engine!r} would cost about {cost.usd:.2f} USD, "
                f"and the limit is {cost.limit:.2f} USD",
                where=Where(plan.cast.file),
                hint=f"raise spending_limit under {section}",
            )
