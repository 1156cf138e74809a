"""What each line could open: every form in which people write who speaks, line by line, not yet judged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from stimmwerk.importers.basics import has_words
from stimmwerk.importers.names import LONGEST_LABEL, announces, is_cjk, is_name, is_role, split_asides, tidy_label
from stimmwerk.importers.source import Line
from stimmwerk.importers.stage import is_slugline, is_stage, is_transition
from stimmwerk.importers.times import is_time, lead_time, mask_times, times_in
from stimmwerk.importers.vocabulary import NO_FIRST_WORD, ROLES, TITLES, WRITERS
from stimmwerk.script.model import fold_label

#: colon: ``Name: text``.  time: ``Name 00:12`` or ``[00:12] Name``.  bracket: ``[Name] text``.  letter: ``Q. text``.
#: dotdash: ``NAME.- text``.  dot: ``M. le président. Text``.  gap: ``Q    text``.  inline: ``**Name** text``.
#: dash: ``Name – text``.  pipe: ``Name | text``.  stop: ``Name. Text``, as books print plays.
#: alone: a line with nothing but the name.  heading: a heading with nothing but the name.
#: chevron: ``>> text``, of somebody without a name.
Form = Literal[
    "colon", "time", "bracket", "letter", "dotdash", "dot", "gap", "inline", "dash", "pipe", "stop", "alone", "heading",
    "chevron",
]  # fmt: skip

_HEAD = LONGEST_LABEL + 60
_MAY_BE_TIME = re.compile(r"[*_`]{0,2}[\[(（<{]?\s{0,2}\d")
_MAY_HOLD_TIME = re.compile(r"[:：]|\d\.\d")
_COLON = re.compile("[:：]")
_LEAD_DASH = re.compile(r"[–—−-]{1,2}\s*")
_CHEVRON = re.compile(r">{2,3}\s*")
_BRACKET = re.compile(r"(?:\[([^\[\]:]{1,60})\]|【([^【】]{1,40})】|<([A-Z][^<>:]{0,40})>)\s*[:：]?\s*(.*)\Z")
_ROUND = re.compile(r"\(([A-Z][^():]{1,40})\)\s*[:：]?\s+(\S.*)\Z")
_SENTENCE_END = re.compile(r"[.!?](?:\s|\Z)")
_MOST_WORDS_HOW = 14
_SAYS = re.compile(r"\s(?:said|wrote|says|hat gesagt|hast gesagt|schrieb|a dit|as dit|dijo|dijiste)\Z", re.IGNORECASE)
_MOST_WORDS_SAID = 5
_LETTER = re.compile(r"([QAPRFIBD])(\d{0,3})(?:[.)]\s*[-–—]{0,2}\s*|\s?[-–—]{1,2}\s*)(\S.*)\Z")
_DOTDASH = re.compile(r"[.:]\s?[-–—]{1,2}\s*")
#: Apart from both sides, or a long one at a name: ``Anna— Text``.
_DASH = re.compile(r"\s[-–—]{1,2}\s|(?<=[\w.)])—\s?(?=[^\W\d_a-zäöüß]|[\"“„«¿¡])")
_PIPE = re.compile(r"\s?\|\s?")
_OFFICE = re.compile(r"\s(?:--|—)\s")
_DOT = re.compile(r"(?<=[\w)\]])\.\s+(?=\S)")
_STOP = re.compile(r"([^\W\d_][\w’' -]{1,40}(?:\s[(\[][^()\[\]]{1,80}[)\]])?)\.\s+(?=[^\W\d_a-zäöüß]|[(\[\"“„«¿¡—–…])")
_MOST_WORDS_STOPPED = 3
_FRENCH = ("m.", "mm.", "mme", "mlle", "mme.", "mlle.", "mr.", "le", "la", "un", "une", "el", "los", "las")
_EDGES = " ,;\t\u00a0\0|"
_SHORT_ROLES = frozenset(("vors.", "ausschussvors.", "stv. vors.", "präs.", "moder.", "berichterst."))
_LONGEST_ALONE = 90
_LONGEST_TIMED = 100
_LONGEST_SHORT = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What a line may open, the same for every line that opens in the same way.

    label: empty where it has none; folded: as labels are compared; at: where on the line begins what is said; said:
    whether anything is; lower: whether it begins with a small letter; strong: the label is emphasised; times: as
    written, not to be spoken; named: the label looks like a name or a part in a conversation; lines: over how many
    lines the label is wrapped, of which ``at`` counts for the last.
    """

    form: Form
    label: str
    folded: str
    at: int
    said: bool
    lower: bool = False
    strong: bool = False
    times: tuple[str, ...] = ()
    named: bool = True
    lines: int = 1


