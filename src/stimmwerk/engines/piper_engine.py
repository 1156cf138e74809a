"""The engine ``piper``: Piper's neural voices, in this process, from model files that lie in a folder."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self, cast
from unicodedata import normalize

import numpy as np

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import PIN, EngineContext, Grain, Heard, VoiceInfo
from stimmwerk.engines.espeak_foreign import base, in_own_sounds
from stimmwerk.engines.piper_model import DEVICES, Device, device_here, device_of, open_session
from stimmwerk.engines.piper_text import PiperText, piper_text, word_starts
from stimmwerk.engines.piper_voices import (
    FOLDER,
    VARIABLE,
    PiperVoiceFiles,
    digest_of_voice,
    find_models,
    folders,
    read_voice,
)
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
from stimmwerk.engines.words import mark_words
from stimmwerk.errors import EngineError, SpeechFailed, did_you_mean
from stimmwerk.files import shown
from stimmwerk.speech import Say, Speech, SpeechRequest

NAME = "piper"

#: Raised whenever a change of this engine's code may change its sound.
REVISION = 1

#: What a cast may set.  speaker: of a model of several; length_scale: how slowly it speaks at the rate 165, 1 is its
#: own pace; noise_scale, noise_w_scale: how lively its sound and its rhythm are; sentence_silence: seconds between the
#: sentences that Piper finds in one; sha256: of the files, where they are to be these and no others.
SETTINGS = {
    "speaker": Allowed(kind=int | str, low=0, what="the number or the name of one of its speakers"),
    "length_scale": Allowed(kind=float, low=0.2, high=5),
    "noise_scale": Allowed(kind=float, low=0, high=2),
    "noise_w_scale": Allowed(kind=float, low=0, high=2),
    "sentence_silence": Allowed(kind=float, low=0, high=5),
    PIN: Allowed(kind=str),
}
DEFAULT_SENTENCE_SILENCE_S = 0.2

#: What show.toml may set.
OPTIONS = {"device": Allowed(kind=str, choices=DEVICES)}

_OWN_RATE = 165
_WITHOUT_ESPEAK = ("win32", "darwin")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Open:
    """A voice that is ready to speak.  model: a ``piper.PiperVoice``; length_scale: its own."""

    files: PiperVoiceFiles
    model: Any
    length_scale: float

    def phonemes(self, text: str) -> list[str]:
        """A text's phonemes, the sentences one after the other."""
        return [sign for sentence in self.model.phonemize(text) for sign in sentence]


