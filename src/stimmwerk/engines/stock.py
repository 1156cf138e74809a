"""The engine ``pyttsx3`` on Windows and macOS: the system's own voices by pyttsx3's own drivers.

Each utterance has a process of its own.  In one process these drivers lose files, hang, and keep a voice that was
asked for before; a process can be given a time limit, and what it leaves behind can be looked at.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from types import TracebackType
from typing import Any, Literal, Self

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.base import EngineContext, Grain, VoiceInfo
from stimmwerk.engines.completeness import check_heard
from stimmwerk.engines.settings import check_numbers, check_settings, voice_unknown
from stimmwerk.errors import EngineError, SpeechFailed
from stimmwerk.scratch import TemporaryFolder
from stimmwerk.speech import Speech, SpeechRequest

#: Raised whenever a change of this engine's code may change its sound.
REVISION = 1

#: A result that is not whole is asked for again, until it has been asked for so often.
ATTEMPTS = 3

#: What a voice may set, with the least and the most.
SETTINGS = {"volume": (0, 100)}
DEFAULT_VOLUME = 100

_SECONDS_PER_CHARACTER = 0.1
_GRACE_SECONDS = 5.0
_GENDERS: dict[str, Literal["female", "male"]] = {"male": "male", "female": "female"}
# SAPI reads a text with < as XML, NSSS obeys [[commands]].
_HARMLESS = str.maketrans({"<": " ", ">": " ", "[": "(", "]": ")"})


@dataclass(frozen=True, slots=True, kw_only=True)
class StockDriver:
    """One of pyttsx3's own drivers.

    suffix: of the files that it really writes; notifies: whether it says when a file is finished (SAPI does not, but
    returns only then).
    """

    name: str
    suffix: str = ".wav"
    notifies: bool = True


SAPI5 = StockDriver(name="sapi5", notifies=False)
NSSS = StockDriver(name="nsss", suffix=".aiff")


class StockEngine:
    """The system's voices.  They have no pitch, no range and no word marks, and need not repeat themselves.

    patience: seconds that any utterance may take; longer texts get more.
    """

    grain: Grain = "sentence"
    repeats = False
    trained = True
    cannot = ("pitch", "range", "word times", "phonemes of the lexicon")

    def __init__(self, name: str, context: EngineContext, driver: StockDriver, *, patience: float = 30.0) -> None:
        del context  # the system's voices are not the show's
        self.name = name
        self._driver = driver
        self._patience = patience

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is open between two utterances."""

    def version(self) -> str:
        """Driver, pyttsx3, system and the revision of this engine; a system's update may bring other voices."""
        try:
            own = version("pyttsx3")
        except PackageNotFoundError:
            own = "unknown"
        return f"{self._driver.name}, pyttsx3 {own}, {platform.platform()}, revision {REVISION}"

    def check(self) -> None:
        """Raises EngineError where the driver does not work here or offers no voice."""
        if not self._voices:
            raise EngineError(
                f"the system offers no voice to pyttsx3's driver {self._driver.name}",
                hint="install a voice in the system's settings for speech",
            )

    def voices(self, language: str | None = None) -> tuple[VoiceInfo, ...]:
        """The voices that the system has installed, sorted by id."""
        wanted = None if language is None else language.casefold().partition("-")[0]
        return tuple(voice for voice in self._voices if wanted in (None, voice.language.casefold().partition("-")[0]))

    def check_voice(self, voice: Voice) -> None:
        """Raises VoiceUnknown, or EngineError for a pitch or a range: these voices have none."""
        known = {info.id for info in self._voices}
        if voice.name not in known:
            raise voice_unknown(voice, voice.name, known)
        check_numbers(voice)
        for name, value in (("pitch", voice.pitch), ("range", voice.range)):
            if value != 50:
                raise EngineError(
                    f"the engine {self.name!r} has no {name} here (voice {voice.name!r}, {name} = {value})",
                    hint=f"leave {name} at 50, or take another voice",
                )
        check_settings(voice, SETTINGS)

    def unheard(self, voice: Voice) -> tuple[str, ...]:
        """Nothing: what these voices cannot do, ``check_voice`` refuses."""
        return ()

    def speak(self, request: SpeechRequest) -> Speech:
        """float32 (frames, channels) at the voice's own sample rate, without word marks.

        Raises SpeechFailed where no attempt gave a whole file, or the driver reports an error or another voice.
        """
        self.check_voice(request.voice)
        text = "".join(character if character.isprintable() else " " for character in request.text)
        text = text.translate(_HARMLESS)
        if not any(map(str.isalnum, text)):
            raise SpeechFailed("the text holds neither a letter nor a digit", hint="leave it out")
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return self._attempt(text, request.voice)
            except _Incomplete as cause:
                if attempt == ATTEMPTS:
                    raise SpeechFailed(
                        f"pyttsx3's driver {self._driver.name} gave no whole speech in {ATTEMPTS} attempts: {cause}"
                    ) from cause
        raise AssertionError("the last attempt returns or raises")

    @cached_property
    def _voices(self) -> tuple[VoiceInfo, ...]:
        try:
            answer = self._ask({"action": "voices"}, self._patience)
        except _Incomplete as cause:
            raise EngineError(f"pyttsx3's driver {self._driver.name} does not list its voices: {cause}") from cause
        if "error" in answer:
            raise EngineError(
                f"pyttsx3's driver {self._driver.name} does not work here: {answer['error']}",
                hint="install pyttsx3 again, or use another engine",
            )
        voices = (
            VoiceInfo(
                id=voice["id"],
                name=voice["name"],
                language=voice["language"].replace("_", "-"),
                gender=_GENDERS.get(voice["gender"].casefold().removeprefix("voicegender")),
            )
            for voice in answer["voices"]
        )
        return tuple(sorted(voices, key=lambda info: info.id))

    def _attempt(self, text: str, voice: Voice) -> Speech:
        patience = self._patience + _SECONDS_PER_CHARACTER * len(text)
        volume = dict(voice.settings).get("volume", DEFAULT_VOLUME)
        assert isinstance(volume, int)  # check_voice has seen to it
        with TemporaryFolder("stock") as folder:
            file = Path(folder, f"speech{self._driver.suffix}")
            question = {
                "action": "speak",
                "text": text,
                "file": str(file),
                "voice": voice.name,
                "rate": voice.rate,
                "volume": volume / 100,
                "notifies": self._driver.notifies,
                "patience": patience,
            }
            answer = self._ask(question, patience)
            if "unfinished" in answer:
                raise _Incomplete(answer["unfinished"])
            if "error" in answer:
                raise SpeechFailed(f"pyttsx3's driver {self._driver.name} failed: {answer['error']}")
            speech = _decode(file)
        try:
            check_heard(text, sum(map(str.isalnum, text)), speech, voice.rate)
        except SpeechFailed as cause:
            raise _Incomplete(cause.message) from cause
        return speech

    def _ask(self, question: dict[str, Any], patience: float) -> dict[str, Any]:
        try:
            ended = subprocess.run(
                [sys.executable, "-m", "stimmwerk.engines.stock_child"],
                input=json.dumps({"driver": self._driver.name, **question}),
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=patience + _GRACE_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as cause:
            raise _Incomplete(f"no answer within {patience + _GRACE_SECONDS:.0f} s") from cause
        try:
            answer = json.loads(ended.stdout)
        except json.JSONDecodeError as cause:
            raise _Incomplete(f"the process ended with status {ended.returncode}: {ended.stderr[-300:]}") from cause
        assert isinstance(answer, dict)
        return answer


class _Incomplete(Exception):
    """An attempt that gave less than a whole speech; another may do better."""


def _decode(file: Path) -> Speech:
    """The samples of a WAV or AIFF file.  Raises _Incomplete where it is missing, cut off, or cannot be decoded."""
    import soundfile

    try:
        head = file.read_bytes()[:8]
        # RIFF counts from the other end than FORM; both count what follows these eight bytes.
        promised = int.from_bytes(head[4:8], "big" if head[:4] == b"FORM" else "little") + 8
        present = file.stat().st_size
        if present < promised:
            raise _Incomplete(f"the file has {present} of {promised} bytes")
        samples, sample_rate = soundfile.read(file, dtype="float32", always_2d=True)
    except (OSError, soundfile.LibsndfileError) as cause:
        raise _Incomplete(f"the file cannot be read: {cause}") from cause
    return Speech(samples=samples, sample_rate=sample_rate)
