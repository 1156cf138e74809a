"""An episode's sound into a file, as blocks that are encoded side by side and joined behind one Info frame.

Memory does not grow with the episode: at most ``in_flight`` blocks are under way, and frames are written as soon as
those before them are.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass
from itertools import pairwise
from typing import IO

import numpy as np

from stimmwerk.errors import OutputError
from stimmwerk.mp3.frames import BrokenMp3, frame_sizes, parse_header
from stimmwerk.mp3.grid import Block
from stimmwerk.mp3.info import frame_count, info_frame, info_header
from stimmwerk.mp3.lame import LOOK_AHEAD, PRE_ROLL_FRAMES, SETTLED_BY, EncoderSettings, Pcm, encode_block, lame_name

#: Gives the sound from a first sample to just before a last: int16, shape (stop - start, channels).
ReadPcm = Callable[[int, int], Pcm]

#: Frames of a constant rate have so many bytes more or less than the rate asks for: padding is never far behind.
_ROUNDING_BYTES = 2

#: Blocks that may be under way at once: enough for a dozen workers, some 25 MB of sound at most.
IN_FLIGHT = 16

# So many blocks whose frames are known may wait for one before them that is not, some 20 MB.
_MOST_WAITING = 128


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockJob:
    """A block that is wanted as MPEG frames, with the sound to make them of, which is read only if asked for.

    length: of the whole episode, in samples; frames: how many are wanted; the last block of an episode has a few more
    than its sound fills, for what the encoder and the decoder still hold.
    """

    block: Block
    frames: int
    length: int
    settings: EncoderSettings
    read: ReadPcm

    @property
    def span(self) -> tuple[int, int]:
        """The sound that the block is made of: first sample and the first after the last."""
        block = self.block
        first = block.start if block.sealed else max(0, block.start - PRE_ROLL_FRAMES * self.settings.frame)
        return first, block.stop if block.closed else min(self.length, block.stop + LOOK_AHEAD)

    def pcm(self) -> Pcm:
        """Pre-roll, block and look-ahead: int16, shape ((16 + frames) * frame + 224, channels).

        All that the frames depend on, beside the settings and LAME.  Beyond a sealed border stand zeros, whatever
        sounds there.  Raises OutputError where the sound breaks the promise of silence at such a border, and
        ValueError where ``read`` gives something of another shape.
        """
        block, settings = self.block, self.settings
        pre_roll = PRE_ROLL_FRAMES * settings.frame
        first, last = self.span
        heard = self.read(first, last)
        if heard.shape != (last - first, settings.channels) or heard.dtype != np.int16:
            raise ValueError(f"asked for samples {first} to {last}, got {heard.dtype} of shape {heard.shape}")
        self._check_silence(heard)
        sound = np.zeros((pre_roll + self.frames * settings.frame + LOOK_AHEAD, settings.channels), np.int16)
        at = pre_roll - (block.start - first)
        sound[at : at + len(heard)] = heard
        return sound

    def _check_silence(self, heard: Pcm) -> None:
        block = self.block
        if block.sealed and block.start > 0 and heard[:LOOK_AHEAD].any():
            raise OutputError(f"the sound is to be cut at sample {block.start}, but is not silent after it")
        if block.closed and block.stop < self.length and heard[-SETTLED_BY:].any():
            raise OutputError(f"the sound is to be cut at sample {block.stop}, but is not silent before it")


def encode(job: BlockJob) -> bytes:
    """The frames of a block, made now.  A store offers the same signature and calls this for what it does not have."""
    return encode_block(job.pcm(), job.settings, PRE_ROLL_FRAMES, job.frames)


def write_mp3(
    file: IO[bytes],
    read: ReadPcm,
    length: int,
    blocks: Sequence[Block],
    settings: EncoderSettings,
    *,
    frames_of: Callable[[BlockJob], bytes] = encode,
    known: Callable[[BlockJob], bytes | None] | None = None,
    executor: Executor | None = None,
    in_flight: int = IN_FLIGHT,
    progress: Callable[[BlockJob], None] | None = None,
) -> None:
    """Writes the Info frame and the sound at the file's position, behind a tag that may stand there.

    A decoder gives exactly ``length`` samples.  The bytes depend on the sound, the blocks, the settings and LAME,
    never on the executor.

    file: open for binary writing, able to seek (the Info frame is filled in last); an ID3 tag is written to it before.
    read: called in the workers, several times at once with an executor, each time for one block and its surroundings;
    with processes it must be picklable.  blocks: of ``grid.blocks_of``, for this length.  frames_of: gives a block's
    frames.  known: asked first, in the calling thread, gives those of a block that need not be made: workers that only
    read would wait for one another.  executor: None works in the calling thread.  progress: told of each block once it
    is written, in order.
    Raises ValueError for blocks that do not cover the sound, BrokenMp3 where ``frames_of`` gives other frames than
    were wanted, and whatever ``read``, ``frames_of`` and the file raise.
    """
    jobs = _jobs(read, length, blocks, settings)
    at = file.tell()
    rate, channels, bitrate = settings.sample_rate, settings.channels, settings.bitrate_kbps
    file.write(bytes(info_header(rate, channels, bitrate).size))
    audio_bytes = 0
    for job, data in _in_order(jobs, known or _unknown, frames_of, executor, in_flight):
        _check(data, job)
        file.write(data)
        audio_bytes += len(data)
        if progress is not None:
            progress(job)
    file.seek(at)
    file.write(
        info_frame(
            sample_rate=rate,
            channels=channels,
            bitrate_kbps=bitrate,
            length=length,
            frames=frame_count(length, rate),
            audio_bytes=audio_bytes,
            encoder=lame_name(),
        )
    )
    file.seek(audio_bytes, 1)


def _jobs(read: ReadPcm, length: int, blocks: Sequence[Block], settings: EncoderSettings) -> list[BlockJob]:
    step = settings.frame
    joined = all(a.stop == b.start for a, b in pairwise(blocks))
    if not blocks or blocks[0].start != 0 or blocks[-1].stop != length or not joined:
        raise ValueError(f"the blocks do not cover the sound, from 0 to {length}")
    if any(block.start % step or block.stop <= block.start for block in blocks):
        raise ValueError(f"a block is empty, or does not start at a multiple of {step} samples")
    borders = [*(block.start // step for block in blocks), frame_count(length, settings.sample_rate)]
    return [
        BlockJob(block=block, frames=last - first, length=length, settings=settings, read=read)
        for block, (first, last) in zip(blocks, pairwise(borders), strict=True)
    ]


def _unknown(job: BlockJob) -> None:
    """Nothing is known of any block."""


def _in_order(
    jobs: Iterable[BlockJob],
    known: Callable[[BlockJob], bytes | None],
    frames_of: Callable[[BlockJob], bytes],
    executor: Executor | None,
    in_flight: int,
) -> Iterator[tuple[BlockJob, bytes]]:
    """Each job with its frames, in the order of the jobs, whatever order they are done in."""
    pending: deque[tuple[BlockJob, bytes | Future[bytes]]] = deque()

    def first() -> tuple[BlockJob, bytes]:
        job, data = pending.popleft()
        return job, data.result() if isinstance(data, Future) else data

    try:
        for job in jobs:
            if (frames := known(job)) is not None:
                pending.append((job, frames))
            else:
                pending.append((job, executor.submit(frames_of, job) if executor else frames_of(job)))
            under_way = sum(isinstance(data, Future) for _, data in pending)
            while pending and (
                isinstance(pending[0][1], bytes) or under_way >= in_flight or len(pending) >= _MOST_WAITING
            ):
                under_way -= isinstance(pending[0][1], Future)
                yield first()
        while pending:
            yield first()
    finally:
        for _, data in pending:
            if isinstance(data, Future):
                data.cancel()


def _check(data: bytes, job: BlockJob) -> None:
    settings = job.settings
    # Frames differ by a byte of padding, which comes and goes so that the rate holds: their number shows in their
    # bytes.  Only where it does not are they walked one by one, to find out what they are.
    expected = job.frames * settings.frame * 125 * settings.bitrate_kbps / settings.sample_rate
    if not data or abs(len(data) - expected) > _ROUNDING_BYTES:
        found = len(frame_sizes(data))
        if found != job.frames:
            raise BrokenMp3(f"the block at sample {job.block.start} has {found} frames, expected {job.frames}")
    header = parse_header(data)
    kind = (header.sample_rate, header.channels, header.bitrate_kbps)
    if kind != (settings.sample_rate, settings.channels, settings.bitrate_kbps):
        raise BrokenMp3(f"the block at sample {job.block.start} has frames of {kind}, expected {settings}")
