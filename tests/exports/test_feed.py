"""The feed: valid, stable, true, and the same to readers of another make."""

import datetime
import io
import uuid
import xml.etree.ElementTree as ET
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path

import podcastparser
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.exports.feed import MOST_DESCRIPTION, Shelf, description, feed_guid, feed_xml, published
from stimmwerk.manifest import Manifest, Output, Publication, PublishedChapter, PublishedPerson
from stimmwerk.showfile import parse_show

GOLDEN = Path(__file__).parent / "golden/feed.xml"
NAMES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "psc": "http://podlove.org/simple-chapters",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
}
SETTINGS = parse_show(
    """
    title = "Gespräche & <Sterne>"
    author = "Ada"
    language = "de"
    cast = "first"
    description = "Worum es geht."
    disclosure = "Alle Stimmen sind künstlich."
    copyright = "CC BY 4.0"
    url = "https://example.org/show/"
    [feed]
    categories = ["Technology", "Society & Culture > Documentary"]
    owner = "Ada L."
    email = "ada@example.org"
    """
)
SHELF = Shelf(url="https://example.org/show", cover="cover.jpg")


def output(form, kind, size=4711):
    return Output(format=form, media_type=kind, size=size, sha256="d" * 64)


def manifest(name="folge 1", **facts):
    publication = Publication(
        script=f"episodes/{name}.md",
        address=None,
        duration_ms=847_752,
        subtitle="Ein Versuch",
        summary='Über <Größe> & "Sterne".',
        notes="<p>Über &lt;Größe&gt;.</p>",
        date="2026-01-27",
        number=3,
        making="Von einem Programm gesprochen (Text-to-Speech): Ton 1.",
        disclosure="Alle Stimmen sind künstlich.",
        cover="cover.jpg",
        chapters=(
            PublishedChapter(start_ms=0, title="Anfang"),
            PublishedChapter(
                start_ms=61_001, title="Größe & mehr", url="https://example.org/?a=1&b=2", picture="p/1 b.jpg"
            ),
        ),
        people=(
            PublishedPerson(name="Ada", role="guest", url="https://example.org/ada"),
            PublishedPerson(name="Erzähler", role="narrator"),
        ),
    )
    return Manifest(
        episode=name,
        title=f"Über <{name}>",
        language="de",
        sample_rate=44_100,
        channels=1,
        length=0,
        target_lufs=-16,
        ceiling_dbtp=-1,
        programme_gain_db=0,
        role_gains_db={},
        settings={},
        longest_pause_s=0,
        music=(),
        chapters=(),
        turns=(),
        inputs={},
        versions={},
        outputs={
            f"{name}.mp3": output("mp3", "audio/mpeg", 10_277_783),
            f"{name}.m4b": output("m4b", "audio/mp4", 99),
            f"{name}.vtt": output("webvtt", "text/vtt"),
            f"{name}.srt": output("subrip", "application/x-subrip"),
            f"{name}.transcript.json": output("transcript_json", "application/json"),
            f"{name}.words.json": output("words_json", "application/json"),
            f"{name}.chapters.json": output("chapters_json", "application/json+chapters"),
        },
        publication=replace(publication, **facts),
    )


def feed(*episodes, settings=SETTINGS):
    return feed_xml(settings, SHELF, episodes or (manifest(),), "Stimmwerk")


def channel(*episodes, settings=SETTINGS):
    return ET.fromstring(feed(*episodes, settings=settings)).find("channel")


def test_golden(request):
    found = feed(manifest(), manifest("zwei", date=None, number=None, people=(), cover=None))
    if request.config.getoption("--golden"):
        GOLDEN.write_bytes(found)
    assert found == GOLDEN.read_bytes()


def test_the_order_of_episodes_does_not_matter_and_the_newest_comes_first():
    old, new = manifest("alt", date="2025-12-31"), manifest("neu")
    assert feed(old, new) == feed(new, old)
    assert [item.findtext("title") for item in channel(old, new).findall("item")] == ["Über <neu>", "Über <alt>"]


