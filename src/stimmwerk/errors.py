"""Every way in which Stimmwerk can fail, who must act, and the exit code that says so.

    StimmwerkError                1  production failed
    ├── UsageError                2  the command line is wrong
    ├── InputError                3  something that a person wrote is wrong
    │   ├── ScriptError              an episode's script
    │   ├── SourceError              a transcript that is to be imported
    │   ├── CastError                a cast
    │   ├── LexiconError             a lexicon
    │   └── ShowError                show.toml, or a sound or picture of the show
    ├── EngineError               4  an engine is missing or fails
    │   ├── VoiceUnknown             the engine has no such voice
    │   └── SpeechFailed             one turn could not be spoken
    ├── OutputError               1  a file cannot be written
    └── VerificationFailed        1  the finished episode does not hold what it should

A message says what was found and what is allowed; ``where`` says in which file and line;
``hint`` says what to do.  Foreign errors are translated in one place each, with ``raise ... from``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, TypeVar

EXIT_OK = 0
EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_INPUT = 3
EXIT_ENGINE = 4
EXIT_BUG = 70
EXIT_INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Where:
    """A place in a file that a person wrote.

    file: the name as the person would type it; line: counted from 1, or None for the whole file.
    """

    file: str
    line: int | None = None

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}"


class StimmwerkError(Exception):
    """The one root.  ``str()`` gives ``file:line: message`` and, on a line of its own, the hint.

    others: more of its kind that were found with it, for people who want to mend all in one go.
    """

    exit_code: ClassVar[int] = EXIT_FAILED
    others: tuple[StimmwerkError, ...] = ()

    def __init__(self, message: str, *, where: Where | None = None, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.where = where
        self.hint = hint

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        remedy = f"\n  hint: {self.hint}" if self.hint else ""
        return f"{place}{self.message}{remedy}"

    def __reduce__(self) -> tuple[object, ...]:
        # Exception's own recipe calls the class with positional arguments only and would lose the place.
        return _rebuild, (type(self), self.message, self.where, self.hint)


Failure = TypeVar("Failure", bound=StimmwerkError)


def together(errors: Sequence[Failure]) -> Failure:
    """The first of several errors, which has the others with it."""
    first, *rest = errors
    first.others = tuple(rest)
    return first


def _rebuild(kind: type[StimmwerkError], message: str, where: Where | None, hint: str | None) -> StimmwerkError:
    return kind(message, where=where, hint=hint)


class UsageError(StimmwerkError):
    """The command line asks for something that cannot be."""

    exit_code = EXIT_USAGE


class InputError(StimmwerkError):
    """Something that a person wrote must be changed."""

    exit_code = EXIT_INPUT


class ScriptError(InputError):
    """An episode's script is not of our format."""


class SourceError(InputError):
    """A transcript cannot be imported."""


class CastError(InputError):
    """A cast is not well formed, or does not answer to a label of the script."""


class LexiconError(InputError):
    """A lexicon is not well formed."""


class ShowError(InputError):
    """show.toml, a sound or a picture of the show is wrong or missing."""


class EngineError(StimmwerkError):
    """A speech engine is missing or fails."""

    exit_code = EXIT_ENGINE


class VoiceUnknown(EngineError):
    """The engine has no voice of that name."""


class SpeechFailed(EngineError):
    """One utterance could not be spoken; ``where`` names its turn's line in the script."""


class OutputError(StimmwerkError):
    """A result cannot be written."""


class VerificationFailed(StimmwerkError):
    """A finished episode does not hold what its script asks for."""


def nearest(name: str, known: Iterable[str], *, count: int = 3) -> list[str]:
    """The names in ``known`` most like ``name``, best first, at most ``count``; upper and lower case count alike."""
    folded: dict[str, str] = {}
    for candidate in sorted(known):
        folded.setdefault(candidate.casefold(), candidate)
    close = difflib.get_close_matches(name.casefold(), folded, n=count, cutoff=0.6)
    return [folded[key] for key in close]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """A hint that names the nearest of ``known``, or all of them where none is near."""
    names = sorted(known)
    if close := nearest(name, names):
        return "did you mean " + " or ".join(close) + "?"
    if not names:
        return "there are none"
    shown = ", ".join(names[:12])
    return f"known: {shown}" + (f" and {len(names) - 12} more" if len(names) > 12 else "")
