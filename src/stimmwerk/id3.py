"""The tag at the front of an episode: ID3v2.3 with chapters (id3.org, and the ID3v2 Chapter Frame Addendum 1.0).

Version 2.3, because several players misread the sizes of frames inside a chapter of version 2.4.
mutagen renders each frame; their order is ours, because mutagen's own, by size, shuffles the chapters and some
players show them in the order of the file.
"""

from __future__ import annotations

import datetime
import io
import re
import unicodedata
import urllib.parse
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from pathlib import Path
from typing import Any

import mutagen
import mutagen.id3

from stimmwerk.errors import ScriptError, ShowError, VerificationFailed, Where
from stimmwerk.files import shown

#: A table of contents counts its chapters in one byte.
MOST_CHAPTERS = 255

#: The description under which ``EpisodeTag.disclosure`` stands, and the one for its machine-readable half.
DISCLOSURE_KEY = "AI-CONTENT"
SOURCE_TYPE_KEY = "DigitalSourceType"

# mutagen says that it is typed, but its frames take anything.
_id3: Any = mutagen.id3

_VERSION_AND_FLAGS = b"ID3\x03\x00\x00"  # 2.3.0; no unsynchronisation, no extended header
_HEADER_BYTES = 10
_LATIN_1, _UTF16 = 0, 1
_FRONT_COVER, _OTHER_PICTURE = 3, 0
_TOP_LEVEL_AND_ORDERED = 0b11
_NO_OFFSET = 0xFFFFFFFF
_MOST_MS = _NO_OFFSET - 1
_CONTENTS_ID = "toc"
_MAGIC = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
_URL_KEEPS = "!#$%&'()*+,/:;=?@[]~"

# ISO 639-1 and, behind it, ISO 639-2/T.
_LANGUAGES: dict[str, str] = dict(
    re.findall(
        r"(\w{2}):(\w{3})",
        """
    aa:aar ab:abk ae:ave af:afr ak:aka am:amh an:arg ar:ara as:asm av:ava ay:aym az:aze ba:bak be:bel bg:bul bh:bih
    bi:bis bm:bam bn:ben bo:bod br:bre bs:bos ca:cat ce:che ch:cha co:cos cr:cre cs:ces cu:chu cv:chv cy:cym da:dan
    de:deu dv:div dz:dzo ee:ewe el:ell en:eng eo:epo es:spa et:est eu:eus fa:fas ff:ful fi:fin fj:fij fo:fao fr:fra
    fy:fry ga:gle gd:gla gl:glg gn:grn gu:guj gv:glv ha:hau he:heb hi:hin ho:hmo hr:hrv ht:hat hu:hun hy:hye hz:her
    ia:ina id:ind ie:ile ig:ibo ii:iii ik:ipk io:ido is:isl it:ita iu:iku ja:jpn jv:jav ka:kat kg:kon ki:kik kj:kua
    kk:kaz kl:kal km:khm kn:kan ko:kor kr:kau ks:kas ku:kur kv:kom kw:cor ky:kir la:lat lb:ltz lg:lug li:lim ln:lin
    lo:lao lt:lit lu:lub lv:lav mg:mlg mh:mah mi:mri mk:mkd ml:mal mn:mon mr:mar ms:msa mt:mlt my:mya na:nau nb:nob
    nd:nde ne:nep ng:ndo nl:nld nn:nno no:nor nr:nbl nv:nav ny:nya oc:oci oj:oji om:orm or:ori os:oss pa:pan pi:pli
    pl:pol ps:pus pt:por qu:que rm:roh rn:run ro:ron ru:rus rw:kin sa:san sc:srd sd:snd se:sme sg:sag si:sin sk:slk
    sl:slv sm:smo sn:sna so:som sq:sqi sr:srp ss:ssw st:sot su:sun sv:swe sw:swa ta:tam te:tel tg:tgk th:tha ti:tir
    tk:tuk tl:tgl tn:tsn to:ton tr:tur ts:tso tt:tat tw:twi ty:tah ug:uig uk:ukr ur:urd uz:uzb ve:ven vi:vie vo:vol
    wa:wln wo:wol xh:xho yi:yid yo:yor za:zha zh:zho zu:zul
    """,
    )
)


class DigitalSource(StrEnum):
    """How synthetic sound came about: terms of the IPTC's vocabulary Digital Source Type, as their addresses.

    RULES: made by an algorithm that was trained on nothing, as a formant synthesiser such as eSpeak NG is.
    TRAINED: made by a model that learned from recordings, as neural and most of the systems' own voices are.
    MIXED: put together of sound from a trained model and of other sound.
    """

    RULES = "http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia"
    TRAINED = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
    MIXED = "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia"


