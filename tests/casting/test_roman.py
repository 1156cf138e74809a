import pytest

from stimmwerk.casting.roman import roman


@pytest.mark.parametrize(
    ("numeral", "number"),
    [
        ("II", 2),
        ("IV", 4),
        ("XIV", 14),
        ("XC", 90),
        ("CCC", 300),
        ("IIII", None),
        ("VX", None),
        ("ABC", None),
        ("", None),
    ],
)
def test_roman(numeral, number):
    assert roman(numeral) == number
