"""eSpeak NG's phoneme mnemonics: what a language has of them, and the way to them from IPA.

The library cuts off whatever follows a mnemonic that it does not know, so nothing unknown may reach it.
The tables are read from its own ``phontab``; see ``docs/phonemes.md`` of eSpeak NG for the notation.
"""

from __future__ import annotations

import re
import struct
import unicodedata
from dataclasses import dataclass
from pathlib import Path

from stimmwerk.errors import EngineError

_TABLE_NAME_BYTES = 32
_PHONEME = struct.Struct("<IIHBBBBBB")
_VOWEL = 2
_INVALID = 15
_SWITCH_LANGUAGE = "_^_"
_SEPARATOR = "|"
_LENGTH = ":"

# IPA -> mnemonics, the best first: the first that a language has (all its parts) is taken.  Where a language lacks a
# sound, the later ones are the nearest that it may have.
_SOUNDS = {
    "tʃ": "tS t|S", "dʒ": "dZ d|Z", "ts": "ts t|s", "pf": "pF p|f", "tɕ": "tS; tS", "dʑ": "dZ; dZ",
    "aɪ": "aI a|i", "aɪ̯": "aI a|i", "ai": "aI a|i", "aʊ": "aU a|u", "aʊ̯": "aU a|u", "au": "aU a|u",
    "ɔʏ": "OY OI", "ɔʏ̯": "OY OI", "ɔɪ": "OI OY", "ɔɪ̯": "OI OY", "ɔø": "OY OI",
    "eɪ": "eI e|I e: e", "eɪ̯": "eI e|I e: e", "oʊ": "oU o: o", "oʊ̯": "oU o: o", "əʊ": "oU o: o",
    "eə": "e@ E|@ e|@", "ɪə": "i@3 I|@ i|@", "ʊə": "U@ U|@ u|@", "ɛɐ̯": "E|r E3 e@",
    "ɛ̃ː": "E~|: E~ E", "ɛ̃": "E~ E", "ɑ̃ː": "A~|: A~ a|N", "ɑ̃": "A~ a|N", "ãː": "A~|: A~ a|N", "ã": "A~ a|N",
    "ɔ̃ː": "O~|: O~ O|N", "ɔ̃": "O~ O|N", "õː": "O~|: O~ O|N", "õ": "O~ O|N", "œ̃": "W~ W",
    "aː": "A: a: aa a", "ɑː": "A: a: A a", "eː": "e: e eI", "ɛː": "E: e@ E e", "iː": "i: i", "oː": "o: oU o",
    "ɔː": "O: O|: O o:", "uː": "u: u", "yː": "y: y u:", "øː": "Y: Y 3:", "œː": "W: W|: W Y: 3:", "ɜː": "3: W @",
    "ɝ": "3: W|r @|r",
    "a": "a aa A", "ɑ": "A a", "ʌ": "V a", "æ": "a# E a", "e": "e e: E", "ɛ": "E e", "ə": "@ a", "ɐ": "3 @ a",
    "ɚ": "3 @|r", "ɜ": "3: W @", "i": "i i:", "ɪ": "I i", "ɨ": "I i", "o": "o O o: oU", "ɔ": "O o", "ɒ": "0 O A",
    "u": "u u:", "ʊ": "U u", "y": "y y: u", "ʏ": "y Y U", "œ": "W Y 3: @", "ø": "Y: Y 3: @",
    "b": "b", "d": "d", "f": "f", "ɡ": "g", "g": "g", "h": "h", "ɦ": "h", "j": "j", "k": "k", "l": "l", "ɫ": "l",
    "m": "m", "n": "n", "ŋ": "N", "ɲ": "n^ n|j", "ʎ": "l^ l|j", "p": "p", "r": "r", "ʁ": "r", "ɹ": "r", "ɾ": "r",
    "ʀ": "r", "s": "s", "ʃ": "S", "ɕ": "S; S", "t": "t", "v": "v", "ʋ": "v", "w": "w v u", "x": "x h", "χ": "x h",
    "ç": "C S x", "z": "z", "ʒ": "Z", "ʑ": "Z; Z", "θ": "T s", "ð": "D z", "ʔ": "? _|", "ɣ": "Q g",
    "n̩": "@|n", "l̩": "@|l", "m̩": "@|m", "i̯": "j i", "u̯": "w u", "y̯": "y j", "o̯": "w o", "ɐ̯": "r 3", "ɥ": "w j",
}  # fmt: skip
_SOUNDS_BY_LENGTH = sorted(
    ((unicodedata.normalize("NFD", ipa), mnemonics.split()) for ipa, mnemonics in _SOUNDS.items()),
    key=lambda pair: (-len(pair[0]), pair[0]),
)
_PRIMARY, _SECONDARY = "ˈ", "ˌ"
# Behind a sound that the language has only short.
_LONG = "ː"
_STRESS = {_PRIMARY: "'", _SECONDARY: ",", "'": "'"}
# Tie bars, syllable breaks, aspiration and half length change nothing that eSpeak could follow.
_IGNORED = frozenset("\u0361\u035c.-‿ʰˑ/[]\u031e\u031d\u0320\u032a")


