"""Packed values are the values, in a fraction of the room."""

import pickle

import pytest

from stimmwerk.packed import Packed
from stimmwerk.speech import WordMark, mark

ROWS = [(0, 0, 3), (4410, 4, 9), (90_000_000, 10, 12)]
MARKS = tuple(WordMark(sample=sample, start=start, stop=stop) for sample, start, stop in ROWS)


def test_values_come_out_as_they_went_in():
    packed = Packed(mark, ROWS)
    assert tuple(packed) == MARKS
    assert [packed[0], packed[-1]] == [MARKS[0], MARKS[2]]
    assert packed[1:] == MARKS[1:]
    assert len(packed) == 3
    assert MARKS[1] in packed
    with pytest.raises(IndexError):
        packed[3]


def test_they_equal_whatever_holds_the_same_values():
    packed = Packed(mark, ROWS)
    assert packed == Packed(mark, iter(ROWS))
    assert packed == MARKS
    assert {MARKS: 1}[packed] == 1
    assert packed != MARKS[1:]
    assert packed != 3
    assert repr(packed) == repr(MARKS)


def test_nothing_is_packed_too():
    assert not Packed(mark, [])
    assert tuple(Packed(mark, [])) == ()


def test_samples_beyond_a_day_find_room():
    rows = [(2**32 + 7, 1, 2), (3, -4, 2**63 - 1)]
    assert tuple(Packed(mark, rows)) == tuple(mark(*row) for row in rows)


@pytest.mark.parametrize(("rows", "error"), [([(1, 2, 3), (1, 2)], ValueError), ([(1, 2, 2**63)], OverflowError)])
def test_what_has_no_place_is_refused(rows, error):
    with pytest.raises(error):
        Packed(mark, rows)


def test_they_travel_between_processes():
    assert pickle.loads(pickle.dumps(Packed(mark, ROWS))) == MARKS


def test_they_take_a_fraction_of_the_room(memory):
    rows = [(1000 + 300 * n, 300 + n, 310 + n) for n in range(1000)]
    (packed, _), (objects, _) = memory(lambda: Packed(mark, rows)), memory(lambda: tuple(mark(*row) for row in rows))
    assert packed < 13_000 < objects / 4
