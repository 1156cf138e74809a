"""Sound to MPEG frames by LAME, a block at a time, so that blocks encoded apart join without a seam.

LAME looks back (its filters and its masking model) and a little ahead.  A block is therefore given sound from before
its start, whose frames are thrown away, and ``LOOK_AHEAD`` samples from after its end, which push its last frame out.
"""

from __future__ import annotations

import functools
import importlib.metadata
import io
import re
from dataclasses import dataclass

import lameenc
import numpy as np
from numpy.typing import NDArray

from stimmwerk.errors import OutputError
from stimmwerk.mp3.frames import bitrates, frame_sizes, main_data_begins, samples_per_frame

Pcm = NDArray[np.int16]

#: Samples after a block's end that LAME must have seen before it gives the block's last frame.
LOOK_AHEAD = 224

#: Frames before a block that LAME is given to settle; from 16 on the block's frames are those of an uncut encode.
PRE_ROLL_FRAMES = 16

#: Samples of silence after which LAME does not remember what sounded before them.
SETTLED_BY = 2304

#: LAME's algorithms, from the one that takes the most time to the fastest.
QUALITIES = (2, 3, 4, 5, 6, 7)

# Beyond 320 kbit/s LAME switches the bit reservoir off, and does not switch it on again for a lower rate set later.
_RESERVOIR_OFF_KBPS = 321


@dataclass(frozen=True, slots=True, kw_only=True)
class EncoderSettings:
    """How sound is encoded: constant bit rate, no bit reservoir, two channels as joint stereo.

    sample_rate: in Hz; channels: 1 or 2; bitrate_kbps: of both channels together; quality: one of ``QUALITIES``.
    Raises ValueError, with what is allowed, for any other value.
    """

    sample_rate: int = 44_100
    channels: int = 1
    bitrate_kbps: int = 96
    quality: int = 5

    def __post_init__(self) -> None:
        _check("bit rate", self.bitrate_kbps, bitrates(self.sample_rate), f" kbit/s at {self.sample_rate} Hz")
        _check("number of channels", self.channels, (1, 2))
        _check("quality", self.quality, QUALITIES)

    @property
    def frame(self) -> int:
        """Samples a channel in one frame."""
        return samples_per_frame(self.sample_rate)


def _check(what: str, found: int, allowed: tuple[int, ...], unit: str = "") -> None:
    if found not in allowed:
        raise ValueError(f"a {what} of {found}{unit}; allowed are {', '.join(str(value) for value in allowed)}")


def encode_block(pcm: Pcm, settings: EncoderSettings, skip_frames: int, keep_frames: int) -> bytes:
    """Frames ``skip_frames`` to ``skip_frames + keep_frames - 1`` of the sound, each whole in itself.

    pcm: int16, shape (frames * 1152 or 576 + 224, channels) for ``skip_frames + keep_frames`` frames: the pre-roll,
    the block and the look-ahead.  Raises ValueError for another shape and OutputError where LAME does not keep its
    side: too few frames, or frames that lean on others.
    """
    data, sizes = encode_all(pcm, settings, skip_frames + keep_frames)
    return data[int(sizes[:skip_frames].sum()) :]


def encode_all(pcm: Pcm, settings: EncoderSettings, wanted: int) -> tuple[bytes, NDArray[np.int64]]:
    """As ``encode_block``, with the frames of the pre-roll: all ``wanted`` frames and the bytes of each."""
    shape = (wanted * settings.frame + LOOK_AHEAD, settings.channels)
    if pcm.shape != shape or pcm.dtype != np.int16:
        raise ValueError(f"{pcm.dtype} of shape {pcm.shape}; expected int16 of shape {shape}")
    data = bytes(_encoder(settings).encode(pcm.astype("<i2", copy=False).tobytes()))
    sizes = frame_sizes(data)
    if len(sizes) != wanted:
        raise OutputError(f"LAME gave {len(sizes)} frames for {wanted} ({lame_version()})")
    if main_data_begins(data).any():
        raise OutputError(f"LAME did not switch its bit reservoir off ({lame_version()})")
    return data, sizes


@functools.cache
def encoder_gain(settings: EncoderSettings) -> float:
    """The factor by which LAME turns sound down at these settings: 0.95 for most bit rates, 1 for high ones.

    LAME does so to keep decoded peaks from clipping, and its package offers no way to switch it off; who knows the
    factor can give LAME the sound that much louder.  Measured on a tone that is encoded and decoded, to thousandths.
    """
    import soundfile

    time = np.arange(settings.sample_rate) / settings.sample_rate
    tone = 0.25 * np.sin(2 * np.pi * 441 * time)[:, np.newaxis].repeat(settings.channels, axis=1)
    encoder = _encoder(settings)
    data = encoder.encode(np.rint(tone * 32767).astype("<i2").tobytes()) + encoder.flush()
    decoded, _ = soundfile.read(io.BytesIO(bytes(data)), always_2d=True)
    # Away from the ends, where the encoder's delay lies; whole periods of the tone.
    middle = slice(settings.sample_rate // 5, settings.sample_rate // 5 * 4)
    return round(float(np.sqrt(np.square(decoded[middle]).mean() / np.square(tone[middle]).mean())), 3)


@functools.cache
def lame_name() -> str:
    """What LAME calls itself, such as ``LAME3.100``, found in the filling of a silent frame."""
    settings = EncoderSettings()
    silence = np.zeros((4 * settings.frame, settings.channels), np.int16)
    found = re.search(rb"LAME[0-9][0-9.]{1,4}", bytes(_encoder(settings).encode(silence.tobytes())))
    if found is None:
        raise OutputError("the MP3 encoder of lameenc does not say that it is LAME", hint="install lameenc anew")
    return found.group().decode("ascii")


@functools.cache
def lame_version() -> str:
    """Everything of the encoder that frames depend on: the library inside, and the package that was built of it."""
    return f"{lame_name()} lameenc-{importlib.metadata.version('lameenc')}"


def _encoder(settings: EncoderSettings) -> lameenc.Encoder:
    encoder = lameenc.Encoder()
    encoder.silence()
    encoder.set_bit_rate(_RESERVOIR_OFF_KBPS)
    encoder.set_bit_rate(settings.bitrate_kbps)
    encoder.set_in_sample_rate(settings.sample_rate)
    encoder.set_out_sample_rate(settings.sample_rate)
    encoder.set_channels(settings.channels)
    encoder.set_quality(settings.quality)
    return encoder
