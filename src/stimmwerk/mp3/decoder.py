"""A few frames back to sound, as any player would make it of them: by libsndfile, which has mpg123 inside."""

from __future__ import annotations

import functools
import io

from stimmwerk.mp3.frames import BrokenMp3
from stimmwerk.mp3.info import DECODER_DELAY, ENCODER_DELAY
from stimmwerk.speech import Samples

#: So many samples of what frames decode to belong before the first sample that they were made for.
DELAY = ENCODER_DELAY + DECODER_DELAY


def decode_frames(frames: bytes) -> Samples:
    """All that bare frames decode to: float32, shape (frames * 1152, channels), ``DELAY`` samples late.

    Raises BrokenMp3 where they cannot be decoded.
    """
    import soundfile

    try:
        sound: Samples = soundfile.read(io.BytesIO(frames), dtype="float32", always_2d=True)[0]
    except soundfile.SoundFileError as cause:
        raise BrokenMp3(f"libsndfile cannot decode it: {cause}") from cause
    return sound


@functools.cache
def decoder_version() -> str:
    """Everything of the decoder that the sound depends on."""
    import soundfile

    return str(soundfile.__libsndfile_version__)
