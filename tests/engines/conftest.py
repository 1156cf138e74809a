from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from stimmwerk.casting.cast import Setting, Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.espeak_library import bundled_files
from stimmwerk.engines.pyttsx3_engine import EspeakEngine
from stimmwerk.speech import Say, SpeechRequest

VARIANT = "language variant\nname own\ngender female\npitch 160 220\n"


@pytest.fixture
def voices_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "voices"
    (folder / "espeak").mkdir(parents=True)
    (folder / "espeak" / "own-voice").write_text(VARIANT)
    return folder


@pytest.fixture(scope="module")
def espeak(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EspeakEngine]:
    folder = tmp_path_factory.mktemp("show") / "voices"
    (folder / "espeak").mkdir(parents=True)
    (folder / "espeak" / "own-voice").write_text(VARIANT)
    with EspeakEngine("pyttsx3", EngineContext(voices_folder=str(folder)), bundled_files) as engine:
        yield engine


Ask = Callable[..., SpeechRequest]


@pytest.fixture(scope="session")
def ask() -> Ask:
    """A request of texts or stretches."""

    def make(*parts: str | Say, name: str = "de", rate: int = 165, **settings: Setting) -> SpeechRequest:
        voice = Voice(engine="pyttsx3", name=name, language="de", rate=rate, settings=tuple(sorted(settings.items())))
        say = tuple(Say(text=part) if isinstance(part, str) else part for part in parts)
        return SpeechRequest(say=say, voice=voice)

    return make
