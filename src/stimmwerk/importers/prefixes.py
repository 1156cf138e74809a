"""Names at the beginning of cues (``ANNA: Hello``, ``(Anna) Hello``), judged over the whole file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from stimmwerk.importers.base import Caution, ShowFacts
from stimmwerk.importers.cuetext import Spoken
from stimmwerk.importers.names import announces, is_name, is_role, tidy_label
from stimmwerk.importers.stage import is_stage
from stimmwerk.importers.utterances import ends_sentence
from stimmwerk.script.model import fold_label

_LONGEST = 120
_PREFIX = re.compile(rf"(?:\[([^\[\]]{{1,{_LONGEST}}})\]|([^:：]{{1,{_LONGEST}}}))\s?(?::(?=\s|\Z)|：)\s*")
_BRACKETS = re.compile(rf"(?:\[([^\[\]]{{1,{_LONGEST}}})\]|\(([^()]{{1,{_LONGEST}}})\))\s*")

_LONGEST_ROLE = 20
#: One name alone makes a conversation only where it stands at least so often.
_OFTEN_ALONE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """Words before a colon, or in brackets.  end: of the prefix; opens: a cue, a sentence or a change of speaker begins
    with it; sure: not only a cue, which may begin anywhere; bracketed: there is no colon.
    """

    index: int
    label: str
    end: int
    opens: bool
    sure: bool
    bracketed: bool = False


def with_speakers(spoken: Sequence[Spoken], facts: ShowFacts) -> tuple[tuple[Spoken, ...], tuple[Caution, ...]]:
    """The lines with the names before their colons as speakers, and a caution for each that stands there once.

    A name counts where it recurs, is one of the cast's or was settled by the user, or where it stands once, at the
    beginning of a sentence, among others that count.
    """
    candidates = tuple(_candidates(spoken))
    accepted = _accepted(candidates, facts, cues=len({line.cue for line in spoken}))
    named = list(spoken)
    cautions: list[Caution] = []
    count = Counter(fold_label(candidate.label) for candidate in candidates)
    for candidate in candidates:
        folded = fold_label(candidate.label)
        if folded not in accepted:
            continue
        line = spoken[candidate.index]
        named[candidate.index] = replace(line, speaker=candidate.label, text=line.text[candidate.end :], changes=False)
        if count[folded] == 1 and folded not in _settled(facts):
            cautions.append(
                Caution(
                    line=line.line,
                    code="label-once",
                    message=f"{candidate.label!r} stands here once and was taken for a speaker; "
                    f'`--speaker "{candidate.label}="` says that it is none',
                )
            )
    return tuple(named), tuple(cautions)


def _settled(facts: ShowFacts) -> dict[str, bool]:
    """Folded label -> whether it is one, by the cast and, above it, by the user."""
    known = {fold_label(label): True for label in facts.known_labels}
    return known | {fold_label(label): bool(name) for label, name in facts.speakers}


def _candidates(spoken: Sequence[Spoken]) -> Iterable[_Candidate]:
    finished = True
    for index, line in enumerate(spoken):
        found = _PREFIX.match(line.text) if ":" in line.text or "：" in line.text else None
        bracketed = found is None and line.text[0] in "[("
        if bracketed:
            found = _BRACKETS.match(line.text)
        label = tidy_label(found.group(1) or found.group(2)) if found else ""
        if found is None and len(line.text) <= _LONGEST_ROLE and line.text[-1:].isdigit() and is_role(line.text):
            # ``Speaker 2`` on a line of its own.
            opens = line.changes or finished
            yield _Candidate(index=index, label=line.text, end=len(line.text), opens=opens or line.first, sure=opens)
        if found and label:
            sure = line.changes or finished
            opens = sure or line.first
            yield _Candidate(index=index, label=label, end=found.end(), opens=opens, sure=sure, bracketed=bracketed)
        finished = ends_sentence(line.text)


def _is_speaker(label: str) -> bool:
    return is_name(label) and not announces(label) and not is_stage(label)


def _accepted(candidates: Sequence[_Candidate], facts: ShowFacts, *, cues: int) -> frozenset[str]:
    settled = _settled(facts)
    names = {label for label in {c.label for c in candidates} if _is_speaker(label)}
    likely = [c for c in candidates if c.label in names]
    bracketed = Counter(fold_label(c.label) for c in likely if c.bracketed)
    recurring = sum(count > 1 for count in bracketed.values())
    # Brackets hold directions and asides as well: they are names only where several of them recur.
    likely = [c for c in likely if not c.bracketed or (recurring > 1 and bracketed[fold_label(c.label)] > 1)]
    count = Counter(fold_label(c.label) for c in likely)
    opening = Counter(fold_label(c.label) for c in likely if c.opens)
    often = {label for label in count if count[label] > 1 and 2 * opening[label] >= count[label]}
    sure = Counter(fold_label(c.label) for c in likely if c.sure)
    once = {label for label in count if count[label] == 1 and sure[label] == 1}
    total = sum(count[label] for label in often | once)
    if len(often) > 1 or (often and once):
        found = often | once
    elif often and (total >= _OFTEN_ALONE or 2 * total >= cues):
        found = often
    elif len(once) > 1 and 2 * total >= cues:
        found = once
    else:
        found = set()
    known = {fold_label(c.label) for c in candidates if settled.get(fold_label(c.label))}
    if known and not found:
        found = once
    return frozenset((found | known) - {label for label, is_one in settled.items() if not is_one})
