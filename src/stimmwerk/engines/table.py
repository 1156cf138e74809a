"""The table of engines: ours, and those that other packages bring under the entry point group ``stimmwerk.engines``.

An entry point names a factory that takes an ``EngineContext`` and gives an ``Engine``:

    [project.entry-points."stimmwerk.engines"]
    parrot = "parrot.engine:ParrotEngine"
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib.metadata import EntryPoint, entry_points

from stimmwerk.engines.base import Engine, EngineContext
from stimmwerk.errors import CastError, EngineError, StimmwerkError, did_you_mean

#: The entry point group of engines.
GROUP = "stimmwerk.engines"

Factory = Callable[[EngineContext], Engine]


def engine_names() -> tuple[str, ...]:
    """The names that a cast may give as ``engine``, sorted."""
    return tuple(sorted({*_OURS, *_others()}))


def self_contained(name: str) -> bool:
    """Whether the versions of installed packages tell everything of an engine: it comes whole with the program."""
    return name == "tone" or (name == "pyttsx3" and sys.platform not in ("win32", "darwin"))


def is_ours(name: str) -> bool:
    """Whether an engine is part of this program, and not of another package."""
    return name in _OURS


def open_engine(name: str, context: EngineContext) -> Engine:
    """The engine of that name; what it needs is imported now and not before.

    Raises CastError with the nearest names for an unknown one, EngineError where another package's cannot be imported.
    """
    if factory := _OURS.get(name):
        return factory(context)
    others = _others()
    if name not in others:
        raise CastError(f"there is no engine {name!r}", hint=did_you_mean(name, engine_names()))
    entry = others[name]
    try:
        engine: Engine = entry.load()(context)
    except StimmwerkError:
        raise
    except Exception as cause:
        package = entry.dist.name if entry.dist else entry.value
        raise EngineError(
            f"the engine {name!r} of the package {package} cannot be opened: {cause}", hint=f"install {package} again"
        ) from cause
    return engine


def _others() -> dict[str, EntryPoint]:
    """Other packages' engines by name; ours keep their names."""
    found = sorted(entry_points(group=GROUP), key=lambda entry: (entry.name, entry.value))
    return {entry.name: entry for entry in found if entry.name not in _OURS}


def _pyttsx3(context: EngineContext) -> Engine:
    if sys.platform in ("win32", "darwin"):
        from stimmwerk.engines.stock import NSSS, SAPI5, StockEngine

        return StockEngine("pyttsx3", context, SAPI5 if sys.platform == "win32" else NSSS)
    from stimmwerk.engines.espeak_library import bundled_files
    from stimmwerk.engines.pyttsx3_engine import EspeakEngine

    return EspeakEngine("pyttsx3", context, bundled_files)


def _pyttsx3_system(context: EngineContext) -> Engine:
    if sys.platform in ("win32", "darwin"):
        raise CastError(
            "the engine 'pyttsx3-system' is for systems that install libespeak-ng",
            hint="here the engine 'pyttsx3' speaks with the system's voices",
        )
    from stimmwerk.engines.espeak_library import system_files
    from stimmwerk.engines.pyttsx3_engine import EspeakEngine

    return EspeakEngine("pyttsx3-system", context, system_files)


def _tone(context: EngineContext) -> Engine:
    from stimmwerk.engines.tone import ToneEngine

    return ToneEngine(context)


def _command(context: EngineContext) -> Engine:
    from stimmwerk.engines.command import CommandEngine

    return CommandEngine(context)


def _openai(context: EngineContext) -> Engine:
    from stimmwerk.engines.openai_engine import OpenAiEngine

    return OpenAiEngine(context)


def _piper(context: EngineContext) -> Engine:
    from stimmwerk.engines.piper_engine import PiperEngine

    return PiperEngine(context)


_OURS: dict[str, Factory] = {
    "command": _command,
    "openai": _openai,
    "piper": _piper,
    "pyttsx3": _pyttsx3,
    "pyttsx3-system": _pyttsx3_system,
    "tone": _tone,
}
