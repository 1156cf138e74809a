"""From the master to the MP3: blocks encoded on all cores and listened to at once, each found in the store before it
is made.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any, BinaryIO

import numpy as np

from stimmwerk import units
from stimmwerk.companions import Companion
from stimmwerk.digests import digest_of
from stimmwerk.master import Master
from stimmwerk.mp3.decoder import DELAY, decode_frames, decoder_version
from stimmwerk.mp3.grid import Block, blocks_of
from stimmwerk.mp3.lame import (
    PRE_ROLL_FRAMES,
    EncoderSettings,
    Pcm,
    encode_all,
    encoder_gain,
    lame_version,
)
from stimmwerk.mp3.writer import IN_FLIGHT, BlockJob, write_mp3
from stimmwerk.reporter import Reporter
from stimmwerk.showfile import Mp3Format
from stimmwerk.signal.cells import Cells, Plain, mean_squares
from stimmwerk.signal.mixdown import Mixdown
from stimmwerk.signal.waveform import to_int16
from stimmwerk.store import Store
from stimmwerk.tape import ReadSound, Tape
from stimmwerk.timeline import Timeline
from stimmwerk.verify.measuring import LOOK_BACK, REVISION, Measured, measure

#: What the store calls encoded sound.
BLOCK = "block"

#: Blocks of the MP3 under way for each worker: one that it is at, one that is next.
_FOR_EACH_WORKER = 2

#: Frames before a block that its decoder is given where sound runs across its start: more than ``LOOK_BACK``.
_RUN_UP_FRAMES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class EncodedBlock:
    """A block as MPEG frames, and what is known of it.

    made: the levels of the master's cells; heard: what its frames decode to, measured.  A decoder gives everything
    late, so of the last frame's length nothing is heard yet, and the first is still of the block before.
    """

    frames: bytes
    made: Plain
    heard: Measured


class BlockKeeper:
    """Gives blocks, out of the store where it has them.  encoded, kept: how many of each."""

    def __init__(self, store: Store, master: Master, settings: EncoderSettings, read: ReadSound) -> None:
        """read: gives the sound of the master."""
        self._store = store
        self._mixdown = master.mixdown
        self._read = read
        self._settings = settings
        self._gain = encoder_gain(settings)
        self._keys: dict[int, str] = {}
        self._given: dict[int, EncodedBlock] = {}
        self.encoded = 0
        self.kept = 0

    def read(self, start: int, stop: int) -> Pcm:
        """The master as the encoder wants it: as much louder as it turns everything down."""
        return to_int16(self._read(start, stop) * np.float32(1 / self._gain))

    def known(self, job: BlockJob) -> bytes | None:
        """The frames of a block that the store has."""
        key = block_key(job, self._mixdown)
        found = self._store.get_with_facts(BLOCK, key)
        if found is None:
            self._keys[job.block.start] = key
            self.encoded += 1
            return None
        block = self._given[job.block.start] = _unpacked(*found)
        self.kept += 1
        return block.frames

    def frames_of(self, job: BlockJob) -> bytes:
        """The frames of a block that the store did not have, made now and kept; thread-safe."""
        block = _encode(job, self._gain)
        self._store.put(BLOCK, self._keys.pop(job.block.start), *_packed(block))
        self._given[job.block.start] = block
        return block.frames

    def take(self, job: BlockJob) -> EncodedBlock:
        """The block whose frames were given; once."""
        return self._given.pop(job.block.start)


Listener = Callable[[EncodedBlock], None]


def encode_episode(
    stream: BinaryIO,
    master: Master,
    tag: bytes,
    *,
    form: Mp3Format,
    store: Store,
    workers: int,
    reporter: Reporter,
    listener: Listener,
    tape: Tape | None = None,
    companions: Sequence[Companion[Any, Any]] = (),
) -> BlockKeeper:
    """Writes the tag and the sound; gives the keeper, which has counted its blocks.

    stream: open for binary writing, able to seek; workers: threads, LAME lets go of the interpreter; 1 works in this
    one; listener: told of every block, in order.
    companions: encode the same sound meanwhile, and may still be at the last of it when the MP3 is whole; tape: of the
    master, from which they read.
    """
    settings, timeline = encoder_settings(form), master.timeline
    blocks = blocks_of(timeline.length, timeline.cuts, sample_rate=form.sample_rate, resets=_resets(timeline))
    keeper = BlockKeeper(store, master, settings, tape.read if tape and companions else master.mixdown.read)
    reporter.stage("encoding", units.seconds(timeline.length, form.sample_rate))

    def written(job: BlockJob) -> None:
        listener(keeper.take(job))
        wanted = [companion.reached(job.block.stop, threads if workers > 1 else None) for companion in companions]
        if tape and wanted:
            tape.forget(min(wanted))
        reporter.advance(units.seconds(job.block.stop - job.block.start, form.sample_rate))

    threads = ThreadPoolExecutor(workers)
    try:
        stream.write(tag)
        write_mp3(
            stream,
            keeper.read,
            timeline.length,
            blocks,
            settings,
            known=keeper.known,
            frames_of=keeper.frames_of,
            executor=threads if workers > 1 else None,
            in_flight=min(IN_FLIGHT, _FOR_EACH_WORKER * (workers + 1)),
            progress=written,
        )
    except BaseException:
        threads.shutdown(cancel_futures=True)
        raise
    # The last that companions have begun is done while others write what stands beside the sound.
    threads.shutdown(wait=False)
    return keeper


def encoder_settings(form: Mp3Format) -> EncoderSettings:
    """The show's MP3 as the encoder knows it."""
    return EncoderSettings(
        sample_rate=form.sample_rate, channels=form.channels, bitrate_kbps=form.bitrate_kbps, quality=form.quality
    )


