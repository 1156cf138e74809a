"""The reader: what each construct becomes, and what each mistake is told."""

import contextlib
import datetime
import time

import pytest

from stimmwerk.errors import ScriptError
from stimmwerk.script.markdown import parse_script
from stimmwerk.script.model import Chapter, Comment, Cue, Link, Pause, Person, Script, Turn

HEAD = "---\ntitle: T\nlanguage: de\n---\n"


def read(body, **more):
    return parse_script(HEAD + body, "f.md", **more)


def parts(body, **more):
    return read(body, **more).chapters[0].parts


def turn(label, text, kind="turn", take=1):
    return Turn(label=label, text=text, kind=kind, take=take)


def test_a_whole_script():
    text = """---
title: "Eins: zwei"
subtitle: Unter dem Titel
description: |
  Erste Zeile.
  Zweite Zeile.
language: de-AT
date: 2026-01-27
season: 02
number: 07
type: bonus
explicit: false
cast: no
source: Ein Blatt Papier
people:
  - name: Anna Berg
    labels: [Anna, Dr. Berg]
    role: guest
    url: https://anna.example
  - {name: Ben, labels: Ben}
links:
  - {title: Mehr, url: "https://mehr.example"}
---
Ein Anfang.

## Der Weg {url=https://weg.example image="audio/weg.png"}

**Anna:** Guten
Tag.

Und noch etwas.
"""
    assert parse_script(text, "f.md") == Script(
        title="Eins: zwei",
        subtitle="Unter dem Titel",
        description="Erste Zeile.\nZweite Zeile.",
        language="de-AT",
        date=datetime.date(2026, 1, 27),
        season=2,
        number=7,
        kind="bonus",
        explicit=False,
        cast="no",
        source="Ein Blatt Papier",
        people=(
            Person(name="Anna Berg", labels=("Anna", "Dr. Berg"), role="guest", url="https://anna.example"),
            Person(name="Ben", labels=("Ben",)),
        ),
        links=(Link(title="Mehr", url="https://mehr.example"),),
        chapters=(
            Chapter(title=None, parts=(turn(None, "Ein Anfang."),)),
            Chapter(
                title="Der Weg",
                url="https://weg.example",
                image="audio/weg.png",
                parts=(turn("Anna", "Guten Tag.\n\nUnd noch etwas."),),
            ),
        ),
    )


# fmt: off
PARTS = {
    "lines are joined": ("a b\nc", [turn(None, "a b c")]),
    "a label opens a turn without an empty line": ("**A:** x\n**B:** y", [turn("A", "x"), turn("B", "y")]),
    "labels that differ by case are two": ("**A:** x\n\n**a:** y", [turn("A", "x"), turn("a", "y")]),
    "a take": ("**A:** {take=3} x\n\n[pause 1s]\n\ny",
               [turn("A", "x", take=3), Pause(seconds=1), turn("A", "y", "continuation", 3)]),
    "a label on a line of its own": ("**A:**\n- x\n- y", [turn("A", "- x\n\n- y")]),
    "a list inside a paragraph": ("x:\n* y\n• z", [turn(None, "x:\n\n- y\n\n- z")]),
    "numbers of a list": ("1. x\n2) y", [turn(None, "1. x\n\n2. y")]),
    "a date is no list": ("Am\n27. Mai\n1. Juni", [turn(None, "Am 27. Mai 1. Juni")]),
    "an interjection": ("**A:** x (B: y) z\n\n**B:** w",
                        [turn("A", "x"), turn("B", "y", "interjection"), turn("A", "z", "continuation"),
                         turn("B", "w")]),
    "a full stop behind an interjection": ("**A:** x (B: y).\n\n**B:** w",
                                           [turn("A", "x."), turn("B", "y", "interjection"), turn("B", "w")]),
    "brackets inside an interjection": (
        "x (K: y (z) \\) w)", [turn(None, "x"), turn("K", "y (z) \\) w", "interjection")]),
    "nobody of that name": ("x (C: y) z", [turn(None, "x (C: y) z")]),
    "a literal bracket": ("x \\(K: y) z", [turn(None, "x \\(K: y) z")]),
    "a pause inside": ("x [pause 300ms] y", [turn(None, "x"), Pause(seconds=0.3), turn(None, "y", "continuation")]),
    "a pause before the first word": ("**A:** [pause 1 s] y", [Pause(seconds=1), turn("A", "y")]),
    "a sound": ("x\n\n[sting]\n\ny", [turn(None, "x"), Cue(name="sting"), turn(None, "y", "continuation")]),
    "a direction": ("**A:** x [singt leise] y", [turn("A", "x [singt leise] y")]),
    "a direction alone": ("**A:** x\n\n[Applaus]", [turn("A", "x\n\n[Applaus]")]),
    "a direction first": ("[Applaus]\n\nx", [turn(None, "[Applaus]\n\nx")]),
    "a comment": ("x <!-- a\n\nb --> y", [turn(None, "x <!-- a b --> y")]),
    "a comment alone": (
        "x\n\n<!-- a\n\nb -->\ny", [turn(None, "x"), Comment(text="a\n\nb"), turn(None, "y", "continuation")]),
    "a cut piece opens nothing": (
        "x [pause 1s] # y", [turn(None, "x"), Pause(seconds=1), turn(None, "\\# y", "continuation")]),
    "a backslash before a label's colon": ("**A\\:** x", [turn(None, "**A\\:** x")]),
    "a hashtag": ("#tag", [turn(None, "#tag")]),
}
# fmt: on


