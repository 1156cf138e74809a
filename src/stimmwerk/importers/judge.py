"""Which lines open turns: candidates are judged over the whole document, by recurrence, place, typesetting and text."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from stimmwerk.importers.base import Caution, ShowFacts
from stimmwerk.importers.candidates import (
    Candidate,
    Form,
    candidates_of,
    may_be_common_word,
    opens_sentence,
    wrapped_candidate,
)
from stimmwerk.importers.doubts import find_doubts
from stimmwerk.importers.ending import is_finished
from stimmwerk.importers.names import announces, is_cjk, is_role, take_apart
from stimmwerk.importers.openings import Opening
from stimmwerk.importers.source import Line, begins
from stimmwerk.importers.times import starts_bare
from stimmwerk.script.model import fold_label

#: Forms that are hardly ever anything but a label, once one of them recurs.
_SURE: tuple[Form, ...] = ("colon", "time", "bracket", "dotdash", "gap")
#: Forms that much else has, too: several people must recur in them.
_WEAK: tuple[Form, ...] = ("letter", "dot", "inline", "dash", "alone", "heading")

_MOST_WORDS_ONCE = 4
#: Where nobody speaks twice, a text has at most so many turns.
_MOST_WITHOUT_RECURRENCE = 8
#: A weak form must have this part of the lines that the commonest form has.
_LEAST_SHARE = 0.2
#: Bare times count where so many lines begin with one, and most of them do not go back.
_LEAST_TIMED = 3
_RISING = 0.8
#: Records, not speech: what stands behind the labels has so few words, and hardly ends as sentences do.
_WORDS_OF_RECORD = 3
_FINISHED_RECORDS = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """openings: index of a line -> the turn that it opens; doubts: about those taken and those not taken."""

    openings: dict[int, Opening]
    doubts: tuple[Caution, ...]
    timed: bool = False


@dataclass(slots=True)
class _Field:
    """All candidates of a document."""

    lines: Sequence[Line]
    by_line: dict[int, tuple[Candidate, ...]]
    count: Counter[tuple[Form, str]] = field(default_factory=Counter)
    total: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)


def is_timed(lines: Iterable[Line]) -> bool:
    """Whether bare times at the beginning of lines are times of the recording: they do not go back."""
    found = [seconds for line in lines if line.text[:1].isdigit() and (seconds := starts_bare(line.text)) is not None]
    if len(found) < _LEAST_TIMED:
        return False
    rising = sum(one <= other for one, other in pairwise(found))
    return rising >= _RISING * (len(found) - 1)


def judge(lines: Sequence[Line], facts: ShowFacts, familiar: Iterable[str] = ()) -> Verdict:
    """Which lines open turns.  familiar: names that the document itself gives to people."""
    timed = is_timed(lines)
    return _Judge(lines, facts, familiar, timed=timed).verdict()


class _Judge:
    def __init__(self, lines: Sequence[Line], facts: ShowFacts, familiar: Iterable[str], *, timed: bool) -> None:
        self._lines = lines
        self._timed = timed
        self._known = {fold_label(label) for label in facts.known_labels}
        self._settled = {fold_label(label) for label, name in facts.speakers if name}
        self._refused = {fold_label(label) for label, name in facts.speakers if not name}
        self._familiar = {fold_label(name) for name in familiar}
        self._field = self._collect()
        self._lower: set[str] | None = None
        self._short: set[str] = set()

    def verdict(self) -> Verdict:
        """See ``judge``."""
        often = self._often()
        openings = self._openings(often)
        if not often:
            openings = self._without_recurrence()
        if self._is_record(openings):
            openings = {
                index: opening for index, opening in openings.items() if fold_label(opening.label) in self._settled
            }
        return Verdict(
            openings=openings,
            doubts=tuple(find_doubts(self._lines, openings, self._field.by_line, self._settled, self._refused)),
            timed=self._timed,
        )

    # -- gathering -------------------------------------------------------------------------------------------------

    def _collect(self) -> _Field:
        by_line: dict[int, tuple[Candidate, ...]] = {}
        for index, line in enumerate(self._lines):
            if line.kind not in ("text", "heading"):
                continue
            found = tuple(c for c in candidates_of(line, timed=self._timed) if self._fits(c, index))
            if index + 1 < len(self._lines) and ":" not in line.text and "：" not in line.text and self._begins(index):
                wrapped = wrapped_candidate(line, self._lines[index + 1], timed=self._timed)
                found = (wrapped, *found) if wrapped and self._fits(wrapped, index) else found
            if found:
                by_line[index] = found
        gathered = _Field(self._lines, by_line)
        for index, found in by_line.items():
            for candidate in found:
                folded = fold_label(candidate.label)
                if candidate.named or folded in self._settled:
                    gathered.count[candidate.form, folded] += 1
                    gathered.first.setdefault(folded, index)
        return gathered

    def _fits(self, candidate: Candidate, index: int) -> bool:
        folded = fold_label(candidate.label)
        if folded in self._refused:
            return False
        if folded in self._settled:
            return True
        line = self._lines[index]
        if announces(candidate.label) and folded not in self._known:
            return candidate.form == "colon"
        if line.bullet and not candidate.strong:
            return False
        if candidate.form in ("alone", "inline") and line.quoted:
            return False
        if candidate.form == "colon" and not candidate.text:
            following = self._following(index)
            return following is not None and not self._lines[following].bullet
        if candidate.form == "alone":
            return self._begins(index) and self._following(index) is not None
        return True

    def _following(self, index: int) -> int | None:
        """The index of the next line with text, within a few; None where a heading or the end comes first."""
        for other in range(index + 1, min(index + 4, len(self._lines))):
            if self._lines[other].kind == "text":
                return other
            if self._lines[other].kind == "heading":
                return None
        return None

    def _begins(self, index: int) -> bool:
        return begins(self._lines, index)

    # -- labels that recur -----------------------------------------------------------------------------------------

    def _often(self) -> dict[Form, set[str]]:
        """Form -> the folded labels that recur in it and are taken for speakers."""
        recurring: dict[Form, Counter[str]] = defaultdict(Counter)
        for (form, folded), count in self._field.count.items():
            if form != "chevron" and (count > 1 or folded in self._settled) and self._may_recur(folded, count):
                recurring[form][folded] = count
        strong = {form: sum(labels.values()) for form, labels in recurring.items() if form in _SURE}
        most = max(strong.values(), default=0)
        accepted: dict[Form, set[str]] = {}
        for form in _SURE:
            if recurring[form] and self._is_sure(form, recurring[form]):
                accepted[form] = set(recurring[form])
        sure = set().union(*accepted.values()) if accepted else set()
        weak = {form: sum(recurring[form].values()) for form in _WEAK}
        for form in sorted(_WEAK, key=lambda form: -weak[form]):
            labels = recurring[form]
            own = {label for label in labels if label in sure}
            enough = len(labels) > 1 and sum(labels.values()) > max(2, _LEAST_SHARE * max(most, *weak.values()))
            if enough and self._is_weak_form_sound(form, labels):
                accepted[form] = set(labels)
            elif own and form in ("alone", "inline", "dash", "dot"):
                accepted[form] = own
        return accepted

    def _may_recur(self, folded: str, count: int) -> bool:
        if folded in self._settled or folded in self._known:
            return True
        if announces(folded):
            return False
        shown = self._shown(folded)
        return not (count < 4 and may_be_common_word(shown) and self._is_common(folded))

    def _shown(self, folded: str) -> str:
        for candidate in self._field.by_line[self._field.first[folded]]:
            if fold_label(candidate.label) == folded:
                return candidate.label
        return folded

    def _is_sure(self, form: Form, labels: Counter[str]) -> bool:
        """Whether the labels of a form that hardly ever is anything else speak for a conversation."""
        if len(labels) > 1 or sum(labels.values()) > 2 or any(label in self._settled for label in labels):
            return True
        (label,) = labels
        first = self._first_of(form, label)
        once = [
            folded
            for (other, folded), count in self._field.count.items()
            if other == form and count == 1 and folded != label and self._field.first[folded] > first
        ]
        return bool(once)

    def _first_of(self, form: Form, folded: str) -> int:
        return min(
            index
            for index, found in self._field.by_line.items()
            if any(c.form == form and fold_label(c.label) == folded for c in found)
        )

    def _is_weak_form_sound(self, form: Form, labels: Counter[str]) -> bool:
        """Whether lines of a form that much else has stand where labels do."""
        places = [
            index
            for index, found in self._field.by_line.items()
            if any(c.form == form and fold_label(c.label) in labels for c in found)
        ]
        if form == "alone":
            followed = sum(self._speech_follows(index, labels) for index in places)
            return followed >= 0.7 * len(places)
        if form == "letter":
            return len(labels) > 1
        texts = [c.text for i in places for c in self._field.by_line[i] if c.form == form and c.text]
        if form == "dash":
            return len(places) >= 4 and statistics.median(len(text.split()) for text in texts) > _WORDS_OF_RECORD
        return True

    def _speech_follows(self, index: int, labels: Counter[str]) -> bool:
        following = self._following(index)
        if following is None:
            return False
        return not any(
            c.form == "alone" and fold_label(c.label) in labels for c in self._field.by_line.get(following, ())
        )

    def _is_common(self, word: str) -> bool:
        """Whether the text has the word without a capital, too."""
        if self._lower is None:
            self._lower = {
                word.strip(".,;:!?\"'()") for line in self._lines for word in line.text.split() if word[:1].islower()
            }
        return word in self._lower

    # -- openings --------------------------------------------------------------------------------------------------

    def _openings(self, often: dict[Form, set[str]]) -> dict[int, Opening]:
        if not often:
            return {}
        labels = set().union(*often.values())
        found: dict[int, Opening] = {}
        for index, candidates in self._field.by_line.items():
            for candidate in candidates:
                if fold_label(candidate.label) in often.get(candidate.form, ()):
                    found[index] = _opening(candidate)
                    break
        first = min(found, default=0)
        many = max(1, len(found))
        strong = sum(opening.strong for opening in found.values()) / many
        shouted = sum(_shouts(opening.label) for opening in found.values()) / many
        forms = {form for form, own in often.items() if own}
        self._short = {folded for folded in labels if len(folded) <= 4}
        initials = sum(fold_label(opening.label) in self._short for opening in found.values()) / many
        shouted = 0.0 if initials > 0.8 else shouted
        # From the first label that recurs backwards, so that each that leads in to one is known when it is asked for.
        before = [index for index in self._field.by_line if index < first]
        for index in (*(index for index in self._field.by_line if index >= first), *reversed(before)):
            candidates = self._field.by_line[index]
            if index in found:
                continue
            for candidate in candidates:
                known = fold_label(candidate.label) in labels
                if candidate.form == "chevron" and (self._timed or self._chevrons() > 1) and index > first:
                    found[index] = _opening(candidate, once=True)
                    break
                spoken_for = known or _shouts(candidate.label) or is_role(candidate.label)
                if candidate.form not in forms and not (spoken_for and candidate.form in _SURE):
                    continue
                early = index < first and not self._leads_in(index, found)
                if known and not early:
                    found[index] = _opening(candidate)
                    break
                if not early and self._may_stand_once(candidate, index, strong, shouted):
                    legend = take_apart(candidate.label).asides & self._short
                    found[index] = _opening(candidate, once=not legend)
                    break
        for index in [i for i in found if i - 1 in found and found[i - 1].lines > 1]:
            del found[index]
        return dict(sorted(found.items()))

    def _chevrons(self) -> int:
        return self._field.count["chevron", ""]

    def _leads_in(self, index: int, found: dict[int, Opening]) -> bool:
        """Whether a turn follows at the next paragraphs: then a label before the first that recurs may be one."""
        blanks = 0
        for other in range(index + 1, min(index + 12, len(self._lines))):
            if other in found:
                return True
            blanks += self._lines[other].kind != "text"
            if blanks > 1 or self._lines[other].kind == "heading":
                return other + 1 in found
        return False

    def _may_stand_once(self, candidate: Candidate, index: int, strong: float, shouted: float) -> bool:
        folded = fold_label(candidate.label)
        if folded in self._known or folded in self._settled or folded in self._familiar:
            return True
        if candidate.named and take_apart(candidate.label).asides & self._short:
            return True
        if not candidate.named or announces(candidate.label) or opens_sentence(candidate.label):
            return False
        if candidate.form in ("alone", "heading", "dash", "letter"):
            return candidate.form == "alone" and self._alone_once(candidate, index, strong)
        if (strong > 0.8 and not candidate.strong) or (shouted > 0.8 and not _shouts(candidate.label)):
            return False
        if strong < 0.2 and candidate.strong and candidate.form == "colon" and not is_role(candidate.label):
            return False
        words = candidate.label.split()
        typeset = candidate.form in ("time", "bracket") or strong > 0.8 or shouted > 0.8
        if len(words) > _MOST_WORDS_ONCE and not typeset and not is_role(candidate.label):
            return "(" in candidate.label or "," in candidate.label
        if candidate.text[:1].islower() and candidate.form == "colon" and not typeset:
            return False
        if not candidate.text and candidate.form == "colon" and not typeset and self._following(index) is None:
            return False
        if may_be_common_word(candidate.label) and not typeset and self._is_common(folded):
            return False
        return typeset or self._begins(index) or self._after_sentence(index)

    def _alone_once(self, candidate: Candidate, index: int, strong: float) -> bool:
        """Whether a line with a name that stands there once is no heading: as typeset as the others, a full name."""
        following = self._following(index)
        if following is None or following in self._field.by_line:
            return False
        named = len(candidate.label.split()) > 1 or is_role(candidate.label) or is_cjk(candidate.label)
        return named and candidate.strong == (strong > 0.5) and self._lines[index + 1].kind == "text"

    def _after_sentence(self, index: int) -> bool:
        return index > 0 and is_finished(self._lines[index - 1].text)

    # -- without recurrence ----------------------------------------------------------------------------------------

    def _without_recurrence(self) -> dict[int, Opening]:
        """The turns of a text in which nobody speaks twice: most of it must be turns, and there are few."""
        found: dict[int, Opening] = {}
        for index, candidates in self._field.by_line.items():
            for candidate in candidates:
                known = fold_label(candidate.label) in self._known | self._settled
                fits = candidate.form in _SURE and candidate.text and self._may_stand_once(candidate, index, 0.5, 0.5)
                if known or fits:
                    found[index] = _opening(candidate, once=not known)
                    break
        body = sum(self._begins(index) and line.kind == "text" for index, line in enumerate(self._lines))
        body += sum(
            line.kind == "text" and not self._begins(index) and index in found for index, line in enumerate(self._lines)
        )
        familiar = bool(found) and not any(opening.once for opening in found.values())
        if familiar or (1 < len(found) <= _MOST_WITHOUT_RECURRENCE and 2 * len(found) >= body):
            return found
        return {index: opening for index, opening in found.items() if fold_label(opening.label) in self._settled}

    def _is_record(self, openings: dict[int, Opening]) -> bool:
        """Whether labels stand before values, as in a list of records, and not before speech."""
        texts = [opening.text for opening in openings.values() if opening.text and opening.form == "colon"]
        if len(texts) < 4 or len(texts) < 0.8 * len(openings):
            return False
        if any(is_cjk(text) for text in texts[:20]):
            return False
        short = statistics.median(len(text.split()) for text in texts) <= _WORDS_OF_RECORD
        ended = sum(is_finished(text) for text in texts) <= _FINISHED_RECORDS * len(texts)
        roles = any(is_role(opening.label) for opening in openings.values())
        return short and ended and not roles and not any(opening.strong for opening in openings.values())


def _opening(candidate: Candidate, *, once: bool = False) -> Opening:
    return Opening(
        label=candidate.label,
        text=candidate.text,
        form=candidate.form,
        strong=candidate.strong,
        times=candidate.times,
        once=once,
        lines=candidate.lines,
    )


def _shouts(label: str) -> bool:
    letters = [c for c in label if c.isalpha()]
    return len(letters) > 1 and all(c.isupper() for c in letters)
