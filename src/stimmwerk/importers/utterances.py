"""From timed pieces of speech, as cues and services of transcription have them, to turns in paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from stimmwerk.importers.base import Caution, Heading, Piece, Said
from stimmwerk.importers.stage import is_direction
from stimmwerk.script.characters import squeeze
from stimmwerk.units import counted

#: Who speaks where a source says that it is somebody else, but not who.
UNKNOWN = "Unknown"

#: A silence of so many seconds ends a paragraph, if a sentence ends there.
LONG_GAP = 2.0
#: From so many characters on a paragraph ends with its next sentence, and from so many with its next cue.
_FULL = 700
_OVERFULL = 3000
#: A text with fewer ends of sentences to a word has no punctuation worth heeding.
_PUNCTUATED = 1 / 60

_CJK = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uff60]")
_CLOSING = "\"'”’»«)]）」』♪ "
_FINAL = (".", "!", "?", "…", "。", "！", "？", "♪")
_BARE = re.compile(r"[A-Za-z]|\d{1,4}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """A piece of speech, a word or many.

    speaker: None where the source does not say, which means the same as before; text: plain, one line; line: in the
    source, from 1; start, stop: in seconds, None where unknown; changes: somebody else speaks, nobody says who;
    opens: the source begins a paragraph here.
    """

    speaker: str | None
    text: str
    line: int
    start: float | None = None
    stop: float | None = None
    changes: bool = False
    opens: bool = False


def ends_sentence(text: str) -> bool:
    """Whether a sentence ends with the text."""
    return text.rstrip(_CLOSING).endswith(_FINAL) or text.endswith(("♪", "]", ")", "）"))


def label_of(speaker: str) -> str:
    """A speaker's label: a bare number or letter, as services give them, becomes ``Speaker 1``."""
    label = " ".join(speaker.split()).rstrip(":：").rstrip()
    return f"Speaker {label}" if _BARE.fullmatch(label) else label


def given_labels(utterances: Iterable[Utterance]) -> tuple[str, ...]:
    """The labels that are ours and not the source's."""
    bare = {
        label_of(utterance.speaker): None
        for utterance in utterances
        if utterance.speaker
        and label_of(utterance.speaker) != " ".join(utterance.speaker.split()).rstrip(":：").rstrip()
    }
    return (*bare, UNKNOWN) if any(utterance.changes for utterance in utterances) else tuple(bare)


def to_pieces(
    utterances: Sequence[Utterance], headings: Sequence[tuple[int, Heading]] = ()
) -> tuple[tuple[Piece, ...], tuple[Caution, ...]]:
    """Paragraphs by speaker, with headings between them.

    headings: (index of the utterance before which it stands, heading), rising.  A caution says where somebody speaks
    whom nobody names.
    """
    teller = _Teller(utterances)
    waiting = list(headings)
    for index, utterance in enumerate(utterances):
        while waiting and waiting[0][0] <= index:
            teller.heading(waiting.pop(0)[1])
        teller.say(utterance)
    for _, heading in waiting:
        teller.heading(heading)
    return teller.pieces(), teller.cautions()


class _Teller:
    def __init__(self, utterances: Sequence[Utterance]) -> None:
        self._named = any(utterance.speaker for utterance in utterances)
        words = sum(len(utterance.text.split()) for utterance in utterances)
        ends = sum(ends_sentence(utterance.text) for utterance in utterances)
        inner = sum(utterance.text.count(". ") + utterance.text.count("? ") for utterance in utterances)
        self._punctuated = ends + inner >= words * _PUNCTUATED
        self._pieces: list[Piece] = []
        self._texts: list[str] = []
        self._length = 0
        self._line = 0
        self._label: str | None = None
        self._stop: float | None = None
        self._unknown: list[int] = []

    def pieces(self) -> tuple[Piece, ...]:
        """All that was told."""
        self._close()
        return tuple(self._pieces)

    def cautions(self) -> tuple[Caution, ...]:
        """Where nobody knows who speaks; the first such place stands for all."""
        if not self._unknown:
            return ()
        message = (
            f"somebody else speaks here{_more(len(self._unknown) - 1)}, and nobody says who; "
            f'`--speaker "{UNKNOWN}=NAME"` names them all'
        )
        return (Caution(line=self._unknown[0], code="speaker-unknown", message=message),)

    def heading(self, heading: Heading) -> None:
        """A chapter begins."""
        self._close()
        self._pieces.append(heading)

    def say(self, utterance: Utterance) -> None:
        """A piece of speech; it goes on with the paragraph before where nothing speaks against it."""
        text = squeeze(utterance.text)
        label = self._label_for(utterance)
        if not text:
            # A name on a line of its own.
            if label != self._label:
                self._close()
            self._label = label
            return
        if label != self._label or utterance.changes or self._ends_paragraph(utterance):
            self._close()
        if not self._texts:
            self._line = utterance.line
        self._label = label
        self._texts.append(text)
        self._length += len(text)
        self._stop = utterance.stop if utterance.stop is not None else utterance.start

    def _label_for(self, utterance: Utterance) -> str | None:
        if utterance.speaker:
            return label_of(utterance.speaker)
        if utterance.changes and self._named and not is_direction(utterance.text):
            self._unknown.append(utterance.line)
            return UNKNOWN
        return self._label

    def _ends_paragraph(self, utterance: Utterance) -> bool:
        if not self._texts:
            return False
        finished = ends_sentence(self._texts[-1]) or not self._punctuated
        silence = utterance.start is not None and self._stop is not None and utterance.start - self._stop >= LONG_GAP
        return (finished and (silence or utterance.opens or self._length >= _FULL)) or self._length >= _OVERFULL

    def _close(self) -> None:
        """Ends the paragraph that is open."""
        if not self._texts:
            return
        self._pieces.append(Said(label=self._label, text=_joined(self._texts), line=self._line))
        self._texts, self._length = [], 0


def _joined(texts: Sequence[str]) -> str:
    """Pieces of speech with a space between them, but none between Chinese or Japanese characters."""
    return "".join(_with_spaces(texts))


def _with_spaces(texts: Sequence[str]) -> Iterator[str]:
    last = ""
    for text in texts:
        if last:
            yield "" if _CJK.match(last) and _CJK.match(text[0]) else " "
        yield text
        last = text[-1]


def _more(count: int) -> str:
    return f" and {counted(count, 'more time')}" if count else ""