def candidates_of(line: Line, *, timed: bool) -> tuple[Candidate, ...]:
    """Everything that a line may open, the surest first.  timed: times at the beginning of lines are no speech."""
    if line.kind == "heading":
        return tuple(_heading(line))
    if line.kind != "text" or not line.spoken:
        return ()
    return tuple(_Reader(line, timed=timed).candidates())


def wrapped_candidate(line: Line, following: Line, *, timed: bool) -> Candidate | None:
    """The label that begins on one line and ends on the next; None for none."""
    text = line.text.strip(_EDGES)
    if (
        len(text) > _HEAD - 60
        or not text
        or text[-1] in ".!?…:;。！？："
        or following.bullet
        or following.kind != "text"
    ):
        return None
    found = next((c for c in candidates_of(following, timed=timed) if c.form == "colon"), None)
    if found is None or found.times or not text[0].isupper():
        return None
    label = tidy_label(f"{text} {found.label}")
    strong = line.whole and found.strong
    titled = any(word.casefold().strip(".,") in TITLES or word.casefold() in ROLES for word in label.split())
    short = _is_label(text) and not strong and len(text) < _LONGEST_SHORT
    if not (strong or titled) or not _is_label(label) or short:
        return None
    return replace(found, label=label, folded=fold_label(label), strong=strong, named=True, lines=2)


def without_times(line: Line, *, timed: bool) -> tuple[str, tuple[str, ...]]:
    """The text of a line behind the time at its beginning, and that time."""
    at = lead_time(line.text, bare=timed)
    return (line.text[at:].lstrip(), tuple(times_in(line.text[:at]))) if at else (line.text, ())


def _heading(line: Line) -> Iterator[Candidate]:
    masked = mask_times(line.text[:_HEAD], bare=True)
    label = tidy_label(masked.replace("\0", " ").strip(_EDGES + ":：-–—[]()"))
    if len(line.text) <= _LONGEST_TIMED and label and is_name(label) and not announces(label):
        yield Candidate(
            form="heading",
            label=label,
            folded=fold_label(label),
            at=len(line.text),
            said=False,
            times=tuple(times_in(line.text)),
        )


