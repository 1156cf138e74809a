"""M4B and Opus beside the MP3: as long, with the same chapters, the same sound, and made again no more than needed."""

import base64
import hashlib
import json
import shutil
import subprocess
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import av
import mutagen.flac
import mutagen.mp4
import mutagen.oggopus
import numpy as np
import pytest
import soundfile
import soxr

from stimmwerk.arrangement import CHAPTER_GRID
from stimmwerk.cli import main
from stimmwerk.coded.packets import Packets
from stimmwerk.companions import IN_FLIGHT, KINDS, Companion, Source, borders_of, flac_of
from stimmwerk.errors import OutputError
from stimmwerk.id3 import read_chapters
from stimmwerk.manifest import Manifest
from stimmwerk.master import Master
from stimmwerk.showfile import parse_show
from stimmwerk.signal.mixdown import Mixdown
from stimmwerk.store import Store
from stimmwerk.tape import Tape
from stimmwerk.timeline import FRAME, ChapterMark, Clip, Timeline

FFPROBE = shutil.which("ffprobe")
SWITCH = "timeline_png = false\n"
LESS = "for_editors = false\n"


@pytest.fixture
def build(show_folder):
    """Builds the probe with nothing for editors, and some more in show.toml; gives the episode's folder."""
    show = show_folder / "show.toml"
    plain = show.read_text("utf-8").replace(SWITCH, f"{SWITCH}{LESS}")

    def run(more="", jobs=1):
        show.write_text(plain + more, "utf-8")
        assert main(["build", "probe", "--jobs", str(jobs)]) == 0
        return show_folder / "build/probe"

    return run


def manifest(folder):
    return Manifest.from_json((folder / "manifest.json").read_text("utf-8"), "manifest.json")


def decoded(path):
    """Decoded by FFmpeg: float, shape (frames, channels), and the rate."""
    with av.open(str(path)) as file:
        frames = list(file.decode(audio=0))
        return np.concatenate([frame.to_ndarray().T for frame in frames]), frames[0].sample_rate


def digests(folder):
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def blocks(folder, kind):
    return {path.name for path in (folder.parent / "cache").glob(f"{kind}/?/*")}


