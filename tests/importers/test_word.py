"""Word documents: what a reader sees is read, and nothing else."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.errors import SourceError
from stimmwerk.importers.archive import Archive
from stimmwerk.importers.table import import_bytes
from stimmwerk.importers.word import read_document
from stimmwerk.script.characters import squeeze
from stimmwerk.script.model import Turn

from .wholeness import check_survives_formatting, check_whole
from .writing import CORE, STRICT, docx, paragraph, run, table, word_part

BOLD, ITALIC, HIDDEN = "<w:b/>", "<w:i/>", "<w:vanish/>"
STYLES = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val="fr-CA"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Standard"><w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="berschrift2"><w:name w:val="heading 2"/><w:basedOn w:val="Standard"/>'
    '<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Titel"><w:name w:val="Title"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Kapitel"><w:name w:val="Kapitel"/>'
    '<w:basedOn w:val="berschrift2"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Verzeichnis"><w:name w:val="TOC Heading"/><w:basedOn w:val="berschrift2"/>'
    '<w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Zitat"><w:name w:val="Quote"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Punkte"><w:name w:val="List Bullet"/>'
    '<w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Frage"><w:name w:val="Frage"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Fett"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="Rund"><w:name w:val="Round"/><w:basedOn w:val="Rund"/></w:style>'
)


def source_of(body, **more):
    return read_document(Archive(docx(body, **more), "f.docx"))[0]


def lines_of(body, **more):
    return [line for line in source_of(body, **more).lines if line.text]


def texts_of(body, **more):
    return [line.text for line in lines_of(body, **more)]


def left_of(body, **more):
    return [(left.line, left.text, left.reason) for left in source_of(body, **more).left_out]


def styled(style, properties=""):
    (line,) = lines_of(paragraph("Der Garten", style=style, properties=properties), styles=STYLES)
    return line


# -- paragraphs -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("style", "level"),
    [("berschrift2", 2), ("Kapitel", 2), ("Titel", 1), ("Verzeichnis", 0), ("Heading3", 3), ("Rund", 0), (None, 0)],
)
def test_headings_are_known_by_their_styles(style, level):
    line = styled(style)
    assert (line.level, line.kind) == (level, "heading" if level else "text")


def test_a_paragraph_may_have_a_level_of_its_own_or_none():
    assert styled(None, '<w:outlineLvl w:val="2"/>').level == 3
    assert styled("Kapitel", '<w:outlineLvl w:val="9"/>').level == 0
    assert styled(None, '<w:outlineLvl w:val="8"/>').level == 6


def test_headings_are_known_without_styles():
    assert [line.level for line in lines_of(paragraph("A", style="berschrift1") + paragraph("B", style="Title"))] == [
        1,
        1,
    ]


def test_lists_and_quotations():
    number = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'
    assert styled(None, number.format(1)).bullet
    assert styled("Punkte").bullet
    assert not styled("Punkte", number.format(0)).bullet
    assert not styled("Kapitel", number.format(1)).bullet
    assert styled("Zitat").look.quoted


def test_what_is_bold_or_slanted_is_emphasised():
    (line,) = lines_of(paragraph(run("Anna", BOLD), run(" Berg:", BOLD), " Wie ", run("geht", ITALIC), " es?"))
    assert line.text == "Anna Berg: Wie geht es?"
    assert line.strong == ((0, 10), (15, 19))
    assert not line.look.slanted
    (line,) = lines_of(paragraph(run("Wie geht es?", ITALIC)))
    assert line.look.slanted
    assert line.whole


@pytest.mark.parametrize(
    ("style", "properties", "whole"),
    [
        ("Frage", "", True),
        (None, '<w:rStyle w:val="Fett"/>', True),
        # What two styles say at once, they take back.
        ("Frage", '<w:rStyle w:val="Fett"/>', False),
        ("Frage", '<w:b w:val="0"/>', False),
        (None, '<w:b w:val="false"/>', False),
        (None, '<w:u w:val="single"/>', True),
        (None, '<w:u w:val="none"/>', False),
    ],
)
def test_emphasis_by_styles(style, properties, whole):
    (line,) = lines_of(paragraph(run("Wie geht es dir?", properties), style=style), styles=STYLES)
    assert line.whole == whole


def test_a_document_all_in_bold_emphasises_nothing():
    styles = STYLES.replace('<w:name w:val="Normal"/>', '<w:name w:val="Normal"/><w:rPr><w:b/></w:rPr>')
    (line,) = lines_of(paragraph("Wie geht es dir?"), styles=styles)
    assert line.strong == ()


def test_the_mark_of_a_paragraph_emphasises_nothing():
    (line,) = lines_of(paragraph("Wie geht es?", properties=f"<w:rPr>{BOLD}</w:rPr>"))
    assert line.strong == ()


def test_slanted_directions_are_put_in_brackets():
    assert texts_of(paragraph("Gut. ", run("lacht ", ITALIC), "Und du? (", run("lacht", ITALIC), ")")) == [
        "Gut. [lacht] Und du? (lacht)"
    ]


def test_breaks_tabs_and_hyphens():
    body = paragraph(
        run("Anna:\tGuten Tag\nund hallo"),
        "<w:r><w:br/><w:t>E</w:t><w:noBreakHyphen/><w:t>Bike, Brü</w:t><w:softHyphen/><w:t>cke\u00ad.</w:t></w:r>",
    )
    (first, *others) = lines_of(body)
    assert [first.text, *(line.text for line in others)] == ["Anna: Guten Tag", "und hallo", "E-Bike, Brücke."]
    assert first.look.gap == 6


def test_a_tab_stop_is_no_tab():
    properties = '<w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs>'
    assert source_of(paragraph("Ja.", properties=properties)).lines[-1].look.gap == 0
    assert texts_of(paragraph("Ja.", properties=properties)) == ["Ja."]


def test_numbers_are_those_of_the_paragraphs_as_they_stand():
    source = source_of("".join(map(paragraph, ("A", "", "", "B\nC"))) + table(["D"], ["E"]))
    assert [(number, line.text) for number, line in zip(source.numbers, source.lines, strict=True) if line.text] == [
        (1, "A"),
        (4, "B"),
        (4, "C"),
        (5, "D"),
        (6, "E"),
    ]


# -- what is no text --------------------------------------------------------------------------------------------------


def test_changes_are_accepted():
    body = paragraph(
        "Das ",
        f"<w:ins>{run('neue')}</w:ins>",
        '<w:del><w:r><w:delText xml:space="preserve">alte</w:delText></w:r></w:del>',
        f"<w:moveFrom>{run('weg')}</w:moveFrom><w:moveTo>{run(' her')}</w:moveTo>",
        f"<w:r><w:rPr><w:rPrChange><w:rPr>{BOLD}</w:rPr></w:rPrChange></w:rPr><w:t>.</w:t></w:r>",
    )
    (line,) = lines_of(body)
    assert line.text == "Das neue her."
    assert line.strong == ()
    assert left_of(body) == []


def test_a_paragraph_whose_mark_is_deleted_goes_on():
    body = paragraph("Das ist ein ", properties="<w:rPr><w:del/></w:rPr>") + paragraph("Satz.") + paragraph("Ende.")
    assert texts_of(body) == ["Das ist ein Satz.", "Ende."]
    assert texts_of(paragraph("Ende.", properties="<w:rPr><w:del/></w:rPr>")) == ["Ende."]
    # Their words stay two, whether a space was put between them or not.
    assert texts_of(paragraph("Ja.", properties="<w:rPr><w:del/></w:rPr>") + paragraph("Nein.")) == ["Ja. Nein."]


def test_a_large_first_letter_belongs_to_its_word():
    letter = paragraph("D", properties='<w:framePr w:dropCap="drop" w:lines="3"/>')
    assert texts_of(letter + paragraph("er Garten blüht.") + paragraph("Ja.")) == ["Der Garten blüht.", "Ja."]
    assert texts_of(paragraph("Am Rand.", properties='<w:framePr w:w="300"/>') + paragraph("Ja.")) == [
        "Am Rand.",
        "Ja.",
    ]


def test_deleted_rows_are_gone():
    rows = table(["Anna", "Ja."], ["Bernd", "Nein."], ["Anna", "Doch."], ["Bernd", "Weg."])
    at = rows.rindex("<w:tr>") + len("<w:tr>")
    body = f"{rows[:at]}<w:trPr><w:del/></w:trPr>{rows[at:]}"
    assert texts_of(body) == ["Anna Ja.", "Bernd Nein.", "Anna Doch."]


def test_a_row_that_the_document_repeats_on_each_page_names_the_columns():
    rows = table(["Wer", "Was dann"], ["Anna", "Ja."], ["Bernd", "Nein."], ["Anna", "Doch."])
    body = rows.replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", 1)
    assert texts_of(body) == ["Anna Ja.", "Bernd Nein.", "Anna Doch."]
    assert [text for _, text, _ in left_of(body)] == ["Wer", "Was dann"]


def test_a_cell_over_all_columns_is_text():
    wide = paragraph("Nach der Pause").join(("<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>", "</w:tc>"))
    rows = table(["Anna", "Ja."], ["Bernd", "Nein."], ["Anna", "Doch."]).split("<w:tr>")
    rows.insert(3, f"{wide}</w:tr>")
    assert texts_of("<w:tr>".join(rows)) == ["Anna Ja.", "Bernd Nein.", "Nach der Pause", "Anna Doch."]


def test_hidden_text_is_left_out():
    body = paragraph("Ja. ", run("Streng geheim.", HIDDEN), run("Nein.", '<w:vanish w:val="0"/>'))
    assert texts_of(body) == ["Ja. Nein."]
    assert left_of(body) == [(1, "Streng geheim.", "hidden text")]


def test_notes_and_comments_are_left_out_at_their_paragraphs():
    note = '<w:{0} w:id="2"><w:p><w:r><w:t>Siehe {0}.</w:t></w:r></w:p></w:{0}>'
    more = [(f"word/{kind}s.xml", word_part(f"{kind}s", note.format(kind))) for kind in ("footnote", "comment")]
    more.append(("word/endnotes.xml", word_part("endnotes", note.format("endnote"))))
    more.append(("word/header1.xml", word_part("hdr", paragraph("Kopfzeile"))))
    reference = '<w:r><w:{}Reference w:id="2"/></w:r>'
    body = paragraph("A") + paragraph("B", *(reference.format(kind) for kind in ("footnote", "endnote", "comment")))
    assert texts_of(body, more=more) == ["A", "B"]
    assert left_of(body, more=more) == [
        (2, "Siehe footnote.", "a footnote"),
        (2, "Siehe endnote.", "a footnote"),
        (2, "Siehe comment.", "a comment"),
    ]


def field(instruction, result):
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'.format
    told = f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
    return f"{mark('begin')}{told}{mark('separate')}{result}{mark('end')}"


def test_of_fields_the_result_is_text_and_numbers_of_pages_are_not():
    body = paragraph("Am ", field(' DATE \\@ "d. MMMM" ', run("3. Mai")), ", Seite ", field(" PAGE ", run("17")), ".")
    assert texts_of(body) == ["Am 3. Mai, Seite ."]
    simple = paragraph("Von ", f'<w:fldSimple w:instr=" AUTHOR ">{run("Ida")}</w:fldSimple>', ".")
    assert texts_of(simple) == ["Von Ida."]
    assert texts_of(paragraph('<w:fldSimple w:instr="NUMPAGES">' + run("9") + "</w:fldSimple>", "A")) == ["A"]


def test_a_field_that_does_not_end_costs_no_other_paragraph():
    begun = '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>PAGE</w:instrText></w:r>'
    assert texts_of(paragraph("A", begun) + paragraph("B")) == ["A", "B"]


def test_links_are_text_and_known_as_links():
    (line,) = lines_of(paragraph(f"<w:hyperlink>{run('Mehr davon', '<w:u/>')}</w:hyperlink>"))
    assert (line.text, line.look.linked, line.strong) == ("Mehr davon", True, ())
    (line,) = lines_of(paragraph(field(' HYPERLINK "http://a.example" ', run("Mehr davon"))))
    assert line.look.linked
    (line,) = lines_of(paragraph("Lies ", f"<w:hyperlink>{run('das')}</w:hyperlink>", "."))
    assert (line.text, line.look.linked) == ("Lies das.", False)


def test_a_table_of_contents_is_left_out():
    mark = '<w:fldChar w:fldCharType="{}"/>'.format
    begin = f"<w:r>{mark('begin')}<w:instrText>TOC \\o</w:instrText>{mark('separate')}</w:r>"
    end = f"<w:r>{mark('end')}</w:r>"
    page = field(" PAGEREF _1 ", run("3"))
    body = paragraph(begin, "Der Anfang", page) + paragraph("Das Ende", end) + paragraph("Text.")
    assert texts_of(body) == ["Text."]
    assert left_of(body) == [(1, "Der Anfang", "a table of contents"), (2, "Das Ende", "a table of contents")]
    block = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{paragraph('Inhalt')}{body}</w:sdtContent></w:sdt>{paragraph('Danach.')}"
    )
    assert texts_of(block) == ["Danach."]


def test_content_controls_are_text_and_their_placeholders_are_not():
    control = "<w:sdt><w:sdtPr>{}</w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>".format
    body = paragraph("A ", control("<w:text/>", run("B")), control("<w:showingPlcHdr/>", run("Hier klicken")))
    assert texts_of(body) == ["A B"]


def box(text):
    inside = f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"
    shape = f"<w:drawing><wp:inline><wps:txbx>{inside}</wps:txbx></wp:inline></w:drawing>"
    old = f"<w:pict><v:textbox>{inside}</v:textbox></w:pict>"
    return (
        "<w:r><mc:AlternateContent>"
        f'<mc:Choice Requires="wps">{shape}</mc:Choice><mc:Fallback>{old}</mc:Fallback></mc:AlternateContent></w:r>'
    )


def test_a_text_box_is_left_out_and_told_once():
    body = paragraph("A") + paragraph("B ", box("Am Rand"), "C")
    assert texts_of(body) == ["A", "B C"]
    assert left_of(body) == [(2, "Am Rand", "a text box")]


def test_a_fallback_alone_is_read():
    assert texts_of(paragraph(f"<mc:AlternateContent><mc:Fallback>{run('A')}</mc:Fallback></mc:AlternateContent>")) == [
        "A"
    ]


def test_a_document_all_in_text_boxes_is_read():
    assert texts_of(paragraph(box("Anna: Ja.")) + paragraph(box("Bernd: Nein."))) == ["Anna: Ja.", "Bernd: Nein."]


def test_how_signs_are_read_is_no_text():
    ruby = f"<w:ruby><w:rt>{run('とうきょう')}</w:rt><w:rubyBase>{run('東京')}</w:rubyBase></w:ruby>"
    assert texts_of(paragraph(f"<w:r>{ruby}</w:r>")) == ["東京"]


def test_formulas_are_text():
    assert texts_of(paragraph("Es gilt ", "<m:oMath><m:r><m:t>a = b</m:t></m:r></m:oMath>", ".")) == ["Es gilt a = b."]


# -- all of it --------------------------------------------------------------------------------------------------------


def test_the_title_of_the_properties_is_that_of_a_text_without_one():
    talk = paragraph("Anna: Wie geht es?") + paragraph("Bernd: Gut.") + paragraph("Anna: Na also.")
    core = [("docProps/core.xml", CORE.format("Über den Garten"))]
    imported = import_bytes(docx(talk, more=core), "f.docx")
    assert imported.script.title == "Über den Garten"
    assert "no-headline" not in {caution.code for caution in imported.warnings}
    titled = docx(paragraph("Der Garten", style="Title") + talk, more=core)
    assert import_bytes(titled, "f.docx").script.title == "Der Garten"


def test_the_language_of_the_styles_counts_where_the_words_do_not_tell():
    assert source_of(paragraph("Bof."), styles=STYLES).language == "fr"
    german = "Das ist der Garten, und er ist nicht so groß, wie man es von hier aus denkt, aber er ist schön."
    assert source_of(paragraph(german), styles=STYLES).language is None


@pytest.mark.parametrize("space", [None, STRICT])
def test_both_namespaces_are_known(space):
    more = {} if space is None else {"space": space}
    (heading, line) = lines_of(paragraph("A", style="Kapitel") + paragraph(run("B", BOLD)), styles=STYLES, **more)
    assert (heading.level, line.whole) == (2, True)


def test_parts_are_found_by_what_the_document_says():
    relationship = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{}" '
        'Target="{}"/></Relationships>'
    ).format
    data = docx(
        paragraph("Nein."),
        more=[
            ("_rels/.rels", relationship("officeDocument", "/word/document2.xml")),
            ("word/document2.xml", word_part("document", f"<w:body>{paragraph('Ja.', style='Kapitel')}</w:body>")),
            ("word/_rels/document2.xml.rels", relationship("styles", "styles2.xml")),
            ("word/styles2.xml", word_part("styles", STYLES)),
        ],
    )
    (line,) = [line for line in read_document(Archive(data, "f.docx"))[0].lines if line.text]
    assert (line.text, line.level) == ("Ja.", 2)


def test_characters_that_no_script_may_hold_are_counted():
    imported = import_bytes(docx(paragraph("Anna: J\u0085a.") + paragraph("Bernd: Nein.")), "f.docx")
    assert imported.warnings[0].code == "control-characters"


def test_an_empty_document_is_refused():
    with pytest.raises(SourceError, match="no text"):
        import_bytes(docx(paragraph("")), "f.docx")


TEXTS = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\u00ad\u2028\u2029"), max_size=30
).map(squeeze)


@given(st.lists(TEXTS, max_size=12), st.booleans())
def test_paragraphs_come_back_whole_and_in_order(texts, bold):
    body = "".join(paragraph(run(text, BOLD if bold else "")) for text in texts)
    found = read_document(Archive(docx(body), "f.docx"))[0]
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
    data = docx("".join(map(paragraph, paragraphs)))
    try:
        imported = import_bytes(data, "f.docx")
    except SourceError:
        return
    check_whole("\n".join(" ".join(text.split()) for text in paragraphs), imported)
    check_survives_formatting(imported)


@pytest.mark.slow
def test_a_long_document_is_read_in_seconds():
    data = docx("".join(paragraph(run("Anna:", BOLD), f" Satz Nummer {number}.") for number in range(20_000)))
    begin = time.process_time()
    found = read_document(Archive(data, "f.docx"))[0]
    assert sum(line.kind == "text" for line in found.lines) == 20_000
    assert time.process_time() - begin < 20


def test_turns_are_those_of_the_document():
    body = (
        paragraph("Der Garten", style="Title")
        + paragraph("Die Beete", style="Kapitel")
        + paragraph(run("Anna Berg:", BOLD), " Wie viele Beete sind es?")
        + paragraph(run("Vogt:", BOLD), " Zwölf. ", run("lacht", ITALIC))
        + paragraph("Und eines ist übrig.")
    )
    script = import_bytes(docx(body, styles=STYLES), "f.docx").script
    assert script.title == "Der Garten"
    (chapter,) = script.chapters
    assert chapter.title == "Die Beete"
    assert [(turn.label, turn.text, turn.line) for turn in chapter.parts if isinstance(turn, Turn)] == [
        ("Anna Berg", "Wie viele Beete sind es?", 3),
        ("Vogt", "Zwölf. [lacht]\n\nUnd eines ist übrig.", 4),
    ]
