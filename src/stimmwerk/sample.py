"""A sentence in a voice, as a WAV file, by which a producer can judge it."""

from __future__ import annotations

from pathlib import Path

from stimmwerk.arrangement import Pacing
from stimmwerk.assets import wav_bytes
from stimmwerk.casting.cast import Role, Voice
from stimmwerk.casting.phrases import sample_sentence
from stimmwerk.engines.base import EngineContext
from stimmwerk.engines.table import open_engine
from stimmwerk.errors import ScriptError, UsageError, Where
from stimmwerk.files import write_bytes
from stimmwerk.folders import store_folder
from stimmwerk.inspection import inspect_engines
from stimmwerk.plan import context_of
from stimmwerk.presets import DEFAULT_PRESET, PRESETS
from stimmwerk.rehearsal import Part, reading, rehearse
from stimmwerk.scratch import TemporaryFolder
from stimmwerk.shipped import over_shipped
from stimmwerk.show import Show
from stimmwerk.signal.polish import Polish
from stimmwerk.store import Store
from stimmwerk.takes import Studio

_RATE = 44100
_ANY_LANGUAGE = "mul"  # ISO 639-2


def write_sample(path: Path, *, engine: str, voice: str, text: str | None, show: Show | None) -> None:
    """Speaks a text, or the language's sample sentence, as an episode of the show would have it, and writes it as
    16-bit mono: with its lexicon, through its sound chain, at the loudness of any voice.

    show: None is a show that sets nothing.
    Raises VoiceUnknown for a voice that the engine does not have, UsageError for a text without words.
    """
    context = context_of(show) if show else EngineContext()
    with open_engine(engine, context) as opened:
        opened.check()
        languages = {info.id: info.language for info in opened.voices()}
    language = languages.get(voice) or languages.get(voice.split("+", maxsplit=1)[0]) or _ANY_LANGUAGE
    if language == _ANY_LANGUAGE:
        language = show.settings.language if show else "en"
    role = Role(name="voice", voice=Voice(engine=engine, name=voice, language=language), origin=f"voice {voice}")
    facts = inspect_engines([role], "", context)
    try:
        lines = reading(
            [text or sample_sentence(language)],
            role,
            lexicons=show.lexicons() if show else over_shipped({}),
            engines=facts,
        )
    except ScriptError as cause:
        raise UsageError(f"there is nothing to say in {text!r}", hint="give a text with words to --text") from cause
    part = Part(role=role, lines=lines, chain=show.settings.chain if show else PRESETS[DEFAULT_PRESET])
    with TemporaryFolder("sample") as folder:
        store = Store(store_folder(show.root) if show else Path(folder) / "store")
        studio = Studio(
            context=context,
            versions=tuple((name, found.version) for name, found in facts.items()),
            polish=Polish(),
            sample_rate=_RATE,
            store=str(store.folder),
        )
        pacing = show.settings.pacing if show else Pacing()
        ((sound,),) = rehearse([part], studio, store, pacing=pacing, workers=1, where=Where(f"voice {voice}"))
    write_bytes(path, wav_bytes(sound, _RATE))
