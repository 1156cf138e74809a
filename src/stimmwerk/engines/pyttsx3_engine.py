"""The engine ``pyttsx3``: eSpeak NG through pyttsx3 and a driver of our own, the same bytes for the same request."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, redirect_stdout
from dataclasses import dataclass
from functools import cached_property
from io import StringIO
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

import numpy as np

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import PIN, EngineContext, Grain, Heard, VoiceInfo
from stimmwerk.engines.completeness import check_heard, check_last_word
from stimmwerk.engines.espeak_data import PrivateData, read_variants
from stimmwerk.engines.espeak_driver import SPOKEN, register, unregister
from stimmwerk.engines.espeak_foreign import base, in_own_sounds, marked, sayable, sound_of
from stimmwerk.engines.espeak_heard import heard_words
from stimmwerk.engines.espeak_library import (
    EspeakLibrary,
    EspeakVoice,
    LibraryFiles,
    RawSpeech,
    Utterance,
    open_library,
    open_reader,
)
from stimmwerk.engines.espeak_onsets import word_onsets
from stimmwerk.engines.espeak_phonemes import Phonemes, read_phonemes
from stimmwerk.engines.espeak_text import EspeakText, render, scripts_of
from stimmwerk.engines.settings import Allowed, Known, check_numbers, check_settings, voice_unknown
from stimmwerk.engines.words import mark_words
from stimmwerk.errors import EngineError, SpeechFailed, StimmwerkError, did_you_mean
from stimmwerk.speech import Say, Speech, SpeechRequest

#: Raised whenever a change of this engine's code may change its sound or the times of its words.
REVISION = 4

#: What a voice may set, with the least and the most.  volume: many variants are clipped at 100; gap: between words,
#: in units of 10 ms; sha256: of the file of a variant of the show, where it is to be this one and no other.
SETTINGS: Known = {"volume": (0, 100), "gap": (0, 100), PIN: Allowed(kind=str)}
DEFAULT_VOLUME = 55
DEFAULT_GAP = 0

_GENDERS: dict[int, Literal["female", "male"]] = {1: "male", 2: "female"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Library:
    """What is known once the library has been opened.  tags: language tag, folded -> its best voice."""

    version: str
    voices: dict[str, EspeakVoice]
    tags: dict[str, EspeakVoice]


class EspeakEngine:
    """eSpeak NG.  A voice is a language tag or an identifier of eSpeak's, with ``+variant`` or without.

    find: gives the library to use; it is called when it is first needed, so that an engine that cannot work can
    still be opened and asked why (``check``).
    """

    grain: Grain = "sentence"
    repeats = True
    trained = False

    def __init__(self, name: str, context: EngineContext, find: Callable[[], LibraryFiles]) -> None:
        self.name = name
        self._context = context
        self._find = find
        self._open = ExitStack()
        self._phonemes: dict[str, Phonemes] = {}
        self._foreign: dict[tuple[str, str, str], str] = {}
        self._switches: dict[str, str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._open.close()

    def version(self) -> str:
        """The library's version, the digest of its data, and the revision of this engine; ``pin`` says which variant of
        the show speaks.
        """
        return f"eSpeak NG {self._library.version}, data {self._digest[:16]}, revision {REVISION}"

    def check(self) -> None:
        """Raises EngineError where the library or its data are missing, CastError for a wrong variant."""
        _ = self._library

    def voices(self, language: str | None = None) -> tuple[VoiceInfo, ...]:
        """The voices of a language and its regions, each also with each of the show's variants; sorted by id."""
        found = []
        for voice in self._library.voices.values():
            tag = voice.languages[0][0]
            if language is None or any(_same_language(own, language) for own in (tag, _usual(tag))):
                found.extend(self._offers(voice, tag))
        return tuple(sorted(found, key=lambda info: info.id))

    def check_voice(self, voice: Voice) -> None:
        """Raises VoiceUnknown for an unknown voice or variant, EngineError for numbers or settings out of bounds."""
        self._resolve(voice)
        check_numbers(voice)
        check_settings(voice, SETTINGS)
        wanted, found = dict(voice.settings).get(PIN), self.pin(voice)
        if wanted is not None and wanted != found:
            raise EngineError(
                f"the variant of the voice {voice.name!r} has the SHA-256 {found}, and not {wanted}"
                if found
                else f"the voice {voice.name!r} has no variant of this show, so its {PIN} cannot be {wanted}",
                hint=f"if it was edited meanwhile, build again; if the cast asks for it, take {PIN} out",
            )

    def pin(self, voice: Voice) -> str | None:
        """The digest of the voice's variant, where that is one of the show's."""
        name = voice.name.partition("+")[2]
        return next((variant.digest for variant in self._data.own if variant.name == name), None)

    def speak(self, request: SpeechRequest) -> Speech:
        """float32 (frames, 1) at the library's own 22,050 Hz, without a pause at the end, a mark for every word.

        Raises SpeechFailed for letters and phonemes that the voice cannot speak, and for a speech that is silent,
        too short, clipped, or lacks its end or one of the words given in phonemes.
        """
        self.check_voice(request.voice)
        espeak_voice, variant = self._resolve(request.voice)
        text = self.rendered(request)
        raw = self._synthesise(text, request.voice, espeak_voice.identifier + variant)
        _check_pieces(text, raw)
        speech = _speech(request.text, text, raw)
        check_heard(request.text, _letters(text), speech, request.voice.rate)
        check_last_word(text.text, max((character for character, _ in raw.words), default=-1))
        return speech

    def hear(self, request: SpeechRequest) -> tuple[Heard, ...]:
        """The phonemes of each word of the very text that ``speak`` hands over, from the library's own events."""
        self.check_voice(request.voice)
        espeak_voice, variant = self._resolve(request.voice)
        text = self.rendered(request)
        utterance = Utterance(text=text.text, **_properties(text, request.voice, espeak_voice.identifier + variant))
        with open_library(self._files.library, self._data.path, phonemes=True) as library:
            raw = library.speak(utterance)
        phonemes = self._phonemes_of(espeak_voice.identifier)
        return heard_words(text, raw, base(espeak_voice.languages[0][0]), phonemes)

    def rendered(self, request: SpeechRequest) -> EspeakText:
        """A request as the library is given it.  Raises as ``speak`` does, but for what can only be heard."""
        espeak_voice, _ = self._resolve(request.voice)
        own = espeak_voice.languages[0][0]
        phonemes = self._phonemes_of(espeak_voice.identifier)
        return render(sayable(self.in_own_sounds(request), request.say, phonemes), phonemes, scripts_of(own))

    def in_own_sounds(self, request: SpeechRequest) -> tuple[Say, ...]:
        """A request's stretches, with the IPA of each word of another language; the text stays the same."""
        espeak_voice, _ = self._resolve(request.voice)
        own = espeak_voice.languages[0][0]
        with self._reader() as reader:
            say = marked(request.say, own, espeak_voice.identifier, reader, self._switches)
        return in_own_sounds(say, own, lambda word, language: self._foreign_sound(word, language, own))

    def _foreign_sound(self, word: str, language: str, own: str) -> str:
        key = (word, language, own)
        if key not in self._foreign:
            tags = self._library.tags
            voice = tags.get(language.casefold()) or tags.get(base(language))
            if voice is None:
                raise SpeechFailed(
                    f"eSpeak NG has no language {language!r} for {word!r}", hint=did_you_mean(language, tags)
                )
            with self._reader() as reader:
                self._foreign[key] = sound_of(word, reader, voice.identifier, language, own)
        return self._foreign[key]

    @contextmanager
    def _reader(self) -> Iterator[EspeakLibrary]:
        """A library to read with: one that stays, where its file can be copied, else a fresh one each time."""
        if not Path(self._files.library).is_file():
            with open_library(self._files.library, self._data.path) as library:
                yield library
            return
        yield self._lasting_reader

    @cached_property
    def _lasting_reader(self) -> EspeakLibrary:
        return self._open.enter_context(open_reader(self._files.library, self._data.path, self._data.beside))

    @cached_property
    def _files(self) -> LibraryFiles:
        return self._find()

    @cached_property
    def _data(self) -> PrivateData:
        data = PrivateData(self._files.data, read_variants(self._context.voices_folder))
        self._open.callback(data.close)
        return data

    @cached_property
    def _digest(self) -> str:
        return self._data.digest()

    @cached_property
    def _library(self) -> _Library:
        with open_library(self._files.library, self._data.path) as library:
            voices = library.voices()
            version = library.version
        tags: dict[str, tuple[int, EspeakVoice]] = {}
        for voice in voices:
            for tag, priority in voice.languages:
                if tag.casefold() not in tags or priority < tags[tag.casefold()][0]:
                    tags[tag.casefold()] = (priority, voice)
        return _Library(
            version=version,
            voices={voice.identifier: voice for voice in voices},
            tags={tag: voice for tag, (_, voice) in tags.items()},
        )

    @cached_property
    def _speaker(self) -> _Speaker:
        name = register(self._files.library, self._data.path)
        self._open.callback(unregister, name)
        return _Speaker(name)

    def _resolve(self, voice: Voice) -> tuple[EspeakVoice, str]:
        """The library's voice, and ``+variant`` or nothing."""
        base, plus, variant = voice.name.partition("+")
        library = self._library
        found = library.voices.get(base) or library.tags.get(base.casefold())
        if found is None:
            raise voice_unknown(voice, base, (*library.voices, *library.tags))
        if plus and variant not in self._data.variants:
            raise voice_unknown(voice, variant, self._data.variants, "variant")
        self._data.bring(variant)
        return found, plus + variant

    def _phonemes_of(self, identifier: str) -> Phonemes:
        if identifier not in self._phonemes:
            self._phonemes[identifier] = read_phonemes(self._data.path, identifier)
        return self._phonemes[identifier]

    def _offers(self, voice: EspeakVoice, tag: str) -> list[VoiceInfo]:
        identifier = tag if self._library.tags[tag.casefold()] is voice else voice.identifier
        variants = ", ".join(f"+{name}" for name in self._data.variants)
        base = VoiceInfo(
            id=identifier,
            name=voice.name,
            language=_usual(tag),
            gender=_GENDERS.get(voice.gender),
            note=f"variants: {variants}",
        )
        own = [
            VoiceInfo(
                id=f"{identifier}+{variant.name}",
                name=f"{voice.name}, {variant.name}",
                language=_usual(tag),
                gender=variant.gender,
                note="a variant of this show",
            )
            for variant in self._data.own
        ]
        return [base, *own]

    def _synthesise(self, text: EspeakText, voice: Voice, name: str) -> RawSpeech:
        return self._speaker.speak(text.text, _properties(text, voice, name))


