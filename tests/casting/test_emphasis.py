"""Emphasis reaches the words that are spoken, whole, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.casting.emphasis import MOST_WORDS
from stimmwerk.casting.lexiconfile import parse_lexicon
from stimmwerk.casting.speakable import speakable
from stimmwerk.errors import Where
from stimmwerk.script.inline import parse_inline

LEXICON = parse_lexicon('[words]\n"Foo Bar" = { ipa = "fuː baːɐ̯" }\n"Foo" = "Fuh"\n', "de.toml")


def stressed(markup):
    inline = parse_inline(markup, Where("e.md", 1))
    spoken = speakable(inline.plain, [(s.start, s.stop, s.kind, s.value) for s in inline.spans], "de", LEXICON)
    return [(piece.say.text, piece.say.emphasis) for piece in spoken.pieces if piece.say.emphasis]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("Das *so* nicht.", [("so", 1)]),
        ("Das **so** nicht.", [("so", 2)]),
        ("Das ***so*** nicht.", [("so", 2)]),
        ("Das *ist so* nicht.", [("ist", 1), ("so", 1)]),
        ("Das *„so“,* nicht.", [("so", 1)]),
        ("Das *Foo* nicht.", [("Fuh", 1)]),
        ("Das Foo *Bar* nicht.", [("Foo Bar", 1)]),
        ("Das *z. B.* nicht.", [("zum Beispiel", 1)]),
        ("Das *3* nicht.", [("3", 1)]),
        ("Ein Multi-*Agenten*-System.", [("Agenten", 1)]),
        ('Das [so]{say="soo"} nicht.', []),
        ("Das *" + "lang " * MOST_WORDS + "Wort* nicht.", []),
    ],
)
def test_words_are_stressed_whole(markup, words):
    assert stressed(markup) == words


@given(st.lists(st.sampled_from(["so", "*so*", "**ja**", "3,99 €", "*Foo*", "Foo *Bar*", "z. B.", "– *nein*,"])))
def test_emphasis_changes_no_word_and_no_offset(words):
    inline = parse_inline(" ".join(words) or "x", Where("e.md", 1))
    spans = [(s.start, s.stop, s.kind, s.value) for s in inline.spans]
    plain, with_it = (speakable(inline.plain, s, "de", LEXICON) for s in ((), spans))
    assert plain.text == with_it.text
    for at in range(len(plain.text)):
        assert plain.original(at, at + 1) == with_it.original(at, at + 1)
