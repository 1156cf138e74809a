"""A script as a few plain lines, for expected results that people can read."""

from stimmwerk.script.model import Cue, Pause, Turn


def rendered(imported):
    """Title, language, chapters, turns with markup, people and the codes of cautions."""
    script = imported.script
    lines = [f"{imported.format}: {script.title} ({script.language})"]
    lines += [f"date {script.date}"] if script.date else []
    lines += [f"source {script.source}"] if script.source else []
    for person in script.people:
        if person.labels != (person.name,):
            lines.append(f"person {person.name} = {', '.join(person.labels)}")
    for chapter in script.chapters:
        if chapter.title is not None:
            lines.append(f"## {chapter.title}")
        for part in chapter.parts:
            if isinstance(part, Turn):
                mark = {"turn": "", "interjection": " (interjection)", "continuation": " (goes on)"}[part.kind]
                text = part.text.replace("\n\n", " / ")
                lines.append(f"{part.line} {part.label or '-'}{mark}: {text}")
            elif isinstance(part, Pause):
                lines.append(f"{part.line} pause {part.seconds}")
            elif isinstance(part, Cue):
                lines.append(f"{part.line} cue {part.name}")
    for caution in imported.warnings:
        lines.append(f"! {caution.line or ''} {caution.code}")
    for left in imported.left_out:
        lines.append(f"< {left.line} {left.reason}: {left.text}")
    return "\n".join(lines) + "\n"
