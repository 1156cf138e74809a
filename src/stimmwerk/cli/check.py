"""stimmwerk check."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from stimmwerk.cli.common import CastOption, EpisodeArgument, JsonOption, result, result_json, tell

if TYPE_CHECKING:
    from stimmwerk.castlikeness import Likeness
    from stimmwerk.plan import Plan
    from stimmwerk.show import Show


def check(
    episode: EpisodeArgument = None,
    cast: CastOption = None,
    listen: Annotated[
        bool | None,
        typer.Option(
            "--listen/--no-listen",
            help="Whether to have each voice say a few sentences, to measure whether they can be told apart. "
            "Without either: yes, where all voices come with the program.",
        ),
    ] = None,
    as_json: JsonOption = False,
) -> None:
    """Look at script, cast, lexicon, sounds and show; measure whether the voices of the cast can be told apart."""
    from stimmwerk.importers.counting import count_words
    from stimmwerk.plan import make_plan
    from stimmwerk.show import Show
    from stimmwerk.sounds import open_sound
    from stimmwerk.units import plural

    show = Show.find()
    plan = make_plan(show, show.source(episode), cast_name=cast)
    for spec in show.settings.sounds:
        open_sound(show.audio, spec, sample_rate=show.settings.mp3.sample_rate, channels=show.settings.mp3.channels)
    show.cover()
    lines = plan.rundown.lines()
    roles: dict[str, dict[str, Any]] = {
        role.name: {
            "turns": sum(line.role == role.name for line in lines),
            "words": sum(count_words(line.text) for line in lines if line.role == role.name),
            "voice": role.voice.name,
            "engine": role.voice.engine,
        }
        for role in plan.roles
    }
    likeness = _likeness(plan, show, listen)
    warnings = [*map(str, plan.remarks), *(f"{plan.cast.file}: {text}" for text in likeness.warnings())]
    for warning in warnings:
        tell(f"warning: {warning}")
    if as_json:
        result_json(
            {
                "script": plan.file,
                "title": plan.script.title,
                "language": plan.script.language,
                "cast": plan.cast.name,
                "chapters": [section.title for section in plan.rundown.sections],
                "roles": roles,
                "distinctness": likeness.to_json(),
                "warnings": warnings,
            }
        )
        return
    result(f"{plan.file}: {plan.script.title} ({plan.script.language}), cast {plan.cast.name}")
    for section in plan.rundown.sections:
        result(f"  {section.title}" + (f": {section.subtitle}" if section.subtitle else ""))
    for name, facts in roles.items():
        turns, words = facts["turns"], facts["words"]
        share = f"{turns:>4} {plural(turns, 'turn'):<5} {words:>6} {plural(words, 'word'):<5}"
        result(f"  {name:<12} {share}  {facts['engine']} {facts['voice']}")
    result(f"  {likeness.shown()}")


def _likeness(plan: Plan, show: Show, listen: bool | None) -> Likeness:
    from stimmwerk.castlikeness import Likeness, likeness, unheard
    from stimmwerk.errors import Where
    from stimmwerk.session import store_of, studio_of

    if listen is False:
        return Likeness(found=None, missing="--no-listen")
    if listen is None and (engines := unheard(plan.roles)):
        return Likeness(found=None, missing=f"voices of {', '.join(engines)} are heard with --listen only")
    return likeness(plan.roles, plan.engines, studio_of(show, plan), store_of(show), Where(plan.cast.file))
