from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimmwerk.signal.limiter import REACH, limit
from stimmwerk.signal.mixdown import SOURCES_OPEN, Mixdown
from stimmwerk.signal.true_peak import true_peak
from stimmwerk.signal.waveform import to_int16
from stimmwerk.speech import Samples
from stimmwerk.timeline import Clip, Timeline

LENGTH = 5 * 1152


def source(key: str) -> Samples:
    """Noise that the key decides: ``loud-2`` has two channels."""
    name, channels = key.split("-")
    random = np.random.default_rng(list(key.encode()))
    level = {"soft": 0.1, "loud": 0.9, "silent": 0.0}[name]
    return (level * random.uniform(-1, 1, (4000, int(channels)))).astype(np.float32)


def timeline(*clips: Clip, length: int = LENGTH) -> Timeline:
    return Timeline(sample_rate=44100, length=length, clips=clips, chapters=(), turns=())


def mixdown(
    *clips: Clip,
    channels: int = 1,
    gain: float = 1.0,
    ceiling: float = 100.0,
    length: int = LENGTH,
    open_source: Callable[[str], Samples] = source,
) -> Mixdown:
    return Mixdown(timeline(*clips, length=length), channels, open_source, gain, ceiling)


@st.composite
def clips(draw: st.DrawFn) -> tuple[Clip, ...]:
    found = []
    for _ in range(draw(st.integers(0, 6))):
        offset = draw(st.integers(0, 3999))
        knots = draw(
            st.lists(st.tuples(st.integers(-100, 4000), st.floats(-60, 12)), max_size=4, unique_by=lambda k: k[0])
        )
        clip = Clip(
            source=draw(st.sampled_from(["soft-1", "loud-1", "loud-2", "silent-1"])),
            start=draw(st.integers(-500, LENGTH + 500)),
            length=draw(st.integers(0, 4000 - offset)),
            gain=draw(st.floats(0, 3)),
            offset=offset,
            envelope=tuple(sorted(knots)),
            pan=draw(st.sampled_from([0.0, 0.0, -0.3, 1.0])),
        )
        found.append(clip)
    return tuple(sorted(found, key=lambda clip: clip.start))


@settings(max_examples=80, deadline=None)
@given(clips(), st.integers(1, 2), st.floats(0.1, 3), st.data())
def test_a_sample_has_the_same_bits_in_every_reading(
    placed: tuple[Clip, ...], channels: int, gain: float, data: st.DataObject
) -> None:
    mix = mixdown(*placed, channels=channels, gain=gain, ceiling=0.7)
    whole = mix.read(-1000, LENGTH + 1000)
    assert whole.shape == (LENGTH + 2000, channels)
    assert whole.dtype == np.float32
    for _ in range(4):
        start = data.draw(st.integers(-1000, LENGTH + 1000))
        stop = data.draw(st.integers(start, LENGTH + 1000))
        assert mix.read(start, stop).tobytes() == whole[start + 1000 : stop + 1000].tobytes()


@settings(max_examples=40, deadline=None)
@given(clips(), st.floats(0.1, 3))
def test_the_mix_is_the_sum_of_its_clips(placed: tuple[Clip, ...], gain: float) -> None:
    expected = np.zeros(LENGTH)
    for clip in placed:
        sound = source(clip.source).astype(np.float64).mean(axis=1)[clip.offset : clip.offset + clip.length]
        if clip.envelope:
            places, levels = zip(*clip.envelope, strict=True)
            sound = sound * 10 ** (np.interp(np.arange(clip.length), places, levels) / 20)
        first, last = max(clip.start, 0), min(clip.stop, LENGTH)
        if first < last:
            expected[first:last] += clip.gain * sound[first - clip.start : last - clip.start]
    found = mixdown(*placed, gain=gain, ceiling=1e6).read(0, LENGTH)[:, 0]
    assert np.allclose(found, gain * expected, rtol=1e-5, atol=1e-5)


@settings(max_examples=30, deadline=None)
@given(clips(), st.integers(100, 3000))
def test_blocks_are_the_whole_and_keep_the_ceiling(placed: tuple[Clip, ...], frames: int) -> None:
    mix = mixdown(*placed, gain=2.0, ceiling=0.5)
    blocks = list(mix.blocks(frames))
    assert all(len(block) == frames for block in blocks[:-1])
    assert np.concatenate(blocks).tobytes() == mix.read(0, LENGTH).tobytes()
    assert true_peak(mix.read(0, LENGTH)) <= 0.5 * 10 ** (0.1 / 20)


def test_the_limiter_sees_across_the_ends_of_a_stretch() -> None:
    mix = mixdown(Clip(source="loud-1", start=1000, length=3000), gain=3.0, ceiling=0.5)
    context = np.pad(source("loud-1")[:3000] * np.float32(3), ((REACH, REACH), (0, 0)))
    assert np.array_equal(mix.read(1000, 4000), limit(context, 0.5))


def test_an_envelope_runs_straight_in_decibels() -> None:
    ones = np.ones((1001, 1), np.float32)
    ducked = Clip(source="ones", start=0, length=1001, envelope=((200, 0.0), (600, -20.0)))
    found = mixdown(ducked, open_source=lambda _: ones).read(0, 1001)[:, 0]
    assert found[[0, 200, 400, 600, 1000]] == pytest.approx([1, 1, 10**-0.5, 0.1, 0.1])


def test_a_silent_stretch_and_all_outside_are_exactly_zero() -> None:
    mix = mixdown(Clip(source="loud-1", start=0, length=1000), Clip(source="loud-1", start=3000, length=4000))
    assert not mix.read(1000, 3000).any()
    assert not mix.read(-5000, 0).any()
    assert not mix.read(LENGTH, LENGTH + 5000).any()
    assert mix.read(LENGTH - 1, LENGTH).any()


