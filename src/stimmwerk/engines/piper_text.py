"""What Piper is given to read, and which of the phonemes that it makes of that belong to which word."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from stimmwerk.engines.espeak_text import scripts_of, written
from stimmwerk.engines.piper_ipa import words_in_signs
from stimmwerk.engines.piper_voices import PiperVoiceFiles
from stimmwerk.engines.words import tokens
from stimmwerk.speech import Say

# Piper loses what stands right behind `]]`; inside, a sign of punctuation is a phoneme like any other.
_BEHIND = re.compile(r"\]\]([.,;:!?]+)")
_SIGNS_OF_BREAKS = frozenset(" .,;:!?ˈˌ")
_SENTENCE_ENDS = ".!?"


@dataclass(frozen=True, slots=True, kw_only=True)
class PiperText:
    """text: as Piper gets it; pieces: (character of the request, text) of each run of it without white space."""

    text: str
    pieces: tuple[tuple[int, str], ...]


def piper_text(say: Iterable[Say], voice: PiperVoiceFiles) -> PiperText:
    """A request's stretches as one text, their IPA in ``[[...]]``.

    Raises SpeechFailed for sounds and letters that the voice cannot say, and where nothing that can be spoken remains.
    """

    def words_of(part: Say) -> tuple[str, ...]:
        return words_in_signs(part.ipa, voice.language, voice.signs, part.text) if part.ipa is not None else ()

    plain = (replace(part, emphasis=0) for part in say)
    safe = written(plain, words_of, scripts_of(voice.espeak))
    pieces = [(safe.origins[found.start()], _tidy(found.group())) for found in re.finditer(r"\S+", safe.text)]
    # Between two of them Piper would write a space for each.
    return PiperText(text=_tidy(safe.text).replace("]] [[", " "), pieces=tuple(pieces))


def _tidy(text: str) -> str:
    return _BEHIND.sub(_within, text)


def _within(found: re.Match[str]) -> str:
    """One sign for all that end a sentence or a clause; ``?!`` is a question."""
    signs = found[1]
    ends = [sign for sign in signs if sign in _SENTENCE_ENDS]
    return ("?" if "?" in ends else (ends or signs)[0]) + "]]"


def word_starts(
    original: str, text: PiperText, phonemes: Sequence[str], phonemes_of: Callable[[str], Sequence[str]]
) -> tuple[tuple[int, int], ...]:
    """(character of the request, index in ``phonemes``) of each of its tokens, as far as it is found.

    phonemes: of the whole, in order; phonemes_of: those of a piece by itself, which are nearly the same: in a sentence
    a word may lose its stress, and two may become one.
    """
    alone: list[str] = []
    starts: list[tuple[int, int]] = []
    for start, pieces in _pieces_of_tokens(original, text):
        sounds = [sign for piece in pieces for sign in phonemes_of(piece) if sign not in _SIGNS_OF_BREAKS]
        if sounds:
            starts.append((start, len(alone)))
        alone.extend(sounds)
    sounding = [index for index, sign in enumerate(phonemes) if sign not in _SIGNS_OF_BREAKS]
    heard = [phonemes[index] for index in sounding]
    matched: dict[int, int] = {}
    for block in SequenceMatcher(None, alone, heard, autojunk=False).get_matching_blocks():
        matched |= {block.a + step: block.b + step for step in range(block.size)}
    return tuple((start, _with_stress(phonemes, sounding[matched[at]])) for start, at in starts if at in matched)


def _pieces_of_tokens(original: str, text: PiperText) -> list[tuple[int, list[str]]]:
    """The beginning of each token, and the pieces that begin inside it."""
    return [
        (start, [piece for origin, piece in text.pieces if start <= origin < stop]) for start, stop in tokens(original)
    ]


def _with_stress(phonemes: Sequence[str], index: int) -> int:
    while index and phonemes[index - 1] in "ˈˌ":
        index -= 1
    return index