class PiperEngine:
    """Piper.  A voice is the name of a model file without its ending; places: folders in which they are looked for."""

    name = NAME
    grain: Grain = "sentence"
    repeats = False
    trained = True
    cannot = ("pitch", "range", "emphasis")

    def __init__(self, context: EngineContext) -> None:
        self._context = context
        self._device = cast(Device, text(checked_options(context.options_of(NAME), OPTIONS), "device", "auto"))
        self.places = folders(context.voices_folder, os.environ)
        self._opened: dict[str, _Open] = {}
        self._closing = ExitStack()
        self._espeak: Any = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.clear()
        self._closing.close()

    def version(self) -> str:
        """The versions of both packages, and the revision of this engine; ``pin`` says which files speak."""
        return f"piper-tts {version('piper-tts')}, onnxruntime {version('onnxruntime')}, revision {REVISION}"

    def check(self) -> None:
        """Raises EngineError without the packages, without a voice, and without a GPU that show.toml wants."""
        for module, package in (("piper", "piper-tts"), ("onnxruntime", "onnxruntime")):
            if find_spec(module) is None:
                raise EngineError(f"the package {package} is missing", hint="pip install 'stimmwerk[piper]'")
        if not find_models(self.places):
            raise EngineError(
                f"there is no voice in {' or '.join(map(shown, self.places))}"
                if self.places
                else f"there is no show here, and {VARIABLE} names no folder of voices",
                hint="`stimmwerk voices get piper` says where there are some; they go to "
                f"voices/{FOLDER} of a show, or to the folder that {VARIABLE} names",
            )
        device_here(self._device)

    def voices(self, language: str | None = None) -> tuple[VoiceInfo, ...]:
        """The voices that can speak; those whose files are wrong are left out."""
        found = []
        for name, model in find_models(self.places).items():
            try:
                files = read_voice(name, model)
            except EngineError:
                continue
            if language is None or base(files.language) == base(language):
                found.append(_info(files))
        return tuple(found)

    def check_voice(self, voice: Voice) -> None:
        """Raises VoiceUnknown, or EngineError for files and settings that are wrong; no model is opened."""
        files = self._files(voice)
        check_numbers(voice)
        check_settings(voice, SETTINGS)
        _speaker(voice, files)
        wanted = dict(voice.settings).get(PIN)
        if wanted is not None and wanted != (found := digest_of_voice(files)):
            raise EngineError(
                f"the files of the voice {voice.name!r} have the SHA-256 {found}, and not {wanted}",
                hint=f"take {PIN} out of the cast to speak with them, or get the others",
            )

    def pin(self, voice: Voice) -> str:
        """The digest of the voice's files."""
        return digest_of_voice(self._files(voice))

    def unheard(self, voice: Voice) -> tuple[str, ...]:
        """Pitch and range; a model has its own."""
        return unheard_numbers(voice, "pitch", "range")

    def speak(self, request: SpeechRequest) -> Speech:
        """float32 (frames, 1) at the model's rate and level, a mark for every word where the model tells lengths.

        Raises SpeechFailed for what the voice cannot say, EngineError for a model that cannot be opened.
        """
        from piper import SynthesisConfig

        self.check_voice(request.voice)
        opened, prepared = self._prepared(request)
        settings = dict(request.voice.settings)
        config = SynthesisConfig(
            speaker_id=_speaker(request.voice, opened.files),
            length_scale=number(settings, "length_scale", opened.length_scale) * _OWN_RATE / request.voice.rate,
            noise_scale=_number_or_none(settings.get("noise_scale")),
            noise_w_scale=_number_or_none(settings.get("noise_w_scale")),
            normalize_audio=False,
        )
        try:
            chunks = list(opened.model.synthesize(prepared.text, config, include_alignments=True))
        except Exception as cause:  # whatever a model does that is none of Piper's
            raise SpeechFailed(f"the voice {request.voice.name!r} failed: {str(cause).splitlines()[:1]}") from cause
        if not chunks:
            raise SpeechFailed("Piper found nothing to say in the text", hint="leave it out")
        silence = number(settings, "sentence_silence", DEFAULT_SENTENCE_SILENCE_S)
        samples, places = _joined(chunks, round(silence * opened.files.sample_rate))
        events = []
        if places is not None:
            signs = [sign for chunk in chunks for sign in chunk.phonemes]
            events = [
                (start, places[index]) for start, index in word_starts(request.text, prepared, signs, opened.phonemes)
            ]
        return Speech(
            samples=samples.reshape(-1, 1),
            sample_rate=opened.files.sample_rate,
            words=mark_words(request.text, events, len(samples)),
        )

    def hear(self, request: SpeechRequest) -> tuple[Heard, ...]:
        """The phonemes of each word, as the model gets them."""
        self.check_voice(request.voice)
        opened, prepared = self._prepared(request)
        signs = opened.phonemes(prepared.text)
        starts = word_starts(request.text, prepared, signs, opened.phonemes)
        ends = [*(begin for _, begin in starts[1:]), len(signs)] if starts else []
        words = ((start, signs[begin:end]) for (start, begin), end in zip(starts, ends, strict=True))
        said = ((start, normalize("NFC", "".join(word)).strip(" .,;:!?")) for start, word in words)
        return tuple(Heard(start=start, ipa=ipa) for start, ipa in said)

    def names(self) -> tuple[str, ...]:
        """The models that are here, sorted; nothing of them is read."""
        return tuple(find_models(self.places))

    def files_of(self, name: str) -> PiperVoiceFiles:
        """The files of a voice.  Raises VoiceUnknown, or EngineError for files that are wrong."""
        return self._files(Voice(engine=NAME, name=name, language=""))

    def device_of(self, name: str) -> str:
        """What a voice speaks on: ``cpu`` or ``cuda``.  Raises EngineError where it cannot be opened."""
        return device_of(self._voice(self.files_of(name)).model.session)

    def _files(self, voice: Voice) -> PiperVoiceFiles:
        models = find_models(self.places)
        if voice.name not in models:
            unknown = voice_unknown(voice, voice.name, models)
            hint = f"{unknown.hint}  `stimmwerk voices get piper {voice.name}` says where it may be found."
            raise type(unknown)(unknown.message, hint=hint)
        return read_voice(voice.name, models[voice.name])

    def _prepared(self, request: SpeechRequest) -> tuple[_Open, PiperText]:
        opened = self._voice(self._files(request.voice))
        return opened, piper_text(self._in_own_sounds(request, opened), opened.files)

    def _voice(self, files: PiperVoiceFiles) -> _Open:
        if files.name not in self._opened:
            import json

            from piper import PiperConfig, PiperVoice

            config = PiperConfig.from_dict(json.loads(files.config.read_text("utf-8")))
            session = open_session(files.model, self._device)
            model = PiperVoice(config=config, session=session, download_dir=Path())
            self._opened[files.name] = _Open(files=files, model=model, length_scale=config.length_scale)
        return self._opened[files.name]

    def _in_own_sounds(self, request: SpeechRequest, opened: _Open) -> tuple[Say, ...]:
        """Words of other languages with sounds that the voice has, as the engine ``pyttsx3`` would say them.

        Where that one does not speak with eSpeak NG, they are said as Piper's own says them.
        """
        language = opened.files.espeak
        if sys.platform in _WITHOUT_ESPEAK:
            return in_own_sounds(request.say, language, lambda word, tag: _foreign_sound(opened, word, tag))
        if self._espeak is None:
            from stimmwerk.engines.espeak_library import bundled_files
            from stimmwerk.engines.pyttsx3_engine import EspeakEngine

            self._espeak = self._closing.enter_context(EspeakEngine("pyttsx3", EngineContext(), bundled_files))
        spoken = Voice(engine="pyttsx3", name=language, language=opened.files.language)
        say: tuple[Say, ...] = self._espeak.in_own_sounds(replace(request, voice=spoken))
        return say