@dataclass(frozen=True, slots=True, kw_only=True)
class TagChapter:
    """A chapter: start and end in whole milliseconds, what it is called, where it leads, and a PNG or JPEG."""

    start_ms: int
    end_ms: int
    title: str
    subtitle: str | None = None
    url: str | None = None
    image: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeTag:
    """All that the tag says.

    artist: who speaks or publishes; album: the show; language: a BCP 47 tag; number: of the episode in the show;
    length_ms: of the sound; url: the episode's page; cover: a PNG or JPEG; chapters: by start.
    disclosure: a sentence that says that the voices are synthetic; source: the same for machines.
    Texts are of one line, but for the comment.  None leaves a frame out.
    """

    title: str
    artist: str
    album: str
    language: str
    length_ms: int
    subtitle: str | None = None
    number: int | None = None
    date: datetime.date | None = None
    publisher: str | None = None
    copyright: str | None = None
    comment: str | None = None
    url: str | None = None
    genre: str = "Podcast"
    cover: bytes | None = None
    chapters: tuple[TagChapter, ...] = ()
    disclosure: str | None = None
    source: DigitalSource | None = None


def tag_bytes(tag: EpisodeTag) -> bytes:
    """The whole tag, without padding, to stand at byte 0: the same bytes for the same values.

    Raises ScriptError for more than 255 chapters, a language without an ISO 639-2 code, an address that is not http
    or https and text that a tag cannot hold; ShowError for a picture that is neither PNG nor JPEG; ValueError for
    chapters that are empty or overlap.
    """
    _check_chapters(tag.chapters)
    body = b"".join(_render(frame) for frame in _frames(tag))
    return _VERSION_AND_FLAGS + _syncsafe(len(body)) + body


def iso_639_2(language: str) -> str:
    """The three letters of ISO 639-2/T for a BCP 47 tag: ``deu`` for ``de-CH``.  Raises ScriptError."""
    primary = language.split("-", maxsplit=1)[0].lower()
    if len(primary) == 3 and primary.isascii() and primary.isalpha():
        return primary
    if primary in _LANGUAGES:
        return _LANGUAGES[primary]
    raise ScriptError(
        f"the language {language!r} has no code of ISO 639-2",
        hint="write a tag of BCP 47 such as de, en-GB or, with three letters, gsw",
    )


def read_chapters(path: Path) -> tuple[TagChapter, ...]:
    """The chapters of a file's tag, in the order of its table of contents.

    Raises VerificationFailed where there is no tag, where it has not exactly one table of contents, and where that
    and the chapters do not fit together.
    """
    where = Where(shown(path))
    try:
        tag = _id3.ID3(path)
    except (mutagen.MutagenError, OSError) as cause:
        raise VerificationFailed(f"no ID3 tag can be read: {cause}", where=where) from cause
    contents, chapters = tag.getall("CTOC"), {frame.element_id: frame for frame in tag.getall("CHAP")}
    if len(contents) != 1:
        raise VerificationFailed(f"the tag has {len(contents)} tables of contents, expected 1", where=where)
    listed = contents[0].child_element_ids
    if len(listed) != len(chapters) or set(listed) != set(chapters):
        raise VerificationFailed(
            f"the table of contents names {len(listed)} chapters, the tag has {len(chapters)}: they differ", where=where
        )
    return tuple(_read_chapter(chapters[name]) for name in listed)


def _frames(tag: EpisodeTag) -> Iterable[Any]:
    """Every frame, in the order of the file: what people read, then the chapters, then the cover."""
    texts = (
        (_id3.TIT2, "title", tag.title),
        (_id3.TIT3, "subtitle", tag.subtitle),
        (_id3.TPE1, "artist", tag.artist),
        (_id3.TALB, "album", tag.album),
        (_id3.TCON, "genre", tag.genre),
        (_id3.TPUB, "publisher", tag.publisher),
        (_id3.TCOP, "copyright", tag.copyright),
    )
    for kind, what, text in texts:
        if text is not None:
            yield kind(encoding=_UTF16, text=[_line(text, f"the episode's {what}")])
    yield from _codes(tag)
    if tag.comment is not None:
        comment = _clean(tag.comment, "the episode's comment", allowed="\n\t")
        yield _id3.COMM(encoding=_UTF16, lang=iso_639_2(tag.language), desc="", text=[comment])
    for key, text in ((DISCLOSURE_KEY, tag.disclosure), (SOURCE_TYPE_KEY, tag.source)):
        if text is not None:
            yield _id3.TXXX(encoding=_UTF16, desc=key, text=[_line(text, "the disclosure")])
    if tag.url is not None:
        yield _id3.WOAF(url=_address(tag.url, "the episode"))
    if tag.chapters:
        yield _contents(tag)
    for number, chapter in enumerate(tag.chapters):
        yield _chapter(number, chapter)
    if tag.cover is not None:
        yield _picture(tag.cover, _FRONT_COVER, "the cover")


def _codes(tag: EpisodeTag) -> Iterable[Any]:
    """Numbers and codes, which the standard wants in ISO 8859-1 always."""
    date, number = tag.date, tag.number
    codes = (
        (_id3.TRCK, None if number is None else str(number)),
        (_id3.TYER, None if date is None else f"{date.year:04}"),
        (_id3.TDAT, None if date is None else f"{date.day:02}{date.month:02}"),
        (_id3.TLAN, iso_639_2(tag.language)),
        (_id3.TLEN, str(tag.length_ms)),
    )
    for kind, code in codes:
        if code is not None:
            yield kind(encoding=_LATIN_1, text=[code])


