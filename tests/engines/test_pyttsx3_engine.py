from __future__ import annotations

import io
from contextlib import redirect_stdout
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from stimmwerk.engines import pyttsx3_engine
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.espeak_library import RawSpeech, bundled_files
from stimmwerk.engines.pyttsx3_engine import EspeakEngine
from stimmwerk.errors import EngineError, SpeechFailed, VoiceUnknown
from stimmwerk.speech import Say

YC = Say(text="YC", native=(("espeak", "waIs'i:"),))


def test_own_variants_are_offered_before_the_stock(espeak: EspeakEngine) -> None:
    offered = {voice.id: voice for voice in espeak.voices("de")}
    assert offered["de+own-voice"].gender == "female"
    assert offered["de"].note.startswith("variants: +own-voice, +Alex")
    assert offered["de"].language == "de"


def test_a_language_is_found_with_and_without_its_region(espeak: EspeakEngine) -> None:
    assert [voice.id for voice in espeak.voices("de-AT")] == [voice.id for voice in espeak.voices("de")]
    english = {voice.id for voice in espeak.voices("en")}
    assert {"en-gb", "en-us", "en-us+own-voice"} <= english
    assert all(voice.id.startswith("en-us") for voice in espeak.voices("en-US"))


@pytest.mark.parametrize("name", ["de", "DE", "gmw/de", "de+f5", "gmw/de+own-voice", "en", "en-GB"])
def test_voices_go_by_tag_or_identifier(espeak: EspeakEngine, ask, name: str) -> None:
    espeak.check_voice(ask("x", name=name).voice)


@pytest.mark.parametrize(
    ("name", "hint"),
    [("dee", "did you mean"), ("de+own-voic", "did you mean own-voice"), ("de+", "known:"), ("de+f55", "f5"), ("", "")],
)
def test_unknown_voices_and_variants_name_the_nearest(espeak: EspeakEngine, ask, name: str, hint: str) -> None:
    with pytest.raises(VoiceUnknown) as caught:
        espeak.speak(ask("Ja.", name=name))
    assert hint in str(caught.value)


def test_a_variant_is_heard(espeak: EspeakEngine, ask) -> None:
    plain = espeak.speak(ask("Eine andere Stimme."))
    own = espeak.speak(ask("Eine andere Stimme.", name="de+own-voice"))
    assert plain.samples.tobytes() != own.samples.tobytes()


def test_settings_are_heard(espeak: EspeakEngine, ask) -> None:
    text = "Das ist gut zu hören."
    base, loud, slow = (espeak.speak(ask(text, **s)).samples for s in ({}, {"volume": 80}, {"gap": 20}))
    assert 1.3 < np.abs(loud).max() / np.abs(base).max() < 1.6
    assert len(slow) > len(base) + 0.5 * 22_050
    with pytest.raises(EngineError, match="0 to 100"):
        espeak.speak(ask(text, volume=101))


def test_phonemes_are_heard_and_marked(espeak: EspeakEngine, ask) -> None:
    request = ask("Ich war „", YC, "“, bei ", Say(text="Open AI", ipa="ˈoʊpən eɪˈaɪ"), " - ", YC, ".")
    speech = espeak.speak(request)
    said = [request.text[mark.start : mark.stop] for mark in speech.words]
    assert said == ["Ich", "war", "„YC“,", "bei", "Open", "AI", "YC."]
    assert len(speech.samples) < len(espeak.speak(ask(request.text)).samples)


def test_every_token_is_marked(espeak: EspeakEngine, ask) -> None:
    text = "z. B. 27. Januar: 3,5 % – d. h. 10 000 € (ca.) bei 5°C, „GPT-4o“ und/oder A/B."
    speech = espeak.speak(ask(text))
    assert [text[m.start : m.stop] for m in speech.words] == [t for t in text.split() if any(map(str.isalnum, t))]


