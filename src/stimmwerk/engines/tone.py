"""The engine ``tone``: a sine for each turn.  It says nothing, quickly, and the same each time."""

from __future__ import annotations

from types import TracebackType
from typing import Self

import numpy as np

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext, Grain, VoiceInfo
from stimmwerk.engines.settings import check_numbers, check_settings, voice_unknown
from stimmwerk.engines.words import tokens
from stimmwerk.errors import SpeechFailed
from stimmwerk.speech import Speech, SpeechRequest, WordMark
from stimmwerk.units import gain_from_db, samples

NAME = "tone"

#: Voice -> its frequency in Hz at pitch 50.
VOICES = {"high": 392.0, "higher": 523.25, "low": 130.81, "lower": 98.0, "mid": 220.0}

_SAMPLE_RATE = 22_050
_LEVEL_DB = -15.0
_FADE_SECONDS = 0.01
# A word takes as long as it has letters: at 165 words a minute a word of six letters and its space take 0.36 s.
_LETTERS_A_WORD = 7
# The whole scale of pitch, 0 to 99, is this many octaves.
_OCTAVES = 1.0
# In each word the tone sinks to this before the next begins, so that words can be seen in the wave.
_WORD_END = 0.4
# So many samples, two seconds, at most.
_LONGEST_FALL = 2 * _SAMPLE_RATE


class ToneEngine:
    """Sines: the voice and its pitch give the frequency, the text and the rate give the length."""

    name = NAME
    grain: Grain = "sentence"
    repeats = True
    trained = False

    def __init__(self, context: EngineContext) -> None:
        del context  # a sine needs nothing of a show

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open."""

    def version(self) -> str:
        """A number, raised whenever the sound changes."""
        return "2"

    def check(self) -> None:
        """Works everywhere."""

    def voices(self, language: str | None = None) -> tuple[VoiceInfo, ...]:
        """The sines, which are of every language."""
        return tuple(
            VoiceInfo(id=name, name=f"sine of {VOICES[name]:g} Hz", language=language or "mul")
            for name in sorted(VOICES)
        )

    def check_voice(self, voice: Voice) -> None:
        """Raises VoiceUnknown, or EngineError for any setting: a sine has none."""
        if voice.name not in VOICES:
            raise voice_unknown(voice, voice.name, VOICES)
        check_numbers(voice)
        check_settings(voice, {})

    def speak(self, request: SpeechRequest) -> Speech:
        """float32 (frames, 1) at 22,050 Hz.  Raises SpeechFailed for a text without a letter or digit."""
        self.check_voice(request.voice)
        found = tokens(request.text)
        if not found:
            raise SpeechFailed("the text holds neither a letter nor a digit", hint="leave it out")
        seconds = 60 / request.voice.rate / _LETTERS_A_WORD
        ends = np.cumsum([samples((stop - start + 1) * seconds, _SAMPLE_RATE) for start, stop in found])
        starts = [0, *ends[:-1].tolist()]
        length = int(ends[-1])
        frequency = VOICES[request.voice.name] * 2 ** ((request.voice.pitch - 50) / 100 * _OCTAVES)
        wave = np.sin(2 * np.pi * frequency / _SAMPLE_RATE * np.arange(length)) * gain_from_db(_LEVEL_DB)
        for start, end in zip(starts, ends, strict=True):
            # No word of any length is one long tone, which would pass for a fault.
            for part in np.array_split(wave[start:end], -(-(end - start) // _LONGEST_FALL)):
                np.multiply(part, np.linspace(1.0, _WORD_END, len(part)), out=part)
        fade = np.linspace(0.0, 1.0, min(length, samples(_FADE_SECONDS, _SAMPLE_RATE)))
        wave[: len(fade)] *= fade
        wave[length - len(fade) :] *= fade[::-1]
        return Speech(
            samples=wave.astype(np.float32).reshape(-1, 1),
            sample_rate=_SAMPLE_RATE,
            words=tuple(
                WordMark(sample=sample, start=start, stop=stop)
                for sample, (start, stop) in zip(starts, found, strict=True)
            ),
        )
