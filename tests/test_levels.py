"""Levels: every voice at one loudness by its own text, takes corrected a little, the programme by whole steps."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk import levels
from stimmwerk.casting.cast import Role, Voice
from stimmwerk.casting.phrases import calibration_sentences
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.tone import ToneEngine
from stimmwerk.errors import SpeechFailed, Where
from stimmwerk.levels import (
    GAIN_STEP_DB,
    TRIM_LEAST_S,
    TRIM_MOST_DB,
    TRIM_SHARE,
    VOICE_LUFS,
    VoiceLevel,
    calibration_jobs,
    programme_gain_db,
    programme_lufs,
    take_gain_db,
    voice_level,
)
from stimmwerk.signal.loudness import as_heard, loudness_of
from stimmwerk.signal.polish import Polish
from stimmwerk.store import Store
from stimmwerk.takes import TAKE, Booth, Studio, Take
from stimmwerk.timeline import FRAME, Clip, Timeline
from stimmwerk.units import DUAL_MONO_LU, gain_from_db

RATE = 44100
WHERE = Where("voices/c.toml")


def role(name, voice, language="de", **settings):
    return Role(name=name, voice=Voice(engine="tone", name=voice, language=language, **settings))


def take(lufs, seconds=3.0):
    return Take(
        key="k", speech_key="s", length=round(seconds * RATE), lufs=lufs, weights=b"", words=(), made=True, spoken=True
    )


def test_every_voice_reads_its_language_s_text_once():
    roles = [role("a", "low"), role("b", "low"), role("c", "high"), role("d", "low", rate=200), role("e", "low", "en")]
    jobs = calibration_jobs(roles, WHERE)
    assert {job.where for job in jobs} == {WHERE}
    by_voice = {}
    for job in jobs:
        by_voice.setdefault(job.request.voice, []).append(job.request.text)
    assert list(by_voice) == [roles[0].voice, roles[2].voice, roles[3].voice, roles[4].voice]
    for voice, texts in by_voice.items():
        assert texts == [text.replace("…", ".") for text in calibration_sentences(voice.language)]


@pytest.fixture
def spoken(tmp_path):
    """Takes of two voices, of which one is turned down by 9 dB, and the way to open them."""
    roles = [role("a", "low"), role("b", "high")]
    versions = (("tone", ToneEngine(EngineContext()).version()),)
    studio = Studio(
        context=EngineContext(), versions=versions, polish=Polish(), sample_rate=RATE, store=str(tmp_path / "store")
    )
    store = Store(tmp_path / "store")
    with Booth(studio) as booth:
        takes = {job.request: booth.take(job) for job in calibration_jobs(roles, WHERE)}
    softer = {take.key for request, take in takes.items() if request.voice == roles[1].voice}

    def samples(take):
        found = store.open_array(TAKE, take.key)
        assert found is not None
        return (found[0] * gain_from_db(-9 if take.key in softer else 0)).astype(np.float32)

    return roles, takes, samples


def levels_of(spoken, open_take=None, ceiling=1.0):
    roles, takes, samples = spoken
    return {
        role.voice: voice_level(role.voice, takes, open_take or samples, sample_rate=RATE, ceiling=ceiling, where=WHERE)
        for role in roles
    }


def test_gains_bring_every_voice_to_one_loudness_as_heard(spoken):
    roles, takes, samples = spoken
    levels = levels_of(spoken)
    assert levels.keys() == {role.voice for role in roles}
    assert levels[roles[1].voice].gain_db != pytest.approx(levels[roles[0].voice].gain_db, abs=3)
    for voice, level in levels.items():
        text = np.concatenate([samples(made) for request, made in takes.items() if request.voice == voice])
        heard = as_heard(loudness_of((text * gain_from_db(level.gain_db)).astype(np.float32), RATE), 1)
        assert heard == pytest.approx(VOICE_LUFS, abs=0.06)
        assert level.made_up_db == pytest.approx(0, abs=0.01)


def test_what_the_limiter_takes_away_is_made_up(spoken):
    assert all(level.made_up_db > 3 for level in levels_of(spoken, ceiling=0.05).values())


def test_a_voice_that_cannot_be_heard_is_told(spoken):
    _, _, samples = spoken
    with pytest.raises(SpeechFailed) as caught:
        levels_of(spoken, lambda take: samples(take) * 0)
    assert caught.value.where == WHERE


@given(st.floats(-60, 0), st.floats(-20, 40), st.floats(0, 3), st.floats(TRIM_LEAST_S + 0.01, 60))
def test_a_take_is_corrected_towards_its_voice_within_bounds(lufs, voice_gain, made_up, seconds):
    off = VOICE_LUFS - (lufs + DUAL_MONO_LU + voice_gain)
    level = VoiceLevel(gain_db=voice_gain, made_up_db=made_up)
    correction = take_gain_db(take(lufs, seconds), level, RATE) - voice_gain - made_up
    assert abs(correction) <= TRIM_MOST_DB + 1e-9
    assert correction * off >= -1e-9
    assert abs(correction) <= abs(off) + 1e-9
    if abs(off) * TRIM_SHARE <= TRIM_MOST_DB:
        assert correction == pytest.approx(TRIM_SHARE * off, abs=1e-9)


@pytest.mark.parametrize("small", [take(-40.0, seconds=TRIM_LEAST_S - 0.01), take(None), take(None, seconds=0.2)])
def test_a_take_that_says_little_of_its_level_is_left_alone(small):
    assert take_gain_db(small, VoiceLevel(gain_db=3.0, made_up_db=0.25), RATE) == 3.25


@given(st.floats(-60, 0), st.floats(-31, -9))
def test_the_programme_is_turned_by_whole_steps_to_the_nearest(measured, target):
    gain = programme_gain_db(measured, target)
    assert math.isclose(gain / GAIN_STEP_DB, round(gain / GAIN_STEP_DB))
    assert abs(measured + gain - target) <= GAIN_STEP_DB / 2 + 1e-9


def programme(seconds):
    """Speech over and over, with music under all of it that is turned down in the middle, and their powers."""
    length = seconds * RATE // FRAME * FRAME
    sentence = 200 * FRAME
    speech = [Clip(source=f"s{n}", start=n * sentence, length=sentence - 700) for n in range(length // sentence)]
    envelope = ((0, 0.0), (length // 2, -20.0), (length, 0.0))
    music = Clip(source="music", start=0, length=length, gain=0.5, envelope=envelope)
    clips = tuple(sorted([*speech, music], key=lambda clip: clip.start))
    powers = {
        clip.source: np.linspace(0.0, 0.02 * (number % 3), -(-clip.length // FRAME), dtype=np.float32)
        for number, clip in enumerate(clips)
    }
    return Timeline(sample_rate=RATE, length=length, clips=clips, chapters=(), turns=()), powers.__getitem__


def test_a_programme_in_stretches_is_as_loud_as_in_one(monkeypatch):
    timeline, power_of = programme(1000)
    whole = programme_lufs(timeline, power_of)
    for frames in (173, 8191, 1 << 20):
        monkeypatch.setattr(levels, "_FRAMES_AT_ONCE", frames)
        assert programme_lufs(timeline, power_of) == pytest.approx(whole, abs=1e-9)


def test_the_memory_of_a_programme_does_not_grow_with_it(memory):
    hour, four_hours = programme(3600), programme(14_400)
    (_, short), (_, long) = memory(lambda: programme_lufs(*hour)), memory(lambda: programme_lufs(*four_hours))
    # What does grow is the gate's: one energy for each 100 ms.
    gate = 8 * 10 * (14_400 - 3600)
    assert long < short + 6 * gate
