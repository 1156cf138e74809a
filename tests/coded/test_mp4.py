"""AAC in MP4: every packet is where the tables say, whoever reads them, and costs next to no memory."""

import datetime
import io
import struct
from dataclasses import replace

import av
import mutagen.mp4
import numpy as np
import pytest

from stimmwerk.coded import mp4
from stimmwerk.coded.boxes import box
from stimmwerk.coded.movie import Sound, Texts, movie
from stimmwerk.coded.packets import Packets
from stimmwerk.errors import OutputError

from .programme import LENGTH, SHOW, codec, edition


def packets_of(kind, length=LENGTH):
    noise = np.random.default_rng(1).uniform(-0.3, 0.3, (length, kind.channels)).astype(np.float32)
    noise *= np.linspace(0, 1, length, dtype=np.float32)[:, None] ** 2
    return list(kind.encode(noise, last=True))


@pytest.fixture(scope="module")
def packets():
    """Those of ``codec()`` and ``edition()``: quiet ones are small, loud ones large."""
    return packets_of(codec())


def written(kind, about, packets, portion=7):
    stream = io.BytesIO()
    file = mp4.Mp4File(stream, kind, about)
    for at in range(0, len(packets), portion):
        file.put(Packets.of(packets[at : at + portion]))
    file.finish()
    return stream.getvalue()


def boxes(data, *path):
    """(kind, content) of all boxes in those of a path; a step is four letters, or those and how many come before."""
    found, at = [], 0
    while at < len(data):
        size, kind = struct.unpack_from(">I4s", data, at)
        head = 8
        if size == 1:
            (size,), head = struct.unpack_from(">Q", data, at + 8), 16
        assert head <= size <= len(data) - at
        found.append((kind, data[at + head : at + size]))
        at += size
    if not path:
        return found
    kind, number = path[0] if isinstance(path[0], tuple) else (path[0], 0)
    return boxes([content for name, content in found if name == kind][number], *path[1:])


def listed(data, track, chunks=b"stco", number=">I"):
    """The samples of a track, from 0, as its tables have them, and how many each chunk has."""
    tables = dict(boxes(data, b"moov", (b"trak", track), b"mdia", b"minf", b"stbl"))
    sizes = list(struct.iter_unpack(">I", tables[b"stsz"][12:]))
    runs = list(struct.iter_unpack(">III", tables[b"stsc"][8:]))
    counts, samples, at = [], [], 0
    offsets = list(struct.iter_unpack(number, tables[chunks][8:]))
    for chunk, (offset,) in enumerate(offsets, 1):
        count = next(run[1] for run in reversed(runs) if run[0] <= chunk)
        counts.append(count)
        stream = io.BytesIO(data[offset:])
        samples += [stream.read(size) for (size,) in sizes[at : at + count]]
        at += count
    assert at == len(sizes)
    return samples, counts


@pytest.mark.parametrize(("rate", "channels"), [(22_050, 1), (44_100, 2)])
def test_every_packet_is_where_the_tables_say(cover, rate, channels):
    kind = codec(rate, channels)
    given = packets_of(kind)
    data = written(kind, edition(cover), given)
    samples, chunks = listed(data, 0)
    assert samples == given
    assert max(chunks) * 1024 <= rate < (max(chunks) + 1) * 1024
    assert set(chunks[:-1]) == {max(chunks)}
    assert [kind for kind, _ in boxes(data)] == [b"ftyp", b"moov", b"mdat"]
    # Behind six reserved bytes, the reference, and eight more.
    assert struct.unpack_from(">HH", data, data.index(b"mp4a") + 4 + 16) == (channels, 16)
    with av.open(io.BytesIO(data)) as file:
        assert [bytes(packet) for packet in file.demux(audio=0) if packet.size] == given
    with av.open(io.BytesIO(data)) as file:
        frames = list(file.decode(audio=0))
    assert sum(frame.samples for frame in frames) == LENGTH * rate // 44_100
    assert {(frame.sample_rate, frame.layout.nb_channels) for frame in frames} == {(rate, channels)}


