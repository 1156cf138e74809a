"""Whole files: as long as they should be, the same from any executor, and without a seam at any join."""

from __future__ import annotations

import io
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import numpy as np
import pytest
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from stimmwerk.errors import OutputError
from stimmwerk.mp3.frames import BrokenMp3, frame_sizes, main_data_begins
from stimmwerk.mp3.grid import Block, blocks_of
from stimmwerk.mp3.info import frame_count
from stimmwerk.mp3.lame import EncoderSettings
from stimmwerk.mp3.scan import Scan, scan
from stimmwerk.mp3.writer import BlockJob, encode, write_mp3

FRAME = 1152


def speechlike(length: int, channels: int = 1, *, rate: int = 44_100, pitch: float = 140.0) -> np.ndarray:
    """A buzz that swells four times a second, with some noise; two channels differ."""
    time = np.arange(length) / rate
    buzz = sum(np.sin(2 * np.pi * pitch * part * time + part) / part for part in range(1, 20))
    sound = buzz * (0.55 + 0.45 * np.sin(2 * np.pi * 3.7 * time)) + np.random.default_rng(3).normal(0, 0.05, length)
    sides = [np.roll(sound, 20 * side) * (1 - 0.3 * side) for side in range(channels)]
    return np.round(np.stack(sides, axis=1) * 5000).astype(np.int16)


def silenced(pcm: np.ndarray, cuts: list[int]) -> np.ndarray:
    quiet = pcm.copy()
    for cut in cuts:
        quiet[cut - 2 * FRAME : cut + 224] = 0
    return quiet


@dataclass(frozen=True)
class Reader:
    """Sound in memory; can be sent to another process."""

    pcm: np.ndarray

    def __call__(self, start: int, stop: int) -> np.ndarray:
        return self.pcm[start:stop]


def write(pcm: np.ndarray, cuts: list[int] | None = None, how: EncoderSettings | None = None, **options) -> bytes:
    how = how or EncoderSettings()
    blocks = options.pop("blocks", None) or blocks_of(len(pcm), cuts or [], sample_rate=how.sample_rate)
    file = io.BytesIO()
    write_mp3(file, Reader(pcm), len(pcm), blocks, how, **options)
    return file.getvalue()


def decode(data: bytes) -> np.ndarray:
    return soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)[0]


def look(data: bytes) -> Scan:
    return scan(io.BytesIO(data))


def sound_of(data: bytes) -> bytes:
    """The frames behind the Info frame."""
    return data[int(frame_sizes(data)[0]) :]


def short_blocks(length: int, frames: int) -> tuple[Block, ...]:
    """Hard cuts every so many frames."""
    starts = range(0, length, frames * FRAME)
    return tuple(
        Block(
            start=start,
            stop=min(start + frames * FRAME, length),
            sealed=start == 0,
            closed=start + frames * FRAME >= length,
        )
        for start in starts
    )


SPEECH = speechlike(40 * 38 * FRAME + 777)
CUTS = [second * 38 * FRAME for second in (4, 9, 13, 18, 23, 29, 34)]
QUIET = silenced(SPEECH, CUTS)


# -- length -----------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 60_000),
    st.sampled_from(
        [
            EncoderSettings(),
            EncoderSettings(sample_rate=48_000, bitrate_kbps=64),
            EncoderSettings(sample_rate=48_000, channels=2, bitrate_kbps=160),
            EncoderSettings(sample_rate=32_000, bitrate_kbps=32),
            EncoderSettings(bitrate_kbps=32, quality=7),
            EncoderSettings(channels=2, bitrate_kbps=320),
        ]
    ),
)
def test_a_decoder_gives_exactly_the_sound_that_went_in(length: int, how: EncoderSettings):
    data = write(np.full((length, how.channels), 500, np.int16), how=how)
    assert decode(data).shape == (length, how.channels)
    found = look(data)
    assert found.length == length
    assert found.bitrates == (how.bitrate_kbps,)
    assert found.stop == len(data)


@pytest.mark.parametrize("step", [-1, 0, 1])
@pytest.mark.parametrize("frames", [1, 2, 40])
def test_lengths_around_a_whole_number_of_frames(frames: int, step: int):
    # 1105 samples of delay fill a frame but for 47.
    for length in (frames * FRAME + step, frames * FRAME + 47 + step):
        data = write(SPEECH[:length])
        assert len(decode(data)) == length
        assert look(data).frames == frame_count(length, 44_100)


