"""Plain text as our inline markup: stage directions, interjections, pauses and sounds, and all else escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from stimmwerk.errors import ScriptError, Where
from stimmwerk.importers.basics import has_words
from stimmwerk.importers.names import announces, is_cjk, is_name, take_apart, tidy_label
from stimmwerk.importers.vocabulary import REACTIONS, STAGE, STAGE_CJK
from stimmwerk.script.commands import parse_command
from stimmwerk.script.escaping import escape, escape_inline

#: The longest text in brackets that can be a direction, in characters.
_LONGEST = 1000

# Nothing is tried twice: a group ends before the next bracket of its kind, or is none.
_GROUP = re.compile(
    rf"\\?\[((?:[^\[\]\\]|\\(?![\[\]])){{1,{_LONGEST}}})\\?\]"
    rf"|\(((?:[^()]){{1,{_LONGEST}}})\)"
    rf"|（([^（）]{{1,{_LONGEST}}})）"
    r"|【([^【】]{1,200})】"
    r"|(?<![\w*])\*([^*\s][^*]{0,60})\*(?![\w*])"
    r"|(?<![\w<])<([A-Za-z][\w ]{2,30})>"
    r"|(♪[^♪]{0,400}♪|[♪♫🎵🎶]+)"
    r"|(#\d{1,3}:\d{2}(?::\d{2})?(?:[-.,]\d{1,3})?#)"
)
_OPENS = re.compile(r"[\[(（【*<♪♫🎵🎶]|#(?=\d)")
_TIME = re.compile(r"\W{0,3}(?:\d{1,3}:)?\d{1,2}:\d{2}(?:[.,]\d{1,3})?\W{0,3}\Z")
#: What was called out and from where: ``Sehr gut! bei der ABC``.
_CALLED = re.compile(r"[^:]{1,80}[!?.]\s+(?:bei|von|vom|in der|im|rechts|links|auf)\b[^:!?]{0,80}\Z")
_DASHES = re.compile(r"\s[–—-]\s")
_WORD = re.compile(r"[^\W\d_]+")
_FEW_WORDS = 4
_LONGEST_NUMBER = 4
_SOME_WORDS = 12
_CLOSES_UP = tuple(",.;:!?…)]，。！？；：、）”」』")


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A paragraph as markup.

    markup: empty where nothing is left; words: whether there is something to speak; labels: of interjections;
    left: words that were taken out, each with its place in the text and the reason; doubtful: brackets that are spoken
    and may be directions; tail: directions behind the last interjection or pause, for whoever speaks next; cut: nothing
    is said behind it.
    """

    markup: str
    words: bool
    labels: tuple[str, ...] = ()
    left: tuple[tuple[int, str, str], ...] = ()
    doubtful: tuple[str, ...] = ()
    tail: str = ""
    cut: bool = False


def is_stage(text: str) -> bool:
    """Whether there is a word of stage directions among the words."""
    if any(word.casefold() in STAGE for word in _WORD.findall(text)):
        return True
    return is_cjk(text) and len(text) <= 12 and any(word in text for word in STAGE_CJK)


def is_direction(text: str) -> bool:
    """Whether a whole paragraph is one stage direction: ``[Applaus]``, ``(笑)``, ``♪ ... ♪``."""
    found = _GROUP.fullmatch(text.strip(" \t*_.").strip())
    return found is not None and _Judge(found, whole=True).is_direction()


def mark(text: str, *, speaking: bool, spoken: bool, cues: Iterable[str]) -> Marked:
    """A paragraph of plain text as markup for the script.

    speaking: it belongs to a turn; spoken: the turn has had words before: only then can others come between.
    cues: the names of the show's sounds.
    """
    if not _OPENS.search(text):
        return Marked(markup=escape(text), words=has_words(text))
    return _Marker(tuple(cues), speaking=speaking, spoken=spoken).mark(text)


def _groups(text: str) -> Iterator[re.Match[str]]:
    """Everything in brackets or between stars or notes, from left to right; an expression that looks for the next by
    itself tries each of its forms at each letter.
    """
    at = 0
    while opening := _OPENS.search(text, at):
        begin = opening.start()
        escaped = text[begin] == "[" and begin > at and text[begin - 1] == "\\"
        found = _GROUP.match(text, begin - 1 if escaped else begin)
        if found is not None:
            yield found
        at = found.end() if found is not None else begin + 1