def _contents(tag: EpisodeTag) -> Any:
    return _id3.CTOC(
        element_id=_CONTENTS_ID,
        flags=_TOP_LEVEL_AND_ORDERED,
        child_element_ids=[_element_id(number) for number in range(len(tag.chapters))],
        sub_frames=[_id3.TIT2(encoding=_UTF16, text=[_line(tag.title, "the episode's title")])],
    )


def _chapter(number: int, chapter: TagChapter) -> Any:
    what = f"chapter {number + 1}"
    # mutagen puts a title before everything else and pictures behind it, as players want it.
    parts = [_id3.TIT2(encoding=_UTF16, text=[_line(chapter.title, f"the title of {what}")])]
    if chapter.subtitle is not None:
        parts.append(_id3.TIT3(encoding=_UTF16, text=[_line(chapter.subtitle, f"the subtitle of {what}")]))
    if chapter.url is not None:
        parts.append(_id3.WXXX(encoding=_UTF16, desc="chapter url", url=_address(chapter.url, what)))
    if chapter.image is not None:
        parts.append(_picture(chapter.image, _OTHER_PICTURE, f"the picture of {what}"))
    return _id3.CHAP(
        element_id=_element_id(number),
        start_time=chapter.start_ms,
        end_time=chapter.end_ms,
        start_offset=_NO_OFFSET,
        end_offset=_NO_OFFSET,
        sub_frames=parts,
    )


def _element_id(number: int) -> str:
    return f"chp{number}"


def _picture(data: bytes, kind: int, what: str) -> Any:
    for magic, mime in _MAGIC.items():
        if data.startswith(magic):
            return _id3.APIC(encoding=_UTF16, mime=mime, type=kind, desc="", data=data)
    raise ShowError(f"{what} is neither a PNG nor a JPEG; it begins with {data[:8].hex(' ')}")


def _render(frame: Any) -> bytes:
    """One frame as mutagen writes it: a tag of this frame alone, without the tag's header."""
    tag = _id3.ID3()
    tag.add(frame)
    buffer = io.BytesIO()
    tag.save(buffer, v1=0, v2_version=3, padding=lambda info: 0)
    return buffer.getvalue()[_HEADER_BYTES:]


def _syncsafe(size: int) -> bytes:
    if size >= 1 << 28:
        raise ShowError(f"the tag takes {size} bytes; an ID3 tag holds 256 MB", hint="make the pictures smaller")
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _check_chapters(chapters: tuple[TagChapter, ...]) -> None:
    if len(chapters) > MOST_CHAPTERS:
        raise ScriptError(
            f"there are {len(chapters)} chapters; an ID3 tag holds {MOST_CHAPTERS}",
            hint="join chapters, or divide the episode",
        )
    times = [time for chapter in chapters for time in (chapter.start_ms, chapter.end_ms)]
    empty = any(chapter.end_ms <= chapter.start_ms for chapter in chapters)
    if empty or any(a > b for a, b in pairwise(times)) or any(not 0 <= time <= _MOST_MS for time in times):
        raise ValueError(f"chapters are empty, overlap or lie outside 0 to {_MOST_MS} ms")


def _line(text: str, what: str) -> str:
    if not text.strip():
        raise ScriptError(f"{what} is empty", hint="write it, or leave it out where it is not needed")
    return _clean(text, what)


def _clean(text: str, what: str, allowed: str = "") -> str:
    for character in text:
        if unicodedata.category(character) in ("Cc", "Cs") and character not in allowed:
            raise ScriptError(f"{what} holds the control character U+{ord(character):04X}", hint="take it out")
    return text


def ascii_address(url: str) -> str:
    """The address in ASCII: a host of other letters by IDNA, everything else by percent signs.

    Raises ValueError for what is not well formed.
    """
    parts = urllib.parse.urlsplit(url)
    host, port = (parts.hostname or "").encode("idna").decode("ascii"), parts.port
    if not host or any(character.isspace() for character in host):
        raise ValueError("there is no host in it")
    if not parts.netloc.isascii():
        user, at, _ = parts.netloc.rpartition("@")
        url = parts._replace(netloc=f"{user}{at}{host}" + ("" if port is None else f":{port}")).geturl()
    return urllib.parse.quote(url, safe=_URL_KEEPS)


def _address(url: str, what: str) -> str:
    if not url.lower().startswith(("http://", "https://")):
        raise ScriptError(f"the address of {what} is {url!r}", hint="write one that starts with https:// or http://")
    try:
        return ascii_address(url)
    except ValueError as cause:
        raise ScriptError(f"the address of {what} is not well formed: {url!r}: {cause}") from cause


def _read_chapter(frame: Any) -> TagChapter:
    parts = frame.sub_frames
    subtitles, links, pictures = parts.getall("TIT3"), parts.getall("WXXX"), parts.getall("APIC")
    return TagChapter(
        start_ms=frame.start_time,
        end_ms=frame.end_time,
        title="".join(str(title) for title in parts.getall("TIT2")),
        subtitle=str(subtitles[0]) if subtitles else None,
        url=links[0].url if links else None,
        image=pictures[0].data if pictures else None,
    )