def test_another_episode_changes_nothing_of_the_first():
    def item(*episodes):
        found = channel(*episodes).findall("item")
        return next(ET.tostring(node) for node in found if node.findtext("title") == "Über <alt>")

    old = manifest("alt", date="2025-12-31")
    assert item(old).strip() == item(old, manifest("neu")).strip()


def test_dates_are_the_scripts():
    item = channel().find("item")
    assert parsedate_to_datetime(item.findtext("pubDate")) == datetime.datetime(2026, 1, 27, tzinfo=datetime.UTC)
    assert channel().findtext("lastBuildDate") == item.findtext("pubDate")


def test_episodes_without_a_date_stand_last_by_their_numbers():
    first, second = manifest("a", date=None, number=1), manifest("b", date=None, number=2)
    assert published(first) < published(second) < published(manifest())
    assert published(manifest("c", date=None, number=None)).year == 2000


def test_a_season_and_a_trailer_are_told():
    def told(**facts):
        item = channel(manifest(**facts)).find("item")
        return [item.findtext(f"{prefix}:{tag}", None, NAMES) for prefix, tag in (
            ("itunes", "season"), ("podcast", "season"), ("itunes", "episode"), ("podcast", "episode"),
            ("itunes", "episodeType"))]  # fmt: skip

    assert told() == [None, None, "3", "3", "full"]
    assert told(season=2, kind="bonus") == ["2", "2", "3", "3", "bonus"]
    # A trailer has no number, as a rule, and directories take none that is nought.
    assert told(season=0, number=None, kind="trailer") == [None, None, None, None, "trailer"]


@pytest.mark.parametrize("show", [True, False])
@pytest.mark.parametrize("script", [None, True, False])
def test_what_is_for_adults_only_is_told_of_each_episode(show, script):
    settings = replace(SETTINGS, feed=replace(SETTINGS.feed, explicit=show))
    tree = channel(manifest(explicit=script), settings=settings)
    assert tree.findtext("itunes:explicit", None, NAMES) == str(show).lower()
    assert tree.findtext("item/itunes:explicit", None, NAMES) == str(show if script is None else script).lower()


def test_an_episode_leads_to_a_page_that_is_there():
    one = manifest()
    for form, file in (("transcript_html", "t.html"), ("notes_html", "n.html"), ("page", "index.html")):
        assert file not in (channel(one).findtext("item/link") or "")
        one = replace(one, outputs={**one.outputs, file: output(form, "text/html")})
        assert channel(one).findtext("item/link") == f"https://example.org/show/folge%201/{file}"
    assert channel(manifest()).find("item/link") is None


def test_guids_are_of_the_address_and_the_name():
    node = channel().find("podcast:guid", NAMES)
    space = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
    assert uuid.UUID(node.text) == uuid.uuid5(space, "example.org/show/feed.xml") == feed_guid(SETTINGS, SHELF)
    guid = channel().find("item/guid")
    assert guid.get("isPermaLink") == "false"
    assert uuid.UUID(guid.text) == uuid.uuid5(uuid.UUID(node.text), "folge 1")


def test_a_feed_that_moved_keeps_its_guids():
    moved = replace(SETTINGS, feed=replace(SETTINGS.feed, guid=str(feed_guid(SETTINGS, SHELF))))
    elsewhere = Shelf(url="https://example.com", cover="cover.jpg")
    found = ET.fromstring(feed_xml(moved, elsewhere, [manifest()], "x"))
    assert found.findtext("channel/item/guid") == channel().findtext("item/guid")


def test_addresses_are_written_as_the_web_wants_them():
    item = channel().find("item")
    assert item.find("enclosure").attrib == {
        "url": "https://example.org/show/folge%201/folge%201.mp3",
        "length": "10277783",
        "type": "audio/mpeg",
    }
    picture = item.findall("psc:chapters/psc:chapter", NAMES)[1].get("image")
    assert picture == "https://example.org/show/folge%201/p/1%20b.jpg"


