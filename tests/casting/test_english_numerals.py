import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.casting.english_numerals import NUMERAL_LIMIT, cardinal, decade, ordinal, year


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "zero"),
        (13, "thirteen"),
        (40, "forty"),
        (99, "ninety-nine"),
        (100, "one hundred"),
        (101, "one hundred and one"),
        (1001, "one thousand and one"),
        (1100, "one thousand one hundred"),
        (999_999, "nine hundred and ninety-nine thousand nine hundred and ninety-nine"),
    ],
)
def test_cardinal(number, words):
    assert cardinal(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "first"),
        (2, "second"),
        (3, "third"),
        (5, "fifth"),
        (8, "eighth"),
        (12, "twelfth"),
        (20, "twentieth"),
        (21, "twenty-first"),
        (100, "one hundredth"),
        (109, "one hundred and ninth"),
    ],
)
def test_ordinal(number, words):
    assert ordinal(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1066, "one thousand and sixty-six"),
        (1100, "eleven hundred"),
        (1805, "eighteen oh five"),
        (1999, "nineteen ninety-nine"),
        (2000, "two thousand"),
        (2009, "two thousand and nine"),
        (2026, "twenty twenty-six"),
    ],
)
def test_year(number, words):
    assert year(number) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(90, "nineties"), (1900, "nineteen hundreds"), (2010, "twenty tens"), (1980, "nineteen eighties")],
)
def test_decade(number, words):
    assert decade(number) == words


@pytest.mark.parametrize("number", [-10, 5, 10_000])
def test_what_is_no_decade_is_refused(number):
    with pytest.raises(ValueError, match="no decade"):
        decade(number)


@pytest.mark.parametrize("number", [-1, NUMERAL_LIMIT])
@pytest.mark.parametrize("words", [cardinal, ordinal, year])
def test_numbers_without_words_are_refused(words, number):
    with pytest.raises(ValueError, match="outside"):
        words(number)


@given(st.integers(0, NUMERAL_LIMIT - 1), st.integers(0, NUMERAL_LIMIT - 1))
def test_no_two_numbers_have_the_same_words(one, other):
    assert (one == other) == (cardinal(one) == cardinal(other)) == (ordinal(one) == ordinal(other))
