"""What every engine of the table promises, whoever wrote it."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from stimmwerk.casting.cast import Settings, Voice
from stimmwerk.engines.base import Engine, EngineContext
from stimmwerk.engines.table import engine_names, open_engine
from stimmwerk.engines.words import tokens
from stimmwerk.errors import EngineError, SpeechFailed, VoiceUnknown
from stimmwerk.showfile import EngineOptions
from stimmwerk.speech import Say, SpeechRequest

LANGUAGE = "de"
SENTENCE = "Ich glaube, dass der Bedarf nicht sinken wird."
LONG = " ".join([SENTENCE[:-1]] * 20) + "."


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What an engine needs to speak in tests.  voice: where only casts name voices."""

    context: EngineContext = field(default_factory=EngineContext)
    settings: Settings = ()
    voice: str | None = None


#: Engine -> what its stage was set up with.
STAGES: dict[str, Stage] = {}


@pytest.fixture(scope="module")
def stages(
    servers: Any, program: Path, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Callable[[str], Stage]]:
    server = servers.SpeechServer()
    options = EngineOptions(engine="openai", values=(("base_url", server.url),))
    with pytest.MonkeyPatch.context() as patch:
        for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "STIMMWERK_OPENAI_KEY"):
            patch.delenv(name, raising=False)
        special = {
            "command": Stage(
                settings=(("arguments", (sys.executable, str(program), "--output", "{file}")), ("voices", ("hum",))),
                voice="hum",
            ),
            "openai": Stage(context=EngineContext(options=(options,)), settings=(("voices", servers.VOICES),)),
        }

        def stage(name: str) -> Stage:
            if name == "piper" and name not in special:
                folder = tmp_path_factory.mktemp("show") / "voices"
                request.getfixturevalue("piper_voice").write_voice(folder / "piper")
                special[name] = Stage(context=EngineContext(voices_folder=str(folder)))
            return special.get(name, Stage())

        yield stage
    server.close()


@pytest.fixture(params=engine_names(), scope="module")
def engine(request: pytest.FixtureRequest, stages: Callable[[str], Stage]) -> Iterator[Engine]:
    stage = STAGES[request.param] = stages(request.param)
    with open_engine(request.param, stage.context) as opened:
        try:
            opened.check()
        except EngineError as missing:
            pytest.skip(str(missing))
        yield opened


def a_voice(engine: Engine, **changes: object) -> Voice:
    stage = STAGES[engine.name]
    name = stage.voice or engine.voices(LANGUAGE)[0].id
    settings = tuple(sorted((*stage.settings, *changes.pop("settings", ()))))  # type: ignore[misc]
    values = {"engine": engine.name, "name": name, "language": LANGUAGE, "settings": settings, **changes}
    return Voice(**values)  # type: ignore[arg-type]


def ask(engine: Engine, text: str) -> SpeechRequest:
    return SpeechRequest(say=(Say(text=text),), voice=a_voice(engine))


def digest(engine: Engine, text: str) -> str:
    speech = engine.speak(ask(engine, text))
    return hashlib.sha256(speech.samples.tobytes() + repr(speech.words).encode()).hexdigest()


def test_what_an_engine_says_of_itself(engine: Engine) -> None:
    assert engine.version()
    assert engine.version() == engine.version()
    assert engine.grain in ("sentence", "paragraph")
    assert isinstance(engine.repeats, bool)
    assert isinstance(engine.trained, bool)


def test_voices_are_sorted_and_each_of_them_passes(engine: Engine) -> None:
    voices = engine.voices(LANGUAGE)
    assert bool(voices) != bool(STAGES[engine.name].voice)
    assert [voice.id for voice in voices] == sorted({voice.id for voice in voices})
    assert {voice.id for voice in voices} <= {voice.id for voice in engine.voices()}
    for voice in voices:
        engine.check_voice(a_voice(engine, name=voice.id))


def test_a_speech_has_the_shape_that_was_agreed(engine: Engine) -> None:
    speech = engine.speak(ask(engine, SENTENCE))
    assert speech.samples.dtype == np.float32
    assert speech.samples.ndim == 2
    assert speech.samples.shape[0] > speech.sample_rate
    assert 0.01 < np.abs(speech.samples).max() <= 1


@pytest.mark.parametrize("text", ["Ja.", SENTENCE, LONG])
def test_the_same_request_gives_the_same_bytes(engine: Engine, text: str) -> None:
    if not engine.repeats:
        pytest.skip("the engine does not repeat itself")
    first = digest(engine, text)
    digest(engine, "Etwas anderes dazwischen!")
    assert digest(engine, text) == first


