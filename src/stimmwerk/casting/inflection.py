"""The forms in which a word of a lexicon stands in German text, and how each of them sounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Inflection = Literal["noun", "s", "verb", "adjective", "english"]

# Written ending -> its sound.
_NOUN = {"s": "s", "'s": "s", "’s": "s", "es": "əs", "e": "ə", "en": "ən", "n": "n", "er": "ɐ", "ern": "ɐn"}
_FEMININE = {"in": "rɪn", "innen": "rɪnən"}
_PLURAL_S = {"s": "s", "'s": "s", "’s": "s", "es": "əs"}
_ENGLISH = ("s", "'s", "’s")
_ADJECTIVE = {"e": "ə", "er": "ɐ", "es": "əs", "en": "ən", "em": "əm"}
_FINITE = {"e": "ə", "st": "st", "t": "t", "te": "tə", "test": "təst", "ten": "tən", "tet": "tət"}
_FINITE_WITH_E = {"e": "ə", "est": "əst", "et": "ət", "ete": "ətə", "etest": "ətəst", "eten": "ətən", "etet": "ətət"}
_GERUND = {"end": "ənt", "ende": "əndə", "ender": "əndɐ", "endes": "əndəs", "enden": "əndən", "endem": "əndəm"}
_PARTICIPLE = {"": "", "e": "ə", "er": "ɐ", "es": "əs", "en": "ən", "em": "əm"}

# Ending of an infinitive -> its sound, and what of both belongs to the stem.
_INFINITIVES = (("eln", "əln", "el", "əl"), ("ern", "ɐn", "er", "ɐ"), ("en", "ən", "", ""))

#: English words in front of which the ``ge`` of a participle does not stand: ``upgedatet``, ``downgeloadet``.
_SEPARABLE = {"up": "ap", "down": "daʊn", "out": "aʊt"}
_GE = "ɡə"

_VOWELS = frozenset("aeiouyäöüɑɐʌæɛəɪɔɒʊʏøœɜ")
_SIBILANTS = ("s", "z", "ʃ", "ʒ")
_VOICELESS = {"b": "p", "d": "t", "ɡ": "k", "v": "f", "z": "s", "ʒ": "ʃ", "ð": "θ"}
#: The last letters of a word -> the voiced sound that it has again before a vowel.
_VOICED = {"b": ("p", "b"), "d": ("t", "d"), "de": ("t", "d"), "g": ("k", "ɡ"), "ve": ("f", "v"), "ge": ("tʃ", "dʒ")}
_STRESS = ("ˈ", "ˌ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """One form of a word.  key: as written; say: its respelling; ipa: its sound; either may be missing."""

    key: str
    say: str | None
    ipa: str | None


def spellings(key: str, say: str | None, ipa: str | None, inflect: Inflection | None) -> Iterator[Spelling]:
    """A word's own form first, then its inflected ones.  A verb's key, respelling and IPA are its infinitive's."""
    plain = Spelling(key=key, say=say, ipa=ipa)
    yield plain
    if inflect == "noun":
        yield from (_with(plain, ending, sound) for ending, sound in _NOUN.items())
        if key.endswith("er"):
            yield from (_feminine(plain, ending, sound) for ending, sound in _FEMININE.items())
    elif inflect == "s":
        hissing = ipa is not None and ipa.endswith(_SIBILANTS)
        for ending, sound in _PLURAL_S.items():
            yield _with(plain, ending, "ɪs" if hissing and ending == "es" else sound)
    elif inflect == "adjective":
        yield from (_with(plain, ending, sound) for ending, sound in _ADJECTIVE.items())
    elif inflect == "english":
        yield from (_with(plain, ending, _english_s(ipa)) for ending in _ENGLISH)
    elif inflect == "verb":
        yield from _verb(plain)


