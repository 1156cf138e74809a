from __future__ import annotations

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimmwerk.signal.loudness import Gate, LoudnessMeter, as_heard, k_weighting, loudness_of, weighted_power
from stimmwerk.speech import Samples

RATES = [16000, 22050, 44100, 48000]


def tone(*parts: tuple[float, float], rate: int = 48000, channels: int = 2, frequency: float = 1000) -> Samples:
    """A sine whose level goes through (dBFS, seconds), as the EBU gives its signals."""
    gain = np.concatenate([np.full(round(seconds * rate), 10 ** (level / 20)) for level, seconds in parts])
    wave = gain * np.sin(2 * np.pi * frequency * np.arange(len(gain)) / rate)
    return np.repeat(wave.astype(np.float32)[:, np.newaxis], channels, axis=1)


def noise(seconds: float, rate: int, channels: int, seed: int = 5) -> Samples:
    """Noise that falls with frequency and swells and pauses like speech."""
    random = np.random.default_rng(seed)
    frames = round(seconds * rate)
    brown = np.cumsum(random.standard_normal((frames, channels)), axis=0)
    swell = np.clip(np.sin(2 * np.pi * 0.4 * np.arange(frames) / rate), 0.0, 1)[:, np.newaxis]
    bright = np.diff(brown, axis=0, prepend=0) + 0.05 * brown
    return (0.02 * swell * bright).astype(np.float32)


def integrated(sound: Samples, rate: int) -> float | None:
    meter = LoudnessMeter(rate, sound.shape[1])
    meter.add(sound)
    return meter.integrated()


@pytest.mark.parametrize("rate", [44100, 48000])
@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        ([(-23, 20)], -23.0),
        ([(-33, 20)], -33.0),
        ([(-36, 10), (-23, 60), (-36, 10)], -23.0),
        ([(-72, 10), (-36, 10), (-23, 60), (-36, 10), (-72, 10)], -23.0),
        ([(-26, 20), (-20, 20.1), (-26, 20)], -23.0),
    ],
    ids=["case 1", "case 2", "case 3", "case 4", "case 5"],
)
def test_the_signals_of_ebu_tech_3341(parts: list[tuple[float, float]], expected: float, rate: int) -> None:
    assert integrated(tone(*parts, rate=rate), rate) == pytest.approx(expected, abs=0.1)


def test_full_scale_in_one_channel_is_the_figure_of_the_standard() -> None:
    assert integrated(tone((0, 5), channels=1, frequency=997), 48000) == pytest.approx(-3.01, abs=0.01)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("channels", [1, 2])
def test_pyloudnorm_agrees(rate: int, channels: int) -> None:
    sound = noise(9.7, rate, channels)
    second = pyloudnorm.Meter(rate, filter_class="DeMan").integrated_loudness(sound.astype(np.float64))
    assert integrated(sound, rate) == pytest.approx(second, abs=0.02)


def test_the_weighting_is_the_one_of_the_standard_at_48_khz() -> None:
    from scipy.signal import lfilter

    pulse = np.zeros(48000)
    pulse[0] = 1
    shelf = lfilter(
        [1.53512485958697, -2.69169618940638, 1.19839281085285], [1, -1.69065929318241, 0.73248077421585], pulse
    )
    expected = lfilter([1, -2, 1], [1, -1.99004745483398, 0.99007225036621], shelf)
    weighting = k_weighting(48000)
    found = weighting.valid(np.pad(pulse, (weighting.taps - 1, 0)).astype(np.float32)[:, np.newaxis])[:, 0]
    assert np.abs(found - expected).max() < 1e-6


