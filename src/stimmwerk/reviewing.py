"""All takes of a voice heard beside each other: what is unlike the rest is made again, or told of."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from stimmwerk.casting.cast import Voice
from stimmwerk.engines.words import letters_spoken
from stimmwerk.errors import StimmwerkError
from stimmwerk.inspection import EngineFacts
from stimmwerk.plan import Remark
from stimmwerk.recording import ATTEMPTS, Recorded, unsound
from stimmwerk.signal.likeness import Deviations, Ordinary, Sample
from stimmwerk.signal.soundness import Look
from stimmwerk.speech import SpeechRequest
from stimmwerk.takes import Booth, Job, Take


def review(
    takes: Mapping[SpeechRequest, Take],
    jobs: Mapping[SpeechRequest, Job],
    engines: Mapping[str, EngineFacts],
    booth: Booth,
    warn: Callable[[Remark], None],
) -> dict[SpeechRequest, Take]:
    """The takes, in their order, with those made again that were unlike the others of their voice.

    Only what was spoken now, by an engine that does not repeat itself, is made again; the rest is told of.  warn:
    told of every take that is still doubtful, in the order of the script.
    Raises SpeechFailed for the first take that cannot be right; it is no longer in the store then.
    """
    reviewed = dict(takes)
    failures: list[StimmwerkError] = []
    for voice, requests in _by_voice(takes).items():
        ordinary = Ordinary(_sample(request, look) for request, take in requests if (look := take.look) is not None)
        review_of = _Review(ordinary, engines[voice.engine].repeats, booth)
        for request, take in requests:
            if take.look is None:
                continue
            found = review_of.of(request, take.look)
            if not any(found.count):
                continue
            job = jobs[request]
            if take.spoken and not engines[voice.engine].repeats:
                reviewed[request], found = review_of.again(job, take, found)
            if found.faults and take.spoken:
                booth.drop(request)
                failures.append(unsound(request, job.where, found.faults, asked_again=True))
            elif any(found.count):
                warn(_remark(job, (*found.faults, *found.doubts), engines[voice.engine].repeats))
    if failures:
        raise failures[0]
    return reviewed


class _Review:
    """The takes of one voice."""

    def __init__(self, ordinary: Ordinary, repeats: bool, booth: Booth) -> None:
        self._ordinary = ordinary
        self._repeats = repeats
        self._booth = booth

    def of(self, request: SpeechRequest, look: Look) -> Deviations:
        """All that speaks against a take.  What repeats itself cannot be right by chance only: it is what it is."""
        found = self._ordinary.deviations(_sample(request, look))
        doubts = (*look.doubts, *found.doubts)
        if self._repeats:
            return Deviations(doubts=(*found.faults, *doubts))
        return Deviations(faults=found.faults, doubts=doubts)

    def again(self, job: Job, take: Take, found: Deviations) -> tuple[Take, Deviations]:
        """The best of some further takes and the one there is, and what still speaks against it."""
        best: Recorded | None = None
        for _ in range(ATTEMPTS - 1):
            recorded = self._booth.another(job)
            other = self.of(job.request, recorded.look)
            if other.count < found.count:
                best, found = recorded, other
            if not any(found.count):
                break
        return (take if best is None else self._booth.keep(job, best)), found


def _by_voice(takes: Mapping[SpeechRequest, Take]) -> dict[Voice, list[tuple[SpeechRequest, Take]]]:
    found: dict[Voice, list[tuple[SpeechRequest, Take]]] = {}
    for request, take in takes.items():
        found.setdefault(request.own_voice, []).append((request, take))
    return found


def _sample(request: SpeechRequest, look: Look) -> Sample:
    return Sample(look=look, letters=letters_spoken(request.text))


def _remark(job: Job, doubts: tuple[str, ...], repeats: bool) -> Remark:
    request = job.request
    hint = "" if repeats else f", or ask for another: {{take={request.take + 1}}}"
    text = f"hear {request.text[:40]!r} (voice {request.voice.name!r}): {'; '.join(doubts)}{hint}"
    return Remark(where=job.where, text=text)
