"""Documents that are no documents, damaged, or made to do harm: one error with a remedy, soon and in little memory."""

import contextlib
import io
import tracemalloc
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.errors import EXIT_INPUT, InputError, SourceError
from stimmwerk.importers import archive as archives
from stimmwerk.importers import flow, parts
from stimmwerk.importers.table import import_bytes

from .writing import docx, odt, p, paragraph, run, table, word_part, zipped

TALK = paragraph("Anna: Ja.") + paragraph("Bernd: Nein.") + paragraph("Anna: Doch.")
PLAIN_ODT = p("Anna: Ja.") + p("Bernd: Nein.")


def refused(data, match):
    with pytest.raises(SourceError, match=match) as caught:
        import_bytes(data, "f.docx")
    assert caught.value.exit_code == EXIT_INPUT
    assert caught.value.where.file == "f.docx"
    assert caught.value.hint
    return caught.value


@pytest.mark.parametrize(
    ("members", "match"),
    [
        ([("xl/workbook.xml", "<a/>")], "an Excel file"),
        ([("ppt/presentation.xml", "<a/>")], "a PowerPoint file"),
        ([("mimetype", "application/epub+zip")], "an EPUB file"),
        ([("META-INF/container.xml", "<a/>")], "an EPUB file"),
        ([("mimetype", "application/vnd.oasis.opendocument.spreadsheet")], "an OpenDocument spreadsheet"),
        ([("mimetype", "application/vnd.oasis.opendocument.presentation")], "an OpenDocument presentation"),
        ([("mimetype", "application/vnd.oasis.opendocument.graphics")], "an OpenDocument file without a text"),
        ([("Index/Document.iwa", "a")], "a Pages"),
        ([("talk.txt", "Anna: Ja.")], "a ZIP file"),
        ([], "a ZIP file"),
    ],
)
def test_what_is_no_text_document_is_refused_by_its_name(members, match):
    refused(zipped(members), match)


def test_documents_are_known_without_their_marks():
    assert import_bytes(odt(PLAIN_ODT, mimetype="", more=[("META-INF/manifest.xml", "<a/>")]), "f").format == "odt"
    types = "<Types xmlns='urn:x'><Override ContentType='application/x.wordprocessingml.document.main+xml'/></Types>"
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship '
        'Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="a.xml"/></Relationships>'
    )
    body = word_part("document", f"<w:body>{TALK}</w:body>")
    members = [("[Content_Types].xml", types), ("_rels/.rels", rels), ("a.xml", body)]
    assert import_bytes(zipped(members), "f").format == "docx"
    windows = zipped([("word\\document.xml", body)])
    assert import_bytes(windows, "f").format == "docx"


def test_the_container_of_old_programs_and_of_locked_documents():
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    assert ".docx" in refused(old, "an old Word or Excel file").hint
    refused(old + "EncryptedPackage".encode("utf-16-le"), "password")


def test_a_locked_archive_is_refused():
    data = bytearray(docx(TALK))
    # The flag stands in the member's own head and in the list at the end.
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    refused(bytes(data), "password")


def test_a_document_without_its_main_part():
    assert "word/document.xml" in str(refused(zipped([("word/styles.xml", "<a/>")]), "damaged"))
    mimetype = ("mimetype", "application/vnd.oasis.opendocument.text")
    assert "content.xml" in str(refused(zipped([mimetype]), "damaged"))


