"""The casts that are shipped, heard: every role can be told from every other, nothing clips, all are equally loud."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.speakable import speakable
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.table import open_engine
from stimmwerk.errors import Where
from stimmwerk.levels import VOICE_LUFS, calibration_jobs, take_gain_db, voice_level
from stimmwerk.show import Show
from stimmwerk.signal.distinctness import LEAST_ACCURACY, LEAST_RATIO, distinctness, features
from stimmwerk.signal.loudness import as_heard, loudness_of
from stimmwerk.signal.polish import Polish
from stimmwerk.speech import SpeechRequest
from stimmwerk.store import Store
from stimmwerk.takes import TAKE, Booth, Job, Studio
from stimmwerk.units import gain_from_db

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]
RATE = 44100
CASTS = ("second", "town-hall")

#: Of several lengths; questions, lists, exclamations; spoken by every role.
SENTENCES = (
    "Der Bus hält um halb neun vor der alten Mühle, wenn es nicht gerade schneit.",
    "Haben Sie schon einmal versucht, einen Drachen aus Zeitungspapier zu bauen?",
    "Meine Großmutter kannte jede Pflanze im Garten beim Namen, auch die unscheinbaren.",
    "Nein, das glaube ich nicht, und ich will Ihnen gern erklären, warum.",
    "Äpfel, Birnen, Pflaumen und Kirschen lagen in großen Körben auf dem Hof.",
    "Wer hat eigentlich behauptet, dass sich Fleiß niemals auszahlt?",
    "Zuerst messen wir die Länge, danach schneiden wir das Holz, und zum Schluss wird alles geschliffen.",
    "Wie wunderbar ruhig es hier draußen am See geworden ist!",
    "Im vergangenen Jahr haben wir dreimal so viele Bücher verliehen wie zuvor.",
    "Vielleicht hätte jemand den Schlüssel suchen sollen, bevor die Tür ins Schloss fiel.",
    "Über Geschmack lässt sich streiten, über Rechtschreibung dagegen nur selten.",
    "Kurz gesagt: Die Brücke hält, aber niemand möchte sie als Erster betreten.",
)


@dataclass
class Heard:
    """Role -> what the engine gave for each sentence, and the takes after polish and level."""

    raw: dict
    takes: dict


def request_for(role, sentence):
    return SpeechRequest(say=speakable(sentence, [], role.voice.language, Lexicon()).say, voice=role.voice)


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
            made = [booth.take(Job(request=request_for(role, text), where=where)) for text in SENTENCES]
            takes[role.name] = [
                samples(take) * gain_from_db(take_gain_db(take, levels[role.voice], RATE)) for take in made
            ]
        engine = booth.engine("pyttsx3")
        raw = {role.name: [engine.speak(request_for(role, text)) for text in SENTENCES] for role in cast.roles}
    return Heard(raw=raw, takes=takes)


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
