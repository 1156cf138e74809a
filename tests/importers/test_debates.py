"""XML of parliaments and plays: what each of its kinds becomes, and what is refused."""

from pathlib import Path

import pytest

from stimmwerk.errors import SourceError
from stimmwerk.importers.table import choose, import_bytes, import_text

from .rendering import rendered
from .wholeness import check_survives_formatting

FOLDER = Path(__file__).parent / "fixtures" / "debates"
FIXTURES = sorted(FOLDER.glob("*.xml"))


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
def test_what_a_file_becomes(path):
    imported = import_bytes(path.read_bytes(), path.name)
    assert rendered(imported) == path.with_name(f"{path.name}.expected").read_text("utf-8")
    check_survives_formatting(imported)


def test_directions_in_a_paragraph_are_not_spoken_and_characters_by_name_are_read():
    turns = import_text(
        "<TEI><text><sp><speaker>ANNA</speaker><p>Komm<stage>winkt</stage> her, "
        "sch&ouml;ner <stage>lacht</stage> Freund."
        "</p></sp></text></TEI>",
        "f.xml",
    ).script.turns()
    assert [(turn.label, turn.text) for turn in turns] == [("ANNA", "Komm\n\n[winkt]\n\nher, schöner [lacht] Freund.")]


def test_xml_in_which_nobody_speaks_is_refused():
    with pytest.raises(SourceError, match="nobody speaks") as caught:
        import_text("<debate><speech><p>Words.</p></speech></debate>", "f.xml")
    assert caught.value.hint


def test_elements_within_elements_without_end_are_an_error():
    with pytest.raises(SourceError) as caught:
        import_text(f"<TEI>{'<div>' * 5000}<sp><speaker>A</speaker><p>x</p></sp></TEI>", "f.xml")
    assert caught.value.hint


def test_a_page_that_quotes_a_speech_is_a_page():
    assert choose("<!DOCTYPE html><html><body><p>A</p><p>B</p></body></html>").name == "html"
