import random
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.casting.lexicon import Entry, Lexicon, parse_lexicon
from stimmwerk.errors import LexiconError


def lexicon(*keys, **settings):
    return Lexicon(entries=tuple(Entry(key=key, say=f"<{key}>", **settings) for key in keys))


def found(text, *keys, **settings):
    return [text[m.start : m.stop] for m in lexicon(*keys, **settings).find(text)]


@pytest.mark.parametrize(
    ("text", "key", "hits"),
    [
        ("OpenAI, openai, OPENAI", "OpenAI", ["OpenAI"]),
        ("Tool tool TOOL", "tool", ["Tool", "tool"]),
        ("Tool tool TOOL", "Tool", ["Tool", "tool"]),
        ("YC yc Yc", "YC", ["YC"]),
        ("Toolbox Werkzeugtool", "Tool", []),
        ("KI-Tool und Tool-Chef", "Tool", ["Tool", "Tool"]),
        ("GPT - 4o GPT-4o GPT–4o GPT 4o", "GPT - 4o", ["GPT - 4o", "GPT-4o", "GPT–4o"]),
        ("GPT - 4o GPT-4o", "GPT-4o", ["GPT - 4o", "GPT-4o"]),
        ("New York, New\nYork, NewYork", "New York", ["New York", "New\nYork"]),
        ("New\n\nYork", "New York", []),
        ("z.B. und z. B.", "z.B.", ["z.B."]),
        ("36氪好", "36氪", ["36氪"]),
        ("C++ und C", "C++", ["C++"]),
        ("„Tool“ (Tool)", "Tool", ["Tool", "Tool"]),
    ],
)
def test_whole_words_in_their_case(text, key, hits):
    assert found(text, key) == hits


def test_the_longest_key_wins():
    assert found("Open Source Tag", "Open", "Open Source", "Source Tag") == ["Open Source"]


def test_the_first_of_two_lexicons_wins():
    ours, theirs = Lexicon(entries=(Entry(key="Tool", say="a"),)), Lexicon(entries=(Entry(key="tool", say="b"),))
    assert [m.entry.say for m in ours.before(theirs).find("Tool tool")] == ["a", "a"]


def test_inflected_words_keep_their_ending_in_sound_and_letters():
    entry = Entry(key="Startup", ipa="ˈstaːɐ̯tap", say="Stahrtapp", inflect=True)
    (match,) = Lexicon(entries=(entry,)).find("Viele Startups gibt es")
    say = match.entry.spoken("Startups", match.ending)
    assert (match.ending, say.ipa, say.text) == ("s", "ˈstaːɐ̯taps", "Stahrtapps")


def test_words_are_inflected_only_where_it_is_said():
    assert found("Tool Tools Tooln Toolern Tool's", "Tool") == ["Tool", "Tool"]
    assert found("Tool Tools Toolern Tool's", "Tool", inflect=True) == ["Tool", "Tools", "Toolern", "Tool's"]


def test_an_entry_of_its_own_is_before_an_inflected_one():
    both = Lexicon(entries=(Entry(key="Tool", say="x", inflect=True), Entry(key="Tools", say="y")))
    assert [m.entry.say for m in both.find("Tool Tools")] == ["x", "y"]


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
        ('"A" = { say = "x", inflect = "yes" }', "true or false"),
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


@given(st.text(max_size=200), st.lists(st.text("aAbB-– .漢", min_size=1, max_size=5).filter(str.strip), max_size=5))
def test_matches_rise_and_do_not_overlap(text, keys):
    at = 0
    for match in lexicon(*keys, inflect=True).find(text):
        assert at <= match.start < match.stop <= len(text)
        at = match.stop


def test_a_thousand_entries_on_a_long_text_take_no_long_time():
    dice = random.Random(7)
    words = ["".join(dice.choices("abcdefghij", k=6)) for _ in range(5000)]
    big = lexicon(*(f"{a} {b}" for a, b in zip(words[:1000], words[1000:2000], strict=True)))
    text = " ".join(dice.choices(words, k=150_000))
    start = time.perf_counter()
    big.find(text)
    assert time.perf_counter() - start < 5


def test_the_lexicon_of_this_show_is_well_formed():
    path = Path(__file__).parents[2] / "voices" / "de.toml"
    assert len(parse_lexicon(path.read_text(encoding="utf-8"), "voices/de.toml").entries) >= 60
