"""The child process is tested with a driver that misbehaves on demand, put into place by a ``sitecustomize``."""

from __future__ import annotations

import json
import os
from pathlib import Path

import espeakng_loader
import numpy as np
import pytest

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.stock import ATTEMPTS, NSSS, SAPI5, StockDriver, StockEngine
from stimmwerk.errors import EngineError, SpeechFailed, VoiceUnknown
from stimmwerk.speech import Say, Speech, SpeechRequest

FAKE = StockDriver(name="fake")

DRIVER = """
import json, os, sys, time, types

HERE = os.path.dirname(__file__)


class Driver:
    def __init__(self, proxy):
        self.proxy = proxy
        self.values = {"voice": "v/1", "rate": 200, "volume": 1.0}
        with open(os.path.join(HERE, "plan.json")) as file:
            self.plan = json.load(file)
        with open(os.path.join(HERE, "calls"), "a") as file:
            file.write("x")
        self.attempt = os.path.getsize(os.path.join(HERE, "calls"))
        print("a driver that talks")

    def startLoop(self):
        self.proxy.setBusy(False)

    def endLoop(self):
        pass

    def stop(self):
        pass

    def destroy(self):
        pass

    def getProperty(self, name):
        if name == "voices":
            if self.plan["fault"] == "no driver":
                raise RuntimeError("nobody home")
            if self.plan["fault"] == "no voices":
                return []
            if self.plan["fault"] == "dies early":
                os._exit(9)
            from pyttsx3.voice import Voice
            return [
                Voice(id="v/2", name="Zwei", languages=["en_US"], gender="VoiceGenderFemale"),
                Voice(id="v/1", name="Eins", languages=[b"\\x05de-DE"], gender="Male"),
                Voice(id="v/3"),
            ]
        return self.values[name]

    def setProperty(self, name, value):
        if name == "voice" and self.plan["fault"] == "wrong voice":
            return
        self.values[name] = value

    def save_to_file(self, text, filename):
        fault = self.plan["fault"] if self.attempt <= self.plan["until"] else ""
        with open(os.path.join(HERE, "text"), "w") as file:
            json.dump({"text": text, **self.values}, file)
        if fault == "hang":
            time.sleep(600)
        if fault == "dies":
            os._exit(9)
        if fault == "error":
            raise OSError("the device is gone")
        if fault != "no file":
            import numpy, soundfile
            seconds = 0.01 if fault == "short" else 0.1 * len(text)
            wave = numpy.sin(numpy.arange(int(16000 * seconds)) * 0.1) * (0 if fault == "silent" else 0.4)
            soundfile.write(filename, wave, 16000, format=self.plan["format"], subtype="PCM_16")
        if fault == "truncated":
            os.truncate(filename, os.path.getsize(filename) // 2)
        if fault == "garbage":
            with open(filename, "wb") as file:
                file.write(b"no sound at all")
        if fault != "no event" and self.plan["notifies"]:
            self.proxy.notify("finished-utterance", completed=True)


module = types.ModuleType("pyttsx3.drivers.fake")
module.buildDriver = Driver
sys.modules["pyttsx3.drivers.fake"] = module
"""