def block_key(job: BlockJob, mixdown: Mixdown) -> str:
    """The store's key of a block: SHA-256 of everything that its frames and their sound depend on.

    Not of its place in the episode: a block that has moved is found again.
    """
    block, (start, stop) = job.block, job.span
    return digest_of(
        {
            "lame": lame_version(),
            "decoder": decoder_version(),
            "measure": REVISION,
            "settings": asdict(job.settings),
            "pre_roll": PRE_ROLL_FRAMES,
            "frames": job.frames,
            "length": block.stop - block.start,
            "lead": block.start - start,
            "sound": mixdown.ingredients(start, stop, before=not block.sealed, after=not block.closed),
        }
    )


def _encode(job: BlockJob, encoder_gain: float) -> EncodedBlock:
    pcm, settings = job.pcm(), job.settings
    data, sizes = encode_all(pcm, settings, PRE_ROLL_FRAMES + job.frames)
    frames = data[int(sizes[:PRE_ROLL_FRAMES].sum()) :]
    first = PRE_ROLL_FRAMES * settings.frame
    master = pcm[first : first + job.block.stop - job.block.start] * np.float32(encoder_gain / 32768)
    return EncodedBlock(
        frames=frames, made=mean_squares(master), heard=_listen(job.block, data, frames, sizes, settings)
    )


def _listen(
    block: Block, data: bytes, frames: bytes, sizes: np.ndarray[Any, np.dtype[np.int64]], settings: EncoderSettings
) -> Measured:
    """What a block's frames decode to, measured from a frame's length before its start."""
    shift = settings.frame - DELAY
    if block.sealed:
        # Silence stands before it, so the decoder has nothing to remember.
        sound = np.pad(decode_frames(frames), ((shift, 0), (0, 0)))[:-shift]
        return measure(sound, settings.sample_rate, 0)
    run_up = data[int(sizes[: PRE_ROLL_FRAMES - _RUN_UP_FRAMES].sum()) :]
    begin = _RUN_UP_FRAMES * settings.frame - shift - LOOK_BACK
    return measure(decode_frames(run_up)[begin:-shift], settings.sample_rate, LOOK_BACK)


def _packed(block: EncodedBlock) -> tuple[bytes, dict[str, Any]]:
    heard = block.heard
    parts = [part.astype("<f4", copy=False).tobytes() for part in (block.made, heard.cells.plain, heard.cells.weighted)]
    facts = {
        "sizes": [len(block.frames), *map(len, parts)],
        "true_peak": heard.true_peak,
        "full_scale": heard.full_scale,
        "sums": list(heard.sums),
    }
    return b"".join((block.frames, *parts)), facts


def _unpacked(payload: bytes, facts: dict[str, Any]) -> EncodedBlock:
    borders = np.cumsum([0, *facts["sizes"]]).tolist()
    frames, *rest = (payload[a:b] for a, b in pairwise(borders))
    made, plain, weighted = (np.frombuffer(part, "<f4") for part in rest)
    heard = Measured(
        cells=Cells(plain=plain, weighted=weighted),
        true_peak=facts["true_peak"],
        full_scale=facts["full_scale"],
        sums=tuple(facts["sums"]),
    )
    return EncodedBlock(frames=frames, made=made, heard=heard)


def _resets(timeline: Timeline) -> list[int]:
    """The last cut before each chapter: what changes in one chapter then leaves the blocks of the others alone."""
    places = (bisect_right(timeline.cuts, mark.start) for mark in timeline.chapters[1:])
    return [timeline.cuts[place - 1] for place in places if place]
