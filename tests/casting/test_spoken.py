"""The way back from what is spoken to what is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.casting.spoken import Piece, Spoken
from stimmwerk.speech import Say


def literal(text, start):
    return Piece(say=Say(text=text), start=start, stop=start + len(text), literal=True)


def other(text, start, stop):
    return Piece(say=Say(text=text), start=start, stop=stop)


# written: "Es sind 12 da 😀."          spoken: "Es sind zwölf da."
SPOKEN = Spoken(pieces=(literal("Es sind ", 0), other("zwölf", 8, 10), literal(" da", 10), literal(".", 15)))


def test_what_is_said_is_the_pieces_in_order():
    assert SPOKEN.text == "Es sind zwölf da."
    assert [say.text for say in SPOKEN.say] == ["Es sind ", "zwölf", " da", "."]


@pytest.mark.parametrize(
    ("spoken", "written"),
    [
        ((0, 2), (0, 2)),
        ((3, 7), (3, 7)),
        ((8, 13), (8, 10)),
        ((9, 11), (8, 10)),
        ((3, 10), (3, 10)),
        ((14, 16), (11, 13)),
        ((14, 17), (11, 16)),
        ((16, 17), (15, 16)),
        ((0, 17), (0, 16)),
    ],
)
def test_characters_lead_back(spoken, written):
    assert SPOKEN.original(*spoken) == written


@pytest.mark.parametrize("wrong", [(-1, 2), (5, 4), (0, 18), (17, 18), (30, 40)])
def test_what_is_not_spoken_has_no_way_back(wrong):
    with pytest.raises(ValueError, match="to"):
        SPOKEN.original(*wrong)


def test_what_stands_for_nothing_written_leads_to_its_place():
    added = Spoken(pieces=(literal("Titel", 0), other(".", 5, 5)))
    assert added.original(5, 6) == (5, 5)
    assert added.original(0, 6) == (0, 5)


@given(
    st.lists(st.tuples(st.text("ab", min_size=1, max_size=4), st.booleans(), st.integers(0, 3)), min_size=1), st.data()
)
def test_ranges_lead_inside_the_pieces_they_touch(parts, data):
    pieces, at = [], 0
    for text, is_literal, gap in parts:
        at += gap
        stop = at + len(text) if is_literal else at + gap
        pieces.append(Piece(say=Say(text=text), start=at, stop=stop, literal=is_literal))
        at = stop
    spoken = Spoken(pieces=tuple(pieces))
    start = data.draw(st.integers(0, len(spoken.text) - 1))
    stop = data.draw(st.integers(start + 1, len(spoken.text)))
    low, high = spoken.original(start, stop)
    assert pieces[0].start <= low <= high <= pieces[-1].stop
    wider = spoken.original(0, len(spoken.text))
    assert wider == (pieces[0].start, max(piece.stop for piece in pieces))
