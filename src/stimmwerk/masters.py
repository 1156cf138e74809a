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
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import numpy as np
from numpy.typing import NDArray

from stimmwerk.coded.flac import FlacCodec, to_24_bits
from stimmwerk.coded.muxer import vorbis_comments
from stimmwerk.coded.wav import WavFile
from stimmwerk.companions import Companion, flac_of
from stimmwerk.exports.edition import Edition
from stimmwerk.files import Counted, atomic_writer, read_through
from stimmwerk.formats import format_of
from stimmwerk.manifest import Output
from stimmwerk.master import Master
from stimmwerk.showfile import ShowSettings
from stimmwerk.signal.limiter import REACH
from stimmwerk.signal.mixdown import Mixdown
from stimmwerk.speech import Samples
from stimmwerk.store import Store
from stimmwerk.takes import TAKE
from stimmwerk.tape import Tape
from stimmwerk.timeline import FRAME, Clip, Timeline

#: The formats, in the order in which they are written.
LOSSLESS = ("flac", "wav", "stems", "turns")

#: The stem of what nobody says.
_MUSIC = "music"

#: What a frame of a part is: silence, a frame of the master, or one of its own.
_SILENT, _SHARED, _OWN = range(3)


class Masters:
    """Writes what is lossless.  Close it by ``with``: a WAV grows while the MP3 is encoded, and has its name then.

    wanted: of ``LOSSLESS``; folder, name: of the episode.
    """

    def __init__(
        self,
        wanted: Collection[str],
        folder: Path,
        name: str,
        *,
        settings: ShowSettings,
        master: Master,
        tape: Tape,
        store: Store,
    ) -> None:
        self._wanted = [form for form in LOSSLESS if form in wanted]
        self._master = master
        self._wav_file = folder / format_of("wav").file(name)
        self._wav: WavFile | None = None
        self._wav_stream: BinaryIO | None = None
        self._heard: set[int] = set()
        self._files = ExitStack()
        self._companion = Companion(flac_of(settings), master, tape, store, self._hear) if self._wanted else None

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

    def write(self, folder: Path, edition: Edition) -> Iterator[tuple[str, Output]]:
        """Writes all files, once the end has been reached; gives their names and what they are.

        Stems: a file for every role in the order of the cast, and one for the music; all as long as the episode.
        Together they are the master, but for what its limiter takes from peaks that several make together.  Turns:
        each without what sounds beside it, from its first sample until its room is silent, in whole frames.
        Raises OutputError.
        """
        if self._companion is None:
            return
        codec, parts = self._companion.codec, list(self._parts(edition))
        with ExitStack() as files:
            for part in parts:
                part.open_in(folder, files)
            for start, bare in self._companion.blocks():
                self._fill(start, bare)
                block = _Block(codec, start // FRAME, bare)
                for part in parts:
                    part.take(block)
        outputs = {part.name: part.output for part in parts}
        if self._wav_stream is not None:
            outputs[self._wav_file.name] = _wav_output(self._wav_stream)
        yield from sorted(outputs.items(), key=lambda item: self._wanted.index(item[1].format))

    def _hear(self, start: int, sound: Samples) -> None:
        if self._wav is not None:
            self._wav.put(start, to_24_bits(sound))
            self._heard.add(start)

    def _fill(self, start: int, bare: Sequence[bytes]) -> None:
        """What an earlier build has encoded has not been heard in this one."""
        if self._wav is not None and start not in self._heard and self._companion is not None:
            self._wav.put(start, self._companion.codec.decode(bare))

    def _parts(self, edition: Edition) -> Iterator[_Part]:
        timeline = self._master.timeline
        everything = _sounding(timeline.clips, 0, timeline.length // FRAME)

        def part(form: str, name: str, clips: Sequence[Clip], first: int = 0, stop: int = len(everything)) -> _Part:
            own = _sounding(clips, first, stop)
            frames = np.where(own == 0, _SILENT, np.where(own == everything[first:stop], _SHARED, _OWN))
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
        self.whole = codec.frames(bare, first)
        self.silent = codec.frames([codec.silence] * len(bare), first)


class _Part:
    """A file of some of the clips, for some of the time.

    mixdown: of those clips; first: the file's first frame in the master; frames: what each of its frames is.
    """

    def __init__(self, form: str, name: str, mixdown: Mixdown, first: int, frames: NDArray[np.int64]) -> None:
        self.name = name
        self._format = format_of(form)
        self._mixdown = mixdown
        self._first, self._stop = first, first + len(frames)
        self._frames = frames
        self._edition: Edition | None = None
        self._file = ExitStack()
        self._path = Path()
        self._counted: Counted | None = None

    def describe(self, edition: Edition) -> None:
        """The file gets the edition's tags, chapters and cover."""
        self._edition = edition

    def open_in(self, folder: Path, files: ExitStack) -> None:
        """Says where the file will be; it is opened once it has something to hold, and thrown away by ``files``."""
        self._path = folder / self.name
        files.push(self._file)

    def take(self, block: _Block) -> None:
        """Writes what it needs of a block; these come in order."""
        start, stop = max(self._first, block.first), min(self._stop, block.stop)
        if start >= stop:
            return
        if self._counted is None:
            self._counted = Counted(self._file.enter_context(atomic_writer(self._path, durable=False)))
            self._counted.write(self._head(block.codec))
        kinds = self._frames[start - self._first : stop - self._first]
        borders = [0, *(np.flatnonzero(np.diff(kinds)) + 1).tolist(), len(kinds)]
        for low, high in pairwise(borders):
            self._counted.write(b"".join(self._run(block, int(kinds[low]), start + low, start + high)))
        if stop == self._stop:
            self._file.close()

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
