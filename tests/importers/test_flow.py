"""Documents in their order: tables of turns and others, and paragraphs that are no more than lines."""

import pytest

from stimmwerk.importers.archive import Archive
from stimmwerk.importers.table import import_bytes
from stimmwerk.importers.word import read_document
from stimmwerk.script.model import Turn

from .writing import docx, paragraph, run, table


def source_of(body):
    return read_document(Archive(docx(body), "f.docx"))[0]


def texts_of(body):
    return [line.text for line in source_of(body).lines if line.text]


def left_of(body):
    return [(left.line, left.text, left.reason) for left in source_of(body).left_out]


def turns_of(body):
    script = import_bytes(docx(body), "f.docx").script
    return [(part.label, part.text) for chapter in script.chapters for part in chapter.parts if isinstance(part, Turn)]


# -- tables -----------------------------------------------------------------------------------------------------------


def test_a_table_of_turns():
    two = paragraph("Zwölf sind es.") + paragraph("Und eines ist übrig.")
    body = table(
        ["Sprecher", "Text"],
        ["Anna Berg:", "Wie viele?"],
        ["Vogt", two],
        ["", "Bis zum Herbst."],
        ["Anna Berg", "Ah."],
        ["Vogt", "Ja."],
    )
    assert turns_of(body) == [
        ("Anna Berg", "Wie viele?"),
        ("Vogt", "Zwölf sind es.\n\nUnd eines ist übrig.\n\nBis zum Herbst."),
        ("Anna Berg", "Ah."),
        ("Vogt", "Ja."),
    ]
    assert left_of(body) == [(1, "Sprecher", "the head of a table"), (2, "Text", "the head of a table")]
    source = source_of(body)
    assert [number for number, line in zip(source.numbers, source.lines, strict=True) if line.text] == [
        3,
        5,
        7,
        9,
        10,
        12,
    ]


def test_times_beside_turns_are_left_out():
    body = table(
        ["00:01", "Anna", "Wie viele?"], ["00:04", "Vogt", "Zwölf."], ["00:07", "Anna", "Ah."], ["00:09", "Vogt", "Ja."]
    )
    assert turns_of(body) == [("Anna", "Wie viele?"), ("Vogt", "Zwölf."), ("Anna", "Ah."), ("Vogt", "Ja.")]
    assert left_of(body)[0] == (1, "00:01", "a time or a number in a table")


def test_times_beside_text_are_left_out():
    body = table(["00:01", "Anna: Wie viele?"], ["00:04", "Vogt: Zwölf."], ["00:07", "Anna: Ah."])
    assert turns_of(body) == [("Anna", "Wie viele?"), ("Vogt", "Zwölf."), ("Anna", "Ah.")]


def test_another_table_is_left_out():
    body = paragraph("Text.") + table(["Beet", "Länge", "Breite"], ["Nord", "2 m", "3 m"])
    assert texts_of(body) == ["Text."]
    assert [text for _, text, reason in left_of(body) if reason == "a table"] == [
        "Beet",
        "Länge",
        "Breite",
        "Nord",
        "2 m",
        "3 m",
    ]


def test_a_frame_of_one_column_is_text():
    assert texts_of(table([paragraph("A") + paragraph("B")]) + paragraph("C")) == ["A", "B", "C"]


def test_a_table_that_is_all_there_is_is_text():
    assert texts_of(table(["Der Garten", "Ein Bild", "Die Beete"], ["A", "B", "C"])) == [
        "Der Garten",
        "Ein Bild",
        "Die Beete",
        "A",
        "B",
        "C",
    ]


def test_a_table_in_a_table_belongs_to_its_cell():
    body = table(["Anna", table(["Ja,", "ja."])], ["Vogt", "Nein."], ["Anna", "Doch."], ["Vogt", "So."])
    assert turns_of(body) == [("Anna", "Ja,\n\nja."), ("Vogt", "Nein."), ("Anna", "Doch."), ("Vogt", "So.")]


# -- paragraphs and lines ---------------------------------------------------------------------------------------------

WRAPPED = (
    "Anna Berg: Wie viele Beete sind es denn in diesem Jahr, und wer hat",
    "sie bekommen, nachdem im vorigen Sommer so viele leer",
    "geblieben sind?",
    "",
    "Vogt: Zwölf Beete sind es, und sie sind alle ver-",
    "geben, bis auf eines, das im Schatten liegt und das bisher",
    "niemand wollte.",
    "",
    "Anna Berg: Dann nehme ich es.",
)


def test_paragraphs_that_are_lines_are_joined():
    assert turns_of("".join(map(paragraph, WRAPPED))) == [
        (
            "Anna Berg",
            "Wie viele Beete sind es denn in diesem Jahr, und wer hat sie bekommen, nachdem im vorigen Sommer so viele "
            "leer geblieben sind?",
        ),
        (
            "Vogt",
            "Zwölf Beete sind es, und sie sind alle vergeben, bis auf eines, das im Schatten liegt und das bisher "
            "niemand wollte.",
        ),
        ("Anna Berg", "Dann nehme ich es."),
    ]


def test_so_are_those_that_are_set_with_double_spacing():
    lines = [line for text in WRAPPED for line in ((text, "") if text else ("",))]
    assert turns_of("".join(map(paragraph, lines))) == turns_of("".join(map(paragraph, WRAPPED)))


@pytest.mark.parametrize("gap", ["", paragraph("")])
def test_other_paragraphs_stay(gap):
    texts = [
        "Anna Berg: Wie viele?",
        "Vogt: Zwölf.",
        "Und eines ist übrig, im Schatten.",
        "Anna Berg: Ah.",
        "Vogt: Ja.",
    ]
    assert turns_of(gap.join(map(paragraph, texts))) == [
        ("Anna Berg", "Wie viele?"),
        ("Vogt", "Zwölf.\n\nUnd eines ist übrig, im Schatten."),
        ("Anna Berg", "Ah."),
        ("Vogt", "Ja."),
    ]


def test_names_over_their_paragraphs():
    body = "".join(
        paragraph(run(name, "<w:b/>")) + paragraph(text)
        for name, text in (("Anna Berg", "Wie viele?"), ("Vogt", "Zwölf."), ("Anna Berg", "Ah."), ("Vogt", "Ja."))
    )
    assert turns_of(body) == [("Anna Berg", "Wie viele?"), ("Vogt", "Zwölf."), ("Anna Berg", "Ah."), ("Vogt", "Ja.")]
