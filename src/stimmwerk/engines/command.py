"""The engine ``command``: any program that writes a sound file, started from an argument list in the cast.

    [roles.guest]
    voice = "command:anna"
    settings = { command = { arguments = ["my-tts", "--voice", "{voice}", "--output", "{file}"] } }

No shell sees the list.  The text comes on standard input, or where an argument says ``{text}``.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext, Grain, VoiceInfo
from stimmwerk.engines.plain_text import plain_text
from stimmwerk.engines.settings import (
    Allowed,
    check_numbers,
    check_settings,
    checked_options,
    number,
    unheard_numbers,
    voice_unknown,
)
from stimmwerk.engines.sound_bytes import Unreadable, decode
from stimmwerk.errors import EngineError, SpeechFailed, did_you_mean
from stimmwerk.scratch import TemporaryFolder
from stimmwerk.speech import Speech, SpeechRequest

NAME = "command"

#: Raised whenever a change of this engine's code may change its sound.
REVISION = 1

#: What a cast may set.  voices: the names that the program knows, where it is to be held to them; version: anything,
#: raised whenever the program would speak otherwise.
SETTINGS = {
    "arguments": Allowed(kind=tuple),
    "voices": Allowed(kind=tuple),
    "version": Allowed(kind=str),
}

#: What show.toml may set.  timeout: seconds that one utterance may take; longer than 100 counts as a crash elsewhere.
OPTIONS = {"timeout": Allowed(kind=float, low=1, high=100)}
DEFAULT_TIMEOUT_S = 60.0

#: What an argument may hold in braces.  Braces that are meant are written twice.
PLACEHOLDERS = ("file", "language", "pitch", "range", "rate", "take", "text", "voice")
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{([^{}]*)\}")

_MOST_OF_A_COMPLAINT = 300


class CommandEngine:
    """A program for each utterance.  What it can do, and which voices it has, the cast alone knows."""

    name = NAME
    grain: Grain = "sentence"
    repeats = False
    trained = True  # nobody knows; what listeners are told is then the stricter of the two
    cannot = ("word times", "phonemes of the lexicon")

    def __init__(self, context: EngineContext) -> None:
        options = checked_options(context.options_of(NAME), OPTIONS)
        self._timeout = number(options, "timeout", DEFAULT_TIMEOUT_S)
        self._folder = str(Path(context.voices_folder).parent) if context.voices_folder else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open between two utterances."""

    def version(self) -> str:
        """The revision of this engine; that of the program is a setting of the cast, ``version``."""
        return f"revision {REVISION}"

    def check(self) -> None:
        """Works everywhere; whether the program is there, ``check_voice`` says."""

    def voices(self, language: str | None = None) -> tuple[VoiceInfo, ...]:
        """None: only casts name voices of programs."""
        return ()

    def check_voice(self, voice: Voice) -> None:
        """Raises EngineError where the cast gives no program that is there, or asks it for what there is not.

        Raises VoiceUnknown for a voice that is not among those of the setting ``voices``.
        """
        check_numbers(voice)
        check_settings(voice, SETTINGS)
        settings = dict(voice.settings)
        known = settings.get("voices", (voice.name,))
        assert isinstance(known, tuple)
        if voice.name not in known:
            raise voice_unknown(voice, voice.name, known)
        arguments = _arguments(voice)
        for argument in arguments:
            for found in _PLACEHOLDER.finditer(argument):
                if found[1] is not None and found[1] not in PLACEHOLDERS:
                    raise EngineError(
                        f"the argument {argument!r} of the voice {voice.name!r} asks for {found[0]}",
                        hint=f"{did_you_mean(found[1], PLACEHOLDERS)}  Braces that are meant are written twice: {{{{",
                    )
        self._program(arguments[0])

    def unheard(self, voice: Voice) -> tuple[str, ...]:
        """What is set and not handed to the program."""
        told = {found[1] for argument in _arguments(voice) for found in _PLACEHOLDER.finditer(argument)}
        return unheard_numbers(voice, *(name for name in ("rate", "pitch", "range") if name not in told))

    def speak(self, request: SpeechRequest) -> Speech:
        """float32 (frames, channels) at the file's own sample rate, without word marks.

        Raises SpeechFailed where the program fails, takes too long, or gives no whole sound.
        """
        self.check_voice(request.voice)
        text = plain_text(request.text)
        with TemporaryFolder("command") as folder:
            file = Path(folder, "speech.wav")
            arguments, spoken_to, writes_file = _filled(request, text, str(file))
            arguments[0] = self._program(arguments[0])
            answer = self._run(arguments, None if spoken_to else text.encode("utf-8"), Path(folder))
            try:
                data = file.read_bytes() if writes_file else answer
            except OSError as cause:
                raise SpeechFailed(f"{_named(arguments)} ended well, but wrote no file {{file}}") from cause
        try:
            return decode(data)
        except Unreadable as cause:
            what = "the file" if writes_file else "the output"
            raise SpeechFailed(f"{what} of {_named(arguments)} is no whole sound: {cause}") from cause

    def _program(self, name: str) -> str:
        """The path of a program: one with a slash is looked for from the show's folder, any other as a shell does."""
        if "/" in name or os.sep in name:
            path = Path(self._folder or ".", name)
            found = str(path.resolve()) if path.is_file() and os.access(path, os.X_OK) else None
        else:
            found = shutil.which(name)
        if found is None:
            raise EngineError(
                f"there is no program {name!r}", hint="install it, or name it by its path from the show's folder"
            )
        return found

    def _run(self, arguments: list[str], given: bytes | None, folder: Path) -> bytes:
        """What the program writes to its standard output."""
        # Files instead of pipes: nobody has to empty them, and no grandchild can hold them open.
        files = {name: folder / name for name in ("in", "out", "err")}
        files["in"].write_bytes(given or b"")
        with files["in"].open("rb") as stdin, files["out"].open("wb") as out, files["err"].open("wb") as err:
            try:
                process = subprocess.Popen(
                    arguments, stdin=stdin, stdout=out, stderr=err, cwd=self._folder, start_new_session=True
                )
            except OSError as cause:
                raise SpeechFailed(f"{_named(arguments)} cannot be started: {cause.strerror or cause}") from cause
            try:
                status = process.wait(self._timeout)
            except subprocess.TimeoutExpired as cause:
                raise SpeechFailed(
                    f"{_named(arguments)} took longer than {self._timeout:g} s",
                    hint=f"give it more time: timeout under [engines.{NAME}] of show.toml",
                ) from cause
            finally:
                _end(process)
        if status:
            told = files["err"].read_bytes().decode("utf-8", "replace").strip()[-_MOST_OF_A_COMPLAINT:]
            raise SpeechFailed(f"{_named(arguments)} ended with status {status}" + (f": {told}" if told else ""))
        return files["out"].read_bytes()


