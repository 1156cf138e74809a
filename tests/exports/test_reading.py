"""Transcripts and notes for readers: read back by a parser of HTML and one of CommonMark, they say what was said."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from stimmwerk.exports.edition import EditionChapter
from stimmwerk.exports.markup import html, markdown
from stimmwerk.exports.notes import notes_fragment, notes_html, notes_markdown
from stimmwerk.exports.page.document import page_html
from stimmwerk.exports.reading import transcript_html, transcript_markdown
from stimmwerk.script.model import Link

from .editions import edition, turn

SIGNS = "aä1. \t*_`#>+-=~[](){}<>&|\\!\"':;/@$^.中 "
lines = st.text(st.sampled_from(SIGNS), min_size=1, max_size=40).filter(lambda text: re.search(r"\w", text))


def rendered(text):
    """What people see of CommonMark with the usual extensions, white space as one space."""
    page = MarkdownIt("commonmark", {"html": True, "linkify": False}).enable(["table", "strikethrough"]).render(text)
    return lxml_html.fromstring(f"<main>{page}</main>")


def squeezed(text):
    return " ".join(text.split())


@given(lines)
def test_text_is_text_in_markdown_wherever_it_stands(text):
    for before, path in (("", "p"), ("# ", "h1"), ("- ", "ul/li"), ("> ", "blockquote/p")):
        tree = rendered(f"{before}{markdown(text)}")
        (found,) = tree.findall(path)
        assert squeezed(found.text_content()) == squeezed(text)
        assert len(found) == 0


@given(lines)
def test_text_is_text_in_html(text):
    tree = lxml_html.fromstring(f'<p title="{html(text)}">{html(text)}</p>')
    assert squeezed(tree.text) == squeezed(text)
    assert len(tree) == 0
    assert tree.get("title") == text


def conversation(**others):
    marks = (
        EditionChapter(start=0, stop=441_000, title="Einleitung"),
        EditionChapter(start=441_000, stop=882_000, title="Kurz", subtitle="und lang"),
    )
    return edition(
        marks,
        [
            turn("Erzähler", (44_100, 88_200, "Guten Tag."), kind="narration"),
            turn("Erzähler", (441_000, 485_100, "Kurz: und lang"), number=1, chapter=1, kind="title"),
            turn("Ada", (529_200, 573_300, "Ja?"), number=2, chapter=1),
            turn("Saal", (573_400, 583_300, "Nein!"), number=3, chapter=1, kind="interjection"),
            turn("Ada", (593_400, 603_300, "Doch."), number=4, chapter=1, kind="continuation"),
        ],
        **others,
    )


def test_html_has_the_shape_that_podcasting_asks_for():
    tree = lxml_html.document_fromstring(transcript_html(conversation()))
    assert tree.get("lang") == "de"
    parts = [(node.tag, node.text) for node in tree.iter("h2", "cite", "time") if node.getparent().tag == "section"]
    said = [node.text for node in tree.iter("p") if node.getparent().tag == "section"]
    assert parts == [
        ("h2", "Einleitung"), ("cite", "Erzähler:"), ("time", "00:01"),
        ("h2", "Kurz: und lang"), ("cite", "Ada:"), ("time", "00:12"),
        ("cite", "Saal:"), ("time", "00:13"), ("cite", "Ada:"), ("time", "00:13"),
    ]  # fmt: skip
    assert said == ["Guten Tag.", "Ja?", "Nein!", "Doch."]
    assert next(node.get("datetime") for node in tree.iter("time")) == "PT1.000S"
    assert {link.get("href")[1:] for link in tree.iter("a")} == {node.get("id") for node in tree.iter("h2")}


def test_markdown_has_chapters_as_headings():
    tree = rendered(transcript_markdown(conversation()))
    assert [node.text for node in tree.iter("h2")] == ["Einleitung (00:00)", "Kurz: und lang (00:10)"]
    assert [node.text for node in tree.iter("strong")] == ["Erzähler", "Ada", "Saal", "Ada"]


@pytest.mark.parametrize("make", [transcript_html, notes_html, notes_fragment])
def test_nothing_of_a_script_becomes_an_element(make):
    evil = "</title></p><script>alert(1)</script><img src=x onerror=alert(1)>"
    whole = conversation(
        title=evil, subtitle=evil, description=evil, origin=evil, links=(Link(title=evil, url='https://x/"><script>'),)
    )
    page = make(whole)
    assert "<script" not in page
    assert "<img" not in page


@pytest.mark.parametrize("make", [transcript_html, notes_html])
@pytest.mark.parametrize(
    ("language", "direction"),
    [
        ("ar", "rtl"),
        ("he-IL", "rtl"),
        ("fa", "rtl"),
        ("az-Arab-IR", "rtl"),
        ("ur-Latn", None),
        ("de", None),
        ("en-GB", None),
    ],
)
def test_a_page_runs_as_its_language_does(make, language, direction):
    tree = lxml_html.fromstring(make(edition(turns=[turn("A", (0, 44_100, "نعم!"))], language=language)))
    assert tree.get("dir") == direction


def test_a_page_may_load_nothing():
    page = transcript_html(conversation())
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not re.search(r"src=|url\(|@import", page)


def test_the_style_is_the_one_that_the_policy_names():
    import base64
    import hashlib

    page = transcript_html(conversation())
    style = re.search(r"<style>(.*?)</style>", page, re.S).group(1)
    assert base64.b64encode(hashlib.sha256(style.encode()).digest()).decode() in page


@pytest.mark.parametrize("make", [transcript_html, transcript_markdown, notes_html, notes_markdown, notes_fragment])
def test_everything_says_that_the_voices_are_synthetic(make):
    assert "Alle Stimmen sind künstlich." in make(conversation())


def test_notes_speak_the_language_of_the_script():
    assert "## Kapitel" in notes_markdown(conversation())
    assert "## Chapters" in notes_markdown(conversation(language="en-GB"))
    assert "## Chapters" in notes_markdown(conversation(language="fi"))


def test_a_description_of_several_paragraphs_stays_that():
    whole = edition(description="Erstens,\nund weiter.\n\n  \nZweitens.")
    assert "<p>Erstens,\nund weiter.</p>\n<p>Zweitens.</p>" in notes_html(whole)
    assert "\n\nErstens, und weiter.\n\nZweitens.\n\n" in notes_markdown(whole)
    page = page_html(whole)
    assert re.findall(r'class="summary"[^>]*>([^<]*)<', page) == ["Erstens,\nund weiter.", "Zweitens."]


def test_a_link_leads_where_it_should():
    whole = conversation(links=(Link(title="Ein ]( Link", url="https://example.org/a_(b)?c=<d>&e"),))
    (found,) = rendered(notes_markdown(whole)).iter("a")
    assert (found.text, found.get("href")) == ("Ein ]( Link", "https://example.org/a_(b)?c=%3Cd%3E&e")
