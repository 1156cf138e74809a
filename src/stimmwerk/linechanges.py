"""Which lines of an episode are not what they were, and why: a rundown beside the record of the last build."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from stimmwerk.casting.cast import Voice
from stimmwerk.casting.rundown import Asked, Line
from stimmwerk.engines.base import PIN
from stimmwerk.manifest import TurnRecord
from stimmwerk.plan import Plan
from stimmwerk.speech import SpeechRequest

#: The manifest keeps no number of the take: to tell a new take from other words, so many numbers are tried.
_TAKES_TRIED = 9

#: A line of the last build and the same line of the plan; None beside what is new, and beside what was taken out.
LinePair = tuple[TurnRecord | None, Line | None]

_Likeness = Callable[[TurnRecord | Line], Hashable]

#: What makes a line of the last build and one of the plan the same line, the strictest first.
_LIKENESSES: tuple[_Likeness, ...] = (
    lambda line: (line.role, line.text),
    lambda line: line.text,
    lambda line: line.role,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineChange:
    """A line that is to be made anew.

    number: its place in the episode to come, from 0; of a line that was taken out, its place in the last one;
    line: in the script, from 1, None for a line that was taken out; reasons: at least one, for people.
    """

    number: int
    speaker: str
    role: str
    line: int | None
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        place = "" if self.line is None else f" (line {self.line})"
        return f"turn {self.number} {self.speaker}{place}: {'; '.join(self.reasons)}"


def pair_lines(old: Sequence[TurnRecord], new: Sequence[Line]) -> tuple[LinePair, ...]:
    """Every line of both, each once and in its order, those that are alike side by side."""
    return tuple(_pairs(old, new, _LIKENESSES))


def changed_lines(
    pairs: Iterable[LinePair],
    versions: Mapping[str, str],
    plan: Plan,
    *,
    lost: AbstractSet[SpeechRequest],
    wording: str,
) -> tuple[LineChange, ...]:
    """The pairs that differ.

    versions: those of the last build, as in its manifest: another version of an engine is no reason here, because it
    concerns every line.  lost: requests whose takes the store should have and has not; wording: the reason to give
    where the same text is spoken otherwise.
    """
    pairs, asked = tuple(pairs), plan.rundown.asked()
    moved = _moved(pairs)
    elsewhere = {record.number for record in moved.values()}
    changes = []
    for record, line in pairs:
        if line is None and record is not None and record.number in elsewhere:
            continue
        if line is not None and (old := moved.get(line.number)):
            reasons = [f"moved, was turn {old.number}", *_reasons(old, line, versions, wording)]
            reasons += _lost(line, lost, versions, plan) if len(reasons) == 1 else []
            reasons += _around(old, asked[line.number])
        elif record is None:
            reasons = ["new"]
        elif line is None:
            reasons = ["taken out"]
        else:
            reasons = _reasons(record, line, versions, wording) or _lost(line, lost, versions, plan)
            reasons += _around(record, asked[line.number])
        said = line or record
        assert said is not None
        if reasons:
            changes.append(
                LineChange(
                    number=said.number,
                    speaker=said.speaker,
                    role=said.role,
                    line=line.line if line else None,
                    reasons=tuple(reasons),
                )
            )
    return tuple(changes)


def _moved(pairs: Iterable[LinePair]) -> dict[int, TurnRecord]:
    """The number of a line that is new at its place -> the line of the last build that was taken out elsewhere and says
    the same by the same role.
    """
    gone: dict[Hashable, list[TurnRecord]] = {}
    for record, line in pairs:
        if line is None and record is not None:
            gone.setdefault(_LIKENESSES[0](record), []).append(record)
    return {
        line.number: found.pop(0)
        for record, line in pairs
        if record is None and line is not None and (found := gone.get(_LIKENESSES[0](line)))
    }


def _pairs(old: Sequence[TurnRecord], new: Sequence[Line], likenesses: Sequence[_Likeness]) -> Iterator[LinePair]:
    if not (likenesses and old and new):
        yield from ((record, None) for record in old)
        yield from ((None, line) for line in new)
        return
    like = likenesses[0]
    matcher = SequenceMatcher(None, [like(record) for record in old], [like(line) for line in new], autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield from zip(old[a:b], new[c:d], strict=True)
        else:
            yield from _pairs(old[a:b], new[c:d], likenesses[1:])


def _reasons(record: TurnRecord, line: Line, versions: Mapping[str, str], wording: str) -> list[str]:
    voice = line.utterances[0].request.own_voice
    reasons = ["text changed"] if record.text != line.text else []
    reasons += [
        f"{what} changed: {before} -> {now}"
        for what, before, now in (
            ("role", record.role, line.role),
            ("kind", record.kind, line.kind),
            ("engine", record.engine, voice.engine),
            ("voice", record.voice, voice.name),
        )
        if before != now
    ]
    if (settings := _settings(record, voice)) and record.voice == voice.name:
        settings[0] = f"voice changed: {settings[0]}"
    reasons += settings
    version = versions.get(f"engine {voice.engine}")
    if not reasons and version is not None and _keys(line, version) != record.keys:
        reasons.append(_take(record, line, version) or wording)
    return reasons


def _settings(record: TurnRecord, voice: Voice) -> list[str]:
    """How the voice is set otherwise, and that its files are others."""
    before, now = (
        {"rate": held.rate, "pitch": held.pitch, "range": held.range, **dict(held.settings)} for held in (record, voice)
    )
    # Of another voice the files are others as a matter of course.
    others = before.pop(PIN, None) != now.pop(PIN, None) and record.voice == voice.name
    names = dict.fromkeys((*before, *now))
    settings = [
        f"{name} {before.get(name, 'unset')} -> {now.get(name, 'unset')}"
        for name in names
        if before.get(name) != now.get(name)
    ]
    return [*settings, "its files are others"] if others else settings


def _around(record: TurnRecord, now: Asked) -> list[str]:
    """Which pauses and sounds the script asks for otherwise."""
    return [
        f"{where} it: {' '.join(old) or 'nothing'} -> {' '.join(new) or 'nothing'}"
        for where, old, new in (("before", record.before, now.before), ("behind", record.after, now.after))
        if old != new
    ]


def _take(record: TurnRecord, line: Line, version: str) -> str | None:
    """That another take is asked for, if that is all there is."""
    now = line.utterances[0].request.take
    for before in range(1, _TAKES_TRIED + 1):
        if before != now and _keys(line, version, before) == record.keys:
            return f"take {before} -> {now}"
    return None


def _keys(line: Line, version: str, take: int | None = None) -> tuple[str, ...]:
    """The fingerprints that a line's utterances have with an engine's version, as they are or in another take."""
    requests = (utterance.request for utterance in line.utterances)
    return tuple((replace(r, take=take) if take else r).fingerprint(version) for r in requests)


def _lost(line: Line, lost: AbstractSet[SpeechRequest], versions: Mapping[str, str], plan: Plan) -> list[str]:
    """That takes are gone, unless another version of the engine asks for new ones anyway."""
    engine = line.utterances[0].request.voice.engine
    if versions.get(f"engine {engine}") != plan.engines[engine].version:
        return []
    count, of = sum(utterance.request in lost for utterance in line.utterances), len(line.utterances)
    if not count:
        return []
    return ["not in the store" if count == of else f"{count} of {of} utterances are not in the store"]
