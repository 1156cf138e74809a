from __future__ import annotations

import numpy as np
import pytest
from scipy import fft, signal

from stimmwerk.signal import distinctness as module
from stimmwerk.signal.distinctness import LEAST_ACCURACY, LEAST_RATIO, distinctness, features

RATE = 22_050


def voice(hertz: float, formant: float, sentence: int, rate: int = RATE, seconds: float = 1.2) -> np.ndarray:
    """A sung sentence: harmonics of a wavering pitch under one broad resonance; shape (frames, 1)."""
    random = np.random.default_rng(sentence)
    time = np.arange(int(seconds * rate)) / rate
    melody = random.normal(0, 0.3) + 1.5 * np.sin(2 * np.pi * (1.3 + random.uniform(-0.2, 0.2)) * time)
    pitch = hertz * 2 ** (melody / 12)
    phase = 2 * np.pi * np.cumsum(pitch) / rate
    shift = formant * random.uniform(0.97, 1.03)
    sound = np.zeros_like(time)
    for harmonic in range(1, int(8000 / hertz)):
        resonance = 1 / (1 + ((harmonic * hertz - shift) / 400) ** 2) + 0.05
        sound += resonance / harmonic * np.sin(harmonic * phase)
    return (0.1 * sound).astype(np.float32)[:, np.newaxis]


def cast_of(*voices: tuple[float, float], sentences: int = 8) -> dict[str, list[np.ndarray]]:
    cast = {}
    for number, (hertz, formant) in enumerate(voices):
        found = [features(voice(hertz, formant, 100 * number + sentence), RATE) for sentence in range(sentences)]
        cast[f"role{number}"] = [values for values in found if values is not None]
    return cast


@pytest.mark.parametrize("hertz", [80.0, 110.0, 165.0, 230.0])
def test_pitch_is_found(hertz: float) -> None:
    found = features(voice(hertz, 700, 1), RATE)
    assert found is not None
    assert found.shape == (29,)
    assert found[0] == pytest.approx(12 * np.log2(hertz / 100), abs=1.2)
    assert 1.5 < found[1] < 4.0


def test_loudness_and_channels_do_not_count() -> None:
    sound = voice(120, 600, 3)
    found = features(sound, RATE)
    assert found is not None
    np.testing.assert_allclose(features(sound * np.float32(0.125), RATE), found, atol=1e-6)
    np.testing.assert_allclose(features(np.repeat(sound, 2, axis=1), RATE), found, atol=1e-6)


def test_the_rate_hardly_counts() -> None:
    low, high = features(voice(120, 600, 3), RATE), features(voice(120, 600, 3, rate=2 * RATE), 2 * RATE)
    assert low is not None
    assert high is not None
    np.testing.assert_allclose(high[:2], low[:2], atol=0.3)
    np.testing.assert_allclose(high[2:15], low[2:15], atol=1.0)


@pytest.mark.parametrize(
    "sound",
    [
        np.zeros((RATE, 1), np.float32),
        np.zeros((0, 1), np.float32),
        np.ones((30, 1), np.float32),
        np.random.default_rng(0).normal(0, 0.1, (200, 1)).astype(np.float32),
    ],
    ids=["silence", "nothing", "a moment", "less than a frame"],
)
def test_nothing_voiced_has_no_features(sound: np.ndarray) -> None:
    assert features(sound, RATE) is None


def test_a_low_rate_is_refused() -> None:
    with pytest.raises(ValueError, match="8000 Hz"):
        features(voice(120, 600, 1, rate=8000), 8000)


def test_voices_far_apart_pass() -> None:
    found = distinctness(cast_of((85, 500), (125, 700), (200, 900)))
    assert found.ratio >= LEAST_RATIO
    assert found.accuracy == LEAST_ACCURACY
    assert found.sufficient
    assert len(found.distances) == 3
    assert [pair.ratio for pair in found.distances] == sorted(pair.ratio for pair in found.distances)


def test_the_weakest_pair_is_named() -> None:
    found = distinctness(cast_of((85, 500), (200, 900), (125, 700), (128, 720)))
    assert found.weakest == ("role2", "role3")
    assert found.ratio == found.distances[0].ratio < 2
    assert not found.sufficient


def test_one_voice_for_all_is_told_by_chance_only() -> None:
    found = distinctness(cast_of((120, 700), (120, 700), (120, 700)))
    assert found.ratio < 1
    assert found.accuracy < 0.7
    assert not found.sufficient


def test_the_same_sentences_in_one_voice_are_no_distance_at_all() -> None:
    sentences = cast_of((120, 700))["role0"]
    found = distinctness({"a": sentences, "b": sentences})
    assert found.ratio == 0
    assert not found.sufficient


def test_accuracy_counts_a_sentence_of_the_wrong_voice() -> None:
    cast = cast_of((85, 500), (200, 900))
    stranger = features(voice(200, 900, 999), RATE)
    assert stranger is not None
    cast["role0"][0] = stranger
    assert distinctness(cast).accuracy == pytest.approx(15 / 16)


def test_too_little_is_refused() -> None:
    cast = cast_of((85, 500), (200, 900), sentences=2)
    with pytest.raises(ValueError, match="two roles"):
        distinctness({"role0": cast["role0"]})
    with pytest.raises(ValueError, match="fewer than two sentences of role1"):
        distinctness({"role0": cast["role0"], "role1": cast["role1"][:1]})
    same = {role: [sentences[0]] * 3 for role, sentences in cast.items()}
    with pytest.raises(ValueError, match="all alike"):
        distinctness(same)


def test_band_pass_is_butterworths_both_ways() -> None:
    noise = np.random.default_rng(7).normal(size=RATE)
    sections = signal.butter(4, [50, 900], "bandpass", fs=RATE, output="sos")
    expected = signal.sosfiltfilt(sections, noise)
    middle = slice(RATE // 4, -RATE // 4)
    np.testing.assert_allclose(module._low_band(noise, RATE)[middle], expected[middle], atol=1e-4)


def test_cosine_transform_is_the_orthonormal_one() -> None:
    values = np.random.default_rng(8).normal(size=19)
    np.testing.assert_allclose(module._cosine_transform(values), fft.dct(values, norm="ortho"), atol=1e-12)