def joined(ipa: str, sound: str) -> str:
    """A word's sound and an ending's: final consonants are voiced before vowels, voiceless before others."""
    if not sound:
        return ipa
    if sound[0] in _VOWELS:
        return ipa.removesuffix("ɐ̯") + "r" + sound if ipa.endswith("ɐ̯") else ipa + sound
    if sound == "z":
        return ipa + sound
    if sound == "s" and ipa.endswith(_SIBILANTS):
        return ipa + "ɪs"
    return ipa[:-1] + _VOICELESS.get(ipa[-1:], ipa[-1:]) + sound


def with_ending(key: str, ipa: str, sound: str) -> str:
    """The sound of a word, written ``key``, and of an ending that begins with ``sound``."""
    if sound.startswith("r") and ipa.endswith("ɐ"):
        return ipa.removesuffix("ɐ") + "ə" + sound
    return joined(_voiced(key, ipa) if sound[:1] in _VOWELS else ipa, sound)


def _feminine(word: Spelling, ending: str, sound: str) -> Spelling:
    """``Manager`` as ``Managerin``."""
    ipa = word.ipa and with_ending(word.key, word.ipa, sound)
    return Spelling(key=word.key + ending, say=word.say + ending if word.say else None, ipa=ipa)


def _english_s(ipa: str | None) -> str:
    last = (ipa or "")[-1:]
    return "ɪz" if last in _SIBILANTS else "s" if last in _VOICELESS.values() else "z"


def _with(word: Spelling, ending: str, sound: str) -> Spelling:
    ipa = word.ipa
    if ipa is not None:
        begins = "ɪs" if sound == "s" and ipa.endswith(_SIBILANTS) else sound
        ipa = joined(_voiced(word.key, ipa) if begins[:1] in _VOWELS else ipa, begins)
    return Spelling(key=word.key + ending, say=word.say + ending if word.say else None, ipa=ipa)


def _voiced(key: str, ipa: str) -> str:
    for letters, (voiceless, voiced) in _VOICED.items():
        if key.endswith(letters) and ipa.endswith(voiceless):
            return ipa.removesuffix(voiceless) + voiced
    return ipa


def _verb(infinitive: Spelling) -> Iterator[Spelling]:
    for ending, sound, kept, kept_sound in _INFINITIVES:
        if infinitive.key.endswith(ending):
            stem = Spelling(
                key=infinitive.key.removesuffix(ending) + kept,
                say=infinitive.say.removesuffix(ending) + kept if infinitive.say else None,
                ipa=infinitive.ipa.removesuffix(sound) + kept_sound if infinitive.ipa else None,
            )
            yield from _conjugated(stem)
            return


def _conjugated(stem: Spelling) -> Iterator[Spelling]:
    dental = stem.key.endswith(("t", "d"))
    for endings in (*(() if dental else (_FINITE,)), _FINITE_WITH_E, _GERUND):
        yield from (_with(stem, ending, sound) for ending, sound in endings.items())
    for written, sound in (() if dental else (("t", "t"),)) + (("et", "ət"), ("ed", "t")):
        participle = _participle(_with(stem, written, sound if not (dental and written == "ed") else "ət"))
        yield from (_with(participle, ending, said) for ending, said in _PARTICIPLE.items())


def _participle(form: Spelling) -> Spelling:
    for prefix, sound in _SEPARABLE.items():
        if form.key.startswith(prefix):
            ipa = form.ipa and _infixed(form.ipa, sound)
            say = form.say and f"{prefix}ge{form.say.removeprefix(prefix)}"
            return Spelling(key=f"{prefix}ge{form.key.removeprefix(prefix)}", say=say, ipa=ipa)
    return Spelling(key=f"ge{form.key}", say=form.say and f"ge{form.say}", ipa=form.ipa and _GE + form.ipa)


def _infixed(ipa: str, prefix: str) -> str:
    for stress in (*_STRESS, ""):
        if ipa.startswith(stress + prefix):
            return stress + prefix + _GE + ipa.removeprefix(stress + prefix)
    return _GE + ipa
