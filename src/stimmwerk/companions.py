"""Other codecs beside the MP3, of the same master: encoded while it is, in blocks that the store keeps."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import asdict, dataclass
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from stimmwerk import units
from stimmwerk.coded.codec import RESAMPLER_REACH, Codec
from stimmwerk.coded.flac import FlacCodec
from stimmwerk.coded.muxer import write_m4b, write_opus
from stimmwerk.delivery import output_of
from stimmwerk.digests import digest_of
from stimmwerk.exports.edition import Edition
from stimmwerk.formats import format_of
from stimmwerk.manifest import Output
from stimmwerk.master import Master
from stimmwerk.showfile import ShowSettings
from stimmwerk.signal.limiter import REACH
from stimmwerk.speech import Samples
from stimmwerk.store import Store
from stimmwerk.tape import Tape
from stimmwerk.timeline import Clip, Timeline

#: Files of Opus count in this rate, whatever the encoder gets.
_OPUS_RATE = 48_000

#: Blocks are at least so long, in seconds, where the silences allow it and no chapter begins.
_LEAST_SECONDS = 10.0

#: A cut needs silence over so many packets before it: no window of the encoder then hears what stands on both sides.
_SILENT_PACKETS = 2

#: Raised whenever the same sound would be encoded otherwise.
_REVISION = 2

AnyCodec = TypeVar("AnyCodec", bound="BlockCodec")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A format that is encoded so.  codec: as a show wants it; write: its file."""

    codec: Callable[[ShowSettings], Codec]
    write: Callable[[Path, Iterable[bytes], Codec, Edition], None]


class BlockCodec(Protocol):
    """What encodes a block of the master by itself: a dataclass whose fields, with ``library``, say how."""

    @property
    def name(self) -> str:
        """What the store calls its blocks."""
        ...

    @property
    def step(self) -> int:
        """Samples of the programme in a packet."""
        ...

    @property
    def library(self) -> str:
        """What encodes, with its version."""
        ...

    def encode(self, sound: Samples, *, last: bool) -> list[bytes]:
        """The packets of a block; last: it is the programme's last one."""
        ...


class Companion(Generic[AnyCodec]):
    """The master in another codec.  Told how far the MP3 is, it encodes what lies before that.

    heard: told of the first sample and the sound of every block that is encoded, in any order, by any thread.
    """

    def __init__(
        self,
        codec: AnyCodec,
        master: Master,
        tape: Tape,
        store: Store,
        heard: Callable[[int, Samples], None] | None = None,
    ) -> None:
        self.codec = codec
        self._heard = heard
        self._mixdown = master.mixdown
        self._tape = tape
        self._store = store
        self._borders = borders_of(master.timeline, self.codec)
        self._keys: list[Future[str] | str] = []

    def reached(self, sample: int, executor: Executor | None) -> int:
        """Starts on all blocks that end at or before a sample; gives the first sample that is still wanted."""
        ready = bisect_right(self._borders, sample) - 1
        while len(self._keys) < ready:
            number = len(self._keys)
            self._keys.append(executor.submit(self._kept, number) if executor else self._kept(number))
        # What an executor has not come to yet is wanted, too.
        done = next((n for n, key in enumerate(self._keys) if isinstance(key, Future) and not key.done()), ready)
        return self._borders[done]

    def blocks(self) -> Iterator[tuple[int, list[bytes]]]:
        """The first sample and the packets of every block, once the end has been reached.  Raises OutputError."""
        for number, key in enumerate(self._keys):
            found = self._store.get_with_facts(self.codec.name, key.result() if isinstance(key, Future) else key)
            if found is None:
                yield self._borders[number], self._encoded(number)
            else:
                payload, facts = found
                cuts = accumulate(facts["sizes"], initial=0)
                yield self._borders[number], [payload[a:b] for a, b in pairwise(cuts)]

    def _kept(self, number: int) -> str:
        """The key under which the store has a block, which is encoded if it has not."""
        key = self._key(number)
        if not self._store.has(self.codec.name, key):
            packets = self._encoded(number)
            self._store.put(self.codec.name, key, b"".join(packets), {"sizes": [len(packet) for packet in packets]})
        return key

    def _encoded(self, number: int) -> list[bytes]:
        start, stop = self._borders[number : number + 2]
        sound = self._tape.again(start, stop)
        if self._heard:
            self._heard(start, sound)
        return self.codec.encode(sound, last=number == len(self._borders) - 2)

    def _key(self, number: int) -> str:
        start, stop = self._borders[number : number + 2]
        return digest_of(
            {
                "revision": _REVISION,
                "library": self.codec.library,
                "codec": asdict(self.codec),  # type: ignore[call-overload]
                "length": stop - start,
                "last": number == len(self._borders) - 2,
                "sound": self._mixdown.ingredients(start, stop, before=False, after=False),
            }
        )


