from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimmwerk.presets import PRESETS, Room, SoundChain
from stimmwerk.signal import waveform
from stimmwerk.signal.polish import Polish, polish, polish_for, stages
from stimmwerk.signal.waveform import sounding_range
from stimmwerk.speech import Samples, Speech, WordMark

SOURCE, TARGET = 22050, 44100

#: A curve such as voices have.
CURVE = (3.0, 3.0, 2.5, 2.0, 1.0, 0.5, 0.5, 0.0, -1.0, -2.0, -3.0, -4.0, -4.0, -3.0, -2.0, -1.0, 0.5, 1.0, 0.5, 0.0)
STUDIO, WHOLE = (polish_for(PRESETS[name], CURVE) for name in ("studio", "room"))
ALL = pytest.mark.parametrize("settings", [Polish(), STUDIO, WHOLE], ids=["dry", "studio", "room"])


def tone(frequency: float, frames: int, amplitude: float = 0.3, rate: int = SOURCE) -> Samples:
    return (amplitude * np.sin(2 * np.pi * frequency * np.arange(frames) / rate)).astype(np.float32)[:, np.newaxis]


def spoken(lead: int = 4000, frames: int = 20000, tail: int = 6000, words: tuple[WordMark, ...] = ()) -> Speech:
    sound = np.pad(tone(220, frames), ((lead, tail), (0, 0)))
    return Speech(samples=sound, sample_rate=SOURCE, words=words)


@ALL
def test_a_take_is_mono_at_the_target_rate_and_begins_and_ends_with_zero(settings: Polish) -> None:
    take = polish(replace(spoken(), samples=np.repeat(spoken().samples, 2, axis=1)), settings, TARGET)
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


@ALL
def test_marks_stay_on_their_words(settings: Polish) -> None:
    click_at, lead = 9000, 5000
    sound = np.pad(tone(220, 20000, 0.01), ((lead, 3000), (0, 0)))
    sound[lead + click_at] += 0.9
    speech = Speech(samples=sound, sample_rate=SOURCE, words=(WordMark(sample=lead + click_at, start=3, stop=7),))
    take = polish(speech, settings, TARGET)
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


def test_the_chain_neither_delays_nor_shortens() -> None:
    sound = np.zeros((30000, 1), np.float32)
    sound[12345] = 1
    for stage in stages(WHOLE, SOURCE):
        sound = stage(sound)
    assert sound.shape == (30000, 1)
    assert int(np.abs(sound).argmax()) == 12345


def test_settings_reach_the_sound() -> None:
    short = polish(spoken(), Polish(lead=0.0, tail=0.0), TARGET)
    long = polish(spoken(), Polish(lead=0.05, tail=0.05), TARGET)
    assert len(long.samples) - len(short.samples) == pytest.approx(0.1 * TARGET, abs=2)
    deep = replace(spoken(), samples=spoken().samples + tone(50, 30000))
    filtered, open_ = (polish(deep, Polish(high_pass_hz=hz), TARGET) for hz in (75.0, 20.0))
    assert np.abs(filtered.samples).max() < np.abs(open_.samples).max() - 0.1


def test_a_word_of_a_few_milliseconds_is_kept() -> None:
    take = polish(spoken(frames=100), Polish(), TARGET)
    assert sounding_range(take.samples, TARGET) != (0, 0)


def lively(seconds: float = 3.0, rate: int = SOURCE) -> Speech:
    """Something with vowels, hisses and pauses."""
    random = np.random.default_rng(11)
    time = np.arange(round(seconds * rate)) / rate
    voice = sum(np.sin(2 * np.pi * 120 * number * time) / number for number in range(1, 30))
    loud = 0.06 * np.clip(np.sin(2 * np.pi * 3 * time), 0, 1) * (1 + 0.8 * np.sin(2 * np.pi * 0.7 * time))
    hiss = 0.15 * np.clip(np.sin(2 * np.pi * 1.3 * time), 0.9, 1) - 0.135
    samples = (voice * loud + random.standard_normal(len(time)) * hiss).astype(np.float32)
    words = tuple(WordMark(sample=round(at * rate), start=n, stop=n + 1) for n, at in enumerate((0.1, 0.9, 2.1)))
    return Speech(samples=np.pad(samples[:, np.newaxis], ((900, 700), (0, 0))), sample_rate=rate, words=words)


@ALL
@pytest.mark.parametrize("windows", [1, 3, 64])
def test_the_same_speech_gives_the_same_bytes_however_it_is_cut_for_the_filters(
    settings: Polish, windows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = polish(lively(), settings, TARGET)
    assert polish(lively(), settings, TARGET).samples.tobytes() == expected.samples.tobytes()
    monkeypatch.setattr(waveform, "_WINDOWS_AT_ONCE", windows)
    assert polish(lively(), settings, TARGET).samples.tobytes() == expected.samples.tobytes()


@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000, 44100, 48000])
def test_the_room_makes_a_take_longer_and_moves_nothing_in_it(rate: int) -> None:
    speech = lively(rate=rate)
    dry, wet = (polish(speech, settings, TARGET) for settings in (STUDIO, WHOLE))
    assert dry.tail == 0
    assert 0.1 * TARGET < wet.tail < 0.2 * TARGET
    assert len(wet.samples) == len(dry.samples) + wet.tail
    assert wet.words == dry.words
    shared = slice(200, len(dry.samples) - 1000)
    answer = wet.samples[shared] - dry.samples[shared]
    level = 10 * np.log10(np.square(answer).mean() / np.square(dry.samples[shared]).mean())
    assert -30 < level < -22
    assert np.abs(wet.samples[-wet.tail :]).max() > 0
    assert wet.samples[-1, 0] == 0


def test_the_end_of_the_room_is_no_step() -> None:
    loud = polish_for(SoundChain(room=Room(level_db=-6, decay=0.8)))
    take = polish(lively(), loud, TARGET)
    level = np.sqrt(np.square(take.samples).mean())
    assert np.sqrt(np.square(take.samples[-200:]).mean()) < 0.001 * level


@ALL
@given(scale=st.floats(1.0, 4.0))
@settings(max_examples=10, deadline=None)
def test_a_take_of_louder_speech_is_louder_and_not_otherwise(settings: Polish, scale: float) -> None:
    speech = lively(1.5)
    whole = polish(speech, settings, TARGET)
    louder = polish(replace(speech, samples=speech.samples * np.float32(scale)), settings, TARGET)
    assert louder.words == whole.words
    assert np.allclose(louder.samples, whole.samples * scale, atol=2e-3 * scale)


def test_a_chain_without_an_equaliser_takes_no_notice_of_a_curve() -> None:
    assert polish_for(PRESETS["dry"], CURVE) == Polish()
    assert polish_for(SoundChain(high_pass_hz=100.0)) == Polish(high_pass_hz=100.0)
    assert polish_for(PRESETS["studio"], CURVE).curve == CURVE


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
