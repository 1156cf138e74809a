"""Markdown without front matter."""

import pytest

from stimmwerk.errors import ScriptError
from stimmwerk.importers.table import choose, import_text
from stimmwerk.script.formatter import format_script
from stimmwerk.script.markdown import parse_script

TEXT = """\
# Über das Backen

**Anna:** Wie lange backen Sie schon? Und was ist daran schwer?

**Bernd:** Seit dreißig Jahren. (Anna: So lange!)

Und es ist nicht das Backen, es ist das Aufstehen, das schwer ist.

## Mehl und Wasser

**Anna:** Was braucht man, um ein gutes Brot zu machen?
"""


def test_it_is_known_by_its_labels():
    assert choose(TEXT).name == "markdown"
    assert choose("---\ntitle: T\n---\n" + TEXT).name == "script"
    assert choose(TEXT.replace("**", "").replace("## ", "")).name == "article"


def test_title_people_and_chapters_are_read():
    script = import_text(TEXT, "brot.md").script
    assert (script.title, script.language) == ("Über das Backen", "de")
    assert [person.name for person in script.people] == ["Anna", "Bernd"]
    assert [chapter.title for chapter in script.chapters] == [None, "Mehl und Wasser"]
    assert [turn.kind for turn in script.turns()] == ["turn", "turn", "interjection", "continuation", "turn"]
    assert [turn.line for turn in script.turns()][:2] == [3, 5]


def test_without_a_title_the_file_gives_one_and_says_so():
    imported = import_text(TEXT.partition("\n")[2], "mein-brot.txt")
    assert imported.script.title == "mein brot"
    assert "no-headline" in {warning.code for warning in imported.warnings}


def test_it_survives_being_written_as_a_script():
    script = import_text(TEXT, "brot.md").script
    assert parse_script(format_script(script), "brot.md") == script


def test_what_is_not_of_the_format_is_told_at_its_line():
    with pytest.raises(ScriptError) as caught:
        import_text(TEXT + "\n[paus 1s]\n", "brot.md")
    assert caught.value.where.line == 13
