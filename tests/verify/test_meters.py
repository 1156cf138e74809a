"""Meters over cells give the same whatever pieces the stream comes in, and what the whole sound measures."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk import units
from stimmwerk.signal.cells import CELL, Cells, mean_squares
from stimmwerk.signal.loudness import loudness_of, weighted_power
from stimmwerk.signal.waveform import rms_profile
from stimmwerk.verify.listening import without
from stimmwerk.verify.meters import (
    WINDOW_CELLS,
    LevelMeter,
    LevelsOfTurns,
    LoudnessOfTurns,
    MarkMeter,
    SilenceMeter,
    Stretches,
    cells_of,
)

RATE = 44_100
WINDOW = WINDOW_CELLS * CELL


def noise(frames, channels=1, level=0.1, seed=0):
    return np.random.default_rng(seed).normal(0, level, (frames, channels)).astype(np.float32)


def pieces(stream, size):
    return [stream[at : at + size] for at in range(0, len(stream), size)]


class TestStretches:
    @given(
        st.lists(st.tuples(st.integers(0, 120), st.integers(0, 60)), max_size=8),
        st.lists(st.integers(1, 40), min_size=1, max_size=10),
    )
    def test_every_stretch_comes_out_whole_and_once(self, spans, sizes):
        spans = [(start, start + length) for start, length in spans]
        stretches, found, ended, at = Stretches(spans), {}, [], 0
        while at < 100:
            size = min(sizes[at % len(sizes)], 100 - at)
            for index, part, last in stretches.cut(size):
                found.setdefault(index, []).extend(range(at + part.start, at + part.stop))
                ended += [index] * last
            at += size
        for index, (start, stop) in enumerate(spans):
            assert found.get(index, []) == list(range(min(start, 100), min(stop, 100)))
            assert ended.count(index) == (start < stop <= 100)

    @given(st.integers(0, 10**6), st.integers(1, 10**6))
    def test_cells_cover_the_samples_and_no_cell_more(self, start, length):
        first, last = cells_of((start, start + length))
        assert first * CELL <= start < (first + 1) * CELL
        assert (last - 1) * CELL < start + length <= last * CELL


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


class TestTurns:
    @pytest.mark.parametrize("channels", [1, 2])
    @pytest.mark.parametrize("seconds", [0.2, 0.5, 0.6, 0.61, 2.3])
    @pytest.mark.parametrize("size", [7, 300, 10**6])
    def test_they_measure_what_the_whole_turn_measures(self, seconds, channels, size):
        sound = noise(units.samples(seconds, RATE) // CELL * CELL, channels)
        around = np.zeros((40 * CELL, channels), np.float32)
        stream = np.concatenate((around, sound, around))
        span = (len(around), len(around) + len(sound))
        cells = Cells(plain=mean_squares(stream), weighted=weighted_power(stream, RATE, CELL))
        levels, loudness = LevelsOfTurns([span]), LoudnessOfTurns([span], RATE)
        for piece in pieces(cells, size):
            levels.add(piece.plain)
            loudness.add(piece)
        (found,) = levels.levels
        assert loudness.lufs[0] == pytest.approx(loudness_of(sound, RATE), abs=0.05)
        assert found.level == pytest.approx(units.db_from_power(float(np.square(sound).mean())), abs=1e-3)
        whole = LevelMeter()
        whole.add(cells.plain[cells_of(span)[0] : cells_of(span)[1]])
        assert found.attack == whole.levels().attack
        assert found.release == whole.levels().release
        assert len(found.attack) == min(30, -(-len(sound) // (6 * CELL)))
        assert found.attack[0] == pytest.approx(rms_profile(sound[: 6 * CELL], RATE, 1000)[0], abs=1e-3)

    def test_what_never_ends_has_no_figures(self):
        levels = LevelsOfTurns([(0, 100 * CELL)])
        levels.add(np.ones(50, np.float32))
        assert levels.levels == [None]


class TestSilenceMeter:
    @given(st.lists(st.booleans(), min_size=1, max_size=60), st.integers(1, 50))
    def test_the_longest_run_of_silent_windows(self, loud, cells_a_piece):
        sound = np.concatenate([np.full((WINDOW, 1), 0.1 * each, np.float32) for each in loud])
        meter = SilenceMeter(-50)
        for piece in pieces(mean_squares(sound), cells_a_piece):
            meter.add(piece)
        start, stop = meter.longest()
        runs = "".join("x" if each else "." for each in loud).split("x")
        assert stop - start == WINDOW * max(map(len, runs))
        assert not sound[start:stop].any()

    def test_the_threshold(self):
        for level, silent in ((-50.5, True), (-49.5, False)):
            meter = SilenceMeter(-50)
            meter.add(mean_squares(np.full((WINDOW * 3, 2), units.gain_from_db(level), np.float32)))
            assert (meter.longest() == (0, WINDOW * 3)) is silent


class TestMarkMeter:
    MARK = 150 * CELL

    def measure(self, sound, marks, size=70):
        meter = MarkMeter(marks, RATE, 0.02, -50)
        for piece in pieces(mean_squares(sound), size):
            meter.add(piece)
        return meter.sounds

    def stepped(self, late_ms, channels=1):
        sound = noise(RATE, channels)
        sound[: self.MARK + units.samples(late_ms / 1000, RATE)] = 0
        return sound

    @pytest.mark.parametrize("size", [1, 69, 10**6])
    @pytest.mark.parametrize("channels", [1, 2])
    def test_silence_then_sound(self, size, channels):
        (found,) = self.measure(self.stepped(0, channels=channels), [self.MARK], size)
        assert (found.before, found.onset) == (units.SILENCE_DB, 0)

    @pytest.mark.parametrize(("late_ms", "onset"), [(0, 0), (9, 0), (11, 10), (21, 20), (33, None), (400, None)])
    def test_the_onset_counts_in_windows(self, late_ms, onset):
        (found,) = self.measure(self.stepped(late_ms), [self.MARK])
        assert found.onset == onset

    def test_a_click_is_no_onset(self):
        sound = np.zeros((RATE, 1), np.float32)
        sound[self.MARK + 50] = 1
        assert self.measure(sound, [self.MARK])[0].onset is None

    def test_the_level_before(self):
        (found,) = self.measure(noise(RATE, level=0.01), [self.MARK])
        assert found.before == pytest.approx(-40, abs=0.2)

    @pytest.mark.parametrize("off", [-22, 0, 22])
    def test_what_sounds_within_the_precision_of_a_mark_is_not_before_it(self, off):
        (found,) = self.measure(self.stepped(0), [self.MARK + off])
        assert (found.before, found.onset) == (units.SILENCE_DB, 0)

    def test_nothing_stands_before_the_start(self):
        (found,) = self.measure(noise(RATE), [0])
        assert (found.before, found.onset) == (None, 0)

    def test_close_marks_and_marks_beyond_the_end(self):
        found = self.measure(noise(RATE), [0, 100, 3000, 43_900, 10**9])
        assert [each is None for each in found] == [False, False, False, True, True]
