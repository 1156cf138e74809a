"""The master without loss, for archives and audio editors: whole, a stem for every role, a file for every turn.

Nothing is encoded twice.  Where one role alone is heard, its stem, its turn and the master are the same sound, and so
the same frames of FLAC; where it is silent, a frame of silence stands; only what sounds beside something else is mixed
and encoded by itself.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from itertools import accumulate
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from stimmwerk.coded import wav
from stimmwerk.coded.flac import FlacCodec, to_24_bits
from stimmwerk.coded.muxer import vorbis_comments
from stimmwerk.coded.packets import Packets
from stimmwerk.companions import Companion, Source, flac_of
from stimmwerk.exports.edition import Edition
from stimmwerk.files import Counted, atomic_writer, written_as
from stimmwerk.formats import format_of
from stimmwerk.manifest import Output
from stimmwerk.signal.limiter import REACH
from stimmwerk.signal.mixdown import Mixdown
from stimmwerk.speech import Samples
from stimmwerk.takes import TAKE
from stimmwerk.timeline import FRAME, Clip, Timeline

#: The formats, in the order in which they are written.
LOSSLESS = ("flac", "wav", "stems", "turns")

#: The stem of what nobody says.
_MUSIC = "music"

#: What a frame of a part is: silence, a frame of the master, or one of its own.
_SILENT, _SHARED, _OWN = range(3)


class Masters:
    """Writes what is lossless.  Use it by ``with``: the files grow while the MP3 is encoded, and get their names then.

    Stems: a file for every role in the order of the cast, and one for the music; all as long as the episode.  Together
    they are the master, but for what its limiter takes from peaks that several make together.  Turns: each without what
    sounds beside it, from its first sample until its room is silent, in whole frames.

    wanted: of ``LOSSLESS``; folder: of the episode.
    """

    def __init__(self, wanted: Collection[str], folder: Path, edition: Edition, source: Source) -> None:
        self._wanted = [form for form in LOSSLESS if form in wanted]
        self._folder = folder
        self._codec = flac_of(source.settings)
        self._files = ExitStack()
        timeline = source.master.timeline
        self._whole = [*_whole(self._wanted, source.master.mixdown, timeline, edition)]
        self._turns = [*_turns(source.master.mixdown, timeline, edition)] if "turns" in self._wanted else []
        self._turn_firsts = [part.first for part in self._turns]
        self._turn_stops = [*accumulate((part.stop for part in self._turns), max)]
        self._companion = Companion(self._codec, source, self._prepare, self._take) if self._wanted else None

    @property
    def companions(self) -> tuple[Companion[FlacCodec, _Ready], ...]:
        """What has to be told how far the MP3 is."""
        return (self._companion,) if self._companion else ()

    def __enter__(self) -> Masters:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._files.__exit__(kind, error, trace)

    def finish(self) -> Iterator[tuple[str, Output]]:
        """Writes what is left, once the end has been reached; gives the names of all files and what they are.

        Raises OutputError.
        """
        if self._companion is None:
            return
        self._companion.finish()
        outputs = [(part.name, part.output) for part in (*self._whole, *self._turns)]
        yield from sorted(outputs, key=lambda item: self._wanted.index(item[1].format))

    def _prepare(self, start: int, bare: Packets, sound: Samples | None) -> _Ready:
        """What every file needs of a block."""
        block = _Block(self._codec, start // FRAME, bare, sound)
        first = bisect_right(self._turn_stops, block.first)
        turns = self._turns[first : bisect_left(self._turn_firsts, block.stop)]
        parts = [part for part in (*self._whole, *turns) if part.first < block.stop and part.stop > block.first]
        return [(part, [*part.pieces(block)], block.stop >= part.stop) for part in parts]

    def _take(self, ready: _Ready) -> None:
        for part, pieces, last in ready:
            part.write(pieces, self._folder, self._files, self._codec, last=last)


class _Block:
    """Frames of the master in a row.  first: the number of the first one; bare: without their numbers; sound: what they
    hold, where it is at hand.
    """

    def __init__(self, codec: FlacCodec, first: int, bare: Packets, sound: Samples | None) -> None:
        self.codec, self.first, self.bare = codec, first, bare
        self.stop = first + len(bare)
        self._sound = sound
        self._whole: Packets | None = None
        self._silent: Packets | None = None

    @property
    def whole(self) -> Packets:
        """The frames with their numbers."""
        if self._whole is None:
            self._whole = self.codec.frames(self.bare, self.first)
        return self._whole

    @property
    def silent(self) -> Packets:
        """Frames of silence with these numbers."""
        if self._silent is None:
            self._silent = self.codec.frames(self.codec.silence(len(self.bare)), self.first)
        return self._silent

    def sound(self) -> NDArray[np.int32]:
        """What the frames hold, in the upper 24 bits."""
        # What an earlier build has encoded has not been mixed in this one.
        return self.codec.decode(self.bare) if self._sound is None else to_24_bits(self._sound)


class _Part(ABC):
    """A file of some of the time.  first, stop: its first frame of the master, and the one after its last."""

    def __init__(self, form: str, name: str, first: int, stop: int) -> None:
        self.name = name
        self.first, self.stop = first, stop
        self._format = format_of(form)
        self._stream: BinaryIO | None = None
        self._counted: Counted | None = None

    @abstractmethod
    def pieces(self, block: _Block) -> Iterator[bytes | memoryview]:
        """The bytes that it needs of a block, in any order of blocks, by any thread."""

    @abstractmethod
    def head(self, codec: FlacCodec) -> bytes:
        """What stands before them."""

    def tail(self, codec: FlacCodec) -> bytes:
        """What stands behind them."""
        return b""

    def write(
        self, pieces: Sequence[bytes | memoryview], folder: Path, files: ExitStack, codec: FlacCodec, *, last: bool
    ) -> None:
        """Writes the pieces of a block; these come in order.

        The file is opened in the folder once it has something to hold, and closed when it has all; its name it gets
        from ``files``.
        """
        path = folder / self.name
        with written_as(path):
            if self._stream is None or self._counted is None:
                # Whoever needs these files whole compares them with the manifest: the disk may take its time.
                self._stream = files.enter_context(atomic_writer(path, durable=False))
                self._counted = Counted(self._stream)
                self._counted.write(self.head(codec))
            for piece in pieces:
                self._counted.write(piece)
            if last:
                self._counted.write(self.tail(codec))
                self._stream.close()

    @property
    def output(self) -> Output:
        """What the file is, once all of it is written."""
        assert self._counted is not None
        form = self._format
        return Output(
            format=form.name, media_type=form.media_type, size=self._counted.size, sha256=self._counted.sha256
        )


class _Wav(_Part):
    """The master as a WAV."""

    def pieces(self, block: _Block) -> Iterator[bytes | memoryview]:
        yield wav.packed(block.sound())

    def head(self, codec: FlacCodec) -> bytes:
        return wav.head(codec.sample_rate, codec.channels, self.stop * FRAME)

    def tail(self, codec: FlacCodec) -> bytes:
        return wav.tail(codec.channels, self.stop * FRAME)


class _Flac(_Part):
    """Some of the clips.  sound: of those, and of all; edition: whose tags, chapters and cover it gets."""

    def __init__(
        self, form: str, name: str, span: tuple[int, int], sound: _Some, edition: Edition | None = None
    ) -> None:
        super().__init__(form, name, *span)
        self._sound: _Some | None = sound
        self._edition = edition

    def head(self, codec: FlacCodec) -> bytes:
        edition = self._edition
        comments = vorbis_comments(edition) if edition else {}
        return codec.head(self.stop - self.first, comments, edition.cover if edition else None)

    def pieces(self, block: _Block) -> Iterator[bytes | memoryview]:
        assert self._sound is not None
        starts, kinds = self._sound.runs(self.first, self.stop)
        start, stop = max(self.first, block.first), min(self.stop, block.stop)
        for place in range(bisect_right(starts, start) - 1, bisect_left(starts, stop)):
            low, high = max(start, starts[place]), min([stop, *starts[place + 1 : place + 2]])
            yield self._run(block, self._sound, kinds[place], (low, high))

    def write(
        self, pieces: Sequence[bytes | memoryview], folder: Path, files: ExitStack, codec: FlacCodec, *, last: bool
    ) -> None:
        super().write(pieces, folder, files, codec, last=last)
        if last:
            # An episode has thousands of turns: of those that are done, what they were made of is let go.
            self._sound = None

    def _run(self, block: _Block, sound: _Some, kind: int, span: tuple[int, int]) -> bytes | memoryview:
        """The frames from one to just before another, which are all of a kind."""
        codec, (start, stop) = block.codec, span
        low, high = start - block.first, stop - block.first
        if kind == _OWN:
            return codec.frames(codec.encode(sound.read(start * FRAME, stop * FRAME)), start - self.first).data
        if self.first == 0:
            return (block.whole if kind == _SHARED else block.silent).bytes_between(low, high)
        bare = block.bare.between(low, high) if kind == _SHARED else codec.silence(high - low)
        return codec.frames(bare, start - self.first).data


#: Files, the bytes that each needs of a block, and whether these are its last.
_Ready = list[tuple[_Part, list[bytes | memoryview], bool]]


class _Sounding:
    """On how many of some clips each frame depends, by their sound or by what the limiter makes of it."""

    def __init__(self, clips: Sequence[Clip]) -> None:
        starts = [(clip.start - REACH) // FRAME for clip in clips]
        stops = [-(-(clip.stop + REACH) // FRAME) for clip in clips]
        self._places, where = np.unique(np.array([*starts, *stops], np.int64), return_inverse=True)
        change = np.zeros(len(self._places) + 1, np.int64)
        np.add.at(change, where + 1, np.repeat([1, -1], len(clips)))
        self._counts = change.cumsum()

    def at(self, frames: NDArray[np.int64]) -> NDArray[np.int64]:
        """How many, for each of some frames."""
        return self._counts[np.searchsorted(self._places, frames, side="right")]

    def changes(self, first: int, stop: int) -> NDArray[np.int64]:
        """The frames behind the first at which the number is another."""
        low, high = np.searchsorted(self._places, (first, stop), side="left")
        return self._places[low:high]


class _Some:
    """Some of an episode's clips.  mixdown: of all; everything: where these sound; clips: the chosen ones."""

    def __init__(self, mixdown: Mixdown, everything: _Sounding, clips: Sequence[Clip]) -> None:
        self._mixdown, self._everything, self._clips = mixdown, everything, clips
        self._only: Mixdown | None = None
        self._runs: tuple[list[int], list[int]] | None = None

    def read(self, start: int, stop: int) -> Samples:
        """Their sound alone, between two samples."""
        if self._only is None:
            self._only = self._mixdown.only(self._clips)
        return self._only.read(start, stop)

    def runs(self, first: int, stop: int) -> tuple[list[int], list[int]]:
        """What frames of them are: the first frame of every run of a kind, and that kind.

        first, stop: the frames that are asked for, every time the same.
        """
        if self._runs is None:
            own, everything = _Sounding(self._clips), self._everything
            starts = np.unique(np.concatenate([[first], own.changes(first, stop), everything.changes(first, stop)]))
            mine, all_ = own.at(starts), everything.at(starts)
            kinds = np.where(mine == 0, _SILENT, np.where(mine == all_, _SHARED, _OWN))
            new = np.flatnonzero(np.diff(kinds, prepend=-1))
            self._runs = starts[new].tolist(), kinds[new].tolist()
        return self._runs