#: What is heard: ``Musik``, ``Atmo Wasser``; how a picture ends: ``CUT TO:``; who comes and goes: ``Exit TOM``.
_SOUND = re.compile(
    r"(?:musik|atmo|atmosphäre|geräusche?|jingle|trenner|music|sfx|musique|música)(?:[\s:,–-]+[^.!?:]{1,60})?\Z"
    r"|(?:(?:smash |match )?cut|fade|dissolve)\s(?:to(?:\sblack)?|in|out)[.:]?\Z"
    r"|(?:re-?)?enter\s(?-i:[A-Z])[^.!?:]{1,60}\.?\Z|(?:exit|exeunt)(?:\s[^.!?:]{1,60})?\.?\Z"
    r"|(?-i:[A-ZÄÖÜ])[\w]{1,20}(?:\sund\s(?-i:[A-ZÄÖÜ])\w{1,20})?\s(?:ab|(?:tritt|treten)\sauf)\.?\Z",
    re.IGNORECASE,
)
_WORDS_OF_SOUND = 7
#: ``INT. KITCHEN - NIGHT``, the heading of a scene in a film.
_SLUGLINE = re.compile(r"(?:INT|EXT|INNEN|AUSSEN|I/E|INT\.?/EXT)[./ ]\s?[^a-zäöü]{2,70}\Z")
_TRANSITION = re.compile(r"(?:(?:SMASH |MATCH |JUMP )?CUT|FADE|DISSOLVE)\s(?:TO(?:\sBLACK)?|IN|OUT)[.:]?\Z")


def is_sound(text: str) -> bool:
    """Whether a paragraph, in no brackets, says what is heard or seen between turns of a script."""
    return len(text) < 80 and len(text.split()) <= _WORDS_OF_SOUND and _SOUND.match(text) is not None


def is_slugline(text: str) -> bool:
    """Whether a line is the heading of a scene in a film."""
    return text[:1] in "IEA" and _SLUGLINE.match(text) is not None


def is_transition(text: str) -> bool:
    """Whether a line says how one picture becomes the next: ``CUT TO:``."""
    return len(text) < 24 and _TRANSITION.match(text) is not None


def manner_of(text: str) -> str:
    """How somebody speaks, where a paragraph is nothing but a few small words in brackets; empty for any other.

    ``(sitting down)`` below a name is no speech; elsewhere, such words may be.
    """
    content = text[1:-1].strip() if text[:1] == "(" and text[-1:] == ")" else ""
    small = content[:1].islower() and content[-1] not in ".!?…:," and "(" not in content
    return content if small and len(content.split()) <= _FEW_WORDS + 2 else ""


class _Judge:
    """What stands in one pair of brackets."""

    def __init__(self, found: re.Match[str], *, whole: bool) -> None:
        square, round_, full, lens, star, angle, music, clock = found.groups()
        self.content = next(group for group in found.groups() if group is not None).strip()
        self._square = square is not None or lens is not None
        self._round = round_ is not None or full is not None
        self._tagged = star is not None or angle is not None
        self._music = music is not None
        #: #00:00:05-3#, as those who transcribe interviews for research write it behind each turn.
        self._clock = clock is not None
        self._whole = whole

    @property
    def is_time(self) -> bool:
        """Whether it is a time of day or of the recording."""
        return self._clock or ((self._square or self._round) and _TIME.match(self.content) is not None)

    @property
    def is_page(self) -> bool:
        """Whether it is a number alone in square brackets: of a page, or of a footnote."""
        return self._square and self.content.isdecimal() and len(self.content) <= _LONGEST_NUMBER

    @property
    def is_bracket(self) -> bool:
        """Whether others may speak in it."""
        return self._square or self._round

    @property
    def may_be_direction(self) -> bool:
        """Whether it stands in square brackets, or is a whole paragraph, and so may be no speech."""
        return self._square or (self._round and self._whole)

    def is_direction(self) -> bool:
        """Whether it says what happens and not what is said."""
        if self._music:
            return True
        words = _WORD.findall(self.content)
        if self._square and self._whole:
            return has_words(self.content)
        if self._whole and len(words) > 1 and self.content.isupper():
            # (BEGIN VIDEO CLIP): nobody shouts whole sentences in brackets.
            return True
        if self._whole and self._round and any(map(_CALLED.match, _DASHES.split(self.content))):
            return True
        if not is_stage(self.content):
            return False
        if self._tagged:
            return len(words) <= _FEW_WORDS
        if self._whole or self._square:
            return self._whole or len(words) <= _SOME_WORDS
        first = words[0].casefold() if words else ""
        reacts = first in REACTIONS and self.content[0].isupper() and len(words) <= _SOME_WORDS
        return reacts or len(words) <= _FEW_WORDS or (first in STAGE and not self.content.endswith((".", "!")))

    def interjection(self) -> tuple[str, str] | None:
        """(label, what is said), where somebody speaks up in it."""
        label, colon, said = self.content.replace("：", ":", 1).partition(":")
        label, said = tidy_label(label), said.strip()
        clock = label[-1:].isdigit() and said[:1].isdigit()
        fits = colon and not clock and is_name(label) and not announces(label) and not is_stage(label)
        # (Erste Lesung: 12. Sitzung) is a note.
        fits = fits and not (said[:1].isdigit() and not take_apart(label).titles)
        return (label, said) if fits and any(c.isalnum() for c in said) and not said.startswith("//") else None


