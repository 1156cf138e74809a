"""Text on pictures: what can be drawn, and that it fits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.exports.lettering import drawable, fit, shortened, width

LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenhersteller und noch mehr davon"


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("Größe – „ẞ“, Łódź …", "Größe – „ẞ“, Łódź …"),
        ("Что дальше? Καλά!", "Что дальше? Καλά!"),
        ("zwei\n\t  Zeilen\N{NO-BREAK SPACE}", "zwei Zeilen"),
        ("Gru\N{COMBINING DIAERESIS}ße", "Grüße"),
        ("Ra\N{SOFT HYPHEN}dio \N{MICROPHONE}\N{VARIATION SELECTOR-16} an", "Radio an"),
        ("氪的朋友们", ""),
        ("Gespräche mit 氪", ""),
        ("שלום", ""),
        ("\N{MICROPHONE}", ""),
        ("", ""),
    ],
)
def test_what_can_be_drawn(text, drawn):
    assert drawable(text) == drawn


@pytest.mark.parametrize("text", ["Ja", "Eine Frage der Zeit", LONG, LONG * 5, "X" * 300, "i " * 400])
@pytest.mark.parametrize("box", [(1000, 300), (300, 80), (90, 40)])
def test_lines_fit_into_their_box(text, box):
    lettering = fit(text, box, (120, 24))
    assert lettering.lines
    assert lettering.high <= max(box[1], 24 * 1.2)
    assert all(width(line, lettering.size, lettering.weight) <= box[0] for line in lettering.lines)
    said = "".join(lettering.lines).replace(" ", "")
    assert "".join(text.split()).startswith(said.rstrip("…"))


def test_a_short_text_is_set_as_large_as_may_be():
    assert fit("Ja", (1000, 300), (120, 24)).size == 120


def test_a_long_title_is_broken_into_lines_of_about_one_length():
    lines = fit("Was wir heute wissen und was wir morgen wissen wollen", (1000, 300), (100, 24)).lines
    lengths = [width(line, 100, "ExtraBold") for line in lines]
    assert len(lines) > 1
    assert min(lengths) > 0.5 * max(lengths)


@given(st.text("aM .", max_size=40), st.integers(0, 400))
def test_what_is_shortened_has_room(text, room):
    found = shortened(text, room, 20, "Medium")
    assert width(found, 20, "Medium") <= room or found == ""
    assert found == text or found.endswith("…") or found == ""


def test_a_title_without_end_takes_no_time_without_end():
    assert fit("X" * 10**6, (1000, 300), (120, 24)).lines[-1].endswith("…")
    assert len(drawable("Wort " * 10**6)) < 2000
