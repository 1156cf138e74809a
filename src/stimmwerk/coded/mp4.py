"""AAC into an M4B that plays while it loads: what tells of the sound stands in front, and the sound is written once.

FFmpeg's muxer keeps some 80 bytes of every packet, takes twice that when its list grows, and moves the whole file to
have the list in front; it cuts long titles inside a letter.  The length of a programme is known before its sound: so is
the number of packets, and with it the size of everything in front.  Room is left for that, and a packet costs the four
bytes that the file has for its size.  Tags are mutagen's affair; it has no way to write chapters.
"""

from __future__ import annotations

import io
import struct
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from stimmwerk.coded.boxes import Pieces, box, full_box, size_of
from stimmwerk.coded.codec import Codec
from stimmwerk.coded.movie import DECODER_BYTES, Sound, Texts, movie, text_sample
from stimmwerk.coded.packets import Packets
from stimmwerk.coded.tags import tags_of
from stimmwerk.errors import OutputError
from stimmwerk.exports.edition import Edition
from stimmwerk.id3 import iso_639_2

#: Where the sound may take more than this, offsets have 64 bits: half of what 32 count, for FFmpeg's encoder may give
#: more than the standard's most.
_SMALL_BYTES = 1 << 31

#: What iTunes calls an audiobook (``stik``): players remember where it was left.
_AUDIOBOOK = 2

#: Our names of tags -> iTunes'.
_NAMES = {
    "title": "\xa9nam",
    "artist": "\xa9ART",
    "album": "\xa9alb",
    "album_artist": "aART",
    "genre": "\xa9gen",
    "date": "\xa9day",
    "copyright": "cprt",
    "comment": "\xa9cmt",
    "description": "desc",
}

#: An episode's number has 16 bits (``trkn``).
_MOST_NUMBER = 0xFFFF

#: A title of Nero's list has at most so many bytes, one of QuickTime's track so many.
_NERO_BYTES, _TEXT_BYTES = 0xFF, 0xFFFF

#: Nero counts tenths of a microsecond.
_NERO_PER_MS = 10_000


class Mp4File:
    """Writes into a stream that can be sought; whatever it writes may raise OSError.

    stream: empty; codec: of AAC; edition: length, chapters, language, tags and cover are taken from it.
    """

    def __init__(self, stream: BinaryIO, codec: Codec, edition: Edition) -> None:
        self._stream = stream
        self._index = _Index(codec, codec.length_of(edition.length))
        titles = [text_sample(_cut(chapter.title, _TEXT_BYTES)) for chapter in edition.chapters]
        self._title_bytes = tuple(map(len, titles))
        self._title_ms = tuple(edition.ms(chapter.stop) - edition.ms(chapter.start) for chapter in edition.chapters)
        self._about = (*_tags(edition), *_nero_chapters(edition))
        self._language = iso_639_2(edition.language)
        #: Where the titles begin, and where the next packet will stand.
        self._titles = self._end = 0
        self._titles = self._end = size_of(self._head())
        stream.writelines((*self._head(), *titles))
        self._end += sum(self._title_bytes)

    def put(self, packets: Packets) -> None:
        """The next packets.  Raises OutputError where they are more than there is room for."""
        self._index.add(self._end, packets.sizes)
        self._stream.write(packets.data)
        self._end += len(packets.data)

    def finish(self) -> None:
        """Fills in what stands in front.  Raises OutputError where packets are missing."""
        self._index.check()
        self._stream.seek(0)
        self._stream.writelines(self._head())

    def _head(self) -> Pieces:
        """Everything before the first title, as far as it is known: it takes the same room whenever it is asked for."""
        texts = Texts(sizes=self._title_bytes, durations=self._title_ms, offset=self._titles)
        moov = movie(self._index.sound(), texts, self._language, self._about)
        return (*_FILE_TYPE, *moov, self._data_header(self._end - self._titles))

    def _data_header(self, size: int) -> bytes:
        if self._index.wide:
            return struct.pack(">I4sQ", 1, b"mdat", 16 + size)
        return struct.pack(">I4s", 8 + size, b"mdat")


#: Major brand, its version, and all that it is compatible with.
_FILE_TYPE = box(b"ftyp", b"M4B \0\0\0\0", b"M4B ", b"M4A ", b"mp42", b"iso2")


