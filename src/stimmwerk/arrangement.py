"""Arranging an episode: from the rundown and the lengths of its takes to the timeline."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from stimmwerk import units
from stimmwerk.casting.punctuation import ASKING
from stimmwerk.casting.rundown import Line, Rundown, Section, Utterance
from stimmwerk.script.model import Cue, Pause
from stimmwerk.speech import SpeechRequest
from stimmwerk.timeline import (
    CHAPTER_GRID,
    FRAME,
    SILENCE_AFTER_CUT,
    SILENCE_BEFORE_CUT,
    ChapterMark,
    Clip,
    Timeline,
    TurnSpan,
)

#: Pauses of the show that stray, each by what is said after it.
_STRAYING = frozenset(("answer", "speaker"))

#: The least silence between music that outlasts a chapter and the next chapter, in seconds.
_BREATH_S = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Pacing:
    """Silences in seconds, each from the last sound to the next.

    sentence, clause, item, paragraph: inside a turn; a role's prosody may ask for more or less of them.
    jitter: how far a pause of these, or one between speakers, may stray, either way.  speaker: when another role
    speaks.  answer: after a question.  interjection: around one.  title: after a title was read.  cue: around a sound.
    chapter: before a chapter.  end: after everything.
    """

    sentence: float = 0.42
    clause: float = 0.3
    item: float = 0.52
    paragraph: float = 0.68
    jitter: float = 0.06
    speaker: float = 0.75
    answer: float = 0.6
    interjection: float = 0.15
    title: float = 0.7
    cue: float = 0.3
    chapter: float = 0.9
    end: float = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ducking:
    """How music gives way to speech.

    depth_db: how much quieter it is under speech, at most 0; attack, release: seconds that it takes to give way and to
    come back; hold: seconds without speech before it comes back.
    """

    depth_db: float = -4.0
    attack: float = 0.5
    hold: float = 0.9
    release: float = 1.2


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeRef:
    """A polished take: the source to open, and its length in samples of the timeline's rate.

    tail: so many samples at its end are what the room answers; what follows need not wait for them.
    """

    source: str
    length: int
    tail: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class SoundRef:
    """A sound of the show: the source to open, its length in samples of the timeline's rate, the gain it plays at."""

    source: str
    length: int
    gain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Which sounds the show has and how they meet the speech.

    opening, closing, sting: None where the show has none.  opening_alone: seconds before the first words;
    closing_overlap: seconds that the closing begins before the last words end; cues: name -> sound.
    """

    opening: SoundRef | None = None
    closing: SoundRef | None = None
    sting: SoundRef | None = None
    opening_alone: float = 4.0
    closing_overlap: float = 2.0
    cues: Mapping[str, SoundRef]
    ducking: Ducking = Ducking()


def arrange(
    rundown: Rundown,
    *,
    takes: Mapping[SpeechRequest, TakeRef],
    gain: Callable[[str, SpeechRequest], float],
    score: Score,
    pacing: Pacing,
    sample_rate: int,
    pans: Mapping[str, float] | None = None,
) -> Timeline:
    """Places every take and every sound.

    takes: one for every request of the rundown; gain: role and request -> factor on amplitudes; pans: role -> its
    place in the stereo picture (``Clip.pan``), the middle for roles that are missing.
    Everything begins on a multiple of ``FRAME``, chapters on one of ``CHAPTER_GRID``: the silence before it is padded,
    never the speech.  So an edit moves what follows by whole frames, and encoded sound is found again.
    Raises KeyError for a request without a take.
    """
    desk = _Desk(takes, gain, score, pacing, sample_rate=sample_rate, pans=pans or {})
    for number, section in enumerate(rundown.sections):
        desk.section(number, section)
    return desk.timeline()


class _Desk:
    """The state of arranging: what is placed so far, and the pause that is due."""

    def __init__(
        self,
        takes: Mapping[SpeechRequest, TakeRef],
        gain: Callable[[str, SpeechRequest], float],
        score: Score,
        pacing: Pacing,
        *,
        sample_rate: int,
        pans: Mapping[str, float],
    ) -> None:
        self._takes = takes
        self._gain = gain
        self._score = score
        self._pacing = pacing
        self._rate = sample_rate
        self._pans = pans
        self._speech: list[Clip] = []
        self._music: list[Clip] = []
        self._turns: list[TurnSpan] = []
        self._sections: list[tuple[int, Section]] = []
        self._now = 0
        self._before: Line | None = None
        self._asked: int | None = None

    # -- what stands between two sounds ------------------------------------------------------------------------

    def _samples(self, seconds: float) -> int:
        return units.samples(seconds, self._rate)

    def _pause_before(self, line: Line) -> float:
        name = _name_of_pause(self._before, line)
        if name is None:
            return 0.0
        base: float = getattr(self._pacing, name)
        return base + min(self._pacing.jitter, base) * _swing(line.text) if name in _STRAYING else base

    def _hold(self, seconds: float) -> None:
        """Silence, unless the script asked for one of its own."""
        self._now += self._samples(seconds) if self._asked is None else self._asked
        self._asked = None

    def _wait_for_music(self) -> None:
        """A chapter begins out of silence: music that outlasts the speech before it plays to its end."""
        last = max((clip.stop for clip in self._music), default=0)
        if last > self._now - self._samples(_BREATH_S):
            self._now = last + self._samples(_BREATH_S)

    def _to_grid(self, grid: int = FRAME) -> None:
        self._now = units.round_up(self._now, grid)

    # -- sections and lines ------------------------------------------------------------------------------------

    def section(self, number: int, section: Section) -> None:
        """A chapter: pause, mark, sound, and everything that is heard in it."""
        if number:
            self._hold(self._pacing.chapter)
            self._wait_for_music()
        self._to_grid(CHAPTER_GRID)
        self._sections.append((self._now, section))
        self._before = None
        if number == 0 and (opening := self._score.opening):
            self._music.append(self._sound_clip(opening))
            self._now += min(self._samples(self._score.opening_alone), opening.length)
        elif self._score.sting is not None and not section.opens:
            self._sound(self._score.sting)
            self._hold(self._pacing.cue)
        for item in section.items:
            if isinstance(item, Pause):
                self._asked = self._samples(item.seconds)
            elif isinstance(item, Cue):
                self._cue(item)
            else:
                self._line(item, number)

    def _cue(self, cue: Cue) -> None:
        self._hold(self._pacing.cue)
        self._to_grid()
        self._sound(self._score.cues[cue.name])
        self._asked = self._samples(self._pacing.cue)

    def _sound(self, sound: SoundRef) -> None:
        self._music.append(self._sound_clip(sound))
        self._now += sound.length

    def _sound_clip(self, sound: SoundRef) -> Clip:
        return Clip(source=sound.source, start=self._now, length=sound.length, gain=sound.gain)

    def _line(self, line: Line, chapter: int) -> None:
        self._hold(self._pause_before(line))
        self._to_grid()
        start = self._now
        for index, utterance in enumerate(line.utterances):
            take = self._takes[utterance.request]
            gain = self._gain(line.role, utterance.request) * units.gain_from_db(line.gain_db)
            pan = self._pans.get(line.role, 0.0)
            clip = Clip(source=take.source, start=self._now, length=take.length, gain=gain, pan=pan)
            self._speech.append(clip)
            self._now = clip.stop - take.tail
            if index + 1 < len(line.utterances):
                # Half a frame less, so that going up to the grid makes pauses no longer on average.
                self._now += max(0, self._pause_within(utterance) - FRAME // 2)
                self._to_grid()
        span = TurnSpan(
            number=line.number,
            chapter=chapter,
            kind=line.kind,
            role=line.role,
            start=start,
            stop=self._now,
            gain_db=line.gain_db,
        )
        self._turns.append(span)
        self._before = line

    def _pause_within(self, utterance: Utterance) -> int:
        base: float = getattr(self._pacing, utterance.ending) * utterance.pause
        stray = min(self._pacing.jitter, base)
        return self._samples(base + stray * _swing(utterance.request.text))

    # -- the end -----------------------------------------------------------------------------------------------

    def _close(self) -> None:
        closing = self._score.closing
        if closing is None or not self._turns:
            return
        last = self._turns[-1]
        start = max(last.start, last.stop - self._samples(self._score.closing_overlap))
        self._music.append(Clip(source=closing.source, start=start, length=closing.length, gain=closing.gain))

    def timeline(self) -> Timeline:
        """Everything placed, the music ducked, the marks drawn."""
        self._close()
        music = [duck(clip, self._speech, self._score.ducking, self._rate) for clip in self._music]
        clips = tuple(sorted((*self._speech, *music), key=lambda clip: (clip.start, clip.source)))
        last = max((clip.stop for clip in clips), default=0)
        length = units.round_up(last + self._samples(self._pacing.end), CHAPTER_GRID)
        starts = [start for start, _ in self._sections]
        marks = tuple(
            ChapterMark(
                start=start,
                stop=stop,
                title=section.title,
                subtitle=section.subtitle,
                url=section.url,
                image=section.image,
            )
            for (start, section), stop in zip(self._sections, [*starts[1:], length], strict=True)
        )
        return Timeline(
            sample_rate=self._rate,
            length=length,
            clips=clips,
            chapters=marks,
            turns=tuple(self._turns),
            cuts=find_cuts(clips, length),
        )


def _name_of_pause(before: Line | None, line: Line) -> str | None:
    """Which of the show's pauses stands between two lines of a chapter; None before its first."""
    if before is None:
        return None
    if before.kind == "title":
        return "title"
    if "interjection" in (before.kind, line.kind):
        return "interjection"
    if line.role == before.role:
        return "paragraph"
    return "answer" if before.text.rstrip(" »«“”\"')").endswith(tuple(ASKING)) else "speaker"


