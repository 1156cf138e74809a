"""Measuring decoded sound: whole or in pieces the same, and what the meters of the standard say."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimmwerk.signal.cells import CELL, joined
from stimmwerk.signal.loudness import Gate, LoudnessMeter
from stimmwerk.signal.true_peak import true_peak
from stimmwerk.verify.measuring import LOOK_BACK, StreamMeasure, measure

RATE = 44_100


def speechlike(seconds, channels=1, seed=3):
    """Noise in syllables, with pauses."""
    random = np.random.default_rng(seed)
    time = np.arange(int(seconds * RATE)) / RATE
    swell = np.clip(np.sin(2 * np.pi * 3.1 * time), 0, 1) * (np.sin(2 * np.pi * 0.2 * time) > -0.6)
    return (0.2 * swell[:, np.newaxis] * random.standard_normal((len(time), channels))).astype(np.float32)


def gated(weighted):
    gate = Gate(RATE, CELL)
    gate.add(weighted)
    return gate.integrated()


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 400_000), min_size=1, max_size=6))
def test_a_stream_measures_the_same_in_any_pieces(sizes):
    sound = speechlike(20)
    stream, found, at = StreamMeasure(RATE, 1), [], 0
    for size in sizes:
        found += stream.add(sound[at : at + size])
        at += size
    found += [*stream.add(sound[at:]), stream.rest()]
    whole = measure(sound, RATE, 0)
    cells = joined([each.cells for each in found])
    assert np.array_equal(cells.plain, whole.cells.plain)
    # The last cell, which the stream fills up with silence, is not full in the whole.
    assert gated(cells.weighted) == pytest.approx(gated(whole.cells.weighted), abs=0.01)
    assert max(each.true_peak for each in found) == pytest.approx(whole.true_peak, abs=1e-6)


def test_the_standard_s_meter_agrees_to_a_hundredth():
    for seed in range(5):
        sound = speechlike(30, seed=seed)
        meter = LoudnessMeter(RATE, 1)
        meter.add(sound)
        assert gated(measure(sound, RATE, 0).cells.weighted) == pytest.approx(meter.integrated(), abs=0.01)


def test_what_sounded_before_is_looked_back_on_and_not_counted():
    sound = speechlike(4)
    cut = 64 * CELL
    whole, part = measure(sound, RATE, 0), measure(sound[cut - LOOK_BACK :], RATE, LOOK_BACK)
    assert len(part.cells.plain) == len(whole.cells.plain) - 64
    assert np.array_equal(part.cells.plain, whole.cells.plain[64:])
    np.testing.assert_allclose(part.cells.weighted, whole.cells.weighted[64:], rtol=1e-4, atol=1e-10)
    assert part.sums == pytest.approx((float(sound[cut:].sum(dtype=np.float64)),))


@pytest.mark.parametrize("channels", [1, 2])
def test_peaks_and_full_scale(channels):
    sound = speechlike(2, channels)
    sound[30_000:30_003] = 1.0
    found = measure(sound, RATE, 0)
    assert found.full_scale == 3 * channels
    assert found.true_peak == pytest.approx(true_peak(sound), abs=1e-6)
    assert len(found.sums) == channels
