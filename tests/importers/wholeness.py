"""Whether a script holds every word of its source, in order, less what is reported as left out."""

import html
import re
import unicodedata

from stimmwerk.errors import Where
from stimmwerk.script.characters import FORBIDDEN, squeeze
from stimmwerk.script.formatter import format_script, tidy
from stimmwerk.script.inline import parse_inline
from stimmwerk.script.markdown import parse_script
from stimmwerk.script.model import Cue, Pause, Turn

_LETTERS = re.compile(r"[^\W_]+")


def letters(text):
    """Letters and digits in order: marks inside words part them in one place and not in another."""
    return "".join(_LETTERS.findall(unicodedata.normalize("NFC", text)))


def spoken_letters(imported):
    """Letters of title, headings and turns, directions among them, labels and what the importer gave not."""
    script = imported.script
    codes = {caution.code for caution in imported.warnings}
    texts = [] if "no-headline" in codes or script.title in imported.given else [script.title]
    for chapter in script.chapters:
        title = chapter.title or ""
        for given in imported.given:
            title = title.removesuffix(f" {given}") if given.startswith("(") else title
        texts.append(title)
        for part in chapter.parts:
            if isinstance(part, Turn):
                inline = parse_inline(part.text, Where("f"))
                texts.append(_with_directions(inline))
            elif isinstance(part, Pause):
                texts.append(f"pause {part.seconds:g}s")
            elif isinstance(part, Cue):
                texts.append(part.name)
    return letters(html.unescape("\n".join(texts)))


def _with_directions(inline):
    out, at = [], 0
    for direction in inline.directions:
        out += [inline.plain[at : direction.at], " ", direction.text, " "]
        at = direction.at
    return "".join([*out, inline.plain[at:]])


def source_letters(text, imported):
    """Letters of the source less those that are reported as left out, each in its line."""
    lines = [squeeze(line) for line in FORBIDDEN.sub("", text).split("\n")]
    for left in imported.left_out:
        line = lines[left.line - 1]
        if left.text not in line:
            line = letters(html.unescape(line))
        before, gone, after = line.partition(
            left.text if left.text in line else letters(html.unescape(left.text)) or " "
        )
        assert gone or not letters(left.text), (left, lines[left.line - 1])
        lines[left.line - 1] = f"{before} {after}"
    return letters(html.unescape("\n".join(lines)))


def check_whole(text, imported):
    """Asserts that nothing is lost: a source's words are the script's and its labels', in order."""
    source, script = source_letters(text, imported), spoken_letters(imported)
    dumb = {left.text for left in imported.left_out if left.reason == "a label without words"}
    labels = {letters(label) for label in (*imported.script.labels(), *dumb, *_labels_of_directions(imported))} - {""}
    places = {0: {0}}
    furthest = 0
    for at in range(len(source) + 1):
        for place in places.pop(at, ()):
            furthest = max(furthest, place)
            if at < len(source) and source[at : at + 1] == script[place : place + 1]:
                places.setdefault(at + 1, set()).add(place + 1)
            for label in labels:
                if source.startswith(label, at):
                    places.setdefault(at + len(label), set()).add(place)
            if at == len(source) and place == len(script):
                return
    raise AssertionError(f"lost near {script[max(0, furthest - 20) : furthest + 20]!r}: {source!r} / {script!r}")


def _labels_of_directions(imported):
    """Who only laughs has no turn, and the label stands once in the direction, however often in the source."""
    for chapter in imported.script.chapters:
        for part in chapter.parts:
            if isinstance(part, Turn):
                for direction in parse_inline(part.text, Where("f")).directions:
                    label, colon, _ = direction.text.partition(":")
                    if colon:
                        yield label


def check_survives_formatting(imported):
    """Asserts that the script is written, read back as the same, and tidy."""
    written = format_script(imported.script)
    assert parse_script(written, "f.md") == imported.script
    assert tidy(written, "f.md") == written
