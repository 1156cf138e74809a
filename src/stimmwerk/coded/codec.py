"""Sound to packets of AAC or Opus, a block at a time, so that blocks encoded apart join without a seam.

A block begins and ends in silence.  Its encoder starts anew, so that its packets depend on the block alone; the packets
that would only push out what is behind its end are dropped, for there the next block begins.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import soxr

from stimmwerk.coded.packets import Packets
from stimmwerk.errors import OutputError
from stimmwerk.speech import Samples

if TYPE_CHECKING:
    from av.audio.codeccontext import AudioCodecContext

CodecName = Literal["aac", "opus"]

#: Samples of a packet, at the rate that its file counts in; Opus's are 60 ms, three frames that share a header.
_PACKET = {"aac": 1024, "opus": 2880}

#: Samples that a decoder gives before the first: the other half of AAC's first window, and libopus's look-ahead.
_PRIMING = {"aac": 1024, "opus": 312}

#: AAC: a coder that does not search, and no noise shaping in time: half the time, and no more noise in speech (measured
#: at equal bit rates).  Opus: the least that still sees transients; without, there is noise before every consonant, and
#: what it saves in time against 5 is worth more as bits (noise to mask, measured at equal time and equal bit rates).
#: flags: the library's name does not stand in the sound.
_OPTIONS = {
    "aac": {"aac_coder": "fast", "aac_tns": "0", "flags": "+bitexact"},
    "opus": {"application": "audio", "compression_level": "1", "frame_duration": "60", "flags": "+bitexact"},
}

#: What FFmpeg calls the encoders; its own of Opus is an experiment.
_ENCODERS = {"aac": "aac", "opus": "libopus"}

_FORMATS = {"aac": "fltp", "opus": "flt"}
_LAYOUTS = {1: "mono", 2: "stereo"}

#: So many samples of the programme a resampler may look ahead and back.
RESAMPLER_REACH = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class Codec:
    """How sound is encoded.

    programme_rate: of the sound that comes in, in Hz; sample_rate: of what goes out; a packet of it must last a whole
    number of the programme's samples.  encoder_rate: of what the encoder gets, where that is a part of it: what lies
    above its half is not encoded.  bitrate_kbps: on average; quality: of a variable bit rate, FFmpeg's
    ``global_quality``; one of the two is None.
    """

    name: CodecName
    programme_rate: int
    sample_rate: int
    channels: int
    encoder_rate: int | None = None
    bitrate_kbps: int | None = None
    quality: int | None = None

    @property
    def packet(self) -> int:
        """Samples of a packet at ``sample_rate``."""
        return _PACKET[self.name]

    @property
    def priming(self) -> int:
        """Samples at ``sample_rate`` that are decoded before the first of the sound."""
        return _PRIMING[self.name]

    @property
    def step(self) -> int:
        """Samples of the programme in a packet."""
        return self.packet * self.programme_rate // self.sample_rate

    def length_of(self, samples: int) -> int:
        """So many samples of the programme, at ``sample_rate``."""
        return -(-samples * self.sample_rate // self.programme_rate)

    @property
    def cuts_anywhere(self) -> bool:
        """Windows overlap, and what was before decides about bits."""
        return False

    @property
    def library(self) -> str:
        """Everything of the encoders that packets depend on."""
        return library_version()

    @property
    def encoder(self) -> str:
        """The encoder as FFmpeg calls it."""
        return _ENCODERS[self.name]

    @property
    def layout(self) -> str:
        """The channels as FFmpeg calls them."""
        return _LAYOUTS[self.channels]

    def options(self) -> dict[str, str]:
        """What FFmpeg is told beside rate, channels and bit rate."""
        options = dict(_OPTIONS[self.name])
        if self.quality is not None:
            options["flags"] += "+qscale"
            options["global_quality"] = str(self.quality)
        if self.bitrate_kbps is not None:
            options["b"] = str(self.bitrate_kbps * 1000)
        return options

    def context(self) -> AudioCodecContext:
        """An encoder that has heard nothing."""
        from av.audio.codeccontext import AudioCodecContext
        from av.codec.context import CodecContext

        context = CodecContext.create(self.encoder, "w")
        assert isinstance(context, AudioCodecContext)
        context.sample_rate = self.encoder_rate or self.sample_rate
        context.layout = self.layout
        context.format = _FORMATS[self.name]
        context.options = self.options()
        return context

    def encode(self, sound: Samples, *, last: bool) -> Packets:
        """The packets of a block: as many as it fills, and, of the last one, those that bring its end out.

        sound: float32, shape (frames, channels), of the programme; a multiple of ``step`` unless it is the last.
        Raises OutputError where the encoder gives fewer.
        """
        import av

        length = self.length_of(len(sound))
        wanted = -(-(length + self.priming) // self.packet) if last else length // self.packet
        rate = self.encoder_rate or self.sample_rate
        if rate != self.programme_rate:
            sound = soxr.resample(sound, self.programme_rate, rate, quality="HQ")
        # A packet is given once the encoder has seen the one after it.
        padded = np.zeros(((wanted + 2) * self.packet * rate // self.sample_rate, self.channels), np.float32)
        padded[: len(sound)] = sound
        frame = av.AudioFrame(format=_FORMATS[self.name], layout=self.layout, samples=len(padded))
        parts = padded.T if _FORMATS[self.name].endswith("p") else (padded,)
        for plane, part in zip(frame.planes, parts, strict=True):
            plane.update(part.tobytes())
        frame.sample_rate, frame.pts = rate, 0
        context = self.context()
        packets = [bytes(packet) for packet in (*context.encode(frame), *context.encode(None))]
        if len(packets) < wanted:
            raise OutputError(f"{self.name} gave {len(packets)} packets for {wanted} ({library_version()})")
        return Packets.of(packets[:wanted])


@functools.cache
def library_version() -> str:
    """Everything of the encoders that packets depend on."""
    import av

    libraries = av.library_versions
    parts = [f"{name}-{'.'.join(map(str, libraries[name]))}" for name in ("libavcodec", "libavformat")]
    return " ".join((f"PyAV-{av.__version__}", *parts, f"soxr-{soxr.__version__}"))
