"""libespeak-ng by ctypes: loaded for one utterance, synchronous, samples in memory.

The library keeps state from one utterance to the next (flutter, breath, gain control), so the same text would not
give the same sound twice.  ``EspeakLibrary`` is therefore a fresh loading each time, and closing it unloads it.
"""

from __future__ import annotations

import _ctypes
import ctypes
import ctypes.util
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stimmwerk.errors import EngineError
from stimmwerk.processes import Held, ctrl_c_held

# speak_lib.h of eSpeak NG
_AUDIO_OUTPUT_SYNCHRONOUS = 2
_INITIALIZE_DONT_EXIT = 0x8000
_INITIALIZE_PHONEME_EVENTS_IN_IPA = 0x0003
_BUFFER_MS = 200
_POS_CHARACTER = 1
_CHARS_UTF8 = 1
_PHONEMES = 0x100
_EVENT_LIST_TERMINATED = 0
_EVENT_WORD = 1
_EVENT_PHONEME = 7
_IPA = 0x02
_MNEMONICS_APART = ord("_") << 8
_SILENT_SIGNS = "_:| "
_PARAMETERS = {"rate": 1, "volume": 2, "pitch": 3, "range": 4, "gap": 7}
_SEED = 1

# One image of the library a process: its variables are shared by all that load the same file.
_one_at_a_time = threading.Lock()


class _Id(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Id),
    ]


