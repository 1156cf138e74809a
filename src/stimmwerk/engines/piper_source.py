"""Where voices of Piper can be had, and whether what was got is whole."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.completeness import check_heard
from stimmwerk.engines.piper_engine import NAME, PiperEngine
from stimmwerk.engines.piper_voices import CONFIG, MODEL
from stimmwerk.errors import UsageError
from stimmwerk.speech import Say, SpeechRequest

#: Where all of them can be heard, and where they lie.
SAMPLES = "https://rhasspy.github.io/piper-samples/"
HOME = "https://huggingface.co/rhasspy/piper-voices"

_NAME = re.compile(
    r"(?P<family>[a-z]{2,3})_(?P<region>[A-Z0-9]{2,3})-(?P<person>[\w+.]+)-(?P<quality>x_low|low|medium|high)"
)

#: A short text that is no sentence of any language, and that every voice can read.
_PROBE = "1 2 3 4 5 6 7 8 9."


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Addresses of a voice's model, of its config, and of the page that says under which licence it may be used."""

    model: str
    config: str
    card: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """A voice that has spoken.

    sample_rate: in Hz; speakers: how many; word_times: whether it tells when each word begins; seconds: of speech;
    device: ``cpu`` or ``cuda``; sha256: of its files.
    """

    voice: str
    language: str
    sample_rate: int
    speakers: int
    word_times: bool
    seconds: float
    device: str
    sha256: str


def source_of(name: str) -> Source:
    """Where a voice lies.  Raises UsageError for what is no name of one."""
    found = _NAME.fullmatch(name)
    if not found:
        raise UsageError(
            f"{name!r} is no name of a Piper voice",
            hint="it has a language, a region, a person and a quality, as in de_DE-thorsten-medium",
        )
    folder = f"{found['family']}/{found['family']}_{found['region']}/{found['person']}/{found['quality']}"
    base = f"{HOME}/resolve/main/{folder}"
    return Source(
        model=f"{base}/{name}{MODEL}", config=f"{base}/{name}{CONFIG}", card=f"{HOME}/blob/main/{folder}/MODEL_CARD"
    )


def checked(name: str, context: EngineContext) -> Checked:
    """A voice that is here, opened and heard.  Raises EngineError for what can be found wrong."""
    with PiperEngine(context) as engine:
        engine.check()
        files = engine.files_of(name)
        voice = Voice(engine=NAME, name=name, language=files.language)
        request = SpeechRequest(say=(Say(text=_PROBE),), voice=voice)
        speech = engine.speak(request)
        check_heard(_PROBE, _PROBE.count(" "), speech, voice.rate)
        return Checked(
            voice=name,
            language=files.language,
            sample_rate=speech.sample_rate,
            speakers=files.speaker_count,
            word_times=bool(speech.words),
            seconds=round(len(speech.samples) / speech.sample_rate, 2),
            device=engine.device_of(name),
            sha256=engine.pin(voice),
        )


def installed(context: EngineContext) -> tuple[str, ...]:
    """The names of the models that are here, right or wrong, sorted."""
    return PiperEngine(context).names()


def show_folder(context: EngineContext) -> Path | None:
    """The first folder in which voices are looked for, or None where there is none."""
    return next(iter(PiperEngine(context).places), None)
