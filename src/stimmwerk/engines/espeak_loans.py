"""English words as a voice of another language says them, without leaving its own sounds.

eSpeak NG's English letter-to-sound rules give mnemonics that stand for the vowels of word sets (``o@`` of *north*,
``0`` of *lot*), whatever the accent.  Here each becomes the sound that German dictionaries give it in a loan word, and
consonants at the end of a syllable lose their voice, as German has it.
"""

from __future__ import annotations

import re

_SEPARATOR = "_"

# Mnemonic of the table ``en`` -> IPA of loan words in German.  An r that eSpeak leaves out is in the vowels before it.
_VOWELS = {
    "0": "ɔ", "02": "ɔ", "0#": "ə", "3": "ɐ", "3:": "œːɐ̯", "@": "ə", "@#": "ə", "@-": "ə", "@2": "ə", "@5": "ʊ",
    "@L": "əl", "A#": "a", "A:": "aː", "A@": "aːɐ̯", "A~": "ãː", "E": "ɛ", "E#": "ɪ", "E2": "ɛ", "I": "ɪ", "I#": "ɪ",
    "I2": "ɪ", "I2#": "ɪ", "IR": "ɪɐ̯", "O": "ɔ", "O2": "ɔ", "O:": "ɔː", "O@": "ɔːɐ̯", "OI": "ɔɪ", "O~": "õː", "U": "ʊ",
    "U@": "uːɐ̯", "V": "a", "VR": "œːɐ̯", "a": "ɛ", "a#": "ə", "a#2": "ə", "a2": "ɛ", "aI": "aɪ", "aI3": "aɪɐ",
    "aI@": "aɪə", "aU": "aʊ", "aU@": "aʊɐ", "aa": "aː", "e": "ɛ", "e#": "ɪ", "e:": "eː", "e@": "ɛːɐ̯", "eI": "eɪ",
    "i": "i", "i:": "iː", "i@": "iə", "i@3": "iːɐ̯", "o": "ɔ", "o:": "ɔː", "o@": "ɔːɐ̯", "oU": "oʊ", "oU#": "oʊ",
    "u": "u", "u:": "uː", "N-": "əŋ", "l-": "əl", "m-": "əm", "n-": "ən",
}  # fmt: skip
_CONSONANTS = {
    "b": "b", "C": "ç", "d": "d", "d#": "d", "dZ": "dʒ", "D": "ð", "f": "f", "g": "ɡ", "h": "h", "j": "j", "k": "k",
    "l": "l", "l#": "l", "l/": "l", "l/2": "l", "l/3": "l", "m": "m", "n": "n", "N": "ŋ", "p": "p", "r": "r",
    "r-": "r", "r/": "r", "R": "r", "s": "s", "S": "ʃ", "t": "t", "t#": "t", "t2": "t", "tS": "tʃ", "T": "θ", "v": "v",
    "v#": "v", "w": "w", "w#": "w", "x": "x", "z": "z", "z#": "z", "z/2": "z", "Z": "ʒ",
}  # fmt: skip
_STRESS = {"'": "ˈ", "''": "ˈ", ",": "ˌ", ",,": "ˌ", "%": "", "%%": ""}
_STRESSED = re.compile(r"(''?|,,?|%%?)?(.*)")

_VOICELESS = {"b": "p", "d": "t", "dʒ": "tʃ", "ð": "θ", "ɡ": "k", "v": "f", "z": "s", "ʒ": "ʃ"}
# What may stand behind a voiced consonant at the beginning of a syllable: before these it keeps its voice.
_GOES_ON = {"b": "rlj", "d": "rj", "ɡ": "rljn", "v": "rlj", "z": "jwmnl", "dʒ": "j", "ð": "", "ʒ": ""}
_R = "ɐ̯"
_ALL_VOWELS = frozenset(_VOWELS.values()) | {vowel.removesuffix(_R) for vowel in _VOWELS.values()}


class NotEnglish(ValueError):
    """Mnemonics that are none of the English table."""


def loan_word(mnemonics: str) -> str:
    """The IPA of one English word in German; mnemonics: eSpeak's, a ``_`` between any two.

    Raises NotEnglish for a mnemonic that has no sound here.
    """
    sounds: list[tuple[str, str]] = []
    for written in mnemonics.split(_SEPARATOR):
        found = _STRESSED.fullmatch(written.strip("|"))
        stress, mnemonic = (found[1] or "", found[2]) if found else ("", written)
        if not mnemonic.strip(";:!-*= \n"):
            continue
        sound = _VOWELS.get(mnemonic) or _CONSONANTS.get(mnemonic)
        if sound is None:
            raise NotEnglish(f"{mnemonic!r} in {mnemonics!r} is no English sound known here")
        sounds.append((_STRESS.get(stress, ""), sound))
    return "".join(stress + sound for stress, sound in _devoiced(_without_double_r(sounds)))


def _without_double_r(sounds: list[tuple[str, str]]) -> list[tuple[str, str]]:
    following = [sound for _, sound in sounds[1:]] + [""]
    return [
        (stress, sound.removesuffix(_R) if after == "r" else sound)
        for (stress, sound), after in zip(sounds, following, strict=True)
    ]


def _devoiced(sounds: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """From the end on, so that of two voiced consonants in a row both lose their voice."""
    done: list[tuple[str, str]] = []
    after = ""
    for stress, sound in reversed(sounds):
        said = sound
        if sound in _VOICELESS and not (_is_vowel(after) or (after and after in _GOES_ON[sound])):
            said = _VOICELESS[sound]
        done.append((stress, said))
        after = said
    return done[::-1]


def _is_vowel(sound: str) -> bool:
    return sound in _ALL_VOWELS
