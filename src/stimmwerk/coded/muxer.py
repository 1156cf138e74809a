"""Packets into a file that players take: MP4 for AAC, Ogg for Opus, with chapters, cover and tags.

MP4: an edit list leaves the encoder's priming out, so that the file lasts as long as the programme, to the sample;
chapters stand in it twice, as QuickTime (a track of texts) and as Nero (``chpl``) have them.  Ogg: pre-skip and the
last granule position do the same (RFC 7845), chapters are CHAPTERxxx comments, the cover a METADATA_BLOCK_PICTURE.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fractions import Fraction
from io import SEEK_CUR, BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from stimmwerk.coded.codec import Codec
from stimmwerk.exports.edition import Edition, Picture
from stimmwerk.files import unwritable
from stimmwerk.id3 import iso_639_2

if TYPE_CHECKING:
    from av.container import OutputContainer
    from av.container.core import Chapter

_BITEXACT = {"fflags": "+bitexact"}

#: What iTunes calls an audiobook (``stik``): players remember where it was left.
_AUDIOBOOK = "2"

#: The front cover, by the list that FLAC and ID3 share.
_FRONT_COVER = 3


#: Takes the next packets.
Put = Callable[[Sequence[bytes]], None]


@contextmanager
def m4b_file(temporary: Path, path: Path, codec: Codec, edition: Edition) -> Iterator[Put]:
    """An MP4, whole when the block ends, its index in front so that it plays while it loads.

    temporary: where it is written; path: where it will be found, as errors tell.  Raises OutputError.
    """
    import av
    from av.stream import Disposition

    options = _BITEXACT | {
        "movflags": "+faststart",
        "brand": "M4B ",
        # Else the edit list counts milliseconds, and the end is rounded.
        "movie_timescale": str(codec.sample_rate),
    }
    width, height = _size(edition.cover)
    with _opened(temporary, path, "mp4", options) as file:
        file.metadata.update(_tags(edition) | {"media_type": _AUDIOBOOK, "gapless_playback": "1"})
        picture = file.add_mux_stream(
            "png" if edition.cover.media_type == "image/png" else "mjpeg", width=width, height=height
        )
        picture.disposition = Disposition.attached_pic
        cover = av.Packet(edition.cover.data)
        cover.stream, cover.pts, cover.dts = picture, 0, 0
        yield _sound(file, path, codec, edition, [cover])
    _end_with_whole_letters(temporary)


def _end_with_whole_letters(path: Path) -> None:
    """Nero's list of chapters has a byte for the length of a title.  FFmpeg cuts longer ones after as many bytes, and
    some readers refuse a file in which that parts a letter: what is left of it becomes spaces.
    """
    with path.open("r+b") as file:
        at, end = 0, path.stat().st_size
        for name in (b"moov", b"udta", b"chpl"):
            while at < end:
                file.seek(at)
                size, kind = struct.unpack(">I4s", file.read(8))
                if size == 1:
                    (size,) = struct.unpack(">Q", file.read(8))
                if kind == name:
                    break
                at += size or end
            else:
                return
            at, end = file.tell(), at + size
        # Version, flags, four bytes of nothing, and how many there are.
        file.seek(at + 8)
        for _ in range(file.read(1)[0]):
            file.seek(8, SEEK_CUR)
            title = file.read(file.read(1)[0])
            if missing := len(title) - len(title.decode(errors="ignore").encode()):
                file.seek(-missing, SEEK_CUR)
                file.write(b" " * missing)


@contextmanager
def opus_file(temporary: Path, path: Path, codec: Codec, edition: Edition) -> Iterator[Put]:
    """An Ogg with one stream of Opus, as ``m4b_file``."""
    with _opened(temporary, path, "ogg", _BITEXACT) as file:
        yield _sound(file, path, codec, edition, [])


@contextmanager
def _opened(temporary: Path, path: Path, form: str, options: Mapping[str, str]) -> Iterator[OutputContainer]:
    """The file under the first name that gets the second."""
    import av

    with _written_as(path), av.open(str(temporary), "w", form, container_options=dict(options)) as file:
        yield file


@contextmanager
def _written_as(path: Path) -> Iterator[None]:
    """Whatever FFmpeg complains of in the block is told of this file, though others are open, too."""
    import av

    try:
        yield
    except av.FFmpegError as cause:
        raise unwritable(path, OSError(cause.errno, cause.strerror)) from cause


def _sound(file: OutputContainer, path: Path, codec: Codec, edition: Edition, first: Iterable[object]) -> Put:
    """Begins the file, with some packets of other streams; gives what takes those of the sound."""
    import av

    stream = file.add_stream(codec.encoder, rate=codec.sample_rate, layout=codec.layout, options=codec.options())
    stream.time_base = unit = Fraction(1, codec.sample_rate)
    stream.metadata["language"] = iso_639_2(edition.language)
    if codec.name == "opus":
        stream.metadata.update(_comments(edition))
    else:
        file.set_chapters(_chapters(edition))
    file.start_encoding()
    file.mux(first)  # type: ignore[arg-type]
    step, end = codec.packet, codec.length_of(edition.length)
    at = -codec.priming

    def put(packets: Sequence[bytes]) -> None:
        nonlocal at
        with _written_as(path):
            for data in packets:
                packet = av.Packet(data)
                packet.stream = stream
                packet.pts = packet.dts = at
                packet.duration = min(step, end - at)
                packet.time_base = unit
                packet.is_keyframe = True
                file.mux_one(packet)
                at += step

    return put


def _chapters(edition: Edition) -> list[Chapter]:
    return [
        {
            "id": number,
            "start": edition.ms(chapter.start),
            "end": edition.ms(chapter.stop),
            "time_base": Fraction(1, 1000),
            "metadata": {"title": chapter.title},
        }
        for number, chapter in enumerate(edition.chapters)
    ]


def _comments(edition: Edition) -> dict[str, str]:
    """As FFmpeg wants them: it calls ``DESCRIPTION`` the comment, and some names it writes otherwise."""
    comments = vorbis_comments(edition) | {"METADATA_BLOCK_PICTURE": _picture_block(edition.cover)}
    renamed = {"ALBUMARTIST": "album_artist", "TRACKNUMBER": "track", "DESCRIPTION": "comment"}
    return {renamed.get(name, name): text for name, text in comments.items()}


def vorbis_comments(edition: Edition) -> dict[str, str]:
    """Tags and chapters as Ogg and FLAC have them.

    Chapters by hand: FFmpeg rounds their seconds up and writes the milliseconds behind that.
    """
    tags = _tags(edition)
    tags.pop("description", None)
    names = {"album_artist": "ALBUMARTIST", "track": "TRACKNUMBER", "comment": "DESCRIPTION"}
    comments = {names.get(name, name.upper()): text for name, text in tags.items()}
    for number, chapter in enumerate(edition.chapters):
        name = f"CHAPTER{number:03}"
        comments |= {name: _clock(edition.ms(chapter.start)), f"{name}NAME": chapter.title}
        if chapter.url:
            comments[f"{name}URL"] = chapter.url
    return comments


def _clock(ms: int) -> str:
    return f"{ms // 3_600_000:02}:{ms // 60_000 % 60:02}:{ms // 1000 % 60:02}.{ms % 1000:03}"


def _tags(edition: Edition) -> dict[str, str]:
    settings = edition.show
    comment = "\n".join(text for text in (edition.description, edition.origin, settings.disclosure) if text)
    tags = {
        "title": edition.title,
        "artist": settings.author,
        "album": settings.title,
        "album_artist": settings.author,
        "genre": "Podcast",
        "date": edition.date.isoformat() if edition.date else "",
        "track": str(edition.number or ""),
        "copyright": settings.copyright,
        "comment": comment,
        "description": edition.description or "",
    }
    return {name: text for name, text in tags.items() if text}


def _size(picture: Picture) -> tuple[int, int]:
    from PIL import Image

    with Image.open(BytesIO(picture.data)) as image:
        return image.size


def _picture_block(picture: Picture) -> str:
    """A picture as FLAC has it, in base64: small, for it stands before the first sound."""
    data = picture.small or picture.data
    width, height = _size(Picture(data=data))
    kind = Picture(data=data).media_type.encode()
    head = (
        struct.pack(">II", _FRONT_COVER, len(kind)) + kind + struct.pack(">IIIIII", 0, width, height, 24, 0, len(data))
    )
    return base64.b64encode(head + data).decode("ascii")
