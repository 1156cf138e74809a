from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stimmwerk.casting.cast import Setting, Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.piper_engine import PiperEngine
from stimmwerk.errors import EngineError, ShowError, SpeechFailed, VoiceUnknown
from stimmwerk.showfile import EngineOptions
from stimmwerk.speech import Say, Speech, SpeechRequest

HUM, CHOIR = "de_DE-hum-low", "de_DE-choir-low"
SENTENCE = "Ich glaube, dass der Bedarf nicht sinken wird."


@pytest.fixture(scope="module")
def folder(piper_voice: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    voices = tmp_path_factory.mktemp("show") / "voices"
    piper_voice.write_voice(voices / "piper", HUM)
    piper_voice.write_voice(voices / "piper", CHOIR, speakers=3)
    piper_voice.write_voice(voices / "piper", "de_DE-mute-low", ceils=2)
    piper_voice.write_voice(voices / "piper", "en_GB-hum-low", espeak="en-gb")
    return voices


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[PiperEngine]:
    with PiperEngine(EngineContext(voices_folder=str(folder))) as opened:
        yield opened


def request(*parts: str | Say, name: str = HUM, rate: int = 165, **settings: Setting) -> SpeechRequest:
    voice = Voice(engine="piper", name=name, language="de", rate=rate, settings=tuple(sorted(settings.items())))
    return SpeechRequest(say=tuple(Say(text=p) if isinstance(p, str) else p for p in parts), voice=voice)


def seconds(speech: Speech) -> float:
    return len(speech.samples) / speech.sample_rate


def test_each_word_has_its_time(engine: PiperEngine) -> None:
    asked = request(SENTENCE)
    speech = engine.speak(asked)
    assert [asked.text[mark.start : mark.stop] for mark in speech.words] == SENTENCE.split()
    # The hum of a phoneme is as loud as its number says; a word's first one is not silent, what is before it is a pad.
    for mark in speech.words:
        assert np.abs(speech.samples[mark.sample : mark.sample + 256]).max() > 0.05
        assert np.abs(speech.samples[mark.sample - 256 : mark.sample]).max() == 0


def test_a_model_that_does_not_tell_lengths_has_no_word_times(engine: PiperEngine) -> None:
    speech = engine.speak(request(SENTENCE, name="de_DE-mute-low"))
    assert speech.words == ()
    assert np.array_equal(speech.samples, engine.speak(request(SENTENCE)).samples)


def test_words_of_several_sentences_and_pauses_between_them(engine: PiperEngine) -> None:
    text = "Das ist so. Und 95 % davon? Ja!"
    short, long = (engine.speak(request(text, sentence_silence=pause)) for pause in (0.0, 1.0))
    assert seconds(long) == pytest.approx(seconds(short) + 2.0, abs=0.01)
    gained = [after.sample - before.sample for before, after in zip(short.words, long.words, strict=True)]
    assert gained == [0, 0, 0, 22050, 22050, 22050, 44100]


def test_the_lexicon_is_heard(engine: PiperEngine) -> None:
    asked = request("Ich mag ", Say(text="OpenAI", ipa="ˈoʊpn̩ ɛɪ̯ aɪ̯"), ", sehr.")
    heard = {asked.text[word.start :].split()[0]: word.ipa for word in engine.hear(asked)}
    assert heard == {"Ich": "ɪç", "mag": "mˈɑːk", "OpenAI,": "ˈoʊpən ɛɪ aɪ", "sehr.": "zˈeːɾ"}
    assert [asked.text[m.start : m.stop] for m in engine.speak(asked).words] == asked.text.split()


def test_punctuation_behind_phonemes_is_not_lost(engine: PiperEngine) -> None:
    for text, signs in (("wirklich?!", "?"), ("wirklich, ja", ","), ("wirklich. Ja", ".")):
        asked = request("Es ist ", Say(text="wirklich", ipa="ˈvɪʁklɪç"), text.removeprefix("wirklich"))
        opened, prepared = engine._prepared(asked)
        assert f"ç{signs}" in "".join(opened.phonemes(prepared.text)).replace("c\u0327", "ç")


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_words_of_another_language_are_said_as_such(
    engine: PiperEngine, monkeypatch: pytest.MonkeyPatch, system: str
) -> None:
    monkeypatch.setattr("stimmwerk.engines.piper_engine.sys.platform", system)
    plain, english = (
        "".join(word.ipa for word in engine.hear(request("Das ", Say(text="Wand", language=tag), ".")))
        for tag in (None, "en")
    )
    assert plain == "dasvˈant"
    assert english.startswith("dasw")
    assert plain != english


def test_rate_and_scales_reach_the_model(engine: PiperEngine) -> None:
    usual = engine.speak(request(SENTENCE))
    assert seconds(engine.speak(request(SENTENCE, rate=330))) < 0.8 * seconds(usual)
    assert seconds(engine.speak(request(SENTENCE, length_scale=2))) > 1.7 * seconds(usual)
    louder = engine.speak(request(SENTENCE, noise_scale=1.334))
    assert np.allclose(louder.samples, 2 * usual.samples, atol=1e-3)
    lively = engine.speak(request(SENTENCE, noise_w_scale=0))
    assert lively.samples.shape == usual.samples.shape
    assert not np.allclose(lively.samples, usual.samples, atol=1e-2)


def test_levels_are_left_alone(engine: PiperEngine) -> None:
    assert np.abs(engine.speak(request("Ja.")).samples).max() < 0.3


def test_speakers_by_number_and_by_name(engine: PiperEngine) -> None:
    first, second, named, usual = (
        engine.speak(request(SENTENCE, name=CHOIR, **({} if who is None else {"speaker": who}))).samples
        for who in (0, 1, "person1", None)
    )
    assert np.array_equal(first, usual)
    assert np.array_equal(second, named)
    assert not np.array_equal(first, second)


@pytest.mark.parametrize(
    ("name", "settings", "what"),
    [
        (CHOIR, {"speaker": 3}, "numbers are 0 to 2"),
        (CHOIR, {"speaker": "person"}, "did you mean person"),
        (HUM, {"speaker": 1}, "no speaker 1"),
        (HUM, {"speaker": True}, "number or the name"),
        (HUM, {"length_scale": 0}, "from 0.2 to 5"),
        (HUM, {"noise_scale": "viel"}, "a number"),
        (HUM, {"sha256": "abc"}, "have the SHA-256"),
    ],
)
def test_settings_that_are_wrong(engine: PiperEngine, name: str, settings: dict[str, Setting], what: str) -> None:
    with pytest.raises(EngineError, match=what):
        engine.check_voice(request("Ja.", name=name, **settings).voice)


def test_a_voice_that_is_not_here_is_told_how_to_get(engine: PiperEngine) -> None:
    with pytest.raises(VoiceUnknown, match=r"(?s)did you mean de_DE-hum-low.*voices get piper de_DE-hum-medium"):
        engine.check_voice(request("Ja.", name="de_DE-hum-medium").voice)


def test_sounds_that_the_voice_has_not_are_an_error(engine: PiperEngine) -> None:
    with pytest.raises(SpeechFailed, match="no sound"):
        engine.speak(request(Say(text="Wort", ipa="vɔ5͜☃t")))


def test_what_a_cast_sets_in_vain(engine: PiperEngine) -> None:
    voice = Voice(engine="piper", name=HUM, language="de", pitch=60, rate=150)
    assert engine.unheard(voice) == ("pitch = 60",)


def test_other_files_under_the_same_name_are_another_voice(piper_voice: Any, tmp_path: Path) -> None:
    path = piper_voice.write_voice(tmp_path / "piper", HUM)
    engine = PiperEngine(EngineContext(voices_folder=str(tmp_path)))
    voice = request("Ja.").voice
    before = replace(voice, settings=(("sha256", engine.pin(voice)),))
    engine.check_voice(before)
    assert engine.pin(before) == engine.pin(voice)
    path.write_bytes(path.read_bytes() + b"\x32\x01x")  # its domain, which changes nothing
    with pytest.raises(EngineError, match="have the SHA-256"):
        engine.check_voice(before)


def test_voices_lie_in_the_show_and_where_the_environment_says(
    piper_voice: Any, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    piper_voice.write_voice(tmp_path, "de_DE-other-low")
    piper_voice.write_voice(tmp_path, HUM, audio={"sample_rate": 16000})
    monkeypatch.setenv("STIMMWERK_PIPER", str(tmp_path))
    alone = PiperEngine(EngineContext())
    assert [voice.id for voice in alone.voices()] == [HUM, "de_DE-other-low"]
    both = PiperEngine(EngineContext(voices_folder=str(folder)))
    assert "de_DE-other-low" in both.names()
    assert both.files_of(HUM).sample_rate == 22050
    assert [voice.id for voice in both.voices("en")] == ["en_GB-hum-low"]


def test_without_a_voice_it_does_not_work(piper_voice: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STIMMWERK_PIPER", raising=False)
    with pytest.raises(EngineError, match=r"(?s)there is no voice in .*piper.*voices get piper"):
        PiperEngine(EngineContext(voices_folder=str(tmp_path))).check()
    with pytest.raises(EngineError, match="no show here"):
        PiperEngine(EngineContext()).check()


def test_without_the_package_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stimmwerk.engines.piper_engine.find_spec", lambda name: None)
    with pytest.raises(EngineError, match=r"stimmwerk\[piper\]"):
        PiperEngine(EngineContext()).check()


@pytest.mark.parametrize(
    ("config", "what"),
    [
        (None, "has no de_DE-hum-low.onnx.json beside it"),
        ("<html>", "cannot be read"),
        ("[]", "no config of a Piper voice"),
        ("{}", "no config of a Piper voice"),
        (json.dumps({"phoneme_type": "pinyin"}), "phonemes of the type 'pinyin'"),
    ],
)
def test_a_config_that_is_wrong(tmp_path: Path, config: str | None, what: str) -> None:
    (tmp_path / "piper").mkdir()
    (tmp_path / "piper" / f"{HUM}.onnx").write_bytes(b"model")
    if config is not None:
        (tmp_path / "piper" / f"{HUM}.onnx.json").write_text(config)
    engine = PiperEngine(EngineContext(voices_folder=str(tmp_path)))
    assert engine.voices() == ()
    with pytest.raises(EngineError, match=what):
        engine.check_voice(request("Ja.").voice)


def test_options_of_the_show() -> None:
    options = EngineOptions(engine="piper", values=(("device", "gpu"),))
    with pytest.raises(ShowError, match="did you mean cpu"):
        PiperEngine(EngineContext(options=(options,)))
