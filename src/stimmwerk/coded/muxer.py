"""Packets into a file that players take: MP4 for AAC, Ogg for Opus, with chapters, cover and tags.

MP4: an edit list leaves the encoder's priming out, so that the file lasts as long as the programme, to the sample;
chapters stand in it twice, as QuickTime (a track of texts) and as Nero (``chpl``) have them.  Ogg: pre-skip and the
last granule position do the same (RFC 7845), chapters are CHAPTERxxx comments, the cover a METADATA_BLOCK_PICTURE.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from stimmwerk.coded.codec import Codec
from stimmwerk.coded.mp4 import Mp4File
from stimmwerk.coded.packets import Packets
from stimmwerk.coded.tags import tags_of
from stimmwerk.exports.edition import Edition, Picture
from stimmwerk.files import unwritable, written_as
from stimmwerk.id3 import iso_639_2

if TYPE_CHECKING:
    from av.container import OutputContainer

_BITEXACT = {"fflags": "+bitexact"}

#: The front cover, by the list that FLAC and ID3 share.
_FRONT_COVER = 3


#: Takes the next packets.
Put = Callable[[Packets], None]


@contextmanager
def m4b_file(temporary: Path, path: Path, codec: Codec, edition: Edition) -> Iterator[Put]:
    """An MP4, whole when the block ends, its index in front so that it plays while it loads.

    temporary: where it is written; path: where it will be found, as errors tell.  Raises OutputError.
    """
    with written_as(path), temporary.open("wb") as stream:
        file = Mp4File(stream, codec, edition)

        def put(packets: Packets) -> None:
            with written_as(path):
                file.put(packets)

        yield put
        file.finish()


@contextmanager
def opus_file(temporary: Path, path: Path, codec: Codec, edition: Edition) -> Iterator[Put]:
    """An Ogg with one stream of Opus, as ``m4b_file``."""
    import av

    with _written_as(path), av.open(str(temporary), "w", "ogg", container_options=dict(_BITEXACT)) as file:
        yield _sound(file, path, codec, edition)


@contextmanager
def _written_as(path: Path) -> Iterator[None]:
    """Whatever FFmpeg complains of in the block is told of this file, though others are open, too."""
    import av

    try:
        yield
    except av.FFmpegError as cause:
        raise unwritable(path, OSError(cause.errno, cause.strerror)) from cause


def _sound(file: OutputContainer, path: Path, codec: Codec, edition: Edition) -> Put:
    """Begins the file; gives what takes the packets."""
    import av

    stream = file.add_stream(codec.encoder, rate=codec.sample_rate, layout=codec.layout, options=codec.options())
    stream.time_base = unit = Fraction(1, codec.sample_rate)
    stream.metadata["language"] = iso_639_2(edition.language)
    stream.metadata.update(_comments(edition))
    file.start_encoding()
    step, end = codec.packet, codec.length_of(edition.length)
    at = -codec.priming

    def put(packets: Packets) -> None:
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


def _comments(edition: Edition) -> dict[str, str]:
    """As FFmpeg wants them: it calls ``DESCRIPTION`` the comment, and some names it writes otherwise."""
    comments = vorbis_comments(edition) | {"METADATA_BLOCK_PICTURE": _picture_block(edition.cover)}
    renamed = {"ALBUMARTIST": "album_artist", "TRACKNUMBER": "track", "DESCRIPTION": "comment"}
    return {renamed.get(name, name): text for name, text in comments.items()}


def vorbis_comments(edition: Edition) -> dict[str, str]:
    """Tags and chapters as Ogg and FLAC have them.

    Chapters by hand: FFmpeg rounds their seconds up and writes the milliseconds behind that.
    """
    tags = tags_of(edition)
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
