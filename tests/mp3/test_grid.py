"""The grid: it covers the sound, keeps to the frames, and finds itself again after an edit."""

from __future__ import annotations

import itertools
import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stimmwerk.mp3.grid import MOST_SECONDS, USUAL_SECONDS, Block, blocks_of
from stimmwerk.mp3.lame import LOOK_AHEAD, SETTLED_BY

RATE, FRAME = 44_100, 1152
SECOND = 38 * FRAME  # about


@st.composite
def sounds(draw: st.DrawFn) -> tuple[int, list[int]]:
    """A length and cuts, now near to each other, now far apart."""
    gaps = draw(st.lists(st.integers(1, 200) | st.integers(900, 4000), max_size=60))
    cuts, at = [], 0
    for gap in gaps:
        at += gap * FRAME
        cuts.append(at)
    return at + draw(st.integers(1, 4_000_000)), cuts


@given(sounds(), st.data())
def test_blocks_cover_the_sound_once(sound: tuple[int, list[int]], data: st.DataObject):
    length, cuts = sound
    resets = data.draw(st.lists(st.sampled_from(cuts), unique=True)) if cuts else []
    blocks = blocks_of(length, cuts, sample_rate=RATE, resets=resets)
    assert blocks[0].start == 0
    assert blocks[-1].stop == length
    assert all(a.stop == b.start and a.closed == b.sealed for a, b in pairwise(blocks))
    assert all(block.start % FRAME == 0 and 0 < block.stop - block.start <= MOST_SECONDS * RATE for block in blocks)
    assert {block.start for block in blocks if block.sealed} <= {0, *cuts}
    assert {block.start for block in blocks if not block.sealed}.isdisjoint(cuts)
    assert blocks[0].sealed
    assert blocks[-1].closed
    assert set(resets) <= {block.start for block in blocks}


@given(sounds(), st.integers(1, 3000))
def test_an_edit_before_a_chapter_leaves_the_blocks_after_it(sound: tuple[int, list[int]], moved: int):
    length, cuts = sound
    if len(cuts) < 2:
        return
    chapter, by = cuts[len(cuts) // 2], moved * FRAME
    before = blocks_of(length, cuts, sample_rate=RATE, resets=[chapter])
    later = [cut + by for cut in cuts if cut >= chapter]
    after = blocks_of(length + by, later, sample_rate=RATE, resets=[chapter + by])
    assert [(b.start, b.stop) for b in before if b.start >= chapter] == [
        (b.start - by, b.stop - by) for b in after if b.start >= chapter + by
    ]


@given(sounds(), st.integers(1, 3000))
def test_an_edit_after_a_chapter_leaves_the_blocks_before_it(sound: tuple[int, list[int]], moved: int):
    length, cuts = sound
    if len(cuts) < 2:
        return
    chapter, by = cuts[len(cuts) // 2], moved * FRAME
    before = blocks_of(length, cuts, sample_rate=RATE, resets=[chapter])
    edited = [cut if cut <= chapter else cut + by for cut in cuts]
    after = blocks_of(length + by, edited, sample_rate=RATE, resets=[chapter])
    assert [b for b in before if b.start < chapter] == [b for b in after if b.start < chapter]


@pytest.mark.parametrize("seed", range(20))
def test_an_edit_is_soon_forgotten_without_chapters_too(seed: int):
    dice = random.Random(seed)
    cuts = list(itertools.accumulate(dice.randint(40, 230) * FRAME for _ in range(300)))
    by, length = 97 * FRAME, cuts[-1] + SECOND
    before = {(b.start, b.stop) for b in blocks_of(length, cuts, sample_rate=RATE)}
    edited = [cut + by for cut in cuts]
    after = {(b.start - by, b.stop - by) for b in blocks_of(length + by, edited, sample_rate=RATE)}
    assert len(after - before) <= len(after) // 5


def test_sentences_make_blocks_of_usual_length():
    cuts = [number * 3 * SECOND for number in range(1, 200)]
    blocks = blocks_of(cuts[-1] + SECOND, cuts, sample_rate=RATE)
    low, high = USUAL_SECONDS
    assert all(low <= (block.stop - block.start) / RATE <= high for block in blocks[:-1])
    assert all(block.sealed and block.closed for block in blocks)


def test_the_cut_after_the_longest_sentence_is_taken():
    cuts = [second * SECOND for second in (4, 7, 8, 12, 13, 40)]
    assert blocks_of(60 * SECOND, cuts, sample_rate=RATE)[0].stop == 12 * SECOND


def test_sound_without_a_cut_is_divided_hard_and_apart_from_what_has_one():
    start, stop = 3 * SECOND, 80 * SECOND
    blocks = blocks_of(90 * SECOND, [start, stop], sample_rate=RATE)
    most = int(MOST_SECONDS * RATE) // FRAME * FRAME
    assert blocks == (
        Block(start=0, stop=start, sealed=True, closed=True),
        Block(start=start, stop=start + most, sealed=True, closed=False),
        Block(start=start + most, stop=start + 2 * most, sealed=False, closed=False),
        Block(start=start + 2 * most, stop=stop, sealed=False, closed=True),
        Block(start=stop, stop=90 * SECOND, sealed=True, closed=True),
    )


def test_a_reset_that_is_no_cut_is_no_border():
    cuts = [8 * SECOND, 12 * SECOND]
    blocks = blocks_of(20 * SECOND, cuts, sample_rate=RATE, resets=[5 * SECOND, 12 * SECOND])
    assert [block.start for block in blocks] == [0, 12 * SECOND]


def test_half_frames_at_the_lower_rates():
    blocks = blocks_of(576 * 1200, [576 * 401], sample_rate=22_050)
    assert [block.start for block in blocks] == [0, 576 * 401]


@pytest.mark.parametrize("cuts", [[FRAME + 1], [2 * FRAME, FRAME], [FRAME, FRAME]])
def test_cuts_off_the_frames_are_refused(cuts: list[int]):
    with pytest.raises(ValueError, match="multiples of 1152"):
        blocks_of(10 * FRAME, cuts, sample_rate=RATE)


def test_no_sound_has_no_blocks():
    with pytest.raises(ValueError, match="length of 0"):
        blocks_of(0, [], sample_rate=RATE)


def test_the_timeline_promises_the_silence_that_lame_needs():
    from stimmwerk.arrangement import SILENCE_AFTER_CUT, SILENCE_BEFORE_CUT

    assert SILENCE_BEFORE_CUT >= SETTLED_BY
    assert SILENCE_AFTER_CUT >= LOOK_AHEAD
