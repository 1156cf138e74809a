import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk import units
from stimmwerk.signal.loudness import Weigher, loudness_of
from stimmwerk.signal.waveform import rms_profile
from stimmwerk.verify.listening import without
from stimmwerk.verify.meters import LevelMeter, MarkMeter, SilenceMeter, Stretches, TurnMeter

RATE = 44_100
WINDOW = 441


def noise(frames, channels=1, level=0.1, seed=0):
    return np.random.default_rng(seed).normal(0, level, (frames, channels)).astype(np.float32)


def pieces(sound, size):
    return [sound[at : at + size] for at in range(0, len(sound), size)]


class TestStretches:
    @given(
        st.lists(st.tuples(st.integers(0, 120), st.integers(0, 60)), max_size=8),
        st.lists(st.integers(1, 40), min_size=1, max_size=10),
    )
    def test_every_stretch_comes_out_whole_and_once(self, spans, sizes):
        spans = [(start, start + length) for start, length in spans]
        stream = np.arange(100, dtype=np.float32)[:, np.newaxis]
        stretches, found, ended, at = Stretches(spans), {}, [], 0
        while at < len(stream):
            size = sizes[at % len(sizes)]
            for index, piece, last in stretches.cut(stream[at : at + size]):
                found.setdefault(index, []).extend(piece[:, 0])
                ended += [index] * last
            at += size
        for index, (start, stop) in enumerate(spans):
            assert found.get(index, []) == list(range(min(start, 100), min(stop, 100)))
            assert ended.count(index) == (start < stop <= 100)


class TestWithout:
    @given(
        st.tuples(st.integers(0, 50), st.integers(1, 50)),
        st.lists(st.tuples(st.integers(0, 100), st.integers(1, 30)), max_size=5),
    )
    def test_what_is_left_is_all_that_nothing_else_covers(self, span, others):
        span = (span[0], sum(span))
        others = [(start, start + length) for start, length in others]
        left = {at for start, stop in without(span, others) for at in range(start, stop)}
        covered = {at for start, stop in others for at in range(start, stop)}
        assert left == set(range(*span)) - covered


class TestTurnMeter:
    @pytest.mark.parametrize("channels", [1, 2])
    @pytest.mark.parametrize("seconds", [0.2, 0.5, 0.6, 0.61, 2.3])
    @pytest.mark.parametrize("size", [1000, 66_150, 10**6])
    def test_it_measures_what_the_whole_turn_measures(self, seconds, channels, size):
        sound = noise(units.samples(seconds, RATE), channels)
        meter, weigher = TurnMeter(RATE, channels), Weigher(RATE, channels)
        for piece in pieces(sound, size):
            meter.hear(piece)
            for power in weigher.add(piece):
                meter.weigh(power)
        meter.weigh(weigher.rest())
        assert meter.result() == TurnMeter.measure([sound], RATE, channels)
        found, edge = meter.result(), units.samples(0.6, RATE)
        assert found.lufs == pytest.approx(loudness_of(sound, RATE), abs=1e-6)
        assert found.attack == pytest.approx(rms_profile(sound[:edge], RATE, 20))
        assert found.release == pytest.approx(rms_profile(sound[-edge:], RATE, 20))


class TestSilenceMeter:
    @given(st.lists(st.booleans(), min_size=1, max_size=60), st.integers(1, 20))
    def test_the_longest_run_of_silent_windows(self, loud, windows_a_block):
        sound = np.concatenate([np.full((WINDOW, 1), 0.1 * each, np.float32) for each in loud])
        meter = SilenceMeter(RATE, -50)
        for piece in pieces(sound, windows_a_block * WINDOW):
            meter.add(piece)
        start, stop = meter.longest()
        runs = "".join("x" if each else "." for each in loud).split("x")
        assert stop - start == WINDOW * max(map(len, runs))
        assert not sound[start:stop].any()

    def test_the_threshold(self):
        for level, silent in ((-50.5, True), (-49.5, False)):
            meter = SilenceMeter(RATE, -50)
            meter.add(np.full((WINDOW * 3, 2), units.gain_from_db(level), np.float32))
            assert (meter.longest() == (0, WINDOW * 3)) is silent


class TestMarkMeter:
    def measure(self, sound, marks, size=10_000):
        meter = MarkMeter(marks, RATE, sound.shape[1], 0.02, -50)
        for piece in pieces(sound, size):
            meter.add(piece)
        return meter.sounds

    def stepped(self, silent_ms, ms=1000, channels=1):
        sound = noise(units.samples(ms / 1000, RATE), channels)
        sound[: units.samples(silent_ms / 1000, RATE)] = 0
        return sound

    @pytest.mark.parametrize("size", [100, 9999, 10**6])
    @pytest.mark.parametrize("channels", [1, 2])
    def test_silence_then_sound(self, size, channels):
        (found,) = self.measure(self.stepped(500, channels=channels), [22_050], size)
        assert (found.before, found.onset) == (units.SILENCE_DB, 0)

    @pytest.mark.parametrize(("late_ms", "onset"), [(0, 0), (9, 0), (11, 10), (20, 20), (32, None), (400, None)])
    def test_the_onset_counts_in_windows(self, late_ms, onset):
        (found,) = self.measure(self.stepped(500 + late_ms), [22_050])
        assert found.onset == onset

    def test_a_click_is_no_onset(self):
        sound = np.zeros((RATE, 1), np.float32)
        sound[22_100] = 1
        assert self.measure(sound, [22_050])[0].onset is None

    def test_the_level_before(self):
        sound = noise(RATE, level=0.01)
        (found,) = self.measure(sound, [22_050])
        assert found.before == pytest.approx(-40, abs=0.2)

    def test_what_sounds_within_the_precision_of_a_mark_is_not_before_it(self):
        (found,) = self.measure(self.stepped(500), [22_050 + 22])
        assert found.before == units.SILENCE_DB

    def test_nothing_stands_before_the_start(self):
        (found,) = self.measure(noise(RATE), [0])
        assert (found.before, found.onset) == (None, 0)

    def test_close_marks_and_marks_beyond_the_end(self):
        found = self.measure(noise(RATE), [0, 100, 3000, 44_000, 10**9])
        assert [each is None for each in found] == [False, False, False, True, True]


class TestLevelMeter:
    def test_the_mean_furthest_from_zero(self):
        meter = LevelMeter(2)
        for _ in range(3):
            meter.add(np.array([[0.01, -0.02], [0.03, -0.04]], np.float32))
        assert meter.mean() == pytest.approx(-0.03)

    def test_samples_at_full_scale_in_any_channel(self):
        meter = LevelMeter(2)
        meter.add(np.array([[0.9989, 1.2], [-1, 0.5], [0, 0]], np.float32))
        assert meter.full_scale == 2

    def test_nothing_has_no_mean(self):
        assert LevelMeter(1).mean() == 0
