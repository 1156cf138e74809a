"""The engine ``openai``: any server that speaks ``POST /v1/audio/speech``, OpenAI's own or one on this machine."""

from __future__ import annotations

import importlib.util
import os
import threading
from dataclasses import dataclass
from functools import cached_property
from types import TracebackType
from typing import Any, Self

import numpy as np

from stimmwerk.casting.cast import Setting, Voice
from stimmwerk.engines.base import EngineContext, Grain, Tariff, VoiceInfo
from stimmwerk.engines.openai_calls import Calls
from stimmwerk.engines.openai_server import Server, server_of
from stimmwerk.engines.plain_text import plain_text
from stimmwerk.engines.settings import (
    Allowed,
    check_numbers,
    check_settings,
    checked_options,
    number,
    text,
    unheard_numbers,
    voice_unknown,
)
from stimmwerk.engines.sound_bytes import CutOff, Unreadable, decode, described, format_of
from stimmwerk.errors import EngineError, SpeechFailed
from stimmwerk.speech import Speech, SpeechRequest

NAME = "openai"

#: Raised whenever a change of this engine's code may change its sound.
REVISION = 1

#: The voices of OpenAI's own server, and the model that is asked where a cast names none.
CLOUD_VOICES = (
    "alloy", "ash", "ballad", "cedar", "coral", "echo", "fable", "marin", "nova", "onyx", "sage", "shimmer", "verse",
)  # fmt: skip
DEFAULT_MODEL = "gpt-4o-mini-tts"

#: What OpenAI charged for its models when this was written; a model's name may go on with a date.
CLOUD_TARIFFS = {
    "gpt-4o-mini-tts": Tariff(per_second=0.015 / 60),
    "tts-1-hd": Tariff(per_character=30 / 1e6),
    "tts-1": Tariff(per_character=15 / 1e6),
}
_WITHOUT_INSTRUCTIONS = ("tts-1", "tts-1-hd")

#: What a response format is called, and the container that it comes in.
FORMATS = {"flac": "flac", "mp3": "mp3", "opus": "ogg", "pcm": None, "wav": "wav"}
DEFAULT_FORMAT = "wav"

#: PCM says nothing of itself: 16 bits, little-endian, one channel, and as a rule this rate.
PCM_RATE = 24_000

#: What a cast may set.  voices: the names that the server knows, where it is to be held to them.
SETTINGS = {
    "model": Allowed(kind=str),
    "instructions": Allowed(kind=str),
    "format": Allowed(kind=str, choices=tuple(FORMATS)),
    "sample_rate": Allowed(kind=int, low=8000, high=192_000),
    "voices": Allowed(kind=tuple),
}

#: What show.toml may set.
OPTIONS = {
    "base_url": Allowed(kind=str),
    "parallel": Allowed(kind=int, low=1, high=64),
    "timeout": Allowed(kind=float, low=1, high=600),
    "price_per_million_characters": Allowed(kind=float, low=0),
    "price_per_minute": Allowed(kind=float, low=0),
    "spending_limit": Allowed(kind=float, low=0),
}
DEFAULT_PARALLEL = 4
DEFAULT_TIMEOUT_S = 60.0
DEFAULT_SPENDING_LIMIT = 5.0

#: The most characters that a request may have.
LONGEST_TEXT = 4096

#: The rate at which a voice speaks at its own pace (``speed`` 1).
_OWN_RATE = 165