class _Speaker:
    """A pyttsx3 engine that raises what went wrong and gives back what was said."""

    def __init__(self, driver: str) -> None:
        import pyttsx3

        self._errors: list[Exception] = []
        self._spoken: list[RawSpeech] = []
        with redirect_stdout(StringIO()):
            self._engine: Any = pyttsx3.init(driver)
        self._engine.connect("error", self._failed)
        self._engine.connect(SPOKEN, self._said)

    def speak(self, text: str, properties: dict[str, Any]) -> RawSpeech:
        self._errors.clear()
        self._spoken.clear()
        for name, value in properties.items():
            self._engine.setProperty(name, value)
        self._engine.say(text)
        self._engine.runAndWait()
        for error in self._errors:
            if isinstance(error, StimmwerkError):
                raise error
            raise SpeechFailed(f"pyttsx3 failed: {error!r}") from error
        if len(self._spoken) != 1:
            raise SpeechFailed(f"pyttsx3 gave {len(self._spoken)} speeches for one text")
        return self._spoken[0]

    def _failed(self, exception: Exception, name: str | None = None) -> None:
        self._errors.append(exception)

    def _said(self, speech: RawSpeech, name: str | None = None) -> None:
        self._spoken.append(speech)


def _properties(text: EspeakText, voice: Voice, name: str) -> dict[str, Any]:
    settings = dict(voice.settings)
    return {
        "voice": name,
        "rate": voice.rate,
        "pitch": voice.pitch,
        "range": voice.range,
        "volume": settings.get("volume", DEFAULT_VOLUME),
        "gap": settings.get("gap", DEFAULT_GAP),
        "phonemes": bool(text.pieces),
    }


