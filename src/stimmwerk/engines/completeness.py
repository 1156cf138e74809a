"""Whether a speech is all there: heard, long enough for its text, unclipped, and spoken to its last word."""

from __future__ import annotations

from stimmwerk.engines.words import tokens
from stimmwerk.errors import SpeechFailed
from stimmwerk.signal.soundness import CLIPPED_RUN, LEAST_PEAK, longest_full_scale_run, peak_of
from stimmwerk.speech import Speech

#: The fewest seconds that one letter or digit takes at the reference rate, in words a minute.  In 3,600 texts eSpeak NG
#: never took less than 0.044.
LEAST_SECONDS_PER_LETTER = 0.02
REFERENCE_RATE = 165

#: So many words at the end of a text may share the event of the word before them.
JOINED = 2


def check_heard(text: str, letters: int, speech: Speech, rate: int) -> None:
    """Raises SpeechFailed where the speech is silent, clipped, or absurdly short at ``rate`` words a minute.

    text: for the message; letters: how many letters and digits were read.
    """
    samples = speech.samples
    if peak_of(samples) < LEAST_PEAK:
        raise SpeechFailed(f"the engine made no sound for {_shown(text)}")
    seconds = len(samples) / speech.sample_rate
    least = letters * LEAST_SECONDS_PER_LETTER * REFERENCE_RATE / rate
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


def _shown(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
