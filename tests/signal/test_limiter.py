from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimmwerk.signal.limiter import REACH, limit
from stimmwerk.signal.true_peak import true_peak
from stimmwerk.speech import Samples

CEILING = 0.7943282  # -2 dBTP
TENTH_OF_A_DECIBEL = 10 ** (0.1 / 20)


def limited(sound: Samples, ceiling: float = CEILING) -> Samples:
    """The whole sound, with silence around it as context."""
    return limit(np.pad(sound, ((REACH, REACH), (0, 0))), ceiling)


@st.composite
def sounds(draw: st.DrawFn) -> Samples:
    """Noise, tones, clicks and silence, some of it far too loud."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    channels = draw(st.integers(1, 2))
    parts = []
    for _ in range(draw(st.integers(1, 5))):
        frames = draw(st.integers(1, 2500))
        kind = draw(st.sampled_from(["noise", "tone", "clicks", "silence"]))
        level = draw(st.floats(0.01, 8.0))
        if kind == "noise":
            part = random.standard_normal((frames, channels))
        elif kind == "tone":
            part = np.sin(draw(st.floats(0.001, 2.6)) * np.arange(frames))[:, np.newaxis] * np.ones(channels)
        elif kind == "clicks":
            part = (random.random((frames, channels)) < 0.01) * 1.0
        else:
            part = np.zeros((frames, channels))
        parts.append(level * part)
    return np.concatenate(parts).astype(np.float32)


@settings(max_examples=80, deadline=None)
@given(sounds(), st.sampled_from([0.1, 0.5, CEILING, 1.0]))
def test_nothing_goes_over_the_ceiling(sound: Samples, ceiling: float) -> None:
    result = limited(sound, ceiling)
    assert result.shape == sound.shape
    assert result.dtype == np.float32
    assert true_peak(result) <= ceiling * TENTH_OF_A_DECIBEL


@settings(max_examples=60, deadline=None)
@given(sounds(), st.lists(st.integers(0, 12500), max_size=5))
def test_blocks_are_the_whole_bit_for_bit(sound: Samples, cuts: list[int]) -> None:
    context = np.pad(sound, ((REACH, REACH), (0, 0)))
    edges = sorted({0, len(sound), *(cut for cut in cuts if cut < len(sound))})
    blocks = [limit(context[a : b + 2 * REACH], CEILING) for a, b in pairwise(edges)]
    assert np.concatenate(blocks).tobytes() == limited(sound).tobytes()


@settings(max_examples=40, deadline=None)
@given(sounds())
def test_silence_stays_exactly_silent(sound: Samples) -> None:
    result = limited(sound)
    assert not result[sound == 0].any()


def test_what_stays_below_is_left_as_it_is() -> None:
    sound = np.random.default_rng(1).uniform(-0.3, 0.3, (20000, 1)).astype(np.float32)
    assert limited(sound).tobytes() == sound.tobytes()


def test_only_what_is_within_reach_of_a_peak_changes() -> None:
    sound = np.random.default_rng(1).uniform(-0.3, 0.3, (20000, 1)).astype(np.float32)
    sound[10000] = 2.0
    result = limited(sound)
    changed = np.flatnonzero(result[:, 0] != sound[:, 0])
    assert 10000 - REACH <= changed[0] < 10000 - 300
    assert 10000 + 300 < changed[-1] <= 10000 + REACH
    assert abs(result[10000, 0]) == pytest.approx(CEILING, rel=0.05)


def test_the_channels_keep_their_balance() -> None:
    left = np.sin(np.arange(8000) / 20).astype(np.float32)
    result = limited(np.stack((2 * left, left / 2), axis=1))
    assert np.allclose(result[:, 0], 4 * result[:, 1], atol=1e-6)


def test_the_gain_holds_over_the_periods_of_a_deep_voice() -> None:
    pulses = np.zeros((44100, 1), np.float32)
    pulses[::551] = 1.6  # 80 Hz
    pulses += 0.1
    result = limited(pulses)[5000:39000]
    floor = result[result < 0.2]
    assert floor.max() / floor.min() < 1.001


@pytest.mark.parametrize(("frames", "ceiling"), [(2 * REACH - 1, 0.5), (2 * REACH, 0.0), (2 * REACH, -1.0)])
def test_too_little_context_and_no_ceiling_are_refused(frames: int, ceiling: float) -> None:
    with pytest.raises(ValueError, match=r"context|ceiling"):
        limit(np.zeros((frames, 1), np.float32), ceiling)
