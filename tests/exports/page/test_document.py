import base64
import hashlib
import json
import re

import lxml.html
import pytest

from stimmwerk.exports.edition import Picture
from stimmwerk.exports.page.document import _SCRIPTS, page_html
from stimmwerk.exports.page.frame import _file
from stimmwerk.formats import FORMATS

from ..editions import SHOW, edition
from .samples import EVIL, TEXT, evil, whole

MANY = ("page", "chapter_pictures", "stems", "turns")
FILES = [
    "first.mp3",
    *(form.file("first") for form in FORMATS if form.name not in MANY),
]


def tree(made):
    return lxml.html.document_fromstring(page_html(made))


def data(page):
    return json.loads(page.get_element_by_id("data").text)


def texts(page, selector):
    return [" ".join(element.text_content().split()) for element in page.cssselect(selector)]


def test_what_a_reader_finds():
    page = tree(whole())
    assert page.get("lang") == "de"
    assert texts(page, "title") == ["Folge 1 – Gespräche"]
    assert texts(page, "h1") == ["Folge 1"]
    assert texts(page, ".facts") == ["Folge 7 · 1. März 2026 · 1 Min. · 2 Kapitel"]
    assert texts(page, ".disclosure") == ["Alle Stimmen sind künstlich."]
    assert texts(page, "h3") == ["Anfang", "Zweites: und mehr"]
    assert texts(page, ".who .name") == ["Ada", "Bert"]
    assert texts(page, ".said") == [TEXT, TEXT]
    assert texts(page, ".cast .name") == ["Ada, Frau A", "Bert", "Erzähler"]
    assert texts(page, ".hint") == ["Ein Klick auf ein Wort spielt ab dort. Die Zeiten der Wörter sind geschätzt."]
    assert page.get_element_by_id("audio").get("src") == "first.mp3"
    assert [link.get("href") for link in page.cssselect(".files a")] == FILES
    assert {"https://ada.example/", "https://example.org/", "https://example.org/?a&b"} <= {
        link.get("href") for link in page.cssselect("a")
    }


@pytest.mark.parametrize(
    ("language", "facts", "shown"),
    [
        ("de", {"season": 2}, "Staffel 2 · Folge 7 · "),
        ("en", {"season": 2, "kind": "bonus"}, "Season 2 · Bonus episode · Episode 7 · "),
        ("de", {"number": None, "kind": "trailer"}, "Trailer · "),
    ],
)
def test_its_place_in_the_show_is_told(language, facts, shown):
    page = tree(whole(language=language, **facts))
    assert page.cssselect(".facts")[0].text_content().startswith(shown)


def test_only_files_that_are_written_are_offered():
    shown = SHOW + "[exports]\ntranscript_json = false\n"
    hrefs = [link.get("href") for link in tree(whole(show=shown)).cssselect(".files a")]
    assert hrefs == [name for name in FILES if name != "first.transcript.json"]


def test_times_are_those_of_all_other_files():
    made = whole()
    page, milliseconds = tree(made), lambda sample: sample * 1000 // 44_100
    assert data(page)["length"] == milliseconds(made.length)
    assert [chapter[0] for chapter in data(page)["chapters"]] == [0, 10_000]
    assert [int(link.get("data-ms")) for link in page.cssselect(".chapter")] == [0, 10_000]
    assert [int(link.get("data-ms")) for link in page.cssselect(".who a")] == [1000, 21_000]


def test_words_lead_back_to_the_letters_of_the_page():
    page, made = tree(whole()), whole()
    elements = page.cssselect(".s")
    pieces = data(page)["pieces"]
    assert [piece[:2] for piece in pieces] == [
        [made.ms(passage.start), made.ms(passage.stop)] for turn in made.turns for passage in turn.passages
    ]
    found = []
    for element, (start, _, differences) in zip(elements, pieces, strict=True):
        units, at, time = element.text.encode("utf-16-le"), 0, start
        for index in range(0, len(differences), 4):
            gap, wide, wait, length = differences[index : index + 4]
            at, time = at + gap, time + wait
            found.append((units[2 * at : 2 * (at + wide)].decode("utf-16-le"), time, time + length))
            at, time = at + wide, time + length
    greeting = ["Guten", "Tag", "😀", "allerseits"]
    assert [word for word, _, _ in found] == [*greeting, "Zweites", "und", "mehr", *greeting]
    assert found[:2] == [("Guten", 1000, 1100), ("Tag", 1100, 1200)]


