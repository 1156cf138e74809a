from pathlib import Path

import pytest

from stimmwerk.casting.lexiconfile import parse_lexicon
from stimmwerk.errors import LexiconError


def test_all_ways_to_say_it():
    text = """
[words]
"CTO" = "Zeh-Teh-Oh"
OpenAI = { ipa = "ˈoʊpən", say = "Oupen", inflect = true }
"Sam" = { espeak = "s'Em" }
"Machine Learning" = { language = "en-US" }
"""
    said = {entry.key: entry.spoken(entry.key) for entry in parse_lexicon(text, "de.toml").entries}
    assert said["CTO"].text == "Zeh-Teh-Oh"
    assert (said["OpenAI"].text, said["OpenAI"].ipa) == ("Oupen", "ˈoʊpən")
    assert (said["Sam"].text, said["Sam"].native) == ("Sam", (("espeak", "s'Em"),))
    assert said["Machine Learning"].language == "en-US"


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('"A" = { ipa = "ab:c" }', "':' (U+003A), character 3"),
        ('"A" = { ipo = "abc" }', "ipa"),
        ('"A" = 5', "must be a text or a table"),
        ('"A" = ""', "holds no letter"),
        ('"A" = "x[[y"', "'['"),
        ('"A" = {}', "does not say how"),
        ('"A" = { say = "x", language = "en" }', "another way"),
        ('"A" = { language = "English!" }', "no language tag"),
        ('"A" = { espeak = "a]]b" }', "square brackets"),
        ('"A" = { espeak = "a", inflect = true }', "write it as ipa"),
        ('"A" = { espeak = "a", compound = true }', "write it as ipa"),
        ('"A B" = { say = "a", compound = true }', "more than one word"),
        ('"A" = { say = "a", compound = "middle" }', '"first"'),
        ('"A" = { say = "a", inflect = "verb" }', "no infinitive"),
        ('"A" = { say = "x", inflect = "yes" }', '"noun", "s", "verb"'),
        ('" " = "x"', "without a word"),
        ('"Tool" = "x"\n"tool" = "y"', "keep one of the two"),
        ('"A" = ', "not valid TOML"),
    ],
)
def test_a_mistake_is_named_with_its_line(line, named):
    with pytest.raises(LexiconError) as raised:
        parse_lexicon(f"[words]\n{line}\n", "voices/de.toml")
    assert str(raised.value).startswith(f"voices/de.toml:{2 + line.count(chr(10))}: ")
    assert named in str(raised.value)


def test_an_unknown_table_is_named():
    with pytest.raises(LexiconError, match="did you mean words"):
        parse_lexicon('[word]\n"A" = "b"\n', "x.toml")


def test_words_that_are_english_or_never():
    text = '[english]\nwords = """\nfoo bar\n"""\nnative = "ring"\nbeside = "rate"\n'
    lexicon = parse_lexicon(text, "de.toml")
    assert (lexicon.foreign, lexicon.native, lexicon.beside) == ({"foo", "bar"}, {"ring"}, {"rate"})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('[english]\nwords = "Foo"', "no word in lower case"),
        ('[english]\nwords = "a b"\nnative = "b"', "both English and native"),
        ('[english]\nword = "a"', "did you mean words"),
    ],
)
def test_a_mistake_in_the_lists_is_named(text, named):
    with pytest.raises(LexiconError, match=named):
        parse_lexicon(text, "x.toml")


def test_the_lexicon_of_this_show_is_well_formed():
    path = Path(__file__).parents[2] / "voices" / "de.toml"
    assert len(parse_lexicon(path.read_text(encoding="utf-8"), "voices/de.toml").entries) == 8
