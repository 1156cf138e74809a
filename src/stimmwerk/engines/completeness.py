"""Whether a speech is all there: heard, long enough for its text, unclipped, and spoken to its last word."""

from __future__ import annotations

import numpy as np

from stimmwerk.engines.words import tokens
from stimmwerk.errors import SpeechFailed
from stimmwerk.speech import Samples, Speech

#: A speech none of whose samples reaches this is silent (-50 dBFS).
LEAST_PEAK = 10 ** (-50 / 20)

#: The fewest seconds that one letter or digit takes at 165 words a minute.  In 3,600 texts eSpeak NG never took less
#: than 0.044.
LEAST_SECONDS_PER_LETTER = 0.02
_REFERENCE_RATE = 165

#: So many equal samples in a row at full scale are a wave cut off, not a peak that just reaches it.
CLIPPED_RUN = 4
_FULL_SCALE = 32767 / 32768

#: So many words at the end of a text may share the event of the word before them.
JOINED = 2


def check_heard(text: str, letters: int, speech: Speech, rate: int) -> None:
    """Raises SpeechFailed where the speech is silent, clipped, or absurdly short at ``rate`` words a minute.

    text: for the message; letters: how many letters and digits were read.
    """
    samples = speech.samples
    if samples.size == 0 or float(np.max(np.abs(samples))) < LEAST_PEAK:
        raise SpeechFailed(f"the engine made no sound for {_shown(text)}")
    seconds = len(samples) / speech.sample_rate
    least = letters * LEAST_SECONDS_PER_LETTER * _REFERENCE_RATE / rate
    if seconds < least:
        raise SpeechFailed(
            f"the engine spoke {seconds:.2f} s for {letters} letters, at least {least:.2f} s are needed: {_shown(text)}"
        )
    if longest_full_scale_run(samples) >= CLIPPED_RUN:
        raise SpeechFailed(
            f"the voice is clipped at {_shown(text)}", hint="turn down the setting `volume` of the voice"
        )


def check_last_word(text: str, spoken_until: int) -> None:
    """Raises SpeechFailed where the engine's last word event comes before the text's last word.

    spoken_until: the last character that has an event.  An engine may join words (``z. B.``, numbers with their
    units), so up to ``JOINED`` words may be without one.
    """
    found = tokens(text)
    if len(found) > JOINED and spoken_until < found[-1 - JOINED][0]:
        missing = text[found[-1 - JOINED][0] :]
        raise SpeechFailed(f"the engine stopped before {_shown(missing)}")


def longest_full_scale_run(samples: Samples) -> int:
    """The most samples in a row, in one channel, that sit at full scale with one sign.  samples: (frames, channels)."""
    longest = 0
    for channel in samples.T:
        for sign in (1, -1):
            full = np.flatnonzero(channel * sign >= _FULL_SCALE)
            runs = np.split(full, np.flatnonzero(np.diff(full) > 1) + 1)
            longest = max(longest, *(len(run) for run in runs))
    return longest


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
