"""Which lines open turns: candidates are judged over the whole document, by recurrence, place, typesetting and text."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from stimmwerk.importers.base import Caution, ShowFacts
from stimmwerk.importers.candidates import Candidate, Form, may_be_common_word, opens_sentence
from stimmwerk.importers.coverage import covered
from stimmwerk.importers.doubts import find_doubts
from stimmwerk.importers.dress import dressed_of, is_cried, is_dressed, shouts
from stimmwerk.importers.ending import is_finished
from stimmwerk.importers.gathering import gather
from stimmwerk.importers.names import announces, is_cjk, is_role, split_asides, take_apart
from stimmwerk.importers.openings import Opening, opening_of
from stimmwerk.importers.record import WORDS_OF_RECORD, is_record
from stimmwerk.importers.source import Source, begins
from stimmwerk.importers.times import is_timed
from stimmwerk.importers.vocabulary import ANSWERS, QUESTIONS, WRITERS
from stimmwerk.script.model import fold_label

#: Forms that are hardly ever anything but a label, once one of them recurs.
_SURE: tuple[Form, ...] = ("colon", "time", "bracket", "dotdash", "gap")
#: Forms that much else has, too: several people must recur in them.
_WEAK: tuple[Form, ...] = ("letter", "dot", "inline", "dash", "pipe", "stop", "alone", "heading")
#: Forms that other sentences have, too: who stands there once is somebody only where nearly all paragraphs are turns.
_OPEN: tuple[Form, ...] = ("dash", "pipe", "stop")
_NEARLY_ALL = 0.8

_MOST_WORDS_ONCE = 4
_LEAST_OF_PAPER = 3
_LEAST_OF_WRITER = 2
#: Where nobody speaks twice, a text has at most so many turns.
_MOST_WITHOUT_RECURRENCE = 8
#: A weak form must have this part of the lines that the commonest form has.
_LEAST_SHARE = 0.2


_LEAST_STOPPED = 5
_MOSTLY_SHOUTED = 0.8

_WORDS_OF_HEADLINE = 12
#: Where more of the labels than this part have a title, an office or a party, one without is none.
_MOSTLY_DRESSED = 0.8


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """openings: index of a line -> the turn that it opens; doubts: about those taken and those not taken."""

    openings: dict[int, Opening]
    doubts: tuple[Caution, ...]
    timed: bool = False


def judge(source: Source, facts: ShowFacts, familiar: Iterable[str] = ()) -> Verdict:
    """Which lines open turns.  familiar: names that the document itself gives to people."""
    return _Judge(source, facts, familiar).verdict()


class _Judge:
    def __init__(self, source: Source, facts: ShowFacts, familiar: Iterable[str]) -> None:
        self._source = source
        self._lines = source.lines
        self._timed = is_timed(line.text for line in source.lines)
        self._known = {fold_label(label) for label in facts.known_labels}
        self._refused = {fold_label(label) for label, name in facts.speakers if not name}
        self._settled = {fold_label(label) for label, name in facts.speakers if name}
        self._settled |= {fold_label(label) for label in source.speakers} - self._refused
        self._familiar = {fold_label(name) for name in familiar}
        self._field = gather(
            self._lines, timed=self._timed, known=self._known, settled=self._settled, refused=self._refused
        )
        self._made: dict[tuple[int, bool], Opening] = {}
        self._lower: set[str] | None = None
        self._short: set[str] = set()
        self._asides: set[str] | None = None
        #: The part of the labels that have a title, an office or a party.
        self._dressed = 0.0
        self._names: set[str] | None = None
        #: The first line that opens a turn for certain.
        self._first = 0
        #: Nearly all paragraphs are turns, of whoever recurs.
        self._all_turns = False

    def verdict(self) -> Verdict:
        """See ``judge``."""
        often = self._often()
        openings = self._openings(often)
        if not often:
            openings = self._without_recurrence()
        if is_record(openings, self._lines):
            openings = {index: opening for index, opening in openings.items() if opening.folded in self._settled}
        return Verdict(
            openings=openings,
            doubts=tuple(find_doubts(self._source, openings, self._field.by_line, self._settled, self._refused)),
            timed=self._timed,
        )

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
        if "letter" in accepted and "dot" not in accepted:
            # THE COURT. Sit down.  Between questions and answers, who is in capitals speaks, be it only one who recurs.
            accepted["dot"] = {label for label in recurring["dot"] if shouts(self._shown(label))}
        return accepted

    def _may_recur(self, folded: str, count: int) -> bool:
        if folded in self._settled or folded in self._known:
            return True
        if announces(folded):
            # Autor: In a radio script that is a part, elsewhere a line at the top or the end.
            return folded in WRITERS and count >= _LEAST_OF_WRITER
        shown = self._shown(folded)
        if opens_sentence(shown) and count < _LEAST_OF_PAPER:
            return False
        return not (count < 4 and may_be_common_word(shown) and self._is_common(folded))

    def _shown(self, folded: str) -> str:
        for candidate in self._field.by_line[self._field.first[folded]]:
            if candidate.folded == folded:
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
            indexes[0]
            for found, indexes in self._field.groups()
            if any(c.form == form and c.folded == folded for c in found)
        )

    def _is_weak_form_sound(self, form: Form, labels: Counter[str]) -> bool:
        """Whether lines of a form that much else has stand where labels do."""
        places = [
            index
            for found, indexes in self._field.groups()
            if any(c.form == form and c.folded in labels for c in found)
            for index in indexes
        ]
        if form == "alone":
            followed = sum(self._speech_follows(index, labels) for index in places)
            return followed >= 0.7 * len(places)
        if form == "letter":
            return len(labels) > 1
        if form in ("dash", "pipe"):
            texts = [
                self._field.text(c, i) for i in places for c in self._field.by_line[i] if c.form == form and c.said
            ]
            # Ada Crane -- Chief Executive: what ends as no sentence does is an office.
            if sum(map(is_finished, texts)) < _LEAST_SHARE * len(texts):
                return False
            if form == "pipe":
                # Monday | Soup | 4.50 has more columns than a talk.
                return sum("|" in text for text in texts) < _LEAST_SHARE * len(texts)
            return len(places) >= 4 and statistics.median(len(text.split()) for text in texts) > WORDS_OF_RECORD
        if form == "stop":
            return len(places) >= _LEAST_STOPPED and covered(self._lines, places) >= _NEARLY_ALL
        return True

    def _speech_follows(self, index: int, labels: Counter[str]) -> bool:
        following = self._field.following(index)
        if following is None:
            return False
        return not any(c.form == "alone" and c.folded in labels for c in self._field.by_line.get(following, ()))

    def _is_common(self, word: str) -> bool:
        """Whether the text has the word without a capital, too."""
        if self._lower is None:
            self._lower = {
                word.strip(".,;:!?\"'()")
                for line in {id(line): line for line in self._lines}.values()
                for word in line.text.split()
                if word[:1].islower()
            }
        return word in self._lower

    # -- openings --------------------------------------------------------------------------------------------------

    def _openings(self, often: dict[Form, set[str]]) -> dict[int, Opening]:
        if not often:
            return {}
        labels = set().union(*often.values())
        found: dict[int, Opening] = {}
        for candidates, indexes in self._field.groups():
            for candidate in candidates:
                if candidate.folded in often.get(candidate.form, ()):
                    found |= dict.fromkeys(indexes, self._opening(candidate))
                    break
        first = min(found, default=0)
        many = max(1, len(found))
        strong = sum(opening.strong for opening in found.values()) / many
        labelled = Counter(opening.label for opening in found.values())
        shouted = sum(count for label, count in labelled.items() if shouts(label)) / many
        forms = {form for form, own in often.items() if own}
        self._all_turns = covered(self._lines, found) >= _NEARLY_ALL if forms.intersection(_OPEN) and found else False
        self._short = {folded for folded in labels if len(folded) <= 4}
        initials = sum(count for label, count in labelled.items() if fold_label(label) in self._short) / many
        shouted = 0.0 if initials > 0.8 else shouted
        self._first, self._dressed = first, dressed_of(labelled)
        # From the first label that recurs backwards, so that each that leads in to one is known when it is asked for.
        before = [index for index in self._field.by_line if index < first]
        for index in (*(index for index in self._field.by_line if index >= first), *reversed(before)):
            candidates = self._field.by_line[index]
            if index in found:
                continue
            for candidate in candidates:
                known = candidate.folded in labels
                if candidate.form == "chevron" and (self._timed or self._chevrons() > 1) and index > first:
                    found[index] = self._opening(candidate, once=True)
                    break
                spoken_for = known or shouts(candidate.label) or is_role(candidate.label)
                asks = candidate.folded in QUESTIONS | ANSWERS and candidate.form in ("dot", "inline")
                if candidate.form not in forms and not (spoken_for and candidate.form in _SURE) and not asks:
                    continue
                legend = self._is_legend(candidate)
                early = index < first and not legend and not self._leads_in(index, found)
                early = early and not (shouted > _MOSTLY_SHOUTED and candidate.form == "colon" and is_cried(candidate))
                if known and not early:
                    found[index] = self._opening(candidate)
                    break
                if not early and self._may_stand_once(candidate, index, strong, shouted):
                    found[index] = self._opening(candidate, once=not legend and not candidate.times)
                    break
        for index in [i for i in found if i - 1 in found and found[i - 1].lines > 1]:
            del found[index]
        return {index: found[index] for index in self._field.by_line if index in found}

    def _opening(self, candidate: Candidate, *, once: bool = False) -> Opening:
        """The opening that a candidate is, one object for all lines that open so."""
        key = (id(candidate), once)
        if key not in self._made:
            self._made[key] = opening_of(candidate, once=once)
        return self._made[key]

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
        folded = candidate.folded
        if folded in self._known or folded in self._settled or folded in self._familiar:
            return True
        if self._is_legend(candidate):
            return True
        if not candidate.named or announces(candidate.label):
            return False
        if candidate.form in _OPEN:
            return self._all_turns and self._names_somebody(candidate)
        if opens_sentence(candidate.label):
            return False
        if folded in QUESTIONS | ANSWERS and candidate.form in ("dot", "inline"):
            return True
        return self._is_typeset_once(candidate, index, strong, shouted)

    def _is_legend(self, candidate: Candidate) -> bool:
        """Whether a label presents somebody: ``Ida Berg (IB)``, and later ``IB``, be it only of others."""
        name = take_apart(candidate.label)
        initials = "".join(word[0] for word in name.words)
        own = bool(self._short) and len(name.words) > 1 and initials in name.asides
        return candidate.named and (own or bool(name.asides & self._short))

    def _names_somebody(self, candidate: Candidate) -> bool:
        """Whether a label cannot be the beginning of a sentence; words in brackets say how somebody speaks."""
        common = may_be_common_word(candidate.label) and self._is_common(candidate.folded)
        return bool(split_asides(candidate.label)[1]) or not (common or opens_sentence(candidate.label))

    def _is_typeset_once(self, candidate: Candidate, index: int, strong: float, shouted: float) -> bool:
        """Whether a label that stands there once is typeset as the others are, and stands where labels do."""
        if candidate.form in ("alone", "heading", "letter"):
            return candidate.form == "alone" and self._alone_once(candidate, index, strong, shouted)
        if (strong > 0.8 and not candidate.strong) or (shouted > 0.8 and not shouts(candidate.label)):
            return False
        if strong < 0.2 and candidate.strong and candidate.form == "colon" and not is_role(candidate.label):
            return False
        if not candidate.times and self._stands_out(candidate.label):
            return False
        words = candidate.label.split()
        typeset = candidate.form in ("time", "bracket") or bool(candidate.times) or strong > 0.8 or shouted > 0.8
        if len(words) > _MOST_WORDS_ONCE and not typeset and not is_role(candidate.label):
            sentence = begins(self._lines, index) or self._after_sentence(index)
            return ("(" in candidate.label or "," in candidate.label) and sentence
        if candidate.lower and candidate.form == "colon" and not typeset:
            return False
        if not candidate.said and candidate.form == "colon" and not typeset and self._field.following(index) is None:
            return False
        if may_be_common_word(candidate.label) and not typeset and self._is_common(candidate.folded):
            return False
        return typeset or begins(self._lines, index) or self._after_sentence(index)

    def _stands_out(self, label: str) -> bool:
        """Whether a label is plain where others are formal: there it is none."""
        return self._dressed > _MOSTLY_DRESSED and not self._is_presented(label)

    def _is_presented(self, label: str) -> bool:
        """Whether a label is as formal as others, or a part of the name in one of them."""
        if self._names is None:
            labels = {c.label for found, _ in self._field.groups() for c in found if c.named and is_dressed(c.label)}
            self._names = {word for name in labels for word in take_apart(name).words}
        return is_dressed(label) or shouts(label) or set(take_apart(label).words) <= self._names

    def _alone_once(self, candidate: Candidate, index: int, strong: float, shouted: float) -> bool:
        """Whether a line with a name that stands there once is no heading: as typeset as the others, a full name, or
        in capitals as they are.
        """
        following = self._field.following(index)
        if following is None or following in self._field.by_line:
            return False
        name = take_apart(candidate.label)
        sure = bool(name.asides or name.titles) or candidate.folded in self._in_brackets()
        below = self._lines[following].text
        if index < self._first and len(below.split()) < _WORDS_OF_HEADLINE and not is_finished(below):
            return False
        named = len(candidate.label.split()) > 1 or is_role(candidate.label) or is_cjk(candidate.label)
        close = self._lines[index + 1].kind == "text"
        named = named or (close and shouted > _MOSTLY_SHOUTED and shouts(candidate.label))
        return named and candidate.strong == (strong > 0.5) and (close or sure)

    def _in_brackets(self) -> set[str]:
        """What stands in brackets or behind a comma in a label of the document."""
        if self._asides is None:
            labels = {c.label for found, _ in self._field.groups() for c in found if "(" in c.label or "," in c.label}
            self._asides = {aside for label in labels for aside in take_apart(label).asides}
        return self._asides

    def _after_sentence(self, index: int) -> bool:
        return index > 0 and is_finished(self._lines[index - 1].text)

    # -- without recurrence ----------------------------------------------------------------------------------------

    def _without_recurrence(self) -> dict[int, Opening]:
        """The turns of a text in which nobody speaks twice: most of it must be turns, and there are few."""
        found: dict[int, Opening] = {}
        for index, candidates in self._field.by_line.items():
            for candidate in candidates:
                known = candidate.folded in self._known or candidate.folded in self._settled
                fits = candidate.form in _SURE and candidate.said and self._may_stand_once(candidate, index, 0.5, 0.5)
                if known or fits:
                    found[index] = self._opening(candidate, once=not known)
                    break
        body = sum(
            line.kind == "text" and (index in found or begins(self._lines, index))
            for index, line in enumerate(self._lines)
        )
        familiar = bool(found) and not any(opening.once for opening in found.values())
        if familiar or (1 < len(found) <= _MOST_WITHOUT_RECURRENCE and 2 * len(found) >= body):
            return found
        return {index: opening for index, opening in found.items() if opening.folded in self._settled}