@pytest.mark.parametrize(("rate", "channels", "kbps"), [(22_050, 1, 48), (24_000, 2, 64), (16_000, 1, 8)])
def test_the_lower_rates_keep_their_length_too(rate: int, channels: int, kbps: int):
    how = EncoderSettings(sample_rate=rate, channels=channels, bitrate_kbps=kbps)
    for length in (1, 575, 576, 10_000, 33_333):
        assert decode(write(speechlike(length, channels, rate=rate), how=how)).shape == (length, channels)


def test_time_in_the_file_is_time_in_the_sound():
    pulse = np.zeros((30 * 38 * FRAME, 1), np.int16)
    places = [20_000, 500_001, 1_200_002]
    for place in places:
        pulse[place : place + 30] = 20_000
    heard = np.abs(decode(write(pulse, how=EncoderSettings(bitrate_kbps=320))))[:, 0]
    for place in places:
        around = heard[place - 2000 : place + 2000]
        assert abs(int(np.flatnonzero(around > 0.5 * around.max())[0]) - 2000) <= 3


# -- what is in the file ----------------------------------------------------------------------------------------------


def test_the_info_frame_tells_the_truth():
    data = write(QUIET, CUTS)
    found = look(data)
    assert found.info is not None
    assert found.info.frames == found.frames == len(frame_sizes(data)) - 1
    assert found.info.size == len(data)
    assert found.info.delay == 576
    assert found.info.encoder.startswith("LAME")
    assert found.info.constant
    assert not main_data_begins(sound_of(data)).any()


def test_a_tag_before_the_sound_stays():
    file = io.BytesIO()
    tag = b"ID3\x03\0\0\0\0\0\x14" + bytes(20)
    file.write(tag)
    write_mp3(file, Reader(QUIET), len(QUIET), blocks_of(len(QUIET), CUTS, sample_rate=44_100), EncoderSettings())
    data = file.getvalue()
    assert data == tag + write(QUIET, CUTS)
    assert file.tell() == len(data)
    assert look(data).start == len(tag)
    assert look(data).length == len(QUIET)


# -- executors --------------------------------------------------------------------------------------------------------


