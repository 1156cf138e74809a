"""What every speech engine offers."""

from __future__ import annotations

from dataclasses import dataclass
from types import TracebackType
from typing import Literal, Protocol, Self, runtime_checkable

from stimmwerk.casting.cast import Voice
from stimmwerk.speech import Speech, SpeechRequest

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
    """

    voices_folder: str | None = None


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
