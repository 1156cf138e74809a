import pytest

from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.speakable import speakable


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("Mr. Hill and Dr. Dale", "Mister Hill and Doctor Dale"),
        ("fruit, e.g. pears, i.e. food", "fruit, for example pears, that is food"),
        ("pears etc.", "pears et cetera."),
        ("See No. 5 on p. 7", "See number 5 on page 7"),
        ("No. That is all", "No. That is all"),
        ("10-20 people", "10 to 20 people"),
        ("salt & pepper", "salt and pepper"),
        ("95% of 1,000 on 27 January 1999", "95% of 1,000 on 27 January 1999"),
        ("$5.2 million, €1, US$3bn", "5.2 million dollars, 1 euro, 3 billion US dollars"),
        ("go to www.example.org/a", "go to example dot org"),
        ("#1 in May - again", "number 1 in May – again"),
    ],
)
def test_it_is_said(text, spoken):
    assert speakable(text, (), "en", Lexicon()).text == spoken
