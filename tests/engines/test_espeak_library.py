from __future__ import annotations

import ctypes
import ctypes.util
from pathlib import Path

import pytest

from stimmwerk.engines.espeak_library import (
    EspeakLibrary,
    Utterance,
    bundled_files,
    open_library,
    system_files,
)
from stimmwerk.errors import EngineError

FILES = bundled_files()


def utterance(text: str, voice: str = "gmw/de") -> Utterance:
    return Utterance(text=text, voice=voice, rate=165, pitch=50, range=50, volume=55, gap=0, phonemes=False)


def test_a_fresh_loading_repeats_what_one_loading_does_not() -> None:
    request = utterance("Immer dasselbe, immer wieder.", "gmw/de+f5")

    def fresh() -> bytes:
        with open_library(FILES.library, FILES.data) as library:
            return library.speak(request).samples.tobytes()

    assert fresh() == fresh()


def test_words_come_at_their_characters_and_rise() -> None:
    with open_library(FILES.library, FILES.data) as library:
        speech = library.speak(utterance("Größe übt Maß."))
    assert [character for character, _ in speech.words] == [0, 6, 10]
    assert [sample for _, sample in speech.words] == sorted(sample for _, sample in speech.words)
    assert speech.sample_rate == 22_050
    assert len(speech.samples) > 15_000


def test_a_library_that_is_no_library_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "libespeak-ng.so"
    file.write_bytes(b"no library")
    with pytest.raises(EngineError, match="cannot be loaded"), open_library(str(file), FILES.data):
        pass


def test_a_folder_without_data_is_an_error_and_not_the_end_of_the_process(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="no data"), open_library(FILES.library, tmp_path):
        pass


def test_a_library_that_another_part_has_loaded_is_an_error() -> None:
    other = ctypes.CDLL(FILES.library)
    try:
        with pytest.raises(EngineError, match="another part of this process"), open_library(FILES.library, FILES.data):
            pass
    finally:
        import _ctypes

        _ctypes.dlclose(other._handle)
    with open_library(FILES.library, FILES.data) as library:
        assert library.version


def test_what_is_raised_while_sound_arrives_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> bytes:
        raise KeyboardInterrupt

    with open_library(FILES.library, FILES.data) as library:
        monkeypatch.setattr(ctypes, "string_at", interrupted)
        with pytest.raises(KeyboardInterrupt):
            library.speak(utterance("Das wird unterbrochen."))


def test_the_systems_library_is_asked_where_its_data_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: FILES.library if name == "espeak-ng" else None)
    monkeypatch.setenv("ESPEAK_DATA_PATH", str(FILES.data))
    assert system_files() == FILES


def test_a_system_without_the_library_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    with pytest.raises(EngineError, match="install the package libespeak-ng1"):
        system_files()


def test_a_library_without_a_seed_is_given_the_c_librarys(monkeypatch: pytest.MonkeyPatch) -> None:
    seeds = []

    class OldLibrary:
        pass

    class CLibrary:
        def srand(self, seed: int) -> None:
            seeds.append(seed)

    library = object.__new__(EspeakLibrary)
    library._dll = OldLibrary()  # type: ignore[assignment]
    monkeypatch.setattr(ctypes, "CDLL", lambda name: CLibrary())
    library._seed()
    assert seeds == [1]
