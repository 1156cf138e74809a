from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimmwerk.presets import Compressor, DeEsser
from stimmwerk.signal.dynamics import compress, deess, follow, reduction_db, speech_level_db
from stimmwerk.speech import Samples

RATE = 22050
CELL_S = 0.002


def tone(frequency: float, seconds: float, level_db: float, rate: int = RATE) -> Samples:
    """A sine of a level in dBFS (RMS)."""
    time = np.arange(round(seconds * rate)) / rate
    amplitude = np.sqrt(2) * 10 ** (level_db / 20)
    return (amplitude * np.sin(2 * np.pi * frequency * time)).astype(np.float32)[:, np.newaxis]


def rms_db(samples: Samples) -> float:
    return float(10 * np.log10(np.mean(np.square(samples, dtype=np.float64)) + 1e-20))


def syllables(levels: list[float], frequency: float = 700.0, seconds: float = 0.4) -> Samples:
    return np.concatenate([tone(frequency, seconds, level) for level in levels])


@pytest.mark.parametrize(
    ("level", "expected"),
    [(-30, 0), (-14, 0), (-10, 0.6 * 16 / 16), (-6, 0.6 * 4), (0, 0.6 * 10), (10, 0.6 * 20)],
)
def test_the_static_curve(level: float, expected: float) -> None:
    found = reduction_db(np.array([float(level)]), threshold_db=-10.0, ratio=2.5, knee_db=8.0)
    assert found[0] == pytest.approx(expected)


@given(threshold=st.floats(-40, 20), ratio=st.floats(1, 20), knee=st.floats(0, 24), start=st.floats(-80, 0))
def test_the_static_curve_rises_and_never_turns_loud_below_soft(
    threshold: float, ratio: float, knee: float, start: float
) -> None:
    levels = start + np.linspace(0, 100, 1001)
    reduction = reduction_db(levels, threshold, ratio, knee)
    assert (reduction >= 0).all()
    assert (np.diff(reduction) >= -1e-9).all()
    assert (np.diff(levels - reduction) >= -1e-9).all()
    far = levels > threshold + knee / 2
    assert np.allclose(reduction[far], (1 - 1 / ratio) * (levels[far] - threshold))


@pytest.mark.parametrize(("attack", "release"), [(0.008, 0.12), (0.02, 0.3)])
def test_63_per_cent_after_attack_and_release(attack: float, release: float) -> None:
    step = np.concatenate([np.full(1000, 10.0), np.zeros(1000)])
    found = follow(step, attack, release)
    rising = np.flatnonzero(found[:1000] >= 10 * (1 - np.exp(-1)))[0] + 1
    falling = np.flatnonzero(found[1000:] <= 10 * np.exp(-1))[0] + 1
    assert rising * CELL_S == pytest.approx(attack, abs=CELL_S)
    assert falling * CELL_S == pytest.approx(release, abs=CELL_S)


def test_a_reduction_stays_where_nothing_is_wanted() -> None:
    found = follow(np.concatenate([np.full(200, 6.0), np.full(500, -1.0), np.zeros(500)]), 0.008, 0.12)
    assert np.ptp(found[199:700]) == 0
    assert found[700] < found[699]


def test_the_level_of_speech_does_not_count_pauses() -> None:
    power = np.array([0.01, 0.01, 0.0, 0.0, 1e-7, 0.01, 0.0])
    assert speech_level_db(power) == pytest.approx(-20)
    assert speech_level_db(np.zeros(9)) == -120


def test_loud_and_soft_syllables_come_nearer_by_the_ratio() -> None:
    settings = Compressor(threshold_db=-20.0, ratio=2.5, knee_db=0.0)
    sound = syllables([-20, -32, -20, -32, -20])
    found = compress(sound, RATE, settings)
    middle = slice(round(0.25 * RATE), round(0.38 * RATE))
    loud, soft = (found[round(at * RATE) :][middle] for at in (0.8, 1.2))
    assert rms_db(loud) - rms_db(soft) == pytest.approx(12 / 2.5, abs=0.7)


def test_a_syllable_below_the_threshold_is_as_it_was() -> None:
    sound = syllables([-20, -26, -26])
    found = compress(sound, RATE, Compressor(threshold_db=12.0))
    assert np.array_equal(found, sound)


def test_a_loud_syllable_gives_way_in_the_time_of_the_attack() -> None:
    settings = Compressor(threshold_db=-6.0, ratio=4.0, knee_db=0.0, attack=0.03)
    sound = syllables([-40, -10, -40], frequency=1000)
    gain = compress(sound, RATE, settings)[:, 0] / np.where(sound[:, 0] == 0, 1, sound[:, 0])
    started = round(0.4 * RATE)
    depth = 20 * np.log10(np.median(gain[started + round(0.3 * RATE) : started + round(0.38 * RATE)]))
    at_attack = 20 * np.log10(np.median(gain[started + round(0.029 * RATE) : started + round(0.031 * RATE)]))
    assert depth < -3
    assert at_attack / depth == pytest.approx(0.63, abs=0.1)


