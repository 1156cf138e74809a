import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.casting.lexicon import Entry, key_tokens
from stimmwerk.casting.lexiconedit import entry_line, with_entry
from stimmwerk.casting.lexiconfile import parse_lexicon

TEXT = '''# A lexicon.

[words]
# first
"Foo" = "Fuh"  # said so
'Bar' = { ipa = "baːɐ̯" }

baz = { say = "Bass # not a comment" }  # nor this

# Lists of words
[english]
words = """
[words]
"""
'''


def test_a_new_entry_stands_at_the_end_of_its_table():
    changed = with_entry(TEXT, Entry(key="New", ipa="njuː"))
    assert changed.splitlines()[8] == '"New" = { ipa = "njuː" }'
    assert [line for line in changed.splitlines() if "New" not in line] == TEXT.splitlines()


@pytest.mark.parametrize(
    ("key", "line"),
    [("Foo", '"Foo" = "x"  # said so'), ("Bar", '"Bar" = "x"'), ("baz", '"baz" = "x"  # nor this')],
)
def test_an_entry_is_replaced_in_its_place_and_its_comment_stays(key, line):
    changed = with_entry(TEXT, Entry(key=key, say="x")).splitlines()
    assert line in changed
    assert len(changed) == len(TEXT.splitlines())


@pytest.mark.parametrize("text", ["", "# only a comment\n", '[english]\nwords = "foo"\n'])
def test_the_table_is_made_where_there_is_none(text):
    changed = with_entry(text, Entry(key="New", say="Nju"))
    assert changed.startswith(text)
    assert tomllib.loads(changed)["words"] == {"New": "Nju"}


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20).filter(str.strip),
    st.sampled_from([None, "noun", "s", "adjective"]),
    st.booleans(),
)
def test_an_entry_survives_its_line(key, inflect, composed):
    compound = "both" if composed and len(key_tokens(key)) == 1 and key.isalpha() else None
    entry = Entry(key=key, ipa="aː", say="ah", inflect=inflect, compound=compound)
    text = f"[words]\n{entry_line(entry)}\n"
    assert tomllib.loads(text)["words"][key]["ipa"] == "aː"
    if any(map(str.isalnum, key)):
        assert parse_lexicon(text, "x.toml").entries == (entry,)
    assert with_entry(text, entry) == text
