"""stimmwerk doctor."""

from __future__ import annotations

import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from stimmwerk import __version__
from stimmwerk.cli.common import JsonOption, result, result_json

_PACKAGES = (
    "pyttsx3", "espeakng-loader", "pydub", "mutagen", "lameenc", "numpy", "soxr", "soundfile", "av", "pillow", "pyyaml",
    "tomlkit", "lxml", "readability-lxml", "charset-normalizer", "typer", "rich", "font-manrope", "starlette",
    "uvicorn", "watchfiles", "httpx", "piper-tts", "onnxruntime",
)  # fmt: skip
_EXTRAS = {"httpx": "openai", "onnxruntime": "piper", "piper-tts": "piper"}


def doctor(as_json: JsonOption = False) -> None:
    """Show the version of everything in play, and what each engine lacks."""
    import soundfile

    from stimmwerk.cli.engines import engine_context, show_or_none
    from stimmwerk.engines.base import Candid
    from stimmwerk.engines.table import engine_names, open_engine
    from stimmwerk.errors import CastError, EngineError
    from stimmwerk.mp3.lame import lame_version

    show = show_or_none()
    facts = {
        "stimmwerk": __version__,
        "python": platform.python_version(),
        "platform": f"{sys.platform} {platform.machine()}",
        "show": str(show.root) if show else "none here",
        **{name: _version(name) for name in _PACKAGES},
        "lame": lame_version(),
        "libsndfile": soundfile.__libsndfile_version__,
    }
    context = engine_context(show)
    engines: dict[str, dict[str, Any]] = {}
    for name in engine_names():
        cannot: tuple[str, ...] = ()
        try:
            with open_engine(name, context) as engine:
                cannot = engine.cannot if isinstance(engine, Candid) else ()
                engine.check()
                engines[name] = {"works": True, "version": engine.version(), "lacks": None, "cannot": cannot}
        except (CastError, EngineError) as error:
            engines[name] = {"works": False, "version": None, "lacks": str(error), "cannot": cannot}
    if as_json:
        result_json({**facts, "engines": engines})
        return
    for name, text in facts.items():
        result(f"{name:<16} {text}")
    for name, found in engines.items():
        result(f"engine {name:<9} {found['version'] if found['works'] else 'does not work: ' + str(found['lacks'])}")
        if found["cannot"]:
            result(f"{'':<16} cannot do: {', '.join(found['cannot'])}")


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return f"not installed (extra {extra})" if (extra := _EXTRAS.get(package)) else "missing"
