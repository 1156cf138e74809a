"""The bytes of transcripts: every encoding that people's programs write, and what is no text at all."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.errors import ScriptError, SourceError
from stimmwerk.importers.decoding import decode_source
from stimmwerk.importers.table import import_bytes

TEXTS = {
    "de": "Guten Tag, Frau Möller. – Schön, dass Sie da sind: „Größe“ zählt überhaupt nicht.\nÜber die Brücke.\n",
    "fr": "Où étiez-vous l’été dernier ? À Nîmes, où il y a déjà eu des pièces.\nC’est très gentil.\n",
    "es": "¿Cómo está usted, señor Núñez? Muy bien, ¡gracias!\nEl año pasado fue difícil para mí.\n",
    "en": "Naïve — or “brave”?\nBoth, said the café’s owner.\n",
    "zh": "问：您好，王女士。今天我们谈谈桥梁。\n答：好的，谢谢您的邀请。我们开始吧。\n",
    "zh-Hant": "問：您好，王女士。今天我們談談橋樑。\n答：好的，謝謝您的邀請。我們開始吧。\n",
}
UNICODE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")


@pytest.mark.parametrize("language", TEXTS)
@pytest.mark.parametrize("encoding", UNICODE)
def test_unicode_with_and_without_a_mark(language, encoding):
    text, cautions = decode_source(TEXTS[language].encode(encoding), "f.txt")
    assert text == TEXTS[language]
    # Without a mark, UTF-16 is a guess.
    assert [caution.code for caution in cautions] == (["encoding"] if encoding in ("utf-16-le", "utf-16-be") else [])


@pytest.mark.parametrize("times", [1, 40])
@pytest.mark.parametrize(
    ("language", "encoding"),
    [("de", "cp1252"), ("fr", "cp1252"), ("es", "cp1252"), ("en", "cp1252"), ("zh", "gb18030"), ("zh-Hant", "big5")],
)
def test_other_encodings_are_found_and_said(language, encoding, times):
    text, (caution,) = decode_source((TEXTS[language] * times).encode(encoding), "f.txt")
    assert text == TEXTS[language] * times
    assert caution.code == "encoding"
    assert caution.line == 1
    assert "UTF-8" in caution.message


def test_utf_8_with_bytes_of_windows_between():
    data = TEXTS["de"].encode() + TEXTS["fr"].encode("cp1252")
    text, (caution,) = decode_source(data, "f.txt")
    assert text == TEXTS["de"] + TEXTS["fr"]
    assert caution.line == 3


def test_a_page_that_names_its_encoding_is_believed():
    page = '<meta charset="windows-1251"><p>Здравствуйте, как ваши дела?</p>'
    assert decode_source(page.encode("cp1251"), "f.html") == (page, ())
    wrong = page.replace("windows-1251", "no-such-thing")
    assert "Здравствуйте" in decode_source(wrong.encode("cp1251"), "f.html")[0]


@pytest.mark.parametrize("encoding", UNICODE)
def test_every_line_end_is_a_line_feed(encoding):
    assert decode_source("a b\r\nc d\re f\n".encode(encoding), "f.txt")[0] == "a b\nc d\ne f\n"


def test_what_is_cut_off_is_read_as_far_as_it_goes():
    text, (caution,) = decode_source(codecs.BOM_UTF16_LE + "Hallo".encode("utf-16-le") + b"\x21", "f.txt")
    assert text.startswith("Hallo")
    assert "1 characters" in caution.message


NO_TEXTS = {
    "PDF": b"%PDF-1.7\n...",
    "Word": b"PK\x03\x04\x14\x00\x06\x00[Content_Types].xml",
    "old Word": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    "RTF": b"{\\rtf1\\ansi Hallo}",
    "sound": b"ID3\x03\x00\x00",
    "compressed": b"\x1f\x8b\x08\x00",
    "zero bytes": b"Hallo\0\0\0Welt\0\0\0\0!!\0",
}


@pytest.mark.parametrize("data", NO_TEXTS.values(), ids=NO_TEXTS)
def test_what_is_no_text_is_refused_with_a_remedy(data):
    with pytest.raises(SourceError) as caught:
        decode_source(data, "f")
    assert caught.value.hint


def test_a_script_of_ours_must_be_utf_8():
    script = "---\ntitle: Über uns\nlanguage: de\n---\n\nHallo.\n"
    with pytest.raises(ScriptError, match="no UTF-8"):
        import_bytes(script.encode("cp1252"), "f.md")
    assert import_bytes(script.encode(), "f.md").script.title == "Über uns"


def test_a_guess_is_among_the_warnings():
    imported = import_bytes("Jörg: Grüß Gott.\n\nUte: Schön.\n\nJörg: Ja.\n".encode("cp1252"), "f.txt")
    assert imported.script.labels() == ("Jörg", "Ute")
    assert imported.warnings[0].code == "encoding"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_text_or_an_error(data):
    try:
        text, _ = decode_source(data, "f")
    except SourceError:
        return
    assert "\r" not in text


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\ufeff\0"), max_size=200))
def test_utf_8_comes_back_as_it_was(text):
    try:
        assert decode_source(text.encode(), "f") == (text, ())
    except SourceError:
        # By its first characters, another kind of file.
        assert text[:2] in ("%P", "PK", "{\\", "ID", "RI", "Og")
