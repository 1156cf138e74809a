"""What eSpeak NG is given to read: plain text without traps, with ``[[phonemes]]`` where they are known.

Never SSML.  Every character that is handed over knows which character of the request it stands for.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from stimmwerk.engines.espeak_phonemes import Phonemes, UnknownPhoneme
from stimmwerk.engines.words import tokens
from stimmwerk.errors import SpeechFailed
from stimmwerk.speech import Say

#: The key of mnemonics in ``Say.native``.
FAMILY = "espeak"

#: ``[[...]]`` with 200 characters crashes the library; with 150, brackets included, it does not.
LONGEST_PHONEMES = 150

# Longer runs of letters or digits are taken apart: the library's buffers for one word are short.
_LONGEST_RUN = 60
_MOST_REPEATS = 3
_CLUSTER = re.compile(r"[^\W_][\u0300-\u036f]+|.", re.DOTALL)
# Compatibility forms that eSpeak NG knows better than what Unicode takes them for.
_AS_THEY_ARE = frozenset("¼½¾²³¹…™µ´")
_SPOKEN_SYMBOLS = frozenset("°©®™")
_SILENT = frozenset({"Cf", "Cs", "Co", "Cn", "Mn", "Me", "Sk"})
_SEPARATING = frozenset({"Cc", "Zs", "Zl", "Zp", "So"})
# Commands inside a text, by ``Say.emphasis``: the sentence's stress, steps of pitch higher and of amplitude louder, and
# words a minute slower; and what takes them back.  F 4, louder by itself, would bring voices to full scale.
_STRESS = ("", "\x013F\x01+6P\x01+8A\x01-12S", "\x013F\x01+12P\x01+12A\x01-25S")
_RELIEF = ("", "\x010F\x01-6P\x01-8A\x01+12S", "\x010F\x01-12P\x01-12A\x01+25S")

_SWITCH = ["_", "^", "_"]
_HYPHENS = frozenset("-\u2010\u2011")
_TOUCHING = frozenset(".,;:!?")
_BRACKETS = {"[": "(", "]": ")"}

# Languages whose letters are not Latin, by the word that the Unicode names of their letters begin with.
_SCRIPTS = {
    "ARABIC": "ar fa sd ug ur",
    "ARMENIAN": "hy hyw",
    "BENGALI": "as bn bpy",
    "CHEROKEE": "chr",
    "CYRILLIC": "ba be bg cv kk ky mk mn nog ru sr tt uk",
    "DEVANAGARI": "hi kok mr ne",
    "ETHIOPIC": "am ti",
    "GEORGIAN": "ka",
    "GREEK": "el grc",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "HANGUL": "ko",
    "HEBREW": "he",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "MYANMAR": "my shn",
    "ORIYA": "or",
    "SHAVIAN": "en-shaw",
    "SINHALA": "si",
    "TAMIL": "ta",
    "TELUGU": "te",
    "THAI": "th",
}
_SEVERAL_SCRIPTS = {"ja": ("CJK", "HIRAGANA", "KATAKANA"), "cmn": ("CJK", "BOPOMOFO"), "yue": ("CJK",), "hak": ("CJK",)}
# Every voice reads single Greek letters (π, Ω, µ) by their names.
_EVERYWHERE = ("LATIN", "GREEK", "MICRO", "OHM", "KELVIN", "ANGSTROM", "MODIFIER LETTER")


@dataclass(frozen=True, slots=True, kw_only=True)
class EspeakText:
    """A request as the library gets it.

    text: to be read; origins: for each character of it, the character of the request that it stands for;
    pieces: (start, stop) in ``text`` of each word in phonemes, with the commands before it, in each of which a word
    event must come.
    """

    text: str
    origins: tuple[int, ...]
    pieces: tuple[tuple[int, int], ...]

    def mnemonics_at(self, place: int) -> str | None:
        """The mnemonics of the word in phonemes that stands at a place of ``text``, or None."""
        piece = next((self.text[start:stop] for start, stop in self.pieces if start <= place < stop), None)
        return None if piece is None else piece.partition("[[")[2].removesuffix("]]")


def scripts_of(language: str) -> tuple[str, ...]:
    """The first words of the Unicode names of the letters that a voice of this language can read."""
    tag = language.casefold()
    primary = tag.partition("-")[0]
    own = tuple(script for script, tags in _SCRIPTS.items() if {tag, primary} & set(tags.split()))
    return (*_EVERYWHERE, *own, *_SEVERAL_SCRIPTS.get(primary, ()))


def render(say: Iterable[Say], phonemes: Phonemes, scripts: tuple[str, ...]) -> EspeakText:
    """A request's stretches as one text.

    Of each stretch the mnemonics are used where it has them, else its IPA, else its text.
    Raises SpeechFailed for a mnemonic or an IPA sign that the language lacks, for a letter that the voice cannot
    read, and where nothing that can be spoken remains.
    """
    return written(say, lambda part: _phoneme_words(part, phonemes), scripts)


def written(say: Iterable[Say], words_of: Callable[[Say], tuple[str, ...]], scripts: tuple[str, ...]) -> EspeakText:
    """As ``render``; words_of: the words of a stretch as they stand in ``[[...]]``, or none to have its text read."""
    writer = _Writer(scripts)
    at = 0
    for part in say:
        words = words_of(part)
        if words:
            writer.phonemes(words, part.text, at, part.emphasis)
        else:
            writer.plain(part.text, at, part.emphasis)
        at += len(part.text)
    return writer.finished()


def _phoneme_words(part: Say, phonemes: Phonemes) -> tuple[str, ...]:
    written = dict(part.native).get(FAMILY)
    try:
        if written is None and part.ipa is None:
            return ()
        if written is None:
            assert part.ipa is not None
            written = phonemes.from_ipa(part.ipa)
        words = phonemes.words(written)
    except UnknownPhoneme as cause:
        raise SpeechFailed(
            f"the pronunciation of {part.text!r} cannot be spoken: {cause}",
            hint="correct it in the lexicon, or write how the word would be spelled in the voice's language",
        ) from cause
    for word in words:
        if len(word) + len("[[]]") > LONGEST_PHONEMES:
            raise SpeechFailed(
                f"the pronunciation of {part.text!r} has a word of {len(word)} signs; "
                f"at most {LONGEST_PHONEMES - len('[[]]')} are allowed",
                hint="put spaces between its words",
            )
    return words


def _accented(word: str) -> str:
    """A word in mnemonics with the strongest stress that eSpeak NG knows."""
    return re.sub("(?<!')'(?!')", "''", word)


class _Writer:
    """Takes stretches in order and keeps, for each character written, where it comes from."""

    def __init__(self, scripts: tuple[str, ...]) -> None:
        self._scripts = scripts
        self._text: list[str] = []
        self._origins: list[int] = []
        self._pieces: list[tuple[int, int]] = []
        self._run = 0
        self._stress = 0

    def phonemes(self, words: Iterable[str], text: str, at: int, stress: int = 0) -> None:
        """Words in mnemonics; one for one they stand for the words of ``text``, else all for its beginning.

        stress: as in ``Say.emphasis``.
        """
        self._blank_dash()
        words = tuple(words)
        starts = [start for start, _ in tokens(text)]
        same = len(starts) == len(words)
        for number, word in enumerate(words):
            origin = at + (starts[number] if same else 0)
            self._sign(" ", origin)
            start = len(self._text)
            self._stressed(stress, origin)
            for character in f"[[{_accented(word) if stress else word}]]":
                self._append(character, origin)
            self._pieces.append((start, len(self._text)))

    def plain(self, text: str, at: int, stress: int = 0) -> None:
        """Text, made safe; stress: as in ``Say.emphasis``.

        Raises SpeechFailed for a letter that the voice cannot read.
        """
        for cluster in _CLUSTER.finditer(text):
            written = cluster.group()
            if written in _HYPHENS and self._joins(text[cluster.end() : cluster.end() + 1]):
                self._sign(" ", at + cluster.start())
                continue
            for character in written if written in _AS_THEY_ARE else unicodedata.normalize("NFKC", written):
                for sign in self._safe(character):
                    if sign.isalnum():
                        self._stressed(stress, at + cluster.start())
                    self._sign(sign, at + cluster.start())

    def _stressed(self, stress: int, origin: int) -> None:
        """The command for a stress, where it changes; the word's event then comes at the command."""
        if stress != self._stress:
            if self._pieces and self._pieces[-1][1] == len(self._text):
                self._append(" ", origin)
            for character in _RELIEF[self._stress] + _STRESS[stress]:
                self._append(character, origin)
            self._stress = stress

    def _joins(self, following: str) -> bool:
        """Whether a hyphen stands inside a compound: without it each of the parts has a word event of its own."""
        before = self._text[-1] if self._text else ""
        return before.isalnum() and following.isalnum() and not (before.isdigit() and following.isdigit())

    def finished(self) -> EspeakText:
        """What has been written.  Raises SpeechFailed where it holds neither letters nor digits nor phonemes."""
        text = "".join(self._text)
        if not any(map(str.isalnum, text)):
            raise SpeechFailed(
                "nothing that can be spoken is left of the text", hint="write it in letters or digits, or leave it out"
            )
        return EspeakText(text=text, origins=tuple(self._origins), pieces=tuple(self._pieces))

    def _blank_dash(self) -> None:
        """Takes away hyphens and underscores right before phonemes: they would get the phonemes' word event.

        One hyphen that ends a word (``KI-``) does no harm.
        """
        at = len(self._text)
        while at and self._text[at - 1] in "-_ ":
            at -= 1
        joins = at and "".join(self._text[at:]) in ("-", "- ")
        if not joins:
            self._text[at:] = " " * (len(self._text) - at)

    def _safe(self, character: str) -> str:
        """The character, or what replaces it: nothing for what has no sound, a space for what separates."""
        if character.isascii() and character.isprintable():
            return _BRACKETS.get(character, character)
        category = unicodedata.category(character)
        if unicodedata.name(character, "").startswith(self._scripts):
            return character
        if category[0] == "L":
            raise SpeechFailed(
                f"the voice cannot read {character!r} ({unicodedata.name(character, 'a letter without a name')})",
                hint="give the word a reading in the lexicon, or a voice that speaks its language",
            )
        if category == "Nd":
            return str(unicodedata.decimal(character))
        if category in _SILENT:
            return ""
        if category in _SEPARATING and character not in _SPOKEN_SYMBOLS:
            return " "
        return character

    def _sign(self, sign: str, origin: int) -> None:
        """One character of plain text, unless it would make a trap of what stands before it."""
        before = self._text[-_MOST_REPEATS:]
        if sign == " " and before[-1:] == [" "]:
            return
        if not sign.isalnum() and before == [sign] * _MOST_REPEATS:
            return
        after_phonemes = self._pieces and self._pieces[-1][1] == len(self._text) and sign not in _TOUCHING
        if after_phonemes and sign == "-":  # the word behind it would have no event of its own
            sign = " "
        if sign != " " and (after_phonemes or self._run == _LONGEST_RUN or [*before, sign][-3:] == _SWITCH):
            self._append(" ", origin)
        self._append(sign, origin)

    def _append(self, character: str, origin: int) -> None:
        self._text.append(character)
        self._origins.append(origin)
        self._run = 0 if character == " " else self._run + 1
