import pytest

from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.speakable import speakable

ROWS = {
    "abbreviations": [
        ("Mr. Hill and Dr. Dale", "Mister Hill and Doctor Dale"),
        ("fruit, e.g. pears, i.e. food", "fruit, for example pears, that is food"),
        ("pears etc.", "pears et cetera."),
        ("See No. 5 on p. 7", "See number 5 on page 7"),
        ("No. That is all", "No. That is all"),
    ],
    "numbers": [
        ("1,234 people", "1,234 people"),
        ("3.5 million, -5 degrees", "3.5 million, minus 5 degrees"),
        ("pages 10–20 and 5-10 people", "pages 10 to 20 and 5 to 10 people"),
        ("between 10-20 people", "between 10 and 20 people"),
        ("a 3:1 win in 16:9", "a 3 to 1 win in 16 to 9"),
        ("2x faster, 4x4", "2 times faster, 4 by 4"),
        ("~5, #1, 50+", "about 5, number 1, 50 plus"),
        ("1/2 or 3/4 of it", "one half or three quarters of it"),
        ("2 1/2 and 1½ miles", "two and a half and one and a half miles"),
        ("24/7 and 9/11", "24 7 and 9 11"),
    ],
    "ordinals": [
        ("the 1st, 22nd and 100th", "the 1st, 22nd and 100th"),
        ("the 21st of May", "the twenty-first of May"),
    ],
    "dates": [
        ("on March 3rd, 2025 it", "on March third, twenty twenty-five it"),
        ("on 3 March 2025", "on the third of March twenty twenty-five"),
        ("the 3rd of March", "the third of March"),
        ("on Jan. 5 it snowed", "on January fifth it snowed"),
        ("2025-03-04, 03/04/2025", "the fourth of March twenty twenty-five, the third of April twenty twenty-five"),
        ("12/25/2024", "the twenty-fifth of December twenty twenty-four"),
        ("99/99/2024", "99 99 2024"),
        ("in May 10 people", "in May tenth people"),
    ],
    "years": [
        ("in 1999 and 2005", "in nineteen ninety-nine and two thousand and five"),
        ("in 1905, by 2010", "in nineteen oh five, by twenty ten"),
        ("1500 people, 2000 cars", "1500 people, 2000 cars"),
        ("the crisis of 2008.", "the crisis of two thousand and eight."),
        ("from 1990-1995", "from nineteen ninety to nineteen ninety-five"),
        ("the 1990s and the '80s", "the nineteen nineties and the eighties"),
        ("$1999 or 1999 kg", "1999 dollars or 1999 kilograms"),
    ],
    "times": [
        ("at 3:05 p.m.", "at three oh five PM."),
        ("3:00 pm, 9am", "three PM, 9 AM"),
        ("at 14:30 or 9:00", "at fourteen thirty or 9:00"),
        ("at 12:00 and by 15:00", "at twelve o’clock and by fifteen hundred hours"),
        ("I am 5. I am here", "I am 5. I am here"),
    ],
    "money": [
        ("$5.2 million, €1, US$3bn", "5.2 million dollars, 1 euro, 3 billion US dollars"),
        ("$5.99, £0.50, €1.00", "5 dollars 99, 50 pence, 1 euro"),
        ("$5-10 million", "5 to 10 million dollars"),
        ("5 USD, 20 EUR, 50¢", "5 US dollars, 20 euros, 50 cents"),
        ("$5/month", "5 dollars per month"),
    ],
    "per cent and units": [
        ("95% of 1,000", "95 percent of 1,000"),
        ("1 km, 5 km, 100 km/h", "1 kilometre, 5 kilometres, 100 kilometres an hour"),
        ("20 °C, 5 kg, 3GB", "20 degrees Celsius, 5 kilograms, 3 gigabytes"),
        ("1 ft, 6 ft, 16 kHz", "1 foot, 6 feet, 16 kilohertz"),
        ("4o, 5g and 5 g", "4o, 5g and 5 grams"),
    ],
    "Roman numerals": [
        ("Chapter IV of World War II", "Chapter 4 of World War 2"),
        ("Henry VIII, King Olaf II", "Henry the Eighth, King Olaf the Second"),
        ("Part I think, part I.", "Part I think, part 1."),
        ("my CV, an IV, size XL", "my CV, an IV, size XL"),
    ],
    "versions, files, addresses": [
        ("v2.1.3 and version v2", "version 2 point 1 point 3 and version 2"),
        ("GPT-4o and 3.12", "GPT-4o and 3.12"),
        ("read report.pdf", "read report dot PDF"),
        ("go to www.example.org/a", "go to example dot org"),
        ("jane.doe@example.com", "jane dot doe at example dot com"),
    ],
    "signs": [
        ("salt & pepper", "salt and pepper"),
        ("#1 in May - again", "number 1 in May – again"),
        ("a < b ≥ c", "a less than b at least c"),
    ],
}


@pytest.mark.parametrize(("text", "spoken"), [row for rows in ROWS.values() for row in rows])
def test_it_is_said(text, spoken):
    assert speakable(text, (), "en", Lexicon()).text == spoken


def test_americans_write_the_month_first():
    spoken = speakable("03/04/2025, 2025-03-04, 25/12/2024", (), "en-US", Lexicon()).text
    assert spoken == (
        "March fourth, twenty twenty-five, March fourth, twenty twenty-five, December twenty-fifth, twenty twenty-four"
    )