def test_the_last_sample_of_an_episode_is_heard() -> None:
    mix = mixdown(Clip(source="loud-1", start=LENGTH - 1, length=1))
    assert mix.read(LENGTH - 1, LENGTH)[0, 0] == source("loud-1")[0, 0]


def test_mono_sounds_in_both_channels() -> None:
    found = mixdown(Clip(source="soft-1", start=0, length=1000), channels=2).read(0, 1000)
    assert np.array_equal(found[:, 0], found[:, 1])
    assert np.array_equal(found[:, :1], source("soft-1")[:1000])


def test_a_long_clip_under_many_short_ones_is_always_heard() -> None:
    bed = Clip(source="bed", start=0, length=100_000)
    words = [Clip(source="word", start=at, length=50) for at in range(0, 100_000, 100)]
    sounds = {"bed": np.full((100_000, 1), 0.25, np.float32), "word": np.full((50, 1), 0.5, np.float32)}
    mix = mixdown(bed, *words, length=100_000, open_source=sounds.__getitem__)
    assert (mix.read(99_950, 100_000) == 0.25).all()
    assert (mix.read(99_900, 99_950) == 0.75).all()


def test_only_what_a_stretch_touches_is_opened_and_few_sources_are_kept() -> None:
    opened: list[str] = []

    def open_source(key: str) -> Samples:
        opened.append(key)
        return np.ones((100, 1), np.float32)

    count = 4 * SOURCES_OPEN
    placed = [Clip(source=str(number), start=number * 10_000, length=100) for number in range(count)]
    mix = mixdown(*placed, length=count * 10_000, open_source=open_source)
    mix.read(50_000, 50_100)
    mix.read(50_050, 50_200)
    assert opened == ["5"]
    for _ in mix.blocks(30_000):
        pass
    opened.clear()
    mix.read(50_000, 50_100)
    assert opened == ["5"]


def test_a_memory_map_will_do(tmp_path: object) -> None:
    path = f"{tmp_path}/sound.npy"
    np.save(path, source("loud-1"))
    mapped = mixdown(Clip(source=path, start=0, length=4000), open_source=lambda key: np.load(key, mmap_mode="r"))
    assert np.array_equal(mapped.read(0, 4000), source("loud-1"))


def test_what_cannot_be_mixed_is_refused() -> None:
    late, early = Clip(source="soft-1", start=10, length=5), Clip(source="soft-1", start=0, length=5)
    with pytest.raises(ValueError, match="order"):
        mixdown(late, early)
    with pytest.raises(ValueError, match="3 channels"):
        mixdown(channels=3)
    with pytest.raises(ValueError, match=r"3999 to 4004 of 'soft-1', which has 4000"):
        mixdown(Clip(source="soft-1", start=0, length=5, offset=3999)).read(0, 10)
    with pytest.raises(ValueError, match="5 to 4"):
        mixdown().read(5, 4)


def test_sixteen_bits_are_rounded_once_to_even_and_clipped() -> None:
    steps = np.array([[0.0, 0.5, 1.5, -0.5, 2.5001, 32766.6, 32768.0, 1e6, -32768.0, -1e6]], np.float32)
    assert to_int16(steps / 32768).tolist() == [[0, 0, 2, 0, 3, 32767, 32767, 32767, -32768, -32768]]


@given(st.lists(st.integers(-32768, 32767), min_size=1))
def test_sixteen_bits_come_back_as_they_were(values: list[int]) -> None:
    steps = np.array(values, np.int16)[:, np.newaxis]
    assert np.array_equal(to_int16(steps.astype(np.float32) / 32768), steps)


@given(pan=st.floats(-1, 1))
def test_a_place_changes_no_loudness_and_leans_to_its_side(pan: float) -> None:
    clip = Clip(source="soft-1", start=0, length=4000)
    middle = mixdown(clip, channels=2).read(0, 4000).astype(np.float64)
    placed = mixdown(replace(clip, pan=pan), channels=2).read(0, 4000).astype(np.float64)
    assert np.square(placed).sum() == pytest.approx(np.square(middle).sum(), rel=1e-5)
    left, right = np.sqrt(np.square(placed).sum(axis=0))
    assert (right - left) * pan >= 0


@pytest.mark.parametrize(
    ("pan", "left_db", "right_db"), [(0, 0, 0), (-1, 3.01, None), (1, None, 3.01), (-0.3, 1.65, -2.6)]
)
def test_places_follow_the_law_of_constant_power(pan: float, left_db: float | None, right_db: float | None) -> None:
    clip = Clip(source="soft-1", start=0, length=4000)
    mono = mixdown(clip).read(0, 4000)[:, 0]
    placed = mixdown(replace(clip, pan=pan), channels=2).read(0, 4000)
    for found, expected in zip(placed.T, (left_db, right_db), strict=True):
        if expected is None:
            assert np.abs(found).max() < 1e-6
        else:
            assert np.allclose(found, mono * 10 ** (expected / 20), rtol=0.01)


def test_mono_takes_no_notice_of_places_and_stereo_knows_them() -> None:
    clip = Clip(source="soft-1", start=0, length=4000)
    for channels in (1, 2):
        plain, placed = mixdown(clip, channels=channels), mixdown(replace(clip, pan=0.5), channels=channels)
        same = np.array_equal(plain.read(0, 4000), placed.read(0, 4000))
        known = [m.ingredients(0, 4000, before=False, after=False) for m in (plain, placed)]
        assert same == (known[0] == known[1]) == (channels == 1)
