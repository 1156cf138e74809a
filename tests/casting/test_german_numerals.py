import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.casting.german_numerals import NUMERAL_LIMIT, cardinal, ordinal, year


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "null"),
        (1, "eins"),
        (16, "sechzehn"),
        (17, "siebzehn"),
        (21, "einundzwanzig"),
        (30, "dreißig"),
        (70, "siebzig"),
        (100, "einhundert"),
        (101, "einhunderteins"),
        (1000, "eintausend"),
        (2026, "zweitausendsechsundzwanzig"),
        (999_999, "neunhundertneunundneunzigtausendneunhundertneunundneunzig"),
    ],
)
def test_cardinal(number, words):
    assert cardinal(number) == words


@pytest.mark.parametrize(
    ("number", "ending", "words"),
    [
        (1, "er", "erster"),
        (3, "en", "dritten"),
        (7, "e", "siebte"),
        (8, "es", "achtes"),
        (19, "en", "neunzehnten"),
        (20, "e", "zwanzigste"),
        (27, "en", "siebenundzwanzigsten"),
        (100, "e", "einhundertste"),
        (101, "e", "einhunderterste"),
        (1003, "en", "eintausenddritten"),
        (0, "e", "nullte"),
    ],
)
def test_ordinal(number, ending, words):
    assert ordinal(number, ending) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1099, "eintausendneunundneunzig"),
        (1100, "elfhundert"),
        (1801, "achtzehnhunderteins"),
        (1999, "neunzehnhundertneunundneunzig"),
        (2000, "zweitausend"),
    ],
)
def test_years_of_the_second_millennium_are_counted_in_hundreds(number, words):
    assert year(number) == words


@pytest.mark.parametrize("number", [-1, NUMERAL_LIMIT])
@pytest.mark.parametrize("words", [cardinal, lambda number: ordinal(number, "e")])
def test_numbers_without_words_are_refused(words, number):
    with pytest.raises(ValueError, match="outside"):
        words(number)


@given(st.integers(0, NUMERAL_LIMIT - 1), st.integers(0, NUMERAL_LIMIT - 1))
def test_no_two_numbers_share_their_words(one, other):
    assert (cardinal(one) == cardinal(other)) == (one == other)
    assert (ordinal(one, "e") == ordinal(other, "e")) == (one == other)
