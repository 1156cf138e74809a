from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

import pytest

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.piper_engine import PiperEngine
from stimmwerk.engines.piper_ipa import as_espeak_writes, words_in_signs
from stimmwerk.engines.pyttsx3_engine import EspeakEngine
from stimmwerk.errors import SpeechFailed
from stimmwerk.speech import Say, SpeechRequest


@pytest.mark.parametrize(
    ("ipa", "written"),
    [
        ("ˈtsvaɪ", "tsvˈaɪ"),
        ("ˈnɔʏə ˈhɔʏzɐ", "nˈɔøə hˈɔøzɜ"),
        ("ˈjaːɐ̯", "jˈɑːɾ"),
        ("ˈɡaʁtn̩", "ɡˈaɾtən"),
        ("roːt", "roːt"),
        ("ˈfɛːʁt", "fˈɛːɾt"),
        ("ˈʃãsə", "ʃˈɑ̃sə"),
        ("ʁɛstoˈʁãː", "rɛstorˈɑ̃ː"),
        ("ˈt͡saɪt.ˌʔaltɐ", "tsˈaɪtˌaltɜ"),
        ("'gut", "ɡˈut"),
        ("ˈstɑːtˌʌp", "stˈɑːtˌʌp"),
        ("ˈˈaː", "ˈɑː"),
    ],
)
def test_german_is_written_as_espeak_writes_it(ipa: str, written: str) -> None:
    assert as_espeak_writes(ipa, "de-DE") == unicodedata.normalize("NFD", written)


def test_other_languages_keep_their_sounds() -> None:
    assert as_espeak_writes("ˈfɑːðə ˈɹɛd", "en-GB") == "fˈɑːðə ɹˈɛd"


#: Words that eSpeak NG reads by its rules.
PLAIN = (
    "Häuser",
    "Vater",
    "Gespräch",
    "schnell",
    "Übermut",
    "Zukunft",
    "Bedarf",
    "sinken",
    "Ärzte",
    "Chance",
    "Quelle",
)

SIGNS = frozenset("abdeːˈ")


def test_words_are_apart() -> None:
    assert words_in_signs("ˈbad  bed", "en", SIGNS, "bad bed") == ("bˈad", "bed")


@pytest.mark.parametrize(("ipa", "what"), [("baǃ", "'ǃ'"), ("ˈ", "no sound"), ("", "no sound"), (" ː", "no sound")])
def test_what_the_voice_cannot_say_is_an_error(ipa: str, what: str) -> None:
    with pytest.raises(SpeechFailed, match=what):
        words_in_signs(ipa, "en", SIGNS, "Wort")


def test_it_is_what_espeak_says_itself(espeak: EspeakEngine, piper_voice: Any, tmp_path: Path) -> None:
    """The IPA that our lexicons use, there and back, for words that eSpeak NG reads by rule."""
    piper_voice.write_voice(tmp_path / "piper", "hum")
    piper = PiperEngine(EngineContext(voices_folder=str(tmp_path)))
    voice = Voice(engine="pyttsx3", name="de", language="de")
    for word in PLAIN:
        (heard,) = espeak.hear(SpeechRequest(say=(Say(text=word),), voice=voice))
        said = "".join(piper._voice(piper.files_of("hum")).phonemes(word))
        assert as_espeak_writes(heard.ipa, "de") == said
