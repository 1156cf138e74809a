"""English words as a voice of another language says them, without leaving its own sounds.

eSpeak NG's English letter-to-sound rules give mnemonics that stand for the vowels of word sets (``o@`` of *north*,
``0`` of *lot*), whatever the accent.  Here each becomes the sound that German dictionaries give it in a loan word, and
consonants at the end of a syllable lose their voice, as German has it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

_SEPARATOR = "_"

# Mnemonic of the table ``en`` -> IPA of loan words in German.  An r that eSpeak leaves out is in the vowels before it.
_VOWELS = {
    "0": "ɔ", "02": "ɔ", "0#": "ə", "3": "ɐ", "3:": "œːɐ̯", "@": "ə", "@#": "ə", "@-": "ə", "@2": "ə", "@5": "ʊ",
    "@L": "əl", "A#": "a", "A:": "aː", "A@": "aːɐ̯", "A~": "ãː", "E": "ɛ", "E#": "ɪ", "E2": "ɛ", "I": "ɪ", "I#": "ɪ",
    "I2": "ɪ", "I2#": "ɪ", "IR": "ɪɐ̯", "O": "ɔ", "O2": "ɔ", "O:": "ɔː", "O@": "ɔːɐ̯", "OI": "ɔɪ", "O~": "õː", "U": "ʊ",
    "U@": "uːɐ̯", "V": "a", "VR": "œːɐ̯", "a": "ɛ", "a#": "ə", "a#2": "ə", "a2": "ɛ", "aI": "aɪ", "aI3": "aɪɐ",
    "aI@": "aɪə", "aU": "aʊ", "aU@": "aʊɐ", "aa": "aː", "e": "ɛ", "e#": "ɪ", "e:": "eː", "e@": "ɛːɐ̯", "eI": "eɪ",
    "i": "i", "i:": "iː", "i@": "iə", "i@3": "iːɐ̯", "o": "ɔ", "o:": "ɔː", "o@": "ɔːɐ̯", "oU": "oʊ", "oU#": "oʊ",
    "u": "u", "u:": "uː", "_o": "o", "N-": "əŋ", "l-": "əl", "m-": "əm", "n-": "ən",
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
_GOES_ON = {"b": "rlj", "d": "rj", "ɡ": "rljnw", "v": "rlj", "z": "jwmnl", "dʒ": "j", "ð": "", "ʒ": ""}
_R = "ɐ̯"
_ALL_VOWELS = frozenset(_VOWELS.values()) | {vowel.removesuffix(_R) for vowel in _VOWELS.values()}

_SAME_STOP = {("t", "tS"), ("t#", "tS"), ("d", "dZ")}
_SHORT_I = frozenset(("I", "I2", "I#", "E#", "e#"))
_BEFORE_R = {"i@": "i:", "i@3": "i:", "aI@": "aI", "3": "@"}
_LIQUIDS = frozenset(("r", "l", "w", "j"))
#: The letters of a first syllable in which German closes the vowel.
_E_FIRST = re.compile(r"(?:b|d|pr|r)?e")
#: First syllables whose vowel German never reduces.
_PREFIX = re.compile(r"co(?=[lmnr])|pro")
_SCHWAS = frozenset(("@", "@2", "@#", "@-"))
_IRE = re.compile(r"[iy]re|iar|[iy]er")


class NotEnglish(ValueError):
    """Mnemonics that are none of the English table."""


def loan_word(mnemonics: str, written: str = "") -> str:
    """The IPA of one English word in German; mnemonics: eSpeak's, a ``_`` between any two; written: its letters.

    Raises NotEnglish for a mnemonic that has no sound here.
    """
    sounds: list[tuple[str, str]] = []
    for stress, mnemonic in _german_vowels(_parts(mnemonics), written.casefold()):
        sound = _VOWELS.get(mnemonic) or _CONSONANTS.get(mnemonic)
        if sound is None:
            raise NotEnglish(f"{mnemonic!r} in {mnemonics!r} is no English sound known here")
        sounds.append((_STRESS.get(stress, ""), sound))
    return "".join(stress + sound for stress, sound in _devoiced(_without_double_r(sounds)))


def _parts(mnemonics: str) -> list[tuple[str, str]]:
    """Stress and mnemonic of each sound; a stop before its own affricate (``t`` before ``tS``) is part of that."""
    parts: list[tuple[str, str]] = []
    for written in mnemonics.split(_SEPARATOR):
        found = _STRESSED.fullmatch(written.strip("|"))
        stress, mnemonic = (found[1] or "", found[2]) if found else ("", written)
        if not mnemonic.strip(";:!-*= \n"):
            continue
        if parts and (parts[-1][1], mnemonic) in _SAME_STOP:
            parts.pop()
        parts.append((stress, mnemonic))
    return parts


def _german_vowels(parts: list[tuple[str, str]], written: str) -> Iterator[tuple[str, str]]:
    """The sounds, some vowels of them another one, by what stands around them.

    ``I`` is closed at the end, before a vowel (``early``, ``experience``), and in the first syllable of words in e-,
    re-, de- and the like (``reality``); a schwa before r is none (``zero``), in con- and pro- it is an o, and that of
    ``wire`` is an r.
    """
    first = True
    for place, (stress, mnemonic) in enumerate(parts):
        behind = parts[place + 1 :]
        after = behind[0][1] if behind else ""
        begins = first and not stress
        changed = mnemonic
        if mnemonic in _SHORT_I:
            closed = not after or after in _VOWELS or (begins and _E_FIRST.match(written) and _opens(behind))
            changed = "i" if closed else mnemonic
        elif after == "r":
            changed = _BEFORE_R.get(mnemonic, mnemonic)
        elif begins and mnemonic in _SCHWAS and (prefix := _PREFIX.match(written)):
            changed = "_o" if prefix[0] == "pro" else "0"
        elif mnemonic == "aI@" and _IRE.search(written):
            changed = "aI3"
        first = first and mnemonic not in _VOWELS
        yield stress, changed


def _opens(following: list[tuple[str, str]]) -> bool:
    """Whether what follows a vowel leaves its syllable open: one consonant, or one and a liquid, before a stress."""
    for place, (stress, mnemonic) in enumerate(following[:3]):
        if mnemonic in _VOWELS:
            return bool(stress) and (place < 2 or following[1][1] in _LIQUIDS)
    return False


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