class LastFirst(Executor):
    """Works nothing off until it is asked, and then the newest first."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Future, object, tuple]] = []
        self.most = 0

    def submit(self, fn, /, *args, **kwargs):
        outer = self

        class Lazy(Future):
            def result(self, timeout=None):
                while not self.done():
                    future, work, given_args = outer.waiting.pop()
                    future.set_result(work(*given_args))
                return super().result(timeout)

        future = Lazy()
        self.waiting.append((future, fn, args))
        self.most = max(self.most, len(self.waiting))
        return future


def test_one_file_from_any_executor():
    expected = write(QUIET, CUTS)
    for workers in (1, 2, 4):
        with ThreadPoolExecutor(workers) as pool:
            assert write(QUIET, CUTS, executor=pool) == expected
    with ThreadPoolExecutor(2) as pool:
        assert write(QUIET, CUTS, executor=pool, in_flight=1) == expected
    assert write(QUIET, CUTS, executor=LastFirst()) == expected


def test_one_file_from_processes():
    # Not forked: the test's own process may have threads.
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert write(QUIET[: 9 * 38 * FRAME], CUTS[:1], executor=pool) == write(QUIET[: 9 * 38 * FRAME], CUTS[:1])


def test_only_so_many_blocks_are_under_way():
    executor = LastFirst()
    write(SPEECH, blocks=short_blocks(len(SPEECH), 40), executor=executor, in_flight=3)
    assert executor.most == 3


def test_progress_rises_to_the_whole_length():
    done: list[int] = []
    with ThreadPoolExecutor(2) as pool:
        write(QUIET, CUTS, executor=pool, progress=lambda job: done.append(job.block.stop))
    assert done == sorted(done)
    assert done[-1] == len(QUIET)
    assert len(done) == len(blocks_of(len(QUIET), CUTS, sample_rate=44_100))


class Failing(Executor):
    """Fails at its first task and never gets to the others."""

    def __init__(self) -> None:
        self.futures: list[Future] = []

    def submit(self, fn, /, *args, **kwargs):
        self.futures.append(Future())
        if len(self.futures) == 1:
            self.futures[0].set_exception(OutputError("the disk is full"))
        return self.futures[-1]


def test_an_error_in_a_worker_arrives_and_calls_off_the_rest():
    executor, file = Failing(), io.BytesIO()
    blocks = short_blocks(len(SPEECH), 10)
    with pytest.raises(OutputError, match="the disk is full"):
        write_mp3(file, Reader(SPEECH), len(SPEECH), blocks, EncoderSettings(), executor=executor, in_flight=4)
    assert len(executor.futures) == 4
    assert all(future.cancelled() for future in executor.futures[1:])


# -- a store ----------------------------------------------------------------------------------------------------------


class Keeper:
    """Keeps frames by the sound they were made of, as a store would."""

    def __init__(self) -> None:
        self.kept: dict[bytes, bytes] = {}
        self.made = 0

    def __call__(self, job: BlockJob) -> bytes:
        key = job.pcm().tobytes()
        if key not in self.kept:
            self.made += 1
            self.kept[key] = encode(job)
        return self.kept[key]


def test_what_is_known_is_not_made_and_goes_to_no_worker():
    kept: dict[Block, bytes] = {}
    expected = write(QUIET, CUTS, frames_of=lambda job: kept.setdefault(job.block, encode(job)))
    missing = list(kept)[1]

    def known(job: BlockJob) -> bytes | None:
        return None if job.block == missing else kept[job.block]

    executor = LastFirst()
    assert write(QUIET, CUTS, known=known, executor=executor) == expected
    assert executor.most == 1
    assert write(QUIET, CUTS, known=known) == expected


def test_known_blocks_are_read_while_one_before_them_is_made():
    blocks = short_blocks(len(SPEECH), 40)
    read: list[int] = []
    written: list[int] = []

    def known(job: BlockJob) -> bytes | None:
        read.append(job.block.start)
        return encode(job) if job.block.start else None

    def progress(job: BlockJob) -> None:
        written.append(len(read))

    write(SPEECH, blocks=blocks, known=known, executor=LastFirst(), progress=progress)
    assert written == [len(blocks)] * len(blocks)


def test_an_edit_between_sealed_cuts_makes_one_block_anew():
    keeper = Keeper()
    write(QUIET, CUTS, frames_of=keeper)
    blocks, keeper.made = keeper.made, 0
    edited = QUIET.copy()
    edited[20 * 38 * FRAME : 21 * 38 * FRAME] //= 2
    data = write(edited, CUTS, frames_of=keeper)
    assert blocks == 4
    assert keeper.made == 1
    assert data == write(edited, CUTS)


def test_a_longer_turn_makes_one_block_anew_and_moves_the_rest():
    keeper = Keeper()
    write(QUIET, CUTS, frames_of=keeper)
    keeper.made = 0
    at, more = 2 * 38 * FRAME, 12 * FRAME
    longer = np.concatenate([QUIET[:at], speechlike(more, pitch=190), QUIET[at:]])
    moved = [cut + more for cut in CUTS]
    data = write(longer, moved, frames_of=keeper)
    assert keeper.made == 1
    assert data == write(longer, moved)


def test_frames_are_given_without_the_sound_being_read():
    kept = {}

    def keep(job: BlockJob) -> bytes:
        return kept.setdefault(job.block, encode(job))

    def refuse(start: int, stop: int) -> np.ndarray:
        raise AssertionError((start, stop))

    expected, file = write(QUIET, CUTS, frames_of=keep), io.BytesIO()
    blocks = blocks_of(len(QUIET), CUTS, sample_rate=44_100)
    write_mp3(file, refuse, len(QUIET), blocks, EncoderSettings(), frames_of=lambda job: kept[job.block])
    assert file.getvalue() == expected


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda data: data[: int(frame_sizes(data)[:-1].sum())], r"has \d+ frames, expected"),
        (lambda data: data[:-9], "cut short by 9"),
        (lambda data: b"", "has 0 frames"),
    ],
)
def test_damaged_frames_do_not_get_into_the_file(spoil, message: str):
    with pytest.raises(BrokenMp3, match=message):
        write(QUIET, CUTS, frames_of=lambda job: spoil(encode(job)))


def test_frames_of_other_settings_do_not_get_into_the_file():
    other = EncoderSettings(bitrate_kbps=64)

    def frames_of(job: BlockJob) -> bytes:
        return encode(BlockJob(block=job.block, frames=job.frames, length=job.length, settings=other, read=job.read))

    with pytest.raises(BrokenMp3, match=r"\(44100, 1, 64\), expected .*bitrate_kbps=96"):
        write(QUIET, CUTS, frames_of=frames_of)


# -- seams ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("channels", "how"),
    [
        (1, EncoderSettings()),
        (1, EncoderSettings(bitrate_kbps=64, quality=7)),
        (2, EncoderSettings(channels=2, bitrate_kbps=128)),
        (1, EncoderSettings(sample_rate=48_000)),
    ],
    ids=str,
)
def test_joins_sound_like_the_sound_in_one_piece(channels: int, how: EncoderSettings):
    pcm = speechlike(300 * FRAME, channels, rate=how.sample_rate)
    joined = decode(write(pcm, how=how, blocks=short_blocks(len(pcm), 30)))
    whole = decode(write(pcm, how=how))
    wanted = pcm / 32768
    apart = np.abs(joined - whole)
    for join in range(30 * FRAME, len(pcm), 30 * FRAME):
        near = slice(join - 2 * FRAME, join + 2 * FRAME)
        assert apart[near].max() < 0.02
        # Compared with the sound itself, a join is no worse than the uncut encode.
        assert np.std(joined[near] - wanted[near]) < 1.1 * np.std(whole[near] - wanted[near])


def test_sealed_joins_give_silence_and_no_click():
    joined, whole, wanted = decode(write(QUIET, CUTS)), decode(write(QUIET)), QUIET / 32768
    for block in blocks_of(len(QUIET), CUTS, sample_rate=44_100)[1:]:
        silent = slice(block.start - FRAME, block.start - 400)
        near = slice(block.start - FRAME, block.start + 2 * FRAME)
        assert np.abs(joined[silent]).max() < 1e-4
        assert np.std(joined[near] - wanted[near]) < 1.2 * np.std(whole[near] - wanted[near])


def test_two_channels_stay_apart():
    pcm = np.zeros((60 * FRAME, 2), np.int16)
    pcm[:, 0] = speechlike(60 * FRAME)[:, 0]
    heard = decode(write(pcm, how=EncoderSettings(channels=2, bitrate_kbps=128)))
    assert np.std(heard[:, 0]) > 0.05
    assert np.std(heard[:, 1]) < 0.001


# -- broken promises --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("at", "side"), [(-1, "before"), (-2 * FRAME, "before"), (0, "after"), (223, "after")])
def test_sound_at_a_sealed_cut_is_found_out(at: int, side: str):
    cut = CUTS[1]
    broken = QUIET.copy()
    broken[cut + at] = 1
    with pytest.raises(OutputError, match=f"sample {cut}, but is not silent {side} it"):
        write(broken, CUTS)


def test_a_reader_of_another_shape_is_found_out():
    blocks = blocks_of(len(QUIET), CUTS, sample_rate=44_100)
    for wrong in (QUIET[:, 0], QUIET.astype(np.float32), QUIET[: len(QUIET) // 2]):
        with pytest.raises(ValueError, match="asked for samples"):
            write_mp3(io.BytesIO(), Reader(wrong), len(QUIET), blocks, EncoderSettings())


@pytest.mark.parametrize(
    "borders",
    [
        [(0, 5 * FRAME)],
        [(FRAME, 10 * FRAME)],
        [(0, 5 * FRAME), (6 * FRAME, 10 * FRAME)],
        [(0, 5 * FRAME + 1), (5 * FRAME + 1, 10 * FRAME)],
        [(0, 0), (0, 10 * FRAME)],
        [],
    ],
)
def test_blocks_that_do_not_cover_the_sound_are_refused(borders: list[tuple[int, int]]):
    blocks = [Block(start=start, stop=stop, sealed=True, closed=True) for start, stop in borders]
    with pytest.raises(ValueError, match="block"):
        write_mp3(io.BytesIO(), Reader(SPEECH), 10 * FRAME, blocks, EncoderSettings())
