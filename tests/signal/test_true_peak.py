from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimmwerk.signal.true_peak import SAMPLES_BESIDE, SPREAD, TruePeakMeter, peaks, true_peak
from stimmwerk.speech import Samples


def decibels(linear: float) -> float:
    return float(20 * np.log10(linear))


def sine(part_of_rate: float, degrees: float, amplitude: float, frames: int = 48000) -> Samples:
    """A sine with the soft ends that the EBU's signals have: a hard end would have a peak of its own."""
    wave = amplitude * np.sin(2 * np.pi * part_of_rate * np.arange(frames) + np.radians(degrees))
    ramp = np.minimum(1, np.minimum(np.arange(frames), np.arange(frames)[::-1]) / 2000)
    return (wave * ramp).astype(np.float32)[:, np.newaxis]


def speechlike(seed: int, frames: int, channels: int = 1) -> Samples:
    random = np.random.default_rng(seed)
    pulses = np.exp(-np.arange(frames) % 331 / 40)[:, np.newaxis]
    swell = np.abs(np.sin(np.arange(frames) / 9000))[:, np.newaxis]
    return (0.2 * pulses * swell * random.standard_normal((frames, channels))).astype(np.float32)


@pytest.mark.parametrize(
    ("part_of_rate", "degrees", "amplitude", "expected"),
    [
        (1 / 4, 0.0, 0.5, -6.0),
        (1 / 4, 45.0, 0.5, -6.0),
        (1 / 6, 60.0, 0.5, -6.0),
        (1 / 8, 67.5, 0.5, -6.0),
        (1 / 4, 45.0, 1.41, 3.0),
    ],
    ids=["case 15", "case 16", "case 17", "case 18", "case 19"],
)
def test_the_signals_of_ebu_tech_3341(part_of_rate: float, degrees: float, amplitude: float, expected: float) -> None:
    found = decibels(true_peak(sine(part_of_rate, degrees, amplitude)))
    assert expected - 0.4 <= found <= expected + 0.2


@pytest.mark.parametrize("point", [0.25, 0.5, 0.75])
def test_every_point_is_exact_up_to_18_khz(point: float) -> None:
    for frequency in range(500, 18001, 250):
        crest_after_50 = 0.5 * np.cos(2 * np.pi * frequency / 44100 * (np.arange(100) - 50 - point))
        found = peaks(crest_after_50.astype(np.float32)[:, np.newaxis], -1.0)[50 - SAMPLES_BESIDE]
        assert decibels(found / 0.5) == pytest.approx(0, abs=0.03)


@pytest.mark.parametrize("seed", range(4))
def test_scipy_agrees(seed: int) -> None:
    from scipy.signal import resample_poly

    # Up to 0.4 of the rate, where any sound interpolator gives the same.
    smooth = np.convolve(speechlike(seed, 20000)[:, 0], np.kaiser(31, 6) * np.sinc(0.7 * np.arange(-15, 16)), "same")
    second = np.abs(resample_poly(smooth, 4, 1, window=("kaiser", 8.0))).max()
    assert decibels(true_peak(smooth.astype(np.float32)[:, np.newaxis])) == pytest.approx(decibels(second), abs=0.1)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(0, 3000), st.integers(1, 2), st.floats(0, 1))
def test_leaving_out_changes_nothing_above_the_floor(seed: int, frames: int, channels: int, floor: float) -> None:
    sound = speechlike(seed, frames, channels)
    everything, pruned = peaks(sound, -1.0), peaks(sound, floor)
    assert len(pruned) == max(0, frames - 2 * SAMPLES_BESIDE)
    over = everything > floor
    assert np.array_equal(pruned[over], everything[over])
    assert (pruned[~over] <= floor).all()


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.lists(st.integers(0, 900), max_size=8), st.integers(1, 2))
def test_the_size_of_the_pieces_does_not_matter(seed: int, sizes: list[int], channels: int) -> None:
    sound = speechlike(seed, 3000, channels)
    meter = TruePeakMeter(channels)
    rest = sound
    for size in sizes:
        meter.add(rest[:size])
        rest = rest[size:]
    meter.add(rest)
    assert meter.peak() == true_peak(sound)


def test_a_peak_across_the_end_and_over_the_border_of_long_pieces_is_found() -> None:
    step = np.zeros((1 << 18, 1), np.float32)
    step[(1 << 17) - 1 : (1 << 17) + 1] = 0.5
    assert true_peak(step) > 0.6
    assert true_peak(step[: (1 << 17) + 1]) == true_peak(step)


@given(st.integers(0, 2**32 - 1), st.integers(1, 200))
def test_no_peak_is_below_the_samples_or_above_their_spread(seed: int, frames: int) -> None:
    sound = np.random.default_rng(seed).choice([-0.5, 0.5], (frames, 1)).astype(np.float32)
    assert 0.5 <= true_peak(sound) <= 0.5 * SPREAD


def test_silence_has_none() -> None:
    assert true_peak(np.zeros((100, 2), np.float32)) == 0.0
    assert true_peak(np.zeros((0, 1), np.float32)) == 0.0