def borders_of(timeline: Timeline, codec: BlockCodec) -> list[int]:
    """Where blocks begin and end, from 0 to the length: before each chapter if they can, else after some seconds.

    A border is a whole number of packets from the start and lies in silence, so blocks may be long under music.
    """
    cuts = list(_cuts(timeline.clips, timeline.length, codec.step))
    least = units.samples(_LEAST_SECONDS, timeline.sample_rate)
    places = (bisect_right(cuts, mark.start) for mark in timeline.chapters[1:])
    resets = {cuts[place - 1] for place in places if place}
    borders = [0]
    for cut in cuts:
        if cut in resets or cut - borders[-1] >= least:
            borders.append(cut)
    return [*borders, timeline.length]


def _cuts(clips: Sequence[Clip], length: int, step: int) -> Iterator[int]:
    """The last fitting multiple of ``step`` in every silence that is long enough; clips: by start."""
    beside = max(REACH, RESAMPLER_REACH)
    silent_from = 0
    for clip in clips:
        cut = (clip.start - beside) // step * step
        if cut - _SILENT_PACKETS * step - beside >= silent_from and 0 < cut < length:
            yield cut
        silent_from = max(silent_from, clip.stop)


def _aac(settings: ShowSettings) -> Codec:
    return Codec(
        name="aac",
        programme_rate=settings.mp3.sample_rate,
        sample_rate=settings.m4b.sample_rate or settings.mp3.sample_rate // 2,
        channels=settings.mp3.channels,
        quality=settings.m4b.quality,
    )


def _opus(settings: ShowSettings) -> Codec:
    return Codec(
        name="opus",
        programme_rate=settings.mp3.sample_rate,
        sample_rate=_OPUS_RATE,
        encoder_rate=settings.opus.sample_rate,
        channels=settings.mp3.channels,
        bitrate_kbps=settings.opus.bitrate_kbps * settings.mp3.channels,
    )


def flac_of(settings: ShowSettings) -> FlacCodec:
    """The codec of all that is lossless."""
    return FlacCodec(sample_rate=settings.mp3.sample_rate, channels=settings.mp3.channels)


#: Format -> how it is made.
KINDS = {"m4b": Kind(codec=_aac, write=write_m4b), "opus": Kind(codec=_opus, write=write_opus)}


class CodedFile:
    """One more file of the master, with a companion of its own.  form: one of ``KINDS``."""

    def __init__(self, form: str, settings: ShowSettings, master: Master, tape: Tape, store: Store) -> None:
        self._kind = KINDS[form]
        self._form = form
        self.companion = Companion(self._kind.codec(settings), master, tape, store)

    def write(self, folder: Path, edition: Edition) -> Iterator[tuple[str, Output]]:
        """Writes the file, once the end has been reached; gives its name and what it is.  Raises OutputError."""
        name = format_of(self._form).file(edition.name)
        packets = (packet for _, block in self.companion.blocks() for packet in block)
        self._kind.write(folder / name, packets, self.companion.codec, edition)
        yield name, output_of(folder / name, self._form)
