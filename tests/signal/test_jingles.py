from __future__ import annotations

import numpy as np
import pytest

from stimmwerk.signal.jingles import JINGLES, LEAST_RATE, PEAK_DB, compose

RATE = 44_100
SECONDS = {"opening": (9, 11), "closing": (8, 10), "sting": (1.4, 1.8)}
BEDS = {"opening": (4.2, 8.5), "closing": (0.0, 3.5)}
MOTIFS = {"opening": 0.0, "closing": 3.6, "sting": 0.0}
A, D, F_SHARP = 440.0, 587.33, 739.99


@pytest.fixture(scope="module")
def sounds() -> dict[str, np.ndarray]:
    return {name: compose(name, RATE) for name in JINGLES}


def decibels(amplitude: float) -> float:
    return 20 * np.log10(max(amplitude, 1e-9))


def rms(sound: np.ndarray, start: float, stop: float) -> float:
    part = sound[int(start * RATE) : int(stop * RATE)].astype(np.float64)
    return decibels(float(np.sqrt(np.mean(part**2))))


@pytest.mark.parametrize("name", JINGLES)
def test_shape_length_peak_and_no_dc(sounds: dict[str, np.ndarray], name: str) -> None:
    sound = sounds[name]
    shortest, longest = SECONDS[name]
    assert sound.dtype == np.float32
    assert sound.ndim == 2
    assert sound.shape[1] == 1
    assert shortest <= len(sound) / RATE <= longest
    assert decibels(float(np.abs(sound).max())) == pytest.approx(PEAK_DB, abs=0.01)
    assert abs(float(sound.mean(dtype=np.float64))) < 1e-4


@pytest.mark.parametrize("name", JINGLES)
def test_ends_in_zero_without_a_long_tail(sounds: dict[str, np.ndarray], name: str) -> None:
    mono = sounds[name][:, 0]
    assert mono[-1] == 0
    assert np.abs(mono[-int(0.002 * RATE) :]).max() < 10 ** (-60 / 20)
    last_heard = np.nonzero(np.abs(mono) > 10 ** (-70 / 20))[0][-1]
    assert (len(mono) - last_heard) / RATE < 0.1


@pytest.mark.parametrize("name", ["opening", "sting"])
def test_is_heard_at_once_and_begins_without_a_click(sounds: dict[str, np.ndarray], name: str) -> None:
    mono = sounds[name][:, 0]
    assert decibels(float(np.abs(mono[: RATE // 100]).max())) > -40
    assert abs(mono[0]) < 1e-6
    assert np.abs(np.diff(mono[:44])).max() < 0.01


def test_same_bytes_again(sounds: dict[str, np.ndarray]) -> None:
    assert compose("sting", RATE).tobytes() == sounds["sting"].tobytes()


@pytest.mark.parametrize("name", BEDS)
def test_bed_is_quiet_and_leaves_room_for_consonants(sounds: dict[str, np.ndarray], name: str) -> None:
    start, stop = BEDS[name]
    mono = sounds[name][int(start * RATE) : int(stop * RATE), 0].astype(np.float64)
    power = np.abs(np.fft.rfft(mono * np.hanning(len(mono)))) ** 2
    hertz = np.fft.rfftfreq(len(mono), 1 / RATE)
    consonants = power[(hertz >= 1000) & (hertz < 4000)].sum() / power.sum()
    assert 10 * np.log10(consonants) < -30
    loud = rms(sounds[name], MOTIFS[name], MOTIFS[name] + 1.5)
    assert loud - rms(sounds[name], start, stop) > 12
    assert rms(sounds[name], start, stop) > -40


@pytest.mark.parametrize(("name", "step"), [("opening", 0.3), ("closing", 0.3), ("sting", 0.17)])
def test_the_motif_returns(sounds: dict[str, np.ndarray], name: str, step: float) -> None:
    for number, hertz in enumerate((A, D, F_SHARP)):
        start = MOTIFS[name] + number * step + 0.02
        part = sounds[name][int(start * RATE) : int((start + step - 0.03) * RATE), 0].astype(np.float64)
        time = np.arange(len(part)) / RATE
        heard = {
            note: abs(np.sum(part * np.hanning(len(part)) * np.exp(-2j * np.pi * note * time)))
            for note in (415.3, A, 493.9, D, 659.3, F_SHARP, 830.6)
        }
        assert max(heard, key=lambda note: heard[note]) == hertz


@pytest.mark.parametrize("name", JINGLES)
def test_no_clicks_inside(sounds: dict[str, np.ndarray], name: str) -> None:
    """A click is sound above 8 kHz, where none of the partials lies."""
    mono = sounds[name][:, 0].astype(np.float64)
    frames = np.lib.stride_tricks.sliding_window_view(mono, 1024)[::512] * np.blackman(1024)
    above = np.abs(np.fft.rfft(frames))[:, int(8000 / RATE * 1024) :].max() / 1024
    assert decibels(float(above)) < -90


def test_another_rate_is_the_same_music() -> None:
    low, high = compose("sting", 22_050), compose("sting", 48_000)
    assert len(low) / 22_050 == pytest.approx(len(high) / 48_000, abs=1e-4)
    low_rms, high_rms = (np.sqrt(np.mean(sound.astype(np.float64) ** 2)) for sound in (low, high))
    assert decibels(low_rms) == pytest.approx(decibels(high_rms), abs=1.0)


def test_unknown_name_and_low_rate() -> None:
    with pytest.raises(ValueError, match=r"opning.*did you mean opening"):
        compose("opning")
    with pytest.raises(ValueError, match=str(LEAST_RATE)):
        compose("sting", 8000)