def _whole(wanted: Collection[str], mixdown: Mixdown, timeline: Timeline, edition: Edition) -> Iterator[_Part]:
    """The files that are as long as the episode."""
    length, everything = timeline.length // FRAME, _Sounding(timeline.clips)
    if "flac" in wanted:
        sound = _Some(mixdown, everything, timeline.clips)
        yield _Flac("flac", format_of("flac").file(edition.name), (0, length), sound, edition)
    if "wav" in wanted:
        yield _Wav("wav", format_of("wav").file(edition.name), 0, length)
    if "stems" in wanted:
        for number, (role, clips) in enumerate(_stems(timeline, edition), 1):
            name = f"stems/{number}-{_safe(role)}.flac"
            yield _Flac("stems", name, (0, length), _Some(mixdown, everything, clips))


def _turns(mixdown: Mixdown, timeline: Timeline, edition: Edition) -> Iterator[_Part]:
    """The files of turns, by their starts."""
    everything = _Sounding(timeline.clips)
    digits = len(str(len(edition.turns)))
    spoken = [clip for clip in timeline.clips if _spoken(clip)]
    starts = [clip.start for clip in spoken]
    for number, turn in enumerate(edition.turns, 1):
        clips = spoken[bisect_left(starts, turn.start) : bisect_left(starts, turn.stop)]
        stop = -(-max((clip.stop for clip in clips), default=turn.stop) // FRAME)
        name = f"turns/{number:0{digits}}-{_safe(turn.role)}.flac"
        yield _Flac("turns", name, (turn.start // FRAME, stop), _Some(mixdown, everything, clips))


def _stems(timeline: Timeline, edition: Edition) -> Iterator[tuple[str, list[Clip]]]:
    starts = [turn.start for turn in timeline.turns]
    of_roles: dict[str, list[Clip]] = {}
    for clip in timeline.clips:
        if _spoken(clip):
            of_roles.setdefault(timeline.turns[bisect_right(starts, clip.start) - 1].role, []).append(clip)
    for member in edition.cast:
        if member.role in of_roles:
            yield member.role, of_roles[member.role]
    if music := [clip for clip in timeline.clips if not _spoken(clip)]:
        yield _MUSIC, music


def _spoken(clip: Clip) -> bool:
    return clip.source.startswith(f"{TAKE}:")


def _safe(role: str) -> str:
    """A role as part of a file's name, on any system."""
    return re.sub(r"[^\w-]+", "-", role)