def test_addresses_are_ascii_whatever_people_write():
    """An RSS reader takes URIs, not what a browser shows of them."""
    settings = replace(
        SETTINGS, url="https://brücke.example/über uns", feed=replace(SETTINGS.feed, link="https://ö.example/ä")
    )
    chapters = (PublishedChapter(start_ms=0, title="Ä", url="https://de.wikipedia.org/wiki/Brücke?a=1&b=ö#ü%20"),)
    people = (PublishedPerson(name="Ö", role="guest", url="https://a.example/ö"),)
    feed = feed_xml(
        settings, Shelf(url=settings.url, cover="cover.jpg"), [manifest(chapters=chapters, people=people)], "x"
    )
    tree = ET.fromstring(feed)
    found = [value for node in tree.iter() for name, value in node.items() if name in ("href", "url", "uri", "image")]
    found += [node.text for node in tree.iter() if node.tag in ("link", "url")]
    assert all(address.isascii() and " " not in address for address in found)
    assert "https://xn--brcke-lva.example/%C3%BCber%20uns/feed.xml" in found
    assert "https://de.wikipedia.org/wiki/Br%C3%BCcke?a=1&b=%C3%B6#%C3%BC%20" in found
    assert "https://xn--nda.example/%C3%A4" in found
    assert len(found) > 12


def test_what_was_not_made_is_not_offered():
    plain = replace(manifest(), outputs={"folge 1.mp3": output("mp3", "audio/mpeg")})
    item = channel(plain).find("item")
    assert item.find("enclosure") is not None
    for tag in ("podcast:transcript", "podcast:chapters", "podcast:alternateEnclosure"):
        assert item.find(tag, NAMES) is None


def test_voices_are_said_to_be_synthetic_for_people_and_for_machines():
    item = channel().find("item")
    assert item.find("podcast:txt", NAMES).attrib == {"purpose": "ai-content"}
    assert item.findtext("podcast:txt", None, NAMES) == "true"
    assert "Alle Stimmen sind künstlich." in item.findtext("description")
    assert "Text-to-Speech" in item.findtext("description")


@given(st.text(st.sampled_from("aä中 \n"), max_size=6000), st.integers(0, 300))
def test_descriptions_fit_and_never_lose_the_disclosure(summary, count):
    chapters = tuple(PublishedChapter(start_ms=n * 1000, title=f"Kapitel {n}") for n in range(count))
    text = description(manifest(summary=summary, chapters=chapters))
    assert len(text.encode()) <= MOST_DESCRIPTION
    assert "Alle Stimmen sind künstlich." in text


@pytest.mark.parametrize("word", ["Wort ", "Wort", "中"])
def test_a_disclosure_may_be_longer_than_a_description(word):
    text = description(manifest(disclosure=word * 5000))
    assert MOST_DESCRIPTION - 10 < len(text.encode()) <= MOST_DESCRIPTION
    assert text.startswith((word * 5000)[:900])
    assert text.endswith("…")


def test_control_characters_cannot_break_it():
    assert channel(settings=replace(SETTINGS, title="A\x00B\x1f\ud800")).findtext("title") == "AB"


def test_podcastparser_reads_the_same():
    found = podcastparser.parse("https://example.org/show/feed.xml", io.BytesIO(feed(manifest(), manifest("zwei"))))
    assert found["title"] == "Gespräche & <Sterne>"
    assert found["cover_url"] == "https://example.org/show/cover.jpg"
    (first, second) = sorted(found["episodes"], key=lambda episode: episode["title"])
    assert first["enclosures"][0]["url"] == "https://example.org/show/folge%201/folge%201.mp3"
    assert first["enclosures"][0]["file_size"] == 10_277_783
    assert first["total_time"] == 848
    assert first["number"] == 3
    assert [chapter["start"] for chapter in first["chapters"]] == [0, pytest.approx(61.001, abs=1)]
    assert first["description_html"] == "<p>Über &lt;Größe&gt;.</p>"
    assert first["guid"] != second["guid"]