def test_they_last_as_long_as_the_programme(build):
    folder = build()
    length = manifest(folder).length
    assert length % CHAPTER_GRID == 0
    sound, rate = decoded(folder / "probe.m4b")
    assert (len(sound), rate) == (length // 2, 22_050)
    # Of another make: libsndfile with libopus of its own.
    sound, rate = soundfile.read(folder / "probe.opus", always_2d=True)
    assert (len(sound), rate) == (-(-length * 48_000 // 44_100), 48_000)
    assert mutagen.oggopus.OggOpus(folder / "probe.opus").info.length == pytest.approx(length / 44_100, abs=0.001)


def test_the_sound_is_the_same_and_in_its_place(build):
    folder = build()
    mp3, _ = soundfile.read(folder / "probe.mp3", dtype="float32", always_2d=True)
    for name, (sound, rate) in {
        "probe.m4b": decoded(folder / "probe.m4b"),
        "probe.opus": soundfile.read(folder / "probe.opus", dtype="float32", always_2d=True),
    }.items():
        reference = soxr.resample(mp3, 44_100, rate)
        size = min(len(sound), len(reference))
        spectra = np.fft.rfft(sound[:size, 0]), np.fft.rfft(reference[:size, 0])
        likeness = np.fft.irfft(spectra[0] * spectra[1].conj(), size)
        likeness /= np.sqrt(np.square(sound[:size]).sum() * np.square(reference[:size]).sum())
        assert likeness.argmax() == 0, name
        assert likeness[0] > 0.98, name


def test_chapters_are_those_of_the_tag(build):
    folder = build()
    expected = [(chapter.start_ms, chapter.title) for chapter in read_chapters(folder / "probe.mp3")]
    assert len(expected) == 3
    nero = mutagen.mp4.MP4(folder / "probe.m4b").chapters
    assert [(round(chapter.start * 1000), chapter.title) for chapter in nero] == expected
    for name in ("probe.m4b", "probe.opus"):
        with av.open(str(folder / name)) as file:
            found = [(c["start"] * c["time_base"] * 1000, c["metadata"]["title"]) for c in file.chapters()]
        assert [(round(start), title) for start, title in found] == expected
    comments = mutagen.oggopus.OggOpus(folder / "probe.opus")
    assert [comments[f"CHAPTER{number:03}NAME"][0] for number in range(3)] == [title for _, title in expected]


@pytest.mark.parametrize("title", ["ü" * 200, f"x{'ü' * 200}", "標題" * 100, f"x{'標題' * 100}", "a" * 300])
def test_a_title_longer_than_a_list_of_chapters_holds(build, show_folder, title):
    """Nero's list has 255 bytes for a title: no letter is cut in two there, and QuickTime's has all of it."""
    script = show_folder / "episodes/probe.md"
    script.write_text(script.read_text("utf-8").replace("Zweites Thema", f"Eins {title}"), "utf-8")
    folder = build()
    short = mutagen.mp4.MP4(folder / "probe.m4b").chapters[2].title.rstrip(" ")
    assert 252 <= len(short.encode()) <= 255
    with av.open(str(folder / "probe.m4b")) as file:
        whole = file.chapters()[2]["metadata"]["title"]
    assert whole == read_chapters(folder / "probe.mp3")[2].title
    assert whole.startswith(short)
    assert title in whole


@pytest.mark.skipif(FFPROBE is None, reason="ffprobe is not installed")
def test_another_reader_finds_the_same(build):
    folder = build()
    expected = [chapter.start_ms for chapter in read_chapters(folder / "probe.mp3")]
    for name in ("probe.m4b", "probe.opus"):
        asked = ["-v", "error", "-show_chapters", "-show_format", "-of", "json"]
        told = subprocess.run([FFPROBE, *asked, folder / name], capture_output=True, check=True, text=True)
        facts = json.loads(told.stdout)
        assert [round(float(chapter["start_time"]) * 1000) for chapter in facts["chapters"]] == expected
        assert float(facts["format"]["duration"]) == pytest.approx(manifest(folder).length / 44_100, abs=0.007)


def test_tags_and_cover(build):
    folder = build()
    tags = mutagen.mp4.MP4(folder / "probe.m4b").tags
    assert tags["\xa9nam"] == ["Eine Probe"]
    assert (tags["\xa9alb"], tags["aART"], tags["stik"]) == (["Probe"], ["Wir"], [2])
    assert "Künstliche Stimmen." in tags["\xa9cmt"][0]
    assert bytes(tags["covr"][0]).startswith(b"\xff\xd8\xff")
    assert (folder / "probe.m4b").read_bytes()[4:12] == b"ftypM4B "
    comments = mutagen.oggopus.OggOpus(folder / "probe.opus")
    assert comments["title"] == ["Eine Probe"]
    assert "Künstliche Stimmen." in comments["description"][0]
    picture = mutagen.flac.Picture(base64.b64decode(comments["metadata_block_picture"][0]))
    assert (picture.type, picture.mime) == (3, "image/jpeg")
    assert picture.width == picture.height > 300


def test_the_same_bytes_cold_or_warm_on_any_number_of_threads(build):
    folder = build()
    first = digests(folder)
    (folder / "probe.m4b").unlink()
    assert digests(build()) == first
    shutil.rmtree(folder.parent)
    folder.parent.mkdir()
    assert digests(build(jobs=3)) == first


def test_an_edit_leaves_the_other_chapters_blocks_alone(build, show_folder):
    folder = build()
    before = blocks(folder, "aac")
    script = show_folder / "episodes/probe.md"
    text = script.read_text("utf-8")
    script.write_text(text.replace("**Gast:** Danke, sehr gut.", "**Gast:** Danke, ganz außerordentlich gut."), "utf-8")
    build()
    # The chapter in the middle has two blocks, those around it have one each.
    assert len(before) == 4
    assert len(blocks(folder, "aac") - before) == 2


def test_damaged_blocks_are_made_again(build):
    folder = build()
    first = digests(folder)
    for path in (folder.parent / "cache").glob("aac/?/*"):
        path.write_bytes(path.read_bytes()[:-1] + b"\0")
    (folder / "probe.m4b").unlink()
    assert digests(build())["probe.m4b"] == first["probe.m4b"]


def test_settings(build):
    folder = build("[m4b]\nsample_rate = 44100\nquality = 120\n[mp3]\nchannels = 2\n")
    sound, rate = decoded(folder / "probe.m4b")
    assert (rate, len(sound), sound.shape[1]) == (44_100, manifest(folder).length, 2)


def codec(name):
    return KINDS[name].codec(settings())


def settings():
    return parse_show('title="a"\nauthor="b"\nlanguage="de"\ncast="c"\ndisclosure="d"\n')


@pytest.mark.parametrize("name", KINDS)
def test_borders_lie_in_silence(name):
    rate, step = 44_100, codec(name).step
    second = 60 * CHAPTER_GRID
    speech = [
        Clip(source="s", start=start, length=length)
        for start, length in [(0, 5 * rate), (6 * rate, 9 * rate), (15 * rate + 100, rate), (second, 30 * rate)]
    ]
    length = 200 * CHAPTER_GRID
    marks = tuple(ChapterMark(start=start, stop=stop, title="") for start, stop in [(0, second), (second, length)])
    timeline = Timeline(sample_rate=rate, length=length, clips=tuple(speech), chapters=marks, turns=())
    borders = borders_of(timeline, codec(name))
    assert borders[0] == 0
    assert borders[-1] == length
    for border in borders[1:-1]:
        assert border % step == 0
        assert not [c for c in speech if c.start < border + 512 and c.stop > border - 2 * step - 512]
    assert any(second - 2 * step <= border <= second for border in borders)


def test_under_music_only_what_cuts_anywhere_is_cut():
    rate, length = 44_100, 800 * CHAPTER_GRID
    music = Clip(source="s", start=0, length=100 * rate)
    marks = (ChapterMark(start=0, stop=length, title=""),)
    timeline = Timeline(sample_rate=rate, length=length, clips=(music,), chapters=marks, turns=())
    first = borders_of(timeline, codec("m4b"))[1]
    assert first > 100 * rate
    borders = borders_of(timeline, flac_of(settings()))
    lengths = np.diff(borders)
    assert (borders[0], borders[-1]) == (0, length)
    assert lengths.min() > 0
    assert lengths.max() <= 30 * rate
    assert not (lengths[:-1] % FRAME).any()


@dataclass(frozen=True)
class Lengths:
    """A codec of one packet a block, which says how long the block is."""

    name: str = "lengths"
    step: int = CHAPTER_GRID
    library: str = "none"
    cuts_anywhere: bool = False

    def encode(self, sound, *, last):
        return Packets.of([f"{len(sound)} {last}".encode()])


class Later:
    """An executor that does what it is told to when it is told to."""

    def __init__(self):
        self.waiting = []

    def submit(self, function, *args):
        self.waiting.append((Future(), function, args))
        return self.waiting[-1][0]

    def do(self, *numbers):
        for number in numbers:
            future, function, args = self.waiting[number]
            future.set_result(function(*args))


class TestCompanion:
    """Blocks of the programme, of 600 grid steps each."""

    step = 600 * CHAPTER_GRID

    @pytest.fixture
    def begun(self, tmp_path):
        """Begins one; gives it, what it hands on, and the pieces of the programme that are read."""
        step = self.step

        def begin(count=3, prepare=lambda *block: block, codec=Lengths(), gap=None):
            """gap: where it is not None, the first clip is two, with so many samples between them, at 30 s."""
            read = []
            clips = tuple(Clip(source=f"s{n}", start=n * step, length=step - 10 * CHAPTER_GRID) for n in range(count))
            if gap is not None:
                cut = 30 * 44_100 // CHAPTER_GRID * CHAPTER_GRID
                clips = (replace(clips[0], length=cut), replace(clips[0], start=cut + gap, length=cut), *clips[1:])
            marks = tuple(ChapterMark(start=n * step, stop=(n + 1) * step, title="") for n in range(count))
            timeline = Timeline(sample_rate=44_100, length=count * step, clips=clips, chapters=marks, turns=())

            def sound(start, stop):
                read.append((start, stop))
                return np.zeros((stop - start, 1), np.float32)

            master = Master(timeline=timeline, mixdown=Mixdown(timeline, 1, lambda _: None, 1.0, 1.0), gain_db=0.0)
            taken = []
            source = Source(settings=settings(), master=master, tape=Tape(sound), store=Store(tmp_path / "cache"))
            return Companion(codec, source, prepare, taken.append), taken, read

        return begin

    def test_blocks_are_handed_on_in_order_whoever_is_done_first(self, begun):
        companion, taken, _ = begun()
        later = Later()
        assert companion.reached(3 * self.step, later) == 0
        assert len(later.waiting) == 3
        later.do(1)
        assert companion.reached(3 * self.step, later) == 0
        assert taken == []
        later.do(0)
        wanted = companion.reached(3 * self.step, later)
        assert len(taken) == 2
        assert taken[1][0] < wanted < 3 * self.step
        later.do(2)
        companion.finish()
        assert [start for start, _, _ in taken] == sorted({start for start, _, _ in taken})
        assert [packets.data.split()[1] for _, packets, _ in taken] == [b"False", b"False", b"True"]
        assert sum(int(packets.data.split()[0]) for _, packets, _ in taken) == 3 * self.step

    def test_without_an_executor_each_is_handed_on_at_once(self, begun):
        companion, taken, _ = begun()
        assert companion.reached(self.step // 2, None) == 0
        assert companion.reached(3 * self.step, None) == 3 * self.step
        assert len(taken) == 3
        assert [sound is None for _, _, sound in taken] == [False, False, False]

    def test_what_the_store_has_is_neither_encoded_nor_read(self, begun):
        companion, first, _ = begun()
        companion.reached(3 * self.step, None)
        companion, again, read = begun()
        later = Later()
        companion.reached(3 * self.step, later)
        later.do(0, 1, 2)
        companion.finish()
        assert [(start, packets, None) for start, packets, _ in first] == again
        assert read == []

    def test_what_is_damaged_is_encoded_again_and_kept(self, begun, tmp_path):
        companion, first, _ = begun()
        companion.reached(3 * self.step, None)
        for reads in (1, 0):
            companion, again, read = begun()
            if reads:
                next((tmp_path / "cache/lengths").glob("?/*")).write_bytes(b"")
            companion.reached(3 * self.step, None)
            assert [packets for _, packets, _ in again] == [packets for _, packets, _ in first]
            assert len(read) == reads

    def test_what_sounds_just_beside_a_cut_in_sound_makes_another_block(self, begun):
        """The limiter hears it."""
        anywhere = Lengths(cuts_anywhere=True)
        for gap, again in ((0, True), (0, False), (100, True)):
            companion, _, read = begun(1, codec=anywhere, gap=gap)
            companion.reached(self.step, None)
            assert any(start == 0 for start, _ in read) == again, gap

    def test_few_blocks_wait_for_a_slow_one_before_them(self, begun):
        done, others = [], threading.Event()

        def prepare(start, *_):
            if start == 0:
                # Until every other one is done, if it came to that.
                others.wait(0.3)
            done.append(start)
            if len(done) == 11:
                others.set()
            return start

        companion, taken, _ = begun(12, prepare)
        with ThreadPoolExecutor(2) as threads:
            companion.reached(12 * self.step, threads)
            companion.finish()
        assert done.index(0) < IN_FLIGHT
        assert len(taken) == 12
        assert taken == sorted(taken)

    def test_what_fails_in_a_thread_fails_the_build(self, begun):
        def prepare(*_):
            raise OutputError("no")

        companion, taken, _ = begun(12, prepare)
        with ThreadPoolExecutor(2) as threads, pytest.raises(OutputError):
            companion.reached(12 * self.step, threads)
        assert taken == []
