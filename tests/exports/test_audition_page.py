"""The page on which voices are compared: safe, whole, accessible."""

import re
from html.parser import HTMLParser

import pytest

from stimmwerk.exports.page.audition import AuditionPage, Entry, Group, Scene, audition_html

EVIL = '<script>alert("&")</script>'


def page(*, blind=False, text="Ein Satz."):
    entries = tuple(
        Entry(letter=letter, name=f"{text} {letter}", remark=text, figures=text, paste=f'voice = "{text}"\n')
        for letter in "AB"
    )
    scenes = tuple(
        Scene(text=text, place="a.md:1", sounds=("data:audio/mpeg;base64,AAAA", "data:audio/mpeg;base64,BBBB"))
        for _ in range(2)
    )
    groups = tuple(
        Group(title=title, about=text, language="de", entries=entries, scenes=scenes) for title in ("", text)
    )
    return audition_html(AuditionPage(title=text, about=text, blind=blind, groups=groups))


class Tags(HTMLParser):
    """Every start tag as (name, attributes)."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def all(self, name):
        return [attributes for tag, attributes in self.found if tag == name]


@pytest.mark.parametrize("blind", [False, True])
def test_texts_stay_texts(blind):
    found = page(text=EVIL, blind=blind)
    assert EVIL not in found
    assert len(Tags(found).all("script")) == len(Tags(page(blind=blind)).all("script"))


def test_the_policy_allows_the_page_s_own_alone():
    (policy,) = [
        meta["content"] for meta in Tags(page()).all("meta") if meta.get("http-equiv") == "Content-Security-Policy"
    ]
    assert "default-src 'none'" in policy
    assert "media-src data:" in policy
    assert "unsafe" not in policy
    assert not re.search(r'(?:src|href)="(?!data:|#)', page())


def test_without_a_script_there_are_players_with_names():
    players = Tags(page()).all("audio")
    assert len(players) == 8
    assert all(player["src"].startswith("data:") and player["aria-label"] for player in players)
    assert all("controls" in player for player in players)


def test_every_button_has_a_name_and_every_id_stands_once():
    tags = Tags(page())
    buttons = [button for button in tags.all("button") if button["class"].startswith("play")]
    assert len(buttons) == 8
    assert all(button["aria-label"].startswith("Voice ") for button in buttons)
    ids = [attributes["id"] for _, attributes in tags.found if "id" in attributes]
    assert len(ids) == len(set(ids))
    for _, attributes in tags.found:
        for name in (attributes.get("aria-labelledby") or "").split():
            assert name in ids


def test_blind_hides_what_the_voices_are():
    assert len(Tags(page(blind=True)).all("details")) == 4
    assert not Tags(page()).all("details")
    labels = [button["aria-label"] for button in Tags(page(blind=True)).all("button") if "aria-label" in button]
    assert set(labels) == {"Voice A", "Voice B"}


def test_texts_say_their_language():
    assert [quote["lang"] for quote in Tags(page()).all("blockquote")] == ["de"] * 4
