"""Words of another language than the voice's, read by that language's rules and said with the voice's own sounds.

A switch of language inside eSpeak NG costs a break on each side and gives sounds that the voice does not have.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from stimmwerk.casting.inflection import with_ending
from stimmwerk.engines.espeak_library import EspeakLibrary
from stimmwerk.engines.espeak_loans import NotEnglish, loan_word
from stimmwerk.engines.espeak_phonemes import Phonemes
from stimmwerk.speech import Affixes, Say

_WORD = re.compile(r"[^\W_]{1,60}(?:['’&][^\W_]{1,20}){0,3}")
_SWITCH = re.compile(r"\(([a-z-]+)\)")
_LONGEST_WORD = 40
_ENGLISH, _GERMAN = "en", "de"


def in_own_sounds(say: Iterable[Say], own: str, sound: Callable[[str, str], str]) -> tuple[Say, ...]:
    """Stretches of another language with the IPA of each of their words; the text of all together stays the same.

    own: the voice's language; sound: word and language tag -> IPA, or nothing.
    """
    return tuple(part for stretch in say for part in _stretch(stretch, own, sound))


def _stretch(say: Say, own: str, sound: Callable[[str, str], str]) -> Iterator[Say]:
    language = say.language
    if language is None or base(language) == base(own) or say.ipa is not None or say.native:
        yield say
        return
    if say.affixes:
        yield replace(say, ipa=_with_affixes(say.affixes, sound(say.affixes.stem, language)), affixes=None)
        return
    at = 0
    for match in _WORD.finditer(say.text):
        if match.start() > at:
            yield replace(say, text=say.text[at : match.start()], language=None)
        yield replace(say, text=match.group(), ipa=sound(match.group(), language) or None)
        at = match.end()
    if at < len(say.text):
        yield replace(say, text=say.text[at:], language=None)


def _with_affixes(affixes: Affixes, stem: str) -> str | None:
    """The IPA of a stem with what stands around it; None where the stem has no sound."""
    if not stem:
        return None
    begins = affixes.before + stem
    return with_ending(affixes.stem, begins, affixes.behind) if affixes.behind else begins


def sayable(say: Iterable[Say], written: Iterable[Say], phonemes: Phonemes) -> tuple[Say, ...]:
    """The stretches without the IPA that we found for them and the voice has not all sounds of: it reads their letters.

    written: what was asked for; IPA that stands there stays, for somebody has written it.
    """
    asked = frozenset(written)
    return tuple(
        part if part.ipa is None or part in asked or phonemes.has(part.ipa) else replace(part, ipa=None, language=None)
        for part in say
    )


def marked(say: Iterable[Say], own: str, voice: str, library: EspeakLibrary, known: dict[str, str]) -> tuple[Say, ...]:
    """The stretches with each word of which eSpeak NG itself changes its language marked as of that language.

    own, voice: language and identifier of the voice; known: word -> the language that it changes to, or nothing; kept
    and added to.
    """
    stretches = tuple(say)
    # Words alone, of moderate length: some hostile texts crash the library.
    plain = " ".join(word for part in stretches if _is_plain(part) for word in _WORD.findall(part.text))
    if not plain or not _SWITCH.search(library.sounds_of(plain, voice, ipa=True)):
        return stretches
    return tuple(piece for part in stretches for piece in _switches(part, own, voice, library, known))


def _switches(say: Say, own: str, voice: str, library: EspeakLibrary, known: dict[str, str]) -> Iterator[Say]:
    if not _is_plain(say):
        yield say
        return
    at = 0
    for match in _WORD.finditer(say.text):
        word = match.group()
        if word not in known:
            switched = _SWITCH.search(library.sounds_of(word, voice, ipa=True))
            known[word] = switched[1] if switched and switched[1] != base(own) else ""
        if known[word]:
            if match.start() > at:
                yield replace(say, text=say.text[at : match.start()])
            yield replace(say, text=word, language=known[word])
            at = match.end()
    if at < len(say.text):
        yield replace(say, text=say.text[at:])


def _is_plain(say: Say) -> bool:
    return say.ipa is None and not say.native and say.language is None


def base(tag: str) -> str:
    """The language of a tag, without its region."""
    return tag.casefold().partition("-")[0]


def sound_of(word: str, library: EspeakLibrary, voice: str, language: str, own: str) -> str:
    """The IPA of a word of a language for a voice of the language ``own``; nothing for one too long to be a word.

    voice: one of ``language``, of eSpeak's.
    """
    if len(word) > _LONGEST_WORD:
        return ""
    if base(language) == _ENGLISH and base(own) == _GERMAN:
        said = [(part, library.sounds_of(part, voice, ipa=False)) for part in word.split("&")]
        try:
            return " ".join(loan_word(mnemonics, part) for part, sounds in said for mnemonics in sounds.split())
        except NotEnglish:
            pass  # a letter that English has not: eSpeak switches to another language inside the word
    return _SWITCH.sub("", library.sounds_of(word, voice, ipa=True))
