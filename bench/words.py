"""How far the time of every word is from its sound: the shipped episode's words against its decoded MP3.

    python bench/words.py [SCRIPT]

The sound is found twice, and neither time by the engine's marks.

By rests (apart.py): the sentence is spoken once more with a rest before every word, where the level says when a word
sets in, and that beginning is looked for in the sentence as the engine gives it.  Where the sentence lies in the
decoded MP3, their correlation says.  Where words in the episode set in behind a pause, the level alone says it: there
the measure itself is measured.

By warping (warping.py): every word is spoken once more on its own, and their spectra are laid over that of the decoded
sentence.  This is coarser: frames of 5 ms, and words that sound otherwise alone.

Prints percentiles of the distance, late words as positive, and the words that are farthest off.  Ends with 1 if a word
is farther than the goal from its sound by rests, or by warping where it is not found by rests.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import soundfile
from apart import begins, stretches
from numpy.typing import NDArray
from scratch import EPISODE, ROOT, Scratch
from warping import HOP, RATE, SILENT_DB, levelled, spectra, warped

from stimmwerk.artwork import Illustrator
from stimmwerk.cli import main as stimmwerk
from stimmwerk.errors import EngineError, SpeechFailed
from stimmwerk.exports.edition import Edition, Passage
from stimmwerk.exports.transcript import words_json
from stimmwerk.folders import store_folder
from stimmwerk.master import Desk
from stimmwerk.plan import Plan, make_plan
from stimmwerk.publishing import edition_of
from stimmwerk.session import jobs_of, studio_of
from stimmwerk.show import Show
from stimmwerk.signal.waveform import resample
from stimmwerk.speech import Say, Speech, SpeechRequest, WordMark
from stimmwerk.store import Store
from stimmwerk.takes import Booth, Job, Take
from stimmwerk.tuning import tuned

SHIPPED = ROOT / "episodes/altman-town-hall.md"

#: What the project asks of itself, in milliseconds.
GOAL = 80

#: The rest before every word of a sentence that is spoken once more, in eSpeak NG's steps of about 10 ms.
REST_STEPS = 30

#: A stretch of sound belongs to the word whose mark comes at most so much later, or last before it.
_EARLY_S = 0.06

#: Sound that begins behind so much silence is found by its level, if it then goes on for so long without a break.
PAUSE_S, _LEAST_WORD_S, _BREAK_S = 0.08, 0.05, 0.02

#: So much of what stands before and behind a sentence is listened to as well.
_MARGIN_S = 0.1

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A sentence of the episode."""

    request: SpeechRequest
    take: Take
    passage: Passage
    job: Job


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A word: its time and when it was heard, in seconds of the episode; None where it was not found so.

    rests, warping: by these measures; level: where the level rises behind a pause, None for most words.
    """

    text: str
    at: float
    rests: float | None
    warping: float | None
    level: float | None

    def off(self, heard: float | None) -> float:
        """Milliseconds by which the word's time is late, NaN for what was not found."""
        return float("nan") if heard is None else 1000 * (self.at - heard)

    @property
    def missed(self) -> bool:
        """The word is not within the goal by rests; by warping, where it was not found by rests."""
        return not abs(self.off(self.warping if self.rests is None else self.rests)) <= GOAL


def spoken_in(
    plan: Plan, edition: Edition, takes: dict[SpeechRequest, Take], jobs: dict[SpeechRequest, Job]
) -> Iterator[Spoken]:
    """Every sentence, in order."""
    lines = plan.rundown.lines()
    for turn in edition.turns:
        for utterance, passage in zip(lines[turn.number].utterances, turn.passages, strict=True):
            request = utterance.request
            yield Spoken(request=request, take=takes[request], passage=passage, job=jobs[request])


def alone(request: SpeechRequest, mark: WordMark) -> SpeechRequest:
    """The word of a mark and nothing else, in the same voice."""
    says: list[Say] = []
    at = 0
    for say in request.say:
        start, stop = max(mark.start, at) - at, min(mark.stop, at + len(say.text)) - at
        if start < stop:
            says.append(_part(say, start, stop) if say.ipa or say.native else replace(say, text=say.text[start:stop]))
        at += len(say.text)
    return replace(request, say=tuple(says))


def _part(say: Say, start: int, stop: int) -> Say:
    """The words of a stretch in phonemes that stand at these characters, where its phonemes are in as many words."""
    first = len(say.text[:start].split())
    place = slice(first, first + len(say.text[start:stop].split()))
    sounds = [say.ipa or "", *(sound for _, sound in say.native)]
    if any(sound and len(sound.split()) != len(say.text.split()) for sound in sounds):
        return say
    return replace(
        say,
        text=say.text[start:stop],
        ipa=None if say.ipa is None else " ".join(say.ipa.split()[place]),
        native=tuple((family, " ".join(sound.split()[place])) for family, sound in say.native),
    )