def pauses_before(rundown: Rundown, sting: bool) -> dict[int, frozenset[str]]:
    """Number of a line -> which of the show's pauses stand between it and the line before it.

    sting: whether chapters begin with one.  Where the script asks for a pause of its own there is none of the show's.
    """
    found = {}
    for number, section in enumerate(rundown.sections):
        names, before = {"chapter"} if number else set[str](), None
        if number and sting and not section.opens:
            names.add("cue")
        asked = False
        for item in section.items:
            if isinstance(item, Line):
                if not asked and (name := _name_of_pause(before, item)):
                    names.add(name)
                found[item.number] = frozenset(names)
                names, before, asked = set(), item, False
            else:
                asked = True
                names |= {"cue"} if isinstance(item, Cue) else set()
    return found


def _swing(text: str) -> float:
    """A number in [-1, 1] that depends on the text alone: nothing is stamped, and nothing changes by chance."""
    first = hashlib.sha256(text.encode("utf-8")).digest()[:4]
    return int.from_bytes(first, "big") / 0xFFFFFFFF * 2 - 1


def duck(clip: Clip, speech: Sequence[Clip], ducking: Ducking, rate: int) -> Clip:
    """The clip with an envelope that gives way to every stretch of speech that it meets.

    speech: by start.  Where the music could not come back and give way again in time, it stays down.
    """
    attack, hold, release = (units.samples(s, rate) for s in (ducking.attack, ducking.hold, ducking.release))
    stretches: list[list[int]] = []
    for other in speech:
        if other.start >= clip.stop or other.stop <= clip.start:
            continue
        if stretches and other.start - stretches[-1][1] <= hold + release + attack:
            stretches[-1][1] = max(stretches[-1][1], other.stop)
        else:
            stretches.append([other.start, other.stop])
    points: list[tuple[int, float]] = []
    for start, stop in stretches:
        points += [
            (start - attack - clip.start, 0.0),
            (start - clip.start, ducking.depth_db),
            (stop + hold - clip.start, ducking.depth_db),
            (stop + hold + release - clip.start, 0.0),
        ]
    return _with_envelope(clip, points)


def _with_envelope(clip: Clip, points: Sequence[tuple[int, float]]) -> Clip:
    """The clip with envelope points that rise in time, by at least one sample."""
    rising: list[tuple[int, float]] = []
    for sample, level in points:
        earliest = rising[-1][0] + 1 if rising else sample
        rising.append((max(sample, earliest), level))
    return replace(clip, envelope=tuple(rising))


def find_cuts(clips: Sequence[Clip], length: int) -> tuple[int, ...]:
    """Where encoded sound may be cut: the last fitting multiple of ``FRAME`` in every silence that is long enough.

    clips: by start.  A line begins on the grid, so the cut before it lies as far from it in every build.
    """
    cuts = []
    silent_from = 0
    for clip in clips:
        cut = (clip.start - SILENCE_AFTER_CUT) // FRAME * FRAME
        if cut - SILENCE_BEFORE_CUT >= silent_from and 0 < cut < length:
            cuts.append(cut)
        silent_from = max(silent_from, clip.stop)
    return tuple(cuts)