def _usual(tag: str) -> str:
    """A language as scripts name it: eSpeak NG says which Chinese, and Mandarin is what ``zh`` means."""
    base, sign, rest = tag.partition("-")
    return f"zh{sign}{rest}" if base == "cmn" else tag


def _same_language(tag: str, language: str) -> bool:
    own, asked = tag.casefold(), language.casefold()
    return own == asked or own.startswith(f"{asked}-") or asked.startswith(f"{own}-")


def _check_pieces(text: EspeakText, raw: RawSpeech) -> None:
    """Raises SpeechFailed where a word in phonemes has no word event: the library drops such a word in silence."""
    places = sorted(character for character, _ in raw.words)
    for start, stop in text.pieces:
        index = bisect.bisect_left(places, start)
        if index == len(places) or places[index] >= stop:
            raise SpeechFailed(
                f"eSpeak NG left out {text.mnemonics_at(start)}", hint="correct the pronunciation in the lexicon"
            )


def _letters(text: EspeakText) -> int:
    """How many letters and digits are read as such; the signs of mnemonics say nothing about lengths."""
    in_phonemes = sum(sum(map(str.isalnum, text.text[start:stop])) for start, stop in text.pieces)
    return sum(map(str.isalnum, text.text)) - in_phonemes


def _speech(original: str, text: EspeakText, raw: RawSpeech) -> Speech:
    onsets = word_onsets(raw)
    events = [(text.origins[character], sample) for character, sample in onsets if 0 <= character < len(text.origins)]
    samples = (raw.samples.astype(np.float32) / np.float32(32768)).reshape(-1, 1)
    return Speech(samples=samples, sample_rate=raw.sample_rate, words=mark_words(original, events, len(samples)))