def with_rests(request: SpeechRequest) -> SpeechRequest:
    """The same with a rest before every word, for engines that know the setting ``gap``."""
    settings = tuple(sorted({**dict(request.voice.settings), "gap": REST_STEPS}.items()))
    return replace(request, voice=replace(request.voice, settings=settings))


def onsets(speech: Speech, rested: Speech) -> dict[int, float]:
    """Number of a mark of ``speech`` -> the second in which its word is heard there.

    rested: the same with rests; its marks say whose a stretch between two rests is, and nothing about times.
    """
    rate = speech.sample_rate
    plain, apart = (said.samples[:, 0].astype(np.float64) for said in (speech, rested))
    found = stretches(apart, rate)
    heard = begins(plain, apart, found, rate)
    numbers = {mark.start: number for number, mark in enumerate(speech.words)}
    words: dict[int, float] = {}
    for (start, _), at in zip(found, heard, strict=True):
        before = [mark for mark in rested.words if mark.sample / rate <= start + _EARLY_S]
        if before and before[-1].start in numbers:
            words.setdefault(numbers[before[-1].start], at)
    return words


class Listener:
    """Finds words in the decoded episode.  sound: one channel; failed: words that the engine does not say alone."""

    def __init__(self, sound: Array, rate: int, booth: Booth) -> None:
        self._sound, self._rate, self._booth = sound, rate, booth
        self._words: dict[SpeechRequest, Array | None] = {}
        self.failed = 0

    def words(self, spoken: Spoken) -> Iterator[Found]:
        """The words of a sentence."""
        numbers = {spoken.passage.start + mark.sample: number for number, mark in enumerate(spoken.take.words)}
        rests, warping = self._by_rests(spoken), self._by_warping(spoken)
        rises = self._rises(spoken.passage)
        for word in spoken.passage.words:
            number = numbers[word.start]
            yield Found(
                text=spoken.passage.text[word.at : word.end],
                at=word.start / self._rate,
                rests=rests.get(number),
                warping=warping.get(number),
                level=rises.get(word.at),
            )

    def shift(self, spoken: Spoken) -> float:
        """By how many seconds what the engine said comes later in the episode than the mark of its last word has it."""
        speech = self._booth.speech(spoken.job)[0]
        return self._origin(spoken, speech) - self._marked_origin(spoken, speech)

    def _by_rests(self, spoken: Spoken) -> dict[int, float]:
        speech = self._booth.speech(spoken.job)[0]
        try:
            rested = self._booth.engine(spoken.request.voice.engine).speak(with_rests(spoken.request))
        except EngineError:
            return {}
        origin = self._origin(spoken, speech)
        return {number: origin + at for number, at in onsets(speech, rested).items()}

    def _by_warping(self, spoken: Spoken) -> dict[int, float]:
        templates = [self._template(alone(spoken.request, mark)) for mark in spoken.take.words]
        known = [number for number, template in enumerate(templates) if template is not None]
        self.failed += len(templates) - len(known)
        sound, first = self._cut(spoken.passage.start, spoken.passage.stop)
        starts = warped(levelled(spectra(sound)), [template for template in templates if template is not None])
        return {number: first + start * HOP / RATE for number, start in zip(known, starts, strict=True)}

    def _origin(self, spoken: Spoken, speech: Speech) -> float:
        """The second of the episode in which what the engine said begins: where they are most alike."""
        plain = resample(speech.samples, speech.sample_rate, RATE)[:, 0].astype(np.float64)
        marked = self._marked_origin(spoken, speech)
        sound, first = self._cut(round(marked * self._rate), round((marked + len(plain) / RATE) * self._rate))
        size = 1 << (len(sound) + len(plain)).bit_length()
        product = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(plain, size))
        found = np.fft.irfft(product, size)[: round(2 * _MARGIN_S * RATE)]
        return float(first + np.argmax(found) / RATE)

    def _marked_origin(self, spoken: Spoken, speech: Speech) -> float:
        # The last word: the mark of a first one may have been moved to where the take begins.
        mark = spoken.take.words[-1]
        return (spoken.passage.start + mark.sample) / self._rate - speech.words[-1].sample / speech.sample_rate

    def _rises(self, passage: Passage) -> dict[int, float]:
        """Character of a word at which a sentence or a part of it begins -> when the level rises behind the pause."""
        sound, first = self._cut(passage.start, passage.stop)
        found: dict[int, float] = {}
        heard = stretches(sound, RATE, silent_db=SILENT_DB, rest_s=_BREAK_S)
        for (_, silent), (start, stop) in pairwise([(0.0, 0.0), *heard]):
            # The last sound of the word before may stand alone between two pauses.
            if start - silent > PAUSE_S and stop - start > _LEAST_WORD_S:
                rise = first + start
                word = min(passage.words, key=lambda word: abs(word.start / self._rate - rise))
                if not passage.text[: word.at].rstrip()[-1:].isalnum():
                    found[word.at] = rise
        return found

    def _template(self, request: SpeechRequest) -> Array | None:
        if request not in self._words:
            self._words[request] = self._spoken_alone(request)
        return self._words[request]

    def _spoken_alone(self, request: SpeechRequest) -> Array | None:
        try:
            speech = self._booth.engine(request.voice.engine).speak(request)
        except SpeechFailed:
            return None
        sound = resample(speech.samples, speech.sample_rate, RATE)[:, 0].astype(np.float64)
        levels = spectra(sound)
        loud = np.flatnonzero(levels.max(axis=1) > levels.max() - SILENT_DB)
        return levelled(levels)[loud[0] : loud[-1] + 1]

    def _cut(self, start: int, stop: int) -> tuple[Array, float]:
        """Sound at RATE, with a margin on both sides, and the second with which it begins."""
        margin = round(_MARGIN_S * self._rate)
        low = max(0, start - margin)
        piece = self._sound[low : stop + margin].astype(np.float32)
        return resample(piece.reshape(-1, 1), self._rate, RATE)[:, 0].astype(np.float64), low / self._rate


