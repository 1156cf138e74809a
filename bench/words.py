"""How far the time of every word is from its sound: the shipped episode's words against its decoded MP3.

    python bench/words.py

The sound is found without the engine's marks.  Every word is spoken once more on its own; their spectra one behind the
other, with silence allowed between them, are laid over the spectrum of the decoded sentence by dynamic time warping
(Sakoe & Chiba 1978), and where a word's own sound begins in there, it begins.  Words behind a pause are looked at once
more: there the level itself says when the sound begins.  And the speech as the engine gave it is correlated with the
decoded sound: how much later or earlier everything is than it should be.

Prints percentiles of the distance, late words as positive, and the words that are farthest off.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import chdir, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import soundfile
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray
from scratch import EPISODE, ROOT, Scratch

from stimmwerk.artwork import Illustrator
from stimmwerk.cli import main as stimmwerk
from stimmwerk.errors import SpeechFailed
from stimmwerk.exports.edition import Edition, Passage
from stimmwerk.exports.transcript import words_json
from stimmwerk.folders import store_folder
from stimmwerk.master import Desk
from stimmwerk.plan import Plan, make_plan
from stimmwerk.publishing import edition_of
from stimmwerk.session import jobs_of, studio_of
from stimmwerk.show import Show
from stimmwerk.signal.waveform import resample
from stimmwerk.speech import Say, SpeechRequest, WordMark
from stimmwerk.store import Store
from stimmwerk.takes import Booth, Job, Take
from stimmwerk.tuning import tuned

SHIPPED = ROOT / "episodes/altman-town-hall.md"

#: What the project asks of itself, in milliseconds.
GOAL = 80

#: Of the spectra: 5 ms from one to the next, each over 20 ms, in bands as the ear has them, 45 dB down at most.
RATE, HOP, WINDOW, BANDS, FLOOR_DB = 16_000, 80, 320, 26, 55.0

#: Sound that begins behind so much silence is found by its level.
PAUSE_S, SILENT_DB = 0.08, 40.0

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
    """A word: its time and what was heard, in seconds; level: where the level rises behind a pause, or None."""

    text: str
    at: float
    heard: float
    level: float | None


def spectra(sound: Array) -> Array:
    """Shape (frames, BANDS): levels in dB of frames whose middle is at HOP * frame samples, over the floor."""
    padded = np.pad(sound, WINDOW // 2)
    frames = sliding_window_view(padded, WINDOW)[::HOP] * np.hanning(WINDOW)
    power = np.abs(np.fft.rfft(frames, 512, axis=1)) ** 2 @ _bank().T
    level = 10 * np.log10(power + 1e-12)
    return np.maximum(level, level.max() - FLOOR_DB)


def _bank() -> Array:
    def mel(hz: float) -> float:
        return 2595 * float(np.log10(1 + hz / 700))

    edges = 700 * (10 ** (np.linspace(mel(80), mel(7600), BANDS + 2) / 2595) - 1)
    bins = np.fft.rfftfreq(512, 1 / RATE)
    rows = [
        np.minimum((bins - low) / (middle - low), (high - bins) / (high - middle))
        for low, middle, high in zip(edges, edges[1:], edges[2:], strict=False)
    ]
    return np.clip(np.array(rows), 0, None)


def warped(sound: Array, words: list[Array]) -> list[int]:
    """The frame of ``sound`` in which each word begins; both as ``spectra`` gives them, levelled alike."""
    silence = np.full((1, BANDS), -SILENT_DB)
    parts = [silence]
    for word in words:
        parts += [word, silence]
    template = np.concatenate(parts)
    starts = np.cumsum([0, *map(len, parts)])[1::2][: len(words)]
    squares = (sound**2).sum(axis=1)[:, None] + (template**2).sum(axis=1)[None, :] - 2 * sound @ template.T
    cost = np.sqrt(np.maximum(squares, 0) / BANDS)
    stay = np.full(len(template), 2.0)
    stay[np.cumsum([0, *map(len, parts)])[0:-1:2]] = 0.0
    path = _path(cost, stay)
    # Who waits on a word's first frame waits in silence.
    return [int(np.searchsorted(path, start, side="right")) - 1 for start in starts]


def _path(cost: Array, stay: Array) -> NDArray[np.int64]:
    """For every frame of the sound the frame of the template; each goes on by 0, 1 or 2."""
    frames, length = cost.shape
    total = np.full(length + 2, np.inf)
    total[2] = cost[0, 0]
    total[3] = cost[0, 1] if length > 1 else np.inf
    steps = np.zeros((frames, length), np.int8)
    for frame in range(1, frames):
        choices = np.stack([total[2:] + stay, total[1:-1], total[:-2] + 2.0])
        steps[frame] = choices.argmin(axis=0)
        total[2:] = choices.min(axis=0) + cost[frame]
    path = np.empty(frames, np.int64)
    at = length - 1
    for frame in range(frames - 1, -1, -1):
        path[frame] = at
        at -= int(steps[frame, at])
    return path


def levelled(levels: Array) -> Array:
    """Without the colour of the equaliser and of the codec: every band against its own mean where it sounds."""
    sounding = levels.mean(axis=1) > levels.max() - FLOOR_DB
    means = levels[sounding].mean(axis=0) if sounding.any() else levels.mean(axis=0)
    return np.maximum(levels - means, -SILENT_DB)


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
            says.append(say if say.ipa or say.native else replace(say, text=say.text[start:stop]))
        at += len(say.text)
    return replace(request, say=tuple(says))


class Listener:
    """Finds words in the decoded episode.  failed: words that the engine does not say alone."""

    def __init__(self, sound: Array, rate: int, booth: Booth) -> None:
        self._sound, self._rate, self._booth = sound, rate, booth
        self._words: dict[SpeechRequest, Array | None] = {}
        self.failed = 0

    def words(self, spoken: Spoken) -> Iterator[Found]:
        """The words of a sentence."""
        marks = {spoken.passage.start + mark.sample: index for index, mark in enumerate(spoken.take.words)}
        templates = [self._template(alone(spoken.request, mark)) for mark in spoken.take.words]
        known = [index for index, template in enumerate(templates) if template is not None]
        self.failed += len(templates) - len(known)
        sound, begins = self._cut(spoken.passage.start, spoken.passage.stop, margin=0.1)
        levels = spectra(sound)
        starts = warped(levelled(levels), [template for template in templates if template is not None])
        heard = {index: begins + start * HOP / RATE for index, start in zip(known, starts, strict=True)}
        for word in spoken.passage.words:
            index = marks[word.start]
            if index in heard:
                text = spoken.passage.text[word.at : word.end]
                at = word.start / self._rate
                yield Found(text=text, at=at, heard=heard[index], level=_rise(levels, at - begins, begins))

    def shift(self, spoken: Spoken) -> float:
        """By how many seconds what the engine said comes later in the episode than its marks have it."""
        speech = self._booth.speech(spoken.job)[0]
        plain = resample(speech.samples, speech.sample_rate, RATE)[:, 0].astype(np.float64)
        first, mark = spoken.passage.words[0], speech.words[0]
        zero = first.start / self._rate - mark.sample / speech.sample_rate
        sound, begins = self._cut(round(zero * self._rate), round((zero + len(plain) / RATE) * self._rate), margin=0.1)
        size = 1 << (len(sound) + len(plain)).bit_length()
        product = np.fft.rfft(sound, size) * np.conj(np.fft.rfft(plain, size))
        found = np.fft.irfft(product, size)[: round(0.2 * RATE)]
        return float(begins + np.argmax(found) / RATE - zero)

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

    def _cut(self, start: int, stop: int, *, margin: float) -> tuple[Array, float]:
        """Sound at RATE, with a margin on both sides, and the second with which it begins."""
        low = max(0, start - round(margin * self._rate))
        piece = self._sound[low : stop + round(margin * self._rate)].astype(np.float32)
        return resample(piece.reshape(-1, 1), self._rate, RATE)[:, 0].astype(np.float64), low / self._rate


def _rise(levels: Array, at: float, begins: float) -> float | None:
    """When the level rises behind the pause in which ``at`` lies, or that ends or begins close to it; None without."""
    silent = levels.max(axis=1) < levels.max() - SILENT_DB
    near = round(at * RATE / HOP)
    reach, least = round(0.15 * RATE / HOP), round(PAUSE_S * RATE / HOP)
    for frame in sorted(range(max(1, near - reach), min(len(silent), near + reach)), key=lambda f: abs(f - near)):
        if not silent[frame] and silent[frame - 1] and frame >= least and silent[frame - least : frame].all():
            return begins + frame * HOP / RATE
    return None


def row(name: str, seconds: list[float]) -> None:
    """Prints what a measure found."""
    off = np.array(seconds) * 1000
    far = np.abs(off)
    figures = "  ".join(f"{np.percentile(far, share):6.1f}" for share in (50, 90, 95, 99, 100))
    print(f"{name:<28}{len(off):6}  {np.median(off):+6.1f}  {figures}  {np.mean(far <= GOAL):7.2%}")


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="stimmwerk-words-") as folder:
        scratch = Scratch.make(Path(folder).resolve() / "show", SHIPPED.read_text("utf-8"))
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
    print(f"{'milliseconds':<28}{'count':>6}  median    |50 %|  |90 %|  |95 %|  |99 %|   |max|  <= {GOAL} ms")
    row("words, by their sounds", [word.at - word.heard for word in found])
    row("words behind a pause, level", [word.at - word.level for word in found if word.level is not None])
    row("sentences, correlated", [-shift for shift in shifts])
    print(f"{listener.failed} words are not said alone")
    for word in sorted(found, key=lambda word: -abs(word.at - word.heard))[:20]:
        behind = "" if word.level is None else f"  {1000 * (word.at - word.level):+7.1f}"
        print(f"{word.at:9.3f}  {1000 * (word.at - word.heard):+7.1f}{behind}  {word.text}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
