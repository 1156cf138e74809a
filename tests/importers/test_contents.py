"""Tables of contents with times: a fixture shows what they become; here is what is none."""

import pytest

from stimmwerk.importers.contents import with_contents
from stimmwerk.importers.source import plain_source

NO_TABLES = {
    "names": "0:00 Ida Berg\n0:20 Tom Hale\n\nIda Berg\nHello.\n\nTom Hale\nHello.\n\nIda Berg\nWell?\n",
    "captions": "0:00 lamps and ladders\n0:04 and a pier\n0:09 all\n\nlamps and ladders\n\nNobody fell into the sea.\n",
    "few of them come again": "0:00 A\n0:20 Bee\n0:30 Cee\n0:40 Dee\n0:50 Eff\n\nBee\nYes.\n\nCee\nNo.\n",
    "no times": "Lamps\nLadders\n\nLamps\nThey are out.\n\nLadders\nThere are seven.\n",
}


@pytest.mark.parametrize("text", NO_TABLES.values(), ids=NO_TABLES)
def test_what_is_no_table_stays_as_it_is(text):
    source = plain_source(text)
    assert with_contents(source) is source


def test_titles_become_headings_and_the_table_is_left_out():
    source = with_contents(plain_source("Contents\n0:00 Lamps\n0:20 Ladders\n\nLamps\nOut.\n\nLadders\nSeven.\n"))
    assert [line.text for line in source.lines if line.kind == "heading"] == ["Lamps", "Ladders"]
    assert [gone.line for gone in source.left_out] == [1, 2, 3]