class _Reader:
    def __init__(self, line: Line, *, timed: bool) -> None:
        self._line = line
        text, at = line.text, 0
        self._times: tuple[str, ...] = ()
        if (dash := _LEAD_DASH.match(text)) and dash.end() < len(text):
            at = dash.end()
        if stop := lead_time(text[at : at + 60], bare=timed or self._names_follow(text, at)):
            self._times = tuple(times_in(text[at : at + stop]))
            at += stop
            if dash := _LEAD_DASH.match(text, at):
                at = dash.end()
        self._chevron = False
        if chevron := _CHEVRON.match(text, at):
            at, self._chevron = chevron.end(), True
        self._at = at
        self._text = text[at:]
        head = self._text[:_HEAD]
        self._masked = mask_times(head, bare=True) if _MAY_HOLD_TIME.search(head) else head

    def _names_follow(self, text: str, at: int) -> bool:
        """Whether a time is followed by nothing but a name: then it is one of the recording."""
        stop = lead_time(text[at : at + 40], bare=True)
        rest = text[at + stop :].strip(" -–—:")
        return bool(stop) and len(rest) <= _LONGEST_ALONE and _is_label(rest)

    def candidates(self) -> Iterator[Candidate]:
        """See ``candidates_of``."""
        if not self._text or is_slugline(self._text) or is_transition(self._text):
            return
        colon = self._colon()
        if colon is not None:
            yield colon
            if colon.named and colon.said and colon.form == "colon":
                return
        for form in (self._bracket, self._time, self._letter, self._dotdash, self._dot, self._gap):
            if found := form():
                yield found
        for form in (self._inline, self._dash, self._pipe, self._stop, self._alone):
            if found := form():
                yield found
        if self._chevron:
            yield self._candidate("chevron", "", self._text, times=self._times, strong=False, named=True)

    def _make(self, form: Form, raw: str, text: str, *, stop: int, times: tuple[str, ...] = ()) -> Candidate | None:
        label = tidy_label(raw.replace("\0", " ").strip(_EDGES))
        label = label.strip("*_").strip(_EDGES + "-–—") if label.strip("*_") else ""
        if not label or len(label) > LONGEST_LABEL or "://" in label or not any(c.isalnum() for c in label):
            return None
        text = text.strip()
        if not times and "\0" in raw:
            times = tuple(times_in(self._text[: len(raw)]))
        times = (*self._times, *times)
        if _MAY_BE_TIME.match(text) and (at := lead_time(text[:60], bare=is_time(text[:60]))):
            times = (*times, *times_in(text[:at]))
            text = text[at:].strip()
        named = _is_label(label) or (form == "colon" and label.casefold() in WRITERS)
        return self._candidate(form, label, text, times=times, strong=self._is_strong(stop), named=named)

    def _candidate(
        self, form: Form, label: str, text: str, *, times: tuple[str, ...], strong: bool, named: bool
    ) -> Candidate:
        """text: what is said, the end of the line."""
        return Candidate(
            form=form,
            label=label,
            folded=fold_label(label),
            at=len(self._line.text) - len(text),
            said=bool(text),
            lower=text[:1].islower(),
            strong=strong,
            times=times,
            named=named,
        )

    def _is_strong(self, stop: int) -> bool:
        """Whether the text up to there is emphasised, or the most of it."""
        return any(begin <= self._at + 1 and end - self._at >= stop / 2 for begin, end in self._line.strong[:3])

    def _colon(self) -> Candidate | None:
        found = _COLON.search(self._masked)
        if found is None:
            return None
        at = found.start()
        after = self._text[at + 1 : at + 3]
        if after.startswith("//") or (at and self._text[at - 1].isdigit() and after[:1].isdigit()):
            return None
        raw = self._masked[:at]
        made = self._make("colon", raw, self._text[at + 1 :].lstrip(":： "), stop=at)
        if made is not None and not made.named and not made.said and (says := _SAYS.search(made.label)):
            # ChatGPT said: and below it, what.
            return replace(made, named=says.start() > 0 and len(made.label.split()) <= _MOST_WORDS_SAID)
        return made

    def _bracket(self) -> Candidate | None:
        found = _BRACKET.match(self._text) if self._text[0] in "[【<" else None
        if found:
            label = found.group(1) or found.group(2) or found.group(3)
            text = found.group(4)
        elif self._text[0] == "(" and (found := _ROUND.match(self._text)):
            label, text = found.groups()
        else:
            return None
        if not _is_label(label) or is_stage(label):
            return None
        return self._make("bracket", label, text, stop=found.end(0) - len(text))

    def _time(self) -> Candidate | None:
        masked = self._masked
        if self._times and len(self._text) <= _LONGEST_ALONE:
            label = self._text.strip(_EDGES + ":-–—*_")
            if _is_label(label) and not _ends_sentence(label):
                return self._make("time", label, "", stop=len(self._text))
        at = masked.find("\0")
        if not 1 < at <= _LONGEST_TIMED:
            return None
        stop = at
        while stop < len(masked) and masked[stop] == "\0":
            stop += 1
        label = masked[:at].strip(_EDGES + "([-–—•·@")
        if not _is_label(label):
            return None
        rest = self._text[stop:].lstrip(" )]:：-–—")
        bracketed = self._text[at] in "[(（<"
        if rest and not bracketed and not self._is_strong(at):
            return None
        return self._make("time", label, rest, stop=at, times=tuple(times_in(self._text[at:stop])))

    def _letter(self) -> Candidate | None:
        found = _LETTER.match(self._text)
        if not found:
            return None
        letter, number, text = found.groups()
        if not number and letter in "QA" and not text.endswith((".", "!", "?")) and text.istitle():
            # Q - Carl Stone, and below it what he asks.
            named = self._make("alone", text, "", stop=len(self._text), times=(letter,)) if _is_label(text) else None
            if named is not None and " " in text:
                return named
        return self._make("letter", letter, text, stop=len(letter) + len(number))

    def _dotdash(self) -> Candidate | None:
        found = _DOTDASH.search(self._masked[:LONGEST_LABEL])
        if not found or not found.start() or not self._text[found.end() :].strip():
            return None
        label = self._masked[: found.start()]
        made = self._make("dotdash", label, self._text[found.end() :], stop=found.start())
        if made is not None and not made.named and _speaks_for(label):
            return replace(made, named=True)
        return made if made is not None and made.named else None

    def _dot(self) -> Candidate | None:
        word = self._text.split(maxsplit=1)[0]
        first = word.casefold()
        strong = self._line.strong and self._line.strong[0][0] <= self._at
        shouts = word.strip(".").isupper()
        titled = first.strip(".") in TITLES or first.strip(".") in ROLES or first == "the"
        if first not in _FRENCH and not titled and not shouts and not strong:
            return None
        for number, found in enumerate(_DOT.finditer(self._text, 0, LONGEST_LABEL)):
            label = self._text[: found.start()]
            words = label.split()
            if number > 3:
                break
            if words[-1].casefold() in TITLES and len(words[-1]) <= 4 and words[-1].casefold() != "président":
                continue
            name = split_asides(label)[0]
            fits = " " in name or name.isupper() or (strong and self._is_strong(found.start()))
            if fits and len(label) > 1 and _is_label(label):
                return self._make("dot", label, self._text[found.end() :], stop=found.start())
        return None

    def _gap(self) -> Candidate | None:
        gap = self._line.look.gap - self._at
        if gap <= 0 or not has_words(self._text[gap:]):
            return None
        label = self._text[: gap - 1].strip(_EDGES + ".")
        letters = [c for c in label if c.isalpha()]
        shouts = bool(letters) and all(c.isupper() for c in letters)
        if not letters or not (shouts or is_role(label)) or not _is_label(label):
            return None
        return self._make("gap", label, self._text[gap:], stop=gap)

    def _inline(self) -> Candidate | None:
        for begin, end in self._line.strong[:2]:
            if begin <= self._at < end:
                label = self._text[: end - self._at].strip(_EDGES + ".:")
                rest = self._text[end - self._at :]
                if rest.strip() and _is_label(label) and not is_stage(label):
                    return self._make("inline", label, rest, stop=end - self._at)
        return None

    def _dash(self) -> Candidate | None:
        found = _DASH.search(self._masked[:80])
        if not found or not found.start():
            return None
        label = self._masked[: found.start()]
        if not _is_label(label):
            return None
        return self._make("dash", label, self._text[found.end() :], stop=found.start())

    def _pipe(self) -> Candidate | None:
        found = _PIPE.search(self._masked[:LONGEST_LABEL]) if "|" in self._masked else None
        if not found or not found.start() or not has_words(self._text[found.end() :]):
            return None
        label = self._masked[: found.start()]
        return self._make("pipe", label, self._text[found.end() :], stop=found.start()) if _is_label(label) else None

    def _stop(self) -> Candidate | None:
        found = _STOP.match(self._text)
        if found is None:
            return None
        label = found.group(1)
        name = split_asides(label)[0]
        if name.isupper() or name.casefold() in TITLES:
            return None
        if len(name.split()) > _MOST_WORDS_STOPPED or not _is_label(label):
            return None
        return self._make("stop", label, self._text[found.end() :], stop=found.end(1))

    def _alone(self) -> Candidate | None:
        text = self._text.strip(_EDGES)
        if self._times or len(text) > _LONGEST_ALONE or _ends_sentence(text):
            return None
        label = text.rstrip(".")
        if found := _OFFICE.search(label):
            # Ada Crane -- Chief Executive Officer
            label = f"{label[: found.start()]}, {label[found.end() :]}"
        if not _is_label(label) or (is_stage(label) and not is_role(label)):
            return None
        return self._make("alone", label, "", stop=len(text))


