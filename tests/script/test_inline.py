"""Inline markup: what a reader sees, and where in it the markup lies."""

import pytest

from stimmwerk.errors import Where
from stimmwerk.script.inline import Direction, parse_inline

HERE = Where("f.md", 1)

PLAIN = {
    "marks": ("ein *so* und **so** und _so_ und ***so***", "ein so und so und so und so"),
    "marks that are none": ("2*3*4, a_b_c, * x, 5 * 3, ende*", "2*3*4, a_b_c, * x, 5 * 3, ende*"),
    "crossed marks": ("*a **b* c**", "a **b c**"),
    "marks end with their paragraph": ("*a\n\nb*", "*a\n\nb*"),
    "ticks": ("das `so` hier", "das so hier"),
    "backslashes": (r"\*a\* \\ \[ \ä \• C:\x", "*a* \\ [ \\ä • C:\\x"),
    "directions": ("[lacht] ja [leise], nein [ab].", "ja, nein."),
    "a direction alone": ("a\n\n[Applaus]\n\nb", "a\n\nb"),
    "comments": ("a <!-- x --> b<!-- y -->c", "a bc"),
    "links": ("bei [Anna *B.*](https://a.example/b_(c)) war", "bei Anna B. war"),
    "spans": ('[GPT-4o]{say="dschi pi ti vier o"} ist', "GPT-4o ist"),
    "bullets": ("- a\n\n- b\n\n1. c\n\n2. d\n\n4. e\n\n27. f", "a\n\nb\n\nc\n\nd\n\n4. e\n\n27. f"),
    "escaped bullets": ("\\- a\n\n1\\. b", "- a\n\n1. b"),
    "no-break spaces stay": ("95\u00a0 %", "95\u00a0 %"),
    "French punctuation stays": ("ah ! [rit] bon ?", "ah ! bon ?"),
    "smaller than": ("1 < 2 <3", "1 < 2 <3"),
    "braces that are none": ('so { "a" } {', 'so { "a" } {'),
}


@pytest.mark.parametrize(("markup", "plain"), PLAIN.values(), ids=PLAIN)
def test_plain(markup, plain):
    assert parse_inline(markup, HERE).plain == plain


def test_spans_lie_where_their_words_are():
    markup = 'ab [lacht] *cd*, [ ef *gh* ]{ipa="x" lang=en}.\n\n[ij](https://k.example) **l**'
    inline = parse_inline(markup, HERE)
    assert [(inline.plain[s.start : s.stop], s.kind, s.value) for s in inline.spans] == [
        ("cd", "emphasis", None),
        ("ef gh", "ipa", "x"),
        ("ef gh", "lang", "en"),
        ("gh", "emphasis", None),
        ("ij", "link", "https://k.example"),
        ("l", "strong", None),
    ]


def test_directions_know_their_place():
    inline = parse_inline("[kommt] a [lacht] b [ab]", HERE)
    assert inline.plain == "a b"
    assert inline.directions == (
        Direction(at=0, text="kommt"),
        Direction(at=1, text="lacht"),
        Direction(at=3, text="ab"),
    )


def test_values_in_quotation_marks_may_hold_anything():
    (span,) = parse_inline(r'[a]{say="b \" {c} \\ d"}', HERE).spans
    assert span.value == 'b " {c} \\ d'
