"""The show's own sounds, composed from sines: an opening, a closing and a sting on one motif.

Everything is additive synthesis: a felt piano with the click of a mallet, a pad and a small bass, in one small room.
The motif climbs through a chord of D and, in the opening, stops on a note that asks; the closing answers it.
What lies under speech stays below 1 kHz, out of the way of consonants.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from stimmwerk.errors import did_you_mean
from stimmwerk.signal.noise import white_noise
from stimmwerk.speech import Samples
from stimmwerk.units import gain_from_db, samples

#: The peak of each sound, in dBFS.
PEAK_DB = -3.5

#: Lower sample rates have no room for the uppermost partials.
LEAST_RATE = 16_000

Floats = NDArray[np.float64]
Instrument = Callable[["Note", int], Floats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A note of a score.

    instrument: makes the note's sound, float64, one channel, for a sample rate; at: its begin, in seconds;
    key: MIDI number, 69 is A at 440 Hz; level: in dB; hold: seconds until it is let go.
    """

    instrument: Instrument
    at: float
    key: int
    level: float
    hold: float = 0.0

    @property
    def hertz(self) -> float:
        """The fundamental, in equal temperament."""
        return 440.0 * math.pow(2.0, (self.key - 69) / 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Notes and how the piece ends.

    length: in seconds, exact; fade: seconds over which it dies away before that; wet: level of the room, in dB.
    """

    notes: tuple[Note, ...]
    length: float
    fade: float
    wet: float = -13.0


def compose(name: str, sample_rate: int = 44_100) -> Samples:
    """A show sound: float32, shape (frames, 1), peak ``PEAK_DB``, its last sample 0.

    name: one of ``JINGLES``; sample_rate: in Hz.  The same bytes for the same arguments on the same machine.
    Raises ValueError for another name or a rate below ``LEAST_RATE``.
    """
    if name not in _SCORES:
        raise ValueError(f"no show sound is called {name!r}; {did_you_mean(name, JINGLES)}")
    if sample_rate < LEAST_RATE:
        raise ValueError(f"a sample rate of {sample_rate} Hz is too low for the show's sounds; at least {LEAST_RATE}")
    return _render(_SCORES[name], sample_rate)


def _render(score: Score, rate: int) -> Samples:
    length = samples(score.length, rate)
    dry = np.zeros(length)
    for note in score.notes:
        start = samples(note.at, rate)
        sound = note.instrument(note, rate)[: length - start]
        dry[start : start + len(sound)] += gain_from_db(note.level) * sound
    mixed = dry + gain_from_db(score.wet) * _room(dry, rate)
    mixed *= _ending(length, samples(score.fade, rate))
    mixed *= gain_from_db(PEAK_DB) / np.abs(mixed).max()
    return mixed.astype(np.float32)[:, np.newaxis]


def _felt_piano(note: Note, rate: int) -> Floats:
    """A struck string under felt: higher partials are softer and die sooner; the mallet is heard for a moment."""
    ring = 4.5
    time = np.arange(samples(ring, rate)) / rate
    brightness = (660 / note.hertz) ** 0.25
    sound = np.zeros_like(time)
    for partial, level in enumerate((1.0, 0.30, 0.11, 0.035, 0.014), 1):
        stretched = partial * np.sqrt(1 + 0.0004 * partial**2)
        life = 1.15 * (440 / note.hertz) ** 0.35 / partial**0.9
        for cents, share in ((-0.9, 0.55), (0.9, 0.45)):
            sound += (
                share
                * level
                * brightness ** (partial - 1)
                * _sine(note.hertz * stretched, time, cents=cents)
                * (0.72 * np.exp(-time / (0.42 * life)) + 0.28 * np.exp(-time / (1.6 * life)))
            )
    mallet = 0.07 * _sine(note.hertz * 3.93, time) * np.exp(-time / 0.028)
    knock = 0.10 * _sine(note.hertz / 2, time) * np.exp(-time / 0.040)
    return (sound + mallet + knock) * _swell(time, 0.007) * _swell(ring - time, 0.9)


def _pad(note: Note, rate: int) -> Floats:
    """A held, slowly breathing tone; ``hold`` counts from its begin to where it starts to let go."""
    rise, release = 0.55, 1.3
    time = np.arange(samples(note.hold + release, rate)) / rate
    sound = np.zeros_like(time)
    for partial, level in enumerate((1.0, 0.22, 0.07), 1):
        for cents in (-4.0, 0.0, 4.5):
            sound += level / 3 * _sine(note.hertz * partial, time, cents=cents)
    breath = 1 + 0.10 * _sine(0.37, time)
    return sound * breath * _swell(time, rise) * _swell(note.hold + release - time, release)


def _bass(note: Note, rate: int) -> Floats:
    """A soft plucked bass with enough second and third partial for small loudspeakers."""
    ring = 3.2
    time = np.arange(samples(ring, rate)) / rate
    sound = np.zeros_like(time)
    for partial, level in enumerate((1.0, 0.42, 0.14, 0.03), 1):
        sound += level * _sine(note.hertz * partial, time) * np.exp(-time * partial**0.5 / 0.95)
    return sound * _swell(time, 0.014) * _swell(ring - time, 0.9)


def _sine(hertz: float, time: Floats, cents: float = 0.0) -> Floats:
    wave: Floats = np.sin(2 * np.pi * hertz * 2.0 ** (cents / 1200) * time)
    return wave


def _swell(time: Floats, rise: float) -> Floats:
    """From 0 at time 0 to 1 at ``rise`` seconds, as half a cosine; without a corner, so without a click."""
    return 0.5 - 0.5 * np.cos(np.pi * np.clip(time / rise, 0, 1))


def _ending(length: int, fade: int) -> Floats:
    """A gain of 1 that dies away over the last ``fade`` samples and is exactly 0 at the last."""
    left = np.arange(length - 1, -1, -1) / fade
    return np.sin(0.5 * np.pi * np.clip(left, 0, 1))


def _room(dry: Floats, rate: int) -> Floats:
    """What a small warm room answers: noise that dies by 60 dB in 1.1 s, without lows and highs, 14 ms late."""
    length = samples(1.1, rate)
    response = white_noise(length) * 10 ** (-3 * np.arange(length) / length)
    response *= _swell(np.arange(length) / rate, 0.012)
    response = np.concatenate([np.zeros(samples(0.014, rate)), response])
    size = 1 << (len(dry) + len(response) - 1).bit_length()
    hertz = np.fft.rfftfreq(size, 1 / rate)
    # Of first order, and causal: a room does not answer before it is asked.
    colour = (1j * hertz / (180 + 1j * hertz)) / (1 + 1j * hertz / 1500) ** 2
    spectrum = np.fft.rfft(response, size) * colour
    spectrum /= np.sqrt(np.sum(response**2))
    wet: Floats = np.fft.irfft(np.fft.rfft(dry, size) * spectrum, size)[: len(dry)]
    return wet


#: The motif: when, in eighths, and which key.  The last note is the one that asks or answers.
_CLIMB = ((0.0, 69), (1.0, 74), (2.0, 78), (3.5, 76))
_ASK, _ANSWER = (4.5, 71), (4.5, 74)

_EIGHTH_S = 0.3
_BAR_S = 8 * _EIGHTH_S


def _line(
    notes: Iterable[tuple[float, int]], at: float, level: float, *, eighth: float = _EIGHTH_S, octave: int = 0
) -> tuple[Note, ...]:
    """A melody for the piano; each climb leans into its third note."""
    lean = {0: -1.5, 2: 1.0}
    return tuple(
        Note(
            instrument=_felt_piano,
            at=at + step * eighth,
            key=key + 12 * octave,
            level=level + lean.get(number, 0.0),
        )
        for number, (step, key) in enumerate(notes)
    )


def _chord(keys: Iterable[int], at: float, hold: float, level: float) -> tuple[Note, ...]:
    return tuple(Note(instrument=_pad, at=at, key=key, level=level, hold=hold) for key in keys)


def _low(key: int, at: float, level: float) -> tuple[Note, ...]:
    return (Note(instrument=_bass, at=at, key=key, level=level),)


_D_ADD9, _B_MINOR7, _G_MAJOR9, _A_SUS4 = (50, 57, 64, 66), (47, 54, 57, 62), (43, 50, 57, 59), (45, 52, 57, 62)

_OPENING = Score(
    length=10.2,
    fade=3.2,
    notes=(
        *_line((*_CLIMB, _ASK), 0.0, -6.0),
        *_low(38, 0.0, -12.0),
        *_chord(_D_ADD9, 0.0, _BAR_S - 0.6, -21.5),
        *_line(_CLIMB[:3], _BAR_S, -16.0, octave=-1),
        *_low(35, _BAR_S, -17.0),
        *_chord(_B_MINOR7, _BAR_S - 0.3, _BAR_S - 0.3, -27.0),
        *_line(((0, 62), (3, 57), (5, 59)), 2 * _BAR_S, -26.0),
        *_low(43, 2 * _BAR_S, -23.0),
        *_chord(_G_MAJOR9, 2 * _BAR_S - 0.3, _BAR_S - 0.3, -28.0),
        *_line(((0, 57), (3, 62), (5, 64)), 3 * _BAR_S, -27.0),
        *_low(38, 3 * _BAR_S, -23.0),
        *_chord(_D_ADD9, 3 * _BAR_S - 0.3, 3.0, -28.0),
    ),
)

_CLOSING = Score(
    length=9.0,
    fade=2.2,
    notes=(
        *_chord(_G_MAJOR9, 0.0, 1.9, -28.0),
        *_low(43, 0.0, -24.0),
        *_line(((0, 62), (3, 57), (5, 59)), 0.0, -26.0),
        *_chord(_A_SUS4, _BAR_S - 0.5, 1.9, -27.0),
        *_low(45, _BAR_S, -21.0),
        *_line(((0, 57), (2, 62)), _BAR_S, -24.0),
        *_line((*_CLIMB, _ANSWER), 1.5 * _BAR_S, -6.0),
        *_low(45, 1.5 * _BAR_S, -14.0),
        *_chord(_D_ADD9, 1.5 * _BAR_S + 3.5 * _EIGHTH_S, 2.2, -20.5),
        *_low(38, 1.5 * _BAR_S + 4.5 * _EIGHTH_S, -10.0),
        *_line(((0, 66), (1.5, 69), (3, 62)), 1.5 * _BAR_S + 6.5 * _EIGHTH_S, -16.0),
    ),
)

_STING = Score(
    length=1.65,
    fade=0.9,
    wet=-15.0,
    notes=(
        *_line(_CLIMB[:3], 0.0, -6.0, eighth=0.17),
        *_low(43, 0.0, -12.0),
        *_chord(_G_MAJOR9, 0.0, 0.6, -26.0),
    ),
)

_SCORES = {"opening": _OPENING, "closing": _CLOSING, "sting": _STING}

#: The names of the show's sounds.
JINGLES: tuple[str, ...] = tuple(_SCORES)
