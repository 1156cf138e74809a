"""The symbols of the International Phonetic Alphabet that a pronunciation may be written with."""

from __future__ import annotations

_VOWELS = "aɑɐʌæeɛəiɪoɔɒuʊyʏøœɜ"
_CONSONANTS = "bdfɡghjklmnŋprʁɹsʃtvwxçzʒθðʔ"
_STRESS = "ˈˌ"
_LENGTH = "ː"
#: Not syllabic, nasal, syllabic, and the tie of an affricate; all stand after (or between) the letters they mark.
_MARKS = "\u032f\u0303\u0329\u0361"
_SEPARATORS = " .-"

#: Every character allowed: the sounds of German and of the English and French words in use in it.
SYMBOLS = frozenset(_VOWELS + _CONSONANTS + _STRESS + _LENGTH + _MARKS + _SEPARATORS + "ãõ")

_LETTERS = frozenset(_VOWELS + _CONSONANTS + "ãõ")
_LOOKALIKES = {"'": "ˈ", "’": "ˈ", ",": "ˌ", ":": "ː", "R": "ʁ", "S": "ʃ", "E": "ɛ", "I": "ɪ", "O": "ɔ", "U": "ʊ"}


def check_ipa(text: str) -> None:
    """Raises ValueError, naming the first character at fault, for what is no IPA of ours or holds no sound."""
    for place, character in enumerate(text, 1):
        if character not in SYMBOLS:
            meant = _LOOKALIKES.get(character)
            raise ValueError(
                f"{character!r} (U+{ord(character):04X}), character {place} of {text!r}, is no IPA symbol known here"
                + (f"; write {meant} (U+{ord(meant):04X})" if meant else "")
            )
    if not _LETTERS & set(text):
        raise ValueError(f"{text!r} holds no sound")
