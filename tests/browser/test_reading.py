"""Transcript and notes as pages: no word makes them scroll sideways, and text runs as its own letters do."""

import pytest

from stimmwerk.exports.edition import CastMember, EditionChapter
from stimmwerk.exports.notes import notes_html
from stimmwerk.exports.reading import transcript_html
from stimmwerk.exports.timeline import timeline_svg

from ..exports.editions import edition, turn

LONG = "Wort" * 60


@pytest.mark.parametrize("make", [transcript_html, notes_html])
def test_no_word_makes_it_scroll_sideways(visit, tmp_path, make):
    chapters = (EditionChapter(start=0, stop=441_000, title=LONG),)
    whole = edition(chapters, [turn(LONG, (0, 44_100, LONG))], title=LONG, subtitle=LONG, description=LONG, origin=LONG)
    (tmp_path / "a.html").write_text(make(whole), "utf-8")
    page = visit(tmp_path / "a.html", width=320)
    assert page.evaluate("() => document.documentElement.scrollWidth") == 320


# Left edge of the last sign of a text and of its first.
EDGES = """(element) => {
  const text = element.firstChild, at = (from) => {
    const range = new Range(); range.setStart(text, from); range.setEnd(text, from + 1);
    return range.getBoundingClientRect().left;
  };
  return [at(text.length - 1), at(0)];
}"""


def test_a_drawing_s_texts_run_as_their_letters_do_and_have_room(visit, tmp_path):
    turns = [turn("Mord" * 20, (0, 44_100, "Ja."))]
    cast = (CastMember(role=turns[0].role, speakers=(turns[0].speaker,), engine="tone", voice="high"),)
    for title in ("نعم!", "Mord " * 60):
        (tmp_path / "a.svg").write_text(timeline_svg(edition(turns=turns, title=title, cast=cast)), "utf-8")
        page = visit(tmp_path / "a.svg", height=600)
        heading, name = page.locator("text").first, page.locator("text", has_text="MordMord")
        first, last = heading.evaluate(
            """(text) => [0, text.getNumberOfChars() - 1].map((at) => text.getStartPositionOfChar(at).x)"""
        )
        assert (last < first) == title.startswith("ن")
        assert heading.bounding_box()["x"] + heading.bounding_box()["width"] <= 1200
        assert name.bounding_box()["x"] + name.bounding_box()["width"] <= 250


@pytest.mark.parametrize("language", ["ar", "de"])
def test_an_exclamation_mark_stands_where_its_sentence_ends(visit, tmp_path, language):
    turns = [turn("A", (0, 44_100, "نعم!")), turn("B", (50_000, 88_200, "Yes!"), number=1)]
    (tmp_path / "a.html").write_text(transcript_html(edition(turns=turns, language=language)), "utf-8")
    page = visit(tmp_path / "a.html")
    arabic, english = (page.locator(f"section p >> nth={number}").evaluate(EDGES) for number in (0, 1))
    assert arabic[0] < arabic[1]
    assert english[0] > english[1]
