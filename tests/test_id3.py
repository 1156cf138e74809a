"""The tag, read byte by byte: not by the library that wrote it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.errors import ScriptError, ShowError, VerificationFailed
from stimmwerk.id3 import (
    MOST_CHAPTERS,
    DigitalSource,
    EpisodeTag,
    TagChapter,
    iso_639_2,
    read_chapters,
    tag_bytes,
)

PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8
JPEG = b"\xff\xd8\xff\xe0" + b"picture" * 9

PLAIN = EpisodeTag(title="Folge", artist="Wir", album="Die Sendung", language="de", length_ms=9000)
FULL = replace(
    PLAIN,
    title="Über 什么 😀",
    subtitle="Ein Gespräch",
    number=12,
    date=datetime.date(2026, 1, 27),
    publisher="Verlag",
    copyright="2026 Wir",
    comment="Erste Zeile\nZweite Zeile",
    url="https://example.org/folge/12",
    cover=PNG,
    disclosure="Alle Stimmen sind künstlich.",
    source=DigitalSource.RULES,
    chapters=(
        TagChapter(start_ms=0, end_ms=4000, title="Der lange Anfang " * 12, subtitle="für alle", image=JPEG),
        TagChapter(start_ms=4000, end_ms=7000, title="😀", url="https://example.org/a?b=c#d"),
        TagChapter(start_ms=7000, end_ms=9000, title="Kurz"),
    ),
)

lines = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=200).filter(str.strip)


# -- a reader of our own ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Frame:
    name: str
    body: bytes


def split_frames(data: bytes) -> list[Frame]:
    frames, at = [], 0
    while at < len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "big")
        assert data[at + 8 : at + 10] == b"\0\0"
        assert 0 < size <= len(data) - at - 10
        frames.append(Frame(data[at : at + 4].decode("ascii"), data[at + 10 : at + 10 + size]))
        at += 10 + size
    return frames


def parse(data: bytes) -> list[Frame]:
    """The frames of a tag that has no flag, no padding and nothing behind it."""
    assert data[:6] == b"ID3\x03\0\0"
    assert all(byte < 128 for byte in data[6:10])
    assert sum(byte << 7 * place for place, byte in enumerate(reversed(data[6:10]))) == len(data) - 10
    return split_frames(data[10:])


def utf16(data: bytes) -> str:
    assert data[:2] == b"\xff\xfe"
    assert data[-2:] == b"\0\0"
    return data[2:-2].decode("utf-16-le")


def text(frame: Frame) -> str:
    if frame.body[0] == 1:
        return utf16(frame.body[1:])
    assert frame.body[0] == 0
    assert frame.body[-1] == 0
    return frame.body[1:-1].decode("latin-1")


def pair(body: bytes) -> tuple[str, bytes]:
    """A description in UTF-16 and what follows its terminator."""
    end = next(at for at in range(0, len(body), 2) if body[at : at + 2] == b"\0\0")
    return utf16(body[: end + 2]), body[end + 2 :]


def picture(frame: Frame) -> tuple[str, int, bytes]:
    assert frame.body[0] == 1
    mime, rest = frame.body[1:].split(b"\0", 1)
    description, data = pair(rest[1:])
    assert description == ""
    return mime.decode(), rest[0], data


def chapter(frame: Frame) -> tuple[str, int, int, list[Frame]]:
    name, rest = frame.body.split(b"\0", 1)
    assert rest[8:16] == b"\xff" * 8
    return name.decode(), int.from_bytes(rest[:4], "big"), int.from_bytes(rest[4:8], "big"), split_frames(rest[16:])


def named(frames: list[Frame], name: str) -> list[Frame]:
    return [frame for frame in frames if frame.name == name]


# -- the tag ----------------------------------------------------------------------------------------------------------


def test_every_text_is_where_it_belongs():
    frames = parse(tag_bytes(FULL))
    texts = {frame.name: text(frame) for frame in frames if frame.name[0] == "T" and frame.name != "TXXX"}
    assert texts == {
        "TIT2": "Über 什么 😀",
        "TIT3": "Ein Gespräch",
        "TPE1": "Wir",
        "TALB": "Die Sendung",
        "TCON": "Podcast",
        "TPUB": "Verlag",
        "TCOP": "2026 Wir",
        "TRCK": "12",
        "TYER": "2026",
        "TDAT": "2701",
        "TLAN": "deu",
        "TLEN": "9000",
    }
    [comment] = named(frames, "COMM")
    assert comment.body[:4] == b"\x01deu"
    description, rest = pair(comment.body[4:])
    assert (description, utf16(rest)) == ("", "Erste Zeile\nZweite Zeile")
    assert named(frames, "WOAF")[0].body == b"https://example.org/folge/12\0"
    assert picture(named(frames, "APIC")[0]) == ("image/png", 3, PNG)


def test_numbers_and_codes_are_latin_1_and_words_are_utf_16():
    encodings = {frame.name: frame.body[0] for frame in parse(tag_bytes(FULL)) if frame.name[0] == "T"}
    assert {name for name, encoding in encodings.items() if encoding == 0} == {"TRCK", "TYER", "TDAT", "TLAN", "TLEN"}


def test_synthetic_voices_are_told_to_people_and_machines():
    found = dict(pair(frame.body[1:]) for frame in named(parse(tag_bytes(FULL)), "TXXX"))
    assert {key: utf16(value) for key, value in found.items()} == {
        "AI-CONTENT": "Alle Stimmen sind künstlich.",
        "DigitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia",
    }


def test_what_is_not_given_has_no_frame():
    assert [frame.name for frame in parse(tag_bytes(PLAIN))] == ["TIT2", "TPE1", "TALB", "TCON", "TLAN", "TLEN"]


def test_the_same_values_give_the_same_bytes():
    assert tag_bytes(FULL) == tag_bytes(replace(FULL))


# -- chapters ---------------------------------------------------------------------------------------------------------


def test_the_contents_list_the_chapters_in_order():
    frames = parse(tag_bytes(FULL))
    [contents] = named(frames, "CTOC")
    listed = b"toc\0\x03\x03chp0\0chp1\0chp2\0"
    assert contents.body.startswith(listed)
    [title] = split_frames(contents.body[len(listed) :])
    assert (title.name, text(title)) == ("TIT2", FULL.title)
    order = [frame.name for frame in frames]
    assert order[-5:] == ["CTOC", "CHAP", "CHAP", "CHAP", "APIC"]


def test_chapters_lie_in_the_file_by_time_whatever_their_size():
    # The first is the biggest, the last the smallest.
    found = [chapter(frame) for frame in named(parse(tag_bytes(FULL)), "CHAP")]
    assert [one[:3] for one in found] == [("chp0", 0, 4000), ("chp1", 4000, 7000), ("chp2", 7000, 9000)]


def test_a_chapter_begins_with_its_title():
    first, second, third = (chapter(frame)[3] for frame in named(parse(tag_bytes(FULL)), "CHAP"))
    assert [frame.name for frame in first] == ["TIT2", "TIT3", "APIC"]
    assert text(first[0]) == FULL.chapters[0].title
    assert text(first[1]) == "für alle"
    assert picture(first[2]) == ("image/jpeg", 0, JPEG)
    assert [frame.name for frame in second] == ["TIT2", "WXXX"]
    assert second[1].body[0] == 1
    assert pair(second[1].body[1:]) == ("chapter url", b"https://example.org/a?b=c#d\0")
    assert [frame.name for frame in third] == ["TIT2"]


@given(st.lists(st.tuples(lines, lines | st.none()), min_size=1, max_size=12), lines)
def test_any_title_comes_back(titles: list[tuple[str, str | None]], whole: str):
    chapters = tuple(
        TagChapter(start_ms=1000 * number, end_ms=1000 * number + 1000, title=title, subtitle=subtitle)
        for number, (title, subtitle) in enumerate(titles)
    )
    frames = parse(tag_bytes(replace(PLAIN, title=whole, chapters=chapters)))
    assert text(frames[0]) == whole
    for (title, subtitle), frame in zip(titles, named(frames, "CHAP"), strict=True):
        parts = {part.name: text(part) for part in chapter(frame)[3]}
        assert parts == {"TIT2": title} | ({} if subtitle is None else {"TIT3": subtitle})


def test_as_many_chapters_as_a_table_of_contents_counts():
    chapters = tuple(
        TagChapter(start_ms=number, end_ms=number + 1, title=f"{number}") for number in range(MOST_CHAPTERS + 1)
    )
    frames = parse(tag_bytes(replace(PLAIN, chapters=chapters[:MOST_CHAPTERS])))
    assert [chapter(frame)[1] for frame in named(frames, "CHAP")] == list(range(255))
    assert named(frames, "CTOC")[0].body[5] == 255
    with pytest.raises(ScriptError, match="256 chapters; an ID3 tag holds 255"):
        tag_bytes(replace(PLAIN, chapters=chapters))


@pytest.mark.parametrize("times", [[(0, 0)], [(5, 4)], [(0, 10), (9, 20)], [(-1, 5)], [(0, 1 << 32)]])
def test_chapters_out_of_time_are_refused(times: list[tuple[int, int]]):
    chapters = tuple(TagChapter(start_ms=start, end_ms=end, title="x") for start, end in times)
    with pytest.raises(ValueError, match="chapters are empty, overlap or lie outside"):
        tag_bytes(replace(PLAIN, chapters=chapters))


# -- what people may write --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "stored"),
    [
        ("http://example.org", "http://example.org"),
        ("https://example.org/a b/ü?q=ä#é", "https://example.org/a%20b/%C3%BC?q=%C3%A4#%C3%A9"),
        ("https://example.org/%C3%BC", "https://example.org/%C3%BC"),
        ("https://du@exämple.org:8080/x", "https://du@xn--exmple-cua.org:8080/x"),
        ("https://[::1]:80/x", "https://[::1]:80/x"),
    ],
)
def test_addresses_are_ascii(written: str, stored: str):
    [frame] = named(parse(tag_bytes(replace(PLAIN, url=written))), "WOAF")
    assert frame.body == stored.encode("ascii") + b"\0"


@pytest.mark.parametrize(
    "url",
    ["example.org", "ftp://example.org", "javascript:x", "https://", "https://a b.org", "http://[", "http://ä:x/"],
)
def test_other_addresses_are_refused_and_named(url: str):
    chapters = (FULL.chapters[0], replace(FULL.chapters[1], url=url))
    with pytest.raises(ScriptError, match="the address of chapter 2 "):
        tag_bytes(replace(PLAIN, chapters=chapters))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"title": "  "}, "the episode's title is empty"),
        ({"artist": ""}, "the episode's artist is empty"),
        ({"subtitle": "a\nb"}, r"the episode's subtitle holds the control character U\+000A"),
        ({"title": "a\0b"}, r"U\+0000"),
        ({"comment": "\ud800"}, r"U\+D800"),
        ({"chapters": (TagChapter(start_ms=0, end_ms=1, title=""),)}, "the title of chapter 1 is empty"),
    ],
)
def test_text_that_a_tag_cannot_hold_is_refused(change: dict, message: str):
    with pytest.raises(ScriptError, match=message):
        tag_bytes(replace(PLAIN, **change))


def test_other_pictures_are_refused():
    with pytest.raises(ShowError, match="the cover is neither a PNG nor a JPEG; it begins with 47 49 46"):
        tag_bytes(replace(PLAIN, cover=b"GIF89a"))


@pytest.mark.parametrize(
    ("tag", "code"),
    [("de", "deu"), ("de-CH", "deu"), ("EN-gb", "eng"), ("zh-Hant-TW", "zho"), ("gsw", "gsw"), ("fr", "fra")],
)
def test_languages_have_three_letters(tag: str, code: str):
    assert iso_639_2(tag) == code


@pytest.mark.parametrize("tag", ["", "xx", "deutsch", "d3u", "äöü"])
def test_other_languages_are_refused(tag: str):
    with pytest.raises(ScriptError, match="no code of ISO 639-2"):
        iso_639_2(tag)


# -- reading back -----------------------------------------------------------------------------------------------------


def test_chapters_are_read_back(tmp_path: Path):
    file = tmp_path / "folge.mp3"
    file.write_bytes(tag_bytes(FULL) + b"\xff\xfb\x70\xc4")
    assert read_chapters(file) == FULL.chapters


def test_contents_that_do_not_fit_are_found_out(tmp_path: Path):
    file = tmp_path / "folge.mp3"
    file.write_bytes(tag_bytes(FULL).replace(b"CHAP", b"XHAP", 1))
    with pytest.raises(VerificationFailed, match="names 3 chapters, the tag has 2"):
        read_chapters(file)
    file.write_bytes(tag_bytes(PLAIN))
    with pytest.raises(VerificationFailed, match="0 tables of contents"):
        read_chapters(file)


def test_a_file_without_a_tag_is_found_out(tmp_path: Path):
    file = tmp_path / "folge.mp3"
    with pytest.raises(VerificationFailed, match="no ID3 tag can be read"):
        read_chapters(file)
    file.write_bytes(b"\xff\xfb\x70\xc4")
    with pytest.raises(VerificationFailed, match="no ID3 tag can be read"):
        read_chapters(file)
