"""A sentence in a voice, as a WAV file, by which a producer can judge it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from stimmwerk.assets import wav_bytes
from stimmwerk.casting.cast import Voice
from stimmwerk.casting.lexicon import Lexicon
from stimmwerk.casting.phrases import sample_sentence
from stimmwerk.casting.speakable import speakable
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.table import open_engine
from stimmwerk.errors import UsageError
from stimmwerk.files import write_bytes
from stimmwerk.levels import VOICE_LUFS
from stimmwerk.signal.limiter import REACH, limit
from stimmwerk.signal.loudness import as_heard, loudness_of
from stimmwerk.signal.polish import Polish, polish
from stimmwerk.speech import SpeechRequest
from stimmwerk.units import gain_from_db

_RATE = 44100
_CEILING_DBTP = -1.0
_ANY_LANGUAGE = "mul"  # ISO 639-2


def write_sample(
    path: Path, *, engine: str, voice: str, text: str | None, context: EngineContext, language: str
) -> None:
    """Speaks a text, or the language's sample sentence, levelled like any take, and writes it as 16-bit mono.

    language: for a voice that speaks any.

    Raises VoiceUnknown for a voice that the engine does not have, UsageError for a text without words.
    """
    with open_engine(engine, context) as opened:
        opened.check()
        languages = {info.id: info.language for info in opened.voices()}
        own = languages.get(voice) or languages.get(voice.split("+", maxsplit=1)[0]) or "en"
        language = language if own == _ANY_LANGUAGE else own
        spec = Voice(engine=engine, name=voice, language=language)
        opened.check_voice(spec)
        spoken = speakable(text or sample_sentence(language), [], language, Lexicon())
        if not spoken.pieces:
            raise UsageError(f"there is nothing to say in {text!r}", hint="give a text with words to --text")
        take = polish(opened.speak(SpeechRequest(say=spoken.say, voice=spec)), Polish(), _RATE)
    measured = loudness_of(take.samples, _RATE)
    gain = 1.0 if measured is None else gain_from_db(VOICE_LUFS - as_heard(measured, 1))
    loud = np.pad(take.samples * np.float32(gain), ((REACH, REACH), (0, 0)))
    write_bytes(path, wav_bytes(limit(loud, gain_from_db(_CEILING_DBTP)), _RATE))
