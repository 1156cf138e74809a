import pytest

from stimmwerk.casting.lexicon import Entry
from stimmwerk.errors import LexiconError, UsageError
from stimmwerk.lexicons import add_entries, lexicon_path, parse_addition
from stimmwerk.show import Show


@pytest.mark.parametrize(
    ("text", "entry"),
    [
        ("Foo=fuː", Entry(key="Foo", ipa="fuː")),
        (" Foo Bar = ipa = fuː baː ", Entry(key="Foo Bar", ipa="fuː baː")),
        ("Foo=say=Fuh", Entry(key="Foo", say="Fuh")),
        ("Foo=lang=en", Entry(key="Foo", language="en")),
        ("Foo=espeak=f'u:", Entry(key="Foo", espeak="f'u:")),
    ],
)
def test_an_addition_is_an_entry(text, entry):
    assert parse_addition(text) == entry


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Foo", "no entry"),
        ("=fuː", "no entry"),
        ("Foo=", "no entry"),
        ("Foo=say=", "no entry"),
        ("Foo=sey=Fuh", "did you mean say"),
        ("Foo=fu:", "':' (U+003A)"),
        ("Foo=say=[x]", "cannot be spoken"),
        ("Foo=lang=English!", "no language tag"),
    ],
)
def test_what_is_no_entry_is_told(text, named):
    with pytest.raises(UsageError) as raised:
        parse_addition(text)
    assert named in str(raised.value)


def test_entries_are_added_and_replaced_and_keep_their_forms(tmp_path):
    path = tmp_path / "de.toml"
    path.write_text('# kept\n[words]\n"Foo" = { ipa = "foː", inflect = "s" }  # too\n')
    assert add_entries(path, [Entry(key="Foo", ipa="fuː"), Entry(key="Startup", say="Stahrtapp")], "de") == ("Foo",)
    assert path.read_text() == (
        '# kept\n[words]\n"Foo" = { ipa = "fuː", inflect = "s" }  # too\n'
        '"Startup" = { say = "Stahrtapp", inflect = "s", compound = true }\n'
    )


def test_a_lexicon_that_would_be_spoilt_is_left_alone(tmp_path):
    path = tmp_path / "de.toml"
    path.write_text('[words]\n"Foo" = "Fuh"\n')
    with pytest.raises(LexiconError, match="keep one of the two"):
        add_entries(path, [Entry(key="foo", say="Foh")], "de")
    assert path.read_text() == '[words]\n"Foo" = "Fuh"\n'


def test_a_lexicon_that_is_not_there_is_made(tmp_path):
    assert add_entries(tmp_path / "new.toml", [Entry(key="Foo", ipa="fuː")], "de") == ()
    assert (tmp_path / "new.toml").read_text() == '[words]\n"Foo" = { ipa = "fuː" }\n'


def test_a_show_without_a_lexicon_of_the_language_is_told(show_folder):
    with pytest.raises(LexiconError, match=r"no lexicon of the language 'fr'"):
        lexicon_path(Show.find(), "fr")