def test_titles_are_where_the_tables_say(cover, packets):
    data = written(codec(), edition(cover), packets)
    samples, chunks = listed(data, 1)
    assert chunks == [3]
    titles = [sample[2 : 2 + struct.unpack_from(">H", sample)[0]].decode() for sample in samples]
    assert titles == ["Das Thäma 0", "Das Thäma 50001", "Das Thäma 123457"]
    assert {sample[-12:] for sample in samples} == {b"\0\0\0\x0cencd\0\0\1\0"}


def test_chapters_begin_with_the_millisecond(cover, packets):
    about = edition(cover)
    data = written(codec(), about, packets)
    expected = [(0, "Das Thäma 0"), (1134, "Das Thäma 50001"), (2799, "Das Thäma 123457")]
    nero = mutagen.mp4.MP4(io.BytesIO(data)).chapters
    assert [(pytest.approx(chapter.start * 1000, abs=1e-4), chapter.title) for chapter in nero] == expected
    with av.open(io.BytesIO(data)) as file:
        found = file.chapters()
    # Nothing to round, so that nobody rounds otherwise.
    assert [(c["start"] * c["time_base"] * 1000, c["metadata"]["title"]) for c in found] == expected
    assert found[-1]["end"] * found[-1]["time_base"] * 1000 == about.ms(LENGTH)


@pytest.mark.parametrize("portion", [1, 20, 1000])
def test_the_same_bytes_however_it_comes(cover, packets, portion):
    assert written(codec(), edition(cover), packets, portion) == written(codec(), edition(cover), packets)


def test_a_chunk_that_is_full_at_the_end(cover):
    """21 packets are a chunk, and so all chunks are alike; with fewer there is but one."""
    for count in (21, 42, 5):
        length = (count - 1) * 2048
        given = packets_of(codec(), length)
        samples, chunks = listed(written(codec(), edition(cover, length, starts=(0,)), given), 0)
        assert samples == given
        assert sum(chunks) == count
        assert len(set(chunks)) == 1


def test_more_than_32_bits_count(cover, packets, monkeypatch):
    small = written(codec(), edition(cover), packets)
    monkeypatch.setattr(mp4, "_SMALL_BYTES", 0)
    data = written(codec(), edition(cover), packets)
    assert listed(data, 0, b"co64", ">Q") == listed(small, 0)
    assert data[data.index(b"mdat") - 4 :][:4] == struct.pack(">I", 1)
    with av.open(io.BytesIO(data)) as file:
        assert [bytes(packet) for packet in file.demux(audio=0) if packet.size] == packets
        assert len(file.chapters()) == 3


def test_a_length_that_needs_64_bits():
    """More than 54 hours at 22,050 Hz."""
    sound = Sound(
        sample_rate=22_050,
        channels=1,
        config=b"\x13\x88",
        packet=1 << 30,
        priming=1024,
        length=(1 << 33) - 5000,
        sizes=np.ones(8, ">u4"),
        offsets=np.ones(1, ">u4"),
        chunk=8,
        mean_bps=1,
        peak_bps=1,
        largest=1,
    )
    texts = Texts(sizes=[14], durations=[389_564_500], offset=0)
    data = b"".join((*box(b"ftyp", b"M4B \0\0\0\0"), *movie(sound, texts, "deu", box(b"free"))))
    assert mutagen.mp4.MP4(io.BytesIO(data)).info.length == (1 << 33) / 22_050
    # The movie's length is behind version, flags, times and scale; the edit's behind version, flags and count.
    assert struct.unpack_from(">Q", dict(boxes(data, b"moov"))[b"mvhd"], 24) == (sound.length,)
    edit = dict(boxes(data, b"moov", b"trak", b"edts"))[b"elst"]
    assert struct.unpack_from(">QQ", edit, 8) == (sound.length, 1024)


def test_more_than_was_to_be_expected(cover):
    file = mp4.Mp4File(io.BytesIO(), codec(), edition(cover))
    with pytest.raises(OutputError, match="more than 4 GB"):
        file.put(Packets.sized(b"", [1 << 32]))