@pytest.mark.parametrize(("body", "expected"), PARTS.values(), ids=PARTS)
def test_parts(body, expected):
    assert list(parts(body, known_labels=["K"])) == expected


def test_lines_are_those_of_the_file():
    chapter = read("x\n\n## T\n\n\n**A:**\ny (A: z)\n\n[pause 1s] w").chapters[1]
    assert chapter.line == 7
    assert [part.line for part in chapter.parts] == [11, 11, 13, 13]


def test_comments_before_the_first_heading_open_no_chapter():
    (chapter,) = read("<!-- note -->\n\n## T\n\nx").chapters
    assert [type(part) for part in chapter.parts] == [Comment, Turn]


@pytest.mark.parametrize(
    "text", ["\ufeff" + HEAD + "x", (HEAD + "x\n").replace("\n", "\r\n"), (HEAD + "x").replace("\n", "\r")]
)
def test_line_ends_and_byte_order_marks_do_not_matter(text):
    assert parse_script(text, "f.md") == read("x")


MISTAKES = {
    "title in the body": ("# T\n\nx", 5, "front matter"),
    "deep heading": ("### T\n\nx", 5, "## Title"),
    "heading without space": ("##T\n\nx", 5, "space"),
    "heading with marks": ("## A *b*\n\nx", 5, "backslash"),
    "heading with a pause": ("## A [pause 1s]\n\nx", 5, "backslash"),
    "heading attribute": ("## A {ulr=https://a.example}\n\nx", 5, "did you mean url"),
    "heading address": ("## A {url=a.example}\n\nx", 5, "https://example.org"),
    "text behind braces": ("## A {image=x.png} b\n\nx", 5, "end of the line"),
    "two chapters of one title": ("## A\n\nx\n\n## A\n\ny", 9, "another title"),
    "chapter without turn": ("## A\n\n## B\n\nx", 5, "heading"),
    "opening without turn": ("[pause 1s]\n\n## B\n\nx", 5, "heading"),
    "no words": ("\n", 5, "below"),
    "only a direction": ("## A\n[Applaus]", 6, "after the label"),
    "label without text": ("**A:**\n\n**B:** y", 5, "behind it"),
    "label with a direction only": ("x\n\n**A:** [nickt]\n\n**B:** y", 7, "behind it"),
    "empty label": ("**:** x", 5, "**Name:**"),
    "two labels": ("**A:** **B:** y", 5, "new line"),
    "second label in a paragraph": ("x\n\n**A:** y **A:** z", 7, "new line"),
    "colon outside": ("**A**: x", 5, "**A:**"),
    "unknown attribute of a label": ("**A:** {tkae=2} x", 5, "did you mean take"),
    "take of nothing": ("**A:** {take=0} x", 5, "{take=2}"),
    "braces in text": ("x {take=2}", 5, "\\{"),
    "pause without length": ("x [pause]", 5, "[pause 1.5s]"),
    "pause of letters": ("x [pause abc]", 5, "[pause 1.5s]"),
    "pause with a comma": ("x [pause 1,5s]", 5, "[pause 1.5s]"),
    "pause too long": ("x [pause 61s]", 5, "60 seconds"),
    "pause misspelt": ("x\ny [paus 1s]", 6, "[pause 1s]"),
    "sound misspelt": ("x\n\n[sitng]", 7, "[sting]"),
    "sound with more": ("x\n\n[sting laut]", 7, "[sting]"),
    "take in brackets": ("[take 2] x", 5, "{take=2}"),
    "bracket open": ("x\ny [lacht", 6, "\\["),
    "brackets in brackets": ("x [a [b] c]", 5, "\\["),
    "double brackets": ("x [[ab]]", 5, "{ipa="),
    "empty brackets": ("x []", 5, "direction"),
    "reference link": ("x [a][b]", 5, "https://"),
    "link to nothing": ("x [a](b)", 5, "https://"),
    "link open": ("x [a](https://b.example", 5, "https://"),
    "span attribute": ('x [a]{iap="a"}', 5, "did you mean ipa"),
    "span attribute twice": ("x [a]{lang=en lang=fr}", 5, "take one out"),
    "span language": ("x [a]{lang=englisch}", 5, "lang=en"),
    "curly quotation marks": ("x [a]{say=„b“}", 5, "straight"),
    "a break": ('x <break time="5s"/>', 5, "[pause 5s]"),
    "an audio": ("x\ny <audio src=z>", 6, "[pause 5s]"),
    "a closing tag": ("x</p>", 5, "\\<"),
    "comment open": ("x\n\n<!-- y", 7, "-->"),
    "comment open in text": ("x\ny <!-- z\nw", 6, "-->"),
    "interjection open": ("x (A: y\n\n**A:** z", 5, "close it"),
    "interjection empty": ("x (A: …)\n\n**A:** z", 5, "(A: text)"),
    "table": ("x\n\n| a | b |", 7, "list"),
    "table without edges": ("a | b\n--|--", 6, "list"),
    "image": ("x ![a](b.png)", 5, "heading"),
    "code": ("x\n\n```\ny\n```", 7, "words"),
    "quotation": ("x\n\n> y", 7, "quotation marks"),
    "rule": ("x\n\n---\n\ny", 7, "[pause 2s]"),
    "underlined heading": ("x\n===", 6, "## Title"),
    "control character": ("x\ny\x07", 6, "delete"),
}


