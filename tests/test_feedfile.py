"""[feed] in show.toml: Apple's categories and nothing else, with the nearest right word."""

import pytest

from stimmwerk.errors import ShowError
from stimmwerk.feedfile import CATEGORIES, Category, FeedSettings
from stimmwerk.showfile import parse_show

NEEDED = 'title = "T"\nauthor = "A"\nlanguage = "de"\ncast = "c"\ndisclosure = "Künstlich."\n'


def feed(text):
    return parse_show(f"{NEEDED}[feed]\n{text}\n", "show.toml").feed


def test_without_a_table_there_are_defaults():
    assert parse_show(NEEDED).feed == FeedSettings()


def test_everything():
    found = feed(
        """
        on = false
        categories = ["Technology", "Society & Culture > Documentary"]
        explicit = true
        owner = "Ada"
        email = "ada@example.org"
        locked = false
        link = "https://example.org/podcast"
        type = "serial"
        guid = "586c321c-1d81-5d56-a602-2be51fcac882"
        """
    )
    assert found == FeedSettings(
        on=False,
        categories=(Category(name="Technology"), Category(name="Society & Culture", below="Documentary")),
        explicit=True,
        owner="Ada",
        email="ada@example.org",
        locked=False,
        link="https://example.org/podcast",
        kind="serial",
        guid="586c321c-1d81-5d56-a602-2be51fcac882",
    )


def test_one_category_needs_no_list():
    assert feed('categories = "History"').categories == (Category(name="History"),)


@pytest.mark.parametrize(
    ("text", "message", "hint"),
    [
        ('categories = ["Tecnology"]', "'Tecnology' is no category", "Technology"),
        ('categories = ["Documentary"]', "'Documentary' is no category", "Society & Culture > Documentary"),
        ('categories = ["Arts > Desing"]', "'Desing' does not stand below 'Arts'", "Design"),
        ('categories = ["Technology > Gadgets"]', "'Gadgets' does not stand below 'Technology'", "there are none"),
        ("categories = [3]", "list of texts", None),
        ('explicit = "no"', "true or false", None),
        ('email = "ada"', "no address of e-mail", None),
        ('link = "example.org"', "no web address", None),
        ('type = "episodical"', "episodical", "episodic"),
        ('guid = "1234"', "is no UUID", None),
        ("expicit = true", "unknown key feed.expicit", "explicit"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(text, message, hint):
    with pytest.raises(ShowError, match=message) as caught:
        feed(text)
    assert caught.value.where.line == 7
    if hint:
        assert hint in caught.value.hint


def test_every_category_can_be_written():
    texts = list(CATEGORIES) + [f"{name} > {below}" for name, all_ in CATEGORIES.items() for below in all_]
    listed = ", ".join(f'"{text}"' for text in texts)
    assert len(feed(f"categories = [{listed}]").categories) == len(texts)