class _Marker:
    def __init__(self, cues: tuple[str, ...], *, speaking: bool, spoken: bool) -> None:
        self._cues = cues
        self._speaking = speaking
        self._spoken = spoken
        self._words = False
        self._begun = False
        #: How many pieces there were up to an interjection behind which nothing was said yet.
        self._cut: int | None = None
        self._comes_between = False
        self._out: list[str] = []
        self._labels: list[str] = []
        self._left: list[tuple[int, str, str]] = []
        self._doubtful: list[str] = []

    def mark(self, text: str) -> Marked:
        """See ``mark``."""
        at = looked = 0
        spoken = self._spoken
        core = text.strip()
        for found in _groups(text):
            judge = _Judge(found, whole=found.group() == core)
            # Each stretch is looked at once: brackets that are text stay in front of those that follow.
            spoken = spoken or any(map(str.isalnum, text[looked : found.start()]))
            looked = found.start()
            taken = self._take(judge, found.start(), spoken=spoken)
            if taken is None:
                continue
            self._plain(text[at : found.start()])
            at = looked = found.end()
            self._put(taken, text[at : at + 1])
            if self._comes_between:
                self._cut, self._comes_between = len(self._out), False
        self._plain(text[at:])
        stop = len(self._out) if self._cut is None else self._cut
        return Marked(
            markup="".join(self._out[:stop]).strip(),
            tail="".join(self._out[stop:]).strip(),
            cut=self._cut is not None,
            words=self._words,
            labels=tuple(self._labels),
            left=tuple(self._left),
            doubtful=tuple(self._doubtful),
        )

    def _take(self, judge: _Judge, at: int, *, spoken: bool) -> str | None:
        """The markup for what stands in brackets, empty for nothing, None where it is text.

        spoken: the turn has had words before it.
        """
        if judge.is_time:
            self._left.append((at, judge.content, "a time"))
            return ""
        if judge.is_page:
            self._left.append((at, judge.content, "a page number"))
            return ""
        interjection = judge.interjection() if self._speaking and spoken and judge.is_bracket else None
        if interjection is not None:
            label, said = interjection
            self._labels.append(label)
            self._comes_between = True
            inside = escape_inline(said, brackets=True)
            return f"({escape_inline(label, brackets=True)}: {inside})"
        if judge.is_direction():
            # Before its first word a turn has no pause: directions that stand before it would change places with it.
            self._comes_between = spoken and is_command(judge.content, self._cues)
            return direction(judge.content, self._cues, command=spoken)
        if judge.may_be_direction and any(c.isalpha() for c in judge.content):
            self._doubtful.append(judge.content)
        return None

    def _put(self, markup: str, after: str) -> None:
        """Adds markup, apart from what stands around it."""
        if not markup:
            return
        if self._out and not self._out[-1].endswith(" "):
            self._out.append(" ")
        self._out.append(markup)
        self._begun = True
        if after and not after.isspace() and not after.startswith(_CLOSES_UP):
            # Brackets behind brackets would be a link, and braces attributes.
            self._out.append(" ")

    def _plain(self, text: str) -> None:
        if not text:
            return
        if has_words(text):
            self._spoken = self._words = True
            self._cut = None
        if not text.strip():
            self._out.append(" ")
            return
        markup = escape_inline(text) if self._begun else escape(text)
        self._begun = True
        before = " " if text[0].isspace() else ""
        self._out.append(f"{before}{markup}{' ' if text[-1].isspace() else ''}")


def is_command(content: str, cues: Iterable[str]) -> bool:
    """Whether the words ask for a pause or a sound of the show."""
    try:
        return parse_command(" ".join(content.split()), cues, Where("")) is not None
    except ScriptError:
        return False


def direction(content: str, cues: Iterable[str], *, command: bool = False) -> str:
    """Words as a direction in square brackets; command: as a pause or a sound of the show where they say just that."""
    inside = " ".join(content.split())
    try:
        asked = parse_command(inside, cues, Where("")) is not None
    except ScriptError:
        inside, asked = f"– {inside}", False
    if asked and not command:
        inside, asked = f"– {inside}", False
    if not asked:
        inside = re.sub(r"([\\\[\]]|<(?=!--))", r"\\\1", inside)
    return f"[{inside}]"