class UnknownPhoneme(ValueError):
    """A sound, or a mnemonic, that the language does not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phonemes:
    """The phonemes of a language.  name: of its table; mnemonics, vowels: all of them, and those that are vowels."""

    name: str
    mnemonics: frozenset[str]
    vowels: frozenset[str]

    def split(self, written: str) -> tuple[str, ...]:
        """Mnemonics one by one, as eSpeak NG itself takes them: always the longest that fits.

        Raises UnknownPhoneme for anything else, and for the one that switches to another language.
        """
        found = []
        at = 0
        while at < len(written):
            if written[at] == _SEPARATOR and not written.startswith("||", at):
                at += 1
                continue
            fit = next((written[at : at + n] for n in (4, 3, 2, 1) if written[at : at + n] in self.mnemonics), None)
            if fit is None:
                raise UnknownPhoneme(f"eSpeak has no phoneme {written[at:]!r} in its table {self.name!r}")
            found.append(fit)
            at += len(fit)
        return tuple(found)

    def long_vowels(self, written: str) -> tuple[bool, ...]:
        """For each vowel in mnemonics whether a mark behind it lengthens it.  Raises UnknownPhoneme."""
        parts = (*self.split(written), "")
        return tuple(parts[place + 1] == _LENGTH for place, part in enumerate(parts) if part in self.vowels)

    def words(self, written: str) -> tuple[str, ...]:
        """Mnemonics in words, checked.  Raises UnknownPhoneme for an unknown one and where there are none at all."""
        words = tuple(written.split())
        for word in words:
            if not any(character.isalnum() or character in "@?" for character in "".join(self.split(word))):
                raise UnknownPhoneme(f"{word!r} holds no sound")
        if not words:
            raise UnknownPhoneme("there is no phoneme at all")
        return words

    def from_ipa(self, ipa: str) -> str:
        """IPA as mnemonics, words apart.  The stress goes to the vowel; a word without any has it on its first.

        Raises UnknownPhoneme for a sign that stands for no sound of this language.
        """
        return " ".join(self._word_from_ipa(word) for word in unicodedata.normalize("NFD", ipa).split())

    def has(self, ipa: str) -> bool:
        """Whether ``from_ipa`` gives something for it."""
        try:
            return bool(self.words(self.from_ipa(ipa)))
        except UnknownPhoneme:
            return False

    def _word_from_ipa(self, ipa: str) -> str:
        sounds: list[str] = []
        stress = ""
        at = 0
        while at < len(ipa):
            if ipa[at] in _STRESS:
                stress = _STRESS[ipa[at]]
                at += 1
            elif ipa[at] in _IGNORED or (ipa[at] == _LONG and sounds):
                at += 1
            else:
                sign, parts = self._sound(ipa, at)
                for part in parts:
                    if stress and part in self.vowels:
                        sounds.append(stress)
                        stress = ""
                    sounds.append(part)
                at += len(sign)
        if "'" not in sounds:
            first = next((place for place, sound in enumerate(sounds) if sound in self.vowels), None)
            if first is not None and (first == 0 or sounds[first - 1] != ","):
                sounds.insert(first, "'")
        return self._join(sounds)

    def _sound(self, ipa: str, at: int) -> tuple[str, list[str]]:
        for sign, choices in _SOUNDS_BY_LENGTH:
            if ipa.startswith(sign, at):
                for choice in choices:
                    parts = choice.split(_SEPARATOR)
                    if all(part in self.mnemonics for part in parts):
                        return sign, parts
        sign = unicodedata.normalize("NFC", ipa[at : at + 2])
        raise UnknownPhoneme(f"eSpeak's table {self.name!r} has nothing for {sign!r} in the IPA {ipa!r}")

    def _join(self, sounds: list[str]) -> str:
        """Side by side, with a separator wherever two would be read as others."""
        joined = ""
        so_far: list[str] = []
        for sound in sounds:
            so_far.append(sound)
            plain = joined + sound
            joined = plain if list(self.split(plain)) == so_far else joined + _SEPARATOR + sound
        return joined


def read_phonemes(data: Path, identifier: str) -> Phonemes:
    """The phonemes of a voice.  data: the folder ``espeak-ng-data``; identifier: the voice's file below ``lang/``.

    Raises EngineError where the data hold no table for it.
    """
    wanted = _table_of(data / "lang" / identifier)
    tables = _read_tables((data / "phontab").read_bytes())
    numbers = {table.name: number for number, table in enumerate(tables)}
    while wanted not in numbers and "-" in wanted:  # en-gb has no table of its own, en has
        wanted = wanted.rpartition("-")[0]
    if wanted not in numbers:
        raise EngineError(f"eSpeak NG's data have no phonemes {wanted!r} for the voice {identifier!r}")
    number = numbers[wanted]
    kinds = _with_base(tables, number)
    usable = {
        mnemonic: kind
        for mnemonic, kind in kinds
        if kind != _INVALID and mnemonic.isprintable() and not mnemonic.startswith(("#", _SWITCH_LANGUAGE)) and mnemonic
    }
    return Phonemes(
        name=wanted,
        mnemonics=frozenset(usable),
        vowels=frozenset(mnemonic for mnemonic, kind in usable.items() if kind == _VOWEL),
    )


def _table_of(voice_file: Path) -> str:
    text = voice_file.read_text(encoding="utf-8")
    found = re.search(r"^\s*phonemes\s+(\S+)", text, re.MULTILINE) or re.search(
        r"^\s*language\s+(\S+)", text, re.MULTILINE
    )
    if found is None:
        raise EngineError(f"{voice_file.name} names no language")
    return found.group(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _PhonemeTable:
    """base: number of the table that this one changes, from 1, or 0; phonemes: code -> (mnemonic, type)."""

    name: str
    base: int
    phonemes: dict[int, tuple[str, int]]


def _read_tables(content: bytes) -> list[_PhonemeTable]:
    """All tables of ``phontab``: their number, then each with length, base, name and 16 bytes a phoneme."""
    tables = []
    at = 4
    for _ in range(content[0]):
        length, base = content[at], content[at + 1]
        at += 4
        name = content[at : at + _TABLE_NAME_BYTES].partition(b"\0")[0].decode()
        at += _TABLE_NAME_BYTES
        phonemes = {}
        for place in range(at, at + length * _PHONEME.size, _PHONEME.size):
            word, _flags, _program, code, kind, *_rest = _PHONEME.unpack_from(content, place)
            phonemes[code] = (struct.pack("<I", word).partition(b"\0")[0].decode("latin-1"), kind)
        at += length * _PHONEME.size
        tables.append(_PhonemeTable(name=name, base=base, phonemes=phonemes))
    return tables


def _with_base(tables: list[_PhonemeTable], number: int) -> list[tuple[str, int]]:
    phonemes: dict[int, tuple[str, int]] = {}
    chain = [tables[number]]
    while chain[-1].base:
        chain.append(tables[chain[-1].base - 1])
    for table in reversed(chain):
        phonemes.update(table.phonemes)
    return [phonemes[code] for code in sorted(phonemes)]
