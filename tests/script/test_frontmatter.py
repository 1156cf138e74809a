"""The front matter: every scalar as the text it is, every mistake with its line."""

import pytest

from stimmwerk.errors import ScriptError
from stimmwerk.script.markdown import parse_script


def read(front):
    return parse_script(f"---\n{front}\n---\nx", "f.md")


BASE = "title: T\nlanguage: de\n"

MISTAKES = {
    "unknown key": (BASE + "autor: x", 4, "known: "),
    "near key": (BASE + "subtitel: x", 4, "did you mean subtitle"),
    "key twice": (BASE + "title: x", 4, "take one out"),
    "no title": ("language: de", 2, 'title: "'),
    "empty title": ("language: de\ntitle:", 3, 'title: "'),
    "no language": ("title: T", 2, "language: de"),
    "language": ("title: T\nlanguage: Deutsch!", 3, "en-GB"),
    "date": (BASE + "date: 27.1.2026", 4, "2026-01-27"),
    "date that is none": (BASE + "date: 2026-02-30", 4, "no such day"),
    "number": (BASE + "number: sieben", 4, "digits"),
    "season": (BASE + "season: eins", 4, "season: 7"),
    "explicit": (BASE + "explicit: yes", 4, "explicit: true"),
    "type": (BASE + "type: trailler", 4, "did you mean trailer"),
    "list for a text": (BASE + "cast: [a]", 4, 'cast: "'),
    "text for people": (BASE + "people: Anna", 4, "- name:"),
    "person without name": (BASE + "people:\n  - role: a", 5, "name: ..."),
    "person that is a text": (BASE + "people:\n  - Anna", 5, "name: ..."),
    "unknown key of a person": (BASE + "people:\n  - name: a\n    lable: b", 6, "did you mean labels"),
    "labels": (BASE + "people:\n  - name: a\n    labels: {b: c}", 6, "labels: ["),
    "one label, two people": (
        BASE + "people:\n  - {name: a, labels: [b]}\n  - {name: c, labels: [b]}",
        5,
        "one of them",
    ),
    "address of a person": (BASE + "people:\n  - {name: a, url: 'ftp://b'}", 5, "https://"),
    "link without address": (BASE + "links:\n  - title: a", 5, "url: https"),
    "colon in a plain text": ("title: a: b\nlanguage: de", 2, "double quotes"),
    "not YAML": (BASE + "cast: [a", 4, "double quotes"),
    "unknown alias": (BASE + "cast: *a", 4, "double quotes"),
    "a list": ("- a", 2, "title: ..."),
    "very deep": ("[" * 5000, 2, "double quotes"),
    "nothing": ("", 2, "title"),
}


@pytest.mark.parametrize(("front", "line", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_have_a_line_and_a_remedy(front, line, hint):
    with pytest.raises(ScriptError) as caught:
        read(front)
    assert (caught.value.where.file, caught.value.where.line) == ("f.md", line)
    assert hint in caught.value.hint


@pytest.mark.parametrize("text", ["", " \n", "Nur Text.", "---\ntitle: T\n"])
def test_a_script_has_front_matter(text):
    with pytest.raises(ScriptError) as caught:
        parse_script(text, "f.md")
    assert caught.value.hint


@pytest.mark.parametrize("value", ["no", "01", "2026-01-27", "1e3", "~", "0x10", "12:30:45"])
def test_scalars_are_texts(value):
    assert read(f"title: {value}\nlanguage: no").title == value
