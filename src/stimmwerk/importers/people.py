"""Which labels are one person: what the user says, and what names themselves say; never likeness alone."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from stimmwerk.errors import UsageError, did_you_mean
from stimmwerk.importers.base import Caution, Imported
from stimmwerk.importers.names import Name, is_role, split_asides, take_apart
from stimmwerk.importers.stage import is_stage
from stimmwerk.importers.vocabulary import ANSWERS, FEMALE, JOINING, MALE, QUESTIONS, ROLES, TITLES
from stimmwerk.script.model import Chapter, Person, Turn, fold_label

#: Labels are compared one with another up to so many; a congress has more, but then nobody looks at pairs.
_MOST_LABELS = 3000
_LONGEST_INITIALS = 4
_MOST_CANDIDATES = 4
_SHORTEST_ALIKE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Label:
    """A label in use.  first: number of its first turn; line: of that turn; turns: how many."""

    text: str
    name: Name
    first: int
    line: int
    turns: int


def settle_people(imported: Imported, speakers: Sequence[tuple[str, str]]) -> Imported:
    """The script with one person for all labels that are theirs, and a caution for each that was joined or may be.

    speakers: (label, name) that the user has settled.
    Raises UsageError for a label that is none, with the nearest.
    """
    script = imported.script
    labels = _labels_in_use(script.turns())
    groups = _Groups([label.text for label in labels])
    names: dict[str, str] = {}
    settled = _apply(speakers, groups, names)
    cautions = list(_join(labels, groups, settled, _neighbours(script.chapters)))
    cautions += _alike(labels, groups, settled)
    people = tuple(_people(script.people, labels, groups, names))
    # A name that stands there once and then goes on in short is no doubtful label.
    alone = Counter(groups.head(label.text) for label in labels)
    joined = {repr(label.text) for label in labels if alone[groups.head(label.text)] > 1}
    told = [
        one for one in imported.warnings if one.code != "label-once" or one.message.split(" stands ")[0] not in joined
    ]
    warnings = sorted((*told, *cautions), key=lambda caution: caution.line or 0)
    return replace(imported, script=replace(script, people=people), warnings=tuple(warnings))


def _labels_in_use(turns: Iterable[Turn]) -> list[_Label]:
    first: dict[str, tuple[str, int, int]] = {}
    count: Counter[str] = Counter()
    for number, turn in enumerate(turns):
        if turn.label is not None and turn.kind != "continuation":
            first.setdefault(fold_label(turn.label), (turn.label, number, turn.line))
            count[fold_label(turn.label)] += 1
    return [
        _Label(text=text, name=_named(text), first=number, line=line, turns=count[folded])
        for folded, (text, number, line) in first.items()
    ]


def _named(label: str) -> Name:
    """The parts of a label; how somebody speaks (``VEIT (tritt ein)``) is no office that tells two people apart."""
    name = take_apart(label)
    return replace(name, asides=frozenset()) if _manner(label) else name


def _manner(label: str) -> bool:
    """Whether all that stands in brackets behind a name says how it is said: in a play, or by a word of directions."""
    name, asides = split_asides(label)
    shouted = name.isupper()
    return bool(asides) and all(
        is_stage(aside) or _EXTENSION.match(aside) or _tells_how(aside, shouted=shouted) for aside in asides
    )


#: What scripts for films write behind a name: it comes from off the picture, or goes on.
_EXTENSION = re.compile(r"(?:V\.?\s?O\.?|O\.?\s?[SC]\.?|CONT[’'.]?D?\.?|CONTINU(?:ED|ING)|MORE|OFF)\Z", re.IGNORECASE)


def _tells_how(aside: str, *, shouted: bool) -> bool:
    """Whether words in brackets are small ones and no office: of some length, or behind a name in capitals."""
    words = aside.split()
    return aside[:1].islower() and (shouted or (len(words) > 1 and not any(w in TITLES or w in ROLES for w in words)))


def _neighbours(chapters: Iterable[Chapter]) -> set[frozenset[str]]:
    """Pairs of labels of which one speaks directly after the other in a chapter."""
    pairs: set[frozenset[str]] = set()
    for chapter in chapters:
        turns = [part for part in chapter.parts if isinstance(part, Turn) and part.kind == "turn"]
        order = [fold_label(turn.label) for turn in turns if turn.label is not None]
        # Behind a direction a label may stand again although nobody else has spoken.
        broken = [turn.text.endswith("]") for turn in turns if turn.label is not None]
        pairs.update(
            frozenset(pair)
            for pair, after in zip(pairwise(order), broken, strict=False)
            if pair[0] != pair[1] and not after
        )
    return pairs


class _Groups:
    """Labels that belong together, each under the first of its group."""

    def __init__(self, labels: Iterable[str]) -> None:
        self._head = {fold_label(label): fold_label(label) for label in labels}
        self._order = {folded: number for number, folded in enumerate(self._head)}
        self.shown = {fold_label(label): label for label in labels}

    def head(self, label: str) -> str:
        """The folded label that stands for the group of a label."""
        at = fold_label(label)
        while self._head[at] != at:
            at = self._head[at]
        return at

    def join(self, one: str, other: str) -> None:
        """Makes one group of two."""
        first, second = sorted((self.head(one), self.head(other)), key=self._order.__getitem__)
        self._head[second] = first

    def __contains__(self, label: str) -> bool:
        return fold_label(label) in self._head


def _apply(speakers: Sequence[tuple[str, str]], groups: _Groups, names: dict[str, str]) -> set[str]:
    """Joins what the user joins; the folded labels that are settled.  names: group -> name, filled here."""
    settled: set[str] = set()
    first_of: dict[str, str] = {}
    for label, name in speakers:
        if not name:
            continue
        if label not in groups:
            known = list(groups.shown.values())
            raise UsageError(f"nobody speaks as {label!r} in this text", hint=did_you_mean(label, known))
        settled.add(fold_label(label))
        other = first_of.setdefault(fold_label(name), label)
        groups.join(label, other)
        if name in groups:
            groups.join(label, name)
            settled.add(fold_label(name))
    for label, name in speakers:
        if name:
            names[groups.head(label)] = name
    return settled


def _join(
    labels: Sequence[_Label], groups: _Groups, settled: set[str], neighbours: set[frozenset[str]]
) -> Iterator[Caution]:
    """Joins labels that are forms of one name; a caution for each that was joined and each that may be."""
    if len(labels) > _MOST_LABELS:
        return
    index = _index(labels)
    for label in labels:
        if fold_label(label.text) in settled:
            continue
        longer = [(other, why) for other, why in _longer(label, index) if not _conflict(label, other)]
        if not longer:
            continue
        heads = {groups.head(other.text) for other, _ in longer}
        other, why = longer[0]
        apart = frozenset((fold_label(label.text), fold_label(other.text))) in neighbours
        if len(heads) == 1 and groups.head(label.text) in heads:
            continue
        if len(heads) == 1 and (other.first < label.first or why == _SAME) and not (apart and why != _SAME):
            groups.join(other.text, label.text)
            text = (
                f"{label.text!r} and {other.text!r} are taken for one person ({why}); if they are two: "
                f'--speaker "{label.text}={label.text}"'
            )
            yield Caution(line=label.line, code="speakers-merged", message=text)
        else:
            some = ", ".join(repr(o.text) for o, _ in longer[:_MOST_CANDIDATES])
            text = f'{label.text!r} may be {some}; if so: --speaker "{label.text}={other.text}"'
            yield Caution(line=label.line, code="speakers-unsure", message=text)


_SAME = "the same name, with another title, party or office"
_PART = "a part of the full name that stands before it"
_LETTERS = "the initials of the full name"
_ROLE = "a part in the conversation"
_LEGEND = "the full name's label says so in brackets"


#: What joins the names of two people in one label.
_TWO = frozenset(("und", "and", "et", "y", "e", "&", "+", "/", "oder", "or", "ou", "o"))


def _index(labels: Sequence[_Label]) -> dict[tuple[str, str], list[_Label]]:
    """(kind of form, form) -> labels that have it."""
    index: dict[tuple[str, str], list[_Label]] = defaultdict(list)
    for label in labels:
        words = label.name.words
        if is_role(label.text) and not label.name.asides:
            index[_ROLE, fold_label(label.text)].append(label)
            continue
        index[_SAME, " ".join(words)].append(label)
        if len(words) > 1 and not any(word in _TWO for word in label.text.split()[1:-1]):
            for part in {words[0], words[-1], " ".join(words[1:]), " ".join(words[-2:]), f"{words[0]} {words[-1]}"}:
                if part != " ".join(words):
                    index[_PART, part].append(label)
            index[_PART, f"{words[0]} {words[-1][0]}"].append(label)
            index[_PART, f"{words[0][0]} {words[-1]}"].append(label)
            names = [word for word in words if word not in JOINING]
            for letters in {"".join(w[0] for w in words), "".join(w[0] for w in names)}:
                index[_LETTERS, letters].append(label)
        for aside in label.name.asides:
            index[_LEGEND, aside].append(label)
    return index


def _longer(label: _Label, index: dict[tuple[str, str], list[_Label]]) -> list[tuple[_Label, str]]:
    """The labels of which this one may be a form, and why, the surest first."""
    words = label.name.words
    form = " ".join(words)
    found: list[tuple[_Label, str]] = []
    plain = fold_label(label.text)
    found += [(other, _LEGEND) for other in index.get((_LEGEND, plain), ())]
    found += [(other, _LETTERS) for part in (QUESTIONS, ANSWERS) for other in _full_part(plain, part, index)]
    if is_role(label.text):
        return [(other, why) for other, why in found if other is not label]
    found += [(other, _SAME) for other in index.get((_SAME, form), ()) if other.first < label.first]
    if len(words) <= 2:
        found += [(other, _PART) for other in index.get((_PART, form), ())]
    letters = label.text.replace(".", "").replace(" ", "").replace("-", "")
    if letters.isupper() and 1 <= len(letters) <= _LONGEST_INITIALS and letters.isalpha():
        found += [(other, _LETTERS) for other in index.get((_LETTERS, letters.casefold()), ())]
    seen: dict[int, tuple[_Label, str]] = {}
    for other, why in found:
        if other is not label:
            seen.setdefault(id(other), (other, why))
    return list(seen.values())


def _full_part(letter: str, part: frozenset[str], index: dict[tuple[str, str], list[_Label]]) -> list[_Label]:
    """``Pregunta`` for ``P``: the labels that say in full which part in the conversation a letter stands for."""
    if len(letter) > 1 or letter not in part:
        return []
    full = sorted(word for word in part if len(word) > 1 and word.startswith(letter))
    return [other for word in full for other in index.get((_ROLE, word), ())]


def _conflict(one: _Label, other: _Label) -> bool:
    """Whether titles or parties say that two labels are two people."""
    if (one.name.titles & MALE and other.name.titles & FEMALE) or (
        one.name.titles & FEMALE and other.name.titles & MALE
    ):
        return True
    return bool(one.name.asides and other.name.asides and not one.name.asides & other.name.asides)


def _alike(labels: Sequence[_Label], groups: _Groups, settled: set[str]) -> Iterator[Caution]:
    """A caution for labels that differ by one letter: two people, or a slip of the pen."""
    if len(labels) > _MOST_LABELS:
        return
    by_form: dict[str, list[_Label]] = defaultdict(list)
    told: set[frozenset[str]] = set()
    for label in labels:
        folded = fold_label(label.text)
        if len(folded) < _SHORTEST_ALIKE or len(folded) > 60 or any(c.isdigit() for c in folded):
            continue
        forms = {folded, *(folded[:at] + "\0" + folded[at + 1 :] for at in range(len(folded)))}
        forms |= {folded[:at] + folded[at + 1 :] for at in range(len(folded))}
        for form in sorted(forms):
            for other in by_form[form][:3]:
                pair = frozenset((folded, fold_label(other.text)))
                apart = groups.head(label.text) != groups.head(other.text) and not _conflict(label, other)
                if apart and pair not in told and not pair <= settled and _one_letter(folded, fold_label(other.text)):
                    told.add(pair)
                    text = (
                        f"{other.text!r} and {label.text!r} differ by one letter and are taken for two people; if they "
                        f'are one: --speaker "{label.text}={other.text}"'
                    )
                    yield Caution(line=label.line, code="speakers-alike", message=text)
            by_form[form].append(label)


def _one_letter(one: str, other: str) -> bool:
    if len(one) == len(other):
        differ = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
        return len(differ) == 1 or (len(differ) == 2 and one[differ[0]] == other[differ[1]])
    short, long = sorted((one, other), key=len)
    return len(long) - len(short) == 1 and any(long[:at] + long[at + 1 :] == short for at in range(len(long)))


def _people(
    people: Sequence[Person], labels: Sequence[_Label], groups: _Groups, names: dict[str, str]
) -> Iterator[Person]:
    """One person a group, in the order of first turns; whoever has no turn stays as they were."""
    members: dict[str, list[_Label]] = defaultdict(list)
    for label in labels:
        members[groups.head(label.text)].append(label)
    known = {fold_label(label): person for person in people for label in (person.name, *person.labels)}
    used: set[int] = set()
    for head, group in members.items():
        own = [known[fold_label(label.text)] for label in group if fold_label(label.text) in known]
        used.update(id(person) for person in own)
        name = names.get(head) or _fullest(group)
        base = own[0] if own else Person(name=name)
        yield replace(base, name=name, labels=tuple(label.text for label in group))
    yield from (person for person in people if id(person) not in used)


def _fullest(group: Sequence[_Label]) -> str:
    """The label with most of a name in it, the earliest of them; without the short form that it gives in brackets."""
    fullest = max(group, key=lambda label: (len(label.name.words), -label.first))
    short = {fold_label(label.text) for label in group}
    if _manner(fullest.text):
        return split_asides(fullest.text)[0]
    return split_asides(fullest.text)[0] if fullest.name.asides & short else fullest.text
