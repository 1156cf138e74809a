import pytest

from stimmwerk.casting.lexicon import Entry
from stimmwerk.casting.pls import NAMESPACE, read_pls, write_pls
from stimmwerk.errors import LexiconError

HEAD = f'<lexicon version="1.0" xmlns="{NAMESPACE}" alphabet="ipa" xml:lang="de">\n'


def read(body, head=HEAD):
    return read_pls(f"{head}{body}</lexicon>".encode(), "words.pls")


def test_lexemes_become_entries():
    body = """
<meta name="x" content="y"/>
<lexeme xml:id="a"><grapheme>Foo</grapheme><grapheme>Foo Bar</grapheme><phoneme>fuː</phoneme></lexeme>
<lexeme><grapheme>W3C</grapheme><alias>Weh drei Zeh</alias><example>Das W3C</example></lexeme>
<lexeme><grapheme>Baz</grapheme><phoneme>baz</phoneme><phoneme prefer="true">baːz</phoneme></lexeme>
<lexeme><grapheme>Foo</grapheme><phoneme>foː</phoneme></lexeme>
"""
    found = read(body)
    assert found.language == "de"
    assert found.entries == (
        Entry(key="Foo", ipa="fuː"),
        Entry(key="Foo Bar", ipa="fuː"),
        Entry(key="W3C", say="Weh drei Zeh"),
        Entry(key="Baz", ipa="baːz"),
    )
    assert [line for line, _ in found.skipped] == [7]


@pytest.mark.parametrize(
    ("data", "line", "named"),
    [
        ("<lexicon>", 1, "no PLS lexicon"),
        (f'<lexicon xmlns="{NAMESPACE}" alphabet="ipa"></lexicon>', 1, "names no language"),
        (f"{HEAD}<lexeme><grapheme>a</grapheme>", 2, "not well-formed"),
        (f"{HEAD}<lexeme>\n<phoneme>a</phoneme></lexeme></lexicon>", 2, "without a grapheme"),
        (f"{HEAD}<lexeme><grapheme>a</grapheme>\n</lexeme></lexicon>", 2, "says no sound"),
        (f"{HEAD}\n<lexeme><grapheme>a</grapheme><phoneme>a:</phoneme></lexeme></lexicon>", 3, "':' (U+003A)"),
        (
            f"{HEAD}<lexeme><grapheme>a</grapheme><phoneme alphabet='sampa'>a</phoneme></lexeme></lexicon>",
            2,
            "sampa",
        ),
        (f"{HEAD}<lexeme><grapheme>a</grapheme><alias>[x]</alias></lexeme></lexicon>", 2, "cannot be spoken"),
        (f"{HEAD}<word/></lexicon>", 2, "no element of PLS"),
        (f"{HEAD}<lexeme><grapheme> </grapheme></lexeme></lexicon>", 2, "empty"),
        ('<!DOCTYPE x [<!ENTITY a "b">]>\n<x/>', 1, "document type"),
        ("", 1, "not well-formed"),
        ("\x00\x01", 1, "not well-formed"),
    ],
)
def test_a_mistake_is_named_with_its_line(data, line, named):
    with pytest.raises(LexiconError) as raised:
        read_pls(data.encode(), "words.pls")
    assert str(raised.value).startswith(f"words.pls:{line}: ")
    assert named in str(raised.value)


def test_what_is_written_is_read_again():
    entries = (Entry(key="<a> & b", ipa="aː"), Entry(key="B", say="Beh"), Entry(key="C", ipa="tseː", say="Zeh"))
    text, left_out = write_pls((*entries, Entry(key="Sam", espeak="s'Em"), Entry(key="x y", language="en")), "de-AT")
    found = read_pls(text.encode(), "x.pls")
    assert (found.language, set(found.entries), left_out) == ("de-AT", set(entries), ("Sam", "x y"))
