"""Sound as other programs and servers hand it over: bytes that should be a sound file, and may be anything else."""

from __future__ import annotations

import io
import struct
from typing import Literal

from stimmwerk.speech import Speech

Format = Literal["aiff", "flac", "mp3", "ogg", "wav"]

# Who writes a WAV file while the sound is still being made does not know its length and writes one of these instead.
_NO_LENGTH = 0x7FFF_0000
_MP3_SYNC = 0xFFE0
_LAST_PAGE = 4
_LAST_PAGES = 65_307  # the most bytes of an Ogg page


class Unreadable(Exception):
    """Bytes that are no sound; the message says what they are instead, for people."""


class CutOff(Unreadable):
    """A sound that lacks its end; asked for again, it may be whole."""


def format_of(data: bytes) -> Format | None:
    """What a file's first bytes say it is, or None for none of those that can be read."""
    if data[:4] in (b"RIFF", b"RF64") and data[8:12] == b"WAVE":
        return "wav"
    if data[:4] == b"FORM" and data[8:12] in (b"AIFF", b"AIFC"):
        return "aiff"
    if data[:4] == b"fLaC":
        return "flac"
    if data[:4] == b"OggS":
        return "ogg"
    if data[:3] == b"ID3" or (len(data) > 1 and int.from_bytes(data[:2], "big") & _MP3_SYNC == _MP3_SYNC):
        return "mp3"
    return None


def decode(data: bytes) -> Speech:
    """A sound file as float32 samples, at its own rate, without word marks.

    The length that a WAV file says it has need not be right: one that is no length counts as the length that is there.
    Raises CutOff where less is there than is promised, Unreadable for what is no sound, or has more than two channels.
    """
    import soundfile

    form = format_of(data)
    if form is None:
        raise Unreadable(f"it is no sound file: it begins with {described(data)}")
    if form == "wav" and data[:4] == b"RIFF":
        data = _with_its_length(data)
    elif form == "aiff" and len(data) < (promised := int.from_bytes(data[4:8], "big") + 8):
        raise CutOff(f"it has {len(data)} of {promised} bytes")
    elif form == "ogg" and not _has_last_page(data):
        raise CutOff("its last page is missing")
    try:
        with soundfile.SoundFile(io.BytesIO(data)) as file:
            frames = 0 if form == "mp3" else file.frames  # that of an MP3 is an estimate
            samples = file.read(dtype="float32", always_2d=True)
            rate = file.samplerate
    except soundfile.LibsndfileError as cause:
        raise Unreadable(f"it cannot be read as {form.upper()}: {cause.error_string}") from cause
    if len(samples) < frames:
        raise CutOff(f"it has {len(samples)} of {frames} samples")
    if samples.shape[1] > 2:
        raise Unreadable(f"it has {samples.shape[1]} channels; allowed are 1 and 2")
    return Speech(samples=samples, sample_rate=rate)


def described(data: bytes) -> str:
    """The first bytes of what is no sound, for people: as text where it is text."""
    if not data:
        return "nothing, it is empty"
    start = data[:60]
    try:
        text = start.decode("utf-8")
    except UnicodeDecodeError:
        return f"the bytes {start[:12].hex(' ')}"
    return repr(text if text.isprintable() else " ".join(text.split()))


def _with_its_length(data: bytes) -> bytes:
    """A RIFF file whose data chunk says how long it is."""
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        if name == b"data":
            there = len(data) - at - 8
            if 0 < size < _NO_LENGTH:
                if there < size:
                    raise CutOff(f"it has {there} of {size} bytes of sound")
                there = size
            return data[: at + 4] + struct.pack("<I", there) + data[at + 8 : at + 8 + there]
        at += 8 + size + size % 2
    raise CutOff("it has no sound in it")


def _has_last_page(data: bytes) -> bool:
    at = data.rfind(b"OggS", max(0, len(data) - _LAST_PAGES))
    if at < 0 or len(data) < at + 27:
        return False
    segments = data[at + 26]
    whole = at + 27 + segments + sum(data[at + 27 : at + 27 + segments])
    return bool(data[at + 5] & _LAST_PAGE) and len(data) >= whole
