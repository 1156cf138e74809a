"""Web pages: the main text and nothing beside it, whatever marks the speakers."""

import pytest

from stimmwerk.errors import SourceError, Where
from stimmwerk.importers.page import recognise
from stimmwerk.importers.table import choose, import_text
from stimmwerk.script.formatter import format_script
from stimmwerk.script.inline import parse_inline
from stimmwerk.script.markdown import parse_script

TALK = (
    ("Ida", "Good morning, Ms. Hale. Who keeps the bees on this roof?"),
    ("Hale", "My sister does, and I carry the boxes, which are heavier than they look, believe me."),
    ("Ida", "How heavy?"),
    ("Hale", "Forty pounds."),
    ("Ida", "Really?"),
    ("Hale", "Yes."),
    ("Ida", "And in winter, when nothing is in bloom, what do they eat?"),
    ("Hale", "Their own honey, of which we leave them more than the books say, for winters up here are long."),
)
HEAD = """<!DOCTYPE html>
<html lang="en"><head><title>Bees above the town | The Daily Roof</title><style>p { color: red }</style>
<script>var words = "none";</script></head><body>
<header class="site-header"><a href="/">The Daily Roof</a>
<nav><ul><li><a href="/a">News</a></li><li><a href="/b">Culture</a></li><li><a href="/c">Weather</a></li></ul></nav>
</header>
"""
FOOT = """
<aside class="sidebar"><h3>Most read</h3><ul><li><a href="/x">A cat that counts</a></li></ul></aside>
<div class="comments"><h3>Comments</h3><p>Great article, I learned a lot about bees, and so did my cat.</p></div>
<footer><p>All rights reserved by The Daily Roof.</p><a href="/imprint">Imprint</a></footer></body></html>
"""
BESIDE = (
    "News",
    "Culture",
    "Most read",
    "A cat that counts",
    "Great article",
    "All rights",
    "Imprint",
    "none",
    "color",
)


def lines(make, talk=TALK):
    return "\n".join(make(name, text) for name, text in talk)


BODIES = {
    "bold labels": "<main><article><h1>Bees</h1>"
    + lines("<p><strong>{}:</strong> {}</p>".format) + "</article></main>",
    "labels in the text": '<div class="post"><h1>Bees</h1>' + lines("<p>{}: {}</p>".format) + "</div>",
    "a block a turn": '<div class="content"><h1>Bees</h1>'
    + lines('<div class="turn"><div class="speaker">{}</div><div class="text">{}</div></div>'.format) + "</div>",
    "a bold name and a paragraph": '<div class="transcript"><h1>Bees</h1>'
    + lines('<div class="turn"><b>{}</b><p>{}</p></div>'.format) + "</div>",
    "a list of terms": '<div id="main"><h1>Bees</h1><dl>' + lines("<dt>{}</dt><dd>{}</dd>".format) + "</dl></div>",
    "line breaks": '<div class="post"><h1>Bees</h1><p>' + lines("<b>{}:</b> {}<br><br>".format) + "</p></div>",
    "a table": '<div class="post"><h1>Bees</h1><table>'
    + lines("<tr><td>{}</td><td>{}</td></tr>".format) + "</table></div>",
    "cite and paragraph": '<div class="post"><h1>Bees</h1>' + lines("<cite>{}</cite><p>{}</p>".format) + "</div>",
    "cite, time and paragraph": '<div class="post"><h1>Bees</h1>'
    + lines("<cite>{}:</cite>\n<time>0:00</time>\n<p>{}</p>".format) + "</div>",
    "unclosed tags": "<article><h1>Bees</h1>" + lines("<p><strong>{}:</strong> {}".format),
    "a page that is one form": '<form><div class="post"><h1>Bees</h1>'
    + lines("<p>{}: {}</p>".format) + "</div></form>",
}  # fmt: skip


def said(imported):
    return [(turn.label, parse_inline(turn.text, Where("f")).plain) for turn in imported.script.turns()]


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_every_typesetting_gives_the_conversation(body):
    imported = import_text(HEAD + body + FOOT, "f.html")
    assert imported.format == "html"
    assert said(imported) == list(TALK)
    assert imported.script.title == "Bees"
    assert imported.script.language == "en"
    written = format_script(imported.script)
    assert not [words for words in BESIDE if words in written]
    assert parse_script(written, "f") == imported.script
    left = " ".join(gone.text for gone in imported.left_out)
    assert "Most read" in left
    assert "All rights reserved" in left


def test_headings_become_chapters():
    body = "".join(
        f"<section><h2>Part {n}</h2>{lines('<p>{}: {}</p>'.format, TALK[n : n + 2])}</section>" for n in (0, 2, 6)
    )
    imported = import_text(f'{HEAD}<div class="wrap"><h1>Bees</h1>{body}</div>{FOOT}', "f.html")
    assert [chapter.title for chapter in imported.script.chapters] == ["Part 0", "Part 2", "Part 6"]
    assert said(imported) == [*TALK[:4], *TALK[6:]]