def test_a_pause_is_not_drawn_up() -> None:
    hum = 0.0003 * np.random.default_rng(1).standard_normal((round(1.2 * RATE), 1)).astype(np.float32)
    sound = np.concatenate([syllables([-15, -15]), hum, syllables([-15])])
    settings = Compressor(threshold_db=-10.0)
    quiet = slice(round(0.83 * RATE), round(1.95 * RATE))
    gain = compress(sound, RATE, settings)[quiet] / sound[quiet]
    assert 20 * np.log10(gain.max() / gain.min()) < 0.2
    drawn_up = compress(sound, RATE, Compressor(threshold_db=-10.0, pause_db=-60.0))[quiet] / sound[quiet]
    assert 20 * np.log10(drawn_up.max() / drawn_up.min()) > 3


def test_a_gain_never_steps() -> None:
    sound = np.full((RATE, 1), 0.01, np.float32)
    sound[5000:9000] = 0.5
    gain = (compress(sound, RATE, Compressor(threshold_db=-10.0)) / sound)[:, 0]
    assert np.abs(np.diff(gain)).max() < 0.02


@given(scale=st.floats(0.001, 1.0), seed=st.integers(0, 99))
@settings(max_examples=20, deadline=None)
def test_twice_as_loud_comes_out_twice_as_loud(scale: float, seed: int) -> None:
    random = np.random.default_rng(seed)
    sound = (random.standard_normal((9000, 1)) * random.uniform(0.01, 0.3, (9, 1)).repeat(1000, axis=0)).astype(
        np.float32
    )
    factor = np.float32(scale)
    for treated in (lambda s: compress(s, RATE, Compressor()), lambda s: deess(s, RATE, DeEsser())):
        assert np.allclose(treated(sound * factor), treated(sound) * factor, rtol=1e-3, atol=1e-4 * scale)


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 44100, 48000])
@pytest.mark.parametrize("frames", [0, 1, 43, 44, 45, 5000])
def test_any_length_at_any_rate_stays_as_long_and_finite(rate: int, frames: int) -> None:
    sound = np.random.default_rng(3).uniform(-0.5, 0.5, (frames, 1)).astype(np.float32)
    for treated in (compress(sound, rate, Compressor()), deess(sound, rate, DeEsser())):
        assert treated.shape == sound.shape
        assert treated.dtype == np.float32
        assert np.isfinite(treated).all()


def test_silence_stays_silence() -> None:
    silence = np.zeros((9000, 1), np.float32)
    assert not compress(silence, RATE, Compressor()).any()
    assert not deess(silence, RATE, DeEsser()).any()


def vowel_and_hiss(hiss_db: float) -> Samples:
    """A second of vowel, and in its middle 0.2 s of hiss; levels in dBFS."""
    sound = tone(500, 1.0, -20)
    sound[round(0.4 * RATE) : round(0.6 * RATE)] += tone(6500, 0.2, hiss_db)
    return sound


def band_db(samples: Samples, frequency: float) -> float:
    """The level of one frequency in 0.1 s from 0.45 s on."""
    part = samples[round(0.45 * RATE) :][: round(0.1 * RATE), 0].astype(np.float64)
    turn = np.exp(-2j * np.pi * frequency * np.arange(len(part)) / RATE)
    return float(20 * np.log10(np.sqrt(2) * abs((part * turn).mean()) + 1e-12))


@pytest.mark.parametrize(("hiss", "taken"), [(-40, 0.0), (-35, 0.0), (-31, 2.0), (-28, 4.0), (-20, 6.0)], ids=str)
def test_a_hiss_is_turned_down_and_the_vowel_under_it_is_not(hiss: float, taken: float) -> None:
    settings = DeEsser(threshold_db=-14.0, ratio=3.0, most_db=6.0)
    sound = vowel_and_hiss(hiss)
    found = deess(sound, RATE, settings)
    # The level of the speech is about -20 dBFS, so that too much begins at -34.
    assert band_db(found, 6500) - band_db(sound, 6500) == pytest.approx(-taken, abs=0.5)
    assert band_db(found, 500) - band_db(sound, 500) == pytest.approx(0, abs=0.1)


def test_speech_without_a_hiss_is_as_it_was() -> None:
    sound = vowel_and_hiss(-40)
    assert np.array_equal(deess(sound, RATE, DeEsser()), sound)


def test_speech_of_a_telephone_has_no_hiss() -> None:
    sound = np.random.default_rng(3).uniform(-0.5, 0.5, (4000, 1)).astype(np.float32)
    assert np.array_equal(deess(sound, 8000, DeEsser()), sound)


def test_neither_moves_a_click() -> None:
    sound = vowel_and_hiss(-20) * np.float32(0.1)
    sound[7777] = 0.9
    for treated in (compress(sound, RATE, Compressor()), deess(sound, RATE, DeEsser())):
        assert int(np.abs(treated).argmax()) == 7777