@pytest.mark.parametrize("more", [-1, 1])
def test_packets_that_are_missing_or_too_many(cover, packets, more):
    given = (packets * 2)[: len(packets) + more]
    with pytest.raises(OutputError, match=f"{len(given)} packets instead of {len(packets)}"):
        written(codec(), edition(cover), given, portion=len(given))


def test_tags(cover, packets):
    about = edition(
        cover,
        description="Worum es geht.",
        date=datetime.date(2024, 5, 6),
        number=12,
        origin="Von hier.",
        show=replace(SHOW, copyright="Alle Rechte: wir"),
    )
    tags = mutagen.mp4.MP4(io.BytesIO(written(codec(), about, packets))).tags
    assert bytes(tags.pop("covr")[0]) == cover
    assert tags == {
        "\xa9nam": ["Eine Folge"],
        "\xa9ART": ["Wir"],
        "\xa9alb": ["Reihe"],
        "aART": ["Wir"],
        "\xa9gen": ["Podcast"],
        "\xa9day": ["2024-05-06"],
        "trkn": [(12, 0)],
        "cprt": ["Alle Rechte: wir"],
        "\xa9cmt": ["Worum es geht.\nVon hier.\nKünstliche Stimmen."],
        "desc": ["Worum es geht."],
        "stik": [2],
        "pgap": True,
    }


def test_the_language(cover, packets):
    data = written(codec(), edition(cover), packets)
    with av.open(io.BytesIO(data)) as file:
        assert {stream.metadata.get("language") for stream in file.streams if stream.type != "video"} == {"deu"}


@pytest.mark.parametrize(("number", "found"), [(0, [(0, 0)]), (65_535, [(65_535, 0)]), (65_536, None), (None, None)])
def test_numbers(cover, packets, number, found):
    tags = mutagen.mp4.MP4(io.BytesIO(written(codec(), edition(cover, number=number), packets))).tags
    assert tags.get("trkn") == found


def test_bit_rates(cover, packets):
    """On average, and in the loudest second, which is the last: 21 packets."""
    info = mutagen.mp4.MP4(io.BytesIO(written(codec(), edition(cover), packets))).info
    assert info.bitrate == round(8 * sum(map(len, packets)) * 22_050 / (1024 * len(packets)))
    data = written(codec(), edition(cover), packets)
    at = data.index(b"esds") + 4 + 4 + 2 + 3 + 2
    kind, stream, buffer, peak, mean = struct.unpack_from(">BB3sII", data, at)
    assert (kind, stream, int.from_bytes(buffer, "big"), mean) == (0x40, 0x15, 768, info.bitrate)
    seconds = [sum(map(len, packets[at : at + 21])) for at in range(len(packets) - 20)]
    assert peak == round(8 * max(seconds) * 22_050 / (1024 * 21))


def test_a_tagger_may_move_it(cover, packets):
    file = io.BytesIO(written(codec(), edition(cover), packets))
    tags = mutagen.mp4.MP4(file)
    tags["\xa9nam"] = ["Ein längerer Titel" * 100]
    file.seek(0)
    tags.save(file)
    assert listed(file.getvalue(), 0)[0] == packets
    assert len(listed(file.getvalue(), 1)[0]) == 3


class Nowhere:
    """A stream that keeps nothing."""

    def write(self, data):
        return len(data)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def seek(self, at):
        return at


def test_a_packet_costs_the_four_bytes_of_its_size(cover, memory):
    portion = [bytes(120)] * 210

    def most(hours):
        length = hours * 3600 * 44_100
        count = -(-(length // 2 + 1024) // 1024)

        def mux():
            file = mp4.Mp4File(Nowhere(), codec(), edition(cover, length, starts=(0,)))
            for _ in range(count // len(portion)):
                file.put(Packets.of(portion))
            file.put(Packets.of(portion[: count % len(portion)]))
            file.finish()

        return count, memory(mux)[1]

    most(1)  # what is only loaded once
    (few, little), (many, more) = most(1), most(10)
    assert (more - little) / (many - few) < 4.5
