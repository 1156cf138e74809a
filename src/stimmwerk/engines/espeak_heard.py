"""eSpeak NG's own phoneme events as the IPA of dictionaries, word by word."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby

from stimmwerk.engines.base import Heard
from stimmwerk.engines.espeak_library import RawSpeech
from stimmwerk.engines.espeak_phonemes import Phonemes
from stimmwerk.engines.espeak_text import EspeakText

# eSpeak's signs are its own in places; these are the same sounds as German dictionaries, and our lexicons, write them.
_GERMAN = {"ɑ̃": "ã", "ɔ̃": "õ", "ɜ": "ɐ", "ɑː": "aː", "ɑ": "a", "ɾ": "r", "ɔø": "ɔʏ", "ʏː": "yː"}
_STRESS = "ˈˌ"
_VOWELS = frozenset("aeiouyäöüɑɐʌæɛəɪɔɒʊʏøœɜ")
_COMBINING = ("\u0303", "\u0329", "\u032f")
_R, _VOCALIC_R = "r", "ɐ̯"
_LONGEST_ONSET = 3
_ONSET_LIST = (
    "pr tr kr br dr ɡr fr vr ʃr θr pl kl bl ɡl fl ʃl sl pn kn ɡn ʃm ʃn ʃv kv ʃp ʃt sp st sk sm sn sv sw tw kw dw ts pf "
    "tʃ dʒ pj bj kj ɡj fj vj mj nj tj dj hj sj lj tsv ʃpr ʃtr ʃpl spr str skr spl pfl pfr stj spj skj"
    " pɹ tɹ kɹ bɹ dɹ ɡɹ fɹ ʃɹ θɹ spɹ stɹ skɹ"
)
_ONSETS = frozenset(_ONSET_LIST.split())


def heard_words(text: EspeakText, raw: RawSpeech, language: str, phonemes: Phonemes) -> tuple[Heard, ...]:
    """The words that were spoken, by the characters of the request that they stand for; silent ones are left out.

    language: the voice's; in German an r between a long vowel and a consonant is written as the vowel that it is.
    phonemes: the voice's; events say nothing of marks that lengthen a vowel, so these are taken from what was given.
    """
    found: list[Heard] = []
    for place, signs in groupby(_signs(raw), key=lambda pair: pair[0]):
        if not 0 <= place < len(text.origins):
            continue
        said = [sign for _, sign in signs]
        given = text.mnemonics_at(place)
        if given is not None:
            said = _lengthened(said, phonemes.long_vowels(given))
        ipa = _word(said, language)
        if ipa:
            found.append(Heard(start=text.origins[place], ipa=ipa))
    return tuple(found)


def _lengthened(signs: list[str], lengths: tuple[bool, ...]) -> list[str]:
    vowels = [place for place, sign in enumerate(signs) if _is_vowel(sign.lstrip(_STRESS)[:1])]
    if len(vowels) != len(lengths):
        return signs
    longer = {place for place, long in zip(vowels, lengths, strict=True) if long}
    return [sign + "ː" * (place in longer) for place, sign in enumerate(signs)]


def _signs(raw: RawSpeech) -> Iterator[tuple[int, str]]:
    for place, sign in raw.phonemes:
        if bare := sign.strip("_:| ").replace("-", ""):
            yield place, unicodedata.normalize("NFC", bare)


def _word(signs: list[str], language: str) -> str:
    german = language == "de"
    sounds = []
    for sign in signs:
        stress = sign[0] if sign[0] in _STRESS else ""
        bare = sign.removeprefix(stress)
        plain = bare.removesuffix("ː")
        known = _GERMAN.get(bare) or _GERMAN.get(plain, plain) + "ː" * (plain != bare)
        sounds.append((stress, known if german else bare))
    said: list[str] = []
    for place, (stress, sound) in enumerate(sounds):
        before = sounds[place - 1][1] if place else ""
        after = sounds[place + 1][1] if place + 1 < len(sounds) else ""
        vocalic = german and sound == _R and before.endswith("ː") and not _is_vowel(after[:1])
        if stress:
            said.insert(len(said) - _onset(said), stress)
        said.append(_VOCALIC_R if vocalic else sound)
    return "".join(said)


def _onset(said: list[str]) -> int:
    """How many of the last sounds begin the next syllable: as many as a German word may begin with."""
    consonants = 0
    while consonants < len(said) and not _is_mark_or_vowel(said[-1 - consonants]) and consonants < _LONGEST_ONSET:
        consonants += 1
    while consonants > 1 and "".join(said[len(said) - consonants :]) not in _ONSETS:
        consonants -= 1
    return 0 if consonants == 1 and said[-1] == "ŋ" else consonants


def _is_mark_or_vowel(sound: str) -> bool:
    return sound in _STRESS or sound == _VOCALIC_R or _ends_in_vowel(sound)


def _is_vowel(character: str) -> bool:
    return unicodedata.normalize("NFD", character)[:1] in _VOWELS if character else False


def _ends_in_vowel(sound: str) -> bool:
    return _is_vowel(sound.rstrip("ː" + "".join(_COMBINING))[-1:])
