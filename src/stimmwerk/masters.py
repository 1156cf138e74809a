"""The master without loss, for archives and audio editors: whole, a stem for every role, a file for every turn.

Nothing is encoded twice.  Where one role alone is heard, its stem, its turn and the master are the same sound, and so
the same frames of FLAC; where it is silent, a frame of silence stands; only what sounds beside something else is mixed
and encoded by itself.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from contextlib import ExitStack
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from stimmwerk.coded.flac import FlacCodec, to_24_bits
from stimmwerk.coded.muxer import vorbis_comments
from stimmwerk.coded.wav import WavFile
from stimmwerk.companions import Companion, Source, flac_of
from stimmwerk.exports.edition import Edition
from stimmwerk.files import Counted, atomic_writer, read_through, written_as
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
        self._master = source.master
        self._folder = folder
        self._parts = list(self._parts_of(edition))
        self._wav_file = folder / format_of("wav").file(edition.name)
        self._wav: WavFile | None = None
        self._wav_stream: BinaryIO | None = None
        self._heard: set[int] = set()
        self._files = ExitStack()
        codec = flac_of(source.settings)
        self._companion = Companion(codec, source, self._take, self._hear) if self._wanted else None

    @property
    def companions(self) -> tuple[Companion[FlacCodec], ...]:
        """What has to be told how far the MP3 is."""
        return (self._companion,) if self._companion else ()

    def __enter__(self) -> Masters:
        if "wav" in self._wanted:
            timeline = self._master.timeline
            # Whoever needs these files whole compares them with the manifest: the disk may take its time.
            self._wav_stream = self._files.enter_context(atomic_writer(self._wav_file, durable=False))
            self._wav = WavFile(
                self._wav_stream,
                sample_rate=timeline.sample_rate,
                channels=self._master.mixdown.channels,
                length=timeline.length,
            )
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
        outputs = {part.name: part.output for part in self._parts}
        if self._wav_stream is not None:
            outputs[self._wav_file.name] = _wav_output(self._wav_stream)
        yield from sorted(outputs.items(), key=lambda item: self._wanted.index(item[1].format))

    def _take(self, start: int, bare: Sequence[bytes]) -> None:
        """The next frames."""
        assert self._companion is not None
        codec = self._companion.codec
        # What an earlier build has encoded has not been heard in this one.
        if self._wav is not None and start not in self._heard:
            self._put(start, codec.decode(bare))
        block = _Block(codec, start // FRAME, bare)
        for part in self._parts:
            part.take(block, self._folder, self._files)

    def _hear(self, start: int, sound: Samples) -> None:
        if self._wav is not None:
            self._put(start, to_24_bits(sound))
            self._heard.add(start)

    def _put(self, start: int, sound: NDArray[np.int32]) -> None:
        assert self._wav is not None
        with written_as(self._wav_file):
            self._wav.put(start, sound)

    def _parts_of(self, edition: Edition) -> Iterator[_Part]:
        timeline = self._master.timeline
        everything = _sounding(timeline.clips, 0, timeline.length // FRAME)

        def part(form: str, name: str, clips: Sequence[Clip], first: int = 0, stop: int = len(everything)) -> _Part:
            own = _sounding(clips, first, stop)
            frames = np.where(own == 0, _SILENT, np.where(own == everything[first:stop], _SHARED, _OWN)).astype(np.int8)
            return _Part(form, name, self._master.mixdown.only(clips), first, frames)

        if "flac" in self._wanted:
            whole = part("flac", format_of("flac").file(edition.name), timeline.clips)
            whole.describe(edition)
            yield whole
        if "stems" in self._wanted:
            for number, (role, clips) in enumerate(_stems(timeline, edition), 1):
                yield part("stems", f"stems/{number}-{_safe(role)}.flac", clips)
        if "turns" in self._wanted:
            digits = len(str(len(edition.turns)))
            spoken = [clip for clip in timeline.clips if _spoken(clip)]
            starts = [clip.start for clip in spoken]
            for number, turn in enumerate(edition.turns, 1):
                clips = spoken[bisect_left(starts, turn.start) : bisect_left(starts, turn.stop)]
                stop = max((clip.stop for clip in clips), default=turn.stop)
                name = f"turns/{number:0{digits}}-{_safe(turn.role)}.flac"
                yield part("turns", name, clips, turn.start // FRAME, -(-stop // FRAME))


class _Block:
    """Frames of the master in a row.  first: the number of the first one; bare: without their numbers."""

    def __init__(self, codec: FlacCodec, first: int, bare: Sequence[bytes]) -> None:
        self.codec, self.first, self.bare = codec, first, bare
        self.stop = first + len(bare)

    @cached_property
    def whole(self) -> list[bytes]:
        """The frames with their numbers."""
        return self.codec.frames(self.bare, self.first)

    @cached_property
    def silent(self) -> list[bytes]:
        """Frames of silence with these numbers."""
        return self.codec.frames([self.codec.silence] * len(self.bare), self.first)


class _Part:
    """A file of some of the clips, for some of the time.

    mixdown: of those clips; first: the file's first frame in the master; frames: what each of its frames is.
    """

    def __init__(self, form: str, name: str, mixdown: Mixdown, first: int, frames: NDArray[np.int8]) -> None:
        self.name = name
        self._format = format_of(form)
        self._mixdown = mixdown
        self._first, self._stop = first, first + len(frames)
        self._frames = frames
        self._edition: Edition | None = None
        self._stream: BinaryIO | None = None
        self._counted: Counted | None = None

    def describe(self, edition: Edition) -> None:
        """The file gets the edition's tags, chapters and cover."""
        self._edition = edition

    def take(self, block: _Block, folder: Path, files: ExitStack) -> None:
        """Writes what it needs of a block; these come in order.

        The file is opened in the folder once it has something to hold, and closed when it has all; its name it gets
        from ``files``.
        """
        start, stop = max(self._first, block.first), min(self._stop, block.stop)
        if start >= stop:
            return
        path = folder / self.name
        with written_as(path):
            if self._stream is None or self._counted is None:
                self._stream = files.enter_context(atomic_writer(path, durable=False))
                self._counted = Counted(self._stream)
                self._counted.write(self._head(block.codec))
            kinds = self._frames[start - self._first : stop - self._first]
            borders = [0, *(np.flatnonzero(np.diff(kinds)) + 1).tolist(), len(kinds)]
            for low, high in pairwise(borders):
                self._counted.write(b"".join(self._run(block, int(kinds[low]), start + low, start + high)))
            if stop == self._stop:
                self._stream.close()

    @property
    def output(self) -> Output:
        """What the file is, once all of it is written."""
        assert self._counted is not None
        form = self._format
        return Output(
            format=form.name, media_type=form.media_type, size=self._counted.size, sha256=self._counted.sha256
        )

    def _head(self, codec: FlacCodec) -> bytes:
        edition = self._edition
        comments = vorbis_comments(edition) if edition else {}
        return codec.head(len(self._frames), comments, edition.cover if edition else None)

    def _run(self, block: _Block, kind: int, start: int, stop: int) -> list[bytes]:
        """The frames from one to just before another, which are all of a kind."""
        codec, low, high = block.codec, start - block.first, stop - block.first
        if kind == _OWN:
            return codec.frames(codec.encode(self._mixdown.read(start * FRAME, stop * FRAME)), start - self._first)
        if self._first == 0:
            return (block.whole if kind == _SHARED else block.silent)[low:high]
        bare = block.bare[low:high] if kind == _SHARED else [codec.silence] * (high - low)
        return codec.frames(bare, start - self._first)


def _sounding(clips: Sequence[Clip], first: int, stop: int) -> NDArray[np.int64]:
    """On how many of the clips each frame depends, by their sound or by what the limiter makes of it."""
    starts = np.array([(clip.start - REACH) // FRAME for clip in clips], np.int64)
    stops = np.array([-(-(clip.stop + REACH) // FRAME) for clip in clips], np.int64)
    change = np.zeros(stop - first + 1, np.int64)
    np.add.at(change, (starts - first).clip(0, stop - first), 1)
    np.add.at(change, (stops - first).clip(0, stop - first), -1)
    return change.cumsum()[:-1]


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


def _wav_output(stream: BinaryIO) -> Output:
    form, (size, digest) = format_of("wav"), read_through(stream)
    return Output(format=form.name, media_type=form.media_type, size=size, sha256=digest)


def _spoken(clip: Clip) -> bool:
    return clip.source.startswith(f"{TAKE}:")


def _safe(role: str) -> str:
    """A role as part of a file's name, on any system."""
    return re.sub(r"[^\w-]+", "-", role)