def test_bold_questions_and_plain_answers():
    body = "".join(f"<p><b>{t}</b></p>" if n == "Ida" else f"<p>{t}</p>" for n, t in TALK)
    imported = import_text(f"{HEAD}<article><h1>Bees</h1>{body}</article>{FOOT}", "f.html")
    assert [text for _, text in said(imported)] == [text for _, text in TALK]
    assert len(imported.script.labels()) == 2


def test_the_title_of_the_page_serves_where_no_heading_does():
    imported = import_text(HEAD + "<article>" + lines("<p>{}: {}</p>".format) + "</article>" + FOOT, "f.html")
    assert imported.script.title == "Bees above the town"


def test_a_page_where_nobody_talks_is_narration():
    story = "".join(
        f"<p>{text}</p>"
        for text in ("The mill stood by the river, and nobody knew why.", "Then it fell, and it rained.")
    )
    imported = import_text(f"{HEAD}<article><h1>The mill</h1>{story}</article>{FOOT}", "f.html")
    assert said(imported) == [
        (None, "The mill stood by the river, and nobody knew why.\n\nThen it fell, and it rained.")
    ]
    assert "no-speakers" in {caution.code for caution in imported.warnings}


def test_sentences_that_a_transcript_has_cut_are_joined():
    text = (
        "<cite>Ida:</cite><time>0:00</time><p>Who keeps the bees</p><cite>Ida:</cite><time>0:03</time><p>up here?</p>"
        "<p>And why?</p><cite>Hale:</cite><time>0:09</time><p>I do.</p>"
    )
    assert said(import_text(text, "f.html")) == [("Ida", "Who keeps the bees up here?\n\nAnd why?"), ("Hale", "I do.")]


def test_typed_lines_stay_lines():
    text = "\nIDA: Hello there,\n     how are <b>you</b>?\n\nHALE: Fine.\nIDA: Good.\n"
    imported = import_text(f"<html><body><pre>{text}</pre></body></html>", "f.html")
    assert said(imported) == [("IDA", "Hello there, how are you?"), ("HALE", "Fine."), ("IDA", "Good.")]
    assert [turn.line for turn in imported.script.turns()] == [2, 5, 6]


def test_what_is_hidden_is_not_read():
    body = '<p hidden>Ida: A.</p><p style="display: none">Ida: B.</p><p aria-hidden="true">C</p><template>D</template>'
    imported = import_text(f"<html><body>{body}{lines('<p>{}: {}</p>'.format)}</body></html>", "f.html")
    assert said(imported) == list(TALK)


def test_lines_are_those_of_the_page():
    imported = import_text(HEAD + BODIES["labels in the text"] + FOOT, "f.html")
    page = (HEAD + BODIES["labels in the text"] + FOOT).split("\n")
    for turn in imported.script.turns():
        assert turn.text.split()[0] in page[turn.line - 1]


NO_PAGES = {
    "nothing": "<html><body></body></html>",
    "pictures": '<html><body><img src="x.png"><p>…</p></body></html>',
    "programs": "<html><body><script>let talk = 'Ida: no'</script></body></html>",
    "navigation": "<html><body><nav><a href='/'>Home</a></nav></body></html>",
    "a feed": '<?xml version="1.0"?><rss version="2.0"><channel><title>Bees</title></channel></rss>',
    "nested too deeply": "<html><body>" + "<div>" * 100_000 + "Ida: Hello.",
}


@pytest.mark.parametrize("text", NO_PAGES.values(), ids=NO_PAGES)
def test_pages_without_speech_are_refused(text):
    with pytest.raises(SourceError) as caught:
        import_text(text, "f.html")
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<!DOCTYPE html><title>x</title><p>Good.</p>", "html"),
        ("  <html><body>Good.</body></html>", "html"),
        ("<time>0:00</time>\n<p>Good.</p>", "html"),
        ("<p>Ida: Good.</p>\n<p>Hale: Bad.</p>", "html"),
        ("<v Ida>Good.", "article"),
        ('<p align="center">\n\n# Bees\n\n**Ida:** Good.\n\n</p> and so on', "markdown"),
    ],
)
def test_the_content_decides(text, name):
    assert choose(text).name == name


def test_a_long_page_is_not_searched():
    assert recognise("x" * 1_000_000 + "<html>") == 0.0


def test_the_number_of_a_footnote_is_not_spoken_and_a_raised_power_is():
    imported = import_text(
        "<html><body><p><b>Ida:</b> Seit Mai.<sup>1</sup> Wie groß?</p>"
        "<p><b>Tom:</b> Zwölf<sup><a>2</a></sup> km<sup>2</sup>.</p>"
        "<p><b>Ida:</b> Gut.</p></body></html>",
        "f.html",
    )
    assert [turn.text for turn in imported.script.turns()] == ["Seit Mai. Wie groß?", "Zwölf km2.", "Gut."]
    assert [left.text for left in imported.left_out] == ["1", "2"]