def _arguments(voice: Voice) -> tuple[str, ...]:
    arguments = dict(voice.settings).get("arguments")
    if not isinstance(arguments, tuple):
        raise EngineError(
            f"the voice {voice.name!r} of the engine {voice.engine!r} has no setting 'arguments'",
            hint='say which program speaks: settings = { arguments = ["program", "--output", "{file}"] }',
        )
    return arguments


def _filled(request: SpeechRequest, text: str, file: str) -> tuple[list[str], bool, bool]:
    """The arguments, whether the text is among them, and whether the file is."""
    voice = request.voice
    values: Mapping[str, object] = {
        "file": file,
        "language": voice.language,
        "pitch": voice.pitch,
        "range": voice.range,
        "rate": voice.rate,
        "take": request.take,
        # An argument that begins with a hyphen would be an option of the program.
        "text": f" {text}" if text.startswith("-") else text,
        "voice": voice.name,
    }
    told: set[str] = set()

    def value(found: re.Match[str]) -> str:
        if found[1] is None:
            return found[0][0]
        told.add(found[1])
        return str(values[found[1]])

    arguments = [_PLACEHOLDER.sub(value, argument) for argument in _arguments(voice)]
    return arguments, "text" in told, "file" in told


def _named(arguments: list[str]) -> str:
    return f"the program {Path(arguments[0]).name!r}"


def _end(process: subprocess.Popen[bytes]) -> None:
    """Ends a program and all that it has started, where it still runs."""
    if process.poll() is not None:
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
    process.kill()
    process.wait()
