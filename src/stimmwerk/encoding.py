"""From the master to the MP3: blocks encoded on all cores, each found in the store before it is made."""

from __future__ import annotations

import hashlib
import threading
from bisect import bisect_right
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path

import numpy as np

from stimmwerk import units
from stimmwerk.files import atomic_writer
from stimmwerk.master import Master
from stimmwerk.mp3.grid import blocks_of
from stimmwerk.mp3.lame import PRE_ROLL_FRAMES, EncoderSettings, encode_block, encoder_gain, lame_version
from stimmwerk.mp3.writer import BlockJob, write_mp3
from stimmwerk.reporter import Reporter
from stimmwerk.showfile import Mp3Format
from stimmwerk.signal.mixdown import to_int16
from stimmwerk.speech import digest_of
from stimmwerk.store import Store
from stimmwerk.timeline import Timeline

KIND = "block"


class BlockKeeper:
    """Gives a block's frames, out of the store where it has them.  encoded, kept: how many of each; thread-safe."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._counting = threading.Lock()
        self.encoded = 0
        self.kept = 0

    def frames_of(self, job: BlockJob) -> bytes:
        """The frames of a block: the same bytes whether kept or made."""
        pcm = job.pcm()
        key = digest_of(
            {
                "lame": lame_version(),
                "settings": asdict(job.settings),
                "pre_roll": PRE_ROLL_FRAMES,
                "frames": job.frames,
                "pcm": hashlib.sha256(pcm.astype("<i2", copy=False).tobytes()).hexdigest(),
            }
        )
        frames = self._store.get(KIND, key)
        made = frames is None
        if frames is None:
            frames = encode_block(pcm, job.settings, PRE_ROLL_FRAMES, job.frames)
            self._store.put(KIND, key, frames)
        with self._counting:
            self.encoded += made
            self.kept += not made
        return frames


def encode_episode(
    path: Path, master: Master, tag: bytes, *, form: Mp3Format, store: Store, workers: int, reporter: Reporter
) -> BlockKeeper:
    """Writes the tag and the sound; gives the keeper, which has counted its blocks.

    workers: threads, LAME lets go of the interpreter; 1 works in this one.
    """
    encoder = EncoderSettings(
        sample_rate=form.sample_rate, channels=form.channels, bitrate_kbps=form.bitrate_kbps, quality=form.quality
    )
    timeline, unity = master.timeline, np.float32(1 / encoder_gain(encoder))
    blocks = blocks_of(timeline.length, timeline.cuts, sample_rate=form.sample_rate, resets=_resets(timeline))
    keeper = BlockKeeper(store)
    reporter.stage("encoding", units.seconds(timeline.length, form.sample_rate))
    done = 0

    def progress(samples: int) -> None:
        nonlocal done
        reporter.advance(units.seconds(samples - done, form.sample_rate))
        done = samples

    with ThreadPoolExecutor(workers) as threads, atomic_writer(path) as stream:
        stream.write(tag)
        write_mp3(
            stream,
            lambda start, stop: to_int16(master.mixdown.read(start, stop) * unity),
            timeline.length,
            blocks,
            encoder,
            frames_of=keeper.frames_of,
            executor=threads if workers > 1 else None,
            progress=progress,
        )
    return keeper


def _resets(timeline: Timeline) -> list[int]:
    """The last cut before each chapter: what changes in one chapter then leaves the blocks of the others alone."""
    places = (bisect_right(timeline.cuts, mark.start) for mark in timeline.chapters[1:])
    return [timeline.cuts[place - 1] for place in places if place]
