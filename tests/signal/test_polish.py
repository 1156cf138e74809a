from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimmwerk.signal.polish import Polish, high_pass, polish, stages
from stimmwerk.signal.waveform import sounding_range
from stimmwerk.speech import Samples, Speech, WordMark

SOURCE, TARGET = 22050, 44100


def tone(frequency: float, frames: int, amplitude: float = 0.3, rate: int = SOURCE) -> Samples:
    return (amplitude * np.sin(2 * np.pi * frequency * np.arange(frames) / rate)).astype(np.float32)[:, np.newaxis]


def spoken(lead: int = 4000, frames: int = 20000, tail: int = 6000, words: tuple[WordMark, ...] = ()) -> Speech:
    sound = np.pad(tone(220, frames), ((lead, tail), (0, 0)))
    return Speech(samples=sound, sample_rate=SOURCE, words=words)


def test_a_take_is_mono_at_the_target_rate_and_begins_and_ends_with_zero() -> None:
    take = polish(replace(spoken(), samples=np.repeat(spoken().samples, 2, axis=1)), Polish(), TARGET)
    assert take.sample_rate == TARGET
    assert take.samples.dtype == np.float32
    assert take.samples.shape[1] == 1
    assert take.samples[0, 0] == 0
    assert take.samples[-1, 0] == 0


@given(lead=st.integers(0, 9000), tail=st.integers(0, 9000))
@settings(max_examples=20, deadline=None)
def test_silence_around_the_speech_makes_no_difference_to_its_length(lead: int, tail: int) -> None:
    bare = polish(spoken(lead=1000, tail=1000), Polish(), TARGET)
    found = polish(spoken(lead=lead + 1000, tail=tail + 1000), Polish(), TARGET)
    assert abs(len(found.samples) - len(bare.samples)) < 0.005 * TARGET
    assert 40000 <= len(found.samples) < 40000 + 0.08 * TARGET


def test_marks_stay_on_their_words() -> None:
    click_at, lead = 9000, 5000
    sound = np.pad(tone(220, 20000, 0.01), ((lead, 3000), (0, 0)))
    sound[lead + click_at] += 0.9
    speech = Speech(samples=sound, sample_rate=SOURCE, words=(WordMark(sample=lead + click_at, start=3, stop=7),))
    take = polish(speech, Polish(), TARGET)
    (mark,) = take.words
    assert abs(int(np.abs(take.samples).argmax()) - mark.sample) <= 2
    assert (mark.start, mark.stop) == (3, 7)


def test_marks_outside_the_take_are_moved_to_its_ends() -> None:
    words = tuple(WordMark(sample=at, start=number, stop=number + 1) for number, at in enumerate([0, 10000, 29999]))
    take = polish(spoken(words=words), Polish(), TARGET)
    assert [take.words[0].sample, take.words[2].sample] == [0, len(take.samples) - 1]
    assert 0 < take.words[1].sample < len(take.samples)


def test_an_offset_neither_stays_nor_counts_as_sound() -> None:
    plain, shifted = spoken(), spoken()
    take = polish(replace(shifted, samples=shifted.samples + np.float32(0.2)), Polish(), TARGET)
    expected = polish(plain, Polish(), TARGET)
    assert abs(take.samples.mean()) < 1e-4
    assert np.abs(take.samples).max() == pytest.approx(np.abs(expected.samples).max(), rel=1e-3)
    assert abs(len(take.samples) - len(expected.samples)) < 0.005 * TARGET


@pytest.mark.parametrize("rate", [22050, 44100, 48000])
@pytest.mark.parametrize(
    ("frequency", "least", "most"),
    [(0.01, -200, -100), (20, -60, -40), (50, -40, -28), (75, -6.3, -5.7), (120, -0.1, 0.1), (1000, -0.01, 0.01)],
)
def test_the_high_pass_takes_what_it_should(rate: int, frequency: float, least: float, most: float) -> None:
    response = high_pass(75.0, rate)
    pulse = np.zeros((2 * response.taps - 1, 1), np.float32)
    pulse[response.taps - 1] = 1
    taps = response.centred(pulse)[:, 0].astype(np.float64)
    place = np.arange(len(taps)) / rate
    level = 20 * np.log10(abs((taps * np.exp(-2j * np.pi * frequency * place)).sum()) + 1e-9)
    assert least <= level <= most


def test_the_chain_neither_delays_nor_shortens() -> None:
    sound = np.zeros((30000, 1), np.float32)
    sound[12345] = 1
    for stage in stages(Polish(), SOURCE, TARGET):
        sound = stage(sound)
    assert sound.shape == (60000, 1)
    assert int(np.abs(sound).argmax()) == 24690


def test_settings_reach_the_sound() -> None:
    short = polish(spoken(), Polish(lead=0.0, tail=0.0), TARGET)
    long = polish(spoken(), Polish(lead=0.05, tail=0.05), TARGET)
    assert len(long.samples) - len(short.samples) == round(0.1 * TARGET)
    deep = replace(spoken(), samples=spoken().samples + tone(50, 30000))
    filtered, open_ = (polish(deep, Polish(high_pass_hz=hz), TARGET) for hz in (75.0, 20.0))
    assert np.abs(filtered.samples).max() < np.abs(open_.samples).max() - 0.1


def test_a_word_of_a_few_milliseconds_is_kept() -> None:
    take = polish(spoken(frames=100), Polish(), TARGET)
    assert sounding_range(take.samples, TARGET) != (0, 0)


def test_the_same_speech_gives_the_same_bytes() -> None:
    assert polish(spoken(), Polish(), TARGET).samples.tobytes() == polish(spoken(), Polish(), TARGET).samples.tobytes()


@pytest.mark.parametrize(
    "samples",
    [np.zeros((0, 1), np.float32), np.zeros((9000, 1), np.float32), np.full((9000, 1), 0.3, np.float32)],
    ids=["nothing", "zeros", "a mere offset"],
)
def test_silence_is_refused(samples: Samples) -> None:
    with pytest.raises(ValueError, match="silent"):
        polish(Speech(samples=samples, sample_rate=SOURCE), Polish(), TARGET)


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_what_is_no_number_is_refused(value: float) -> None:
    samples = spoken().samples.copy()
    samples[100] = value
    with pytest.raises(ValueError, match="not finite"):
        polish(Speech(samples=samples, sample_rate=SOURCE), Polish(), TARGET)
