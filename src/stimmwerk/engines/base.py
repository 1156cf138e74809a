"""What every speech engine offers."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Protocol, Self, runtime_checkable

from stimmwerk.casting.cast import Voice
from stimmwerk.showfile import EngineOptions
from stimmwerk.speech import Speech, SpeechRequest, about_seconds

Grain = Literal["sentence", "paragraph"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VoiceInfo:
    """A voice on offer.

    id: what a cast writes as ``voice``; name: for people; language: BCP 47; gender: female, male, or None where the
    engine does not say; note: anything a producer should know, or empty.
    """

    id: str
    name: str
    language: str
    gender: Literal["female", "male"] | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineContext:
    """What an engine may know of the show.

    voices_folder: the show's ``voices/`` as a path, or None outside a show (an engine then has its own voices only).
    options: what show.toml says of how engines are used, under ``[engines.NAME]``.
    """

    voices_folder: str | None = None
    options: tuple[EngineOptions, ...] = ()

    def options_of(self, engine: str) -> EngineOptions:
        """What the show says of an engine; nothing where it says nothing."""
        return next((o for o in self.options if o.engine == engine), EngineOptions(engine=engine, values=()))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What an engine says for a word.

    start: where the word begins in ``SpeechRequest.text``; ipa: its sounds, with stress and length marks.
    """

    start: int
    ipa: str


@runtime_checkable
class Hearing(Protocol):
    """What an engine offers, beside ``Engine``, that can tell how it says a text."""

    def hear(self, request: SpeechRequest) -> tuple[Heard, ...]:
        """The words of a request in order, several with the same start where it says one as several."""
        ...


@runtime_checkable
class Candid(Protocol):
    """What an engine offers, beside ``Engine``, that cannot do all that a cast may ask for."""

    #: What no voice of it can do, each in a few words such as ``pitch``.
    cannot: tuple[str, ...]

    def unheard(self, voice: Voice) -> tuple[str, ...]:
        """What a voice is set to and will not be heard, such as ``range = 60``; a producer is told."""
        ...


#: The setting of a voice that says which files it is of: their SHA-256, in hexadecimal.
PIN = "sha256"


@runtime_checkable
class Pinning(Protocol):
    """What an engine offers, beside ``Engine``, whose voices are files that somebody may exchange."""

    def pin(self, voice: Voice) -> str | None:
        """The SHA-256 of the files of a voice, in hexadecimal; None for one that came with the engine.

        It depends on nothing but the voice's name.  A voice with the setting ``PIN`` has fingerprints of its own for
        each content of its files.  Raises EngineError where they cannot be read.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff:
    """What speech costs, in US dollars.  per_character: of the text; per_second: of the speech."""

    per_character: float = 0.0
    per_second: float = 0.0

    def cost(self, request: SpeechRequest) -> float:
        """About what a request will cost; how long its speech will be is guessed."""
        return len(request.text) * self.per_character + about_seconds(request) * self.per_second


@runtime_checkable
class Remote(Protocol):
    """What an engine offers, beside ``Engine``, that asks another machine: threads may call ``speak`` at a time."""

    #: How many requests may be under way at a time.
    parallel: int

    #: What a build may cost, in US dollars; None is no limit.
    spending_limit: float | None

    def tariff(self, voice: Voice) -> Tariff | None:
        """What a voice costs, or None where nobody has said it."""
        ...


class Engine(Protocol):
    """A speech engine, opened.  Open it once per worker, close it by ``with``.

    name: as casts write it.  grain: how much it is given at a time.  repeats: whether the same request always gives
    the same bytes.  trained: whether its voices were learned from recordings of people.
    """

    name: str
    grain: Grain
    repeats: bool
    trained: bool

    def version(self) -> str:
        """Everything that, when it changes, may change the sound: part of every fingerprint."""
        ...

    def check(self) -> None:
        """Raises EngineError, with the remedy as its hint, where the engine cannot work here."""
        ...

    def voices(self, language: str | None = None) -> tuple[VoiceInfo, ...]:
        """What is on offer, sorted by id; all languages for None."""
        ...

    def check_voice(self, voice: Voice) -> None:
        """Raises VoiceUnknown (with the nearest names) or EngineError for settings the engine does not know."""
        ...

    def speak(self, request: SpeechRequest) -> Speech:
        """The whole request, in the voice asked for, or an exception: never less.

        Raises VoiceUnknown for a voice it does not have, SpeechFailed for what it could not say.
        """
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