def test_a_damaged_document():
    data = docx(TALK * 200)
    for cut in (3, 30, len(data) // 2, len(data) - 5):
        if data[:cut].startswith(archives.MAGIC):
            refused(data[:cut], "damaged")
    wrong = bytearray(data)
    wrong[80:90] = bytes(10)
    refused(bytes(wrong), "damaged")
    refused(docx("<w:p><w:r>"), "no well-formed XML")
    refused(zipped([("word/document.xml", "")]), "no well-formed XML")
    refused(zipped([("word/document.xml", word_part("document", TALK))], zipfile.ZIP_LZMA), "packed in a way")


@given(st.binary(max_size=200), st.integers(0, 2000), st.sampled_from([docx(TALK), odt(PLAIN_ODT)]))
def test_any_damage_ends_in_an_error_or_a_script(noise, at, data):
    at %= len(data)
    with contextlib.suppress(InputError):
        import_bytes(data[:4] + data[4:at] + noise + data[at + len(noise) :], "f")


# -- bombs ------------------------------------------------------------------------------------------------------------


def bomb(head, piece, count, tail=b""):
    """A Word document whose body is one piece of bytes over and over."""
    out = io.BytesIO()
    begin, end = word_part("document", "<w:body>|</w:body>").encode().split(b"|")
    with (
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("word/document.xml", "w", force_zip64=True) as member,
    ):
        member.write(begin + head)
        for _ in range(count):
            member.write(piece)
        member.write(tail + end)
    return out.getvalue()


def allocated(data, match):
    """The most that Python had allocated while a document was refused, in bytes."""
    tracemalloc.start()
    try:
        refused(data, match)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_a_part_that_unpacks_without_end(monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED", 2_000_000)
    data = bomb(b"", b"<w:p/>" + b" " * 60_000, 100)
    assert len(data) < 50_000
    assert allocated(data, "more than 2 MB") < 4_000_000


def test_a_part_whose_length_is_a_lie(monkeypatch):
    monkeypatch.setattr(archives, "MOST_UNPACKED", 100_000)
    data = bytearray(bomb(b"", b" " * 60_000, 100))
    at = data.index(b"PK\x01\x02") + 24
    data[at : at + 4] = (50_000).to_bytes(4, "little")
    refused(bytes(data), "more than|damaged")


def test_a_tag_and_a_text_without_end(monkeypatch):
    monkeypatch.setattr(archives, "MOST_BETWEEN_TAGS", 1_000_000)
    refused(bomb(b"<w:p ", b" " * 60_000, 40, b"/>"), "in one piece")
    refused(bomb(b"<w:p><w:r><w:t>", b"a" * 60_000, 40, b"</w:t></w:r></w:p>"), "in one piece")


def test_elements_paragraphs_and_characters_without_end(monkeypatch):
    monkeypatch.setattr(parts, "MOST_ELEMENTS", 10_000)
    refused(bomb(b"", b"<w:p/>" * 1000, 11), "elements")
    monkeypatch.setattr(flow, "MOST_LINES", 100)
    refused(docx(paragraph("Ja.") * 101), "lines")
    refused(docx(paragraph("Ja.\n" * 101)), "lines")
    refused(docx(TALK + paragraph(run("Nein.", "<w:vanish/>")) * 101), "lines")
    monkeypatch.setattr(flow, "MOST_CELLS", 100)
    refused(docx("<w:tbl><w:tr>" + "<w:tc/>" * 100 + "</w:tr></w:tbl>"), "cells")
    monkeypatch.setattr(flow, "MOST_TEXT", 300)
    refused(docx(table([paragraph("Ja, so ist es.") * 50])), "characters")


def test_elements_in_elements_without_end():
    refused(docx("<w:p>" * 5000 + "</w:p>" * 5000), "one in the other")


def test_styles_and_fields_without_end(monkeypatch):
    monkeypatch.setattr(parts, "MOST_NAMED", 100)
    refused(docx(TALK, styles="".join(f'<w:style w:styleId="{at}"/>' for at in range(101))), "styles")
    begun = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' * 20_000
    assert import_bytes(docx(paragraph(begun) + TALK), "f.docx").script.labels() == ("Anna", "Bernd")


def test_files_without_end(monkeypatch):
    monkeypatch.setattr(archives, "MOST_MEMBERS", 50)
    refused(zipped([(f"word/{number}", "") for number in range(51)]), "more than 50 files")


ENTITIES = {
    "bomb": "<!DOCTYPE a [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;'>]>",
    "file": "<!DOCTYPE a [<!ENTITY c SYSTEM 'file:///etc/hostname'>]>",
    "outside": "<!DOCTYPE a SYSTEM 'http://a.example/a.dtd'>",
    "parameter": "<!DOCTYPE a [<!ENTITY % c SYSTEM 'http://a.example/a.dtd'> %c;]>",
}


@pytest.mark.parametrize("declared", ENTITIES.values(), ids=ENTITIES)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_entities_are_never_looked_at(declared, encoding):
    body = word_part("document", paragraph("<w:r><w:t>&c;</w:t></w:r>")).partition("?>")[2]
    text = f'<?xml version="1.0" encoding="{encoding}"?>{declared}{body}'
    refused(zipped([("word/document.xml", text.encode(encoding))]), "damaged")


def test_a_table_of_many_columns_takes_no_time():
    wide = (
        "<w:tbl><w:tr>"
        + "<w:tc><w:p/></w:tc>" * 2000
        + "</w:tr>"
        + "<w:tr><w:tc><w:p/></w:tc></w:tr>" * 2000
        + "</w:tbl>"
    )
    assert import_bytes(docx(TALK + wide), "f.docx").script.labels() == ("Anna", "Bernd")
