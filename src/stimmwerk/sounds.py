"""The show's sounds: opened, trimmed and faded on pydub's bench, then kept in the store, ready to be mixed."""

from __future__ import annotations

import base64
import hashlib
import warnings
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from stimmwerk import units
from stimmwerk.digests import digest_of
from stimmwerk.errors import ShowError, Where
from stimmwerk.files import read_bytes, shown
from stimmwerk.showfile import FILE, SoundSpec
from stimmwerk.signal.loudness import Power, as_heard, loudness_of, weighted_power
from stimmwerk.signal.waveform import resample, to_channels, to_int16
from stimmwerk.soundends import lost_frames
from stimmwerk.speech import Samples
from stimmwerk.store import Store
from stimmwerk.timeline import FRAME

#: Raised whenever a sound would come out otherwise for the same file and settings.
REVISION = 1

#: What the store calls sounds that are cut and ready.
SOUND = "sound"

_FULL_SCALE = 32768.0

#: A sound may lack so much at its end, in seconds, which nobody hears.
_MOST_LOST_S = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """A sound of the show, cut and ready.

    samples: float32 (frames, channels) at the programme's rate; gain: the factor that brings it to its level.
    """

    samples: Samples
    gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSound:
    """A sound of the show in the store.

    key: of the store; length: samples at the programme's rate; gain: as in ``Sound``; power: K-weighted, of each MPEG
    frame of it, at a gain of 1.
    """

    key: str
    length: int
    gain: float
    power: Power


def keep_sound(store: Store, folder: Path, spec: SoundSpec, *, sample_rate: int, channels: int) -> KeptSound:
    """The sound that ``spec`` describes, out of the store or cut now and kept.  Raises what ``open_sound`` raises."""
    path, where = folder / spec.file, Where(FILE, spec.line)
    hint = "`make sounds` makes the show's own again"
    cut = asdict(spec) | {"name": None, "file": None, "line": None, "alone": None, "overlap": None}
    key = digest_of(
        {
            "revision": REVISION,
            "file": hashlib.sha256(read_bytes(path, ShowError, "sound", hint=hint, where=where)).hexdigest(),
            "cut": cut,
            "sample_rate": sample_rate,
            "channels": channels,
        }
    )
    facts = store.facts(SOUND, key)
    if facts is None:
        sound = open_sound(folder, spec, sample_rate=sample_rate, channels=channels)
        whole = np.pad(sound.samples, ((0, -len(sound.samples) % FRAME), (0, 0)))
        power = weighted_power(whole, sample_rate, FRAME).astype("<f4", copy=False)
        weights = base64.b64encode(power.tobytes()).decode("ascii")
        facts = {"length": len(sound.samples), "gain": sound.gain, "weights": weights}
        store.put_array(SOUND, key, sound.samples, facts)
    power = np.frombuffer(base64.b64decode(facts["weights"]), "<f4")
    return KeptSound(key=key, length=facts["length"], gain=facts["gain"], power=power)


def open_sound(folder: Path, spec: SoundSpec, *, sample_rate: int, channels: int) -> Sound:
    """The sound that ``spec`` describes.

    Raises ShowError, at its line of show.toml, for a file that is missing or is none, and for one that is silent or
    that its trimming leaves nothing of.
    """
    path = folder / spec.file
    where = Where(FILE, spec.line)
    segment = _trimmed(_segment(path, where), spec, where)
    whole = np.array(segment.get_array_of_samples(), np.float32).reshape(-1, segment.channels) / _FULL_SCALE
    samples = to_channels(resample(whole, segment.frame_rate, sample_rate), channels)
    measured = loudness_of(samples, sample_rate)
    if measured is None:
        raise ShowError(f"the sound {shown(path)} is silent", where=where, hint="use another file")
    gain = units.gain_from_db(spec.level_lufs - as_heard(measured, channels))
    return Sound(samples=samples, gain=gain)


def _segment(path: Path, where: Where) -> Any:
    """The file as a pydub segment of 16 bits.  libsndfile opens it: WAV, FLAC, Ogg, MP3, AIFF, without ffmpeg."""
    import soundfile

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pydub warns at import that ffmpeg is missing; we never ask for it
        from pydub import AudioSegment
    if not path.is_file():
        raise ShowError(
            f"there is no sound {shown(path)}", where=where, hint="`make sounds` makes the show's own again"
        )
    try:
        with soundfile.SoundFile(path) as file:
            rate, promised, log = file.samplerate, file.frames, file.extra_info
            # Not as integers: libsndfile does not scale floats to them.
            sound = file.read(dtype="float32", always_2d=True)
    except (soundfile.LibsndfileError, RuntimeError, OSError) as cause:
        raise ShowError(
            f"{shown(path)} is no sound that can be read: {cause}", where=where, hint="use WAV, FLAC, Ogg or MP3"
        ) from cause
    lost = lost_frames(path.read_bytes(), log=log, promised=promised, found=len(sound))
    if lost < 0 or lost > _MOST_LOST_S * rate:
        of = f" of {(len(sound) + lost) / rate:.2f} s" if lost > 0 else ""
        raise ShowError(
            f"the sound {shown(path)} is cut off: {len(sound) / rate:.2f} s{of} can be read",
            where=where,
            hint="copy it again, or save it anew in an editor of sound if this is all of it",
        )
    if not len(sound):
        raise ShowError(f"the sound {shown(path)} is empty", where=where, hint="use another file")
    if sound.shape[1] > 2:
        raise ShowError(
            f"the sound {shown(path)} has {sound.shape[1]} channels; allowed are 1 and 2",
            where=where,
            hint="mix it down to stereo",
        )
    pcm = to_int16(sound)
    return AudioSegment(data=pcm.tobytes(), sample_width=2, frame_rate=rate, channels=pcm.shape[1])


def _trimmed(segment: Any, spec: SoundSpec, where: Where) -> Any:
    start, stop = round(spec.trim_start * 1000), len(segment) - round(spec.trim_end * 1000)
    if start >= stop and (spec.trim_start or spec.trim_end):
        raise ShowError(
            f"trim_start and trim_end leave nothing of {spec.file}, which lasts {len(segment) / 1000:.2f} s",
            where=where,
            hint="trim less",
        )
    if spec.trim_start or spec.trim_end:
        segment = segment[start:stop]
    if spec.fade_in:
        segment = segment.fade_in(min(round(spec.fade_in * 1000), len(segment)))
    if spec.fade_out:
        segment = segment.fade_out(min(round(spec.fade_out * 1000), len(segment)))
    return segment
