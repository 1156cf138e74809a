import dataclasses
import re

import lxml.html

from stimmwerk.exports.page.frame import _file
from stimmwerk.exports.page.listing import _SCRIPTS, listing_html
from stimmwerk.manifest import Manifest, Output, Publication, PublishedChapter
from stimmwerk.showfile import parse_show

from ..editions import SHOW
from .samples import EVIL
from .test_document import data

PLAIN = Output(format="page", media_type="text/html", size=1, sha256="0")


def listed(name="first", *, title="Folge 1", language="de", page=True, **facts):
    values = {
        "script": f"episodes/{name}.md", "address": None, "duration_ms": 840_000, "subtitle": None, "summary": None,
        "notes": "", "date": None, "number": None, "making": "", "disclosure": "", "cover": None,
        "chapters": (PublishedChapter(start_ms=0, title="a"), PublishedChapter(start_ms=420_000, title="b")),
        "people": (),
    }  # fmt: skip
    return Manifest(
        episode=name, title=title, language=language, sample_rate=44_100, channels=1, length=1, target_lufs=-16,
        ceiling_dbtp=-1, programme_gain_db=0, role_gains_db={}, settings={}, longest_pause_s=1, music=(), chapters=(),
        turns=(),
        inputs={}, versions={}, outputs={"index.html": PLAIN} if page else {},
        publication=Publication(**values | facts),
    )  # fmt: skip


def tree(*episodes, show=SHOW):
    return lxml.html.fromstring(listing_html(parse_show(show), episodes))


def texts(page, selector):
    return [element.text_content() for element in page.cssselect(selector)]


def test_every_episode_with_what_is_known_of_it():
    page = tree(
        listed("zwei", title="Zwei", number=2, date="2025-05-12", subtitle="Untertitel", summary="Worum es geht."),
        listed(
            "eins",
            title="Eins",
            language="en",
            duration_ms=4_000_000,
            chapters=(PublishedChapter(start_ms=0, title="a"),),
        ),
    )
    assert texts(page, "h1") == ["Gespräche"]
    assert texts(page, ".hero .facts") == ["2 Folgen · 1 Std. 21 Min."]
    assert texts(page, ".card h3") == ["Zwei", "Eins"]
    assert texts(page, ".card .facts") == ["Folge 2 · 12. Mai 2025 · 14 Min. · 2 Kapitel", "1 Std. 7 Min. · 1 Kapitel"]
    assert texts(page, ".card .subtitle") == ["Untertitel"]
    assert texts(page, ".card .summary") == ["Worum es geht."]
    assert [link.get("href") for link in page.cssselect(".card a")] == ["zwei/index.html", "eins/index.html"]
    assert [link.get("lang") for link in page.cssselect(".card a")] == [None, "en"]
    assert data(page)["episodes"] == [["zwei", 840_000], ["eins", 4_000_000]]


def test_none_yet():
    page = tree()
    assert texts(page, ".none") == ["Noch ist keine Folge fertig."]
    assert not page.cssselect(".facts")


def test_an_episode_without_a_page_is_its_mp3():
    assert tree(listed("a b", page=False)).cssselect(".card a")[0].get("href") == "a%20b/a%20b.mp3"


def test_the_newest_cover_is_shown_or_the_show_s_rings():
    page = tree(listed("neu"), listed("alt", cover="cover.jpg"))
    assert [image.get("src") for image in page.cssselect(".cover img")] == ["alt/cover.jpg"]
    assert not tree(listed()).cssselect("img")


def test_the_list_speaks_the_show_s_language():
    page = tree(listed(), show=SHOW.replace('"de"', '"en-GB"'))
    assert page.get("lang") == "en"
    assert texts(page, ".hero .facts") == ["1 episode · 14 min"]
    assert [heading.get("lang") for heading in page.cssselect("h1")] == ["en-GB"]


def test_hostile_text_is_text():
    page = tree(listed(EVIL, title=EVIL, subtitle=EVIL, summary=EVIL))
    assert texts(page, "h3") == texts(page, ".subtitle") == texts(page, ".summary") == [EVIL]
    assert len(page.cssselect("script")) == 3
    assert data(page)["episodes"][0][0] == EVIL


def test_the_script_looks_for_what_is_there():
    page = tree(listed())
    scripts = "".join(map(_file, _SCRIPTS))
    ids = set(re.findall(r'\$\("([\w-]+)"\)', scripts))
    assert ids
    assert not [name for name in ids if page.xpath("//*[@id=$name]", name=name) == []]
    assert set(re.findall(r"said\.(\w+)", scripts)) == set(data(page)["strings"])


def test_chapters_are_as_wide_as_they_are_long():
    chapters = (0, 210_000, 630_000)
    made = listed(chapters=tuple(PublishedChapter(start_ms=start, title="x") for start in chapters))
    path = tree(made).cssselect(".track path")[0].get("d")
    assert [(float(x), float(wide)) for x, wide in re.findall(r"M(\S+) 0h([\d.]+)v6", path)] == [
        (0, 246), (250, 496), (750, 246),
    ]  # fmt: skip


def test_the_same_bytes_again():
    assert listing_html(parse_show(SHOW), [listed()]) == listing_html(parse_show(SHOW), [listed()])
    other = dataclasses.replace(listed(), title="x")
    assert listing_html(parse_show(SHOW), [other]) != listing_html(parse_show(SHOW), [listed()])