@pytest.fixture
def plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Says what goes wrong, and in how many of the first processes; gives back where the driver keeps its notes."""
    (tmp_path / "sitecustomize.py").write_text(DRIVER)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path), prepend=os.pathsep)

    def write(fault: str = "", until: int = 99, file_format: str = "WAV", notifies: bool = True) -> Path:
        facts = {"fault": fault, "until": until, "format": file_format, "notifies": notifies}
        (tmp_path / "plan.json").write_text(json.dumps(facts))
        return tmp_path

    return write


def speak(text: str, driver: StockDriver = FAKE, patience: float = 5.0, **changes: object) -> Speech:
    voice = Voice(**{"engine": "pyttsx3", "name": "v/1", "language": "de", **changes})  # type: ignore[arg-type]
    with StockEngine("pyttsx3", EngineContext(), driver, patience=patience) as engine:
        return engine.speak(SpeechRequest(say=(Say(text=text),), voice=voice))


def test_a_whole_utterance_comes_back(plan) -> None:
    notes = plan()
    speech = speak("Guten Tag.", rate=180, settings=(("volume", 40),))
    assert speech.sample_rate == 16_000
    assert speech.samples.shape == (16_000, 1)
    assert speech.samples.dtype == np.float32
    assert speech.words == ()
    told = json.loads((notes / "text").read_text())
    assert told == {"text": "Guten Tag.", "voice": "v/1", "rate": 180, "volume": 0.4}


def test_nsss_writes_aiff(plan) -> None:
    plan(file_format="AIFF")
    assert NSSS.suffix == ".aiff"
    assert len(speak("Guten Tag.", StockDriver(name="fake", suffix=NSSS.suffix)).samples) == 16_000


def test_sapi_sends_no_event_and_needs_none(plan) -> None:
    plan(notifies=False)
    assert not SAPI5.notifies
    assert len(speak("Guten Tag.", StockDriver(name="fake", notifies=SAPI5.notifies)).samples) == 16_000


@pytest.mark.parametrize("fault", ["no file", "truncated", "garbage", "short", "silent", "dies", "no event"])
def test_what_is_not_whole_is_asked_for_again(plan, fault: str) -> None:
    notes = plan(fault, until=2)
    assert len(speak("Guten Tag.", patience=0.6).samples) == 16_000
    assert (notes / "calls").stat().st_size == 3


@pytest.mark.parametrize("fault", ["truncated", "dies"])
def test_what_never_becomes_whole_is_an_error_in_the_end(plan, fault: str) -> None:
    notes = plan(fault)
    with pytest.raises(SpeechFailed, match=f"no whole speech in {ATTEMPTS} attempts"):
        speak("Guten Tag.", patience=0.6)
    assert (notes / "calls").stat().st_size == 1 + ATTEMPTS


def test_a_driver_that_hangs_is_ended(plan, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stimmwerk.engines.stock._GRACE_SECONDS", 0.2)
    plan("hang", until=2)
    assert len(speak("Guten Tag.", patience=1.0).samples) == 16_000


def test_an_error_that_the_driver_reports_is_raised(plan) -> None:
    notes = plan("error")
    with pytest.raises(SpeechFailed, match="the device is gone"):
        speak("Guten Tag.")
    assert (notes / "calls").stat().st_size == 2


def test_a_wrong_voice_is_an_error(plan) -> None:
    plan("wrong voice")
    with pytest.raises(SpeechFailed, match="'v/1' instead of 'v/2'"):
        speak("Guten Tag.", name="v/2")


def test_voices_are_sorted_and_told_apart(plan) -> None:
    plan()
    engine = StockEngine("pyttsx3", EngineContext(), FAKE)
    engine.check()
    facts = [(voice.id, voice.name, voice.language, voice.gender) for voice in engine.voices()]
    assert facts == [
        ("v/1", "Eins", "de-DE", "male"),
        ("v/2", "Zwei", "en-US", "female"),
        ("v/3", "v/3", "und", None),
    ]
    assert [voice.id for voice in engine.voices("de")] == ["v/1"]


def test_an_unknown_voice_is_an_error(plan) -> None:
    plan()
    with pytest.raises(VoiceUnknown, match="did you mean"):
        speak("Guten Tag.", name="v/9")


@pytest.mark.parametrize("changes", [{"pitch": 51}, {"range": 40}])
def test_pitch_and_range_cannot_be_had(plan, changes: dict[str, int]) -> None:
    plan()
    with pytest.raises(EngineError, match=f"has no {next(iter(changes))}"):
        speak("Guten Tag.", **changes)


@pytest.mark.parametrize(
    ("fault", "message"),
    [("no driver", "nobody home"), ("no voices", "offers no voice"), ("dies early", "status 9")],
)
def test_a_driver_that_does_not_work_says_so_in_the_check(plan, fault: str, message: str) -> None:
    plan(fault)
    with pytest.raises(EngineError, match=message):
        StockEngine("pyttsx3", EngineContext(), FAKE).check()


def test_a_driver_that_is_not_there_says_so_in_the_check() -> None:
    with pytest.raises(EngineError, match="does not work here"):
        StockEngine("pyttsx3", EngineContext(), StockDriver(name="no_such_driver")).check()


def test_neither_markup_nor_commands_reach_the_driver(plan) -> None:
    notes = plan()
    speak('<voice name="x">Ja</voice> [[slnc 5000]] und\x01 nein')
    told = json.loads((notes / "text").read_text())["text"]
    assert not set(told) & set("<>[]\x01")
    assert "Ja" in told


def test_a_text_without_words_is_an_error(plan) -> None:
    plan()
    with pytest.raises(SpeechFailed, match="neither a letter"):
        speak(" … ")


@pytest.mark.slow
def test_pyttsx3s_own_espeak_driver_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", str(Path(espeakng_loader.get_library_path()).parent))
    monkeypatch.setenv("ESPEAK_DATA_PATH", espeakng_loader.get_data_path())
    speech = speak("Ich glaube, dass der Bedarf nicht sinken wird.", StockDriver(name="espeak"), name="gmw/de")
    assert speech.sample_rate == 22_050
    assert 2 < len(speech.samples) / speech.sample_rate < 5