class _Index:
    """Where the packets are.

    length: of the programme, in samples of the codec's rate.
    """

    def __init__(self, codec: Codec, length: int) -> None:
        self._codec = codec
        self._length = length
        self._config = _config(codec)
        #: Packets in a chunk: as many as fit into a second.
        self._chunk = codec.sample_rate // codec.packet
        count = -(-(length + codec.priming) // codec.packet)
        self.wide = count * codec.channels * DECODER_BYTES > _SMALL_BYTES
        self._sizes: NDArray[Any] = np.zeros(count, ">u4")
        self._offsets: NDArray[Any] = np.zeros(-(-count // self._chunk), ">u8" if self.wide else ">u4")
        self._given = self._bytes = self._most_in_chunk = self._largest = 0
        #: Sizes of the packets before the next one, fewer than a chunk has.
        self._recent: NDArray[np.int64] = np.zeros(0, np.int64)

    def add(self, at: int, sizes: NDArray[np.int64]) -> None:
        """The next packets, of so many bytes, lie from a byte of the file on."""
        if not len(sizes):
            return
        ends = at + np.cumsum(sizes)
        if ends[-1] > np.iinfo(self._offsets.dtype).max:
            raise OutputError(
                "the sound takes more than 4 GB, far more than AAC of this length should",
                hint="choose a lower quality under [m4b] in show.toml",
            )
        first, self._given = self._given, self._given + len(sizes)
        if self._given > len(self._sizes):
            self.check()
        self._sizes[first : self._given] = sizes
        chunks = (ends - sizes)[-first % self._chunk :: self._chunk]
        number = -(-first // self._chunk)
        self._offsets[number : number + len(chunks)] = chunks
        self._bytes += int(ends[-1]) - at
        self._largest = max(self._largest, int(sizes.max()))
        self._weigh(sizes)

    def _weigh(self, sizes: NDArray[np.int64]) -> None:
        """Looks for the second with the most bytes."""
        recent = np.concatenate([self._recent, sizes])
        sums = np.concatenate([[0], np.cumsum(recent)])
        seconds = sums[self._chunk :] - sums[: -self._chunk]
        self._most_in_chunk = max(self._most_in_chunk, int(seconds.max(initial=0)))
        self._recent = recent[1 - self._chunk :]

    def check(self) -> None:
        """Raises OutputError unless there were as many packets as the programme's length takes."""
        if self._given != len(self._sizes):
            raise OutputError(f"AAC came in {self._given} packets instead of {len(self._sizes)}")

    def sound(self) -> Sound:
        """What is known by now."""
        mean = self._bps(self._bytes, len(self._sizes))
        return Sound(
            sample_rate=self._codec.sample_rate,
            channels=self._codec.channels,
            config=self._config,
            packet=self._codec.packet,
            priming=self._codec.priming,
            length=self._length,
            sizes=self._sizes,
            offsets=self._offsets,
            chunk=self._chunk,
            mean_bps=mean,
            peak_bps=max(mean, self._bps(self._most_in_chunk, self._chunk)),
            largest=self._largest,
        )

    def _bps(self, size: int, packets: int) -> int:
        return round(8 * size * self._codec.sample_rate / (packets * self._codec.packet))


def _config(codec: Codec) -> bytes:
    """AudioSpecificConfig (ISO/IEC 14496-3), which the encoder knows best."""
    context = codec.context()
    context.open()
    assert context.extradata is not None
    return bytes(context.extradata)


def _tags(edition: Edition) -> Pieces:
    """The box ``meta``, as mutagen puts it into a file that has nothing but the box around it."""
    import mutagen.mp4

    mp4: Any = mutagen.mp4
    texts = tags_of(edition)
    tags = mp4.MP4Tags()
    for name, key in _NAMES.items():
        if name in texts:
            tags[key] = [texts[name]]
    if edition.number is not None and edition.number <= _MOST_NUMBER:
        tags["trkn"] = [(edition.number, 0)]
    tags["stik"] = [_AUDIOBOOK]
    tags["pgap"] = True
    form = mp4.AtomDataType.PNG if edition.cover.media_type == "image/png" else mp4.AtomDataType.JPEG
    tags["covr"] = [mp4.MP4Cover(edition.cover.data, form)]
    outer = b"".join(box(b"moov", box(b"udta")))
    file = io.BytesIO(outer)
    tags.save(file, padding=lambda info: 0)
    return (file.getvalue()[len(outer) :],)


def _nero_chapters(edition: Edition) -> Pieces:
    """The box ``chpl``; an episode has at most as many chapters as it holds (``id3.MOST_CHAPTERS``)."""
    entries = []
    for chapter in edition.chapters:
        title = _cut(chapter.title, _NERO_BYTES).encode()
        entries += [struct.pack(">QB", edition.ms(chapter.start) * _NERO_PER_MS, len(title)), title]
    return full_box(b"chpl", struct.pack(">4xB", len(edition.chapters)), *entries, version=1)


def _cut(title: str, most: int) -> str:
    """As many whole letters as fit into so many bytes: some readers refuse a file in which one is parted."""
    return title.encode()[:most].decode(errors="ignore")
