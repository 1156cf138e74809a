"""The timeline: chapters contiguous, lines on the grid, pauses as asked, cuts in silence.  Property tests."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stimmwerk.arrangement import Ducking, Pacing, Score, SoundRef, TakeRef, arrange, duck, find_cuts
from stimmwerk.casting.cast import Voice
from stimmwerk.casting.rundown import Line, Rundown, Section, Utterance
from stimmwerk.casting.spoken import Piece, Spoken
from stimmwerk.script.model import Cue, Pause
from stimmwerk.signal.mixdown import Mixdown
from stimmwerk.speech import Say, SpeechRequest
from stimmwerk.timeline import FRAME, SILENCE_AFTER_CUT, SILENCE_BEFORE_CUT, Clip, Timeline

RATE = 44100
VOICE = Voice(engine="tone", name="mid", language="de")
PACING = Pacing(jitter=0.0)


def utterance(text: str, ending: str = "sentence") -> Utterance:
    say = Say(text=text)
    spoken = Spoken(pieces=(Piece(say=say, start=0, stop=len(text), literal=True),))
    request = SpeechRequest(say=(say,), voice=VOICE)
    return Utterance(request=request, spoken=spoken, start=0, stop=len(text), ending=ending)


class Book:
    """Makes rundowns; a take lasts as many samples as its text says."""

    def __init__(self) -> None:
        self.count = itertools.count()
        self.takes: dict[SpeechRequest, TakeRef] = {}

    def line(self, length: int = 20000, role: str = "a", kind: str = "turn", text: str = "", parts: int = 1) -> Line:
        utterances = []
        for part in range(parts):
            made = utterance(f"{length} {next(self.count)} {part}")
            self.takes[made.request] = TakeRef(source=f"take:{made.request.text}", length=length)
            utterances.append(made)
        number = sum(1 for _ in self.takes)
        return Line(
            number=number, kind=kind, role=role, speaker=role, text=text or "x", line=1, utterances=tuple(utterances)
        )

    def arrange(self, *sections, score: Score | None = None, pacing: Pacing = PACING):
        rundown = Rundown(sections=tuple(section(f"c{n}", items) for n, items in enumerate(sections)))
        return arrange(
            rundown,
            takes=self.takes,
            gain=lambda role, request: 1.0,
            score=score or Score(cues={}),
            pacing=pacing,
            sample_rate=RATE,
        )


def section(title, items, opens=False):
    return Section(title=title, subtitle=None, url=None, image=None, line=1, opens=opens, items=tuple(items))


def gap(timeline, first, second):
    return (timeline.turns[second].start - timeline.turns[first].stop) / RATE


STING = SoundRef(source="sound:sting", length=70000, gain=1.0)
lines = st.lists(st.tuples(st.integers(1000, 60000), st.sampled_from("abc"), st.integers(1, 4)), min_size=1, max_size=6)


@given(st.lists(lines, min_size=1, max_size=4), st.booleans(), st.booleans())
def test_every_timeline_keeps_the_rules(chapters, with_sting, with_music):
    book = Book()
    music = SoundRef(source="sound:music", length=300000, gain=1.0) if with_music else None
    score = Score(sting=STING if with_sting else None, opening=music, closing=music, cues={})
    timeline = book.arrange(
        *[[book.line(length, role, parts=parts) for length, role, parts in chapter] for chapter in chapters],
        score=score,
    )
    marks = timeline.chapters
    assert marks[0].start == 0
    assert marks[-1].stop == timeline.length
    assert all(a.stop == b.start for a, b in itertools.pairwise(marks))
    assert all(mark.start % FRAME == 0 for mark in marks)
    assert all(turn.start % FRAME == 0 for turn in timeline.turns)
    assert timeline.length % FRAME == 0
    assert all(clip.start >= 0 and clip.stop <= timeline.length for clip in timeline.clips)
    assert list(timeline.clips) == sorted(timeline.clips, key=lambda clip: (clip.start, clip.source))
    speech = [clip for clip in timeline.clips if clip.source.startswith("take:")]
    assert all(a.stop < b.start for a, b in itertools.pairwise(speech))
    for cut in timeline.cuts:
        assert cut % FRAME == 0
        assert not any(
            clip.start < cut + SILENCE_AFTER_CUT and clip.stop > cut - SILENCE_BEFORE_CUT for clip in timeline.clips
        )


@given(st.lists(lines, min_size=2, max_size=4))
def test_a_chapter_begins_with_sound_and_out_of_silence(chapters):
    book = Book()
    music = SoundRef(source="sound:music", length=400000, gain=1.0)
    timeline = book.arrange(
        *[[book.line(length, role, parts=parts) for length, role, parts in chapter] for chapter in chapters],
        score=Score(sting=STING, opening=music, cues={}),
    )
    for mark in timeline.chapters:
        assert any(clip.start == mark.start for clip in timeline.clips)
        assert not any(mark.start - RATE // 10 < clip.stop <= mark.start for clip in timeline.clips)
        assert not any(clip.start < mark.start < clip.stop for clip in timeline.clips)


@given(st.integers(1000, 60000), st.integers(1000, 60000), lines)
def test_an_edit_moves_what_follows_by_whole_frames_only(before, after, rest):
    def arranged(first):
        book = Book()
        return book.arrange([book.line(first), *[book.line(length, role, parts=n) for length, role, n in rest]])

    one, two = arranged(before), arranged(after)
    shifts = {b.start - a.start for a, b in zip(one.turns[1:], two.turns[1:], strict=True)}
    assert len(shifts) == 1
    assert shifts.pop() % FRAME == 0


@pytest.mark.parametrize(
    ("first", "second", "pause"),
    [
        ({"role": "a"}, {"role": "b"}, PACING.speaker),
        ({"role": "a", "text": "Wirklich?"}, {"role": "b"}, PACING.answer),
        ({"role": "a", "text": "„Wirklich?“"}, {"role": "b"}, PACING.answer),
        ({"role": "a"}, {"role": "a"}, PACING.paragraph),
        ({"role": "a"}, {"role": "b", "kind": "interjection"}, PACING.interjection),
        ({"role": "b", "kind": "interjection"}, {"role": "a", "kind": "continuation"}, PACING.interjection),
        ({"role": "n", "kind": "title"}, {"role": "a"}, PACING.title),
    ],
)
def test_pauses_are_those_of_their_boundary(first, second, pause):
    book = Book()
    timeline = book.arrange([book.line(**first), book.line(**second)])
    assert 0 <= gap(timeline, 0, 1) - pause < FRAME / RATE


def test_a_pause_of_the_script_takes_the_place_of_the_usual_one():
    book = Book()
    timeline = book.arrange([book.line(), Pause(seconds=2.0), book.line(role="b")])
    assert 0 <= gap(timeline, 0, 1) - 2.0 < FRAME / RATE


def test_a_cue_sounds_between_its_neighbours():
    book = Book()
    timeline = book.arrange([book.line(), Cue(name="bell"), book.line()], score=Score(cues={"bell": STING}))
    bell = next(clip for clip in timeline.clips if clip.source == STING.source)
    assert timeline.turns[0].stop < bell.start < bell.stop < timeline.turns[1].start


def test_sentences_stray_by_their_own_text_and_within_bounds():
    book = Book()
    timeline = book.arrange([book.line(parts=12)], pacing=Pacing(sentence=0.4, jitter=0.06))
    pauses = [(b.start - a.stop) / RATE for a, b in itertools.pairwise(timeline.clips)]
    half_a_frame = FRAME / RATE / 2
    assert all(0.34 - half_a_frame <= pause <= 0.46 + half_a_frame for pause in pauses)
    assert len(set(pauses)) >= 4


def test_speech_waits_for_the_opening_and_music_gives_way():
    book = Book()
    music = SoundRef(source="sound:music", length=10 * RATE, gain=1.0)
    score = Score(opening=music, cues={}, opening_alone=4.0, ducking=Ducking(depth_db=-10, attack=0.5))
    timeline = book.arrange([book.line(RATE)], score=score)
    opening = timeline.clips[0]
    assert (opening.source, opening.start) == ("sound:music", 0)
    assert 0 <= timeline.turns[0].start - 4 * RATE < FRAME
    assert (timeline.turns[0].start, -10) in opening.envelope


def test_pauses_begin_when_the_speech_ends_whatever_the_room_still_answers():
    def clips_and_turn(tail):
        book = Book()
        lines = [book.line(parts=2), book.line(role="b")]
        book.takes = {
            request: TakeRef(source=take.source, length=take.length + tail, tail=tail)
            for request, take in book.takes.items()
        }
        timeline = book.arrange(lines)
        return timeline.clips, timeline.turns[0]

    dry, dry_turn = clips_and_turn(0)
    wet, wet_turn = clips_and_turn(5000)
    assert [clip.start for clip in wet] == [clip.start for clip in dry]
    assert [clip.length for clip in wet] == [clip.length + 5000 for clip in dry]
    assert wet_turn == dry_turn


def test_roles_have_their_places_and_music_has_the_middle():
    book = Book()
    lines = [book.line(role="a"), book.line(role="b")]
    rundown = Rundown(sections=(section("c", lines),))
    timeline = arrange(
        rundown,
        takes=book.takes,
        gain=lambda role, request: 1.0,
        score=Score(opening=SoundRef(source="sound:music", length=RATE, gain=1.0), cues={}),
        pacing=PACING,
        sample_rate=RATE,
        pans={"b": -0.3},
    )
    assert [clip.pan for clip in timeline.clips] == [0.0, 0.0, -0.3]


def test_the_closing_begins_under_the_last_words():
    book = Book()
    music = SoundRef(source="sound:music", length=10 * RATE, gain=1.0)
    timeline = book.arrange([book.line(5 * RATE)], score=Score(closing=music, cues={}, closing_overlap=2.0))
    closing = next(clip for clip in timeline.clips if clip.source == "sound:music")
    assert closing.start == timeline.turns[-1].stop - 2 * RATE


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 10**5)), max_size=6))
def test_envelopes_rise_in_time_and_are_low_under_speech(stretches):
    clip = Clip(source="m", start=200000, length=500000)
    speech, at = [], 0
    for start, length in sorted(stretches):
        at = max(at, start)
        speech.append(Clip(source="s", start=at, length=length))
        at += length
    ducked = duck(clip, speech, Ducking(depth_db=-12), RATE)
    times = [sample for sample, _ in ducked.envelope]
    assert times == sorted(set(times))
    assert all(-12 <= level <= 0 for _, level in ducked.envelope)
    assert bool(ducked.envelope) == any(s.start < clip.stop and s.stop > clip.start for s in speech)


#: Of the music in these tests: a thousandth of a second is fine enough to see it move.
SLOW = 1000


def music_under(speech, ducking, seconds=20):
    """The level of music of full scale under speech, in dB, sample by sample, as the mixdown plays it."""
    bed = duck(Clip(source="bed", start=0, length=seconds * SLOW), speech, ducking, SLOW)
    alone = Timeline(sample_rate=SLOW, length=bed.length, clips=(bed,), chapters=(), turns=())
    ones = np.ones((bed.length, 1), np.float32)
    heard = Mixdown(alone, 1, lambda source: ones, 1.0, 10.0).read(0, bed.length)[:, 0]
    return 20 * np.log10(heard.astype(np.float64))


def test_music_gives_way_in_time_waits_and_comes_back():
    ducking = Ducking(depth_db=-12, attack=0.5, hold=0.9, release=1.2)
    level = music_under([Clip(source="s", start=5 * SLOW, length=3 * SLOW)], ducking)
    at = {time: float(level[round(time * SLOW)]) for time in (4.49, 4.75, 5.0, 7.9, 8.0, 8.89, 9.5, 10.11)}
    assert at == pytest.approx(
        {4.49: 0, 4.75: -6, 5.0: -12, 7.9: -12, 8.0: -12, 8.89: -12, 9.5: -6, 10.11: 0}, abs=0.01
    )


@given(
    starts=st.lists(st.integers(0, 18 * SLOW), min_size=1, max_size=5),
    length=st.integers(1, 2 * SLOW),
    attack=st.sampled_from([0.1, 0.5, 2.0]),
    hold=st.sampled_from([0.0, 0.9]),
    release=st.sampled_from([0.2, 1.2]),
)
@settings(max_examples=40, deadline=None)
def test_music_never_moves_faster_than_attack_and_release_and_is_low_under_all_speech(
    starts, length, attack, hold, release
):
    ducking = Ducking(depth_db=-12, attack=attack, hold=hold, release=release)
    speech = [Clip(source="s", start=start, length=length) for start in sorted(starts)]
    level = music_under(speech, ducking)
    steps = np.diff(level) * SLOW
    assert steps.min() >= -12.5 / attack
    assert steps.max() <= 12.5 / release
    for clip in speech:
        assert np.allclose(level[clip.start : clip.stop + round(hold * SLOW)], -12, atol=0.01)


def test_cuts_need_their_silence():
    clips = [Clip(source="a", start=0, length=10000), Clip(source="b", start=20 * FRAME, length=5000)]
    assert find_cuts(clips, 40 * FRAME) == (19 * FRAME,)
    close = [Clip(source="a", start=0, length=10000), Clip(source="b", start=11 * FRAME, length=5000)]
    assert find_cuts(close, 40 * FRAME) == ()


def test_pauses_inside_a_turn_are_those_of_their_ending_and_of_what_is_said():
    book = Book()
    line = book.line(parts=5)
    endings = [("clause", 1.0), ("sentence", 1.0), ("item", 1.0), ("paragraph", 1.0), ("sentence", 1.0)]
    parts = [replace(u, ending=ending) for u, (ending, _) in zip(line.utterances, endings, strict=True)]
    half = FRAME / RATE / 2

    def pauses(*utterances):
        clips = book.arrange([replace(line, utterances=utterances)]).clips
        return [(b.start - a.stop) / RATE for a, b in itertools.pairwise(clips)]

    expected = [PACING.clause, PACING.sentence, PACING.item, PACING.paragraph]
    assert pauses(*parts) == pytest.approx(expected, abs=half + 1e-3)
    longer = [replace(u, pause=1.5) for u in parts]
    assert pauses(*longer) == pytest.approx([1.5 * pause for pause in expected], abs=half + 1e-3)


def test_a_softer_line_is_softer():
    book = Book()
    timeline = book.arrange([book.line(), replace(book.line(), gain_db=-6.0)])
    assert [clip.gain for clip in timeline.clips] == pytest.approx([1.0, 10 ** (-6 / 20)])
