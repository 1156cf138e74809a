"""Labels of one person: merged for a reason, never for likeness, and by hand."""

import pytest

from stimmwerk.errors import UsageError
from stimmwerk.importers.table import import_text


def people(text, **more):
    imported = import_text(text, "f.txt", **more)
    return [(person.name, person.labels) for person in imported.script.people], [
        caution.code for caution in imported.warnings if caution.code.startswith("speakers")
    ]


def talk(*labels):
    return "\n\n".join(f"{label}: Das ist der Satz Nummer {number}." for number, label in enumerate(labels))


MERGED = {
    "a family name": (("Lena Voss", "Jo Tann", "Voss", "Tann"), [("Lena Voss", 2), ("Jo Tann", 2)]),
    "a first name": (("Lena Voss", "Jo Tann", "Lena", "Jo"), [("Lena Voss", 2), ("Jo Tann", 2)]),
    "initials": (("Lena Voss", "Jo Tann", "LV", "JT", "LV"), [("Lena Voss", 2), ("Jo Tann", 2)]),
    "initials in brackets": (("Lena Voss (XY)", "Jo Tann (T)", "XY", "T", "XY"), [("Lena Voss", 2), ("Jo Tann", 2)]),
    "a title": (("Dr. Lena Voss", "Jo", "Lena Voss", "Jo"), [("Dr. Lena Voss", 2), ("Jo", 1)]),
    "a party": (("Lena Voss (ABC)", "Jo", "Lena Voss", "Jo"), [("Lena Voss (ABC)", 2), ("Jo", 1)]),
}


@pytest.mark.parametrize(("labels", "expected"), MERGED.values(), ids=MERGED)
def test_forms_of_a_full_name_that_stands_before_them_are_one_person(labels, expected):
    found, codes = people(talk(*labels))
    assert [(name, len(own)) for name, own in found] == expected
    assert set(codes) == {"speakers-merged"}


APART = {
    "one letter": (("Brandt", "Brand", "Brandt", "Brand"), "speakers-alike"),
    "husband and wife": (("Herr Hale", "Frau Hale", "Herr Hale", "Frau Hale"), None),
    "two parties": (("Lena Voss (ABC)", "Jo", "Lena Voss (XYZ)", "Jo"), None),
    "two of one family name": (("Lena Voss", "Jo Voss", "Lena Voss", "Jo Voss", "Voss"), "speakers-unsure"),
    "short before long": (("Voss", "Jo", "Voss", "Jo", "Lena Voss"), "speakers-unsure"),
    "neighbours": (("Lena Voss", "Voss", "Lena Voss", "Voss"), "speakers-unsure"),
    "numbers": (("Speaker 1", "Speaker 2", "Speaker 1", "Speaker 2"), None),
    "offices": (("M. le président", "M. le ministre", "M. le président", "M. le ministre"), None),
}


@pytest.mark.parametrize(("labels", "code"), APART.values(), ids=APART)
def test_what_may_be_two_people_stays_two(labels, code):
    found, codes = people(talk(*labels))
    assert len(found) == len(set(labels))
    assert set(codes) == ({code} if code else set())


def test_the_user_joins_parts_and_names():
    text = talk("Brandt", "Brand", "Brandt", "Brand")
    found, codes = people(text, speakers=[("Brand", "Karl Brandt"), ("Brandt", "Karl Brandt")])
    assert (found, codes) == ([("Karl Brandt", ("Brandt", "Brand"))], [])
    assert people(text, speakers=[("Brand", "Brandt")])[0] == [("Brandt", ("Brandt", "Brand"))]
    merged = talk("Lena Voss", "Jo Tann", "Voss", "Tann")
    found, _ = people(merged, speakers=[("Voss", "Voss")])
    assert [name for name, _ in found] == ["Lena Voss", "Jo Tann", "Voss"]


def test_an_unknown_label_is_told_with_the_nearest():
    with pytest.raises(UsageError, match="did you mean Brandt"):
        people(talk("Brandt", "Jo", "Brandt", "Jo"), speakers=[("Brant", "X")])


def test_the_user_says_what_is_a_label_and_what_is_none():
    text = "Klar: Das ist es.\n\nKlar: Das war es.\n\n" + talk("Anna", "Ben", "Anna", "Ben")
    assert [name for name, _ in people(text, speakers=[("Anna", "")])[0]] == ["Klar", "Ben"]
    note = talk("Anna", "Ben", "Anna", "Ben") + "\n\nHinweis: Das sage ich."
    assert [name for name, _ in people(note)[0]] == ["Anna", "Ben"]
    assert [name for name, _ in people(note, speakers=[("Hinweis", "Herr Hinweis")])[0]][-1] == "Herr Hinweis"


def test_how_a_line_is_said_makes_nobody_else_of_who_says_it():
    found = import_text(
        "VEIT (tritt ein): Riecht es hier nach Suppe?\n\nHANNE: Nach Arbeit. Setz dich.\n\n"
        "VEIT (setzt sich): Ich habe keinen Hunger.\n\nHANNE (lacht): Das glaube ich nicht.\n\nVEIT: Na gut.\n",
        "f.txt",
    )
    assert [(person.name, len(person.labels)) for person in found.script.people] == [("VEIT", 3), ("HANNE", 2)]


def test_parties_in_brackets_still_tell_two_people_apart():
    found = import_text(
        "Meier (SPD): Wer beginnt?\n\nMeier (CDU): Sie.\n\nMeier (SPD): Gern.\n\nMeier (CDU): Bitte.\n", "f.txt"
    )
    assert [person.name for person in found.script.people] == ["Meier (SPD)", "Meier (CDU)"]
