"""Piper's voices in a show's folder and in those of STIMMWERK_PIPER: a model each, and a config beside it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from stimmwerk.errors import EngineError

#: Under ``voices/`` of a show.
FOLDER = "piper"

#: The environment variable of further folders, separated like those of PATH.
VARIABLE = "STIMMWERK_PIPER"

MODEL, CONFIG = ".onnx", ".onnx.json"

#: The one kind of phonemes that voices for Latin script have: IPA as eSpeak NG writes it.
_PHONEMES = "espeak"


@dataclass(frozen=True, slots=True, kw_only=True)
class PiperVoiceFiles:
    """A voice.

    name: of its files, without endings; model, config: their paths; sample_rate: in Hz; quality: as its makers call it;
    language: BCP 47; espeak: eSpeak NG's name of the same; speakers: name -> number, empty where it is of one speaker;
    speaker_count: how many it has; signs: what its phonemes are written with.
    """

    name: str
    model: Path
    config: Path
    sample_rate: int
    quality: str
    language: str
    espeak: str
    speakers: Mapping[str, int]
    speaker_count: int
    signs: frozenset[str]


def folders(voices_folder: str | None, environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Where voices are looked for, the show's own folder first; voices_folder: the show's ``voices/``."""
    own = (Path(voices_folder) / FOLDER,) if voices_folder else ()
    return (*own, *(Path(folder) for folder in environment.get(VARIABLE, "").split(os.pathsep) if folder.strip()))


def find_models(places: tuple[Path, ...]) -> dict[str, Path]:
    """Name -> model, sorted; of two with one name that of the earlier place."""
    found: dict[str, Path] = {}
    for place in reversed(places):
        found |= {path.name.removesuffix(MODEL): path for path in place.glob(f"*{MODEL}") if path.is_file()}
    return dict(sorted(found.items()))


def read_voice(name: str, model: Path) -> PiperVoiceFiles:
    """What the config beside a model says.  Raises EngineError where it is missing or none that we can speak with."""
    config = model.with_name(name + CONFIG)
    again = f"get it again: stimmwerk voices get piper {name}"
    try:
        values = json.loads(config.read_text("utf-8"))
    except FileNotFoundError as cause:
        raise EngineError(f"{model.name} has no {config.name} beside it", hint=again) from cause
    except (OSError, ValueError) as cause:
        raise EngineError(f"{config} cannot be read: {cause}", hint=again) from cause
    try:
        return _voice(name, model, config, values)
    except (KeyError, TypeError, ValueError, AttributeError) as cause:
        raise EngineError(f"{config} is no config of a Piper voice: {cause!r}", hint=again) from cause


def _voice(name: str, model: Path, config: Path, values: dict[str, Any]) -> PiperVoiceFiles:
    kind = values.get("phoneme_type", _PHONEMES)
    if kind != _PHONEMES:
        raise EngineError(
            f"the voice {name!r} has phonemes of the type {kind!r}; only {_PHONEMES!r} can be spoken",
            hint="take another voice",
        )
    espeak = str(values["espeak"]["voice"])
    code = values.get("language", {}).get("code") or espeak
    return PiperVoiceFiles(
        name=name,
        model=model,
        config=config,
        sample_rate=int(values["audio"]["sample_rate"]),
        quality=str(values["audio"].get("quality", "")),
        language=str(code).replace("_", "-"),
        espeak=espeak,
        speakers={str(key): int(number) for key, number in values.get("speaker_id_map", {}).items()},
        speaker_count=int(values["num_speakers"]),
        signs=frozenset(values["phoneme_id_map"]),
    )


def digest_of_voice(voice: PiperVoiceFiles) -> str:
    """SHA-256 of a voice's model and config, in hexadecimal.  Raises EngineError for files that cannot be read."""
    try:
        stamps = tuple(
            (str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in (voice.model, voice.config)
        )
        return _digest(stamps)
    except OSError as cause:
        raise EngineError(f"the voice {voice.name!r} cannot be read: {cause}", hint="get it again") from cause


@lru_cache(maxsize=64)
def _digest(stamps: tuple[tuple[str, int, int], ...]) -> str:
    """Of files that are what they were as long as their stamps are the same."""
    seen = hashlib.sha256()
    for path, _, _ in stamps:
        with Path(path).open("rb") as file:
            seen.update(hashlib.file_digest(file, "sha256").digest())
    return seen.hexdigest()