@pytest.mark.parametrize(("body", "line", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_mistakes_have_a_line_and_a_remedy(body, line, hint):
    with pytest.raises(ScriptError) as caught:
        read(body)
    assert (caught.value.where.file, caught.value.where.line) == ("f.md", line)
    assert hint in caught.value.hint


def test_a_doubled_title_names_both_lines():
    with pytest.raises(ScriptError, match=r"f\.md:9: .* in line 5"):
        read("## A\n\nx\n\n## A\n\ny")


def test_a_show_names_its_own_sounds():
    assert parts("x\n\n[gong]", cues=["gong"])[1] == Cue(name="gong")
    assert parts("x [gong]") == (turn(None, "x [gong]"),)


@pytest.mark.parametrize(
    "body",
    [
        "**A:** " + "Guten Tag, sagte sie. " * 9000,
        "**A:** x" + ":" * 1_000_000,
        "**A:** x" + "(A: " * 50_000,
        "**A:** " + "x (A: y) " * 10_000,
        "**A:** " + "x [pause 1s] . " * 10_000,
        "x" + " *a" * 50_000,
        "x" + "<!-- a -->" * 50_000,
        "<!-- a -->" * 50_000 + "x",
        "- " * 100_000 + "x|",
        "x" + "\\" * 200_000,
        "x\n\n" * 20_000,
        "## " + "x{" * 100_000,
    ],
    ids=lambda body: body[:20],
)
def test_time_grows_with_length_only(body):
    start = time.process_time()
    with contextlib.suppress(ScriptError):
        read(body)
    assert time.process_time() - start < 4
