"""What a report says of a source."""

import pytest

from stimmwerk.importers.counting import count_words, first_words, last_words
from stimmwerk.importers.report import report_on, shown_report
from stimmwerk.importers.table import import_text

TALK = """\
# Brot

Anna: Wie lange?

Anna: Und warum?

Ben: Ja. (Publikum: Ach!) Nein.

## Mehl

Ben: So ist es.

Anna: Gut, gut, gut, gut, gut, gut, gut, gut, gut.
"""


def test_neighbours_count_once_and_a_chapter_parts_them():
    report = report_on(import_text(TALK, "f.md"))
    assert [(one.name, one.turns, one.words) for one in report.speakers] == [
        ("Anna", 2, 13),
        ("Ben", 2, 5),
        ("Publikum", 1, 1),
    ]
    assert report.turns == 5
    assert report.chapters == (("Mehl", 9),)
    assert report.first_words == "Wie lange? Und warum"
    assert report.last_words == "gut, gut, gut, gut, gut, gut, gut, gut."


def test_narration_alone_has_words_but_no_turns():
    report = report_on(import_text("Es war einmal ein Haus.\n\nEs steht nicht mehr.", "f.txt"))
    assert (report.turns, report.speakers) == (0, ())
    assert report.first_words == "Es war einmal ein Haus. Es steht nicht"


def test_many_pieces_of_one_reason_are_told_as_one():
    text = "".join(f"[00:{i:02}] Anna: Satz {i}.\n[00:{i:02}] Ben: Satz {i}.\n" for i in range(20))
    left = [one for one in report_on(import_text(text, "f.txt")).warnings if one.code == "left-out"]
    assert len(left) == 4
    assert "37 more" in left[-1].message


def test_people_read_lines():
    lines = shown_report(report_on(import_text(TALK, "f.md")), "f.md")
    assert lines[0] == "f.md: Brot (de, markdown)"
    assert any("speaker" in line and "Publikum" in line for line in lines)


@pytest.mark.parametrize(
    ("text", "count"), [("", 0), ("Ja.", 1), ("Das war's, wie's ist.", 4), ("您好，world 2024", 4), ("E-Mail – so", 2)]
)
def test_words_are_counted(text, count):
    assert count_words(text) == count


def test_first_and_last_words():
    assert first_words("„Das“, sagte er, sei so.", 3) == "„Das“, sagte er"
    assert last_words("Das sei so.", 2) == "sei so."
    assert first_words("您在山里送信", 3) == "您在山"
