"""The files in audio/ that our own code makes: three sounds."""

from __future__ import annotations

import io
import wave
from collections.abc import Iterator

from stimmwerk.signal.jingles import JINGLES, compose
from stimmwerk.signal.waveform import to_int16
from stimmwerk.speech import Samples

_RATE = 44100


def show_assets() -> Iterator[tuple[str, bytes]]:
    """Name in audio/ and content of every file, the same bytes every time."""
    for name in JINGLES:
        yield f"{name}.wav", wav_bytes(compose(name, _RATE), _RATE)


def wav_bytes(samples: Samples, rate: int) -> bytes:
    """Sound as a WAV file of 16 bits.  samples: float32, shape (frames, channels)."""
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as writer:
        writer.setnchannels(samples.shape[1])
        writer.setsampwidth(2)
        writer.setframerate(rate)
        writer.writeframes(to_int16(samples).astype("<i2").tobytes())
    return buffer.getvalue()
