"""The IPA of dictionaries as eSpeak NG would have written it: Piper's voices were trained on that and know no other."""

from __future__ import annotations

import re
import unicodedata

from stimmwerk.errors import SpeechFailed

_VOWEL = "[aeiouyæøœɐɑɒɔəɚɛɜɝɞɨɪɯɵɶʉʊʌʏᵻ]"
_STRESS = re.compile(r"[ˈˌ'](?=[ˈˌ'])")
_STRESSED_ONSET = re.compile(rf"([ˈˌ])([^ˈˌ ]*?)(?={_VOWEL})")
_IGNORED = str.maketrans("", "", "\u0361\u035c.‿/[]|")
_EVERYWHERE = (("'", "ˈ"), ("g", "ɡ"))

# In the order in which they are replaced; both sides in NFD.
_GERMAN = tuple(
    (unicodedata.normalize("NFD", written), unicodedata.normalize("NFD", espeak))
    for written, espeak in (
        ("ɔʏ̯", "ɔø"), ("ɔɪ̯", "ɔø"), ("ɔʏ", "ɔø"), ("ɔɪ", "ɔø"), ("aɪ̯", "aɪ"), ("aʊ̯", "aʊ"), ("aː", "ɑː"),
        ("n̩", "ən"), ("m̩", "əm"), ("l̩", "əl"), ("ɪ̯", "ɪ"), ("ʊ̯", "ʊ"), ("i̯", "j"), ("u̯", "u"), ("y̯", "y"), ("o̯", "o"),
        ("ɐ̯", "r"), ("ɐ", "ɜ"), ("ã", "ɑ̃"), ("õ", "ɔ̃"), ("ʁ", "r"), ("ʀ", "r"), ("ɹ", "r"), ("ɾ", "r"), ("ʔ", ""),
    )
)  # fmt: skip
# German eSpeak NG writes an r that no vowel follows as a tap.
_CODA_R = re.compile(rf"r(?![ˈˌ]?{_VOWEL})")


def as_espeak_writes(ipa: str, language: str) -> str:
    """IPA in NFD, its stress marks right before vowels; language: the voice's, BCP 47."""
    text = unicodedata.normalize("NFD", ipa).translate(_IGNORED)
    for written, espeak in _EVERYWHERE:
        text = text.replace(written, espeak)
    if language.casefold().partition("-")[0] == "de":
        for written, espeak in _GERMAN:
            text = text.replace(written, espeak)
        text = _CODA_R.sub("ɾ", text)
    text = _STRESS.sub("", text)
    return _STRESSED_ONSET.sub(r"\2\1", " ".join(text.split()))


def words_in_signs(ipa: str, language: str, signs: frozenset[str], text: str) -> tuple[str, ...]:
    """The words of an IPA; signs: what the voice knows; text: what is said so, for the message.

    Raises SpeechFailed for a sign that it does not know, which Piper would leave out in silence, and for no sound.
    """
    words = tuple(as_espeak_writes(ipa, language).split())
    unknown = sorted({sign for word in words for sign in word if sign not in signs})
    # The marks of stress and length are letters, too, but modifiers.
    if unknown or not any(unicodedata.category(sign) in ("Ll", "Lo") for word in words for sign in word):
        what = f"the voice has no sound {', '.join(map(repr, unknown))}" if unknown else "it holds no sound"
        raise SpeechFailed(
            f"the pronunciation {ipa!r} of {text!r} cannot be spoken: {what}",
            hint="correct it in the lexicon, or write how the word would be spelled in the voice's language",
        )
    return words
