"""A driver for pyttsx3 that is synchronous, keeps the samples in memory and loses no error.

pyttsx3's own ``espeak`` driver returns before the sound is complete.  ``pyttsx3.init(name)`` imports
``pyttsx3.drivers.<name>``, so a module put there by ``register`` is found like one of its own.
"""

from __future__ import annotations

import itertools
import sys
import types
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from stimmwerk.engines.espeak_library import RawSpeech, Utterance, open_library
from stimmwerk.errors import EngineError

#: The notification that carries a ``RawSpeech`` as ``speech``; it is sent before ``finished-utterance``.
SPOKEN = "stimmwerk-spoken"

_PROPERTIES = frozenset({"voice", "rate", "pitch", "range", "volume", "gap", "phonemes"})
_numbers = itertools.count(1)


def register(library: str, data: Path) -> str:
    """Puts a driver for this library and data into place and gives the name by which pyttsx3 finds it.

    Each call gives a name of its own, because pyttsx3 keeps one engine a name.
    """
    name = f"stimmwerk_espeak_{next(_numbers)}"
    module = types.ModuleType(f"pyttsx3.drivers.{name}")
    module.buildDriver = lambda proxy: EspeakDriver(proxy, library, data)  # type: ignore[attr-defined]
    sys.modules[module.__name__] = module
    return name


def unregister(name: str) -> None:
    """Takes the driver away again."""
    sys.modules.pop(f"pyttsx3.drivers.{name}", None)


class EspeakDriver:
    """What pyttsx3 calls.  Properties are eSpeak's own: voice (identifier and +variant), rate, pitch, range,
    volume (0 to 100), gap, phonemes.
    """

    def __init__(self, proxy: Any, library: str, data: Path) -> None:
        self._proxy = proxy
        self._library = library
        self._data = data
        self._utterance = Utterance(text="", voice="", rate=165, pitch=50, range=50, volume=55, gap=0, phonemes=False)

    def startLoop(self) -> None:  # noqa: N802
        """Carries out what is queued; the end of the loop is the last command in the queue."""
        self._proxy.setBusy(False)

    def endLoop(self) -> None:  # noqa: N802
        """Nothing runs after ``startLoop``."""

    def iterate(self) -> Iterator[None]:
        """Carries out what is queued, for a loop of the caller's own."""
        self._proxy.setBusy(False)
        yield

    def stop(self) -> None:
        """Nothing is ever under way between two calls."""

    def destroy(self) -> None:
        """Nothing is kept open between two calls."""

    def say(self, text: str) -> None:
        """Speaks the text and sends it as ``SPOKEN``.  What is raised, pyttsx3 sends as ``error``."""
        self._proxy.setBusy(True)
        self._proxy.notify("started-utterance")
        completed = False
        try:
            speech = self._speak(text)
            self._proxy.notify(SPOKEN, speech=speech)
            completed = True
        finally:
            self._proxy.notify("finished-utterance", completed=completed)
            self._proxy.setBusy(False)

    def save_to_file(self, text: str, filename: str) -> None:
        """Not offered: the samples come with ``SPOKEN``."""
        raise EngineError(f"this driver writes no files (asked for {filename!r}, {len(text)} characters)")

    def _speak(self, text: str) -> RawSpeech:
        with open_library(self._library, self._data, phonemes=True) as library:
            return library.speak(replace(self._utterance, text=text))

    def getProperty(self, name: str) -> object:  # noqa: N802
        """The value of one of the properties.  Raises KeyError for others."""
        if name not in _PROPERTIES:
            raise KeyError(name)
        return getattr(self._utterance, name)

    def setProperty(self, name: str, value: object) -> None:  # noqa: N802
        """Sets one of the properties for the utterances to come.  Raises KeyError for others."""
        if name not in _PROPERTIES:
            raise KeyError(name)
        self._utterance = replace(self._utterance, **{name: value})  # type: ignore[arg-type]