def _foreign_sound(opened: _Open, word: str, language: str) -> str:
    """The IPA of a word of another language; nothing where eSpeak NG does not know that."""
    other = replace(opened.model, config=replace(opened.model.config, espeak_voice=base(language)))
    try:
        return "".join(sign for sentence in other.phonemize(word) for sign in sentence)
    except (RuntimeError, ValueError):
        return ""


def _info(files: PiperVoiceFiles) -> VoiceInfo:
    speakers = f", {files.speaker_count} speakers" if files.speaker_count > 1 else ""
    return VoiceInfo(
        id=files.name,
        name=files.name,
        language=files.language,
        note=f"{files.quality or 'Piper'}, {files.sample_rate} Hz{speakers}",
    )


def _speaker(voice: Voice, files: PiperVoiceFiles) -> int | None:
    """The number of the speaker that a cast names, or None for the model's own.

    Raises EngineError for one that the model does not have.
    """
    wanted = dict(voice.settings).get("speaker")
    if wanted is None:
        return None
    if isinstance(wanted, str) and wanted in files.speakers:
        return files.speakers[wanted]
    if isinstance(wanted, int) and wanted < files.speaker_count:
        return wanted
    hint = f"its numbers are 0 to {files.speaker_count - 1}"
    if files.speakers:
        hint = f"{did_you_mean(str(wanted), files.speakers)}; {hint}"
    raise EngineError(f"the voice {voice.name!r} has no speaker {wanted!r}", hint=hint)


def _number_or_none(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _joined(chunks: Sequence[Any], silence: int) -> tuple[np.ndarray[Any, np.dtype[np.float32]], list[int] | None]:
    """The sound of Piper's sentences, and the sample at which each of their phonemes begins.

    silence: samples between two.  The places are None where the model does not tell the lengths, or others than it
    then spoke.
    """
    parts: list[Any] = []
    places: list[int] | None = []
    at = 0
    for chunk in chunks:
        if parts:
            parts.append(np.zeros(silence, np.float32))
            at += silence
        sound = chunk.audio_float_array.reshape(-1).astype(np.float32, copy=False)
        alignments = chunk.phoneme_alignments
        lengths = [alignment.num_samples for alignment in alignments or ()]
        if places is None or sum(lengths) != len(sound):
            places = None
        else:
            # The first alignment is the beginning of the sentence, the last its end.
            places += [at + int(start) for start in np.cumsum(lengths)[:-2]]
        parts.append(sound)
        at += len(sound)
    return np.concatenate(parts), places