def test_the_policy_names_the_digest_of_each_script_and_of_the_style():
    page = tree(whole())
    (policy,) = [meta.get("content") for meta in page.cssselect("meta[http-equiv=Content-Security-Policy]")]
    inline = [*page.cssselect("style"), *(script for script in page.cssselect("script") if not script.get("type"))]
    assert len(inline) == 3
    for element in inline:
        digest = base64.b64encode(hashlib.sha256(element.text.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert not [element for element in page.iter() if isinstance(element.tag, str)
                and any(name == "style" or name.startswith("on") for name in element.attrib)]  # fmt: skip


def test_no_address_outside():
    made = page_html(whole(people=(), links=()))
    hrefs = [
        value
        for _, _, value, _ in lxml.html.document_fromstring(made).iterlinks()
        if not value.startswith(("#", "data:"))
    ]
    assert set(hrefs) == {"../index.html", *FILES, "zwei.png",
                          "https://example.org/?a&b"}  # fmt: skip


def test_text_never_becomes_markup():
    good, bad = tree(whole()), tree(evil())
    # The page's own elements and no others; `img` are the covers.
    assert {element.tag for element in bad.iter()} <= {element.tag for element in good.iter()}
    assert len(bad.cssselect("script")) == 3
    assert texts(bad, "h1") == [EVIL]
    assert texts(bad, ".said") == [EVIL]
    assert data(bad)["title"] == EVIL
    assert not [link for link in bad.cssselect("a") if link.get("href").startswith(("javascript:", "data:"))]
    assert not [element for element in bad.iter() if any(name.startswith("on") for name in element.attrib)]


@pytest.mark.parametrize(
    ("language", "page", "inner"), [("de", "de", None), ("en-GB", "en", "en-GB"), ("zh", "en", "zh")]
)
def test_languages(language, page, inner):
    found = tree(whole(language=language))
    assert found.get("lang") == page
    assert {element.get("lang") for element in found.cssselect("h1, h3, .said p, .who .name")} == {inner}


def test_ids_are_there_once_and_links_within_lead_somewhere():
    page = tree(whole())
    ids = [element.get("id") for element in page.iter() if isinstance(element.tag, str) and element.get("id")]
    assert len(ids) == len(set(ids))
    wanted = {value[1:] for _, _, value, _ in page.iterlinks() if value.startswith("#")}
    wanted |= {use.get("href")[1:] for use in page.cssselect("use")}
    wanted |= set(" ".join(e.get("aria-labelledby") for e in page.cssselect("[aria-labelledby]")).split())
    assert wanted <= set(ids)


def test_the_script_looks_for_what_is_there():
    page = tree(whole())
    scripts = "".join(map(_file, _SCRIPTS))
    ids = set(re.findall(r'\$\("([\w-]+)"\)', scripts))
    assert ids
    assert not [name for name in ids if page.xpath("//*[@id=$name]", name=name) == []]
    assert set(re.findall(r"said\.(\w+)", scripts)) == set(data(page)["strings"])


def test_names_of_files_are_addresses():
    page = tree(whole(name="Folge #1: 100 %?", cover=Picture(data=b"", file="cover #1.jpg")))
    assert page.get_element_by_id("audio").get("src") == "Folge%20%231%3A%20100%20%25%3F.mp3"
    assert page.cssselect(".cover img")[0].get("src") == data(page)["cover"] == "cover%20%231.jpg"


def test_the_same_bytes_again():
    assert page_html(whole()) == page_html(whole())


def test_a_script_without_anything_beyond_its_title():
    page = tree(edition())
    assert texts(page, ".facts") == ["1 Min. · 1 Kapitel"]
    assert data(page)["pieces"] == []
    assert not page.cssselect(".cast")
