from __future__ import annotations

import gc
import sys
import weakref
from collections.abc import Iterator
from typing import Any

import pytest
import pyttsx3

from stimmwerk.engines.espeak_driver import SPOKEN, register, unregister
from stimmwerk.engines.espeak_library import RawSpeech, bundled_files
from stimmwerk.errors import EngineError

FILES = bundled_files()


@pytest.fixture
def engine() -> Iterator[Any]:
    name = register(FILES.library, FILES.data)
    yield pyttsx3.init(name)
    unregister(name)


def listen(engine: Any) -> tuple[list[RawSpeech], list[Exception], list[bool]]:
    spoken: list[RawSpeech] = []
    errors: list[Exception] = []
    completed: list[bool] = []
    kept = (
        lambda speech, name=None: spoken.append(speech),
        lambda exception, name=None: errors.append(exception),
        lambda completed_, name=None: completed.append(completed_),
    )
    engine.connect(SPOKEN, kept[0])
    engine.connect("error", kept[1])
    engine.connect("finished-utterance", lambda completed, name=None: kept[2](completed))
    return spoken, errors, completed


def test_pyttsx3_speaks_with_it(engine: Any) -> None:
    spoken, errors, completed = listen(engine)
    engine.setProperty("voice", "gmw/de")
    engine.say("Erstens.")
    engine.say("Zweitens und letztens.")
    engine.runAndWait()
    assert errors == []
    assert completed == [True, True]
    assert 0 < len(spoken[0].samples) < len(spoken[1].samples)


def test_it_can_be_used_again_after_an_error(engine: Any) -> None:
    spoken, errors, completed = listen(engine)
    engine.setProperty("voice", "nonsense")
    engine.say("Ja.")
    engine.runAndWait()
    assert isinstance(errors[0], EngineError)
    assert (spoken, completed) == ([], [False])
    engine.setProperty("voice", "gmw/de")
    engine.say("Ja.")
    engine.runAndWait()
    assert len(spoken) == 1


def test_a_loop_of_the_callers_own_works(engine: Any) -> None:
    spoken, errors, _ = listen(engine)
    engine.setProperty("voice", "gmw/de")
    engine.startLoop(False)
    engine.say("Ja.")
    engine.iterate()
    engine.endLoop()
    assert (len(spoken), errors) == (1, [])


def test_properties_can_be_asked_for_and_unknown_ones_are_refused(engine: Any) -> None:
    spoken, errors, _ = listen(engine)
    engine.setProperty("rate", 200)
    engine.setProperty("colour", "red")
    engine.runAndWait()
    assert engine.getProperty("rate") == 200
    assert isinstance(errors[0], KeyError)
    with pytest.raises(KeyError):
        engine.getProperty("colour")
    assert spoken == []


def test_it_writes_no_file(engine: Any, tmp_path: Any) -> None:
    _, errors, _ = listen(engine)
    engine.save_to_file("Ja.", str(tmp_path / "a.wav"))
    engine.runAndWait()
    assert isinstance(errors[0], EngineError)


def test_each_registration_is_an_engine_of_its_own_and_goes_again() -> None:
    first, second = register(FILES.library, FILES.data), register(FILES.library, FILES.data)
    one, two = pyttsx3.init(first), pyttsx3.init(second)
    assert one is not two
    gone = weakref.ref(one)
    unregister(first)
    unregister(second)
    assert f"pyttsx3.drivers.{first}" not in sys.modules
    del one, two
    gc.collect()
    assert gone() is None