def test_a_word_in_phonemes_that_is_left_out_is_an_error(
    espeak: EspeakEngine, ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    lose(monkeypatch, lambda raw: replace(raw, words=raw.words[:1] + raw.words[2:]))
    with pytest.raises(SpeechFailed, match="left out"):
        espeak.speak(ask("Bei ", YC, " war ich."))


def test_a_speech_without_its_end_is_an_error(espeak: EspeakEngine, ask, monkeypatch: pytest.MonkeyPatch) -> None:
    lose(monkeypatch, lambda raw: replace(raw, words=raw.words[:3]))
    with pytest.raises(SpeechFailed, match=r"stopped before 'nicht kurz ist\.'"):
        espeak.speak(ask("Das ist ein Satz, der nicht kurz ist."))


def test_silence_is_an_error(espeak: EspeakEngine, ask, monkeypatch: pytest.MonkeyPatch) -> None:
    lose(monkeypatch, lambda raw: replace(raw, samples=raw.samples * 0))
    with pytest.raises(SpeechFailed, match=r"no sound for 'Ja\.'"):
        espeak.speak(ask("Ja."))


def lose(monkeypatch: pytest.MonkeyPatch, change) -> None:
    speak = pyttsx3_engine._Speaker.speak

    def losing(self, text: str, properties: dict[str, object]) -> RawSpeech:
        return change(speak(self, text, properties))

    monkeypatch.setattr(pyttsx3_engine._Speaker, "speak", losing)


def test_a_volume_that_clips_is_an_error(espeak: EspeakEngine, ask) -> None:
    with pytest.raises(SpeechFailed, match="turn down the setting `volume`"):
        espeak.speak(ask("Aha, das war laut, aber aua!", name="de+klatt4", volume=100))


def test_two_shows_in_one_process_keep_their_voices_apart(espeak: EspeakEngine, ask, tmp_path: Path) -> None:
    (tmp_path / "espeak").mkdir()
    (tmp_path / "espeak" / "own-voice").write_text("language variant\nname deep\npitch 60 80\n")
    request = ask("Wer spricht da?", name="de+own-voice")
    here = espeak.speak(request).samples.tobytes()
    with EspeakEngine("pyttsx3", EngineContext(voices_folder=str(tmp_path)), bundled_files) as other:
        there = other.speak(request).samples.tobytes()
        assert there != here == espeak.speak(request).samples.tobytes()
        assert other.speak(request).samples.tobytes() == there
        assert other.version() == espeak.version()
        assert other.pin(request.voice) != espeak.pin(request.voice)


def test_a_voice_may_be_asked_for_with_the_file_of_its_variant(ask, tmp_path: Path) -> None:
    file = tmp_path / "espeak" / "own-voice"
    file.parent.mkdir()
    file.write_text("language variant\nname deep\n")
    voice = ask("Ja.", name="de+own-voice").voice
    with EspeakEngine("pyttsx3", EngineContext(voices_folder=str(tmp_path)), bundled_files) as engine:
        assert engine.pin(voice) == sha256(file.read_bytes()).hexdigest()
        engine.check_voice(replace(voice, settings=(("sha256", engine.pin(voice)),)))
        with pytest.raises(EngineError, match=r"variant of the voice 'de\+own-voice' has the SHA-256 .* and not 0123"):
            engine.check_voice(replace(voice, settings=(("sha256", "0123"),)))


def test_a_voice_that_came_with_the_library_has_no_file_to_ask_for(espeak: EspeakEngine, ask) -> None:
    for name in ("de", "de+klatt4"):
        voice = ask("Ja.", name=name).voice
        assert espeak.pin(voice) is None
        with pytest.raises(EngineError, match="has no variant of this show"):
            espeak.check_voice(replace(voice, settings=(("sha256", "0123"),)))


def test_nothing_is_printed_and_nothing_is_left_behind(tmp_path: Path, ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    printed = io.StringIO()
    with redirect_stdout(printed), EspeakEngine("pyttsx3", EngineContext(), bundled_files) as engine:
        engine.speak(ask("Ja."))
        assert len(list(tmp_path.iterdir())) == 1
    assert printed.getvalue() == ""
    assert list(tmp_path.iterdir()) == []


def test_an_engine_without_a_library_says_so_when_asked() -> None:
    def missing() -> None:
        raise EngineError("eSpeak NG is missing")

    with (
        EspeakEngine("pyttsx3", EngineContext(), missing) as engine,  # type: ignore[arg-type]
        pytest.raises(EngineError, match="missing"),
    ):
        engine.check()


def test_mandarin_is_the_chinese_that_scripts_name(espeak: EspeakEngine) -> None:
    offered = {voice.id: voice.language for voice in espeak.voices("zh")}
    assert offered["cmn"] == "zh"
    assert {voice.id for voice in espeak.voices("cmn")} == set(offered)
    assert "yue" not in offered