def test_nothing_happens_where_the_meter_empties_its_buffer() -> None:
    # An offset that comes slowly cannot be heard; a filter that forgot it at a border would hear it set in.
    rate = 22050
    sound = tone((-55, 15), rate=rate, channels=1)
    offset = 0.45 - 0.45 * np.cos(np.pi * np.minimum(1, np.arange(len(sound)) / (2 * rate)))
    shifted = (sound + offset[:, np.newaxis]).astype(np.float32)
    second = pyloudnorm.Meter(rate, filter_class="DeMan").integrated_loudness(shifted.astype(np.float64))
    assert integrated(shifted, rate) == pytest.approx(second, abs=0.05)


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(1, 120_000), max_size=8))
def test_the_size_of_the_pieces_does_not_matter(sizes: list[int]) -> None:
    sound = noise(12, 22050, 1)
    meter = LoudnessMeter(22050, 1)
    rest = sound
    for size in sizes:
        meter.add(rest[:size])
        meter.integrated()
        rest = rest[size:]
    meter.add(rest)
    assert meter.integrated() == integrated(sound, 22050)


def test_less_than_a_block_and_less_than_the_gate_have_no_loudness() -> None:
    assert integrated(tone((-20, 0.399)), 48000) is None
    assert integrated(tone((-20, 0.4)), 48000) is not None
    assert integrated(tone((-75, 2)), 48000) is None
    assert integrated(np.zeros((96000, 1), np.float32), 48000) is None
    assert LoudnessMeter(48000, 1).integrated() is None


@pytest.mark.parametrize("rate", [11025, 44100])
def test_a_short_sound_is_as_loud_as_a_long_one_of_the_same_level(rate: int) -> None:
    long = loudness_of(tone((-20, 3), rate=rate, channels=1), rate)
    short = tone((-20, 0.25), rate=rate, channels=1)
    assert long is not None
    for around in (0.0, 0.05, 1.0):
        silence = np.zeros((round(around * rate), 1), np.float32)
        assert loudness_of(np.concatenate((silence, short, silence)), rate) == pytest.approx(long, abs=0.15)


def test_silence_and_nothing_have_no_loudness() -> None:
    assert loudness_of(np.zeros((5000, 1), np.float32), 44100) is None
    assert loudness_of(np.zeros((0, 1), np.float32), 44100) is None
    assert loudness_of(tone((-75, 0.2), channels=1), 48000) is None


def test_a_long_sound_is_measured_with_gates() -> None:
    sound = tone((-20, 2), (-90, 4), (-20, 2))
    assert loudness_of(sound, 48000) == integrated(sound, 48000)
    assert loudness_of(sound, 48000) == pytest.approx(-20, abs=0.5)


def test_mono_is_heard_twice() -> None:
    mono, stereo = tone((-20, 2), channels=1), tone((-20, 2), channels=2)
    alone, both = integrated(mono, 48000), integrated(stereo, 48000)
    assert alone is not None
    assert both is not None
    assert as_heard(alone, 1) == pytest.approx(both, abs=1e-6)
    assert as_heard(both, 2) == both


def test_other_numbers_of_channels_are_refused() -> None:
    with pytest.raises(ValueError, match="6 channels"):
        LoudnessMeter(48000, 6)
    with pytest.raises(ValueError, match="2 channels for a meter of 1"):
        LoudnessMeter(48000, 1).add(np.zeros((10, 2), np.float32))


def test_short_term_loudness_is_one_value_a_second_over_the_three_around_it() -> None:
    gate = Gate(48000, 160)
    power = weighted_power(tone((-20, 5), (-120, 5), (-30, 4.5)), 48000, 160)
    for part in np.split(power, [44, 625]):
        gate.add(part)
    values = gate.short_term()
    assert len(values) == 14
    loud, soft = values[1], values[12]
    assert loud is not None
    assert soft == pytest.approx(loud - 10, abs=0.1)
    # A second beside an edge has two of its three seconds, or one.
    assert values[4] == pytest.approx(loud - 1.76, abs=0.1)
    assert values[5] == pytest.approx(loud - 4.77, abs=0.1)
    assert values[6:9] == (None, None, None)
    assert values[0] == values[1]


def test_less_than_a_second_has_no_short_term_loudness() -> None:
    gate = Gate(48000, 160)
    gate.add(weighted_power(tone((-20, 0.9)), 48000, 160))
    assert gate.short_term() == ()
