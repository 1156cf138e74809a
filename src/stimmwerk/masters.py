"""The master without loss, for archives and audio editors: whole, a stem for every role, a file for every turn."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stimmwerk import units
from stimmwerk.coded.muxer import vorbis_comments
from stimmwerk.exports.edition import Edition
from stimmwerk.files import atomic_path
from stimmwerk.formats import format_of
from stimmwerk.signal.mixdown import Mixdown
from stimmwerk.speech import Samples
from stimmwerk.takes import TAKE
from stimmwerk.timeline import Clip, Timeline

#: Sound is written so many seconds at a time.
_SECONDS = 10

#: A WAV counts its bytes in 32 bits; what is larger becomes RF64 (EBU Tech 3306).
_MOST_WAV = 2**32 - 4096

_BYTES = 3
_FULL_SCALE = 1 << 23

#: The stem of what nobody says.
_MUSIC = "music"


class Masters:
    """Writes what is lossless.  timeline, mixdown: of the episode at its loudness."""

    def __init__(self, timeline: Timeline, mixdown: Mixdown) -> None:
        self._timeline = timeline
        self._mixdown = mixdown

    def flac(self, folder: Path, edition: Edition) -> Iterator[str]:
        """The master as FLAC, with tags, chapters and cover."""
        import mutagen.flac

        flac: Any = mutagen.flac
        name = format_of("flac").file(edition.name)
        with atomic_path(folder / name) as path:
            self._write(path, "FLAC", self._mixdown)
            file = flac.FLAC(path)
            for key, text in vorbis_comments(edition).items():
                file[key] = text
            picture = flac.Picture()
            picture.type, picture.mime, picture.data = 3, edition.cover.media_type, edition.cover.data
            file.add_picture(picture)
            file.save()
        yield name

    def wav(self, folder: Path, edition: Edition) -> Iterator[str]:
        """The master as WAV."""
        name = format_of("wav").file(edition.name)
        size = self._timeline.length * self._mixdown.channels * _BYTES
        with atomic_path(folder / name) as path:
            self._write(path, "WAV" if size < _MOST_WAV else "RF64", self._mixdown)
        yield name

    def stems(self, folder: Path, edition: Edition) -> Iterator[str]:
        """A file for every role in the order of the cast, and one for the music; all as long as the episode.

        Together they are the master, but for what its limiter takes from peaks that several make together.
        """
        of_roles = self._clips_of_roles()
        order = [member.role for member in edition.cast if member.role in of_roles]
        music = [clip for clip in self._timeline.clips if not _spoken(clip)]
        stems = [*((role, of_roles[role]) for role in order), *([(_MUSIC, music)] if music else [])]
        for number, (role, clips) in enumerate(stems, 1):
            name = f"stems/{number}-{_safe(role)}.flac"
            with atomic_path(folder / name) as path:
                self._write(path, "FLAC", self._mixdown.only(clips))
            yield name

    def turns(self, folder: Path, edition: Edition) -> Iterator[str]:
        """Every turn without what sounds beside it, from its first sample until its room is silent."""
        digits = len(str(len(edition.turns)))
        spoken = [clip for clip in self._timeline.clips if _spoken(clip)]
        for number, turn in enumerate(edition.turns, 1):
            clips = [clip for clip in spoken if turn.start <= clip.start < turn.stop]
            stop = max((clip.stop for clip in clips), default=turn.stop)
            name = f"turns/{number:0{digits}}-{_safe(turn.role)}.flac"
            with atomic_path(folder / name) as path:
                self._write(path, "FLAC", self._mixdown.only(clips), turn.start, stop)
            yield name

    def _clips_of_roles(self) -> dict[str, list[Clip]]:
        turns = self._timeline.turns
        starts = [turn.start for turn in turns]
        found: dict[str, list[Clip]] = {}
        for clip in self._timeline.clips:
            if _spoken(clip):
                found.setdefault(turns[bisect_right(starts, clip.start) - 1].role, []).append(clip)
        return found

    def _write(self, path: Path, form: str, mixdown: Mixdown, start: int = 0, stop: int | None = None) -> None:
        import soundfile

        rate = self._timeline.sample_rate
        with soundfile.SoundFile(path, "w", rate, mixdown.channels, "PCM_24", format=form) as file:
            for block in _blocks(mixdown, start, self._timeline.length if stop is None else stop, rate):
                file.write(_to_24_bits(block))


def _to_24_bits(sound: Samples) -> NDArray[np.int32]:
    """Rounded here: libsndfile rounds otherwise for FLAC than for WAV.  int32, the sound in the upper 24 bits."""
    whole = np.rint(sound.astype(np.float64) * _FULL_SCALE).clip(-_FULL_SCALE, _FULL_SCALE - 1)
    return whole.astype(np.int32) << 8


def _blocks(mixdown: Mixdown, start: int, stop: int, rate: int) -> Iterable[Samples]:
    step = units.samples(_SECONDS, rate)
    return (mixdown.read(at, min(at + step, stop)) for at in range(start, stop, step))


def _spoken(clip: Clip) -> bool:
    return clip.source.startswith(f"{TAKE}:")


def _safe(role: str) -> str:
    """A role as part of a file's name, on any system."""
    return re.sub(r"[^\w-]+", "-", role)
