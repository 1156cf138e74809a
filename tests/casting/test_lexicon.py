import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.casting.inflection import spellings
from stimmwerk.casting.lexicon import Entry, Lexicon, _beginning, _folded, in_each_case
from stimmwerk.shipped import shipped_languages, shipped_lexicon


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
    entry = Entry(key="Startup", ipa="ˈstaːɐ̯tap", say="Stahrtapp", inflect="noun")
    (match,) = Lexicon(entries=(entry,)).find("Viele Startups gibt es")
    say = match.spoken("Viele Startups gibt es")
    assert (say.ipa, say.text) == ("ˈstaːɐ̯taps", "Stahrtapps")


def test_words_are_inflected_only_where_it_is_said():
    assert found("Tool Tools Tooln Toolern Tool's", "Tool") == ["Tool", "Tool"]
    assert found("Tool Tools Toolern Tool's", "Tool", inflect="noun") == ["Tool", "Tools", "Toolern", "Tool's"]


def test_an_entry_of_its_own_is_before_an_inflected_one():
    both = Lexicon(entries=(Entry(key="Tool", say="x", inflect="noun"), Entry(key="Tools", say="y")))
    assert [m.entry.say for m in both.find("Tool Tools")] == ["x", "y"]


@given(st.text(max_size=200), st.lists(st.text("aAbB-– .漢", min_size=1, max_size=5).filter(str.strip), max_size=5))
def test_matches_rise_and_do_not_overlap(text, keys):
    at = 0
    for match in lexicon(*keys, inflect="noun").find(text):
        assert at <= match.start < match.stop <= len(text)
        at = match.stop


def test_a_thousand_entries_on_a_long_text_take_no_long_time():
    dice = random.Random(7)
    words = ["".join(dice.choices("abcdefghij", k=6)) for _ in range(5000)]
    big = lexicon(*(f"{a} {b}" for a, b in zip(words[:1000], words[1000:2000], strict=True)))
    text = " ".join(dice.choices(words, k=150_000))
    start = time.process_time()
    big.find(text)
    assert time.process_time() - start < 5


def test_a_space_in_a_key_is_also_a_hyphen():
    assert found("Open Source, Open-Source, Open - Source", "Open Source") == [
        "Open Source",
        "Open-Source",
        "Open - Source",
    ]


def test_the_upper_lexicon_wins_even_in_an_inflected_form():
    ours = Lexicon(entries=(Entry(key="Tool", say="a", inflect="s"),))
    theirs = Lexicon(entries=(Entry(key="Tools", say="b"), Entry(key="Tools Tag", say="c")))
    assert [m.entry.say for m in ours.before(theirs).find("Tools und Tools Tag")] == ["a", "c"]


def test_layers_say_what_is_english_the_upper_first():
    both = Lexicon(native=frozenset({"run"})).before(Lexicon(foreign=frozenset({"run", "walk"})))
    assert (both.is_foreign("run"), both.is_foreign("walk"), both.is_foreign("geh")) == (False, True, None)


COMPOUNDS = Lexicon(
    entries=(
        Entry(key="Cloud", ipa="klaʊt", inflect="s", compound="both"),
        Entry(key="Software", ipa="ˈsɔftvɛːɐ̯", compound="both"),
        Entry(key="Update", ipa="ˈapdeɪt", inflect="s", compound="both"),
        Entry(key="User", ipa="ˈjuːzɐ", compound="first"),
        Entry(key="Chef", ipa="ʃɛf", compound="last"),
        Entry(key="loggen", ipa="ˈlɔɡən", inflect="verb"),
        Entry(key="Smart", ipa="smaːɐ̯t"),
    )
)


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Cloudspeicher", [("Cloud", "klaʊt")]),
        ("Softwareupdates", [("Software", "ˈsɔftvɛːɐ̯"), ("updates", "ˈapdeɪts")]),
        ("Wolkencloud", [("cloud", "klaʊt")]),
        ("Cloudsoftwareabteilung", [("Cloud", "klaʊt"), ("software", "ˈsɔftvɛːɐ̯")]),
        ("Updatesproblem", [("Update", "ˈapdeɪt")]),
        ("Userzahlen", [("User", "ˈjuːzɐ")]),
        ("Lagerhäuser", []),
        ("Chefsache", []),
        ("Küchenchef", [("chef", "ʃɛf")]),
        ("Cloudung", []),
        ("CLOUDSPEICHER", []),
        ("einloggen", [("loggen", "ˈlɔɡən")]),
        ("ausgeloggt", [("geloggt", "ɡəˈlɔkt")]),
        ("einzuloggen", [("loggen", "ˈlɔɡən")]),
        ("SmartHaus", [("Smart", "smaːɐ̯t")]),
    ],
)
def test_words_inside_words(word, parts):
    assert [(word[m.start : m.stop], m.form.ipa) for m in COMPOUNDS.find(word)] == parts


_SHORT_VERBS = tuple(Entry(key=key, say=key, inflect="verb") for key in ("xen", "upen", "outen", "downladen", "Äsen"))


@pytest.mark.parametrize("language", shipped_languages())
def test_how_an_entry_begins_stands_in_all_of_its_forms(language):
    for entry in (*shipped_lexicon(language).entries, *_SHORT_VERBS):
        for spelling in spellings(entry.key, entry.say, entry.ipa, entry.inflect):
            for tokens in in_each_case(spelling.key):
                assert _beginning(entry) in _folded("".join(tokens)), (entry.key, tokens)


_WORDS = st.text("aAbBäÄßẞıIİſsSK\N{KELVIN SIGN}-\u2011 .漢", min_size=1, max_size=5).filter(str.strip)


@given(st.lists(_WORDS, min_size=1, max_size=5), st.lists(_WORDS, max_size=6), st.sampled_from([None, "noun", "verb"]))
def test_a_lexicon_finds_the_same_before_it_has_an_index_and_after(keys, text, inflect):
    entries = tuple(Entry(key=key, say="x", inflect=inflect) for key in keys)
    fresh, used = Lexicon(entries=entries), Lexicon(entries=entries)
    for _ in range(10):
        used.find("")
    assert used._indexes
    written = " ".join(
        [*text, *(spelling.key for entry in entries for spelling in spellings(entry.key, "x", None, inflect))]
    )
    assert fresh.find(written) == used.find(written)
    assert not fresh._indexes
