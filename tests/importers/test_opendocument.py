"""OpenDocument texts: what a reader sees is read, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.errors import SourceError
from stimmwerk.importers.archive import Archive
from stimmwerk.importers.opendocument import read_document
from stimmwerk.importers.table import import_bytes
from stimmwerk.script.characters import squeeze

from .wholeness import check_survives_formatting, check_whole
from .writing import odt, odt_meta, open_text, p, zipped

STYLES = (
    '<style:style style:name="T1" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    '<style:style style:name="T2" style:family="text"><style:text-properties fo:font-style="italic"/></style:style>'
    '<style:style style:name="T3" style:family="text"><style:text-properties text:display="none"/></style:style>'
    '<style:style style:name="T4" style:family="text"><style:text-properties fo:font-weight="normal"/></style:style>'
    '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
    '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Heading_20_2"/>'
    '<style:style style:name="P3" style:family="paragraph"><style:text-properties fo:font-weight="700"/></style:style>'
)
NAMED = (
    '<style:default-style style:family="paragraph"><style:text-properties fo:language="fr" fo:country="FR"/>'
    '</style:default-style><style:style style:name="Title" style:family="paragraph"/>'
    '<style:style style:name="Heading_20_2" style:family="paragraph" style:default-outline-level="2"/>'
    '<style:style style:name="Quotations" style:family="paragraph"/>'
)


def source_of(body, **more):
    return read_document(Archive(odt(body, styles=STYLES, named=NAMED, **more), "f.odt"))[0]


def lines_of(body):
    return [line for line in source_of(body).lines if line.text]


def texts_of(body):
    return [line.text for line in lines_of(body)]


def left_of(body):
    return [(left.line, left.text, left.reason) for left in source_of(body).left_out]


def span(text, style):
    return f'<text:span text:style-name="{style}">{text}</text:span>'


@pytest.mark.parametrize(
    ("markup", "level"),
    [
        (p("A", tag="h", level=3), 3),
        (p("A", tag="h", level=10), 6),
        (p("A", tag="h"), 1),
        (p("A", style="Title"), 1),
        (p("A", style="P1"), 1),
        (p("A", style="P2"), 2),
        (p("A", style="Subtitle"), 2),
        (p("A", style="P3"), 0),
        (p("A", style="Nirgends"), 0),
    ],
)
def test_headings_are_known(markup, level):
    (line,) = lines_of(markup)
    assert (line.level, line.kind) == (level, "heading" if level else "text")


def test_lists_and_quotations():
    items = f"<text:list><text:list-item>{p('A')}{p('B')}</text:list-item><text:list-item>{p('C')}</text:list-item>"
    assert [(line.text, line.bullet) for line in lines_of(f"{items}</text:list>{p('D')}")] == [
        ("A", True),
        ("B", False),
        ("C", True),
        ("D", False),
    ]
    assert lines_of(p("A", style="Quotations"))[0].look.quoted


def test_what_is_bold_or_slanted_is_emphasised():
    (line,) = lines_of(p(span("Anna Berg:", "T1"), " Wie ", span("geht", "T2"), " es?"))
    assert line.strong == ((0, 10), (15, 19))
    (line,) = lines_of(p("Wie geht es?", style="P3"))
    assert line.whole
    (line,) = lines_of(p(span("Wie geht es?", "T4"), style="P3"))
    assert line.strong == ()
    (line,) = lines_of(p(span(f"Wie {span('geht', 'T2')} es?", "T1")))
    assert line.whole


def test_slanted_directions_are_put_in_brackets():
    assert texts_of(p("Gut. ", span("lacht", "T2"), " Und du?")) == ["Gut. [lacht] Und du?"]


def test_breaks_tabs_and_spaces():
    (first, second) = lines_of(
        p("Anna:<text:tab/>Guten\n   Tag<text:line-break/>und<text:s text:c='9999999999'/>hallo")
    )
    assert (first.text, first.look.gap, second.text) == ("Anna: Guten Tag", 6, "und hallo")
    (line,) = lines_of(p("Anna<text:s/> <text:s text:c='3'/>Guten Tag<text:soft-page-break/>."))
    assert (line.text, line.look.gap) == ("Anna Guten Tag.", 5)


def test_numbers_are_those_of_the_paragraphs_as_they_stand():
    note = f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('N')}</text:note-body></text:note>"
    source = source_of(p("A", note) + p() + p("B") + p("C", tag="h", level=1))
    assert [(number, line.text) for number, line in zip(source.numbers, source.lines, strict=True) if line.text] == [
        (1, "A"),
        (3, "B"),
        (4, "C"),
    ]


def test_what_stands_beside_the_text_is_left_out():
    body = (
        f"<text:tracked-changes><text:changed-region><text:deletion>{p('Alt.')}</text:deletion></text:changed-region>"
        f"</text:tracked-changes><text:table-of-content><text:index-body>{p('Inhalt')}</text:index-body>"
        "</text:table-of-content>"
        + p(
            "Ja",
            f"<text:note><text:note-citation>1</text:note-citation><text:note-body>{p('Siehe dort.')}</text:note-body>"
            "</text:note>",
            f"<office:annotation><dc:creator>Ida</dc:creator><dc:date>2024</dc:date>{p('Prüfen!')}</office:annotation>",
            span("Geheim.", "T3"),
            f"<draw:frame><draw:text-box>{p('Am Rand')}</draw:text-box><svg:desc>Ein Bild</svg:desc></draw:frame>",
            ", Seite <text:page-number>7</text:page-number>.",
        )
        + f'<text:section text:display="none">{p("Verborgen.")}</text:section>'
        + f"<text:section>{p('Nein.')}</text:section>"
    )
    assert texts_of(body) == ["Ja, Seite .", "Nein."]
    assert sorted(left_of(body)) == [
        (1, "Inhalt", "a table of contents"),
        (2, "Am Rand", "a text box"),
        (2, "Geheim.", "hidden text"),
        (2, "Prüfen!", "a comment"),
        (2, "Siehe dort.", "a footnote"),
        (3, "Verborgen.", "hidden text"),
    ]


def test_a_document_all_in_text_boxes_is_read():
    frame = f"<draw:frame><draw:text-box>{p('Anna: Ja.')}{p('Bernd: Nein.')}</draw:text-box></draw:frame>"
    assert texts_of(frame + p()) == ["Anna: Ja.", "Bernd: Nein."]


def test_links_are_text_and_known_as_links():
    (line,) = lines_of(p("<text:a>Mehr davon</text:a>"))
    assert (line.text, line.look.linked) == ("Mehr davon", True)


def cell(text, more=""):
    return f"<table:table-cell{more}>{p(text)}</table:table-cell>"


def test_a_table_of_turns():
    rows = (("00:01", "Anna", "Ja."), ("00:04", "Bernd", "Nein."), ("00:09", "Anna", "Doch."))
    head = f"<table:table-row>{cell('Zeit')}{cell('Name')}{cell('Text')}</table:table-row>"
    body = "<table:table><table:table-header-rows>{}</table:table-header-rows>{}</table:table>".format(
        head, "".join(f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in rows)
    )
    assert texts_of(body) == ["Anna Ja.", "Bernd Nein.", "Anna Doch."]
    assert left_of(body)[:4] == [
        (1, "Zeit", "the head of a table"),
        (2, "Name", "the head of a table"),
        (3, "Text", "the head of a table"),
        (4, "00:01", "a time or a number in a table"),
    ]


def test_a_row_over_all_columns_is_text():
    wide = cell("Nach der Pause", ' table:number-columns-spanned="2"') + "<table:covered-table-cell/>"
    rows = [(cell("Anna"), cell("Ja.")), (cell("Bernd"), cell("Nein.")), (wide,), (cell("Anna"), cell("Doch."))]
    body = "<table:table>{}</table:table>".format(
        "".join(f"<table:table-row>{''.join(row)}</table:table-row>" for row in rows)
    )
    assert texts_of(body) == ["Anna Ja.", "Bernd Nein.", "Nach der Pause", "Anna Doch."]


def test_the_title_and_the_language_of_the_document():
    talk = p("Anna: Wie geht es?") + p("Bernd: Gut.") + p("Anna: Na also.")
    assert import_bytes(odt(talk, more=[odt_meta("Über den Garten")]), "f.odt").script.title == "Über den Garten"
    assert source_of(p("Bof.")).language == "fr"


def test_what_is_locked_or_without_content_is_refused():
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><manifest:file-entry>'
        "<manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    with pytest.raises(SourceError, match="password"):
        source_of(p("A"), more=[("META-INF/manifest.xml", manifest)])
    whole = [("mimetype", "application/vnd.oasis.opendocument.text"), ("META-INF/manifest.xml", manifest)]
    with pytest.raises(SourceError, match="password"):
        import_bytes(zipped([*whole, ("encrypted-package", b"1234")]), "f.odt")
    with pytest.raises(SourceError, match="no text"):
        import_bytes(odt(p()), "f.odt")


TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\u00ad\u2028\u2029"), max_size=30
).map(squeeze)


@given(st.lists(TEXTS, max_size=12))
def test_paragraphs_come_back_whole_and_in_order(texts):
    found = source_of("".join(p(open_text(text)) for text in texts))
    written = [(number, text.lstrip("•-*·▪●◦‣+ ")) for number, text in enumerate(texts, 1) if text]
    read = [
        (number, line.text.lstrip("•-*·▪●◦‣+ "))
        for number, line in zip(found.numbers, found.lines, strict=True)
        if line.text
    ]
    assert read == written


PIECES = ["Anna:", "Bernd Vogt:", "Wie", "weit", "ist", "es?", "[lacht]", "(Anna: ja)", "Gut.", "\n", "\t", "17:30"]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=6).map(" ".join), max_size=12))
def test_nothing_is_lost(paragraphs):
    try:
        imported = import_bytes(odt("".join(p(open_text(text)) for text in paragraphs)), "f.odt")
    except SourceError:
        return
    check_whole("\n".join(" ".join(text.split()) for text in paragraphs), imported)
    check_survives_formatting(imported)