class OpenAiEngine:
    """Voices of a server.  parallel, spending_limit: see ``engines.base.Remote``."""

    name = NAME
    grain: Grain = "sentence"
    repeats = False
    trained = True
    cannot = ("pitch", "range", "word times", "phonemes of the lexicon")

    def __init__(self, context: EngineContext) -> None:
        self._options = checked_options(context.options_of(NAME), OPTIONS)
        self.parallel = int(number(self._options, "parallel", DEFAULT_PARALLEL))
        self.spending_limit: float | None = number(self._options, "spending_limit", DEFAULT_SPENDING_LIMIT)
        self._spending = _Spending(self.spending_limit)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if "_calls" in self.__dict__:
            self._calls.close()

    def version(self) -> str:
        """The server's address and the revision of this engine; what stands behind the address, nobody knows."""
        return f"{self._server.address}, revision {REVISION}"

    def check(self) -> None:
        """Raises EngineError without the package httpx, without an address, and without a key that is needed.

        The server is not asked.
        """
        if importlib.util.find_spec("httpx") is None:
            raise EngineError("the package httpx is missing", hint="pip install 'stimmwerk[openai]'")
        self._server.check()

    def voices(self, language: str | None = None) -> tuple[VoiceInfo, ...]:
        """OpenAI's voices, or what another server says that it has; each speaks every language."""
        names = CLOUD_VOICES if self._server.is_cloud else tuple(self._calls.voices())
        return tuple(VoiceInfo(id=name, name=name, language=language or "mul") for name in names)

    def check_voice(self, voice: Voice) -> None:
        """Raises VoiceUnknown, as far as the names are known, or EngineError; the server is not asked."""
        check_numbers(voice)
        for name, _ in voice.settings:
            if "key" in name.casefold() or "token" in name.casefold():
                raise EngineError(
                    f"a cast holds no secret such as {name!r} (voice {voice.name!r})",
                    hint=f"take it out of the file; the key comes from the environment variable "
                    f"{self._server.key_variable}",
                )
        check_settings(voice, SETTINGS)
        settings = dict(voice.settings)
        known = settings.get("voices", CLOUD_VOICES if self._server.is_cloud else (voice.name,))
        assert isinstance(known, tuple)
        if voice.name not in known:
            raise voice_unknown(voice, voice.name, known)
        model = text(settings, "model", DEFAULT_MODEL)
        if "instructions" in settings and model in _WITHOUT_INSTRUCTIONS:
            raise EngineError(f"the model {model!r} takes no instructions", hint=f"use {DEFAULT_MODEL}")
        if "sample_rate" in settings and settings.get("format") != "pcm":
            raise EngineError("sample_rate is for the format 'pcm' alone", hint="the other formats say theirs")

    def unheard(self, voice: Voice) -> tuple[str, ...]:
        """Pitch and range; the protocol has none."""
        return unheard_numbers(voice, "pitch", "range")

    def tariff(self, voice: Voice) -> Tariff | None:
        """What show.toml says, or what OpenAI charges; another server costs nothing unless show.toml says so."""
        characters = number(self._options, "price_per_million_characters", 0) / 1e6
        seconds = number(self._options, "price_per_minute", 0) / 60
        if {"price_per_million_characters", "price_per_minute"} & self._options.keys() or not self._server.is_cloud:
            return Tariff(per_character=characters, per_second=seconds)
        model = text(dict(voice.settings), "model", DEFAULT_MODEL)
        fits = (name for name in sorted(CLOUD_TARIFFS, key=len, reverse=True) if model.startswith(name))
        return CLOUD_TARIFFS.get(next(fits, ""))

    def speak(self, request: SpeechRequest) -> Speech:
        """float32 (frames, channels) at the server's own sample rate, without word marks.

        Raises SpeechFailed where the server gives no whole sound, or one of another format than was asked for;
        EngineError where it would refuse every request, and where the spending limit is reached.
        """
        voice = request.voice
        self.check_voice(voice)
        words = plain_text(request.text)
        if len(words) > LONGEST_TEXT:
            raise SpeechFailed(
                f"a sentence of {len(words)} characters; a server takes {LONGEST_TEXT}", hint="make two sentences of it"
            )
        settings = dict(voice.settings)
        form = text(settings, "format", DEFAULT_FORMAT)
        tariff = self.tariff(voice)
        return self._calls.speech(
            _payload(words, voice, settings, form),
            lambda data: _read(data, form, int(number(settings, "sample_rate", PCM_RATE))),
            _Purse(self._spending, tariff.cost(request) if tariff else 0.0),
        )

    @cached_property
    def _server(self) -> Server:
        return server_of(text(self._options, "base_url", "") or None, os.environ)

    @cached_property
    def _calls(self) -> Calls:
        return Calls(self._server, timeout=number(self._options, "timeout", DEFAULT_TIMEOUT_S))


class _Spending:
    """What an engine has spent, in US dollars: answers that were asked for again cost again."""

    def __init__(self, limit: float | None) -> None:
        self.limit = limit
        self._lock = threading.Lock()
        self.spent = 0.0

    def add(self, cost: float) -> None:
        with self._lock:
            self.spent += cost


@dataclass(frozen=True, slots=True)
class _Purse:
    """See ``openai_calls.Purse``."""

    spending: _Spending
    cost: float

    def check(self) -> None:
        spent, limit = self.spending.spent, self.spending.limit
        if limit is not None and self.cost > 0 and spent + self.cost > limit:
            raise EngineError(
                f"{spent:.2f} USD are spent, and the limit is {limit:.2f}",
                hint=f"raise spending_limit under [engines.{NAME}] of show.toml; what is finished is kept",
            )

    def pay(self) -> None:
        self.spending.add(self.cost)


def _payload(words: str, voice: Voice, settings: dict[str, Setting], form: str) -> dict[str, Any]:
    payload: dict[str, Any] = {
        "model": text(settings, "model", DEFAULT_MODEL),
        "input": words,
        "voice": voice.name,
        "response_format": form,
    }
    if voice.rate != _OWN_RATE:
        payload["speed"] = round(voice.rate / _OWN_RATE, 3)
    if "instructions" in settings:
        payload["instructions"] = settings["instructions"]
    return payload


def _read(data: bytes, form: str, pcm_rate: int) -> Speech:
    """What a server sent, which must be what it was asked for.  Raises CutOff, and SpeechFailed for anything else."""
    found, wanted = format_of(data), FORMATS[form]
    if form == "pcm" and (found not in (None, "mp3") or _is_text(data[:200])):
        raise SpeechFailed(f"the server was asked for pcm and sent {found or described(data)}", hint=_other(found))
    if form == "pcm":
        if not data or len(data) % 2:
            raise CutOff(f"it has {len(data)} bytes, which are no whole samples")
        samples = (np.frombuffer(data, "<i2").astype(np.float32) / np.float32(32768)).reshape(-1, 1)
        return Speech(samples=samples, sample_rate=pcm_rate)
    if not data:
        raise CutOff("it is empty")
    if found != wanted:
        raise SpeechFailed(f"the server was asked for {form} and sent {found or described(data)}", hint=_other(found))
    try:
        return decode(data)
    except CutOff:
        raise
    except Unreadable as cause:
        raise SpeechFailed(f"the server sent no sound: {cause}") from cause


def _is_text(data: bytes) -> bool:
    return bool(data.strip()) and data.isascii() and data.translate(None, b"\t\r\n").decode("ascii").isprintable()


def _other(found: str | None) -> str | None:
    names = {container: name for name, container in FORMATS.items()}
    return (
        f'if it knows no other, say so in the cast: settings = {{ format = "{names[found]}" }}'
        if found in names
        else None
    )
