"""Chat logs: the fixtures show what they become; here is what is none."""

import pytest

from stimmwerk.importers.chatlog import read_chat
from stimmwerk.importers.table import import_text

NO_CHATS = {
    "a grammar": "<lamp> is a light and a place\n<light> is a colour\n<place> is a pier or a hut\n<colour> is red\n",
    "trains": "10:02 From Porto to Braga: change\n10:32 From Porto to Braga: direct\n"
    "11:02 From Lisbon to Evora: change\n11:32 From Lisbon to Evora: direct\n",
    "elements": "<b> one\n<p> two\n<b> three\n<p> four\n<b> five\n",
    "one who types": "<ida> one\n<ida> two\n<ida> three\n<ida> four\n",
    "few lines of a talk": "<ida> one\n<tom> two\n<ida> three\n<tom> four\n".replace(
        "\n", "\nAnd so it went on.\nAnd on.\n"
    ),
    "a table with tabs": "10:02:11\tPier\tlamps\n10:02:12\tHut\tladders\n10:02:13\tPier\tlamps\n10:02:14\tHut\tnone\n",
}


@pytest.mark.parametrize("text", NO_CHATS.values(), ids=NO_CHATS)
def test_what_is_no_chat_stays_as_it_is(text):
    assert read_chat(text).text == text
    assert read_chat(text).speakers == ()


def test_lines_keep_their_numbers():
    text = "*** ida came\n12:00 <ida> yes\n-!- moll is gone\n<moll> no\nand no\n* ida waves\n<ida> so\n<moll> well\n"
    chat = read_chat(text)
    assert chat.text.split("\n") == [
        "*** ida came",
        "ida: yes",
        "",
        "moll: no",
        "and no",
        "",
        "ida: so",
        "moll: well",
        "",
    ]
    assert [(gone.line, gone.text) for gone in chat.left_out] == [
        (2, "12:00"),
        (3, "-!- moll is gone"),
        (6, "* ida waves"),
    ]


def test_short_lines_of_a_chat_are_no_headings():
    text = "<ida> Where are the lamps?\n\nOn the pier\n\n<moll> I do not know.\n\n<ida> Here.\n\n<moll> Good.\n"
    imported = import_text(text, "f.txt")
    assert [chapter.title for chapter in imported.script.chapters] == [None]
