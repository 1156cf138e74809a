"""The table of formats: each has a maker, and each is told of in docs/exports.md."""

import re
from pathlib import Path

from stimmwerk.exports.table import MAKERS
from stimmwerk.formats import FORMATS

DOCS = (Path(__file__).parents[2] / "docs/exports.md").read_text("utf-8")


def test_no_two_formats_share_a_name_or_a_file():
    assert len({form.name for form in FORMATS}) == len({form.file("NAME") for form in FORMATS}) == len(FORMATS)


def test_makers_are_of_formats_that_there_are():
    assert MAKERS.keys() <= {form.name for form in FORMATS}


def test_the_docs_list_every_format_of_ours():
    rows = re.findall(r"^\| `(\w+)` \| `([^`]+)` \|", DOCS, re.M)
    assert {(form.name, form.file("NAME")) for form in FORMATS if form.name in MAKERS} <= set(rows)
