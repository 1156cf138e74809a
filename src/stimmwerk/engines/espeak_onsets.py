"""Where the words of what eSpeak NG said begin to be heard.

Its word events come before the silence that a word brings along: the closed lips of a p, up to 0.1 s in slow speech.
The event of the word's first phoneme comes behind it.
"""

from __future__ import annotations

import bisect

from stimmwerk.engines.espeak_library import RawSpeech


def word_onsets(raw: RawSpeech) -> tuple[tuple[int, int], ...]:
    """(character of the text, sample of its first sound) for each word event; a word without sounds stays."""
    found = []
    for number, (character, sample) in enumerate(raw.words):
        until = raw.words[number + 1][1] if number + 1 < len(raw.words) else len(raw.samples)
        first = bisect.bisect_left(raw.sounds, sample)
        heard = first < len(raw.sounds) and raw.sounds[first] < until
        found.append((character, raw.sounds[first] if heard else sample))
    return tuple(found)