def _ends_sentence(text: str) -> bool:
    """Whether a line ends as no name does: ``Right.`` is an answer; ``THE COURT.`` and ``Vors.`` may be names."""
    if text.endswith("."):
        return not (text.isupper() or is_role(text) or text.casefold() in _SHORT_ROLES)
    return text.endswith(("!", "?", "…", ",", ";", "。"))


def _is_label(label: str) -> bool:
    label = tidy_label(label.strip(_EDGES + "*_"))
    return bool(label) and is_name(label) and not announces(label)


def _speaks_for(label: str) -> bool:
    """Whether words behind a name say for whom or how somebody speaks: ``Jan Novak, on behalf of the Greens``."""
    name, comma, how = label.partition(", ")
    return bool(comma) and _is_label(name) and len(how.split()) <= _MOST_WORDS_HOW and not _SENTENCE_END.search(how)


def may_be_common_word(label: str) -> bool:
    """Whether a label is one word that could as well begin a sentence (``Klar``), no known part in a conversation."""
    return len(label.split()) == 1 and not is_cjk(label) and not is_role(label) and not label.isupper()


def opens_sentence(label: str) -> bool:
    """Whether the first word of a label is one that opens phrases, not names."""
    words = label.casefold().split()
    return (
        len(words) > 1
        and not _SAYS.search(label)
        and not label.isupper()
        and words[0] in NO_FIRST_WORD
        and words[1] not in ROLES
        and words[1] not in TITLES
    )