def test_another_process_gives_the_same_bytes(engine: Engine) -> None:
    if not engine.repeats:
        pytest.skip("the engine does not repeat itself")
    code = (
        "import hashlib, sys\n"
        "from stimmwerk.casting.cast import Voice\n"
        "from stimmwerk.engines.base import EngineContext\n"
        "from stimmwerk.engines.table import open_engine\n"
        "from stimmwerk.speech import Say, SpeechRequest\n"
        "name, voice, language, text = sys.argv[1:]\n"
        "with open_engine(name, EngineContext()) as engine:\n"
        "    voice = Voice(engine=name, name=voice, language=language)\n"
        "    speech = engine.speak(SpeechRequest(say=(Say(text=text),), voice=voice))\n"
        "    print(hashlib.sha256(speech.samples.tobytes() + repr(speech.words).encode()).hexdigest(), end='')\n"
    )
    arguments = [engine.name, a_voice(engine).name, LANGUAGE, SENTENCE]
    ended = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    assert ended.stdout == digest(engine, SENTENCE)


def test_a_second_engine_at_the_same_time_changes_nothing(engine: Engine) -> None:
    alone = digest(engine, SENTENCE) if engine.repeats else None
    with open_engine(engine.name, STAGES[engine.name].context) as other:
        assert len(other.speak(ask(other, "Ich bin der andere.")).samples)
        if alone:
            assert digest(engine, SENTENCE) == digest(other, SENTENCE) == alone
    assert len(engine.speak(ask(engine, SENTENCE)).samples)


@pytest.mark.parametrize("text", ["Ja.", SENTENCE, LONG, "Größe, Maß und Übermut: 95 % von 3,5!", "A B C – 1 2 3"])
def test_word_marks_rise_within_the_speech_and_name_words(engine: Engine, text: str) -> None:
    speech = engine.speak(ask(engine, text))
    samples = [mark.sample for mark in speech.words]
    assert samples == sorted(set(samples))
    assert all(0 <= sample < len(speech.samples) for sample in samples)
    if speech.words:
        assert [(mark.start, mark.stop) for mark in speech.words] == list(tokens(text))


def test_an_unknown_voice_is_an_error_that_names_others(engine: Engine) -> None:
    wrong = a_voice(engine, name=a_voice(engine).name + "x")
    with pytest.raises(VoiceUnknown, match=r"did you mean|known:"):
        engine.check_voice(wrong)
    with pytest.raises(VoiceUnknown):
        engine.speak(SpeechRequest(say=(Say(text=SENTENCE),), voice=wrong))


def test_an_unknown_setting_is_an_error(engine: Engine) -> None:
    with pytest.raises(EngineError, match="volumen"):
        engine.check_voice(a_voice(engine, settings=(("volumen", 5),)))


@pytest.mark.parametrize("numbers", [{"rate": 79}, {"rate": 451}, {"pitch": 100}, {"range": -1}])
def test_a_number_out_of_bounds_is_an_error(engine: Engine, numbers: dict[str, int]) -> None:
    with pytest.raises(EngineError):
        engine.check_voice(a_voice(engine, **numbers))


@pytest.mark.parametrize("text", [" ", "…", "?!", "—", "\n\n", "\u200b", "😀", '"', "()"])
def test_a_text_without_a_word_is_an_error_and_not_silence(engine: Engine, text: str) -> None:
    with pytest.raises(SpeechFailed):
        engine.speak(ask(engine, text))


@pytest.mark.parametrize(
    "text",
    [
        'Eine <break time="5s"/> Pause.',
        'Ein <audio src="/etc/passwd"/> Ton.',
        "<speak>Hallo &amp; &lt;Welt&gt;</speak>",
        "Vor [[ und ]] nach.",
        "Vor [[slnc 5000]] nach.",
        "Vor [[[[a]]]] nach _^_en und so.",
        "Fritz „sagt“ »was«, “hier” ‚und‘ 'da' \"so\".",
        "Freude 😀👨‍👩‍👧 und\u00a0Leid\u200b mit Silben\u00adtrennung.",
        "Steuer\x01zeichen\x1b[31m und\x00 Ende.",
        "W" * 300,
        "-" * 300 + " ja " + "!" * 300,
        "Halbe \ud800 Zeichen \ue000 und \uffff mehr.",
    ],
)
def test_traps_are_spoken_as_plain_text(engine: Engine, text: str) -> None:
    speech = engine.speak(ask(engine, text))
    seconds = len(speech.samples) / speech.sample_rate
    assert np.abs(speech.samples).max() > 0.01
    assert seconds < 1 + 1.2 * sum(map(str.isalnum, text))
    assert all(0 <= mark.start < mark.stop <= len(text) for mark in speech.words)
