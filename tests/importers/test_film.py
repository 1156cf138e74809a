"""Scripts for films: fixtures show what they become; here is what looks like one."""

from stimmwerk.importers.frame import find_fields
from stimmwerk.importers.source import plain_source
from stimmwerk.importers.table import import_text

SCENE = (
    "INT. HUT - DAY\n\nIDA\nGood evening.\n\nThe lamp goes out.\n\nTOM\nOh.\n\nIDA\nWell.\n\nTOM\nSo.\n\nIDA\nBye.\n"
)


def labels(text):
    return [turn.label for turn in import_text(text, "f.txt").script.turns()]


def test_what_stands_apart_is_the_narrators():
    assert labels(SCENE) == ["IDA", "Narrator", "TOM", "IDA", "TOM", "IDA"]


def test_without_a_heading_of_a_scene_whoever_speaks_goes_on():
    assert labels(SCENE.replace("INT. HUT - DAY", "The pier")) == ["IDA", "TOM", "IDA", "TOM", "IDA"]


def test_changes_of_picture_are_nobody():
    assert "CUT TO" not in labels("IDA: Do it.\n\nCUT TO:\n\nTOM: Yes.\n\nIDA: Well.\n\nCUT TO:\n\nTOM: No.\n")


def test_what_is_said_right_below_fields_is_said():
    text = (
        "Title: The pier\nCredit: Ida Berg\nDate: 2024-05-03\nIda: Good evening.\nTom: Yes.\n\nIda: Bye.\n\nTom: Bye.\n"
    )
    assert labels(text)[-4:] == ["Ida", "Tom", "Ida", "Tom"]


def test_fields_of_an_article_are_no_title_page():
    text = "Title: The pier\nAuthor: Ida Berg\nDate: 2024-05-03\n\nIda: Good evening.\n\nTom: Yes.\n"
    assert find_fields(plain_source(text).lines).date == "2024-05-03"


def test_what_is_said_below_an_empty_field_is_said():
    text = "Title: The pier\nAuthor: Ida Berg\nNotes:\nIda: Good evening.\nTom: Yes.\n\nIda: Bye.\n\nTom: Bye.\n"
    assert labels(text)[-4:] == ["Ida", "Tom", "Ida", "Tom"]


def test_a_title_page_has_title_and_date():
    fields = find_fields(
        plain_source("Title:\n\t_The Pier_\nCredit: by\nAuthor: Moll\nDraft date: 3 May 2024\n\nx\n").lines
    )
    assert (fields.title, fields.date, sorted(fields.places)) == ("The Pier", "3 May 2024", [0, 1, 2, 3, 4])
