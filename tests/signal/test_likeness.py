"""Takes beside the other takes of their voice."""

from dataclasses import replace

import numpy as np
import pytest

from stimmwerk.signal.likeness import LEAST_TAKES, Deviations, Ordinary, Sample
from stimmwerk.signal.soundness import Look, look_at
from stimmwerk.speech import Speech

RATE = 24_000


@pytest.fixture
def sample(servers):
    def make(letters, hertz=140.0, stretch=1.0, rate=RATE, played_at=RATE):
        wave = servers.hum("x" * letters, hertz, rate, 0.065 * stretch).astype(np.float32).reshape(-1, 1)
        return Sample(look=look_at(Speech(samples=wave, sample_rate=played_at)), letters=float(letters))

    return make


@pytest.fixture
def ordinary(sample):
    spread = np.random.default_rng(3).uniform(0.92, 1.08, (2, 20))
    return Ordinary(sample(20 + n, 140 * up, long) for n, (up, long) in enumerate(spread.T))


@pytest.mark.parametrize(("hertz", "stretch"), [(140, 1.0), (155, 1.15), (125, 0.85), (180, 1.0)])
def test_what_varies_as_speech_does_is_ordinary(ordinary, sample, hertz, stretch):
    assert ordinary.deviations(sample(40, hertz, stretch)) == Deviations()


@pytest.mark.parametrize(
    ("change", "kind", "text"),
    [
        ({"stretch": 0.4}, "doubts", "2.5 times shorter"),
        ({"stretch": 2.2}, "doubts", "2.2 times longer"),
        ({"stretch": 4.0}, "faults", "4.0 times longer"),
        ({"stretch": 0.2}, "faults", "5.1 times shorter"),
        ({"hertz": 260}, "doubts", "1.9 times higher"),
        ({"hertz": 75}, "doubts", "times lower"),
        ({"played_at": 48_000}, "faults", "2.0 times higher and as much shorter"),
        ({"played_at": 12_000}, "faults", "2.0 times lower and as much longer"),
        ({"played_at": 36_000}, "faults", "36000 Hz seems to be wrong"),
    ],
)
def test_what_does_not(ordinary, sample, change, kind, text):
    found = ordinary.deviations(sample(60, **change))
    assert text in getattr(found, kind)[0]
    assert bool(found.faults) == (kind == "faults")


def test_another_timbre_is_doubtful(ordinary, sample):
    own = sample(40)
    dull = replace(own, look=replace(own.look, bands=tuple(reversed(own.look.bands))))
    assert "spectrum" in ordinary.deviations(dull).doubts[0]


@pytest.mark.parametrize("letters", [0, 2, 11])
def test_short_takes_are_compared_with_none(ordinary, sample, letters):
    assert ordinary.deviations(sample(letters, 300, 5.0)) == Deviations()


@pytest.mark.parametrize("count", [0, 1, LEAST_TAKES - 1])
def test_few_takes_tell_nothing_of_a_voice(sample, count):
    assert Ordinary(sample(30) for _ in range(count)).deviations(sample(40, 300, 5.0)) == Deviations()


def test_takes_gone_wrong_move_nothing(sample):
    few = [sample(40 + n, 300, 4.0) for n in range(4)]
    ordinary = Ordinary([*few, *(sample(20 + n) for n in range(12))])
    assert ordinary.deviations(sample(50)) == Deviations()
    assert ordinary.deviations(few[0]).faults


def test_a_voice_that_is_never_voiced_is_compared_by_length_alone():
    def whispered(seconds):
        return Sample(look=Look(faults=(), doubts=(), sample_rate=RATE, seconds=seconds), letters=30.0)

    ordinary = Ordinary(whispered(2 + n / 50) for n in range(10))
    assert ordinary.deviations(whispered(2.1)) == Deviations()
    assert ordinary.deviations(whispered(9.0)).faults
