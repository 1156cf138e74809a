"""stimmwerk check."""

from __future__ import annotations

from stimmwerk.cli.common import CastOption, EpisodeArgument, JsonOption, result, result_json, tell


def check(episode: EpisodeArgument = None, cast: CastOption = None, as_json: JsonOption = False) -> None:
    """Look at script, cast, lexicon, sounds and show without making a sound."""
    from stimmwerk.plan import make_plan
    from stimmwerk.show import Show
    from stimmwerk.sounds import open_sound

    show = Show.find()
    plan = make_plan(show, show.source(episode), cast_name=cast)
    for spec in show.settings.sounds:
        open_sound(show.audio, spec, sample_rate=show.settings.mp3.sample_rate, channels=show.settings.mp3.channels)
    show.cover()
    lines = plan.rundown.lines()
    roles = {
        role.name: {
            "turns": sum(line.role == role.name for line in lines),
            "words": sum(len(line.text.split()) for line in lines if line.role == role.name),
            "voice": role.voice.name,
            "engine": role.voice.engine,
        }
        for role in plan.roles
    }
    for remark in plan.remarks:
        tell(f"warning: {remark}")
    if as_json:
        result_json(
            {
                "script": plan.file,
                "title": plan.script.title,
                "language": plan.script.language,
                "cast": plan.cast.name,
                "chapters": [section.title for section in plan.rundown.sections],
                "roles": roles,
                "warnings": [str(remark) for remark in plan.remarks],
            }
        )
        return
    result(f"{plan.file}: {plan.script.title} ({plan.script.language}), cast {plan.cast.name}")
    for section in plan.rundown.sections:
        result(f"  {section.title}" + (f": {section.subtitle}" if section.subtitle else ""))
    for name, facts in roles.items():
        result(f"  {name:<12} {facts['turns']:>4} turns {facts['words']:>6} words  {facts['engine']} {facts['voice']}")
