"""The casts that are shipped, heard: every role can be told from every other, nothing clips, all are equally loud."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from stimmwerk.casting.delivery import deliveries
from stimmwerk.casting.languages import language_of
from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.phrases import comparison_sentences
from stimmwerk.casting.prosody import settled
from stimmwerk.casting.speakable import speakable
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.table import open_engine
from stimmwerk.errors import Where
from stimmwerk.levels import VOICE_LUFS, calibration_jobs, take_gain_db, voice_level
from stimmwerk.presets import PRESETS
from stimmwerk.show import Show
from stimmwerk.signal.average_speech import BANDS_HZ, LTASS_DB, average_spectrum, distance_db, equaliser_curve
from stimmwerk.signal.distinctness import LEAST_ACCURACY, LEAST_RATIO, distinctness, features
from stimmwerk.signal.loudness import as_heard, loudness_of
from stimmwerk.signal.polish import Polish, polish, polish_for
from stimmwerk.signal.waveform import rms_profile
from stimmwerk.speech import Speech, SpeechRequest
from stimmwerk.store import Store
from stimmwerk.takes import TAKE, Booth, Job, Studio
from stimmwerk.units import gain_from_db

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
RATE, SOURCE = 44100, 22050
CASTS = ("second", "town-hall")

#: Spoken by every role.
SENTENCES = comparison_sentences("de")


@dataclass
class Heard:
    """Role -> what the engine gave for each sentence and for the texts that voices are measured by, and the takes
    after polish and level.
    """

    raw: dict
    measured: dict
    takes: dict


def requests_of(role):
    """The sentences as one turn of a role."""
    language = role.voice.language
    prosody = settled(role.prosody, trained=False)
    said = deliveries([(s, "sentence") for s in SENTENCES], role.voice, prosody, language_of(language), opens=True)
    return [
        SpeechRequest(say=speakable(sentence, [], language, Lexicon()).say, voice=delivery.voice, cast_voice=role.voice)
        for sentence, delivery in zip(SENTENCES, said, strict=True)
    ]


@pytest.fixture(scope="module", params=CASTS)
def heard(request, tmp_path_factory):
    show = Show.find(ROOT)
    cast = show.cast(request.param)
    context = EngineContext(voices_folder=str(show.voices))
    folder = str(tmp_path_factory.mktemp("store"))
    with open_engine("pyttsx3", context) as engine:
        versions = (("pyttsx3", engine.version()),)
    studio = Studio(context=context, versions=versions, polish=Polish(), sample_rate=RATE, store=folder)
    store = Store(Path(folder))
    where = Where(cast.file)

    def samples(take):
        found = store.open_array(TAKE, take.key)
        assert found is not None
        return found[0]

    with Booth(studio) as booth:
        calibration = {job.request: booth.take(job) for job in calibration_jobs(cast.roles, where)}
        levels = {
            role.voice: voice_level(role.voice, calibration, samples, sample_rate=RATE, ceiling=1.0, where=where)
            for role in cast.roles
        }
        takes = {}
        for role in cast.roles:
            made = [booth.take(Job(request=request, where=where)) for request in requests_of(role)]
            takes[role.name] = [
                samples(take) * gain_from_db(take_gain_db(take, levels[role.voice], RATE)) for take in made
            ]
        engine = booth.engine("pyttsx3")
        raw = {role.name: [engine.speak(request) for request in requests_of(role)] for role in cast.roles}
        measured = {
            role.name: [engine.speak(job.request) for job in calibration_jobs([role], where)] for role in cast.roles
        }
    return Heard(raw=raw, measured=measured, takes=takes)


def test_the_shipped_casts_are_those_that_are_heard():
    assert Show.find(ROOT).casts() == CASTS


def numbers(speeches):
    return [features(speech.samples, speech.sample_rate) for speech in speeches]


def test_every_role_can_be_told_from_every_other(heard):
    found = distinctness({role: numbers(speeches) for role, speeches in heard.raw.items()})
    assert found.ratio >= LEAST_RATIO, found.weakest
    assert found.accuracy >= LEAST_ACCURACY


def test_one_voice_for_all_roles_would_not_pass(heard):
    found = numbers(heard.raw["narrator"])
    found = distinctness({"one": found[::2], "other": found[1::2]})
    assert found.ratio < LEAST_RATIO / 3


def test_nothing_clips(heard):
    for role, speeches in heard.raw.items():
        for speech in speeches:
            level = np.abs(speech.samples)
            assert level.max() < 0.999, role


def loudness(takes):
    return as_heard(loudness_of(np.concatenate(takes), RATE), 1)


def test_all_roles_are_equally_loud(heard):
    levels = {role: loudness(takes) for role, takes in heard.takes.items()}
    assert max(levels.values()) - min(levels.values()) < 1.0, levels
    assert all(abs(level - VOICE_LUFS) < 1.0 for level in levels.values()), levels


def test_the_sentences_of_a_role_are_equally_loud(heard):
    for role, takes in heard.takes.items():
        levels = [loudness([take]) for take in takes]
        assert max(levels) - min(levels) < 1.0, (role, levels)


@pytest.fixture(scope="module")
def polished(heard):
    """Preset -> role -> the takes of its sentences, not levelled."""
    found = {}
    for name, chain in PRESETS.items():
        found[name] = {}
        for role, speeches in heard.raw.items():
            measured = [(speech.samples, speech.sample_rate) for speech in heard.measured[role]]
            settings = polish_for(chain, equaliser_curve(measured, chain.equaliser) if chain.equaliser else ())
            found[name][role] = [polish(speech, settings, SOURCE) for speech in speeches]
    return found


TREATED = pytest.mark.parametrize("preset", [name for name, chain in PRESETS.items() if chain.equaliser])


def spectrum(takes):
    return average_spectrum([(take.samples, SOURCE) for take in takes])


def test_roles_are_told_apart_after_the_sound_chain(polished):
    found = distinctness({role: numbers(map(as_speech, takes)) for role, takes in polished["room"].items()})
    assert found.ratio >= LEAST_RATIO, found.weakest
    assert found.accuracy >= LEAST_ACCURACY


def as_speech(take):
    return Speech(samples=take.samples, sample_rate=take.sample_rate)


@TREATED
def test_every_voice_comes_nearer_to_people_who_speak(polished, preset):
    for role, takes in polished[preset].items():
        before, after = distance_db(spectrum(polished["dry"][role])), distance_db(spectrum(takes))
        assert after < 0.75 * before, role
        assert after < 3.4, role


def peak_over_level(takes):
    sound = np.concatenate([take.samples for take in takes])
    return 20 * np.log10(np.percentile(np.abs(sound), 99.99)) - loudness_of(sound, SOURCE)


def unsteadiness(takes):
    """How far the level of 0.3 s strays within a take, in dB: the mean of the standard deviations."""
    strays = []
    for take in takes:
        levels = np.array(rms_profile(take.samples, SOURCE, 300)[:-1])
        strays.append(levels[levels > levels.max() - 20].std())
    return np.mean(strays)


@TREATED
def test_every_voice_is_steadier_and_has_no_higher_peaks_for_its_loudness(polished, preset):
    for role, takes in polished[preset].items():
        dry = polished["dry"][role]
        assert unsteadiness(takes) < unsteadiness(dry) - 0.2, role
        assert peak_over_level(takes) <= peak_over_level(dry) + 0.1, role
        assert max(np.abs(take.samples).max() for take in takes) < 0.999, role


@TREATED
def test_no_voice_hisses_more_than_people_do(polished, preset):
    def share(bands):
        power = 10 ** (bands / 10)
        return 10 * np.log10(power[BANDS_HZ >= 4500].sum() / power.sum())

    for role, takes in polished[preset].items():
        assert share(spectrum(takes)) < share(LTASS_DB) + 1.5, role


@TREATED
def test_words_keep_their_distances(polished, preset):
    for role, takes in polished[preset].items():
        for take, dry in zip(takes, polished["dry"][role], strict=True):
            inner = slice(1, -1)
            steps, expected = (np.diff([word.sample for word in t.words][inner]) for t in (take, dry))
            assert np.array_equal(steps, expected), role
            assert abs(take.words[2].sample - dry.words[2].sample) < 0.03 * SOURCE, role


def test_pauses_stay_silent(polished):
    """Four commas: the pauses at them are drawn up by nothing."""
    for role, takes in polished["studio"].items():
        assert min(rms_profile(takes[4].samples[1000:-1000], SOURCE, 20)) < -100, role
