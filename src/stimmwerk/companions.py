"""Other codecs beside the MP3, of the same master: encoded and written while it is, in blocks that the store keeps."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from contextlib import AbstractContextManager, ExitStack
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import Generic, Protocol, TypeVar

from stimmwerk import units
from stimmwerk.coded.codec import RESAMPLER_REACH, Codec
from stimmwerk.coded.flac import FlacCodec
from stimmwerk.coded.muxer import Put, m4b_file, opus_file
from stimmwerk.coded.packets import Packets
from stimmwerk.delivery import output_of
from stimmwerk.digests import digest_of
from stimmwerk.exports.edition import Edition
from stimmwerk.files import atomic_path, settle, written_as
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

#: Blocks that need no silence around them are never longer, in seconds: memory is theirs.
_MOST_SECONDS = 30.0

#: A cut needs silence over so many packets before it: no window of the encoder then hears what stands on both sides.
_SILENT_PACKETS = 2

#: Raised whenever the same sound would be encoded otherwise.
_REVISION = 2

#: Blocks of a codec that may be under way, or wait for one before them, at once.  The MP3 and the other codecs keep
#: workers busy, too.
IN_FLIGHT = 4

AnyCodec = TypeVar("AnyCodec", bound="BlockCodec")
Ready = TypeVar("Ready")


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A format that is encoded so.  codec: as a show wants it; open: its file, which takes packets: where it is
    written, and where it will be.
    """

    codec: Callable[[ShowSettings], Codec]
    open: Callable[[Path, Path, Codec, Edition], AbstractContextManager[Put]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The master, as companions have it.  tape: from which they read it; store: for what they encode."""

    settings: ShowSettings
    master: Master
    tape: Tape
    store: Store


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
    def cuts_anywhere(self) -> bool:
        """Whether a packet depends on nothing but its own samples, so that blocks may be cut where something sounds."""
        ...

    @property
    def library(self) -> str:
        """What encodes, with its version."""
        ...

    def encode(self, sound: Samples, *, last: bool) -> Packets:
        """The packets of a block; last: it is the programme's last one."""
        ...


class Companion(Generic[AnyCodec, Ready]):
    """The master in another codec.  Told how far the MP3 is, it encodes what lies before that, and hands it on.

    prepare: makes of a block what is handed on, in any order, by any thread: it gets the first sample, the packets and,
    where they were encoded now, the sound.  take: given that of every block, in order, by the thread that asks how far
    the companion is.
    """

    def __init__(
        self,
        codec: AnyCodec,
        source: Source,
        prepare: Callable[[int, Packets, Samples | None], Ready],
        take: Callable[[Ready], None],
    ) -> None:
        self.codec = codec
        self._prepare = prepare
        self._take = take
        self._mixdown = source.master.mixdown
        self._tape = source.tape
        self._store = source.store
        self._borders = borders_of(source.master.timeline, self.codec)
        self._taken = 0
        #: Blocks that have been begun and not taken.
        self._begun: deque[Future[Ready]] = deque()

    def reached(self, sample: int, executor: Executor | None) -> int:
        """Starts on all blocks that end at or before a sample and hands on what is done; gives the first sample that is
        still wanted.

        It waits where more than ``IN_FLIGHT`` blocks would be under way.  Raises OutputError.
        """
        ready = bisect_right(self._borders, sample) - 1
        while (number := self._taken + len(self._begun)) < ready:
            if executor is None:
                self._hand_on(self._made(number))
                continue
            if len(self._begun) == IN_FLIGHT:
                self._hand_on(self._begun.popleft().result())
            self._begun.append(executor.submit(self._made, number))
        while self._begun and self._begun[0].done():
            self._hand_on(self._begun.popleft().result())
        return self._borders[self._taken]

    def finish(self) -> None:
        """Hands on what is left, once the end has been reached, and waits for it.  Raises OutputError."""
        while self._begun:
            self._hand_on(self._begun.popleft().result())

    def _hand_on(self, ready: Ready) -> None:
        self._take(ready)
        self._taken += 1

    def _made(self, number: int) -> Ready:
        start, stop = self._borders[number : number + 2]
        key = self._key(number)
        if (found := self._store.get_with_facts(self.codec.name, key)) is not None:
            payload, facts = found
            return self._prepare(start, Packets.sized(payload, facts["sizes"]), None)
        sound = self._tape.again(start, stop)
        packets = self.codec.encode(sound, last=number == len(self._borders) - 2)
        self._store.put(self.codec.name, key, packets.data, {"sizes": packets.sizes.tolist()})
        return self._prepare(start, packets, sound)

    def _key(self, number: int) -> str:
        start, stop = self._borders[number : number + 2]
        # Silence stands around a block, or else what the limiter hears beside it matters, too.
        beside = self.codec.cuts_anywhere
        return digest_of(
            {
                "revision": _REVISION,
                "library": self.codec.library,
                "codec": asdict(self.codec),  # type: ignore[call-overload]
                "length": stop - start,
                "last": number == len(self._borders) - 2,
                "sound": self._mixdown.ingredients(start, stop, before=beside, after=beside),
            }
        )


def borders_of(timeline: Timeline, codec: BlockCodec) -> list[int]:
    """Where blocks begin and end, from 0 to the length: before each chapter if they can, else after some seconds.

    A border is a whole number of packets from the start and lies in silence, so blocks may be long under music, but for
    those of a codec that cuts anywhere.
    """
    cuts = list(_cuts(timeline.clips, timeline.length, codec.step))
    least = units.samples(_LEAST_SECONDS, timeline.sample_rate)
    places = (bisect_right(cuts, mark.start) for mark in timeline.chapters[1:])
    resets = {cuts[place - 1] for place in places if place}
    borders = [0]
    for cut in cuts:
        if cut in resets or cut - borders[-1] >= least:
            borders.append(cut)
    borders.append(timeline.length)
    if codec.cuts_anywhere:
        most = units.samples(_MOST_SECONDS, timeline.sample_rate) // codec.step * codec.step
        borders = [0, *(cut for a, b in pairwise(borders) for cut in (*range(a + most, b, most), b))]
    return borders


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
KINDS = {"m4b": Kind(codec=_aac, open=m4b_file), "opus": Kind(codec=_opus, open=opus_file)}


class CodedFile:
    """One more file of the master, with a companion of its own.  Use by ``with``: it grows while the MP3 is encoded.

    form: one of ``KINDS``; folder: of the episode.
    """

    def __init__(self, form: str, folder: Path, edition: Edition, source: Source) -> None:
        self._kind = KINDS[form]
        self._form = form
        self._path = folder / format_of(form).file(edition.name)
        self._edition = edition
        self._named, self._file = ExitStack(), ExitStack()
        self._temporary = self._path
        self._put: Put | None = None
        self._companion = Companion(self._kind.codec(source.settings), source, _packets, self._take)

    @property
    def companions(self) -> tuple[Companion[Codec, Packets], ...]:
        """What has to be told how far the MP3 is."""
        return (self._companion,)

    def __enter__(self) -> CodedFile:
        with ExitStack() as named:
            self._temporary = named.enter_context(atomic_path(self._path))
            # First closed, then named.
            self._file = named.enter_context(ExitStack())
            codec = self._companion.codec
            self._put = self._file.enter_context(self._kind.open(self._temporary, self._path, codec, self._edition))
            self._named = named.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._named.__exit__(kind, error, trace)

    def finish(self) -> Iterator[tuple[str, Output]]:
        """Writes what is left, once the end has been reached; gives its name and what it is.  Raises OutputError."""
        self._companion.finish()
        self._file.close()
        with written_as(self._path):
            with self._temporary.open("r+b") as stream:
                settle(stream)
            output = output_of(self._temporary, self._form)
        yield self._path.name, output

    def _take(self, packets: Packets) -> None:
        assert self._put is not None
        self._put(packets)


def _packets(start: int, packets: Packets, sound: Samples | None) -> Packets:
    """A block of a file that holds packets as they are."""
    return packets