def row(name: str, milliseconds: Iterable[float]) -> None:
    """Prints what a measure found; NaN is what it did not find."""
    off = np.array([value for value in milliseconds if not np.isnan(value)])
    if not len(off):
        print(f"{name:<34}{0:6}")
        return
    far = np.abs(off)
    figures = "  ".join(f"{np.percentile(far, share):6.1f}" for share in (50, 90, 95, 99, 100))
    print(f"{name:<34}{len(off):6}  {np.median(off):+6.1f}  {figures}  {np.mean(far <= GOAL):7.2%}")


def report(found: list[Found], shifts: list[float]) -> int:
    """Prints all figures; the exit code."""
    print(f"{'milliseconds':<34}{'count':>6}  median    |50 %|  |90 %|  |95 %|  |99 %|   |max|  <= {GOAL} ms")
    row("words, by rests", (word.off(word.rests) for word in found))
    row("words, by warping", (word.off(word.warping) for word in found))
    row("words behind a pause, by level", (word.off(word.level) for word in found))
    pauses = [(word.rests, word.level) for word in found if word.rests is not None and word.level is not None]
    row("the measure by rests, by level", (1000 * (rests - level) for rests, level in pauses))
    row("sentences, correlated", (-1000 * shift for shift in shifts))
    print("\nfarthest off:  seconds    rests  warping    level")
    for word in sorted(found, key=lambda word: -max(map(abs, (word.off(word.rests), word.off(word.warping)))))[:20]:
        off = "  ".join(f"{word.off(heard):+7.1f}" for heard in (word.rests, word.warping, word.level))
        print(f"{word.at:22.3f}  {off}  {word.text}")
    missed = [word for word in found if word.missed]
    both = sum(abs(word.off(word.warping)) > GOAL for word in missed)
    print(f"\nbeyond {GOAL} ms of {len(found)} words: {len(missed)}, {both} of them by both")
    for word in missed:
        print(f"{word.at:22.3f}  {word.off(word.rests):+7.1f}  {word.off(word.warping):+7.1f}  {word.text}")
    return 1 if missed else 0


def main(script: Path = SHIPPED) -> int:
    with tempfile.TemporaryDirectory(prefix="stimmwerk-words-") as folder:
        scratch = Scratch.make(Path(folder).resolve() / "show", script.read_text("utf-8"))
        with chdir(scratch.folder), redirect_stdout(sys.stderr):
            if code := stimmwerk(["build", EPISODE]):
                return code
        show = Show.find(scratch.folder)
        plan = make_plan(show, show.source(EPISODE))
        store = Store(store_folder(show.root))
        studio, _ = tuned(studio_of(show, plan), plan, show.settings.chain, store)
        jobs = {job.request: job for job in jobs_of(plan)}
        with Booth(studio, store, planned_here=True) as booth:
            takes = {request: booth.take(job) for request, job in jobs.items()}
            master = Desk(plan, show, store, studio).master(takes, jobs, 1)
            edition = edition_of(plan, show, master.timeline, takes, Illustrator(plan, show, store).artwork())
            published = scratch.mp3.with_suffix(".words.json").read_text("utf-8")
            if words_json(edition) != published:
                raise RuntimeError("the words that are measured are not those that the build has written")
            sound, rate = soundfile.read(scratch.mp3, dtype="float32", always_2d=True)
            listener = Listener(sound.mean(axis=1), rate, booth)
            sentences = list(spoken_in(plan, edition, takes, jobs))
            found = [word for spoken in sentences for word in listener.words(spoken)]
            shifts = [listener.shift(spoken) for spoken in sentences]
    return report(found, shifts)


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:2])))