class _Voice(ctypes.Structure):
    _fields_ = [
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_void_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("unused", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    ]


_Callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryFiles:
    """Where a libespeak-ng lies.  library: a path or a soname; data: its ``espeak-ng-data`` folder."""

    library: str
    data: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class EspeakVoice:
    """A voice of the library's own list.

    identifier: its file below ``lang/``; languages: (tag, priority) pairs, the voice's own first, a smaller number
    is a better match; gender: 0 unknown, 1 male, 2 female.
    """

    name: str
    identifier: str
    languages: tuple[tuple[str, int], ...]
    gender: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """What the library is to say.

    voice: an identifier, or an identifier and ``+variant``; phonemes: whether ``[[...]]`` in the text are phonemes.
    rate, pitch, range, volume: as eSpeak counts them; gap: between words, in units of 10 ms.
    """

    text: str
    voice: str
    rate: int
    pitch: int
    range: int
    volume: int
    gap: int
    phonemes: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSpeech:
    """What the library said.

    samples: int16, shape (frames,); words: (character of the text, sample) for each word event, in order; an event
    comes before any silence with which its word begins.  Where the library was opened to tell phonemes: phonemes:
    (character of the text at which its word begins, IPA with a stress mark) for each; sounds: the sample with which
    each begins that is no pause, in order.
    """

    samples: NDArray[np.int16]
    sample_rate: int
    words: tuple[tuple[int, int], ...]
    phonemes: tuple[tuple[int, str], ...] = ()
    sounds: tuple[int, ...] = ()


def bundled_files() -> LibraryFiles:
    """The library in the package espeakng-loader.  Raises EngineError where it is not installed."""
    if find_spec("espeakng_loader") is None:
        raise EngineError("eSpeak NG is missing", hint="install the package espeakng-loader")
    import espeakng_loader

    return LibraryFiles(library=espeakng_loader.get_library_path(), data=Path(espeakng_loader.get_data_path()))


def system_files() -> LibraryFiles:
    """The library that the system has installed.  Raises EngineError where there is none."""
    found = ctypes.util.find_library("espeak-ng")
    if found is None:
        raise EngineError(
            "the system has no libespeak-ng",
            hint="install the package libespeak-ng1 (espeak-ng), or use the engine pyttsx3, which brings its own",
        )
    with open_library(found, None) as library:
        return LibraryFiles(library=found, data=library.data)


@contextmanager
def open_library(path: str, data: Path | None, *, phonemes: bool = False) -> Iterator[EspeakLibrary]:
    """A fresh loading, unloaded at the end.  data: None for the library's own idea of where its data lie.

    phonemes: it tells each phoneme that it speaks.

    Raises EngineError where the library cannot be loaded, does not find its data, or is in use by other code of this
    process, which would keep its state from one utterance to the next.
    """
    with _one_at_a_time:
        if _is_loaded(path):
            raise EngineError(
                f"{path} is loaded by another part of this process and would not repeat itself",
                hint="let the other part speak in a process of its own",
            )
        library = EspeakLibrary(path, data, phonemes=phonemes)
        try:
            yield library
        finally:
            library.unload()


@contextmanager
def open_reader(path: str, data: Path, folder: Path) -> Iterator[EspeakLibrary]:
    """A loading that stays for as long as it is needed, to read texts with and not to speak.

    It is a copy of the library in ``folder``, which shares no variable with the one that speaks.
    """
    copy = folder / f"reader-{Path(path).name}"
    shutil.copyfile(path, copy)
    reader = EspeakLibrary(str(copy), data)
    try:
        yield reader
    finally:
        reader.unload()


def _is_loaded(path: str) -> bool:
    try:
        library = ctypes.CDLL(path, mode=os.RTLD_LOCAL | os.RTLD_LAZY | os.RTLD_NOLOAD)
    except OSError:
        return False
    _ctypes.dlclose(library._handle)
    return True


class EspeakLibrary:
    """libespeak-ng, loaded and initialised; made by ``open_library`` alone."""

    def __init__(self, path: str, data: Path | None, *, phonemes: bool = False) -> None:
        try:
            # Never RTLD_GLOBAL: other speech libraries carry an eSpeak of their own and would be tied to this one.
            self._dll = ctypes.CDLL(path, mode=os.RTLD_LOCAL)
        except OSError as cause:
            raise EngineError(
                f"libespeak-ng cannot be loaded: {cause}", hint="install espeakng-loader again"
            ) from cause
        try:
            self._declare()
            folder = os.fsencode(data) if data is not None else None
            options = _INITIALIZE_DONT_EXIT | (_INITIALIZE_PHONEME_EVENTS_IN_IPA if phonemes else 0)
            self.sample_rate: int = self._dll.espeak_Initialize(_AUDIO_OUTPUT_SYNCHRONOUS, _BUFFER_MS, folder, options)
            if self.sample_rate <= 0:
                raise EngineError(f"eSpeak NG finds no data in {data or 'its own folder'}", hint="install it again")
            found = ctypes.c_char_p()
            self.version = bytes(self._dll.espeak_Info(ctypes.byref(found))).decode()
            self.data = Path(os.fsdecode(found.value or b""))
        except (EngineError, AttributeError):
            self._close_handle()
            raise
        self._sound: list[bytes] = []
        self._words: list[tuple[int, int]] = []
        self._phonemes: list[tuple[int, str]] = []
        self._sounds: list[int] = []
        self._interruption: BaseException | None = None
        self._ctrl_c = Held()
        self._callback = _Callback(self._receive)
        self._dll.espeak_SetSynthCallback(self._callback)
        self._seed()

    def _declare(self) -> None:
        dll = self._dll
        dll.espeak_Initialize.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int]
        dll.espeak_Info.restype = ctypes.c_char_p
        dll.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        dll.espeak_SetVoiceByName.argtypes = [ctypes.c_char_p]
        dll.espeak_SetParameter.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int]
        dll.espeak_Synth.argtypes = [
            ctypes.c_char_p,
            ctypes.c_size_t,
            ctypes.c_uint,
            ctypes.c_int,
            ctypes.c_uint,
            ctypes.c_uint,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]

        dll.espeak_TextToPhonemes.restype = ctypes.c_char_p
        dll.espeak_TextToPhonemes.argtypes = [ctypes.POINTER(ctypes.c_void_p), ctypes.c_int, ctypes.c_int]

    def _seed(self) -> None:
        if hasattr(self._dll, "espeak_ng_SetRandSeed"):
            self._dll.espeak_ng_SetRandSeed(ctypes.c_long(_SEED))
        else:  # up to 1.51 the C library's own generator gives the noise, and unloading does not reset that
            ctypes.CDLL(None).srand(_SEED)

    def voices(self) -> tuple[EspeakVoice, ...]:
        """The voices of all languages, without variants, sorted by identifier."""
        listed = self._dll.espeak_ListVoices(None)
        found = []
        index = 0
        while listed[index]:
            record = listed[index].contents
            found.append(
                EspeakVoice(
                    name=record.name.decode(),
                    identifier=record.identifier.decode(),
                    languages=_languages(record.languages),
                    gender=record.gender,
                )
            )
            index += 1
        return tuple(sorted(found, key=lambda voice: voice.identifier))

    def speak(self, utterance: Utterance) -> RawSpeech:
        """The whole utterance, without a pause at its end.  Raises EngineError for whatever the library refuses."""
        if self._dll.espeak_SetVoiceByName(utterance.voice.encode()) != 0:
            raise EngineError(f"eSpeak NG refuses the voice {utterance.voice!r}")
        for name, number in _PARAMETERS.items():
            if self._dll.espeak_SetParameter(number, getattr(utterance, name), 0) != 0:
                raise EngineError(f"eSpeak NG refuses {name} = {getattr(utterance, name)}")
        encoded = utterance.text.encode("utf-8")
        flags = _CHARS_UTF8 | (_PHONEMES if utterance.phonemes else 0)
        with ctrl_c_held() as self._ctrl_c:
            status = self._dll.espeak_Synth(encoded, len(encoded) + 1, 0, _POS_CHARACTER, 0, flags, None, None)
        if self._interruption is not None:
            raise self._interruption
        if status != 0:
            raise EngineError(f"eSpeak NG gave up with status {status}")
        samples = np.frombuffer(b"".join(self._sound), np.int16)
        return RawSpeech(
            samples=samples,
            sample_rate=self.sample_rate,
            words=tuple(self._words),
            phonemes=tuple(self._phonemes),
            sounds=tuple(self._sounds),
        )

    def sounds_of(self, text: str, voice: str, *, ipa: bool) -> str:
        """How a voice would say a text by itself, nothing spoken: IPA, or mnemonics with a ``_`` between any two.

        text: words; signs may mean more to the library than they should.

        Raises EngineError for a voice that the library refuses.
        """
        if self._dll.espeak_SetVoiceByName(voice.encode()) != 0:
            raise EngineError(f"eSpeak NG refuses the voice {voice!r}")
        encoded = ctypes.create_string_buffer(text.encode("utf-8"))
        rest = ctypes.c_void_p(ctypes.addressof(encoded))
        clauses = []
        while rest.value:
            said = self._dll.espeak_TextToPhonemes(ctypes.byref(rest), _CHARS_UTF8, _IPA if ipa else _MNEMONICS_APART)
            clauses.append(said.decode("utf-8") if said else "")
        return " ".join(clauses).strip()

    def _receive(self, sound: int | None, count: int, events: ctypes._Pointer[_Event]) -> int:
        # ctypes would print what is raised in here and go on with a hole in the sound.
        try:
            if sound and count > 0:
                self._sound.append(ctypes.string_at(sound, 2 * count))
            index = 0
            while (event := events[index]).type != _EVENT_LIST_TERMINATED:
                if event.type == _EVENT_WORD:
                    self._words.append((event.text_position - 1, event.sample))
                elif event.type == _EVENT_PHONEME:
                    sign = bytes(event.id.string).partition(b"\0")[0].decode("utf-8", "replace")
                    self._phonemes.append((event.text_position - 1, sign))
                    if sign.strip(_SILENT_SIGNS):
                        self._sounds.append(event.sample)
                index += 1
        except BaseException as error:  # noqa: BLE001 - carried over the C frames, raised again by speak()
            self._interruption = error
            return 1
        return int(self._ctrl_c.pressed)

    def unload(self) -> None:
        """Ends the library and takes it out of memory; nothing of it may be called afterwards."""
        self._dll.espeak_Terminate()
        self._close_handle()

    def _close_handle(self) -> None:
        handle = self._dll._handle
        del self._dll
        _ctypes.dlclose(handle)


def _languages(address: int | None) -> tuple[tuple[str, int], ...]:
    """The list behind ``espeak_VOICE.languages``: a byte of priority, a tag, a zero; at the end a zero more."""
    found = []
    while address and (priority := ctypes.string_at(address, 1)[0]):
        tag = ctypes.string_at(address + 1)
        found.append((tag.decode(), priority))
        address += len(tag) + 2
    return tuple(found)
